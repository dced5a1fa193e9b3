// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/reports/document.h"

#include <QFont>
#include <QIODevice>
#include <QPainter>
#include <QPdfWriter>

#include <optional>
#include <span>

class QTextLayout;

namespace keyturn::reports {

/// Sets text and tables on A4 pages, from the top down. Rows of tables stay whole, headings stay with what
/// follows them.
class PageComposer
{
public:
    /// What every page carries.
    struct Furniture
    {
        QString running;
        QString marks;     ///< "DEMO"; empty for none.
        QString title;     ///< Of the file, for viewers.
        int pageCount = 0; ///< 0 while it is not known.
    };
    PageComposer(QIODevice& out, Furniture furniture);

    void titleBlock(const QString& kind, const QString& title);
    /// @param level 1 for chapters, 2 below. @param next what follows it, of which the beginning stays with
    /// it.
    void heading(const QString& text, int level, std::span<const Block> next);
    void paragraph(const Span& text);
    void notice(const Span& text);
    void table(const DocumentTable& table);
    /// Puts a card's head; what follows stands in the card until endCard(). It begins only where there is
    /// room for all up to its signatures.
    void beginCard(const Block& card);
    void endCard();
    /// Ends the file. @return the number of pages.
    int finish();

private:
    struct Style
    {
        double points = 9.5;
        bool bold = false;
        Tone tone = Tone::Plain;
    };
    [[nodiscard]] double units(double points) const { return points * m_unitsPerPoint; }
    [[nodiscard]] QFont font(const Style& style) const;
    [[nodiscard]] double left() const;
    [[nodiscard]] double width() const;
    [[nodiscard]] double bottom() const;
    [[nodiscard]] double bodyHeight() const;
    [[nodiscard]] QPdfWriter& writer() const;
    /// Line breaks as Qt's layouts know them.
    [[nodiscard]] static QString asLines(QString text);
    /// A cell's text with its detail.
    [[nodiscard]] static QString textOf(const Span& cell);
    [[nodiscard]] double layOut(QTextLayout& layout, double lineWidth) const;
    [[nodiscard]] double heightOf(const QString& text, const Style& style, double lineWidth) const;
    [[nodiscard]] double heightOf(const DocumentTable& table) const;
    [[nodiscard]] double heightOf(const Block& block);
    [[nodiscard]] double cardHeadHeight(const Block& card) const;
    /// Of what a card may not begin without.
    [[nodiscard]] double cardStartHeight(const Block& card);
    /// @param quietFrom where in the text its quiet part begins; -1 for none.
    void draw(const QString& text, const Style& style, double x, double y, double lineWidth,
              int quietFrom = -1);
    /// Text that may go on over pages, line by line.
    void flow(const QString& text, const Style& style, double x, double lineWidth);
    /// Starts a page where @p height does not fit on this one.
    void need(double height);
    void gap(double points);
    void startPage();
    void endPage();
    void closeCardOnPage();
    [[nodiscard]] double rowHeight(const std::vector<Span>& row, const DocumentTable& table,
                                   bool isHeader) const;
    void drawRow(const std::vector<Span>& row, const DocumentTable& table, bool isHeader, double height);

    Furniture m_furniture;
    QPdfWriter m_writer;
    QPainter m_painter;
    double m_unitsPerPoint = 1;
    double m_pageWidth = 0;
    double m_pageHeight = 0;
    double m_y = 0;
    int m_page = 0;
    bool m_inCard = false;
    double m_cardTop = 0;
    QString m_cardTitle;   ///< Said again where the card goes on over pages.
    bool m_isFresh = true; ///< Nothing stands on the page yet.
};

} // namespace keyturn::reports
