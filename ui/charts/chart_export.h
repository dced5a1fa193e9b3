// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/items/charts.h"

#include <QByteArray>
#include <QSize>
#include <QString>

namespace keyturn::ui::charts {

/// Pictures of charts have this size, whatever the window's.
inline constexpr QSize kPicturePx(1200, 675);

/// The chart as a picture in light colours, with what it leaves out said below. Interface thread.
[[nodiscard]] QByteArray chartAsSvg(const items::ChartData& data);
[[nodiscard]] QByteArray chartAsPng(const items::ChartData& data);

/// Writes the picture whole or not at all: SVG unless the name ends in ".png". @return FileFailure.
[[nodiscard]] base::Result<void> writeChart(const items::ChartData& data, const QString& path);

} // namespace keyturn::ui::charts
