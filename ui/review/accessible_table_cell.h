// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/review/event_table_view.h"

#include <QAccessible>
#include <QPointer>

#include <optional>

namespace keyturn::ui::review {

/// What assistive technology hears of one cell of the table of events, or of a column's title. Says what
/// stands at its place at the moment it is asked; invalid once there is no such place.
class AccessibleTableCell final : public QAccessibleInterface,
                                  public QAccessibleTableCellInterface,
                                  public QAccessibleActionInterface
{
public:
    /// @param line nothing: the title of the column.
    /// @param column as it stands on the screen, from the left.
    AccessibleTableCell(EventTableView* view, std::optional<std::int64_t> line, int column)
        : m_view(view), m_line(line), m_column(column)
    {
    }

    [[nodiscard]] bool isValid() const override;
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override;
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString&) override {} // Nothing here is edited.
    [[nodiscard]] QRect rect() const override;
    [[nodiscard]] QAccessible::Role role() const override;
    [[nodiscard]] QAccessible::State state() const override;
    void* interface_cast(QAccessible::InterfaceType type) override;

    [[nodiscard]] bool isSelected() const override;
    [[nodiscard]] QList<QAccessibleInterface*> columnHeaderCells() const override;
    [[nodiscard]] QList<QAccessibleInterface*> rowHeaderCells() const override { return {}; }
    [[nodiscard]] int columnIndex() const override { return m_column; }
    [[nodiscard]] int rowIndex() const override;
    [[nodiscard]] int columnExtent() const override { return 1; }
    [[nodiscard]] int rowExtent() const override { return 1; }
    [[nodiscard]] QAccessibleInterface* table() const override { return parent(); }

    [[nodiscard]] QStringList actionNames() const override;
    void doAction(const QString& name) override;
    [[nodiscard]] QStringList keyBindingsForAction(const QString&) const override { return {}; }

    [[nodiscard]] std::optional<std::int64_t> line() const { return m_line; }

private:
    QPointer<EventTableView> m_view;
    std::optional<std::int64_t> m_line;
    int m_column;
};

} // namespace keyturn::ui::review
