// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/timeline_scene.h"

class QPainter;

namespace keyturn::ui::timeline {

/// Paints lane backgrounds, time lines and events into the canvas.
void paintLanes(QPainter& painter, const TimelineScene& scene);
/// Paints bars and marks into the canvas, over the lanes.
void paintOverlay(QPainter& painter, const TimelineScene& scene);

} // namespace keyturn::ui::timeline
