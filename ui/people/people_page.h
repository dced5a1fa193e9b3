// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/details.h"
#include "ui/common/form_dialog.h"
#include "ui/common/page.h"
#include "ui/common/table_view.h"
#include "ui/common/widgets.h"

class QLabel;
class QTabWidget;
class QToolButton;
class QVBoxLayout;

namespace keyturn::ui::people {

class MemberPane;

/// Who is named in the charter, what its rules demand and whether they can be met, what else it allows, how
/// it came about; and the ways to change it.
class PeoplePage final : public common::Page
{
    Q_OBJECT
public:
    explicit PeoplePage(service::Session& session, QWidget* parent = nullptr);
    void refresh(const common::ViewState& state) override;

Q_SIGNALS:
    /// A person wants to sign exactly this; @p from is the dialog that it was made in.
    void prepared(const keyturn::service::Prepared& prepared, keyturn::ui::common::FormDialog* from);

private:
    [[nodiscard]] QWidget* makeMembers();
    [[nodiscard]] QWidget* makeRules();
    [[nodiscard]] QWidget* makePowers();
    [[nodiscard]] QWidget* makeDisputed();
    void showAlert();
    void showPowers();
    void showMember();
    void updateActs();
    void changeCharter();
    void letStand();

    common::ViewState m_state;
    QPushButton* m_change;
    QLabel* m_whyNot;
    QLabel* m_charter;
    common::Card* m_alert;
    QLabel* m_alertText;
    QPushButton* m_letStand;
    QTabWidget* m_tabs;
    common::TableView* m_members;
    MemberPane* m_member;
    QToolButton* m_warningsToggle;
    QLabel* m_warnings;
    common::TableView* m_rules;
    QWidget* m_powers = nullptr;
    common::TableView* m_history;
    common::TableView* m_disputed;
    QLabel* m_nothingDisputed;
    std::optional<base::Digest> m_shownCharter; ///< That warnings and rules were judged for.
    std::vector<items::DetailLine> m_shownPowers;
};

} // namespace keyturn::ui::people
