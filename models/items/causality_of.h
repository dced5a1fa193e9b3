// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"
#include "models/timeline/causality.h"
#include "models/timeline/event_columns.h"
#include "models/timeline/lanes.h"

#include <span>

namespace keyturn::items {

/// An escalation, and what it states that it raises: the reference that came with it.
struct Raised
{
    timeline::EventKey escalation;
    QString reference;
    friend bool operator==(const Raised&, const Raised&) = default;
};

/// What led to what, as the ledger's entries name it: signals, requests, evidence and gates behind proposals;
/// proposals, their signatures and outcomes; what lifted or replaced a change; the states that models came
/// to; incidents with what was opened in them; answers, questions; and what an escalation's reference names
/// of this ledger: records by their ids, requests by theirs, several with commas or blanks between.
/// @param columns tell when events happened and which are escalations; may be null.
/// @param splits as overlayOf() had them, so that its items are found by their ids.
[[nodiscard]] timeline::CausalGraph causalityOf(const state::Snapshot& snapshot, base::UtcTime now,
                                                const timeline::EventColumns* columns,
                                                const timeline::LaneSplits& splits = {},
                                                std::span<const Raised> raised = {});

/// A reference taken apart: what it names of this ledger, and the words that are its source's own.
struct TakenReference
{
    std::vector<timeline::ItemName> named;
    QStringList foreign;
};
[[nodiscard]] TakenReference takeReference(const QString& reference, const state::Snapshot& snapshot);

/// The event that a record's id names ("12:345"); nothing where it names none.
[[nodiscard]] std::optional<timeline::EventKey> eventKeyOf(const domain::RecordId& id);
/// The record that an event is.
[[nodiscard]] domain::RecordId recordIdOf(const timeline::EventKey& key);

} // namespace keyturn::items
