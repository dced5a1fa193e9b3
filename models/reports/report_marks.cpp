// SPDX-License-Identifier: GPL-3.0-or-later
// What people have marked for reports.

#include "models/base/text_safety.h"
#include "models/reports/report_parts.h"
#include "models/state/notes.h"

#include <algorithm>

namespace keyturn::reports {

std::vector<const state::NoteState*> marksFor(const state::Snapshot& snapshot,
                                              const domain::IncidentId& incident)
{
    std::vector<const state::NoteState*> marks;
    for (const state::NoteState* mark : state::standingMarks(snapshot)) {
        std::optional<domain::IncidentId> of = mark->facts.incident;
        const domain::ReportMark& thing = *mark->facts.inReport;
        if (!of && thing.record) {
            const auto seq = thing.record->value().section(QLatin1Char(':'), 0, 0).toULongLong();
            if (const state::BatchState* batch = snapshot.batch(seq))
                of = batch->facts.incident;
        } else if (!of) {
            if (const state::NoteState* note = state::noteOf(snapshot, *thing.note))
                of = note->facts.incident;
        }
        if (of == incident)
            marks.push_back(mark);
    }
    return marks;
}

std::vector<MarkedLine> markedLinesOf(const ReportInput& input, const std::vector<TimelineEntry>& doings)
{
    std::vector<MarkedLine> lines;
    for (const state::NoteState* mark : marksFor(*input.snapshot, input.incident)) {
        const domain::ReportMark& thing = *mark->facts.inReport;
        const state::BatchState* batch = thing.record ? input.snapshot->batchOf(*thing.record) : nullptr;
        std::optional<TimelineEntry> entry;
        if (thing.record) {
            const auto found =
                std::find_if(input.marked.begin(), input.marked.end(),
                             [&](const domain::Event& event) { return event.id == *thing.record; });
            if (found != input.marked.end())
                entry = timelineEntry(*found);
        } else {
            const auto found = std::find_if(doings.begin(), doings.end(), [&](const TimelineEntry& doing) {
                return doing.id == thing.note->value();
            });
            if (found != doings.end())
                entry = *found;
        }
        if (entry)
            lines.push_back({std::move(*entry),
                             base::harmlessText(input.snapshot->display(mark->origin.member)),
                             mark->origin.recordedAt, batch != nullptr && batch->retracted.has_value()});
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const MarkedLine& a, const MarkedLine& b) { return isBefore(a.entry, b.entry); });
    return lines;
}

} // namespace keyturn::reports
