// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/rewind_track.h"

#include "ui/common/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace keyturn::ui::review {

using common::kGridPx;

namespace {

constexpr int kKnobPx = 14;
constexpr int kMarginPx = kKnobPx / 2 + 2;
constexpr int kTickPx = 6;
constexpr int kDecisionTickPx = 12;

bool isDecision(const state::EntryLine& line)
{
    return line.kind == QLatin1String("proposal") || line.kind == QLatin1String("approval") ||
           line.kind == QLatin1String("refusal") || line.kind == QLatin1String("break-glass");
}

} // namespace

RewindTrack::RewindTrack(QWidget* parent) : QAbstractSlider(parent)
{
    setOrientation(Qt::Horizontal);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setRange(0, 0);
    setPageStep(10);
    setTracking(true);
}

void RewindTrack::setLedger(const state::SnapshotPointer& live)
{
    m_live = live;
    setRange(0, std::max(0, static_cast<int>(live->size) - 1));
    update();
}

void RewindTrack::setMoment(std::optional<base::UtcTime> moment)
{
    m_moment = moment;
    update();
}

base::UtcTime RewindTrack::timeOf(int entry) const
{
    return m_live && entry >= 0 && entry < m_live->entries.size() ? m_live->entries.at(entry).time
                                                                  : base::UtcTime{};
}

int RewindTrack::lastOfMoment(int entry) const
{
    while (m_live && entry + 1 < m_live->entries.size() && timeOf(entry + 1) == timeOf(entry))
        ++entry;
    return entry;
}

int RewindTrack::entryBefore(int entry) const
{
    const base::UtcTime at = timeOf(entry);
    while (entry >= 0 && timeOf(entry) == at)
        --entry;
    return entry;
}

double RewindTrack::xOf(base::UtcTime time) const
{
    if (!m_live || m_live->entries.isEmpty())
        return kMarginPx;
    const auto first = m_live->entries.constFirst().time;
    const auto spanUs = std::max<std::int64_t>(1, m_live->lastTime.us - first.us);
    const double share = static_cast<double>(time.us - first.us) / static_cast<double>(spanUs);
    return kMarginPx + std::clamp(share, 0.0, 1.0) * (width() - 2 * kMarginPx);
}

int RewindTrack::entryAt(double x) const
{
    // The entry whose place is nearest; of several in one place, the last.
    const auto& lines = m_live->entries;
    const auto after = std::partition_point(
        lines.begin(), lines.end(), [&](const state::EntryLine& line) { return xOf(line.time) <= x; });
    const auto right = static_cast<int>(after - lines.begin());
    if (right == 0)
        return 0;
    if (right == lines.size())
        return right - 1;
    return x - xOf(lines.at(right - 1).time) <= xOf(lines.at(right).time) - x ? right - 1 : right;
}

QSize RewindTrack::sizeHint() const
{
    return {40 * kGridPx, 4 * kGridPx};
}

QSize RewindTrack::minimumSizeHint() const
{
    return {16 * kGridPx, 4 * kGridPx};
}

void RewindTrack::sliderChange(SliderChange change)
{
    QAbstractSlider::sliderChange(change);
    update();
}

void RewindTrack::paintEvent(QPaintEvent*)
{
    if (!m_live)
        return;
    QPainter painter(this);
    const auto colors = common::Colors::of(palette());
    const int middle = height() / 2;
    const double knob = m_moment ? xOf(*m_moment) : width() - static_cast<double>(kMarginPx);
    const QColor past = m_moment ? colors.tone(common::Tone::Limited) : colors.accent;
    const QColor rest = common::mixed(palette().color(QPalette::Window), colors.muted, 0.45);
    painter.fillRect(QRectF(kMarginPx, middle - 1.0, width() - 2 * kMarginPx, 2), rest);
    painter.fillRect(QRectF(kMarginPx, middle - 1.0, knob - kMarginPx, 2), past);
    // One tick a pixel is enough; a decision wins it.
    int last = -1;
    bool isHigh = false;
    const auto tick = [&] {
        if (last < 0)
            return;
        const int px = isHigh ? kDecisionTickPx : kTickPx;
        painter.fillRect(QRect(last, middle - px / 2, isHigh ? 2 : 1, px),
                         isHigh ? palette().color(QPalette::WindowText) : colors.muted);
    };
    for (const state::EntryLine& line : m_live->entries) {
        const int x = static_cast<int>(xOf(line.time));
        if (x != last) {
            tick();
            last = x;
            isHigh = false;
        }
        isHigh = isHigh || isDecision(line);
    }
    tick();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::Window), 2));
    painter.setBrush(past);
    painter.drawEllipse(QPointF(knob, middle), kKnobPx / 2.0, kKnobPx / 2.0);
    if (hasFocus()) {
        painter.setPen(QPen(colors.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(knob, middle), kKnobPx / 2.0 + 3, kKnobPx / 2.0 + 3);
    }
}

void RewindTrack::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_live || m_live->entries.isEmpty())
        return;
    setSliderDown(true);
    setValue(entryAt(event->position().x()));
}

void RewindTrack::mouseMoveEvent(QMouseEvent* event)
{
    if (isSliderDown())
        setValue(entryAt(event->position().x()));
}

void RewindTrack::mouseReleaseEvent(QMouseEvent*)
{
    setSliderDown(false);
}

} // namespace keyturn::ui::review
