// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/decision_cards.h"

#include <QCoreApplication>

// The parts that a decision card is put together from. For models/items only.

namespace keyturn::items {

/// What a card's parts are computed from, together.
struct CardCase
{
    const state::Snapshot& snapshot;
    const state::ProposalState& proposal;
    base::UtcTime now;
    const Viewer& viewer;
    domain::ProposalStatus status;
    [[nodiscard]] bool isOpen() const { return status == domain::ProposalStatus::Open; }
};

[[nodiscard]] inline QString sayOfCard(const char* text)
{
    return QCoreApplication::translate("items", text);
}

[[nodiscard]] DecisionKind kindOf(const state::ProposalState& proposal);

// Why not (card_reasons.cpp): empty where the viewer may.
[[nodiscard]] QString whyNotApprove(const CardCase& card);
[[nodiscard]] QString whyNotRefuse(const CardCase& card);
[[nodiscard]] QString whyNotWithdraw(const CardCase& card);

// What it does (card_consequences.cpp).
[[nodiscard]] Consequences consequencesOf(const domain::ChangeProposed& facts);

// Signatures (card_signatures.cpp).
[[nodiscard]] std::vector<SignatureChip> chipsOf(const CardCase& card);
[[nodiscard]] std::vector<SignatureRow> alsoNeededOf(const CardCase& card);
[[nodiscard]] QString waitingOf(const CardCase& card);

// Times (card_times.cpp).
[[nodiscard]] std::vector<CardFact> factsOf(const CardCase& card);
[[nodiscard]] QString breakGlassOf(const CardCase& card);

} // namespace keyturn::items
