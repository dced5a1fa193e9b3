// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/table_model.h"
#include "models/state/snapshot.h"

#include <optional>
#include <vector>

namespace keyturn::items {

/// Who looks, and what keeps them from signing anything at all.
struct Viewer
{
    std::optional<domain::MemberId> member;
    bool isRewound = false;
    QString readOnlyReason;    ///< Not empty: nothing can be appended, and this sentence says why.
    bool mayLeaveHead = false; ///< But decisions on leaving a head behind can, all the same.
    friend bool operator==(const Viewer&, const Viewer&) = default;
};

/// Where a card stands on the page, in this order.
enum class CardGroup : std::uint8_t { Unratified, NeedsYou, WaitingForOthers, Decided };

/// What a proposal is about.
enum class DecisionKind : std::uint8_t {
    Restriction,
    Replacement,
    Lift,
    PartialLift,
    NextCharter,
    Ratification, ///< Of disputed entries.
    HeadLeftBehind,
    BreakGlass,
};
[[nodiscard]] QString label(DecisionKind kind);

/// One slot of the quorum, or a refusal.
struct SignatureChip
{
    QString role;
    QString who; ///< Name and title, empty while nobody has signed.
    Sign sign = Sign::Waiting;
    Tone tone = Tone::Pending;
    QString detail; ///< Since when, or who could.
    friend bool operator==(const SignatureChip&, const SignatureChip&) = default;
};

/// A second set of signatures that the same people must give.
struct SignatureRow
{
    QString title;
    std::vector<SignatureChip> chips;
    friend bool operator==(const SignatureRow&, const SignatureRow&) = default;
};

/// A line that is told by sign and tone as well.
struct SignedLine
{
    QString text;
    Sign sign = Sign::None;
    Tone tone = Tone::Neutral;
    friend bool operator==(const SignedLine&, const SignedLine&) = default;
};

/// A fact of a card with its name: "If nobody signs", "it expires in 3 h; access stays as it is".
struct CardFact
{
    QString name;
    QString text;
    bool isPressing = false;
    friend bool operator==(const CardFact&, const CardFact&) = default;
};

/// What a change would still let through, and whom it hits, as it is signed.
struct Consequences
{
    std::uint64_t leaks = 0;
    QString leaksTitle;    ///< "2 routes would still serve what this means to stop"; empty for none.
    QStringList leakLines; ///< The gravest.
    QString hitTitle;      ///< "14 dependents are hit, 3 of them without a tested fallback"; or empty.
    QStringList hitLines;  ///< The worst hit.
    bool isHard = false;   ///< Somebody is hit who has nothing to turn to.
    QString shadowed;      ///< "This does nothing while C-1 stands"; or empty.
    QStringList shifts;    ///< "96 combinations: open → suspended".
    QString showAll;       ///< "Show all 2 leaks and 14 dependents…"; empty when there is nothing to show.
    friend bool operator==(const Consequences&, const Consequences&) = default;
};

/// A question or remark on a proposal.
struct Remark
{
    QString who;
    QString when;
    QString text;
    friend bool operator==(const Remark&, const Remark&) = default;
};

/// What a change does to one model, for a bar and in words.
struct EffectLine
{
    QString model;
    std::uint64_t cells = 0;
    std::uint64_t openBefore = 0;
    std::uint64_t openAfter = 0;
    std::uint64_t suspendedAfter = 0;
    QString words; ///< "open in 96 of 96 combinations, then in 0; 96 suspended".
    friend bool operator==(const EffectLine&, const EffectLine&) = default;
};

/// A button: what it says, and why it is disabled where it is.
struct Act
{
    QString text;
    QString whyNot; ///< Empty: enabled.
    bool isShown = true;
    [[nodiscard]] bool isEnabled() const { return whyNot.isEmpty(); }
    friend bool operator==(const Act&, const Act&) = default;
};

/// A proposal as the executive reads it.
struct DecisionCard
{
    domain::ProposalId id;
    CardGroup group = CardGroup::Decided;
    DecisionKind kind = DecisionKind::Restriction;
    QString headline;
    QString proposer;
    QString incident; ///< Title; empty for none.
    std::optional<domain::IncidentId> incidentId;
    QString rationale;
    QString rule;
    std::vector<EffectLine> effect;
    Consequences consequences;
    std::vector<SignedLine> gates; ///< Of a lift.
    std::vector<CardFact> facts;   ///< By when, and what happens if nobody signs.
    std::vector<SignatureChip> chips;
    std::vector<SignatureRow> alsoNeeded;
    QString waiting; ///< "Noor Haddad has had this for 3 h 12 min"; empty when nobody has.
    std::vector<Remark> remarks;
    QString breakGlass; ///< "In force since …, to be ratified by …"; empty for others.
    bool isOverdue = false;
    bool isDisputed = false; ///< It stands on signatures that somebody else may have made.
    QString status;          ///< "Open", "In force" …
    Tone statusTone = Tone::Pending;
    Sign statusSign = Sign::Waiting;
    QString when;     ///< "Proposed 2026-06-11 17:45 UTC".
    QString deadline; ///< "Expires in 3 h 12 min", or when it was decided.
    bool isUrgent = false;
    QString shortCode;
    bool isRehearsal = false;
    Act approve;
    Act refuse;
    Act ask;
    Act withdraw;
    QString sheet; ///< The exact text that is signed.
    friend bool operator==(const DecisionCard&, const DecisionCard&) = default;
};

/// Every proposal: what broke the glass and is not ratified first, then those that wait for the viewer, each
/// by how soon they expire; decided ones newest first.
/// @param incident only those of one incident, where given.
[[nodiscard]] std::vector<DecisionCard> decisionCards(const state::Snapshot& snapshot, base::UtcTime now,
                                                      const Viewer& viewer,
                                                      const std::optional<domain::IncidentId>& incident);

/// Why @p viewer may not do anything that is signed, or an empty text.
[[nodiscard]] QString whyNothingCanBeSigned(const Viewer& viewer);
/// Why @p viewer may not do @p act, or an empty text.
[[nodiscard]] QString whyMayNot(const state::Snapshot& snapshot, const Viewer& viewer, domain::Act act);
/// Why @p viewer may not propose to leave the head in the way behind, or an empty text.
[[nodiscard]] QString whyMayNotLeaveHead(const state::Snapshot& snapshot, const Viewer& viewer);
/// The open proposal to leave @p head behind, the newest where there are several; or null.
[[nodiscard]] const state::ProposalState* openLeaving(const state::Snapshot& snapshot, base::UtcTime now,
                                                      const domain::AbandonedHead& head);
/// Why @p viewer may not waive a restoration gate, or an empty text.
[[nodiscard]] QString whyMayNotWaive(const state::Snapshot& snapshot, const Viewer& viewer);
/// Why @p viewer may not break the glass, or an empty text.
[[nodiscard]] QString whyMayNotBreakGlass(const state::Snapshot& snapshot, const Viewer& viewer);

/// A leak in words, with names: "Failover: Larch 4 on Northgate in US, 12 combinations".
[[nodiscard]] QString leakText(const domain::Leak& leak, const domain::Catalogue& names);
/// How cells shift: "96 combinations: open → suspended".
[[nodiscard]] QString shiftText(const domain::AccessShift& shift);
/// A dependent that is hit: "Harrow Clinics (no fallback): 12 combinations, at worst suspended".
[[nodiscard]] QString hitText(const QString& name, domain::Fallback fallback,
                              const domain::DependentHit& hit);
/// "1 route", "12 routes": @p one and @p many with the count for their %1.
[[nodiscard]] QString countedText(std::uint64_t count, const QString& one, const QString& many);

} // namespace keyturn::items
