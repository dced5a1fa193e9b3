// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/frame.h"

#include <variant>

namespace keyturn::ui::timeline {

/// One event.
struct EventItem
{
    keyturn::timeline::EventRow row = keyturn::timeline::kNoEvent;
    friend bool operator==(const EventItem&, const EventItem&) = default;
};

/// Several events drawn as one: a density column, or a band of coarse times.
struct GroupItem
{
    keyturn::timeline::LaneKey lane;
    base::TimeRange span;
    std::uint32_t count = 0;
    domain::Severity worst = domain::Severity::NotStated;
    keyturn::timeline::EventRow worstEvent = keyturn::timeline::kNoEvent;
    bool isCoarse = false; ///< The times themselves are stated no finer.
    friend bool operator==(const GroupItem&, const GroupItem&) = default;
};

/// A bar of the overlay, by its index.
struct BarItem
{
    std::uint32_t index = 0;
    friend bool operator==(const BarItem&, const BarItem&) = default;
};

/// A mark of the overlay, by its index.
struct MarkItem
{
    std::uint32_t index = 0;
    friend bool operator==(const MarkItem&, const MarkItem&) = default;
};

/// What may be under the pointer, focused or selected.
using TimelineItem = std::variant<std::monostate, EventItem, GroupItem, BarItem, MarkItem>;

[[nodiscard]] inline bool isNothing(const TimelineItem& item)
{
    return std::holds_alternative<std::monostate>(item);
}

} // namespace keyturn::ui::timeline
