// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/range_statistics.h"

#include <algorithm>
#include <unordered_map>

namespace keyturn::timeline {

namespace {

constexpr std::size_t kRowsPerCheck = 1u << 16;

/// Adds up rows, list after list.
class RangeCounter
{
public:
    explicit RangeCounter(const LaneIndex& index) : m_index(index), m_columns(*index.columns()) {}

    void add(LaneId lane, TimeClass timeClass, domain::Severity severity, std::span<const EventRow> rows)
    {
        const auto s = static_cast<std::size_t>(severity);
        m_sum.severities.bySeverity[s] += rows.size();
        m_sum.lanes[static_cast<std::size_t>(lane)].bySeverity[s] += rows.size();
        m_sum.coarse += timeClass == TimeClass::Exact ? 0 : rows.size();
        const auto layers = m_columns.layers();
        const auto sourceKinds = m_columns.sourceKinds();
        const auto hashes = m_columns.sourceHashes();
        for (const EventRow row : rows) {
            ++m_sum.layers[static_cast<std::size_t>(layers[row])];
            ++m_sum.sourceKinds[static_cast<std::size_t>(sourceKinds[row])];
            if (m_source == nullptr || m_source->sourceHash != hashes[row]) { // Sources come in runs.
                m_source = &m_sources[hashes[row]];
                m_source->sourceHash = hashes[row];
            }
            ++m_source->count;
            takeEarlier(m_source->example, row);
        }
        if (rows.empty())
            return;
        takeEarlier(m_sum.first, rows.front());
        if (m_sum.last == kNoEvent || m_index.precedes(m_sum.last, rows.back()))
            m_sum.last = rows.back();
        if (m_sum.worstEvent == kNoEvent || severity > m_worst) {
            m_sum.worstEvent = rows.front();
            m_worst = severity;
        } else if (severity == m_worst) {
            takeEarlier(m_sum.worstEvent, rows.front());
        }
    }

    [[nodiscard]] RangeStatistics finish()
    {
        for (const auto& [hash, source] : m_sources)
            m_sum.sources.push_back(source);
        std::sort(m_sum.sources.begin(), m_sum.sources.end(), [](const auto& a, const auto& b) {
            return a.count != b.count ? a.count > b.count : a.sourceHash < b.sourceHash;
        });
        return std::move(m_sum);
    }

private:
    void takeEarlier(EventRow& held, EventRow row) const
    {
        if (held == kNoEvent || m_index.precedes(row, held))
            held = row;
    }

    const LaneIndex& m_index;
    const EventColumns& m_columns;
    RangeStatistics m_sum;
    domain::Severity m_worst = domain::Severity::NotStated;
    std::unordered_map<std::uint32_t, RangeStatistics::SourceCount> m_sources;
    RangeStatistics::SourceCount* m_source = nullptr;
};

} // namespace

std::optional<RangeStatistics> rangeStatistics(const LaneIndex& index, LaneSet lanes,
                                               const base::TimeRange& range, const IsCancelled& isCancelled)
{
    RangeCounter counter(index);
    bool isGivenUp = false;
    for (const LaneSpec& spec : laneSpecs()) {
        if (!lanes.contains(spec.id))
            continue;
        index.forEachListIn(spec.id, range, [&](TimeClass timeClass, domain::Severity severity, auto rows) {
            for (std::size_t at = 0; at < rows.size() && !isGivenUp; at += kRowsPerCheck) {
                counter.add(spec.id, timeClass, severity,
                            rows.subspan(at, std::min(kRowsPerCheck, rows.size() - at)));
                isGivenUp = isCancelled && isCancelled();
            }
        });
    }
    if (isGivenUp)
        return std::nullopt;
    return counter.finish();
}

} // namespace keyturn::timeline
