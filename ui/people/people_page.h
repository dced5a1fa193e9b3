// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/page.h"
#include "ui/common/table_view.h"

class QLabel;
class QToolButton;

namespace keyturn::ui::people {

/// Who is named in the charter, and what its rules demand.
class PeoplePage final : public common::Page
{
    Q_OBJECT
public:
    explicit PeoplePage(service::Session& session, QWidget* parent = nullptr);
    void refresh(const common::ViewState& state) override;

private:
    QLabel* m_charter;
    QToolButton* m_warningsToggle;
    QLabel* m_warnings;
    common::TableView* m_members;
    common::TableView* m_rules;
};

} // namespace keyturn::ui::people
