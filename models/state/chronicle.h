// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"

#include <vector>

namespace keyturn::state {

/// Lanes of what the ledger itself tells; words "request", "decision", "incident", "note".
enum class ChronicleLane : std::uint8_t { Request, Decision, Incident, Note };
/// The lane's word, as the command line and exports write it.
[[nodiscard]] QString toWord(ChronicleLane lane);

/// Something that happened in the war room, as the timeline, the reports and the command line show it.
struct ChronicleEvent
{
    QString id; ///< Of the thing it concerns: "P-1", "R-2" …
    ChronicleLane lane = ChronicleLane::Note;
    QString kind;             ///< Stable word: "request-received", "proposal", "approval", "in-force" …
    base::UtcTime occurredAt; ///< When it happened; for decisions the ledger time.
    base::UtcTime recordedAt;
    QString title;  ///< One line for people, with names.
    QString detail; ///< Reason, rationale, description; may be empty.
    domain::Severity severity = domain::Severity::NotStated;
    std::optional<domain::IncidentId> incident;
    domain::MemberId member;
    std::uint64_t entry = 0;
};

/// Everything that the snapshot tells of the war room's own doing, by occurred-at, then entry.
[[nodiscard]] std::vector<ChronicleEvent> chronicle(const Snapshot& snapshot);

/// A span in which a model stood in one state.
struct ModelSpan
{
    domain::ModelId model;
    domain::ModelStatus status = domain::ModelStatus::Available;
    base::UtcTime start;
    base::UtcTime end; ///< The snapshot's last time for the span that still runs.
    bool running = false;
    std::optional<domain::RegionId> region = std::nullopt; ///< With SpansOf::Regions: there.
    std::optional<domain::TierId> tier = std::nullopt;     ///< With SpansOf::Tiers: for these customers.
};
/// What has spans of its own.
enum class SpansOf : std::uint8_t { Models, Regions, Tiers };
/// The states of every model of the catalogue, from the catalogue's entry on, by model then time. A model
/// under review is one that an open proposal names.
/// @param of spans of each model, or of each region or tier of each model, in the catalogue's order. A region
/// or tier is under review where an open proposal reaches any of it.
[[nodiscard]] std::vector<ModelSpan> modelSpans(const Snapshot& snapshot, SpansOf of = SpansOf::Models);

} // namespace keyturn::state
