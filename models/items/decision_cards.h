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
    QString readOnlyReason; ///< Not empty: nothing can be appended, and this sentence says why.
    friend bool operator==(const Viewer&, const Viewer&) = default;
};

/// Where a card stands on the page.
enum class CardGroup : std::uint8_t { NeedsYou, WaitingForOthers, Decided };

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
    QString headline;
    QString proposer;
    QString incident; ///< Title; empty for none.
    std::optional<domain::IncidentId> incidentId;
    QString rationale;
    QString rule;
    std::vector<EffectLine> effect;
    std::vector<SignatureChip> chips;
    QString status; ///< "Open", "In force" …
    Tone statusTone = Tone::Pending;
    Sign statusSign = Sign::Waiting;
    QString when;     ///< "Proposed 2026-06-11 17:45 UTC".
    QString deadline; ///< "Expires in 3 h 12 min", or when it was decided.
    bool isUrgent = false;
    QString shortCode;
    bool isRehearsal = false;
    Act approve;
    Act refuse;
    Act withdraw;
    QString sheet; ///< The exact text that is signed.
    friend bool operator==(const DecisionCard&, const DecisionCard&) = default;
};

/// Every proposal, those that wait for the viewer first, then by how soon they expire; decided ones newest
/// first.
/// @param incident only those of one incident, where given.
[[nodiscard]] std::vector<DecisionCard> decisionCards(const state::Snapshot& snapshot, base::UtcTime now,
                                                      const Viewer& viewer,
                                                      const std::optional<domain::IncidentId>& incident);

/// Why @p viewer may not do anything that is signed, or an empty text.
[[nodiscard]] QString whyNothingCanBeSigned(const Viewer& viewer);
/// Why @p viewer may not do @p act, or an empty text.
[[nodiscard]] QString whyMayNot(const state::Snapshot& snapshot, const Viewer& viewer, domain::Act act);

} // namespace keyturn::items
