// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/table_model.h"
#include "tests/support/test_registry.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace keyturn;

namespace {

items::Table sampleTable(const QString& text)
{
    items::Table table;
    table.headers = {QStringLiteral("One"), QStringLiteral("Two")};
    items::TableRow full;
    full.key = QStringLiteral("R-1");
    full.heading = QStringLiteral("First");
    full.cells = {{text, QStringLiteral("why"), items::Tone::Overdue, items::Sign::Late},
                  {QStringLiteral("b"), {}, items::Tone::Neutral, items::Sign::None}};
    items::TableRow shorter;
    shorter.key = QStringLiteral("R-2");
    shorter.cells = {{QStringLiteral("c"), {}, items::Tone::Neutral, items::Sign::None}};
    table.rows = {full, shorter};
    return table;
}

} // namespace

class TestTableModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTheModelsContractWhileFilledAndEmptied()
    {
        items::TableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTable(sampleTable(QStringLiteral("a")));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.columnCount(), 2);
        model.setTable(sampleTable(QStringLiteral("other")));
        model.setTable({});
        QCOMPARE(model.rowCount(), 0);
        model.setTable(sampleTable(QStringLiteral("a")));
    }

    void tellsTextToneSignAndReasonOfACell()
    {
        items::TableModel model;
        model.setTable(sampleTable(QStringLiteral("a")));
        const QModelIndex cell = model.index(0, 0);
        QCOMPARE(cell.data().toString(), QStringLiteral("a"));
        QCOMPARE(cell.data(Qt::ToolTipRole).toString(), QStringLiteral("why"));
        QCOMPARE(cell.data(Qt::AccessibleTextRole).toString(), QStringLiteral("a. why"));
        QCOMPARE(cell.data(items::TableModel::KeyRole).toString(), QStringLiteral("R-1"));
        QCOMPARE(cell.data(items::TableModel::ToneRole).toInt(), static_cast<int>(items::Tone::Overdue));
        QCOMPARE(cell.data(items::TableModel::SignRole).toInt(), static_cast<int>(items::Sign::Late));
        QCOMPARE(model.index(1, 1).data(), QVariant());
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("Two"));
        QCOMPARE(model.headerData(0, Qt::Vertical, Qt::DisplayRole).toString(), QStringLiteral("First"));
    }

    void maliciousImportPutsNoMarkupIntoATip()
    {
        items::TableModel model;
        model.setTable(sampleTable(QStringLiteral("a")));
        items::Table table = sampleTable(QStringLiteral("<img src=x><b>bold</b>"));
        table.rows[0].cells[0].detail.clear();
        table.rows[0].cells[1].detail = QStringLiteral("a & b <a href=\"x\">c</a>");
        table.rows[1].cells[0].text = QStringLiteral("1 & 2");
        model.setTable(table);
        const auto tip = [&](int row, int column) {
            return model.index(row, column).data(Qt::ToolTipRole).toString();
        };
        QVERIFY2(tip(0, 0).contains(QStringLiteral(">&lt;img src=x&gt;&lt;b&gt;bold&lt;/b&gt;<")),
                 qPrintable(tip(0, 0)));
        QVERIFY2(tip(0, 1).contains(QStringLiteral(">a &amp; b &lt;a href=&quot;x&quot;&gt;c")),
                 qPrintable(tip(0, 1)));
        // What nobody takes for markup stays as it is.
        QCOMPARE(tip(1, 0), QStringLiteral("1 & 2"));
        // A cell itself is always plain.
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("<img src=x><b>bold</b>"));
    }

    void keepsRowsWhileTheirKeysStay()
    {
        items::TableModel model;
        model.setTable(sampleTable(QStringLiteral("a")));
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        model.setTable(sampleTable(QStringLiteral("a")));
        QCOMPARE(changes.count(), 0);
        model.setTable(sampleTable(QStringLiteral("z")));
        QCOMPARE(changes.count(), 1);
        QCOMPARE(resets.count(), 0);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("z"));
        items::Table grown = sampleTable(QStringLiteral("z"));
        grown.rows.push_back(grown.rows.front());
        grown.rows.back().key = QStringLiteral("R-3");
        model.setTable(grown);
        QCOMPARE(resets.count(), 1);
        QCOMPARE(model.rowOf(QStringLiteral("R-3")), 2);
        QCOMPARE(model.rowOf(QStringLiteral("R-9")), -1);
        QCOMPARE(model.keyOf(2), QStringLiteral("R-3"));
        QCOMPARE(model.keyOf(7), QString());
    }
};

KEYTURN_TEST(TestTableModel);
#include "test_table_model.moc"
