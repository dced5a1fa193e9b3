// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/notes.h"
#include "models/timeline/event_columns.h"
#include "models/timeline/lanes.h"
#include "models/timeline/overlay.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace keyturn::items {

/// A saved view as one chooses it.
struct ViewChoice
{
    domain::NoteId id;
    QString name;
    QString savedBy; ///< Name and title, and when.
    domain::SavedView view;
    friend bool operator==(const ViewChoice&, const ViewChoice&) = default;
};

/// The views that stand, by name.
[[nodiscard]] std::vector<ViewChoice> viewChoices(const state::Snapshot& snapshot);

/// A view of what is looked at now; without @p range it keeps to no span of time.
[[nodiscard]] domain::SavedView viewOf(const QString& query, domain::Severity atLeast,
                                       const std::optional<base::TimeRange>& range,
                                       const timeline::LaneLayout& layout);
/// The lanes as @p view has them; what it does not name keeps the place it has in @p now. @p now itself where
/// the view names none.
[[nodiscard]] timeline::LaneLayout layoutOf(const domain::SavedView& view, const timeline::LaneLayout& now);
/// The lanes as a machine keeps them between sessions, a line each: "system:shown:folded:source".
[[nodiscard]] QStringList keptLanes(const timeline::LaneLayout& layout);
/// The usual lanes as @p kept has them: what this version does not know is passed over, what is not told is
/// as usual.
[[nodiscard]] timeline::LaneLayout layoutOfKept(const QStringList& kept);
/// The lane's word in saved views and on the command line: "abuse-at-scale".
[[nodiscard]] QString laneWord(timeline::LaneId lane);
[[nodiscard]] std::optional<timeline::LaneId> laneFromWord(QStringView word);

/// What is marked for reports.
struct MarkedForReports
{
    std::vector<timeline::EventKey> events;
    std::vector<domain::NoteId> notes;
    friend bool operator==(const MarkedForReports&, const MarkedForReports&) = default;
};
[[nodiscard]] MarkedForReports markedForReports(const state::Snapshot& snapshot);

/// The thing that an event or an overlay's note or milestone is for a report mark; nothing for other kinds,
/// which stand in reports by themselves.
[[nodiscard]] domain::ReportMark markFor(const timeline::EventKey& event);
[[nodiscard]] std::optional<domain::ReportMark> markFor(timeline::OverlayKind kind, const QString& id);
/// The note to sign so that @p thing stands in reports, or, where it does, no longer stands in them.
[[nodiscard]] domain::NoteAdded turnedMark(const state::Snapshot& snapshot, const domain::ReportMark& thing,
                                           const QString& title,
                                           const std::optional<domain::IncidentId>& incident);

} // namespace keyturn::items
