// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/row_test.h"

#include <algorithm>

namespace keyturn::timeline {

RowTest::RowTest(const EventColumns& columns, const EventFilter& filter)
    : m_filter(filter), m_sources(filter.sources)
{
    std::sort(m_sources.begin(), m_sources.end());
    std::uint32_t lanes = 0;
    for (const LaneSpec& spec : laneSpecs())
        lanes |= filter.lanes.contains(spec.id) ? 1u << static_cast<unsigned>(spec.id) : 0u;
    if (filter.lanes != LaneSet::all())
        restrict(m_lanes, lanes);
    if (filter.atLeast != domain::Severity::NotStated)
        restrict(m_severities, ~0u << static_cast<unsigned>(filter.atLeast));
    for (const records::AttributePredicate& predicate : filter.query.attributes) {
        switch (predicate.attribute) {
        case records::Attribute::Layer:
            restrict(m_layers, predicate.allowed);
            break;
        case records::Attribute::Severity:
            restrict(m_severities, predicate.allowed);
            break;
        case records::Attribute::Credibility:
            restrict(m_credibilities, predicate.allowed);
            break;
        case records::Attribute::Kind:
            restrict(m_kinds, predicate.allowed);
            break;
        case records::Attribute::SourceKind:
            restrict(m_sourceKinds, predicate.allowed);
            break;
        }
    }
    if (filter.recordedBy || filter.incident || filter.batch) {
        for (const EventBatch& batch : columns.batches()) {
            const bool known = !filter.recordedBy || batch.recordedAt <= *filter.recordedBy;
            const bool ofIncident = !filter.incident || batch.incident == *filter.incident;
            const bool ofBatch = !filter.batch || batch.seq == *filter.batch;
            m_batches.push_back(known && ofIncident && ofBatch ? 1 : 0);
        }
    }
    m_passesAll = m_passesAll && m_batches.empty() && m_sources.empty() && !filter.found &&
                  !filter.query.notBefore && !filter.query.before;
}

void RowTest::restrict(std::optional<Words>& words, std::uint32_t allowed)
{
    m_passesAll = false;
    if (!words) {
        words.emplace();
        words->fill(1);
    }
    for (std::size_t value = 0; value < words->size(); ++value)
        (*words)[value] &= static_cast<std::uint8_t>(allowed >> value & 1u);
}

template <typename E>
void RowTest::testWords(const Column<E>& column, const std::optional<Words>& words, std::size_t begin,
                        std::span<std::uint8_t> passed) const
{
    if (!words)
        return;
    const E* const values = column.data() + begin;
    for (std::size_t i = 0; i < passed.size(); ++i)
        passed[i] &= (*words)[static_cast<std::size_t>(values[i])];
}

void RowTest::testTimes(const EventArrays& arrays, std::size_t begin, std::span<std::uint8_t> passed) const
{
    const auto& query = m_filter.query;
    if (!query.notBefore && !query.before)
        return;
    for (std::size_t i = 0; i < passed.size(); ++i) {
        const std::int64_t us = arrays.timeUs[begin + i];
        const bool isWithin = arrays.precision[begin + i] != base::TimePrecision::Unknown &&
                              (!query.notBefore || us >= query.notBefore->us) &&
                              (!query.before || us < query.before->us);
        passed[i] &= isWithin ? 1 : 0;
    }
}

void RowTest::test(const EventArrays& arrays, EventRow firstRow, std::size_t begin,
                   std::span<std::uint8_t> passed) const
{
    std::fill(passed.begin(), passed.end(), 1);
    if (m_passesAll)
        return;
    testWords(arrays.severity, m_severities, begin, passed);
    testWords(arrays.lane, m_lanes, begin, passed);
    testWords(arrays.layer, m_layers, begin, passed);
    testWords(arrays.credibility, m_credibilities, begin, passed);
    testWords(arrays.kind, m_kinds, begin, passed);
    testWords(arrays.sourceKind, m_sourceKinds, begin, passed);
    if (!m_batches.empty()) {
        for (std::size_t i = 0; i < passed.size(); ++i)
            passed[i] &= m_batches[arrays.batch[begin + i]];
    }
    testTimes(arrays, begin, passed);
    if (!m_sources.empty()) {
        for (std::size_t i = 0; i < passed.size(); ++i)
            passed[i] &= std::binary_search(m_sources.begin(), m_sources.end(), arrays.sourceHash[begin + i]);
    }
    if (m_filter.found) {
        for (std::size_t i = 0; i < passed.size(); ++i)
            passed[i] &= m_filter.found->contains(firstRow + static_cast<EventRow>(begin + i));
    }
}

} // namespace keyturn::timeline
