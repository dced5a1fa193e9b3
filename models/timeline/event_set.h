// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
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

private:
    std::vector<std::uint64_t> m_words;
};

} // namespace keyturn::timeline
