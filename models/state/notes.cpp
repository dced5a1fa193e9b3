// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/notes.h"

#include <algorithm>
#include <set>

namespace keyturn::state {

namespace {

template <typename Pick>
std::vector<const NoteState*> standing(const Snapshot& snapshot, Pick pick)
{
    std::set<domain::NoteId> retired;
    for (const NoteState& note : snapshot.notes) {
        if (note.facts.retires)
            retired.insert(*note.facts.retires);
    }
    std::vector<const NoteState*> out;
    for (const NoteState& note : snapshot.notes) {
        if (pick(note) && !retired.contains(note.id))
            out.push_back(&note);
    }
    return out;
}

} // namespace

const NoteState* noteOf(const Snapshot& snapshot, const domain::NoteId& id)
{
    const auto found = std::find_if(snapshot.notes.begin(), snapshot.notes.end(),
                                    [&](const NoteState& note) { return note.id == id; });
    return found == snapshot.notes.end() ? nullptr : &*found;
}

bool isRetired(const Snapshot& snapshot, const domain::NoteId& id)
{
    return std::any_of(snapshot.notes.begin(), snapshot.notes.end(),
                       [&](const NoteState& note) { return note.facts.retires == id; });
}

bool isSaying(const NoteState& note)
{
    return !note.facts.view && !note.facts.inReport && !note.facts.retires;
}

std::vector<const NoteState*> standingViews(const Snapshot& snapshot)
{
    return standing(snapshot, [](const NoteState& note) { return note.facts.view.has_value(); });
}

std::vector<const NoteState*> standingMarks(const Snapshot& snapshot)
{
    return standing(snapshot, [](const NoteState& note) { return note.facts.inReport.has_value(); });
}

const NoteState* markOf(const Snapshot& snapshot, const domain::ReportMark& thing)
{
    const auto marks = standingMarks(snapshot);
    const auto found = std::find_if(marks.begin(), marks.end(),
                                    [&](const NoteState* note) { return *note->facts.inReport == thing; });
    return found == marks.end() ? nullptr : *found;
}

} // namespace keyturn::state
