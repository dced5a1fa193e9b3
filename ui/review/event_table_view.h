// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/event_table_model.h"
#include "ui/review/event_rows_loader.h"
#include "ui/review/line_selection.h"

#include <QAbstractScrollArea>

#include <optional>

class QHeaderView;

namespace keyturn::ui::review {

/// A table of up to ten million lines. QTableView keeps something for every line (measured: half a second to
/// show ten million, ten to choose them all); this draws what is in view and keeps nothing besides.
///
/// Up, Down, Page Up, Page Down, Home and End move, with Shift they extend what is chosen; Enter or a click
/// chooses the event; Ctrl+A chooses all lines, Escape the current one alone; Left and Right scroll sideways.
class EventTableView final : public QAbstractScrollArea
{
    Q_OBJECT
public:
    /// @p model outlives the view.
    explicit EventTableView(items::EventTableModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QHeaderView& header() { return *m_header; }
    [[nodiscard]] std::int64_t lineCount() const { return m_model.rowCount(); }
    [[nodiscard]] std::optional<std::int64_t> currentLine() const { return m_current; }
    /// Makes @p line the current and only chosen one. Says nothing back.
    void setCurrentLine(std::optional<std::int64_t> line, Reveal reveal = Reveal::Current);
    /// Makes these the chosen lines; the current one stays.
    void setSelection(const LineSelection& selection);
    /// Chooses @p line besides those that are chosen, or gives it up.
    void setChosen(std::int64_t line, bool isChosen);
    /// Makes @p line the only chosen one and says so, as a click does.
    void choose(std::int64_t line);
    /// Scrolls until @p line is the first in view.
    void setTopLine(std::int64_t line);
    [[nodiscard]] const LineSelection& selection() const { return m_selection; }
    /// The lines in view: from the first up to, not including, the last.
    [[nodiscard]] LineSelection::Range visibleLines() const;
    /// The current line as it is spoken; empty where there is none.
    [[nodiscard]] QString currentText() const;
    /// What stands in a line, and above it; @p column counts from the left of the screen.
    [[nodiscard]] QString cellText(std::int64_t line, int column) const;
    [[nodiscard]] QString columnTitle(int column) const;
    /// Where a line is, in the viewport's pixels.
    [[nodiscard]] QRect lineRect(std::int64_t line) const;
    /// The line at a place of the viewport.
    [[nodiscard]] std::optional<std::int64_t> lineAt(const QPoint& position) const;

Q_SIGNALS:
    /// A person chose the event of this line.
    void chosen(qint64 line);
    void selectionChanged();
    void visibleLinesChanged();

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Reach { Move, Extend };
    void restart();
    void layOut();
    void shareOut();
    void moveTo(std::int64_t line, Reach reach, Reveal reveal = Reveal::Current);
    void show(std::int64_t line);
    void announce();
    void announceOthers();
    [[nodiscard]] std::int64_t pageLines() const;

    items::EventTableModel& m_model;
    QHeaderView* m_header;
    int m_lineHeightPx = 0;
    LineSelection m_selection;
    std::optional<std::int64_t> m_current;
    std::int64_t m_anchor = 0; ///< Where Shift extends from.
    bool m_isPressed = false;
    bool m_isSharing = false;    ///< shareOut() sets widths, not a person.
    bool m_hasOwnWidths = false; ///< A person set them.
};

} // namespace keyturn::ui::review
