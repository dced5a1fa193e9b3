// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/page.h"
#include "ui/common/widgets.h"

class QComboBox;
class QLineEdit;

namespace keyturn::ui::report {

/// Writes the report of an incident as it is shown, and says where it is and what its hash is.
class ReportPage final : public common::Page
{
    Q_OBJECT
public:
    explicit ReportPage(service::Session& session, QWidget* parent = nullptr);
    void refresh(const common::ViewState& state) override;

private:
    void browse();
    void suggestPath();
    void write();
    void update();

    common::ViewState m_state;
    common::EmptyState* m_empty;
    common::Card* m_form;
    QComboBox* m_incident;
    QComboBox* m_format;
    QLineEdit* m_audience;
    QLineEdit* m_path;
    common::PrimaryButton* m_write;
    QLabel* m_whyNot;
    common::Card* m_resultCard;
    QLabel* m_result;
    QLineEdit* m_hash;
    QString m_suggested;
    bool m_isWriting = false;
};

} // namespace keyturn::ui::report
