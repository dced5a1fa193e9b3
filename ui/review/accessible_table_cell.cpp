// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/accessible_table_cell.h"

#include "ui/review/accessible_table.h"

#include <QHeaderView>

namespace keyturn::ui::review {

bool AccessibleTableCell::isValid() const
{
    return m_view && m_column < m_view->header().count() && (!m_line || *m_line < m_view->lineCount());
}

QAccessibleInterface* AccessibleTableCell::parent() const
{
    return m_view ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
}

QString AccessibleTableCell::text(QAccessible::Text kind) const
{
    if (!isValid() || kind != QAccessible::Name)
        return {};
    return m_line ? m_view->cellText(*m_line, m_column) : m_view->columnTitle(m_column);
}

QRect AccessibleTableCell::rect() const
{
    if (!isValid())
        return {};
    const QHeaderView& header = m_view->header();
    const int column = header.logicalIndex(m_column);
    const QRect line = m_line ? m_view->lineRect(*m_line) : header.viewport()->rect();
    const QWidget* on = m_line ? m_view->viewport() : header.viewport();
    return {on->mapToGlobal(QPoint(header.sectionViewportPosition(column), line.top())),
            QSize(header.sectionSize(column), line.height())};
}

QAccessible::Role AccessibleTableCell::role() const
{
    return m_line ? QAccessible::Cell : QAccessible::ColumnHeader;
}

QAccessible::State AccessibleTableCell::state() const
{
    QAccessible::State state;
    state.readOnly = true;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    state.disabled = !m_view->isEnabled();
    state.invisible = !m_view->isVisible();
    if (m_line) {
        const auto [first, last] = m_view->visibleLines();
        state.offscreen = *m_line < first || *m_line >= last;
        state.selectable = true;
        state.multiSelectable = true;
        state.selected = isSelected();
        // The keyboard is at a line as a whole.
        state.active = m_view->currentLine() == m_line;
    }
    return state;
}

void* AccessibleTableCell::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TableCellInterface && m_line)
        return static_cast<QAccessibleTableCellInterface*>(this);
    if (type == QAccessible::ActionInterface && m_line)
        return static_cast<QAccessibleActionInterface*>(this);
    return nullptr;
}

bool AccessibleTableCell::isSelected() const
{
    return isValid() && m_line && m_view->selection().contains(*m_line);
}

QList<QAccessibleInterface*> AccessibleTableCell::columnHeaderCells() const
{
    QAccessibleInterface* table = parent();
    return isValid() && table ? QList{table->child(m_column)} : QList<QAccessibleInterface*>();
}

int AccessibleTableCell::rowIndex() const
{
    return m_line ? static_cast<int>(*m_line) : -1;
}

QStringList AccessibleTableCell::actionNames() const
{
    return isValid() ? QStringList{pressAction()} : QStringList();
}

void AccessibleTableCell::doAction(const QString& name)
{
    if (isValid() && m_line && name == pressAction())
        m_view->choose(*m_line);
}

} // namespace keyturn::ui::review
