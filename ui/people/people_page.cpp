// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/people/people_page.h"

#include "models/base/text_safety.h"
#include "models/items/charter_tables.h"
#include "models/items/charter_words.h"
#include "ui/common/icons.h"
#include "ui/people/charter_editor.h"
#include "ui/people/let_stand_dialog.h"
#include "ui/people/member_pane.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::people {

using common::kGridPx;

PeoplePage::PeoplePage(service::Session& session, QWidget* parent)
    : Page(session, parent), m_change(new QPushButton(common::icon("people"), {}, this)),
      m_whyNot(common::mutedLabel({}, this)), m_charter(common::mutedLabel({}, this)),
      m_alert(new common::Card(this)), m_alertText(common::plainLabel({}, m_alert)),
      m_letStand(new QPushButton(m_alert)), m_tabs(new QTabWidget(this)),
      m_members(new common::TableView(common::TableView::Choose::Rows, this)), m_member(new MemberPane(this)),
      m_warningsToggle(new QToolButton(this)), m_warnings(common::mutedLabel({}, this)),
      m_rules(new common::TableView(common::TableView::Choose::Rows, this)),
      m_history(new common::TableView(common::TableView::Choose::Rows, this)),
      m_disputed(new common::TableView(common::TableView::Choose::Rows, this)),
      m_nothingDisputed(common::mutedLabel(
          tr("No entry is disputed. Entries are when a key is revoked that signed them."), this))
{
    setObjectName(QStringLiteral("peoplePage"));
    m_change->setObjectName(QStringLiteral("changeCharter"));
    m_letStand->setObjectName(QStringLiteral("letStand"));
    m_whyNot->setObjectName(QStringLiteral("whyNotChange"));
    m_whyNot->setWordWrap(false);
    auto* head = new QHBoxLayout;
    head->setSpacing(kGridPx);
    head->addWidget(common::headingLabel(tr("People & rules"), 4, this));
    head->addStretch();
    head->addWidget(m_whyNot);
    head->addWidget(m_change);

    m_alert->setStripe(common::Tone::Severe);
    auto* alert = new QHBoxLayout(m_alert);
    alert->setContentsMargins(3 * kGridPx, kGridPx, 2 * kGridPx, kGridPx);
    alert->setSpacing(2 * kGridPx);
    alert->addWidget(m_alertText, 1);
    alert->addWidget(m_letStand);

    m_history->setObjectName(QStringLiteral("charterHistory"));
    m_history->setAccessibleName(tr("Charters that stood, the newest first"));
    m_history->setShares({3, 4, 5, 9});
    m_tabs->setObjectName(QStringLiteral("peopleTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(makeMembers(), tr("&Members"));
    m_tabs->addTab(makeRules(), tr("R&ules"));
    m_tabs->addTab(makePowers(), tr("&Other powers"));
    m_tabs->addTab(m_history, tr("&History"));
    m_tabs->addTab(makeDisputed(), tr("&Disputed entries"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(3 * kGridPx, 2 * kGridPx, 3 * kGridPx, 2 * kGridPx);
    layout->setSpacing(kGridPx);
    layout->addLayout(head);
    layout->addWidget(m_charter);
    layout->addWidget(m_alert);
    layout->addWidget(m_tabs, 1);
    connect(m_change, &QPushButton::clicked, this, &PeoplePage::changeCharter);
    connect(m_letStand, &QPushButton::clicked, this, &PeoplePage::letStand);
    connect(m_members, &common::TableView::currentChangedTo, this, &PeoplePage::showMember);
}

QWidget* PeoplePage::makeMembers()
{
    m_members->setObjectName(QStringLiteral("members"));
    m_members->setAccessibleName(tr("Members"));
    m_members->setShares({4, 5, 3, 4});
    auto* splitter = new QSplitter(this);
    splitter->addWidget(m_members);
    splitter->addWidget(m_member);
    splitter->setStretchFactor(0, 9);
    splitter->setStretchFactor(1, 4);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

QWidget* PeoplePage::makeRules()
{
    m_rules->setObjectName(QStringLiteral("rules"));
    m_rules->setAccessibleName(tr("Rules: what each needs, who could sign today, how it stands"));
    m_rules->setShares({3, 6, 6, 4});
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
    auto* rules = new QWidget(this);
    auto* layout = new QVBoxLayout(rules);
    layout->setContentsMargins(0, kGridPx, 0, 0);
    layout->setSpacing(kGridPx);
    layout->addWidget(m_warningsToggle);
    layout->addWidget(m_warnings);
    layout->addWidget(m_rules, 1);
    return rules;
}

QWidget* PeoplePage::makePowers()
{
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Other powers"));
    m_powers = new QWidget(scroll);
    auto* grid = new QGridLayout(m_powers);
    grid->setContentsMargins(kGridPx, 2 * kGridPx, kGridPx, kGridPx);
    grid->setHorizontalSpacing(3 * kGridPx);
    grid->setVerticalSpacing(kGridPx);
    grid->setColumnStretch(1, 1);
    scroll->setWidget(m_powers);
    return scroll;
}

QWidget* PeoplePage::makeDisputed()
{
    m_disputed->setObjectName(QStringLiteral("disputed"));
    m_disputed->setAccessibleName(tr("Disputed entries"));
    m_disputed->setShares({2, 4, 5, 4});
    auto* disputed = new QWidget(this);
    auto* layout = new QVBoxLayout(disputed);
    layout->setContentsMargins(0, kGridPx, 0, 0);
    layout->addWidget(m_nothingDisputed);
    layout->addWidget(m_disputed, 1);
    layout->addStretch(0);
    return disputed;
}

void PeoplePage::refresh(const common::ViewState& state)
{
    m_state = state;
    const auto& snapshot = *session().snapshot();
    m_charter->setText(items::charterInWords(snapshot, state.now) +
                       tr(". Each person counts once in a decision, whatever their roles."));
    showAlert();
    m_members->setTable(items::memberTable(snapshot));
    if (m_members->currentKey().isEmpty() && m_members->model().rowCount() > 0)
        m_members->setCurrentIndex(m_members->model().index(0, 0));
    showMember();
    // Who could meet a rule follows from the charter alone; a refresh comes with every minute.
    if (m_shownCharter != snapshot.charterSha256) {
        m_shownCharter = snapshot.charterSha256;
        const QStringList warnings = domain::charterWarnings(snapshot.charter);
        m_warnings->setText(warnings.join(u'\n'));
        m_warningsToggle->setText(
            tr("%n weak points: rules that could no longer be met without one or two people", nullptr,
               static_cast<int>(warnings.size())));
        m_warningsToggle->setVisible(!warnings.isEmpty());
        m_rules->setTable(items::ruleTable(snapshot.charter));
    }
    showPowers();
    m_history->setTable(items::charterTable(snapshot, state.now));
    m_disputed->setTable(items::disputedTable(snapshot));
    m_disputed->setVisible(!snapshot.disputed.isEmpty());
    m_nothingDisputed->setVisible(snapshot.disputed.isEmpty());
    updateActs();
}

void PeoplePage::showAlert()
{
    const auto& snapshot = *session().snapshot();
    const int disputed = static_cast<int>(snapshot.disputed.size());
    const bool isExpired = snapshot.charter.expires && *snapshot.charter.expires < m_state.now;
    QStringList sentences;
    if (isExpired)
        sentences += tr("The charter has expired.");
    if (disputed > 0)
        sentences += tr("%n entries were signed with a revoked key that somebody else may have had. They do "
                        "not count until a quorum lets them stand.",
                        nullptr, disputed);
    m_alertText->setText(sentences.join(u'\n'));
    QPalette red = m_alertText->palette();
    red.setColor(QPalette::WindowText, common::Colors::of(palette()).tone(common::Tone::Severe));
    m_alertText->setPalette(red);
    m_alert->setVisible(!sentences.isEmpty());
    m_letStand->setVisible(disputed > 0);
}

void PeoplePage::showPowers()
{
    auto lines = items::powersInWords(*session().snapshot(), m_state.now);
    if (lines == m_shownPowers)
        return;
    m_shownPowers = std::move(lines);
    auto* grid = static_cast<QGridLayout*>(m_powers->layout());
    common::clearLayout(grid);
    int row = 0;
    for (const items::DetailLine& line : m_shownPowers) {
        QLabel* label = common::mutedLabel(line.label, m_powers);
        label->setWordWrap(false);
        grid->addWidget(label, row, 0, Qt::AlignTop);
        grid->addWidget(common::plainLabel(line.text, m_powers), row, 1);
        ++row;
    }
    grid->setRowStretch(row, 1);
}

void PeoplePage::showMember()
{
    const auto& snapshot = *session().snapshot();
    const QString key = m_members->currentKey();
    const domain::Member* member = key.isEmpty() ? nullptr : snapshot.charter.member(domain::MemberId(key));
    if (member)
        m_member->show(items::memberWords(snapshot, *member));
    else
        m_member->showNothing();
}

void PeoplePage::updateActs()
{
    const auto& snapshot = *session().snapshot();
    const QString whyNot = items::whyMayNot(snapshot, m_state.viewer, domain::Act::Propose);
    common::applyAct(m_change, {tr("Change the charter…"), whyNot});
    common::applyAct(m_letStand, {tr("Let them stand…"), whyNot, !snapshot.disputed.isEmpty()});
    m_whyNot->setText(whyNot);
}

void PeoplePage::changeCharter()
{
    if (!m_state.viewer.member)
        return;
    auto* editor = new CharterEditor(session(), *m_state.viewer.member, window());
    connect(editor, &CharterEditor::prepared, this,
            [this, editor](const service::Prepared& laidOut) { Q_EMIT prepared(laidOut, editor); });
    editor->open();
}

void PeoplePage::letStand()
{
    if (!m_state.viewer.member)
        return;
    auto* dialog = new LetStandDialog(session(), *m_state.viewer.member, window());
    connect(dialog, &LetStandDialog::prepared, this,
            [this, dialog](const service::Prepared& laidOut) { Q_EMIT prepared(laidOut, dialog); });
    dialog->open();
}

} // namespace keyturn::ui::people
