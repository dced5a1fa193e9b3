// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/domain/ids.h"

#include <QString>

#include <optional>
#include <vector>

namespace keyturn::domain {

/// A lane of the timeline as a saved view shows it.
struct ViewLane
{
    QString lane; ///< Its word, such as "system"; a lane that a version does not know is passed over.
    bool isShown = true;
    bool isFolded = false;
    QString split; ///< Word of what it is split by; empty: nothing.
    friend bool operator==(const ViewLane&, const ViewLane&) = default;
};

/// A way of looking at the timeline that all seats share.
struct SavedView
{
    QString query;                      ///< As parseQuery() reads it; empty: everything.
    std::optional<base::UtcTime> from;  ///< The span on the axis; with `until`, or neither: as it is.
    std::optional<base::UtcTime> until; ///< Later than `from`.
    std::vector<ViewLane> lanes;        ///< From the top; none: as they are.
    friend bool operator==(const SavedView&, const SavedView&) = default;
};

/// Something that is to stand in reports: exactly one of the two.
struct ReportMark
{
    std::optional<RecordId> record;
    std::optional<NoteId> note; ///< A milestone or a note.
    friend bool operator==(const ReportMark&, const ReportMark&) = default;
};

inline constexpr qsizetype kMaximumViewQueryCharacters = 4096;
inline constexpr std::size_t kMaximumViewLanes = 64;

} // namespace keyturn::domain
