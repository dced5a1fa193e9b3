// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace keyturn::ui::review {

/// Which lines of a list of any length are chosen: as ranges, so that choosing ten million costs as much as
/// choosing one.
class LineSelection
{
public:
    using Range = std::pair<std::int64_t, std::int64_t>; ///< From the first up to, not including, the last.

    void clear() { m_ranges.clear(); }
    /// Only the lines between @p a and @p b, both included, in either order.
    void setTo(std::int64_t a, std::int64_t b);
    /// Those as well.
    void add(std::int64_t a, std::int64_t b);
    /// Chooses a line behind all that are chosen.
    void append(std::int64_t line);
    /// Chooses a line, or gives it up where it is chosen.
    void toggle(std::int64_t line);
    [[nodiscard]] bool contains(std::int64_t line) const;
    [[nodiscard]] std::int64_t count() const;
    /// In order, apart from each other.
    [[nodiscard]] const std::vector<Range>& ranges() const { return m_ranges; }
    friend bool operator==(const LineSelection&, const LineSelection&) = default;

private:
    std::vector<Range> m_ranges;
};

} // namespace keyturn::ui::review
