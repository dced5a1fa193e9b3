// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/reports/report.h"

#include <set>

namespace keyturn::reports {

/// Proposals of an incident, and those that lift what they put in force; in ledger order.
[[nodiscard]] std::vector<const state::ProposalState*> proposalsOf(const state::Snapshot& snapshot,
                                                                   const domain::IncidentId& incident);
/// Ids of the requests of an incident and of those that its proposals link.
[[nodiscard]] std::set<QString> requestsOf(const state::Snapshot& snapshot,
                                           const domain::IncidentId& incident);

/// The report marks that stand and are about this incident: by what they say, else by what they mark.
[[nodiscard]] std::vector<const state::NoteState*> marksFor(const state::Snapshot& snapshot,
                                                            const domain::IncidentId& incident);
/// What those mark, in time order. @param doings the report's own, for milestones and notes.
[[nodiscard]] std::vector<MarkedLine> markedLinesOf(const ReportInput& input,
                                                    const std::vector<TimelineEntry>& doings);

/// The incident's decisions as they stand at @p now, in ledger order.
[[nodiscard]] std::vector<Decision> decisionsOf(const state::Snapshot& snapshot,
                                                const domain::IncidentId& incident, base::UtcTime now);
/// The incident's requests as they stand at @p now, in ledger order.
[[nodiscard]] std::vector<RequestLine> requestLinesOf(const state::Snapshot& snapshot,
                                                      const domain::IncidentId& incident, base::UtcTime now);

} // namespace keyturn::reports
