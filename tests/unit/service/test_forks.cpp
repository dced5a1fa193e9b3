// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"
#include "models/service/fork_check.h"
#include "models/service/verify.h"
#include "tests/unit/service/service_bench.h"

#include <QDir>
#include <QSqlError>
#include <QTest>

namespace keyturn::tests {

using ledger::TreeRelation;

/// Copies that went apart, and the insider who makes one.
class TestForks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheEntryWhereCopiesPart();
    void freezesTheShorterCopyThatMeetsTheLonger();
    void freezesTheLongerCopyThatMeetsTheShorter();
    void keepsBothSignedHeadsOfAFork();
    void saysSoWhenTheEvidenceCannotBeKept();
    void comparesNoOtherLedger();
    void takesNoDamagedCopyForAShorterOne();
    void insiderWithDatabaseWriteAccessTruncatesToEverySize();
    void insiderWithDatabaseWriteAccessPutsBackAnOldBackup();
    void insiderWithDatabaseWriteAccessRewritesAndSignsAgain();
};

namespace {

/// A story of @p notes entries after the founding, and a copy of it made after the first @p shared.
struct Parted
{
    ServiceBench bench;
    service::OpenOptions elsewhere;

    Parted(int shared, int here, int there)
    {
        elsewhere = bench.options;
        elsewhere.seat.path = bench.folder.filePath(QStringLiteral("elsewhere"));
        bench.found().reset();
        add(bench.path(), bench.options, "Shared", shared);
        if (!QFile::copy(bench.path(), bench.path("apart.keyturn")))
            qFatal("cannot copy");
        // Nothing of the copy is known to this machine, and nothing of the original to the other.
        add(bench.path(), bench.options, "Here", here);
        add(bench.path("apart.keyturn"), elsewhere, "There", there);
    }
    void add(const QString& path, const service::OpenOptions& options, const char* title, int count)
    {
        const auto workspace = must(service::Workspace::open(path, options));
        for (int i = 0; i < count; ++i) {
            must(bench.say(*workspace, "scribe",
                           ServiceBench::note(QStringLiteral("%1 %2").arg(QLatin1String(title)).arg(i))));
        }
    }
    [[nodiscard]] std::unique_ptr<service::Workspace> met() const { return bench.open("apart.keyturn"); }
    [[nodiscard]] QStringList evidence() const
    {
        return QDir(bench.options.seat.forkFolder()).entryList(QDir::Files, QDir::Name);
    }
};

void expectFrozen(Parted& parted, service::Workspace& copy)
{
    QVERIFY(copy.health().readOnly);
    QCOMPARE(copy.health().problems.size(), std::size_t{1});
    QCOMPARE(copy.health().problems.front().code, QStringLiteral("fork"));
    const std::uint64_t size = copy.snapshot()->size;
    const auto refused =
        parted.bench.say(copy, "scribe", ServiceBench::note(QStringLiteral("Onto the fork")));
    QVERIFY(!refused);
    QVERIFY(refused.error().is(service::ServiceError::ReadOnly));
    QCOMPARE(must(copy.store().size()), size);
    QCOMPARE(parted.evidence().size(), 1);
    // The original goes on.
    const auto original = parted.bench.open();
    QVERIFY(original->health().problems.empty());
    QVERIFY(!original->health().readOnly);
}

/// Runs statements on a workspace file behind the program's back.
void runSql(const QString& path, const QStringList& statements)
{
    {
        QSqlDatabase database =
            QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("insider"));
        database.setDatabaseName(path);
        if (!database.open())
            qFatal("cannot open: %s", qPrintable(database.lastError().text()));
        for (const QString& statement : statements) {
            QSqlQuery query(database);
            if (!query.exec(statement))
                qFatal("%s: %s", qPrintable(statement), qPrintable(query.lastError().text()));
        }
    }
    QSqlDatabase::removeDatabase(QStringLiteral("insider"));
}

void truncateTo(const QString& path, std::uint64_t size)
{
    runSql(path, {QStringLiteral("PRAGMA foreign_keys = OFF"),
                  QStringLiteral("DELETE FROM checkpoints WHERE size > %1").arg(size),
                  QStringLiteral("DELETE FROM entries WHERE seq >= %1").arg(size)});
}

/// A copy of the seat's key in a folder without anchors: the insider's.
service::SeatFolder stolenSeat(const ServiceBench& bench)
{
    const service::SeatFolder stolen{bench.folder.filePath(QStringLiteral("stolen"))};
    if (!QDir().mkpath(stolen.path) || !QFile::copy(bench.options.seat.keyFile(), stolen.keyFile()))
        qFatal("cannot copy the seat");
    return stolen;
}

} // namespace

void TestForks::findsTheEntryWhereCopiesPart()
{
    Parted parted(3, 2, 4);
    const auto here = must(service::Workspace::open(parted.bench.path(), parted.bench.options));
    const auto there = must(service::Workspace::open(parted.bench.path("apart.keyturn"), parted.elsewhere));
    const auto found = must(service::compareWorkspaces(*here, *there));
    QCOMPARE(found.relation, TreeRelation::Diverged);
    QCOMPARE(found.partedAt, std::optional<std::uint64_t>(7));
    QCOMPARE(found.here.root, here->tree().root());
    QCOMPARE(found.there.root, there->tree().root());
    const auto back = must(service::compareWorkspaces(*there, *here));
    QCOMPARE(back.partedAt, found.partedAt);
    QCOMPARE(must(service::compareWorkspaces(*here, *here)).relation, TreeRelation::Same);
    // A checkpoint of the other side tells that they parted, not where.
    const auto byNote = must(service::compareWithNote(*here, must(here->requestWitness(0)).note, {}));
    QCOMPARE(byNote.relation, TreeRelation::Same);
}

void TestForks::freezesTheShorterCopyThatMeetsTheLonger()
{
    Parted parted(2, 6, 1);
    const auto copy = parted.met();
    expectFrozen(parted, *copy);
}

void TestForks::freezesTheLongerCopyThatMeetsTheShorter()
{
    Parted parted(2, 1, 6);
    const auto copy = parted.met();
    expectFrozen(parted, *copy);
    // However often it is opened, it is one fork.
    parted.met().reset();
    QCOMPARE(parted.evidence().size(), 1);
}

void TestForks::keepsBothSignedHeadsOfAFork()
{
    Parted parted(2, 3, 2);
    const auto copy = parted.met();
    QCOMPARE(parted.evidence().size(), 1);
    QFile file(QDir(parted.bench.options.seat.forkFolder()).filePath(parted.evidence().front()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto json = must(base::parseStrictJson(file.readAll()));
    base::JsonReader reader(json, {});
    QCOMPARE(reader.string("origin"), ledger::checkpointOrigin(copy->snapshot()->log));
    const auto& sides = reader.array("sides");
    QCOMPARE(sides.size(), std::size_t{2});
    const auto original = parted.bench.open();
    service::Workspace* const workspaces[] = {copy.get(), original.get()};
    for (std::size_t i = 0; i < 2; ++i) {
        base::JsonReader side(sides[i], {});
        const auto note =
            must(ledger::readNote(QByteArray::fromBase64(side.string("note_base64").toLatin1())));
        const auto checkpoint = must(ledger::readCheckpoint(note.text));
        QCOMPARE(checkpoint.size, workspaces[i]->tree().size());
        QCOMPARE(checkpoint.root, workspaces[i]->tree().root());
        QCOMPARE(side.digest("root"), checkpoint.root);
        QVERIFY(!ledger::signersOf(note, workspaces[i]->seatKeys()).empty());
    }
}

void TestForks::saysSoWhenTheEvidenceCannotBeKept()
{
    Parted parted(2, 1, 2);
    QFile blocker(parted.bench.options.seat.forkFolder());
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    const auto copy = parted.met();
    QVERIFY(copy->health().readOnly);
    QCOMPARE(copy->health().problems.size(), std::size_t{2});
    QCOMPARE(copy->health().problems.front().code, QStringLiteral("fork"));
    QCOMPARE(copy->health().problems.back().code, QStringLiteral("storage/anchor-failure"));
    // A fork of which nothing is kept is not decided on either.
    QVERIFY(!copy->health().rivalHead);
}

void TestForks::comparesNoOtherLedger()
{
    ServiceBench first;
    ServiceBench second;
    const auto here = first.found();
    const auto there = second.found();
    QVERIFY(service::compareWorkspaces(*here, *there).error().is(service::ServiceError::OtherLedger));
    const QByteArray note = must(there->requestWitness(0)).note;
    QVERIFY(service::compareWithNote(*here, note, {}).error().is(service::ServiceError::OtherLedger));
}

void TestForks::takesNoDamagedCopyForAShorterOne()
{
    ServiceBench bench;
    must(bench.say(*bench.found(), "scribe", ServiceBench::note(QStringLiteral("Sound"))));
    const QString damaged = bench.path("damaged.keyturn");
    QVERIFY(QFile::copy(bench.path(), damaged));
    runSql(damaged, {QStringLiteral("UPDATE entries SET bytes = x'00' WHERE seq = 4")});
    const auto here = bench.open();
    const auto there = bench.open("damaged.keyturn");
    const auto found = service::compareWorkspaces(*here, *there);
    QVERIFY(!found);
    QVERIFY(found.error().is(ledger::LedgerError::StoreCorrupt));
}

void TestForks::insiderWithDatabaseWriteAccessTruncatesToEverySize()
{
    ServiceBench bench;
    constexpr std::uint64_t kFounding = 4;
    constexpr std::uint64_t kSize = kFounding + 5;
    {
        const auto workspace = bench.found();
        for (std::uint64_t i = kFounding; i < kSize; ++i)
            must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Note %1").arg(i))));
    }
    QVERIFY(QFile::copy(bench.path(), bench.path("whole.keyturn")));
    for (std::uint64_t size = 0; size < kSize; ++size) {
        QVERIFY(QFile::remove(bench.path()));
        QVERIFY(QFile::copy(bench.path("whole.keyturn"), bench.path()));
        truncateTo(bench.path(), size);
        const auto workspace = bench.open();
        QVERIFY2(workspace->health().readOnly, qPrintable(QString::number(size)));
        QVERIFY(!workspace->health().problems.empty());
        QCOMPARE(workspace->health().problems.back().code,
                 size == 0 ? QStringLiteral("empty") : QStringLiteral("rollback"));
        const auto refused = bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("On it")));
        QVERIFY(!refused);
    }
}

void TestForks::insiderWithDatabaseWriteAccessPutsBackAnOldBackup()
{
    ServiceBench bench;
    {
        const auto workspace = bench.found();
        QVERIFY(workspace->store().backupTo(bench.path("old.keyturn"), [](int, int) { return true; }));
        must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("To be forgotten"))));
    }
    QVERIFY(QFile::remove(bench.path()));
    QVERIFY(QFile::copy(bench.path("old.keyturn"), bench.path()));
    const auto workspace = bench.open();
    QVERIFY(workspace->health().readOnly);
    QCOMPARE(workspace->health().problems.front().code, QStringLiteral("rollback"));
}

void TestForks::insiderWithDatabaseWriteAccessRewritesAndSignsAgain()
{
    ServiceBench bench;
    std::uint64_t size = 0;
    ledger::WitnessedLog witnessed;
    {
        const auto workspace = bench.found();
        for (int i = 0; i < 4; ++i)
            must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("True %1").arg(i))));
        size = workspace->tree().size();
        witnessed = must(ledger::judgeWitnessRequest(must(workspace->requestWitness(0)), std::nullopt,
                                                     workspace->seatKeys()));
    }
    service::OpenOptions insider = bench.options;
    insider.seat = stolenSeat(bench);
    for (std::uint64_t kept = 4; kept < size; ++kept) {
        const QString forged = bench.path("forged.keyturn");
        QFile::remove(forged);
        QVERIFY(QFile::copy(bench.path(), forged));
        truncateTo(forged, kept);
        const auto rewritten = must(service::Workspace::open(forged, insider));
        // Sound by its own signatures, and with no anchor that says otherwise.
        QVERIFY(rewritten->health().problems.empty());
        while (rewritten->tree().size() < size + 2) {
            if (rewritten->tree().size() >= size) {
                const auto judged = ledger::judgeWitnessRequest(must(rewritten->requestWitness(size)),
                                                                witnessed, rewritten->seatKeys());
                QVERIFY(!judged);
                QVERIFY(judged.error().is(ledger::LedgerError::WitnessConflict));
            }
            must(bench.say(*rewritten, "scribe", ServiceBench::note(QStringLiteral("False"))));
        }
        // And the machine that has seen the true ledger freezes it.
        const auto met = bench.open("forged.keyturn");
        QVERIFY(met->health().readOnly);
        QCOMPARE(met->health().problems.front().code, QStringLiteral("fork"));
        // The insider's folder starts afresh each time.
        QDir(insider.seat.anchorFolder()).removeRecursively();
    }
}

KEYTURN_TEST(TestForks);

} // namespace keyturn::tests

#include "test_forks.moc"
