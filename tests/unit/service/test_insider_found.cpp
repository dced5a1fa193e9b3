// SPDX-License-Identifier: GPL-3.0-or-later
// What verifying finds of an insider's work that opening the workspace does not look at.
#include "models/ledger/checkpoint.h"
#include "models/service/seat.h"
#include "models/service/verify.h"
#include "tests/unit/service/service_bench.h"

#include <QTest>

#include <algorithm>

namespace keyturn::tests {

class TestInsiderFound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void insiderWithDatabaseWriteAccessChangesNoOldCheckpointUnfound_data();
    void insiderWithDatabaseWriteAccessChangesNoOldCheckpointUnfound();
    void insiderWithDatabaseWriteAccessAddsNoStrayRowUnfound_data();
    void insiderWithDatabaseWriteAccessAddsNoStrayRowUnfound();
};

namespace {

/// The problems that verifying finds, as "code entry"; the entry is - where none is named.
QStringList found(const ServiceBench& bench)
{
    const auto result =
        must(service::verifyLocation(bench.path(), bench.options, {}, std::atomic_bool{false}));
    QStringList problems;
    for (const service::Problem& problem : result.problems)
        problems +=
            problem.code + u' ' + (problem.entry ? QString::number(*problem.entry) : QStringLiteral("-"));
    return problems;
}

} // namespace

void TestInsiderFound::insiderWithDatabaseWriteAccessChangesNoOldCheckpointUnfound_data()
{
    QTest::addColumn<int>("way");
    QTest::newRow("another size") << 0;
    QTest::newRow("another root") << 1;
    QTest::newRow("another ledger") << 2;
    QTest::newRow("no seat") << 3;
}

void TestInsiderFound::insiderWithDatabaseWriteAccessChangesNoOldCheckpointUnfound()
{
    QFETCH(int, way);
    ServiceBench bench;
    constexpr std::uint64_t kOld = 5;
    ledger::Checkpoint told;
    {
        const auto workspace = bench.found();
        for (const char* title : {"One", "Two"})
            must(bench.say(*workspace, "scribe", ServiceBench::note(QLatin1String(title))));
        told = {ledger::checkpointOrigin(workspace->snapshot()->log), kOld, workspace->tree().rootAt(kOld)};
        if (way == 0)
            told = {told.origin, kOld - 1, workspace->tree().rootAt(kOld - 1)};
        if (way == 1)
            told.root = workspace->tree().rootAt(kOld - 1);
        if (way == 2)
            told.origin = ledger::checkpointOrigin(told.root);
    }
    QCOMPARE(found(bench), QStringList());
    const service::Seat seat = must(service::loadOrMakeSeat(bench.options.seat));
    auto stranger = must(crypto::PrivateKey::generate(crypto::KeyType::Ed25519));
    const QByteArray note = must(ledger::signCheckpoint(told, seat.name, way == 3 ? stranger : *seat.key));
    bench.tamper(QStringLiteral("SELECT x'00'"),
                 QStringLiteral("UPDATE checkpoints SET note = ? WHERE size = 5"),
                 [&](QByteArray& bytes) { bytes = note; });
    QVERIFY(bench.open()->health().problems.empty());
    QCOMPARE(found(bench), QStringList{QStringLiteral("checkpoint 4")});
}

void TestInsiderFound::insiderWithDatabaseWriteAccessAddsNoStrayRowUnfound_data()
{
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("problem");
    QTest::newRow("a part of no block")
        << QStringLiteral("INSERT INTO block_text (block_id, bytes) VALUES (99, x'00')")
        << QStringLiteral("database -");
    QTest::newRow("records of an entry that is no import")
        << QStringLiteral("UPDATE blocks SET batch_seq = 2") << QStringLiteral("records 2");
}

void TestInsiderFound::insiderWithDatabaseWriteAccessAddsNoStrayRowUnfound()
{
    QFETCH(QString, statement);
    QFETCH(QString, problem);
    ServiceBench bench;
    must(bench.import(*bench.found(), threeLogLines()));
    QCOMPARE(found(bench), QStringList());
    bench.change({statement});
    const QStringList problems = found(bench);
    QVERIFY2(problems.contains(problem), qPrintable(problems.join(u',')));
}

KEYTURN_TEST(TestInsiderFound);

} // namespace keyturn::tests

#include "test_insider_found.moc"
