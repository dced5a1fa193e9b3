// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"
#include "models/timeline/event_filter.h"

#include <array>
#include <span>
#include <vector>

namespace keyturn::timeline {

/// Which rows pass a filter, laid out for being asked ten million times: only columns that the filter speaks
/// of are read, each for many rows at once. Any number of threads may ask.
class RowTest
{
public:
    RowTest(const EventColumns& columns, const EventFilter& filter);

    /// Whether every row passes.
    [[nodiscard]] bool passesAll() const { return m_passesAll; }
    /// Sets passed[i] to 1 where row firstRow + begin + i of @p arrays passes, else to 0. @param firstRow the
    /// row that @p arrays starts with.
    void test(const EventArrays& arrays, EventRow firstRow, std::size_t begin,
              std::span<std::uint8_t> passed) const;

private:
    using Words = std::array<std::uint8_t, 16>; ///< By value of an enum: 1 where it passes.
    template <typename E>
    void testWords(const Column<E>& column, const std::optional<Words>& words, std::size_t begin,
                   std::span<std::uint8_t> passed) const;
    void testTimes(const EventArrays& arrays, std::size_t begin, std::span<std::uint8_t> passed) const;
    void restrict(std::optional<Words>& words, std::uint32_t allowed);

    const EventFilter& m_filter;
    bool m_passesAll = true;
    std::vector<std::uint8_t> m_batches; ///< By batch; empty where all pass.
    std::optional<Words> m_lanes;
    std::optional<Words> m_severities;
    std::optional<Words> m_layers;
    std::optional<Words> m_credibilities;
    std::optional<Words> m_kinds;
    std::optional<Words> m_sourceKinds;
    std::vector<std::uint32_t> m_sources; ///< Sorted.
};

} // namespace keyturn::timeline
