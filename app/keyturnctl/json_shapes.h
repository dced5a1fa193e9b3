// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/keyturnctl/decision_facts.h"
#include "models/intake/adapter.h"
#include "models/service/workspace.h"
#include "models/state/snapshot.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace keyturn::app {

/// A list of enum values as words.
template <typename E>
[[nodiscard]] QJsonArray wordArray(const std::vector<E>& values)
{
    QJsonArray array;
    for (const E value : values)
        array.append(domain::toWord(value));
    return array;
}

/// The words of @p roles.
[[nodiscard]] QStringList roleWords(const std::vector<domain::Role>& roles);

/// A list of ids as strings.
template <typename Id>
[[nodiscard]] QJsonArray idArray(const std::vector<Id>& ids)
{
    QJsonArray array;
    for (const Id& id : ids)
        array.append(id.value());
    return array;
}

/// RFC 3339, or null.
[[nodiscard]] QJsonValue timeValue(const std::optional<base::UtcTime>& time);

[[nodiscard]] QJsonObject incidentJson(const state::IncidentState& incident);
[[nodiscard]] QJsonObject requestJson(const state::RequestState& request, base::UtcTime now);
/// `{proposal, sheet_sha256, short_code, needs, expires_at}` of cli.md for a proposal just made, with what it
/// is about and would do.
[[nodiscard]] QJsonObject proposalJson(const state::Snapshot& snapshot, const state::ProposalState& proposal);
/// The same for people.
[[nodiscard]] QString proposalText(const state::ProposalState& proposal);
/// `{proposal, state, filled, missing, change}` of cli.md, with what a script wants beside it.
[[nodiscard]] QJsonObject decisionJson(const state::Snapshot& snapshot, const state::ProposalState& proposal,
                                       base::UtcTime now);
/// The same for people, one decision in a few lines.
[[nodiscard]] QString decisionText(const state::Snapshot& snapshot, const state::ProposalState& proposal,
                                   base::UtcTime now);
[[nodiscard]] QJsonObject gateJson(const state::GateState& gate);
[[nodiscard]] QJsonObject evidenceJson(const state::EvidenceState& evidence);
[[nodiscard]] QJsonObject dependentJson(const domain::Dependent& dependent);
[[nodiscard]] QJsonObject gatewayJson(const state::Snapshot& snapshot, const GatewayLine& line);
/// The same for people.
[[nodiscard]] QString gatewayText(const state::Snapshot& snapshot, const GatewayLine& line);
/// `[{record, reason}]`, with `offset` and `line` where they are known.
[[nodiscard]] QJsonArray rejectionsJson(const std::vector<intake::Rejection>& rejected);
/// The first of them in indented lines, each begun with a line end; @p count is how many there are in all.
[[nodiscard]] QString rejectionsText(const std::vector<intake::Rejection>& rejected, std::uint64_t count);
[[nodiscard]] QJsonArray problemsJson(const std::vector<service::Problem>& problems);
/// "3 h 12 min", "2 d 4 h".
[[nodiscard]] QString lengthText(std::int64_t lengthUs);
/// "in 3 h 12 min", "2 d 4 h ago".
[[nodiscard]] QString distanceText(base::UtcTime from, base::UtcTime to);

} // namespace keyturn::app
