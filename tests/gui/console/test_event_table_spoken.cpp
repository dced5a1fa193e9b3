// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/shown_table.h"
#include "tests/support/test_registry.h"
#include "ui/common/text_block.h"

#include <QAccessible>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>

using namespace keyturn;
using tests::kSignals;
using tests::kTablePatienceMs;
using tests::named;
using tests::ShownTable;

namespace {

/// The table as assistive technology meets it.
struct SpokenTable : ShownTable
{
    QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(table);
    QAccessibleTableInterface* cells = spoken->tableInterface();

    [[nodiscard]] int columnOf(const char* title) const
    {
        for (int column = 0; column < cells->columnCount(); ++column) {
            if (cells->columnDescription(column) == QLatin1String(title))
                return column;
        }
        qFatal("no column is called %s", title);
    }
    [[nodiscard]] QString text(int row, int column) const
    {
        return cells->cellAt(row, column)->text(QAccessible::Name);
    }
};

} // namespace

/// The table of events through Qt's interface of accessibility.
class TestEventTableSpoken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReaderIsToldHowManyRowsAndColumnsThereAre()
    {
        const SpokenTable shown;
        QVERIFY(shown.cells);
        QCOMPARE(shown.cells->rowCount(), kSignals);
        QCOMPARE(shown.cells->columnCount(), shown.model().columnCount());
        QCOMPARE(shown.spoken->childCount(), (kSignals + 1) * shown.model().columnCount());
        QCOMPARE(shown.cells->rowDescription(4), QStringLiteral("5"));
        QCOMPARE(shown.cells->cellAt(kSignals, 0), nullptr);
        QCOMPARE(shown.cells->cellAt(0, shown.cells->columnCount()), nullptr);
        QCOMPARE(shown.cells->cellAt(-1, 0), nullptr);
        QCOMPARE(shown.spoken->child(shown.spoken->childCount()), nullptr);
    }

    void aCellSaysWhatIsShownInIt()
    {
        const SpokenTable shown;
        for (const char* title : {"Time", "Severity", "Title", "Source"}) {
            const int column = shown.columnOf(title);
            for (const int row : {0, 3})
                QCOMPARE(shown.text(row, column), shown.cell(row, title));
            QVERIFY(!shown.text(0, column).isEmpty());
        }
        QAccessibleInterface* cell = shown.cells->cellAt(3, shown.columnOf("Title"));
        QCOMPARE(cell->text(QAccessible::Name), QStringLiteral("Signal 116"));
        QCOMPARE(cell->role(), QAccessible::Cell);
        QCOMPARE(cell->parent(), shown.spoken);
        QCOMPARE(cell->tableCellInterface()->rowIndex(), 3);
        QCOMPARE(cell->tableCellInterface()->columnIndex(), shown.columnOf("Title"));
        QCOMPARE(cell->tableCellInterface()->table(), shown.spoken);
        QCOMPARE(shown.cells->cellAt(3, shown.columnOf("Title")), cell); // Not made anew.
    }

    void aCellNamesItsColumn()
    {
        const SpokenTable shown;
        for (int column = 0; column < shown.cells->columnCount(); ++column) {
            QAccessibleInterface* header = shown.spoken->child(column);
            QCOMPARE(header->role(), QAccessible::ColumnHeader);
            QCOMPARE(header->text(QAccessible::Name), shown.cells->columnDescription(column));
            QVERIFY(!header->text(QAccessible::Name).isEmpty());
            const auto headers = shown.cells->cellAt(2, column)->tableCellInterface()->columnHeaderCells();
            QCOMPARE(headers, QList{header});
        }
        // Columns are told in the order in which they stand.
        const QString first = shown.cells->columnDescription(0);
        const QString firstCell = shown.text(0, 0);
        shown.table->header().moveSection(0, 2);
        QCOMPARE(shown.cells->columnDescription(2), first);
        QCOMPARE(shown.text(0, 2), firstCell);
        QVERIFY(shown.cells->columnDescription(0) != first);
        QSettings().remove(QStringLiteral("eventTable"));
    }

    void childrenAreTheTitlesThenTheCellsLineByLine()
    {
        const SpokenTable shown;
        const int columns = shown.cells->columnCount();
        QCOMPARE(shown.spoken->child(columns), shown.cells->cellAt(0, 0));
        QCOMPARE(shown.spoken->child(5 * columns + 1), shown.cells->cellAt(4, 1));
        for (const int index : {0, columns - 1, columns, 5 * columns + 1, (kSignals + 1) * columns - 1})
            QCOMPARE(shown.spoken->indexOfChild(shown.spoken->child(index)), index);
    }

    void aCellIsWhereItIsPainted()
    {
        const SpokenTable shown;
        for (const int column : {0, 2}) {
            QAccessibleInterface* cell = shown.cells->cellAt(1, column);
            const QPoint at = cell->rect().center();
            QVERIFY(shown.table->lineRect(1).contains(shown.table->viewport()->mapFromGlobal(at)));
            QCOMPARE(shown.spoken->childAt(at.x(), at.y()), cell);
            QAccessibleInterface* header = shown.spoken->child(column);
            const QPoint above = header->rect().center();
            QVERIFY(above.y() < at.y());
            QCOMPARE(shown.spoken->childAt(above.x(), above.y()), header);
        }
        QVERIFY(!shown.cells->cellAt(0, 0)->state().offscreen);
        QVERIFY(shown.cells->cellAt(kSignals - 1, 0)->state().offscreen);
    }

    void chosenRowsAreTold()
    {
        const SpokenTable shown;
        shown.table->setFocus();
        shown.press(Qt::Key_Home);
        shown.press(Qt::Key_Down);
        shown.press(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(shown.cells->selectedRows(), (QList<int>{1, 2}));
        QCOMPARE(shown.cells->selectedRowCount(), 2);
        QCOMPARE(shown.cells->selectedCellCount(), 2 * shown.cells->columnCount());
        QCOMPARE(shown.cells->selectedCells().first(), shown.cells->cellAt(1, 0));
        QVERIFY(shown.cells->isRowSelected(2) && !shown.cells->isRowSelected(3));
        QVERIFY(shown.cells->cellAt(2, 0)->state().selected);
        QVERIFY(!shown.cells->cellAt(3, 0)->state().selected);
        QVERIFY(shown.cells->cellAt(2, 1)->state().active);
        QVERIFY(shown.cells->selectedColumns().isEmpty());
        shown.press(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(shown.cells->selectedRowCount(), kSignals);
        QCOMPARE(shown.cells->selectedColumnCount(), shown.cells->columnCount());
    }

    void aReaderChoosesRows()
    {
        const SpokenTable shown;
        QVERIFY(shown.cells->selectRow(4));
        QVERIFY(shown.cells->selectRow(9));
        QCOMPARE(shown.cells->selectedRows(), (QList<int>{4, 9}));
        QVERIFY(named<QLabel>(*shown.panel, "tableTold")->text().contains(QStringLiteral("2 selected")));
        QVERIFY(shown.cells->unselectRow(4));
        QCOMPARE(shown.cells->selectedRows(), QList<int>{9});
        QVERIFY(!shown.cells->selectRow(kSignals));
        QVERIFY(!shown.cells->selectColumn(0));
        // A press of a cell is a click.
        QSignalSpy chosen(shown.panel, &ui::review::ReviewPanel::eventChosen);
        QAccessibleActionInterface* press = shown.cells->cellAt(4, 0)->actionInterface();
        QVERIFY(press->actionNames().contains(QAccessibleActionInterface::pressAction()));
        press->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(shown.cells->selectedRows(), QList<int>{4});
        QTRY_COMPARE_WITH_TIMEOUT(named<ui::common::TextBlock>(*shown.window, "detailsTitle")->text(),
                                  QStringLiteral("Signal 115"), kTablePatienceMs);
    }

    void aCellWhosePlaceIsGoneIsInvalid()
    {
        const SpokenTable shown;
        QAccessibleInterface* last = shown.cells->cellAt(kSignals - 1, 0);
        QAccessibleInterface* first = shown.cells->cellAt(0, 0);
        QVERIFY(last->isValid());
        timeline::FacetFilter facets;
        facets.of(timeline::Facet::Severity) = 1u << static_cast<unsigned>(domain::Severity::Critical);
        shown.panel->setFacets(facets);
        shown.settle();
        QVERIFY(shown.table->lineCount() > 0 && shown.table->lineCount() < kSignals);
        QVERIFY(!last->isValid());
        QVERIFY(last->text(QAccessible::Name).isEmpty());
        QVERIFY(last->rect().isEmpty());
        QVERIFY(first->isValid());
        QCOMPARE(first->text(QAccessible::Name), shown.cell(0, "Time"));
    }

    void aReaderThatWalksAWideTableIsServed()
    {
        const SpokenTable shown;
        auto* menu = named<QToolButton>(*shown.panel, "tableColumns")->menu();
        Q_EMIT menu->aboutToShow();
        for (QAction* action : menu->actions()) {
            if (action->isCheckable() && !action->isChecked())
                action->trigger();
        }
        shown.settle();
        // More cells than are kept.
        QVERIFY(shown.spoken->childCount() > 1'024);
        for (const auto direction :
             {timeline::SortDirection::Ascending, timeline::SortDirection::Descending}) {
            shown.panel->sortBy(timeline::RowOrder::Time, direction);
            shown.settle();
            for (int row = 0; row < kSignals; ++row) {
                for (int column = 0; column < shown.cells->columnCount(); ++column)
                    QCOMPARE(shown.text(row, column),
                             shown.cell(row, qPrintable(shown.cells->columnDescription(column))));
            }
        }
        shown.table->setFocus();
        shown.press(Qt::Key_A, Qt::ControlModifier);
        const auto selected = shown.cells->selectedCells();
        QVERIFY(!selected.isEmpty() && selected.size() < shown.cells->selectedCellCount());
        for (QAccessibleInterface* cell : selected)
            QVERIFY(cell->isValid() && cell->tableCellInterface()->isSelected());
        QSettings().remove(QStringLiteral("eventTable"));
    }
};

KEYTURN_TEST(TestEventTableSpoken);
#include "test_event_table_spoken.moc"
