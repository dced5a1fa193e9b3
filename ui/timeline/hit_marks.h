// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/timeline_scene.h"

class QPainter;

namespace keyturn::ui::timeline {

/// Marks where the events of @p hits are: a tick along the ruler for any lane, and one along the lower edge
/// of each event's own lane. A frame for another stretch of time is stretched like any other.
void paintHits(QPainter& painter, const TimelineScene& scene, const keyturn::timeline::Frame& hits);

} // namespace keyturn::ui::timeline
