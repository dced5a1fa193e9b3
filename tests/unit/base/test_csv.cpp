// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/csv.h"
#include "tests/support/test_registry.h"

using namespace keyturn;

class TestCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellsAreDefusedAndQuoted_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("cell");
        const auto row = [](const char* name, const char* text, const char* cell) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(cell);
        };
        row("plain", "all quiet", "all quiet");
        row("comma", "a, b", "\"a, b\"");
        row("quote", "say \"no\"", "\"say \"\"no\"\"\"");
        row("line end", "a\nb", "\"a\nb\"");
        row("equals", "=1+1", "'=1+1");
        row("plus", "+1", "'+1");
        row("minus", "-1", "'-1");
        row("at", "@SUM(A1)", "'@SUM(A1)");
        row("tab", "\t=1", "'\t=1");
        row("tab alone", "\tA", "'\tA");
        row("carriage return", "\rA", "\"'\rA\"");
        row("after blanks", "  =1", "'  =1");
        row("wide equals", "\uFF1D1", "'\uFF1D1");
        row("formula with comma", "=A(1,2)", "\"'=A(1,2)\"");
        row("inside", "a=b", "a=b");
    }
    void cellsAreDefusedAndQuoted()
    {
        QFETCH(QString, text);
        QFETCH(QString, cell);
        QCOMPARE(base::csvCell(text), cell);
    }

    void aLineHoldsItsCellsAndEndsAsRfc4180Says()
    {
        QCOMPARE(base::csvLine({QStringLiteral("a"), QStringLiteral("b,c"), QString(), QStringLiteral("-1")}),
                 QStringLiteral("a,\"b,c\",,'-1\r\n"));
        QCOMPARE(base::csvLine({}), QStringLiteral("\r\n"));
    }
};

KEYTURN_TEST(TestCsv);
#include "test_csv.moc"
