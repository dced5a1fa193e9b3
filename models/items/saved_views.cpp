// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/saved_views.h"

#include "models/items/query_help.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace keyturn::items {

namespace {

using timeline::LaneId;

struct LaneWord
{
    LaneId lane;
    QLatin1String word;
};
/// Written into ledgers: never changed.
constexpr std::array kLaneWords{
    LaneWord{LaneId::ModelBehaviour, QLatin1String("model-behaviour")},
    LaneWord{LaneId::System, QLatin1String("system")},
    LaneWord{LaneId::DataPrivacy, QLatin1String("data-privacy")},
    LaneWord{LaneId::AbuseAtScale, QLatin1String("abuse-at-scale")},
    LaneWord{LaneId::NotStated, QLatin1String("not-stated")},
    LaneWord{LaneId::Escalations, QLatin1String("escalations")},
    LaneWord{LaneId::Requests, QLatin1String("requests")},
    LaneWord{LaneId::Decisions, QLatin1String("decisions")},
    LaneWord{LaneId::ModelStates, QLatin1String("model-states")},
    LaneWord{LaneId::Notes, QLatin1String("notes")},
};
static_assert(kLaneWords.size() == timeline::kLaneCount);

struct SplitWord
{
    timeline::SplitBy by;
    const char* word;
};
/// Written into ledgers: never changed.
constexpr std::array kSplitWords{
    SplitWord{timeline::SplitBy::Nothing, ""},
    SplitWord{timeline::SplitBy::SourceKind, "source-kind"},
    SplitWord{timeline::SplitBy::Source, "source"},
    SplitWord{timeline::SplitBy::Jurisdiction, "jurisdiction"},
    SplitWord{timeline::SplitBy::Authority, "authority"},
    SplitWord{timeline::SplitBy::Model, "model"},
    SplitWord{timeline::SplitBy::Region, "region"},
    SplitWord{timeline::SplitBy::Tier, "tier"},
};

const char* splitWord(timeline::SplitBy by)
{
    const auto found = std::find_if(kSplitWords.begin(), kSplitWords.end(),
                                    [by](const SplitWord& known) { return known.by == by; });
    return found == kSplitWords.end() ? "" : found->word;
}

/// A way of splitting that this version does not know is none.
timeline::SplitBy splitFromWord(const QString& word)
{
    const auto found = std::find_if(kSplitWords.begin(), kSplitWords.end(), [&](const SplitWord& known) {
        return word == QLatin1String(known.word);
    });
    return found == kSplitWords.end() ? timeline::SplitBy::Nothing : found->by;
}

/// Written into settings: never changed.
constexpr QLatin1String kHiddenWord("hidden");
constexpr QLatin1String kShownWord("shown");
constexpr QLatin1String kFoldedWord("folded");
constexpr QLatin1String kOpenWord("open");

std::vector<domain::ViewLane> lanesOf(const timeline::LaneLayout& layout)
{
    std::vector<domain::ViewLane> lanes;
    for (const LaneId lane : layout.order)
        lanes.push_back({laneWord(lane), !layout.hidden.contains(lane), layout.collapsed.contains(lane),
                         QLatin1String(splitWord(layout.splitOf(lane)))});
    return lanes;
}

QString sayOfView(const char* text)
{
    return QCoreApplication::translate("items", text);
}

} // namespace

QString laneWord(LaneId lane)
{
    const auto found = std::find_if(kLaneWords.begin(), kLaneWords.end(),
                                    [lane](const LaneWord& known) { return known.lane == lane; });
    return found == kLaneWords.end() ? QString() : QString(found->word);
}

std::optional<LaneId> laneFromWord(QStringView word)
{
    const auto found = std::find_if(kLaneWords.begin(), kLaneWords.end(),
                                    [word](const LaneWord& known) { return known.word == word; });
    return found == kLaneWords.end() ? std::nullopt : std::optional(found->lane);
}

std::vector<ViewChoice> viewChoices(const state::Snapshot& snapshot)
{
    std::vector<ViewChoice> choices;
    for (const state::NoteState* note : state::standingViews(snapshot))
        choices.push_back(
            {note->id, note->facts.title,
             sayOfView(QT_TRANSLATE_NOOP("items", "Saved by %1, %2"))
                 .arg(snapshot.display(note->origin.member), base::toDisplay(note->origin.recordedAt)),
             *note->facts.view});
    std::stable_sort(choices.begin(), choices.end(), [](const ViewChoice& a, const ViewChoice& b) {
        return a.name.compare(b.name, Qt::CaseInsensitive) < 0;
    });
    return choices;
}

domain::SavedView viewOf(const QString& query, domain::Severity atLeast,
                         const std::optional<base::TimeRange>& range, const timeline::LaneLayout& layout)
{
    domain::SavedView view;
    view.query = query.trimmed();
    if (atLeast != domain::Severity::NotStated)
        view.query = withPart(view.query, QStringLiteral("severity>=") + domain::toWord(atLeast));
    if (range) {
        view.from = range->start;
        view.until = range->end;
    }
    view.lanes = lanesOf(layout);
    return view;
}

timeline::LaneLayout layoutOf(const domain::SavedView& view, const timeline::LaneLayout& now)
{
    timeline::LaneLayout layout = now;
    std::size_t place = 0;
    for (const domain::ViewLane& saved : view.lanes) {
        const auto lane = laneFromWord(saved.lane);
        if (!lane)
            continue;
        layout.move(*lane, place++);
        if (saved.isShown)
            layout.hidden.remove(*lane);
        else
            layout.hidden.add(*lane);
        if (saved.isFolded)
            layout.collapsed.add(*lane);
        else
            layout.collapsed.remove(*lane);
        layout.split(*lane, splitFromWord(saved.split));
    }
    return layout;
}

QStringList keptLanes(const timeline::LaneLayout& layout)
{
    QStringList kept;
    for (const domain::ViewLane& lane : lanesOf(layout))
        kept << QStringList{lane.lane, lane.isShown ? kShownWord : kHiddenWord,
                            lane.isFolded ? kFoldedWord : kOpenWord, lane.split}
                    .join(u':');
    return kept;
}

timeline::LaneLayout layoutOfKept(const QStringList& kept)
{
    domain::SavedView view;
    for (const QString& line : kept) {
        const QStringList fields = line.split(u':');
        view.lanes.push_back({fields.value(0), fields.value(1) != kHiddenWord, fields.value(2) == kFoldedWord,
                              fields.value(3)});
    }
    return layoutOf(view, timeline::LaneLayout::usual());
}

MarkedForReports markedForReports(const state::Snapshot& snapshot)
{
    MarkedForReports marked;
    for (const state::NoteState* note : state::standingMarks(snapshot)) {
        if (note->facts.inReport->note) {
            marked.notes.push_back(*note->facts.inReport->note);
            continue;
        }
        const QStringView id(note->facts.inReport->record->value());
        const qsizetype colon = id.indexOf(u':');
        marked.events.push_back({id.first(colon).toULongLong(), id.sliced(colon + 1).toUInt()});
    }
    return marked;
}

domain::ReportMark markFor(const timeline::EventKey& event)
{
    return {domain::RecordId(QStringLiteral("%1:%2").arg(event.batchSeq).arg(event.leaf)), std::nullopt};
}

std::optional<domain::ReportMark> markFor(timeline::OverlayKind kind, const QString& id)
{
    if (kind != timeline::OverlayKind::Note && kind != timeline::OverlayKind::Milestone)
        return std::nullopt;
    return domain::ReportMark{std::nullopt, domain::NoteId(id)};
}

domain::NoteAdded turnedMark(const state::Snapshot& snapshot, const domain::ReportMark& thing,
                             const QString& title, const std::optional<domain::IncidentId>& incident)
{
    domain::NoteAdded note;
    note.incident = incident;
    if (const state::NoteState* standing = state::markOf(snapshot, thing)) {
        note.title = sayOfView(QT_TRANSLATE_NOOP("items", "Taken out of reports: %1")).arg(title);
        note.retires = standing->id;
        return note;
    }
    note.title = sayOfView(QT_TRANSLATE_NOOP("items", "For reports: %1")).arg(title);
    note.inReport = thing;
    return note;
}

} // namespace keyturn::items
