// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/accessible_table.h"

#include "ui/review/accessible_table_cell.h"
#include "ui/review/event_table_view.h"

#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QHeaderView>
#include <QLocale>

#include <deque>
#include <unordered_map>

namespace keyturn::ui::review {

namespace {

/// A reader that walks ten million lines does not make ten million objects stay.
constexpr std::size_t kCellsKept = 1'024;
/// Of chosen cells no more are told at once: those of chosen rows follow from the rows.
constexpr std::size_t kCellsTold = 512;

QString spokenPlace(const EventTableView& view, std::int64_t lines)
{
    const QLocale locale;
    const QString all = locale.toString(static_cast<qlonglong>(lines));
    const auto line = view.currentLine();
    if (!line)
        return QCoreApplication::translate("EventTable", "%1 events").arg(all);
    const QString place = QCoreApplication::translate("EventTable", "Line %1 of %2")
                              .arg(locale.toString(static_cast<qlonglong>(*line + 1)), all);
    if (view.selection().count() < 2)
        return place;
    return QCoreApplication::translate("EventTable", "%1, %2 selected")
        .arg(place, locale.toString(static_cast<qlonglong>(view.selection().count())));
}

/// The children are the titles of the columns, then the cells, line by line.
class AccessibleEventTable final : public QAccessibleWidget, public QAccessibleTableInterface
{
public:
    explicit AccessibleEventTable(EventTableView* view) : QAccessibleWidget(view, QAccessible::Table) {}
    ~AccessibleEventTable() override { dropCells(); }

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        const QString current = view().currentText();
        switch (kind) {
        case QAccessible::Name:
            return current.isEmpty() ? view().accessibleName()
                                     : QStringLiteral("%1: %2").arg(view().accessibleName(), current);
        case QAccessible::Description:
            return spokenPlace(view(), view().lineCount());
        case QAccessible::Value:
            return current;
        default:
            return QAccessibleWidget::text(kind);
        }
    }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface*>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }

    [[nodiscard]] int childCount() const override { return (rowCount() + 1) * columnCount(); }
    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        const int row = index / columnCount() - 1;
        return cell(row < 0 ? std::nullopt : std::optional<std::int64_t>(row), index % columnCount());
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        const auto* one = dynamic_cast<const AccessibleTableCell*>(child);
        if (one == nullptr || one->parent() != this || !one->isValid())
            return -1;
        return (one->rowIndex() + 1) * columnCount() + one->columnIndex();
    }
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
    {
        const QPoint inView = view().viewport()->mapFromGlobal(QPoint(x, y));
        const QPoint inHeader = view().header().viewport()->mapFromGlobal(QPoint(x, y));
        const int column = view().header().visualIndexAt(inView.x());
        if (column < 0)
            return nullptr;
        if (view().header().viewport()->rect().contains(inHeader))
            return cell(std::nullopt, column);
        const auto line = view().viewport()->rect().contains(inView) ? view().lineAt(inView) : std::nullopt;
        return line ? cell(line, column) : nullptr;
    }

    [[nodiscard]] QAccessibleInterface* caption() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* summary() const override { return nullptr; }
    [[nodiscard]] int columnCount() const override { return view().header().count(); }
    [[nodiscard]] int rowCount() const override { return static_cast<int>(view().lineCount()); }
    [[nodiscard]] QAccessibleInterface* cellAt(int row, int column) const override
    {
        return row < 0 || row >= rowCount() || column < 0 || column >= columnCount() ? nullptr
                                                                                     : cell(row, column);
    }
    [[nodiscard]] QString columnDescription(int column) const override { return view().columnTitle(column); }
    [[nodiscard]] QString rowDescription(int row) const override
    {
        return row < 0 || row >= rowCount() ? QString() : QLocale().toString(row + 1);
    }

    [[nodiscard]] int selectedCellCount() const override { return selectedRowCount() * columnCount(); }
    [[nodiscard]] QList<QAccessibleInterface*> selectedCells() const override
    {
        QList<QAccessibleInterface*> cells;
        for (const LineSelection::Range& range : view().selection().ranges()) {
            for (std::int64_t line = range.first; line < range.second; ++line) {
                for (int column = 0; column < columnCount(); ++column) {
                    if (static_cast<std::size_t>(cells.size()) == kCellsTold)
                        return cells;
                    cells += cell(line, column);
                }
            }
        }
        return cells;
    }
    [[nodiscard]] int selectedRowCount() const override
    {
        return static_cast<int>(view().selection().count());
    }
    [[nodiscard]] QList<int> selectedRows() const override
    {
        QList<int> rows;
        for (const LineSelection::Range& range : view().selection().ranges()) {
            for (std::int64_t line = range.first; line < range.second; ++line)
                rows += static_cast<int>(line);
        }
        return rows;
    }
    /// Lines are chosen; a column is where all of them are.
    [[nodiscard]] int selectedColumnCount() const override
    {
        return rowCount() > 0 && selectedRowCount() == rowCount() ? columnCount() : 0;
    }
    [[nodiscard]] QList<int> selectedColumns() const override
    {
        QList<int> columns;
        for (int column = 0; column < selectedColumnCount(); ++column)
            columns += column;
        return columns;
    }
    [[nodiscard]] bool isColumnSelected(int column) const override
    {
        return column >= 0 && column < selectedColumnCount();
    }
    [[nodiscard]] bool isRowSelected(int row) const override { return view().selection().contains(row); }
    bool selectRow(int row) override { return setChosen(row, true); }
    bool unselectRow(int row) override { return setChosen(row, false); }
    bool selectColumn(int) override { return false; }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent*) override { dropCells(); }

private:
    struct Made
    {
        std::uint64_t place;
        QAccessible::Id id;
    };

    [[nodiscard]] EventTableView& view() const { return *static_cast<EventTableView*>(widget()); }
    bool setChosen(int row, bool isChosen)
    {
        if (row < 0 || row >= rowCount())
            return false;
        view().setChosen(row, isChosen);
        return true;
    }
    QAccessibleInterface* cell(std::optional<std::int64_t> line, int column) const
    {
        const std::uint64_t place =
            static_cast<std::uint64_t>(line.value_or(-1) + 1) << 16 | static_cast<std::uint64_t>(column);
        if (const auto known = m_ids.find(place); known != m_ids.end())
            return QAccessible::accessibleInterface(known->second);
        auto* made = new AccessibleTableCell(&view(), line, column);
        m_made.push_back({place, QAccessible::registerAccessibleInterface(made)});
        m_ids.emplace(place, m_made.back().id);
        if (m_made.size() > kCellsKept) {
            m_ids.erase(m_made.front().place);
            QAccessible::deleteAccessibleInterface(m_made.front().id);
            m_made.pop_front();
        }
        return made;
    }
    void dropCells()
    {
        for (const Made& made : m_made)
            QAccessible::deleteAccessibleInterface(made.id);
        m_made.clear();
        m_ids.clear();
    }

    mutable std::deque<Made> m_made; ///< The eldest first.
    mutable std::unordered_map<std::uint64_t, QAccessible::Id> m_ids;
};

QAccessibleInterface* makeAccessibleTable(const QString& /*className*/, QObject* object)
{
    auto* view = qobject_cast<EventTableView*>(object);
    return view ? new AccessibleEventTable(view) : nullptr;
}

} // namespace

void installAccessibleTable()
{
    QAccessible::installFactory(makeAccessibleTable); // The same function is kept once.
}

} // namespace keyturn::ui::review
