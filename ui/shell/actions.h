// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/decision_cards.h"
#include "models/service/session.h"

#include <QAction>
#include <QObject>

#include <array>
#include <cstdint>

namespace keyturn::ui::shell {

/// Everything that can be begun from anywhere in the window.
enum class ActionId : std::uint8_t {
    Propose,
    BreakGlass,
    ApproveChosen,
    RefuseChosen,
    AskAboutChosen,
    EnterSignal,
    Import,
    IntakeHistory,
    OpenIncident,
    EnterRequest,
    SignIn,
    Lock,
    SignOut,
    ReturnToNow,
    Verify,
    LeaveHead,
    SignDecisionFile,
    TakeInDecision,
    OpenWorkspace,
    Quit,
};
inline constexpr int kActionCount = 20;

/// Why a fact cannot be signed now by whoever looks; empty where it can.
[[nodiscard]] QString whyNotRecord(const service::Session& session, const items::Viewer& viewer,
                                   domain::Act act);

/// The one place that says what an action is called, how it is reached by keyboard, and when it may not be
/// used.
class Actions final : public QObject
{
    Q_OBJECT
public:
    explicit Actions(QWidget* window);
    [[nodiscard]] QAction* at(ActionId id) const { return m_actions[static_cast<std::size_t>(id)]; }
    /// Enables each by its rule; a disabled one says why in its tooltip.
    void update(const service::Session& session, const items::Viewer& viewer);

private:
    std::array<QAction*, kActionCount> m_actions{};
};

} // namespace keyturn::ui::shell
