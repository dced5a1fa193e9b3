// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/page.h"
#include "ui/common/table_view.h"
#include "ui/common/widgets.h"

namespace keyturn::ui::regulatory {

/// What authorities demand, by when, and which evidence several of them want.
class RequestsPage final : public common::Page
{
    Q_OBJECT
public:
    explicit RequestsPage(service::Session& session, QWidget* parent = nullptr);
    void refresh(const common::ViewState& state) override;
    /// Opens the dialog for a new request.
    void enterRequest();

private:
    void updateActs();

    common::ViewState m_state;
    common::TableView* m_requests;
    common::TableView* m_matrix;
    QWidget* m_matrixPart;
    common::EmptyState* m_empty;
    QPushButton* m_enter;
    QPushButton* m_enterFirst;
    QPushButton* m_answer;
    QPushButton* m_close;
    QLabel* m_whyNot;
};

} // namespace keyturn::ui::regulatory
