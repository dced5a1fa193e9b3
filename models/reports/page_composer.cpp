// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/reports/page_composer.h"

#include "models/reports/page_style.h"
#include "models/reports/report_words.h"

#include <QFontMetricsF>
#include <QPageSize>
#include <QTextLayout>

#include <algorithm>
#include <tuple>

namespace keyturn::reports {

QColor colourOf(Tone tone)
{
    switch (tone) {
    case Tone::Quiet:
        return kQuiet;
    case Tone::Good:
        return {0x17, 0x63, 0x3a};
    case Tone::Warning:
        return {0x8a, 0x4b, 0x00};
    case Tone::Bad:
        return {0xa3, 0x16, 0x21};
    case Tone::Plain:
    case Tone::Code:
        break;
    }
    return kInk;
}

PageComposer::PageComposer(QIODevice& out, Furniture furniture)
    : m_furniture(std::move(furniture)), m_writer(&out), m_unitsPerPoint(kResolutionDpi / 72.0)
{
    m_writer.setResolution(kResolutionDpi);
    m_writer.setPageSize(QPageSize(QPageSize::A4));
    m_writer.setPageMargins(QMarginsF(17, 14, 17, 12), QPageLayout::Millimeter);
    m_writer.setTitle(m_furniture.title);
    m_writer.setCreator(QStringLiteral("Keyturn"));
    m_pageWidth = m_writer.width();
    m_pageHeight = m_writer.height();
    m_painter.begin(&m_writer);
    startPage();
}

QString PageComposer::asLines(QString text)
{
    return text.replace(QLatin1Char('\n'), QChar(QChar::LineSeparator));
}

QString PageComposer::textOf(const Span& cell)
{
    return cell.detail.isEmpty() ? cell.text : cell.text + QLatin1Char('\n') + cell.detail;
}

QFont PageComposer::font(const Style& style) const
{
    QFont font;
    if (style.tone == Tone::Code) {
        font.setFamilies({QStringLiteral("DejaVu Sans Mono"), QStringLiteral("Noto Sans Mono"),
                          QStringLiteral("Liberation Mono"), QStringLiteral("monospace")});
        font.setStyleHint(QFont::Monospace);
    } else {
        font.setFamilies({QStringLiteral("Noto Sans"), QStringLiteral("Liberation Sans"),
                          QStringLiteral("DejaVu Sans"), QStringLiteral("sans-serif")});
        font.setStyleHint(QFont::SansSerif);
    }
    font.setPointSizeF(style.tone == Tone::Code ? style.points * 0.9 : style.points);
    font.setBold(style.bold);
    // Too little to see, but it keeps letters apart: words with ligatures cannot be searched for or copied.
    font.setLetterSpacing(QFont::AbsoluteSpacing, kNoLigatures);
    return font;
}

QPdfWriter& PageComposer::writer() const
{
    return const_cast<QPdfWriter&>(m_writer); // Measuring only reads it, which Qt's signatures do not say.
}

double PageComposer::left() const
{
    return m_inCard ? units(kCardIndentPoints) : 0;
}

double PageComposer::width() const
{
    return m_pageWidth - left();
}

double PageComposer::bottom() const
{
    return m_pageHeight - units(kBottomPoints);
}

double PageComposer::bodyHeight() const
{
    return bottom() - units(kTopPoints);
}

double PageComposer::layOut(QTextLayout& layout, double lineWidth) const
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.setCacheEnabled(true);
    double height = 0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(lineWidth);
        line.setPosition(QPointF(0, height));
        height += line.height();
    }
    layout.endLayout();
    return height;
}

double PageComposer::heightOf(const QString& text, const Style& style, double lineWidth) const
{
    QTextLayout layout(asLines(text), font(style), &writer());
    return layOut(layout, lineWidth);
}

void PageComposer::draw(const QString& text, const Style& style, double x, double y, double lineWidth,
                        int quietFrom)
{
    QTextLayout layout(asLines(text), font(style), &m_writer);
    if (quietFrom >= 0) {
        QTextLayout::FormatRange quiet;
        quiet.start = quietFrom;
        quiet.length = static_cast<int>(text.size()) - quietFrom;
        quiet.format.setForeground(kQuiet);
        layout.setFormats({quiet});
    }
    std::ignore = layOut(layout, lineWidth);
    m_painter.setPen(colourOf(style.tone));
    layout.draw(&m_painter, QPointF(x, y));
}

void PageComposer::flow(const QString& text, const Style& style, double x, double lineWidth)
{
    QTextLayout layout(asLines(text), font(style), &m_writer);
    std::ignore = layOut(layout, lineWidth);
    // Two lines at least stay together, so that no line stands alone at a page's foot.
    for (int i = 0; i < layout.lineCount(); ++i) {
        const QTextLine line = layout.lineAt(i);
        need(i == 0 && layout.lineCount() > 1 ? line.height() * 2 : line.height());
        m_painter.setPen(colourOf(style.tone));
        line.draw(&m_painter, QPointF(x, m_y - line.y()));
        m_y += line.height();
        m_isFresh = false;
    }
}

void PageComposer::need(double height)
{
    if (m_y + height <= bottom() || m_isFresh)
        return;
    endPage();
    m_writer.newPage();
    startPage();
}

void PageComposer::gap(double points)
{
    if (!m_isFresh)
        m_y += units(points);
}

void PageComposer::startPage()
{
    ++m_page;
    const Style small{8, false, Tone::Quiet};
    const double third = m_pageWidth / 3;
    draw(m_furniture.running, small, 0, 0, m_pageWidth - third);
    if (!m_furniture.marks.isEmpty()) {
        const Style bold{8, true, Tone::Plain};
        const QFontMetricsF metrics(font(bold), &m_writer);
        const double wide = metrics.horizontalAdvance(m_furniture.marks) + units(14);
        const double x = m_pageWidth - wide;
        m_painter.fillRect(QRectF(x, -units(2), wide, metrics.height() + units(4)), colourOf(Tone::Warning));
        QTextLayout layout(m_furniture.marks, font(bold), &m_writer);
        std::ignore = layOut(layout, wide);
        m_painter.setPen(Qt::white);
        layout.draw(&m_painter, QPointF(x + units(7), 0));
    }
    m_painter.fillRect(QRectF(0, units(18), m_pageWidth, units(0.6)), kLine);
    m_y = units(kTopPoints);
    m_cardTop = m_y;
    if (m_inCard) {
        const Style again{8.5, true, Tone::Quiet};
        const QString text = say(QT_TRANSLATE_NOOP("report", "%1 (continued)")).arg(m_cardTitle);
        draw(text, again, left(), m_y, width());
        m_y += heightOf(text, again, width()) + units(4);
    }
    m_isFresh = true;
}

void PageComposer::endPage()
{
    closeCardOnPage();
    const QString number =
        m_furniture.pageCount > 0
            ? say(QT_TRANSLATE_NOOP("report", "Page %1 of %2")).arg(m_page).arg(m_furniture.pageCount)
            : QString();
    const Style small{8, false, Tone::Quiet};
    const QFontMetricsF metrics(font(small), &m_writer);
    draw(number, small, m_pageWidth - metrics.horizontalAdvance(number) - units(1),
         m_pageHeight - metrics.height(), m_pageWidth);
    draw(m_furniture.title, small, 0, m_pageHeight - metrics.height(), m_pageWidth * 0.8);
}

void PageComposer::closeCardOnPage()
{
    if (m_inCard)
        m_painter.fillRect(QRectF(0, m_cardTop, units(kBarPoints), m_y - m_cardTop), kAccent);
}

void PageComposer::titleBlock(const QString& kind, const QString& title)
{
    m_painter.fillRect(QRectF(0, m_y, m_pageWidth, units(4)), kAccent);
    m_y += units(16);
    m_isFresh = false;
    m_painter.save();
    flow(kind, {11, true, Tone::Quiet}, 0, m_pageWidth);
    m_painter.restore();
    gap(2);
    flow(title, {22, true, Tone::Plain}, 0, m_pageWidth);
    gap(8);
}

void PageComposer::heading(const QString& text, int level, std::span<const Block> next)
{
    const Style style{level == 1 ? 15.0 : 10.5, true, Tone::Plain};
    const double height = heightOf(text, style, width());
    gap(level == 1 ? 22 : 10);
    // What follows stays with it: a table or card, with a sentence before it.
    double below = units(20);
    for (const Block& block : next.first(std::min<std::size_t>(next.size(), 2))) {
        const bool isCard = block.kind == Block::Kind::Card;
        const bool isTable = block.kind == Block::Kind::Table;
        below += isCard ? cardStartHeight(block) : std::min(heightOf(block), bodyHeight() / 4);
        if (isCard || isTable)
            break;
    }
    below = std::min(below, bodyHeight() / 2);
    need(height + below);
    draw(text, style, left(), m_y, width());
    m_y += height;
    if (level == 1) {
        m_painter.fillRect(QRectF(left(), m_y + units(2), width(), units(1.2)), kAccent);
        m_y += units(4);
    }
    m_isFresh = false;
    gap(level == 1 ? 6 : 3);
}

void PageComposer::paragraph(const Span& text)
{
    const Style style{kTextPoints, isStrong(text.tone), text.tone};
    if (text.tone == Tone::Code) {
        const double pad = units(kCodePadPoints);
        const double height = heightOf(text.text, style, width() - 2 * pad);
        need(height + pad);
        m_painter.fillRect(QRectF(left(), m_y, width(), height + pad), kWash);
        draw(text.text, style, left() + pad, m_y + pad / 2, width() - 2 * pad);
        m_y += height + pad;
        m_isFresh = false;
    } else {
        flow(text.text, style, left(), width());
    }
    gap(kParagraphGapPoints);
}

void PageComposer::notice(const Span& text)
{
    const Style style{kTextPoints, isStrong(text.tone), text.tone};
    const double pad = units(kNoticePadPoints);
    const double textWidth = width() - 2 * pad - units(kBarPoints);
    const double height = heightOf(text.text, style, textWidth);
    need(height + 2 * pad);
    m_painter.fillRect(QRectF(left(), m_y, width(), height + 2 * pad), kWash);
    m_painter.fillRect(QRectF(left(), m_y, units(kBarPoints), height + 2 * pad), colourOf(text.tone));
    draw(text.text, style, left() + pad + units(kBarPoints), m_y + pad, textWidth);
    m_y += height + 2 * pad;
    m_isFresh = false;
    gap(kBlockGapPoints);
}

double PageComposer::cardHeadHeight(const Block& card) const
{
    const Style state{9, true, card.badge.tone};
    const QFontMetricsF metrics(font(state), &writer());
    const double badgeWidth = metrics.horizontalAdvance(card.badge.text) + units(14);
    return heightOf(card.text.text, {11.5, true, Tone::Plain},
                    m_pageWidth - units(kCardIndentPoints) - badgeWidth - units(16)) +
           units(10);
}

void PageComposer::beginCard(const Block& card)
{
    const Style title{11.5, true, Tone::Plain};
    const Style state{9, true, card.badge.tone};
    const double indent = units(kCardIndentPoints);
    const QFontMetricsF metrics(font(state), &m_writer);
    const double badgeWidth = metrics.horizontalAdvance(card.badge.text) + units(14);
    const double titleWidth = m_pageWidth - indent - badgeWidth - units(16);
    const double height = cardHeadHeight(card);
    gap(6);
    need(std::min(cardStartHeight(card), bodyHeight() / 2));
    m_inCard = true;
    m_cardTitle = card.text.text;
    m_cardTop = m_y;
    m_painter.fillRect(QRectF(0, m_y, m_pageWidth, height), kWash);
    draw(card.text.text, title, indent, m_y + units(5), titleWidth);
    const QRectF pill(m_pageWidth - badgeWidth - units(8), m_y + units(5), badgeWidth,
                      metrics.height() + units(3));
    m_painter.setPen(QPen(colourOf(card.badge.tone), units(1)));
    m_painter.setBrush(Qt::white);
    m_painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    draw(card.badge.text, state, pill.x() + units(7), pill.y() + units(1.5), badgeWidth);
    m_y += height;
    m_isFresh = false;
    gap(6);
}

void PageComposer::endCard()
{
    closeCardOnPage();
    m_inCard = false;
    gap(12);
}

int PageComposer::finish()
{
    endPage();
    m_painter.end();
    return m_page;
}

} // namespace keyturn::reports
