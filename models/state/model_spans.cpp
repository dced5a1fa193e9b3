// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/access.h"
#include "models/state/chronicle.h"

#include <algorithm>
#include <set>

namespace keyturn::state {

namespace {

/// Goes through the turns of one model in order of time and says its state after each. What does not concern
/// the model is left out from the start, so that long ledgers cost little more than what happened to it.
class ModelTurns
{
public:
    ModelTurns(const Snapshot& snapshot, const domain::ModelId& model, base::UtcTime first)
        : m_snapshot(snapshot), m_turns{first}
    {
        m_area.models = domain::Selection<domain::ModelId>::of({model});
        for (qsizetype i = 0; i < snapshot.changes.size(); ++i)
            take(i, snapshot.changes.at(i), model);
        for (const ProposalState& proposal : snapshot.proposals) {
            if (isReviewOf(proposal, model))
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
    static bool isReviewOf(const ProposalState& proposal, const domain::ModelId& model)
    {
        const auto& restriction =
            proposal.facts.restriction ? proposal.facts.restriction : proposal.facts.reverted;
        return restriction && restriction->scope.include.models.contains(model) && !proposal.breakGlass &&
               !proposal.facts.rehearsal;
    }

    void take(qsizetype place, const ChangeState& change, const domain::ModelId& model)
    {
        if (!change.isSeenBy(std::nullopt) || !change.restriction.scope.include.models.contains(model))
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

} // namespace

std::vector<ModelSpan> modelSpans(const Snapshot& snapshot)
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
        ModelTurns turns(snapshot, named.id, first);
        bool isFirst = true;
        for (const base::UtcTime at : turns.turns()) {
            const domain::ModelStatus status = turns.statusFrom(at);
            if (!isFirst) {
                spans.back().end = at;
                if (spans.back().status == status)
                    continue;
            }
            isFirst = false;
            spans.push_back({named.id, status, at, snapshot.lastTime, false});
        }
        spans.back().end = std::max(snapshot.lastTime, spans.back().start);
        spans.back().running = true;
    }
    return spans;
}

} // namespace keyturn::state
