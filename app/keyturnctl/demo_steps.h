// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/json.h"
#include "models/service/event_reader.h"
#include "models/service/import_job.h"
#include "models/service/proposal_draft.h"

#include <QHash>
#include <QString>

namespace keyturn::app::demo {

/// What the steps so far have made, by the names that the story gives them.
struct Made
{
    QHash<QString, domain::RecordId> records;
    QHash<QString, domain::ProposalId> proposals;
    QHash<QString, base::Digest> evidence;
};

/// The step's incident, if it names one.
[[nodiscard]] std::optional<domain::IncidentId> incidentOf(base::JsonReader& reader);
/// A signal or escalation as somebody would enter it by hand.
[[nodiscard]] domain::NormalisedRecord recordOf(base::JsonReader& reader, const QString& act,
                                                const Made& made);
/// A restriction, broken glass or revert as somebody would ask for it.
[[nodiscard]] base::Result<service::ChangeRequest> changeOf(base::JsonReader& reader, const QString& act,
                                                            const state::Snapshot& now, const Made& made);
/// What the step says of a document; its hash, size and name are for whoever keeps the file.
[[nodiscard]] domain::EvidenceAdded evidenceOf(base::JsonReader& reader);
/// One probe for each of the step's routes of the catalogue, for the tier and capability that it names.
/// @return a fault for a route that is not there.
[[nodiscard]] base::Result<std::vector<domain::Payload>> probesOf(base::JsonReader& reader,
                                                                  const state::Snapshot& now);
/// What a gateway that enforces access as it stands says, having been shown the ledger's head @p root.
[[nodiscard]] domain::DirectiveAcknowledged
acknowledgement(const state::Snapshot& now, const base::Digest& root, const domain::MemberId& gateway);
/// Any other step. @return BadStatement for an act that the story cannot have.
[[nodiscard]] base::Result<domain::Payload> payloadOf(base::JsonReader& reader, const QString& act,
                                                      const state::Snapshot& now, const Made& made);

} // namespace keyturn::app::demo
