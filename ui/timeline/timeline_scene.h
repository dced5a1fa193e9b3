// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/frame.h"
#include "models/timeline/lane_places.h"
#include "models/timeline/time_axis.h"
#include "ui/timeline/sprites.h"
#include "ui/timeline/timeline_item.h"
#include "ui/timeline/timeline_theme.h"

#include <QFont>
#include <QLocale>
#include <QRect>
#include <QTimeZone>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace keyturn::ui::timeline {

/// Name of the source of an event, where it is known by now; else empty. Called on the interface thread, must
/// be quick.
using SourceNamer = std::function<QString(const keyturn::timeline::EventKey& example)>;

/// Everything that painting and pointing need, and the one place that says where on screen a thing is.
/// Coordinates are the widget's; lanes lie in `canvas`, moved up by `scrollPx`.
struct TimelineScene
{
    keyturn::timeline::FramePointer frame; ///< Null until the first one comes.
    keyturn::timeline::TimeAxis axis;      ///< Over the canvas's width.
    std::vector<keyturn::timeline::LanePlace> places;
    TimelineTheme theme;
    std::shared_ptr<const Sprites> sprites;
    QRect canvas;
    QRect headers; ///< Left of the canvas.
    QRect ruler;   ///< Above both.
    QRect footer;  ///< Below both.
    int scrollPx = 0;
    std::optional<base::UtcTime> now;
    std::optional<base::UtcTime> knownAt; ///< The rewind.
    QFont font;
    QFont smallFont;
    QLocale locale;
    QTimeZone zone;
    double devicePixelRatio = 1;
    SourceNamer sourceNamer;

    /// Pixel of an instant.
    [[nodiscard]] double xOf(base::UtcTime time) const { return canvas.left() + axis.xOf(time); }
    [[nodiscard]] base::UtcTime timeAt(double x) const { return axis.timeAt(x - canvas.left()); }
    /// Pixel of a height counted from the top of the first lane.
    [[nodiscard]] int yOf(int lanePx) const { return canvas.top() - scrollPx + lanePx; }
    /// The place whose lane is at @p y, or null.
    [[nodiscard]] const keyturn::timeline::LanePlace* placeAt(int y) const;
    [[nodiscard]] const keyturn::timeline::LanePlace* placeOf(const keyturn::timeline::LaneKey& lane) const;
    /// The lane's whole strip from header to right edge.
    [[nodiscard]] QRect stripOf(const keyturn::timeline::LanePlace& place) const;

    [[nodiscard]] QPointF centerOf(const keyturn::timeline::Point& point, keyturn::timeline::LaneId lane,
                                   const keyturn::timeline::LanePlace& place) const;
    [[nodiscard]] QRectF rectOf(const keyturn::timeline::Band& band, const keyturn::timeline::LaneFrame& lane,
                                const keyturn::timeline::LanePlace& place) const;
    /// The bar as drawn: at least 4 pixels wide; one that lasts ends at the rewind, the
    /// present, or the right edge.
    [[nodiscard]] QRectF rectOf(const keyturn::timeline::OverlayBar& bar, std::int32_t row,
                                const keyturn::timeline::LanePlace& place) const;
    [[nodiscard]] QPointF centerOf(const keyturn::timeline::OverlayMark& mark, std::int32_t row,
                                   const keyturn::timeline::LanePlace& place) const;
    /// Where density columns stand: below the room kept for signs.
    [[nodiscard]] QRect densityRectOf(const keyturn::timeline::LanePlace& place) const;

    /// What is at a pixel of the canvas.
    [[nodiscard]] TimelineItem itemAt(const QPoint& position) const;
    /// Where an item is drawn, for rings about it; empty where it is not on screen at all.
    [[nodiscard]] QRectF outlineOf(const TimelineItem& item) const;
    /// The instant an item is at.
    [[nodiscard]] std::optional<base::UtcTime> timeOf(const TimelineItem& item) const;
    /// The lane an item is in, or the part of a split one.
    [[nodiscard]] std::optional<keyturn::timeline::LaneKey> laneOf(const TimelineItem& item) const;
};

} // namespace keyturn::ui::timeline
