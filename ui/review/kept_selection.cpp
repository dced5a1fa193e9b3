// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/kept_selection.h"

#include <algorithm>
#include <utility>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

namespace {

constexpr std::size_t kRowsBetweenAsking = 1u << 16;

template <typename Use>
void forEachChosen(const ChosenEvents& chosen, const Use& use)
{
    for (const auto& [first, last] : chosen.lines.ranges()) {
        for (std::int64_t line = first; line < last; ++line)
            use((*chosen.rows)[static_cast<std::size_t>(line)]);
    }
}

template <typename Test>
LineSelection linesOf(const std::vector<kt::EventRow>& rows, const Test& isChosen,
                      const kt::IsCancelled& isCancelled)
{
    LineSelection lines;
    for (std::size_t line = 0; line < rows.size(); ++line) {
        if (line % kRowsBetweenAsking == 0 && isCancelled && isCancelled())
            break;
        if (isChosen(rows[line]))
            lines.append(static_cast<std::int64_t>(line));
    }
    return lines;
}

} // namespace

LineSelection keptSelection(const ChosenEvents& chosen, const kt::EventColumns& columns,
                            const std::vector<kt::EventRow>& rows, const kt::IsCancelled& isCancelled)
{
    if (columns.continues(*chosen.columns)) {
        kt::EventSet events(columns.size());
        forEachChosen(chosen, [&](kt::EventRow row) { events.add(row); });
        return linesOf(
            rows, [&](kt::EventRow row) { return events.contains(row); }, isCancelled);
    }
    // Rows were merged: only the records' own names still tell them.
    using Name = std::pair<std::uint64_t, std::uint32_t>;
    const auto nameOf = [](const kt::EventKey& key) { return Name{key.batchSeq, key.leaf}; };
    std::vector<Name> names;
    names.reserve(static_cast<std::size_t>(chosen.lines.count()));
    forEachChosen(chosen, [&](kt::EventRow row) { names.push_back(nameOf(chosen.columns->keyOf(row))); });
    std::sort(names.begin(), names.end());
    return linesOf(
        rows,
        [&](kt::EventRow row) {
            return std::binary_search(names.begin(), names.end(), nameOf(columns.keyOf(row)));
        },
        isCancelled);
}

} // namespace keyturn::ui::review
