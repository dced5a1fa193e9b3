// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/table_model.h"
#include "models/state/snapshot.h"

#include <optional>

namespace keyturn::items {

/// Restrictions that stand: what, how (scheduled, unratified, lifted in part …), since when, review by, with
/// how many signatures. Keys are change ids.
[[nodiscard]] Table restrictionTable(const state::Snapshot& snapshot, base::UtcTime now);

/// Regulatory requests, the most pressing first: authority, jurisdiction, due, status, evidence still open.
/// Keys are request ids.
[[nodiscard]] Table requestTable(const state::Snapshot& snapshot, base::UtcTime now,
                                 const std::optional<domain::IncidentId>& incident);
/// Authority by kind of evidence, for the requests that are not closed: answered, open, or not demanded.
[[nodiscard]] Table evidenceMatrix(const state::Snapshot& snapshot, base::UtcTime now,
                                   const std::optional<domain::IncidentId>& incident);

/// A thing to choose from, with its id and its name for people.
struct Choice
{
    QString id;
    QString name;
    bool isMuted = false; ///< Closed, or otherwise of less interest.
    friend bool operator==(const Choice&, const Choice&) = default;
};
/// Incidents, the newest first: "Bypass of safeguards (open)".
[[nodiscard]] std::vector<Choice> incidentChoices(const state::Snapshot& snapshot);
/// People of the charter: "Ines Okafor, Head of Safety".
[[nodiscard]] std::vector<Choice> personChoices(const state::Snapshot& snapshot);
/// How many open proposals there are, and how many requests that are late: for counts in the navigation.
struct Pressing
{
    int openProposals = 0;
    int overdueRequests = 0;
    friend bool operator==(const Pressing&, const Pressing&) = default;
};
[[nodiscard]] Pressing pressing(const state::Snapshot& snapshot, base::UtcTime now);

} // namespace keyturn::items
