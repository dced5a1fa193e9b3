// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody who writes into the database, with or without the seat's key, also while the program has it open.
#include "models/ledger/checkpoint.h"
#include "models/ledger/ledger_error.h"
#include "models/ledger/witness.h"
#include "models/service/fork_check.h"
#include "models/service/seat.h"
#include "models/state/state_error.h"
#include "tests/unit/service/courier_bench.h"

#include <QDir>

#include <array>

namespace keyturn::tests {

using ledger::LedgerError;
using service::ServiceError;

class TestInsiderAtWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void insiderWithDatabaseWriteAccessChangesNoNewestCheckpoint_data();
    void insiderWithDatabaseWriteAccessChangesNoNewestCheckpoint();
    void insiderWithDatabaseWriteAccessAddsNothingBelieved_data();
    void insiderWithDatabaseWriteAccessAddsNothingBelieved();
    void insiderWithDatabaseWriteAccessAddsNothingBetweenSightAndSignature();
    void insiderWithDatabaseWriteAccessChangesNoPast();
    void insiderWithDatabaseWriteAccessTakesNothingBackRightAfterFounding();
    void insiderWithDatabaseWriteAccessTakesNoCarriedAnswerBack();
    void insiderWithDatabaseWriteAccessGainsNothingByADamagedAnchor();
    void insiderWithDatabaseWriteAccessRaisesNoAnchor();
    void insiderWithDatabaseWriteAccessHasNoFalseWitness();
    void saysWhenTheMachineCannotRememberTheHead();
    void copiedWorkspaceAsksNobodyToSignAndTakesNoSignature();
    void copiedWorkspaceTakesNoCarriedAnswer();
    void copiedWorkspaceThatIsAlsoDamagedIsNotDecidedOn();
    void copiedWorkspaceIsNotHeldToAnotherLedgerInItsPlace();
    void seatsThatAppendBetweenSightAndSignatureFollowEachOther();
};

namespace {

/// Everything that somebody has who stole the seat's key, and writes into the database that others use.
struct Insider
{
    ServiceBench& bench;

    [[nodiscard]] service::Seat seat() const { return must(service::loadOrMakeSeat(bench.options.seat)); }
    [[nodiscard]] QByteArray signedNote(const ledger::Checkpoint& checkpoint) const
    {
        const service::Seat stolen = seat();
        return must(ledger::signCheckpoint(checkpoint, stolen.name, *stolen.key));
    }
    /// The entry that a member of the war room would add next, taken from a copy of the workspace.
    [[nodiscard]] QByteArray nextEntry(service::Workspace& workspace) const
    {
        service::OpenOptions elsewhere = bench.options;
        elsewhere.seat.path = bench.folder.filePath(QStringLiteral("insider"));
        if (!QDir().mkpath(elsewhere.seat.path) ||
            !QFile::copy(bench.options.seat.keyFile(), elsewhere.seat.keyFile()) ||
            !workspace.store().backupTo(bench.path("insider.keyturn"), [](int, int) { return true; }))
            qFatal("cannot copy the workspace");
        const auto copy = must(service::Workspace::open(bench.path("insider.keyturn"), elsewhere));
        must(bench.say(*copy, "scribe", ServiceBench::note(QStringLiteral("Slipped in"))));
        return must(copy->store().entries(workspace.tree().size(), 1)).front();
    }
    void putEntry(std::uint64_t seq, const QByteArray& bytes) const
    {
        put(QStringLiteral("INSERT INTO entries (seq, bytes) VALUES (%1, ?)").arg(seq), bytes);
    }
    void putCheckpoint(std::uint64_t size, const QByteArray& note) const
    {
        put(QStringLiteral("INSERT INTO checkpoints (size, note) VALUES (%1, ?)"
                           " ON CONFLICT (size) DO UPDATE SET note = excluded.note")
                .arg(size),
            note);
    }
    /// A checkpoint of the ledger with @p entry at its end, signed as the seat does.
    void putCheckpointWith(const service::Workspace& workspace, const QByteArray& entry) const
    {
        ledger::MerkleTree tree = workspace.tree();
        tree.append(must(ledger::readEntry(entry)).leafHash());
        putCheckpoint(tree.size(), signedNote({ledger::checkpointOrigin(workspace.snapshot()->log),
                                               tree.size(), tree.root()}));
    }

private:
    void put(const QString& insert, const QByteArray& bytes) const
    {
        bench.tamper(QStringLiteral("SELECT x'00'"), insert, [&](QByteArray& value) { value = bytes; });
    }
};

/// The same entry with a signature that is none: one letter of it is another.
QByteArray withFalseSignature(QByteArray entry)
{
    const qsizetype at = entry.indexOf("\"sig\":\"") + 20;
    entry[at] = entry[at] == 'A' ? 'B' : 'A';
    return entry;
}

/// A backup of @p workspace is put back in its place once @p meanwhile has been done to it.
template <typename Do>
void putBackAfter(ServiceBench& bench, std::unique_ptr<service::Workspace>& workspace, Do meanwhile)
{
    if (!workspace->store().backupTo(bench.path("old.keyturn"), [](int, int) { return true; }))
        qFatal("no backup");
    meanwhile();
    workspace.reset();
    if (!QFile::remove(bench.path()) || !QFile::copy(bench.path("old.keyturn"), bench.path()))
        qFatal("cannot put the backup in place");
    workspace = bench.open();
}

} // namespace

void TestInsiderAtWork::insiderWithDatabaseWriteAccessChangesNoNewestCheckpoint_data()
{
    QTest::addColumn<int>("way");
    QTest::newRow("none is left") << 0;
    QTest::newRow("an older one is the newest") << 1;
    QTest::newRow("another size") << 2;
    QTest::newRow("another root") << 3;
    QTest::newRow("another ledger") << 4;
}

void TestInsiderAtWork::insiderWithDatabaseWriteAccessChangesNoNewestCheckpoint()
{
    QFETCH(int, way);
    ServiceBench bench;
    const Insider insider{bench};
    {
        const auto workspace = bench.found();
        must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Seen"))));
        const std::uint64_t size = workspace->tree().size();
        ledger::Checkpoint told{ledger::checkpointOrigin(workspace->snapshot()->log), size,
                                workspace->tree().root()};
        if (way == 2)
            told.size = size - 1;
        if (way == 3)
            told.root = workspace->tree().rootAt(size - 1);
        if (way == 4)
            told.origin = ledger::checkpointOrigin(told.root);
        if (way >= 2)
            insider.putCheckpoint(size, insider.signedNote(told));
    }
    if (way < 2)
        bench.change(
            {QStringLiteral("DELETE FROM checkpoints WHERE size = (SELECT max(size) FROM checkpoints)")});
    if (way == 0)
        bench.change({QStringLiteral("DELETE FROM checkpoints")});
    const auto workspace = bench.open();
    QVERIFY(workspace->health().readOnly);
    QCOMPARE(workspace->health().problems.front().code, QStringLiteral("checkpoint"));
    QVERIFY(!workspace->health().rivalHead);
}

void TestInsiderAtWork::insiderWithDatabaseWriteAccessAddsNothingBelieved_data()
{
    QTest::addColumn<bool>("isSignedByMember");
    QTest::addColumn<bool>("isSignedBySeat");
    QTest::newRow("with a false signature") << false << true;
    QTest::newRow("without the seat's word") << true << false;
}

void TestInsiderAtWork::insiderWithDatabaseWriteAccessAddsNothingBelieved()
{
    QFETCH(bool, isSignedByMember);
    QFETCH(bool, isSignedBySeat);
    ServiceBench bench;
    const Insider insider{bench};
    const auto workspace = bench.found();
    const QByteArray next = insider.nextEntry(*workspace);
    const QByteArray entry = isSignedByMember ? next : withFalseSignature(next);
    insider.putEntry(workspace->tree().size(), entry);
    if (isSignedBySeat)
        insider.putCheckpointWith(*workspace, entry);
    const auto refused = bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("On top of it")));
    QVERIFY(!refused);
    QVERIFY(workspace->health().readOnly);
    QCOMPARE(workspace->health().problems.size(), std::size_t{1});
    QCOMPARE(must(workspace->store().size()), std::uint64_t{5});
}

void TestInsiderAtWork::insiderWithDatabaseWriteAccessAddsNothingBetweenSightAndSignature()
{
    ServiceBench bench;
    const Insider insider{bench};
    const auto workspace = bench.found();
    const QByteArray entry = withFalseSignature(insider.nextEntry(*workspace));
    const auto prepared =
        must(workspace->prepare(person("scribe"), ServiceBench::note(QStringLiteral("Seen and signed"))));
    insider.putEntry(workspace->tree().size(), entry);
    insider.putCheckpointWith(*workspace, entry);
    QVERIFY(!workspace->commit(prepared, bench.harness.keyOf("scribe")));
    QVERIFY(workspace->health().readOnly);
    QCOMPARE(must(workspace->store().size()), std::uint64_t{5});
}

void TestInsiderAtWork::insiderWithDatabaseWriteAccessChangesNoPast()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Then"))));
    const base::UtcTime then = workspace->snapshot()->lastTime;
    bench.clock->advanceMinutes(5);
    must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Now"))));
    const auto other = bench.open();
    QCOMPARE(must(workspace->asKnownAt(then))->size, std::uint64_t{5});
    bench.tamper(QStringLiteral("SELECT bytes FROM entries WHERE seq = 4"),
                 QStringLiteral("UPDATE entries SET bytes = ? WHERE seq = 4"),
                 [](QByteArray& bytes) { bytes = withFalseSignature(bytes); });
    // Who has been there remembers it as it was; who comes for the first time is told.
    QCOMPARE(must(workspace->asKnownAt(then))->size, std::uint64_t{5});
    EXPECT_ERROR(other->asKnownAt(then), state::StateError::EntryChanged);
}

void TestInsiderAtWork::insiderWithDatabaseWriteAccessTakesNothingBackRightAfterFounding()
{
    ServiceBench bench;
    bench.found().reset();
    bench.change(
        {QStringLiteral("DELETE FROM checkpoints"), QStringLiteral("DELETE FROM entries WHERE seq = 3")});
    const auto workspace = bench.open();
    QVERIFY(workspace->health().readOnly);
    QCOMPARE(workspace->health().problems.back().code, QStringLiteral("rollback"));
}

void TestInsiderAtWork::insiderWithDatabaseWriteAccessTakesNoCarriedAnswerBack()
{
    CourierBench courier;
    courier.out();
    courier.answer();
    putBackAfter(courier.bench, courier.workspace, [&] { must(courier.in()); });
    QVERIFY(courier.workspace->health().readOnly);
    QCOMPARE(courier.workspace->health().problems.front().code, QStringLiteral("rollback"));
}

void TestInsiderAtWork::insiderWithDatabaseWriteAccessGainsNothingByADamagedAnchor()
{
    ServiceBench bench;
    const QString log = bench.found()->snapshot()->log.hex();
    writeTestFile(QDir(bench.options.seat.anchorFolder()).filePath(log + QStringLiteral(".anchor")), "{}");
    const auto workspace = bench.open();
    QVERIFY(workspace->health().readOnly);
    QCOMPARE(workspace->health().problems.front().code, QStringLiteral("storage/anchor-damaged"));
}

void TestInsiderAtWork::insiderWithDatabaseWriteAccessRaisesNoAnchor()
{
    ServiceBench bench;
    const Insider insider{bench};
    {
        const auto workspace = bench.found();
        insider.putEntry(workspace->tree().size(), insider.nextEntry(*workspace));
    }
    QVERIFY(bench.open()->health().readOnly);
    bench.change({QStringLiteral("DELETE FROM entries WHERE seq = 4")});
    // What no seat has signed for was not remembered, so its going is no rollback.
    QVERIFY(bench.open()->health().problems.empty());
}

void TestInsiderAtWork::insiderWithDatabaseWriteAccessHasNoFalseWitness()
{
    ServiceBench bench;
    const Insider insider{bench};
    auto witness = must(crypto::PrivateKey::generate(crypto::KeyType::Ed25519));
    const QString name = ledger::witnessName(witness.publicKey());
    ledger::Checkpoint other;
    {
        const auto workspace = bench.found();
        must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Later"))));
        other = {ledger::checkpointOrigin(workspace->snapshot()->log), 4, workspace->tree().rootAt(3)};
    }
    const QByteArray note = must(ledger::cosign(insider.signedNote(other), name, witness));
    insider.putCheckpoint(other.size, note);
    bench.options.witnesses = {{name, witness.publicKey()}};
    const auto workspace = bench.open();
    QVERIFY(!workspace->health().witnessed);
    QCOMPARE(must(service::compareWithNote(*workspace, note, {})).relation, ledger::TreeRelation::Diverged);
    // A head that nobody known has signed says nothing.
    const QByteArray nobodys = must(ledger::signCheckpoint(other, name, witness));
    EXPECT_ERROR(
        service::compareWithNote(*workspace, nobodys,
                                 std::array{ledger::NoteVerifier{name, insider.seat().key->publicKey()}}),
        LedgerError::NoteNotSigned);
}

void TestInsiderAtWork::saysWhenTheMachineCannotRememberTheHead()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    QVERIFY(workspace->health().anchorWarning.isEmpty());
    const QString anchor = QDir(bench.options.seat.anchorFolder())
                               .filePath(workspace->snapshot()->log.hex() + QStringLiteral(".anchor"));
    QVERIFY(QDir().mkpath(anchor + QStringLiteral(".new")));
    must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Committed all the same"))));
    QVERIFY(!workspace->health().anchorWarning.isEmpty());
    QVERIFY(QDir().rmdir(anchor + QStringLiteral(".new")));
    must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Remembered again"))));
    QVERIFY(workspace->health().anchorWarning.isEmpty());
}

void TestInsiderAtWork::copiedWorkspaceAsksNobodyToSignAndTakesNoSignature()
{
    ServiceBench bench;
    auto workspace = bench.found();
    const auto note = ServiceBench::note(QStringLiteral("Onto the old copy"));
    const auto prepared = must(workspace->prepare(person("scribe"), note));
    // Found broken after the sheet was shown and before it was signed.
    workspace->noteVerified({{std::nullopt, QStringLiteral("records"), QStringLiteral("They do not hold.")}});
    EXPECT_ERROR(workspace->commit(prepared, bench.harness.keyOf("scribe")), ServiceError::ReadOnly);
    workspace = bench.open();
    putBackAfter(bench, workspace, [&] {
        must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("To be forgotten"))));
    });
    EXPECT_ERROR(workspace->prepare(person("scribe"), note), ServiceError::ReadOnly);
}

void TestInsiderAtWork::copiedWorkspaceTakesNoCarriedAnswer()
{
    CourierBench courier;
    courier.out();
    courier.answer();
    putBackAfter(courier.bench, courier.workspace, [&] {
        must(courier.bench.say(*courier.workspace, "scribe",
                               ServiceBench::note(QStringLiteral("To be forgotten"))));
    });
    const std::uint64_t size = must(courier.workspace->store().size());
    EXPECT_ERROR(courier.in(), ServiceError::ReadOnly);
    QCOMPARE(must(courier.workspace->store().size()), size);
}

void TestInsiderAtWork::copiedWorkspaceThatIsAlsoDamagedIsNotDecidedOn()
{
    ServiceBench bench;
    auto workspace = bench.found();
    putBackAfter(bench, workspace, [&] {
        must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("To be forgotten"))));
    });
    QVERIFY(workspace->health().rivalHead.has_value());
    workspace->noteVerified({{std::nullopt, QStringLiteral("records"), QStringLiteral("They do not hold.")}});
    QVERIFY(!workspace->health().rivalHead);
    // Nor is anybody asked to vouch for it.
    EXPECT_ERROR(workspace->requestWitness(0), ServiceError::ReadOnly);
}

void TestInsiderAtWork::copiedWorkspaceIsNotHeldToAnotherLedgerInItsPlace()
{
    ServiceBench bench;
    ServiceBench another;
    {
        const auto workspace = bench.found();
        if (!workspace->store().backupTo(bench.path("old.keyturn"), [](int, int) { return true; }))
            QFAIL("no backup");
        must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Later"))));
        must(another.say(*another.found(), "scribe", ServiceBench::note(QStringLiteral("Elsewhere"))));
    }
    QVERIFY(QFile::remove(bench.path()));
    QVERIFY(QFile::copy(another.path(), bench.path()));
    const auto copy = bench.open("old.keyturn");
    QVERIFY(copy->health().problems.empty());
    QVERIFY(copy->health().readOnly);
}

void TestInsiderAtWork::seatsThatAppendBetweenSightAndSignatureFollowEachOther()
{
    ServiceBench bench;
    const auto first = bench.found();
    const auto second = bench.open();
    const auto prepared =
        must(first->prepare(person("scribe"), ServiceBench::note(QStringLiteral("Shown first"))));
    must(bench.say(*second, "safety", ServiceBench::note(QStringLiteral("Signed first"))));
    must(first->commit(prepared, bench.harness.keyOf("scribe")));
    QCOMPARE(first->tree().size(), std::uint64_t{6});
    QVERIFY(second->refresh());
    QCOMPARE(second->tree().root(), first->tree().root());
    QVERIFY(bench.open()->health().problems.empty());
}

KEYTURN_TEST(TestInsiderAtWork);

} // namespace keyturn::tests

#include "test_insider_at_work.moc"
