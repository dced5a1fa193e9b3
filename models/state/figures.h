// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"

#include <functional>
#include <optional>
#include <vector>

namespace keyturn::state {

/// When the event of a record happened, for whoever can read records; nothing where it is not known.
using SignalTime = std::function<std::optional<base::UtcTime>(const domain::RecordId&)>;

/// How long one signature of a decision was waited for.
struct SlotWait
{
    domain::Role role = domain::Role::Executive;
    std::optional<domain::MemberId> filledBy;
    std::int64_t waitedUs = 0; ///< From the proposal to the signature, else to the decision or to now.
    bool isRunning = false;    ///< Still waited for.
    friend bool operator==(const SlotWait&, const SlotWait&) = default;
};

/// How fast one decision was (domain.md, "Figures leadership asks for").
struct DecisionFigures
{
    domain::ProposalId proposal;
    std::optional<domain::ChangeId> change;
    std::optional<domain::IncidentId> incident;
    domain::ProposalStatus status = domain::ProposalStatus::Open;
    bool breakGlass = false; ///< In force from `proposed` on; `quorum` is its ratification.
    bool rehearsal = false;
    std::optional<domain::RecordId> firstSignal; ///< Of the signals that it names, the one of firstSignalAt.
    std::optional<base::UtcTime> firstSignalAt;  ///< When it happened, else when it was imported.
    base::UtcTime proposed;
    std::optional<base::UtcTime> quorum; ///< When the last signature it needed was given.
    std::vector<SlotWait> waits;         ///< In the order of the quorum's slots.
    friend bool operator==(const DecisionFigures&, const DecisionFigures&) = default;

    /// From the first signal to the proposal; nothing where no signal is linked or it came later.
    [[nodiscard]] std::optional<std::int64_t> signalToProposalUs() const;
    /// From the proposal to the quorum.
    [[nodiscard]] std::optional<std::int64_t> proposalToQuorumUs() const;
};

/// What many decisions have in common.
struct FiguresSummary
{
    std::uint64_t decisions = 0;
    std::uint64_t met = 0; ///< Of them, those with a quorum.
    std::optional<std::int64_t> medianSignalToProposalUs;
    std::optional<std::int64_t> medianProposalToQuorumUs;
    struct RoleWait
    {
        domain::Role role = domain::Role::Executive;
        std::uint64_t given = 0;                    ///< Signatures given as this role.
        std::optional<std::int64_t> medianWaitedUs; ///< Of those given.
        std::uint64_t missing = 0;                  ///< Slots still waited for.
        friend bool operator==(const RoleWait&, const RoleWait&) = default;
    };
    std::vector<RoleWait> roles; ///< Those that any slot asks for, in the enum's order.
    friend bool operator==(const FiguresSummary&, const FiguresSummary&) = default;
};

/// Whether rehearsals are meant, or what is real: the two are never mixed.
enum class FiguresOf : std::uint8_t { RealDecisions, Rehearsals };

/// The figures of every proposal of a kind, in order. @param signalTime may be empty.
[[nodiscard]] std::vector<DecisionFigures> decisionFigures(const Snapshot& snapshot, base::UtcTime now,
                                                           FiguresOf which,
                                                           const SignalTime& signalTime = {});
[[nodiscard]] FiguresSummary summaryOf(const std::vector<DecisionFigures>& figures);

} // namespace keyturn::state
