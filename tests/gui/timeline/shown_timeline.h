// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/unit/timeline/event_samples.h"
#include "ui/timeline/timeline_view.h"

#include <memory>

namespace keyturn::tests {

/// Lets events run until no frame is on its way. False after ten seconds.
[[nodiscard]] bool waitUntilSettled(const ui::timeline::TimelineView& view);
/// One step of the wheel.
void sendWheel(ui::timeline::TimelineView& view, const QPointF& position, const QPoint& angle,
               Qt::KeyboardModifiers modifiers = Qt::NoModifier);
/// Press, some moves, release.
void drag(ui::timeline::TimelineView& view, const QPoint& from, const QPoint& to);

/// A view of random events on screen.
struct ShownTimeline
{
    explicit ShownTimeline(std::uint32_t seed, std::size_t events = 4'000);
    EventSample sample;
    std::shared_ptr<const timeline::Overlay> overlay;
    ui::timeline::TimelineView view;
    bool isReady = false; ///< Its first frame is there.
};

} // namespace keyturn::tests
