// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/decision_cards.h"
#include "models/items/tables.h"

namespace keyturn::items {

/// A restriction whose review-by has passed.
struct ReviewItem
{
    domain::ChangeId change;
    QString headline;
    QString due;   ///< "Review due since 2026-06-18 19:02 UTC (2 d ago)".
    QString since; ///< "In force since …; it does not lift by itself".
    Act lift;
    Act liftInPart;
    friend bool operator==(const ReviewItem&, const ReviewItem&) = default;
};

/// A restoration gate and what can be done about it.
struct GateItem
{
    domain::GateId id;
    QString criterion;
    QString layer;
    QString outcome; ///< "Open since …", "Met …: how", and who waived it for which change.
    Sign sign = Sign::Waiting;
    Tone tone = Tone::Pending;
    Act confirm;
    Act waive;
    friend bool operator==(const GateItem&, const GateItem&) = default;
};

/// The gates of one incident, of which at least one is open.
struct GateGroup
{
    domain::IncidentId incident;
    QString title;   ///< Of the incident.
    QString summary; ///< "1 of 3 met; access comes back only through them".
    std::vector<GateItem> gates;
    friend bool operator==(const GateGroup&, const GateGroup&) = default;
};

/// One thing that the viewer has signed.
struct OwnSignature
{
    std::uint64_t seq = 0; ///< The entry.
    QString when;
    QString what;    ///< "Approved: Suspend larch-4 worldwide".
    QString outcome; ///< What became of it: "In force".
    friend bool operator==(const OwnSignature&, const OwnSignature&) = default;
};

/// Everything on the page Decide.
struct DecideBoard
{
    std::vector<DecisionCard> cards;
    std::vector<ReviewItem> reviews;      ///< The longest due first.
    std::vector<GateGroup> gates;         ///< By incident.
    std::vector<OwnSignature> signatures; ///< The newest first.
    friend bool operator==(const DecideBoard&, const DecideBoard&) = default;

    [[nodiscard]] bool isEmpty() const
    {
        return cards.empty() && reviews.empty() && gates.empty() && signatures.empty();
    }
};

/// @param incident only what belongs to one incident, where given; own signatures are never left out.
[[nodiscard]] DecideBoard decideBoard(const state::Snapshot& snapshot, base::UtcTime now,
                                      const Viewer& viewer,
                                      const std::optional<domain::IncidentId>& incident);

/// Changes in force that @p gate stands before and has not been waived for.
[[nodiscard]] std::vector<Choice> changesBehind(const state::Snapshot& snapshot, const domain::GateId& gate);
/// The workspace's evidence, the newest first.
[[nodiscard]] std::vector<Choice> evidenceChoices(const state::Snapshot& snapshot);
/// Regulatory requests that are not closed.
[[nodiscard]] std::vector<Choice> requestChoices(const state::Snapshot& snapshot);
/// Restrictions that stand, by what they do.
[[nodiscard]] std::vector<Choice> standingChoices(const state::Snapshot& snapshot);

} // namespace keyturn::items
