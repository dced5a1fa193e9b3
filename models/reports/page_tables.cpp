// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/reports/page_composer.h"
#include "models/reports/page_style.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace keyturn::reports {

namespace {

bool isTitled(const DocumentTable& table)
{
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [](const Column& column) { return !column.title.isEmpty(); });
}

std::vector<Span> headerOf(const DocumentTable& table)
{
    std::vector<Span> header;
    for (const Column& column : table.columns)
        header.push_back({column.title, Tone::Quiet});
    return header;
}

} // namespace

double PageComposer::rowHeight(const std::vector<Span>& row, const DocumentTable& table, bool isHeader) const
{
    const int shares = std::accumulate(table.columns.begin(), table.columns.end(), 0,
                                       [](int sum, const Column& column) { return sum + column.share; });
    double height = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const Style style{kCellPoints, isHeader || isStrong(row[i].tone), row[i].tone};
        const double cellWidth = width() * table.columns[i].share / shares - units(kCellGapPoints);
        height = std::max(height, heightOf(textOf(row[i]), style, cellWidth));
    }
    return height + 2 * units(kCellPadPoints);
}

void PageComposer::drawRow(const std::vector<Span>& row, const DocumentTable& table, bool isHeader,
                           double height)
{
    const int shares = std::accumulate(table.columns.begin(), table.columns.end(), 0,
                                       [](int sum, const Column& column) { return sum + column.share; });
    double x = left();
    for (std::size_t i = 0; i < row.size(); ++i) {
        const Style style{kCellPoints, isHeader || isStrong(row[i].tone), row[i].tone};
        const double columnWidth = width() * table.columns[i].share / shares;
        draw(textOf(row[i]), style, x, m_y + units(kCellPadPoints), columnWidth - units(kCellGapPoints),
             row[i].detail.isEmpty() ? -1 : static_cast<int>(row[i].text.size()));
        x += columnWidth;
    }
    m_y += height;
    m_isFresh = false;
}

void PageComposer::table(const DocumentTable& table)
{
    if (table.rows.empty())
        return;
    const bool titled = isTitled(table);
    const std::vector<Span> header = headerOf(table);
    const double headerHeight = titled ? rowHeight(header, table, true) : 0;
    const auto putHeader = [&] {
        if (!titled)
            return;
        drawRow(header, table, true, headerHeight);
        m_painter.fillRect(QRectF(left(), m_y, width(), units(0.9)), kQuiet);
        m_y += units(kHeaderRulePoints);
    };
    // Small ones stay whole.
    if (const double whole = heightOf(table); whole < bodyHeight() / 4)
        need(whole);
    bool isFirst = true;
    for (const auto& row : table.rows) {
        const double height = rowHeight(row, table, false);
        const int page = m_page;
        need(isFirst ? headerHeight + height : height);
        if (isFirst || m_page != page)
            putHeader();
        isFirst = false;
        drawRow(row, table, false, height);
        if (titled) {
            m_painter.fillRect(QRectF(left(), m_y, width(), units(kRulePoints)), kLine);
            m_y += units(kRulePoints);
        }
    }
    gap(kBlockGapPoints);
}

double PageComposer::heightOf(const DocumentTable& table) const
{
    if (table.rows.empty())
        return 0;
    const bool titled = isTitled(table);
    double height = units(kBlockGapPoints);
    if (titled)
        height += rowHeight(headerOf(table), table, true) + units(kHeaderRulePoints);
    for (const auto& row : table.rows)
        height += rowHeight(row, table, false) + (titled ? units(kRulePoints) : 0);
    return height;
}

double PageComposer::heightOf(const Block& block)
{
    const Style style{kTextPoints, isStrong(block.text.tone), block.text.tone};
    switch (block.kind) {
    case Block::Kind::Paragraph:
        if (block.text.tone == Tone::Code)
            return heightOf(block.text.text, style, width() - 2 * units(kCodePadPoints)) +
                   units(kCodePadPoints + kParagraphGapPoints);
        return heightOf(block.text.text, style, width()) + units(kParagraphGapPoints);
    case Block::Kind::Notice:
        return heightOf(block.text.text, style, width() - units(2 * kNoticePadPoints + kBarPoints)) +
               units(2 * kNoticePadPoints + kBlockGapPoints);
    case Block::Kind::Heading:
        return heightOf(block.text.text, {10.5, true, Tone::Plain}, width()) + units(13);
    case Block::Kind::Table:
        return heightOf(block.table);
    case Block::Kind::Card:
        break;
    }
    return cardStartHeight(block);
}

double PageComposer::cardStartHeight(const Block& card)
{
    const bool wasInCard = std::exchange(m_inCard, true);
    double height = cardHeadHeight(card) + units(6);
    // All up to the first table with a header: who signed what.
    for (const Block& inside : card.inside) {
        height += heightOf(inside);
        if (inside.kind == Block::Kind::Table && isTitled(inside.table))
            break;
    }
    m_inCard = wasInCard;
    return height;
}

} // namespace keyturn::reports
