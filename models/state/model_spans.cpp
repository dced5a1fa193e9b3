// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/access.h"
#include "models/state/chronicle.h"

#include <algorithm>
#include <set>

namespace keyturn::state {

namespace {

/// Whether a selection has anything of an area's: all, or one id.
template <typename Id>
bool meets(const domain::Selection<Id>& selection, const domain::Selection<Id>& area)
{
    return area.all || selection.contains(area.ids.front());
}

bool meets(const domain::Box& box, const domain::Box& area)
{
    return meets(box.models, area.models) && meets(box.regions, area.regions) && meets(box.tiers, area.tiers);
}

/// Goes through the turns of one model, or of a region or tier of it, in order of time and says its state
/// after each. What does not concern it is left out from the start, so that long ledgers cost little more
/// than what happened to it.
class ModelTurns
{
public:
    ModelTurns(const Snapshot& snapshot, domain::Box area, base::UtcTime first)
        : m_snapshot(snapshot), m_area(std::move(area)), m_turns{first}
    {
        for (qsizetype i = 0; i < snapshot.changes.size(); ++i)
            take(i, snapshot.changes.at(i));
        for (const ProposalState& proposal : snapshot.proposals) {
            if (isReview(proposal))
                take(proposal);
        }
        m_turns.erase(m_turns.begin(), m_turns.lower_bound(first));
        for (auto* list : {&m_begins, &m_ends})
            std::sort(list->begin(), list->end());
        for (auto* list : {&m_reviewBegins, &m_reviewEnds, &m_parts})
            std::sort(list->begin(), list->end());
    }

    [[nodiscard]] const std::set<base::UtcTime>& turns() const { return m_turns; }

    /// The state from @p at on; to be asked in order of time.
    domain::ModelStatus statusFrom(base::UtcTime at)
    {
        while (m_begun < m_begins.size() && m_begins[m_begun].first <= at) {
            m_active.insert(m_begins[m_begun++].second);
            m_isOld = true;
        }
        while (m_ended < m_ends.size() && m_ends[m_ended].first <= at) {
            m_active.erase(m_ends[m_ended++].second);
            m_isOld = true;
        }
        while (m_parts.size() > m_partsPassed && m_parts[m_partsPassed] <= at) {
            ++m_partsPassed;
            m_isOld = true;
        }
        if (m_isOld) {
            std::vector<domain::Layered> layers;
            for (const qsizetype i : m_active) {
                const ChangeState& change = m_snapshot.changes.at(i);
                layers.push_back({change.id, change.remaining(at)});
            }
            m_access = domain::areaAccess(layers, m_area, m_snapshot.catalogue);
            m_isOld = false;
        }
        const auto passed = [at](const std::vector<base::UtcTime>& times) {
            return std::upper_bound(times.begin(), times.end(), at) - times.begin();
        };
        return domain::modelStatus(m_access, passed(m_reviewBegins) > passed(m_reviewEnds));
    }

private:
    [[nodiscard]] bool isReview(const ProposalState& proposal) const
    {
        const auto& restriction =
            proposal.facts.restriction ? proposal.facts.restriction : proposal.facts.reverted;
        if (!restriction || !meets(restriction->scope.include, m_area) || proposal.breakGlass ||
            proposal.facts.rehearsal)
            return false;
        if (m_area.regions.all && m_area.tiers.all)
            return true;
        // Of a part of a model more is asked: a lift elsewhere and what is excepted do not reach it.
        if (proposal.facts.part && !meets(*proposal.facts.part, m_area))
            return false;
        const std::vector<domain::Layered> alone{{{}, *restriction}};
        return !domain::areaAccess(alone, m_area, m_snapshot.catalogue).layers.empty();
    }

    void take(qsizetype place, const ChangeState& change)
    {
        if (!change.isSeenBy(std::nullopt) || !meets(change.restriction.scope.include, m_area))
            return;
        const base::UtcTime begin =
            std::max(change.authorisedAt, change.effectiveAt.value_or(change.authorisedAt));
        if (begin > m_snapshot.lastTime || (change.revertedAt && *change.revertedAt <= begin))
            return;
        m_begins.emplace_back(begin, place);
        m_turns.insert(begin);
        if (change.revertedAt) {
            m_ends.emplace_back(*change.revertedAt, place);
            m_turns.insert(*change.revertedAt);
        }
        for (const LiftedPart& part : change.lifted) {
            m_parts.push_back(part.at);
            m_turns.insert(part.at);
        }
    }

    void take(const ProposalState& proposal)
    {
        m_reviewBegins.push_back(proposal.origin.recordedAt);
        m_turns.insert(proposal.origin.recordedAt);
        if (proposal.decidedAt) {
            m_reviewEnds.push_back(*proposal.decidedAt);
            m_turns.insert(*proposal.decidedAt);
        }
    }

    using Turn = std::pair<base::UtcTime, qsizetype>; ///< When, and the change's place.
    const Snapshot& m_snapshot;
    domain::Box m_area;
    std::set<base::UtcTime> m_turns;
    std::vector<Turn> m_begins;
    std::vector<Turn> m_ends;
    std::vector<base::UtcTime> m_parts; ///< When parts of changes were lifted.
    std::vector<base::UtcTime> m_reviewBegins;
    std::vector<base::UtcTime> m_reviewEnds;
    std::size_t m_begun = 0;
    std::size_t m_ended = 0;
    std::size_t m_partsPassed = 0;
    std::set<qsizetype> m_active; ///< Changes in force, in their order.
    domain::AreaAccess m_access;
    bool m_isOld = true; ///< m_access is of other layers.
};

/// What spans of a model are told of: without its times, and the area of the catalogue that it stands for.
struct SpanArea
{
    ModelSpan span;
    domain::Box box;
};

std::vector<SpanArea> areasOf(const domain::Catalogue& catalogue, const domain::ModelId& model, SpansOf of)
{
    SpanArea whole;
    whole.span.model = model;
    whole.box.models = domain::Selection<domain::ModelId>::of({model});
    std::vector<SpanArea> areas;
    if (of == SpansOf::Models)
        areas.push_back(whole);
    if (of == SpansOf::Regions) {
        for (const auto& region : catalogue.regions) {
            areas.push_back(whole);
            areas.back().span.region = region.id;
            areas.back().box.regions = domain::Selection<domain::RegionId>::of({region.id});
        }
    }
    if (of == SpansOf::Tiers) {
        for (const auto& tier : catalogue.tiers) {
            areas.push_back(whole);
            areas.back().span.tier = tier.id;
            areas.back().box.tiers = domain::Selection<domain::TierId>::of({tier.id});
        }
    }
    return areas;
}

/// Appends the spans of one area, from @p first on.
void addSpans(std::vector<ModelSpan>& spans, const Snapshot& snapshot, const SpanArea& area,
              base::UtcTime first)
{
    ModelTurns turns(snapshot, area.box, first);
    bool isFirst = true;
    for (const base::UtcTime at : turns.turns()) {
        const domain::ModelStatus status = turns.statusFrom(at);
        if (!isFirst) {
            spans.back().end = at;
            if (spans.back().status == status)
                continue;
        }
        isFirst = false;
        spans.push_back(area.span);
        spans.back().status = status;
        spans.back().start = at;
        spans.back().end = snapshot.lastTime;
    }
    spans.back().end = std::max(snapshot.lastTime, spans.back().start);
    spans.back().running = true;
}

} // namespace

std::vector<ModelSpan> modelSpans(const Snapshot& snapshot, SpansOf of)
{
    std::vector<ModelSpan> spans;
    base::UtcTime first = snapshot.lastTime;
    for (const EntryLine& line : snapshot.entries) {
        if (line.kind == QLatin1String("catalogue")) {
            first = line.time;
            break;
        }
    }
    for (const auto& named : snapshot.catalogue.models) {
        for (const SpanArea& area : areasOf(snapshot.catalogue, named.id, of))
            addSpans(spans, snapshot, area, first);
    }
    return spans;
}

} // namespace keyturn::state
