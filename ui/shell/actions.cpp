// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/actions.h"

#include "ui/common/icons.h"

#include <QCoreApplication>
#include <QWidget>

namespace keyturn::ui::shell {

namespace {

/// When an action may be used.
enum class When : std::uint8_t { Always, Open, MayAct, MayBreakGlass, Frozen, SignedOut, SignedIn, Rewound };

struct ActionRow
{
    const char* name; ///< Object name, for tests.
    const char* text;
    const char* icon; ///< Null for none.
    const char* shortcut;
    When when;
    domain::Act act; ///< With MayAct.
};

constexpr std::array<ActionRow, kActionCount> kActionRows{{
    {"propose", QT_TRANSLATE_NOOP("shell", "Propose a change of access…"), "decide", "Ctrl+P", When::MayAct,
     domain::Act::Propose},
    {"breakGlass", QT_TRANSLATE_NOOP("shell", "Break the glass…"), nullptr, "Ctrl+Shift+B",
     When::MayBreakGlass, domain::Act::Propose},
    // On the card that has the focus, which says itself why it cannot be.
    {"approveChosen", QT_TRANSLATE_NOOP("shell", "Approve the chosen decision"), nullptr, "Ctrl+Return",
     When::Open, domain::Act::Propose},
    {"refuseChosen", QT_TRANSLATE_NOOP("shell", "Refuse the chosen decision…"), nullptr, "Ctrl+Shift+R",
     When::Open, domain::Act::Propose},
    {"askAboutChosen", QT_TRANSLATE_NOOP("shell", "Ask about the chosen decision…"), nullptr, "Ctrl+Shift+A",
     When::Open, domain::Act::Note},
    {"enterSignal", QT_TRANSLATE_NOOP("shell", "Enter a signal…"), "signal", "Ctrl+E", When::MayAct,
     domain::Act::Import},
    {"import", QT_TRANSLATE_NOOP("shell", "Import files…"), "import", "Ctrl+I", When::MayAct,
     domain::Act::Import},
    {"intakeHistory", QT_TRANSLATE_NOOP("shell", "Intake history…"), "since", "Ctrl+Shift+H", When::Open,
     domain::Act::Import},
    {"openIncident", QT_TRANSLATE_NOOP("shell", "Open an incident…"), "incident", "Ctrl+Shift+I",
     When::MayAct, domain::Act::Incident},
    {"enterRequest", QT_TRANSLATE_NOOP("shell", "Enter a regulatory request…"), "requests", "Ctrl+R",
     When::MayAct, domain::Act::Request},
    {"signIn", QT_TRANSLATE_NOOP("shell", "Sign in…"), "key", "Ctrl+L", When::SignedOut, domain::Act::Note},
    // The same keys as signing in: only one of the two can be used at a time.
    {"lock", QT_TRANSLATE_NOOP("shell", "Lock now"), "lock", "Ctrl+L", When::SignedIn, domain::Act::Note},
    {"signOut", QT_TRANSLATE_NOOP("shell", "Sign out"), nullptr, "Ctrl+Shift+L", When::SignedIn,
     domain::Act::Note},
    {"returnToNow", QT_TRANSLATE_NOOP("shell", "Return to now"), "rewind", "Ctrl+Home", When::Rewound,
     domain::Act::Note},
    {"verify", QT_TRANSLATE_NOOP("shell", "Verify the whole ledger again"), "sound", "Ctrl+Shift+V",
     When::Open, domain::Act::Note},
    {"leaveHead", QT_TRANSLATE_NOOP("shell", "Propose to continue from this copy…"), nullptr, "Ctrl+Shift+G",
     When::Frozen, domain::Act::Propose},
    {"signDecisionFile", QT_TRANSLATE_NOOP("shell", "Sign a decision file…"), "key", "Ctrl+Shift+D",
     When::Always, domain::Act::Note},
    {"takeInDecision", QT_TRANSLATE_NOOP("shell", "Take in a signed decision file…"), "import",
     "Ctrl+Shift+T", When::Open, domain::Act::Note},
    {"openWorkspace", QT_TRANSLATE_NOOP("shell", "Open another workspace…"), "folder", "Ctrl+O", When::Always,
     domain::Act::Note},
    {"quit", QT_TRANSLATE_NOOP("shell", "Quit"), nullptr, "Ctrl+Q", When::Always, domain::Act::Note},
}};

QString sayOfAction(const char* text)
{
    return QCoreApplication::translate("shell", text);
}

QString whyNotUse(const ActionRow& row, const service::Session& session, const items::Viewer& viewer)
{
    if (row.when != When::Always && !session.snapshot())
        return sayOfAction(QT_TRANSLATE_NOOP("shell", "Open a workspace first"));
    switch (row.when) {
    case When::Always:
    case When::Open:
        return {};
    case When::SignedOut:
        return session.signedIn() ? sayOfAction(QT_TRANSLATE_NOOP("shell", "You are signed in")) : QString();
    case When::SignedIn:
        return session.signedIn() ? QString()
                                  : sayOfAction(QT_TRANSLATE_NOOP("shell", "Nobody is signed in"));
    case When::Rewound:
        return session.knownAt() ? QString() : sayOfAction(QT_TRANSLATE_NOOP("shell", "You see the present"));
    case When::Frozen:
        if (!session.health().rivalHead)
            return sayOfAction(QT_TRANSLATE_NOOP("shell", "Nothing is in the way of this copy"));
        return items::whyMayNotLeaveHead(*session.snapshot(), viewer);
    case When::MayBreakGlass:
        return items::whyMayNotBreakGlass(*session.snapshot(), viewer);
    case When::MayAct:
        break;
    }
    // Proposals ask for the key themselves.
    return row.act == domain::Act::Propose ? items::whyMayNot(*session.snapshot(), viewer, row.act)
                                           : whyNotRecord(session, viewer, row.act);
}

} // namespace

QString whyNotRecord(const service::Session& session, const items::Viewer& viewer, domain::Act act)
{
    const QString whyNot = items::whyMayNot(*session.snapshot(), viewer, act);
    if (whyNot.isEmpty() && !session.signedIn())
        return sayOfAction(
            QT_TRANSLATE_NOOP("shell", "Sign in first: what you enter is signed with your key"));
    return whyNot;
}

Actions::Actions(QWidget* window) : QObject(window)
{
    for (std::size_t i = 0; i < kActionRows.size(); ++i) {
        const ActionRow& row = kActionRows[i];
        auto* action = new QAction(sayOfAction(row.text), this);
        action->setObjectName(QLatin1String(row.name));
        if (row.icon)
            action->setIcon(common::icon(row.icon));
        action->setShortcut(QKeySequence(QLatin1String(row.shortcut)));
        m_actions[i] = action;
        window->addAction(action);
    }
}

void Actions::update(const service::Session& session, const items::Viewer& viewer)
{
    for (std::size_t i = 0; i < kActionRows.size(); ++i) {
        const QString whyNot = whyNotUse(kActionRows[i], session, viewer);
        // Of no meaning to anybody but where something is in the way.
        if (kActionRows[i].when == When::Frozen)
            m_actions[i]->setVisible(session.health().rivalHead.has_value());
        m_actions[i]->setEnabled(whyNot.isEmpty());
        m_actions[i]->setToolTip(whyNot.isEmpty() ? m_actions[i]->text() : whyNot);
    }
}

} // namespace keyturn::ui::shell
