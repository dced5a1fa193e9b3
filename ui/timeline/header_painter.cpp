// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/header_painter.h"

#include "models/timeline/overlay_rows.h"
#include "ui/timeline/item_text.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

/// Gives the words of this file their translation context.
struct HeaderWords
{
    Q_DECLARE_TR_FUNCTIONS(Timeline)
};

constexpr int kMarginPx = 12;

QString countText(std::uint64_t events, std::uint64_t items, const kt::LaneFrame& lane, const QLocale& locale)
{
    const auto eventText = [&] {
        return events == 1 ? HeaderWords::tr("1 event")
                           : HeaderWords::tr("%1 events").arg(locale.toString(events));
    };
    const auto itemText = [&] {
        return items == 1 ? HeaderWords::tr("1 item")
                          : HeaderWords::tr("%1 items").arg(locale.toString(items));
    };
    const bool holdsItems = lane.barRowCount > 0 || lane.holdsMarks;
    if (lane.holdsEvents && holdsItems && events > 0 && items > 0)
        return HeaderWords::tr("%1, %2").arg(eventText(), itemText());
    if (items > 0)
        return itemText();
    return events == 0 ? HeaderWords::tr("None in view") : eventText();
}

/// The line below the title: of a part also which lane it is of.
QString headerDetail(const kt::LaneFrame& lane, const SceneCounts::Lane& count, const QLocale& locale)
{
    const QString text = countText(count.visible.total(), count.items, lane, locale);
    return lane.key().isWhole() ? text : HeaderWords::tr("%1: %2").arg(kt::laneTitle(lane.id), text);
}

QString withoutTimeText(const SceneCounts& counts, const QLocale& locale)
{
    return counts.withoutTime == 1
               ? HeaderWords::tr("1 event states no time")
               : HeaderWords::tr("%1 events state no time").arg(locale.toString(counts.withoutTime));
}

void paintRowTitles(QPainter& painter, const TimelineScene& scene, const kt::LaneFrame& lane,
                    const kt::LanePlace& place, const QRect& strip)
{
    if (lane.barRowTitles.empty() || lane.isCollapsed)
        return;
    const QFontMetrics metrics(scene.smallFont);
    const double rowPx =
        static_cast<double>(place.barsHeightPx) / static_cast<double>(lane.barRowTitles.size());
    painter.setFont(scene.smallFont);
    painter.setPen(scene.theme.text);
    const int widthPx = strip.width() / 2 - kMarginPx;
    for (std::size_t row = 0; row < lane.barRowTitles.size(); ++row) {
        const QRectF rect(strip.right() - kMarginPx - widthPx,
                          scene.yOf(place.barsTopPx) + static_cast<double>(row) * rowPx, widthPx, rowPx);
        painter.drawText(rect, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                         metrics.elidedText(lane.barRowTitles[row], Qt::ElideMiddle, widthPx));
    }
}

} // namespace

QString headerTitle(const kt::LaneFrame& lane, const TimelineScene& scene)
{
    if (lane.key().isWhole() || !scene.frame)
        return kt::laneTitle(lane.id);
    if (lane.part == kt::LaneKey::kOtherSources)
        return HeaderWords::tr("Other sources");
    if (scene.frame->index->request().splits[static_cast<std::size_t>(lane.id)] == kt::SplitBy::SourceKind) {
        const auto kind = static_cast<domain::SourceKind>(lane.part);
        if (kind == domain::SourceKind::NotStated)
            return HeaderWords::tr("Kind of source not stated");
        QString text = sourceKindText(kind);
        return text.replace(0, 1, text.left(1).toUpper());
    }
    const QString name = scene.sourceNamer && lane.example != kt::kNoEvent
                             ? scene.sourceNamer(scene.frame->index->columns()->keyOf(lane.example))
                             : QString();
    return name.isEmpty() ? HeaderWords::tr("Source …") : name;
}

SceneCounts countScene(const TimelineScene& scene)
{
    SceneCounts counts;
    if (!scene.frame)
        return counts;
    const base::TimeRange& visible = scene.axis.visible();
    const kt::Frame& frame = *scene.frame;
    for (const kt::LaneFrame& lane : frame.lanes) {
        SceneCounts::Lane& count = counts.lanes.emplace_back();
        count.visible = frame.index->countIn(lane.key(), visible);
        counts.visibleTotal.add(count.visible);
        for (const kt::PlacedItem& bar : lane.bars) {
            const kt::OverlayBar& item = frame.overlay->bars[bar.index];
            const bool meets = item.start < visible.end && (!item.end || *item.end >= visible.start);
            count.items += meets ? 1 : 0;
        }
        for (const kt::PlacedItem& mark : lane.marks)
            count.items += visible.contains(frame.overlay->marks[mark.index].at) ? 1 : 0;
    }
    counts.withoutTime = frame.index->withoutTime();
    return counts;
}

void paintHeaders(QPainter& painter, const TimelineScene& scene, const SceneCounts& counts,
                  const std::optional<kt::LaneKey>& focused)
{
    painter.save();
    painter.setClipRect(scene.headers);
    painter.fillRect(scene.headers, scene.theme.header);
    painter.fillRect(QRect(scene.headers.right(), scene.headers.top(), 1, scene.headers.height()),
                     scene.theme.separator);
    const QFontMetrics titleMetrics(scene.font);
    const QFontMetrics countMetrics(scene.smallFont);
    for (const kt::LanePlace& place : scene.places) {
        const kt::LaneFrame* lane = scene.frame ? scene.frame->lane(place.key()) : nullptr;
        QRect strip = scene.stripOf(place) & scene.headers.adjusted(0, -4096, 0, 4096);
        if (lane == nullptr || !strip.intersects(scene.headers))
            continue;
        painter.fillRect(QRect(strip.left(), strip.bottom(), strip.width(), 1), scene.theme.separator);
        if (focused == place.key())
            painter.fillRect(QRect(strip.left(), strip.top(), 3, strip.height() - 1), scene.theme.accent);

        const SceneCounts::Lane& count =
            counts.lanes[static_cast<std::size_t>(lane - scene.frame->lanes.data())];
        const bool hasRowTitles = !lane->barRowTitles.empty() && !lane->isCollapsed;
        const int widthPx =
            strip.width() - 2 * kMarginPx - (hasRowTitles ? strip.width() / 2 - kMarginPx : 0);
        const int linesPx = titleMetrics.height() + (lane->isCollapsed ? 0 : countMetrics.height() + 1);
        // In high lanes the name stays at the top, where the eye looks for it.
        const int top = strip.top() + std::min((strip.height() - linesPx) / 2, 10);
        painter.setFont(scene.font);
        painter.setPen(scene.theme.text);
        const QRect title(strip.left() + kMarginPx, top, widthPx, titleMetrics.height());
        const auto worst = count.visible.worst();
        const bool hasSign = worst != domain::Severity::NotStated && !hasRowTitles;
        painter.drawText(title, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         titleMetrics.elidedText(headerTitle(*lane, scene), Qt::ElideRight,
                                                 widthPx - (hasSign ? Sprites::kSizePx + 4 : 0)));
        if (hasSign)
            drawSeveritySign(painter, worst, QPointF(title.right() - 5, title.center().y() + 1), 11,
                             scene.theme);
        if (!lane->isCollapsed) {
            painter.setFont(scene.smallFont);
            painter.setPen(scene.theme.mutedText);
            const QRect line(title.left(), title.bottom() + 2, widthPx, countMetrics.height());
            painter.drawText(
                line, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                countMetrics.elidedText(headerDetail(*lane, count, scene.locale), Qt::ElideRight, widthPx));
        }
        paintRowTitles(painter, scene, *lane, place, strip);
    }
    painter.restore();
}

QRect withoutTimeRect(const TimelineScene& scene, const SceneCounts& counts)
{
    if (counts.withoutTime == 0)
        return {};
    const int widthPx =
        QFontMetrics(scene.smallFont).horizontalAdvance(withoutTimeText(counts, scene.locale)) + 4;
    return {scene.footer.right() - kMarginPx - widthPx, scene.footer.top(), widthPx, scene.footer.height()};
}

void paintFooter(QPainter& painter, const TimelineScene& scene, const SceneCounts& counts, bool isLink)
{
    painter.fillRect(scene.footer, scene.theme.header);
    painter.fillRect(QRect(scene.footer.left(), scene.footer.top(), scene.footer.width(), 1),
                     scene.theme.separator);
    painter.setFont(scene.smallFont);
    painter.setPen(scene.theme.mutedText);
    const QRect right = withoutTimeRect(scene, counts);
    QRect left = scene.footer.adjusted(kMarginPx, 0, -kMarginPx, 0);
    if (!right.isEmpty()) {
        left.setRight(right.left() - kMarginPx);
        QFont linked = scene.smallFont;
        linked.setUnderline(isLink);
        painter.setFont(linked);
        painter.drawText(right, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                         withoutTimeText(counts, scene.locale));
        painter.setFont(scene.smallFont);
    }
    const QString text = summaryText(counts.visibleTotal, scene.axis.visible(), scene.locale);
    painter.drawText(left, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     QFontMetrics(scene.smallFont).elidedText(text, Qt::ElideRight, left.width()));
}

} // namespace keyturn::ui::timeline
