// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/line_selection.h"

#include <algorithm>

namespace keyturn::ui::review {

void LineSelection::setTo(std::int64_t a, std::int64_t b)
{
    m_ranges = {{std::min(a, b), std::max(a, b) + 1}};
}

void LineSelection::add(std::int64_t a, std::int64_t b)
{
    m_ranges.emplace_back(std::min(a, b), std::max(a, b) + 1);
    std::sort(m_ranges.begin(), m_ranges.end());
    std::vector<Range> joined;
    for (const Range& range : m_ranges) {
        if (!joined.empty() && range.first <= joined.back().second)
            joined.back().second = std::max(joined.back().second, range.second);
        else
            joined.push_back(range);
    }
    m_ranges = std::move(joined);
}

void LineSelection::append(std::int64_t line)
{
    if (!m_ranges.empty() && m_ranges.back().second == line)
        ++m_ranges.back().second;
    else
        m_ranges.emplace_back(line, line + 1);
}

void LineSelection::toggle(std::int64_t line)
{
    if (!contains(line)) {
        add(line, line);
        return;
    }
    std::vector<Range> rest;
    for (const Range& range : m_ranges) {
        if (line < range.first || line >= range.second) {
            rest.push_back(range);
            continue;
        }
        if (range.first < line)
            rest.emplace_back(range.first, line);
        if (line + 1 < range.second)
            rest.emplace_back(line + 1, range.second);
    }
    m_ranges = std::move(rest);
}

bool LineSelection::contains(std::int64_t line) const
{
    const auto after =
        std::upper_bound(m_ranges.begin(), m_ranges.end(), line,
                         [](std::int64_t wanted, const Range& range) { return wanted < range.first; });
    return after != m_ranges.begin() && line < (after - 1)->second;
}

std::int64_t LineSelection::count() const
{
    std::int64_t lines = 0;
    for (const Range& range : m_ranges)
        lines += range.second - range.first;
    return lines;
}

} // namespace keyturn::ui::review
