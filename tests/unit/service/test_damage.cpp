// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/verify.h"
#include "tests/unit/service/service_bench.h"

#include <QTest>

namespace keyturn::tests {

namespace {

void flipMiddle(QByteArray& bytes)
{
    const qsizetype at = bytes.size() / 2;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
}

service::Verification verified(const ServiceBench& bench)
{
    return must(service::verifyLocation(bench.path(), bench.options, {}, std::atomic_bool{false}));
}

QString codesOf(const std::vector<service::Problem>& problems)
{
    QStringList codes;
    for (const service::Problem& problem : problems)
        codes += problem.code;
    return codes.join(QLatin1Char(' '));
}

} // namespace

class TestDamage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verifiesASoundWorkspace();
    void opensForReadingUpToADamagedEntryAndNamesIt();
    void opensForReadingWhenTheNewestCheckpointIsDamaged();
    void namesTheImportWhoseRecordsAreDamaged_data();
    void namesTheImportWhoseRecordsAreDamaged();
    void mendsAChangedColumnPart();
};

void TestDamage::verifiesASoundWorkspace()
{
    ServiceBench bench;
    must(bench.import(*bench.found(), threeLogLines()));
    const auto result = verified(bench);
    QCOMPARE(codesOf(result.problems), QString());
    QCOMPARE(result.records, std::uint64_t{must(bench.open()->asKnownAt(bench.clock->now()))->records});
}

void TestDamage::opensForReadingUpToADamagedEntryAndNamesIt()
{
    ServiceBench bench;
    {
        const auto workspace = bench.found();
        for (const char* title : {"One", "Two", "Three"})
            must(bench.say(*workspace, "scribe", ServiceBench::note(QLatin1String(title))));
    }
    bench.tamper(QStringLiteral("SELECT bytes FROM entries WHERE seq = 5"),
                 QStringLiteral("UPDATE entries SET bytes = ? WHERE seq = 5"), flipMiddle);
    const auto workspace = bench.open();
    QVERIFY(workspace->health().readOnly);
    QCOMPARE(workspace->snapshot()->size, std::uint64_t{5});
    QVERIFY(!workspace->health().problems.empty());
    const service::Problem& problem = workspace->health().problems.front();
    QCOMPARE(problem.entry, std::optional<std::uint64_t>(5));
    QVERIFY(!problem.code.isEmpty());
    QVERIFY(!problem.text.isEmpty());
    const auto refused = bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("On it")));
    QVERIFY(!refused);
    QVERIFY(refused.error().is(service::ServiceError::ReadOnly));
}

void TestDamage::opensForReadingWhenTheNewestCheckpointIsDamaged()
{
    ServiceBench bench;
    bench.found().reset();
    bench.tamper(QStringLiteral("SELECT note FROM checkpoints WHERE size = 4"),
                 QStringLiteral("UPDATE checkpoints SET note = ? WHERE size = 4"), flipMiddle);
    const auto workspace = bench.open();
    QVERIFY(workspace->health().readOnly);
    QCOMPARE(codesOf(workspace->health().problems), QStringLiteral("checkpoint"));
    QCOMPARE(workspace->snapshot()->size, std::uint64_t{4});
}

void TestDamage::namesTheImportWhoseRecordsAreDamaged_data()
{
    QTest::addColumn<QString>("table");
    QTest::newRow("text") << "block_text";
    QTest::newRow("salts") << "block_salts";
}

void TestDamage::namesTheImportWhoseRecordsAreDamaged()
{
    QFETCH(QString, table);
    ServiceBench bench;
    const std::uint64_t entry = must(bench.import(*bench.found(), threeLogLines())).entry;
    bench.tamper(QStringLiteral("SELECT bytes FROM %1").arg(table),
                 QStringLiteral("UPDATE %1 SET bytes = ?").arg(table), flipMiddle);
    const auto result = verified(bench);
    QCOMPARE(codesOf(result.problems), QStringLiteral("records"));
    QCOMPARE(result.problems.front().entry, std::optional(entry));

    const auto workspace = bench.open();
    workspace->noteVerified(result.problems);
    QVERIFY(workspace->health().readOnly);
    QVERIFY(!workspace->health().fullyVerified);
    QVERIFY(!bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("On it"))));
}

void TestDamage::mendsAChangedColumnPart()
{
    ServiceBench bench;
    must(bench.import(*bench.found(), threeLogLines()));
    bench.tamper(QStringLiteral("SELECT bytes FROM block_columns"),
                 QStringLiteral("UPDATE block_columns SET bytes = ?"), flipMiddle);
    QCOMPARE(codesOf(verified(bench).problems), QStringLiteral("derived"));
    {
        const auto workspace = bench.open();
        QCOMPARE(must(service::rebuildDerived(*workspace, {}, std::atomic_bool{false})), std::uint64_t{1});
        QCOMPARE(must(service::rebuildDerived(*workspace, {}, std::atomic_bool{false})), std::uint64_t{0});
    }
    QCOMPARE(codesOf(verified(bench).problems), QString());
}

KEYTURN_TEST(TestDamage);

} // namespace keyturn::tests

#include "test_damage.moc"
