// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/repeats.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace keyturn::timeline {

Repeats repeatsBy(EventColumnsPointer columns, const std::vector<std::uint64_t>& fingerprints)
{
    std::vector<EventRow> order(fingerprints.size());
    std::iota(order.begin(), order.end(), EventRow{0});
    std::sort(order.begin(), order.end(), [&](EventRow a, EventRow b) {
        return fingerprints[a] != fingerprints[b] ? fingerprints[a] < fingerprints[b] : a < b;
    });
    Repeats repeats;
    repeats.columns = std::move(columns);
    repeats.firsts.resize(fingerprints.size());
    EventRow first = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i == 0 || fingerprints[order[i]] != fingerprints[first])
            first = order[i];
        repeats.firsts[order[i]] = first;
    }
    return repeats;
}

FoldedRows foldRepeats(const std::vector<EventRow>& rows, const Repeats& repeats)
{
    constexpr std::uint32_t kNoLine = std::numeric_limits<std::uint32_t>::max();
    auto kept = std::make_shared<std::vector<EventRow>>();
    auto counts = std::make_shared<std::vector<std::uint32_t>>();
    std::vector<std::uint32_t> lineOf(repeats.firsts.size(), kNoLine);
    for (const EventRow row : rows) {
        const EventRow first = repeats.firstOf(row);
        if (first < lineOf.size() && lineOf[first] != kNoLine) {
            ++(*counts)[lineOf[first]];
            continue;
        }
        if (first < lineOf.size())
            lineOf[first] = static_cast<std::uint32_t>(kept->size());
        kept->push_back(row);
        counts->push_back(1);
    }
    return {std::move(kept), std::move(counts)};
}

} // namespace keyturn::timeline
