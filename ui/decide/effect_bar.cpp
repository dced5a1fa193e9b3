// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/decide/effect_bar.h"

#include "models/items/words.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace keyturn::ui::decide {

EffectBar::EffectBar(items::EffectLine line, QWidget* parent) : QWidget(parent), m_line(std::move(line))
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(m_line.words);
    setToolTip(items::plainToolTip(m_line.words));
}

QSize EffectBar::sizeHint() const
{
    return {22 * common::kGridPx, common::kGridPx + 6};
}

void EffectBar::paintEvent(QPaintEvent*)
{
    if (m_line.cells == 0)
        return;
    const auto colors = common::Colors::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath outline;
    outline.addRoundedRect(box, 4, 4);
    const auto share = [&](std::uint64_t part) {
        return box.width() * static_cast<double>(part) / static_cast<double>(m_line.cells);
    };
    painter.save();
    painter.setClipPath(outline);
    painter.fillRect(box, colors.toneFill(common::Tone::Neutral));
    const double open = share(m_line.openAfter);
    painter.fillRect(QRectF(box.left(), box.top(), open, box.height()), colors.tone(common::Tone::Good));
    const double suspended = share(m_line.suspendedAfter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QBrush(colors.tone(common::Tone::Severe), Qt::BDiagPattern));
    painter.drawRect(QRectF(box.right() - suspended, box.top(), suspended, box.height()));
    painter.restore();
    painter.setPen(QPen(colors.cardBorder, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(outline);
    // Where "open" ended before.
    const double before = box.left() + share(m_line.openBefore);
    painter.setPen(QPen(palette().color(QPalette::Text), 2));
    painter.drawLine(QPointF(before, box.top()), QPointF(before, box.bottom()));
}

} // namespace keyturn::ui::decide
