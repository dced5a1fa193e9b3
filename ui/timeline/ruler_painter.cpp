// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/ruler_painter.h"

#include "models/timeline/ticks.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

/// Gives the words of this file their translation context.
struct RulerWords
{
    Q_DECLARE_TR_FUNCTIONS(Timeline)
};

constexpr int kRowMarginPx = 4;

int rowPx(const QFont& font)
{
    return QFontMetrics(font).height() + kRowMarginPx;
}

/// Dates: at the left edge, and wherever a new one begins, pushed aside by the next.
void paintContexts(QPainter& painter, const TimelineScene& scene, const std::vector<kt::Tick>& ticks,
                   kt::TickStep step, const QRect& row)
{
    struct Context
    {
        double x;
        QString text;
    };
    std::vector<Context> contexts;
    const base::UtcTime start = scene.axis.visible().start;
    contexts.push_back({static_cast<double>(row.left()), kt::tickContext(start, step, scene.locale)});
    for (const kt::Tick& tick : ticks) {
        const QString text = kt::tickContext(tick.at, step, scene.locale);
        if (text != contexts.back().text)
            contexts.push_back({scene.xOf(tick.at), text});
    }
    const QFontMetrics metrics(scene.font);
    painter.setFont(scene.font);
    painter.setPen(scene.theme.text);
    for (std::size_t i = 0; i < contexts.size(); ++i) {
        const double end = i + 1 < contexts.size() ? contexts[i + 1].x : row.right() + 200.0;
        const QRectF room(contexts[i].x + 6, row.top(), end - contexts[i].x - 12, row.height());
        if (room.width() >= metrics.horizontalAdvance(contexts[i].text))
            painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, contexts[i].text);
    }
}

void paintLabels(QPainter& painter, const TimelineScene& scene, const std::vector<kt::Tick>& ticks,
                 kt::TickStep step, const QRect& row, const QTimeZone* zone)
{
    painter.setFont(scene.smallFont);
    for (const kt::Tick& tick : ticks) {
        const double x = scene.xOf(tick.at);
        const int offset = zone ? offsetSecondsAt(*zone, tick.at) : 0;
        painter.setPen(zone ? scene.theme.mutedText : scene.theme.text);
        painter.drawText(QRectF(x + 6, row.top(), 160, row.height()),
                         Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         kt::tickLabel(tick.at, step, scene.locale, offset));
    }
}

QString zoneText(const QTimeZone& zone, base::UtcTime time)
{
    const int minutes = offsetSecondsAt(zone, time) / 60;
    const QString offset = QString::asprintf("%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                                             std::abs(minutes) % 60);
    QString city = QString::fromUtf8(zone.id());
    city = city.mid(city.lastIndexOf(QLatin1Char('/')) + 1).replace(QLatin1Char('_'), QLatin1Char(' '));
    return QStringLiteral("%1 (%2)").arg(city, offset);
}

} // namespace

bool isOtherZone(const QTimeZone& zone)
{
    // Asked at every paint, and answered for one zone at a time. A transition alone tells nothing: "UTC" has
    // one where the system's data begin.
    static std::pair<QTimeZone, bool> known;
    if (known.first == zone)
        return known.second;
    const QDateTime begin = QDateTime::fromMSecsSinceEpoch(0, Qt::UTC);
    bool isOther = zone.isValid() && zone.offsetFromUtc(begin) != 0;
    for (const auto& transition : zone.isValid() && !isOther ? zone.transitions(begin, begin.addYears(100))
                                                             : QTimeZone::OffsetDataList())
        isOther = isOther || transition.offsetFromUtc != 0;
    known = {zone, isOther};
    return isOther;
}

int offsetSecondsAt(const QTimeZone& zone, base::UtcTime time)
{
    return zone.isValid() ? zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(time.us / 1'000, Qt::UTC)) : 0;
}

int rulerHeightPx(const QFont& font, const QTimeZone& zone)
{
    return rowPx(font) * (isOtherZone(zone) ? 3 : 2) + 2 * kRowMarginPx;
}

void paintRuler(QPainter& painter, const TimelineScene& scene)
{
    const QRect& ruler = scene.ruler;
    const int heightPx = rowPx(scene.font);
    const bool hasZone = isOtherZone(scene.zone);
    painter.fillRect(ruler, scene.theme.header);
    painter.fillRect(QRect(ruler.left(), ruler.bottom(), ruler.width(), 1), scene.theme.separator);

    const kt::TickStep step = kt::tickStepFor(scene.axis, kTickSpacingPx);
    const auto ticks = kt::ticksOf(scene.axis, step);
    const QRect dates(scene.canvas.left(), ruler.top() + kRowMarginPx, scene.canvas.width(), heightPx);
    const QRect hours = dates.translated(0, heightPx);
    painter.save();
    painter.setClipRect(QRect(scene.canvas.left(), ruler.top(), scene.canvas.width(), ruler.height()));
    for (const kt::Tick& tick : ticks) {
        const int x = qRound(scene.xOf(tick.at));
        const int top = tick.isMajor ? dates.top() : hours.top() + 2;
        painter.fillRect(QRect(x, top, 1, ruler.bottom() - top), scene.theme.gridMajor);
    }
    paintContexts(painter, scene, ticks, step, dates);
    // Labels stand right of their tick: that of a tick left of the edge still shows its end.
    const int beforePx = static_cast<int>(2 * kTickSpacingPx);
    const kt::TimeAxis wider({scene.axis.timeAt(-beforePx), scene.axis.visible().end},
                             scene.axis.widthPx() + beforePx);
    const auto labelled = kt::ticksOf(wider, step);
    paintLabels(painter, scene, labelled, step, hours, nullptr);
    if (hasZone)
        paintLabels(painter, scene, labelled, step, hours.translated(0, heightPx), &scene.zone);
    painter.restore();

    const QRect corner(ruler.left() + 12, hours.top(), scene.headers.width() - 24, heightPx);
    painter.setFont(scene.smallFont);
    painter.setPen(scene.theme.text);
    painter.drawText(corner, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, RulerWords::tr("UTC"));
    if (hasZone) {
        painter.setPen(scene.theme.mutedText);
        const base::UtcTime middle = scene.timeAt(scene.canvas.center().x());
        const QFontMetrics metrics(scene.smallFont);
        painter.drawText(corner.translated(0, heightPx),
                         Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine,
                         metrics.elidedText(zoneText(scene.zone, middle), Qt::ElideLeft, corner.width()));
    }
}

void paintRulerTag(QPainter& painter, const TimelineScene& scene, base::UtcTime time, const QString& text,
                   const QColor& fill, const QColor& textColor)
{
    const QFontMetrics metrics(scene.smallFont);
    const int widthPx = metrics.horizontalAdvance(text) + 12;
    const int heightPx = metrics.height() + 4;
    const double center = scene.xOf(time);
    const double left = std::clamp(center - widthPx / 2.0, static_cast<double>(scene.canvas.left()) + 2,
                                   std::max(scene.canvas.left() + 2.0, scene.canvas.right() - widthPx - 2.0));
    const QRectF box(left, scene.ruler.top() + kRowMarginPx - 1, widthPx, heightPx);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(box, 4, 4);
    painter.setFont(scene.smallFont);
    painter.setPen(textColor);
    painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine, text);
    painter.restore();
}

} // namespace keyturn::ui::timeline
