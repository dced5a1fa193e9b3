// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/json.h"
#include "models/service/event_reader.h"
#include "models/service/import_job.h"
#include "models/service/proposal_draft.h"

#include <QHash>
#include <QString>

namespace keyturn::app::demo {

/// The step's incident, if it names one.
[[nodiscard]] std::optional<domain::IncidentId> incidentOf(base::JsonReader& reader);
/// A signal or escalation as somebody would enter it by hand.
[[nodiscard]] domain::NormalisedRecord recordOf(base::JsonReader& reader, const QString& act);
/// A restriction or revert as somebody would propose it. @param records, proposals what the story's names
/// stand for.
[[nodiscard]] base::Result<service::ChangeRequest>
changeOf(base::JsonReader& reader, const QString& act, const state::Snapshot& now,
         const QHash<QString, domain::RecordId>& records,
         const QHash<QString, domain::ProposalId>& proposals);
/// Any other step. @return BadStatement for an act that the story cannot have.
[[nodiscard]] base::Result<domain::Payload> payloadOf(base::JsonReader& reader, const QString& act,
                                                      const state::Snapshot& now,
                                                      const QHash<QString, domain::ProposalId>& proposals);

} // namespace keyturn::app::demo
