// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/people_page.h"

#include "models/items/charter_tables.h"
#include "ui/common/widgets.h"

#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::people {

using common::kGridPx;

PeoplePage::PeoplePage(service::Session& session, QWidget* parent)
    : Page(session, parent), m_charter(common::mutedLabel({}, this)), m_warningsToggle(new QToolButton(this)),
      m_warnings(common::mutedLabel({}, this)),
      m_members(new common::TableView(common::TableView::Choose::Rows, this)),
      m_rules(new common::TableView(common::TableView::Choose::Rows, this))
{
    setObjectName(QStringLiteral("peoplePage"));
    m_members->setObjectName(QStringLiteral("members"));
    m_members->setAccessibleName(tr("Members"));
    m_members->setShares({3, 4, 3, 3});
    m_rules->setObjectName(QStringLiteral("rules"));
    m_rules->setAccessibleName(tr("Rules"));
    m_rules->setShares({3, 6, 6, 4});
    auto* rules = new QWidget(this);
    auto* rulesLayout = new QVBoxLayout(rules);
    rulesLayout->setContentsMargins(0, kGridPx, 0, 0);
    rulesLayout->setSpacing(kGridPx);
    rulesLayout->addWidget(common::headingLabel(tr("What a decision needs"), 1, this));
    m_warningsToggle->setObjectName(QStringLiteral("weakPoints"));
    m_warningsToggle->setCheckable(true);
    m_warningsToggle->setAutoRaise(true);
    m_warningsToggle->setArrowType(Qt::RightArrow);
    m_warningsToggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_warnings->hide();
    connect(m_warningsToggle, &QToolButton::toggled, this, [this](bool isShown) {
        m_warningsToggle->setArrowType(isShown ? Qt::DownArrow : Qt::RightArrow);
        m_warnings->setVisible(isShown);
    });
    rulesLayout->addWidget(m_warningsToggle);
    rulesLayout->addWidget(m_warnings);
    rulesLayout->addWidget(m_rules, 1);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_members);
    splitter->addWidget(rules);
    splitter->setStretchFactor(0, 5);
    splitter->setStretchFactor(1, 4);
    splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * kGridPx, 2 * kGridPx, 3 * kGridPx, 2 * kGridPx);
    layout->setSpacing(kGridPx);
    layout->addWidget(common::headingLabel(tr("People"), 4, this));
    layout->addWidget(m_charter);
    layout->addWidget(splitter, 1);
}

void PeoplePage::refresh(const common::ViewState&)
{
    const auto& snapshot = *session().snapshot();
    m_charter->setText(
        tr("Named in version %1 of the charter of %2. Each person counts once in a decision, whatever "
           "their roles.")
            .arg(snapshot.charter.version)
            .arg(snapshot.charter.organisation));
    const QStringList warnings = domain::charterWarnings(snapshot.charter);
    m_warnings->setText(warnings.join(u'\n'));
    m_warningsToggle->setText(
        tr("%n weak points: rules that could no longer be met without one or two people", nullptr,
           static_cast<int>(warnings.size())));
    m_warningsToggle->setVisible(!warnings.isEmpty());
    m_members->setTable(items::memberTable(snapshot));
    m_rules->setTable(items::ruleTable(snapshot.charter));
}

} // namespace keyturn::ui::people
