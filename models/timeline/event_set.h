// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

namespace keyturn::timeline {

/// Row of an event in EventColumns.
using EventRow = std::uint32_t;
inline constexpr EventRow kNoEvent = UINT32_MAX;

/// Some of the events of one EventColumns, such as those that a text search found: one bit an event.
class EventSet
{
public:
    /// An empty set that can hold rows below @p size.
    explicit EventSet(std::size_t size) : m_words((size + 63) / 64) {}
    void add(EventRow row) { m_words[row / 64] |= std::uint64_t{1} << (row % 64); }
    /// False for rows beyond the size it was made for.
    [[nodiscard]] bool contains(EventRow row) const
    {
        const std::size_t word = row / 64;
        return word < m_words.size() && (m_words[word] >> (row % 64) & 1) != 0;
    }
    /// How many rows are in it.
    [[nodiscard]] std::size_t count() const
    {
        return std::accumulate(m_words.begin(), m_words.end(), std::size_t{0},
                               [](std::size_t sum, std::uint64_t word) {
                                   return sum + static_cast<std::size_t>(std::popcount(word));
                               });
    }
    /// Calls @p use with each row in it, the lowest first.
    template <typename Use>
    void forEach(const Use& use) const
    {
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            for (std::uint64_t word = m_words[i]; word != 0; word &= word - 1)
                use(static_cast<EventRow>(i * 64 + static_cast<std::size_t>(std::countr_zero(word))));
        }
    }

private:
    std::vector<std::uint64_t> m_words;
};

} // namespace keyturn::timeline
