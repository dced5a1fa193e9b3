// SPDX-License-Identifier: GPL-3.0-or-later
// What the table says in words, to assistive technology above all.
#include "ui/review/event_table_view.h"

#include <QAccessible>
#include <QHeaderView>

namespace keyturn::ui::review {

void EventTableView::setChosen(std::int64_t line, bool isChosen)
{
    if (line < 0 || line >= lineCount() || m_selection.contains(line) == isChosen)
        return;
    m_selection.toggle(line);
    viewport()->update();
    announce();
    Q_EMIT selectionChanged();
}

void EventTableView::setSelection(const LineSelection& selection)
{
    m_selection = selection;
    viewport()->update();
    announce();
    Q_EMIT selectionChanged();
}

void EventTableView::choose(std::int64_t line)
{
    setCurrentLine(line);
    if (m_current)
        Q_EMIT chosen(*m_current);
}

QString EventTableView::cellText(std::int64_t line, int column) const
{
    return m_model.index(static_cast<int>(line), m_header->logicalIndex(column)).data().toString();
}

QString EventTableView::columnTitle(int column) const
{
    return m_model.headerData(m_header->logicalIndex(column), Qt::Horizontal).toString();
}

QString EventTableView::currentText() const
{
    if (!m_current || *m_current >= lineCount())
        return {};
    QStringList cells;
    for (int column = 0; column < m_header->count(); ++column) {
        const QString cell = cellText(*m_current, column);
        if (!cell.isEmpty())
            cells += QStringLiteral("%1: %2").arg(columnTitle(column), cell);
    }
    return cells.join(QStringLiteral(". "));
}

void EventTableView::announce()
{
    if (!QAccessible::isActive())
        return;
    for (const auto change :
         {QAccessible::NameChanged, QAccessible::DescriptionChanged, QAccessible::SelectionWithin}) {
        QAccessibleEvent event(this, change);
        QAccessible::updateAccessibility(&event);
    }
}

void EventTableView::announceOthers()
{
    if (!QAccessible::isActive())
        return;
    QAccessibleTableModelChangeEvent event(this, QAccessibleTableModelChangeEvent::ModelReset);
    QAccessible::updateAccessibility(&event);
}

} // namespace keyturn::ui::review
