// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/verify.h"
#include "tests/unit/service/service_bench.h"

#include <QTest>

namespace keyturn::tests {

/// Whoever has the file and none of the keys: nothing that they do to the rows of the ledger in it goes
/// unnamed. Bytes of entries are in the tests of the state, those of the whole file in
/// tests/system/bit_flips.sh.
class TestAttackersWithTheFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outsiderWithTheFileMovesNoEntryUnnamed_data();
    void outsiderWithTheFileMovesNoEntryUnnamed();
};

void TestAttackersWithTheFile::outsiderWithTheFileMovesNoEntryUnnamed_data()
{
    QTest::addColumn<QStringList>("statements");
    const QString last = QStringLiteral("(SELECT max(seq) FROM entries)");
    QTest::newRow("delete the last") << QStringList{QStringLiteral("DELETE FROM entries WHERE seq = ") +
                                                    last};
    QTest::newRow("delete one in the middle")
        << QStringList{QStringLiteral("DELETE FROM entries WHERE seq = 4")};
    QTest::newRow("swap two") << QStringList{QStringLiteral("UPDATE entries SET seq = 1000 WHERE seq = 4"),
                                             QStringLiteral("UPDATE entries SET seq = 4 WHERE seq = 5"),
                                             QStringLiteral("UPDATE entries SET seq = 5 WHERE seq = 1000")};
    QTest::newRow("one in place of another") << QStringList{
        QStringLiteral("UPDATE entries SET bytes = (SELECT bytes FROM entries WHERE seq = 4) WHERE seq = 5")};
}

void TestAttackersWithTheFile::outsiderWithTheFileMovesNoEntryUnnamed()
{
    QFETCH(QStringList, statements);
    ServiceBench bench;
    {
        const auto workspace = bench.found();
        for (const char* title : {"One", "Two", "Three"})
            must(bench.say(*workspace, "scribe", ServiceBench::note(QLatin1String(title))));
    }
    bench.change(statements);
    const auto result =
        must(service::verifyLocation(bench.path(), bench.options, {}, std::atomic_bool{false}));
    QVERIFY(!result.ok());
    for (const service::Problem& problem : result.problems)
        QVERIFY(!problem.code.isEmpty() && !problem.text.isEmpty());
}

KEYTURN_TEST(TestAttackersWithTheFile);

} // namespace keyturn::tests

#include "test_attackers_with_the_file.moc"
