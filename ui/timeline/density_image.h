// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/frame.h"
#include "models/timeline/time_axis.h"
#include "ui/timeline/timeline_theme.h"

#include <QImage>

namespace keyturn::ui::timeline {

/// What one pixel column of a lane shows: the bucket that won it.
struct DensityColumn
{
    const keyturn::timeline::Bucket* bucket = nullptr;
};

/// Which bucket wins each pixel column of @p axis: the most severe, then the fullest, then the first. A frame
/// made for another scale is stretched or squeezed so.
[[nodiscard]] std::vector<DensityColumn> densityColumns(const keyturn::timeline::Frame& frame,
                                                        const keyturn::timeline::LaneFrame& lane,
                                                        const keyturn::timeline::TimeAxis& axis);

/// Height of a column of @p count events out of @p tallest, in pixels: logarithmic, at least 2.
[[nodiscard]] int densityHeightPx(std::uint32_t count, std::uint32_t tallest, int heightPx);

/// Writes the lane's columns into the pixels of a 32-bit image, within @p clipPx: each column stands on the
/// ground, the worst on top, and what is high or critical shows at least 3 pixels however few it is among the
/// rest. Where nothing stands the image stays as it is.
void fillDensity(QImage& target, const QPoint& topLeftPx, const QRect& clipPx,
                 const std::vector<DensityColumn>& columns, std::uint32_t tallest, int heightPx,
                 const TimelineTheme& theme);

/// The same as an image of its own.
[[nodiscard]] QImage densityImage(const std::vector<DensityColumn>& columns, std::uint32_t tallest,
                                  int heightPx, const TimelineTheme& theme);

} // namespace keyturn::ui::timeline
