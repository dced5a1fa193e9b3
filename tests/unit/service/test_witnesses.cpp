// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/service/fork_check.h"
#include "models/service/verify.h"
#include "tests/support/stamp_authority.h"
#include "tests/unit/service/service_bench.h"

#include <QDir>
#include <QTest>

namespace keyturn::tests {

using ledger::TreeRelation;
using service::ServiceError;

class TestWitnesses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCosignatureCountsOnceItsKeyIsKnown();
    void aWitnessThatTheCharterNamesCounts();
    void aSecondSeatOfTheLedgerCounts();
    void ownSignatureAloneIsNoWitness();
    void takesNoNoteOfAnotherTreeOrLedger();
    void verifyHoldsTheLedgerToWitnessNotes();
    void refusesToSignFarBeforeTheTimeStamped();
    void letsADemoPlayBeforeTheTimeStamped();
    void believesNoStampOfAnUnknownAuthority();
    void insiderWithDatabaseWriteAccessSetsNoClockByAForeignCheckpoint();
    void takesNoStampOnSomethingElse();
};

namespace {

crypto::PrivateKey witnessKey()
{
    return must(crypto::PrivateKey::fromEd25519Seed(QByteArray(32, 'w')));
}

QByteArray cosignedNote(service::Workspace& workspace)
{
    crypto::PrivateKey key = witnessKey();
    const auto request = must(workspace.requestWitness(0));
    return must(ledger::cosign(request.note, ledger::witnessName(key.publicKey()), key));
}

ledger::NoteVerifier witnessVerifier()
{
    const crypto::PrivateKey key = witnessKey();
    return {ledger::witnessName(key.publicKey()), key.publicKey()};
}

base::Digest checkpointDigest(service::Workspace& workspace)
{
    return crypto::sha256(must(ledger::readNote(must(workspace.requestWitness(0)).note)).text);
}

} // namespace

void TestWitnesses::aCosignatureCountsOnceItsKeyIsKnown()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    must(workspace->takeCosigned(cosignedNote(*workspace)));
    QVERIFY(!workspace->health().witnessed);

    bench.options.witnesses = {witnessVerifier()};
    const auto known = bench.open();
    QVERIFY(known->health().witnessed);
    QCOMPARE(known->health().witnessedSize, std::uint64_t{4});
    QVERIFY(known->health().witnesses.contains(witnessVerifier().name));
    // What was witnessed stays so when the ledger goes on.
    must(bench.say(*known, "scribe", ServiceBench::note(QStringLiteral("Later"))));
    QVERIFY(bench.open()->health().witnessed);
    QCOMPARE(bench.open()->health().witnessedSize, std::uint64_t{4});
    const auto verified =
        must(service::verifyLocation(bench.path(), bench.options, {}, std::atomic_bool{false}));
    QVERIFY(verified.ok());
    QVERIFY(verified.witnessed);
}

void TestWitnesses::aWitnessThatTheCharterNamesCounts()
{
    const ledger::NoteVerifier witness = witnessVerifier();
    ServiceBench bench([&](domain::Charter& charter) {
        charter.witnesses = {{witness.name, witness.key.spki()}};
    });
    const auto workspace = bench.found();
    const QByteArray note = cosignedNote(*workspace);
    must(workspace->takeCosigned(note));
    QVERIFY(workspace->health().witnessed);
    QVERIFY(workspace->health().witnesses.contains(witness.name));
    // The ledger itself knows it only once an entry says so.
    QCOMPARE(workspace->snapshot()->witnessedSize(), std::uint64_t{0});
    must(bench.say(*workspace, "scribe", domain::WitnessRecorded{note}));
    QCOMPARE(workspace->snapshot()->witnessedSize(), std::uint64_t{4});
}

void TestWitnesses::aSecondSeatOfTheLedgerCounts()
{
    ServiceBench bench;
    bench.found().reset();
    const service::SeatFolder first = bench.options.seat;
    bench.options.seat.path = bench.folder.filePath(QStringLiteral("second"));
    {
        const auto second = bench.open();
        must(bench.say(*second, "scribe", ServiceBench::note(QStringLiteral("From the second seat"))));
        QVERIFY(!second->health().witnessed);
    }
    bench.options.seat = first;
    const auto workspace = bench.open();
    auto seat = must(service::loadOrMakeSeat(first));
    const QByteArray note = must(workspace->requestWitness(0)).note;
    must(workspace->takeCosigned(must(ledger::cosign(note, seat.name, *seat.key))));
    QVERIFY(workspace->health().witnessed);
}

void TestWitnesses::ownSignatureAloneIsNoWitness()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    auto seat = must(service::loadOrMakeSeat(bench.options.seat));
    const QByteArray note = must(workspace->requestWitness(0)).note;
    // The same key under two names is one party.
    bench.options.witnesses = {{QStringLiteral("somebody-else"), seat.key->publicKey()}};
    must(workspace->takeCosigned(must(ledger::cosign(note, QStringLiteral("somebody-else"), *seat.key))));
    QVERIFY(!bench.open()->health().witnessed);
}

void TestWitnesses::takesNoNoteOfAnotherTreeOrLedger()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    auto seat = must(service::loadOrMakeSeat(bench.options.seat));
    const QByteArray before = must(workspace->store().newestCheckpoint())->note;
    const QString origin = ledger::checkpointOrigin(workspace->snapshot()->log);
    const auto noteOf = [&](const QString& of, std::uint64_t size, const base::Digest& root) {
        return must(ledger::signCheckpoint({of, size, root}, seat.name, *seat.key));
    };
    const base::Digest root = workspace->tree().root();
    const auto outcome = [&](const QByteArray& note) { return workspace->takeCosigned(note).error(); };
    QVERIFY(outcome(noteOf(origin, 4, crypto::sha256("other"))).is(ServiceError::NoteContradicts));
    QVERIFY(outcome(noteOf(origin, 5, root)).is(ServiceError::NoteBeyond));
    QVERIFY(outcome(noteOf(QStringLiteral("keyturn.dev/other"), 4, root)).is(ServiceError::OtherLedger));
    QVERIFY(
        outcome(noteOf(origin, 1, workspace->tree().rootAt(1))).is(ledger::LedgerError::NoSuchCheckpoint));
    crypto::PrivateKey stranger = witnessKey();
    const QByteArray byStranger = must(ledger::signCheckpoint({origin, 4, root}, seat.name, stranger));
    QVERIFY(outcome(byStranger).is(ServiceError::NoteOfNoSeat));
    QCOMPARE(must(workspace->store().newestCheckpoint())->note, before);
}

void TestWitnesses::verifyHoldsTheLedgerToWitnessNotes()
{
    ServiceBench bench;
    bench.options.witnesses = {witnessVerifier()};
    QByteArray note;
    {
        const auto workspace = bench.found();
        QVERIFY(QFile::copy(bench.path(), bench.path("short.keyturn")));
        must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Witnessed"))));
        note = cosignedNote(*workspace);
    }
    const auto codes = [&](const char* file, const char* seat) {
        service::OpenOptions options = bench.options;
        options.seat.path = bench.folder.filePath(QLatin1String(seat));
        QStringList found;
        for (const service::Problem& problem :
             must(service::verifyLocation(bench.path(file), options, {}, std::atomic_bool{false}, {note}))
                 .problems)
            found += problem.code;
        return found;
    };
    QCOMPARE(codes("war-room.keyturn", "seat"), QStringList());
    QCOMPARE(codes("short.keyturn", "auditor"), QStringList{"rollback"});
    {
        service::OpenOptions elsewhere = bench.options;
        elsewhere.seat.path = bench.folder.filePath(QStringLiteral("elsewhere"));
        const auto apart = must(service::Workspace::open(bench.path("short.keyturn"), elsewhere));
        must(bench.say(*apart, "scribe", ServiceBench::note(QStringLiteral("Another"))));
    }
    QCOMPARE(codes("short.keyturn", "auditor"), QStringList{"witness"});
    note = "no note";
    QCOMPARE(codes("war-room.keyturn", "seat"), QStringList{"witness"});
}

void TestWitnesses::refusesToSignFarBeforeTheTimeStamped()
{
    ServiceBench bench;
    // Long before any authority of today: the rule about the ledger's own last time stays out of the way.
    const base::UtcTime early{1'577'836'800 * base::kUsPerSecond};
    bench.clock->set(early);
    bench.harness.clock.set(early);
    const auto workspace = bench.found();
    const StampAuthority authority;
    const QByteArray request = must(crypto::makeTimestampRequest(checkpointDigest(*workspace)));
    const QByteArray response = authority.answer(request);
    const auto taken = must(workspace->takeTimestamp(response, authority.root(), request));
    QCOMPARE(taken.size, std::uint64_t{4});
    QCOMPARE(workspace->newestWitnessTime(), std::optional(taken.stamp.time));

    // The authority is trusted from now on, by every program of this installation.
    const auto again = bench.open();
    QCOMPARE(again->newestWitnessTime(), std::optional(taken.stamp.time));
    bench.clock->set(taken.stamp.time.plusUs(-301 * base::kUsPerSecond));
    const auto refused = bench.say(*again, "scribe", ServiceBench::note(QStringLiteral("Backdated")));
    QVERIFY(!refused);
    QVERIFY(refused.error().is(ServiceError::ClockBehindWitness));
    QCOMPARE(again->snapshot()->size, std::uint64_t{4});
    bench.clock->set(taken.stamp.time.plusUs(-300 * base::kUsPerSecond));
    const auto said = bench.say(*again, "scribe", ServiceBench::note(QStringLiteral("In time")));
    QVERIFY2(said, said ? "" : qPrintable(said.error().sentence()));
}

void TestWitnesses::letsADemoPlayBeforeTheTimeStamped()
{
    ServiceBench bench;
    const base::UtcTime early{1'577'836'800 * base::kUsPerSecond};
    bench.clock->set(early);
    bench.harness.clock.set(early);
    bench.found().reset();
    bench.options.scenarioTimeForDemo = true;
    const auto workspace = bench.open();
    const StampAuthority authority;
    const QByteArray request = must(crypto::makeTimestampRequest(checkpointDigest(*workspace)));
    must(workspace->takeTimestamp(authority.answer(request), authority.root(), request));
    QVERIFY(workspace->newestWitnessTime());
    const auto said = bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("In the story")));
    QVERIFY2(said, said ? "" : qPrintable(said.error().sentence()));
}

void TestWitnesses::believesNoStampOfAnUnknownAuthority()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const StampAuthority authority;
    const QByteArray request = must(crypto::makeTimestampRequest(checkpointDigest(*workspace)));
    // Put beside the checkpoint by somebody with write access to the file.
    const QByteArray token = must(crypto::tokenOfResponse(authority.answer(request)));
    QVERIFY(workspace->store().addToken(4, token));
    QVERIFY(workspace->store().addToken(4, "no token at all"));
    const auto reopened = bench.open();
    QVERIFY(!reopened->newestWitnessTime());
    QVERIFY(reopened->health().problems.empty());
    const StampAuthority other;
    QVERIFY(workspace->takeTimestamp(authority.answer(request), other.root(), request)
                .error()
                .is(crypto::CryptoError::TimestampUntrusted));
    QVERIFY(!bench.open()->newestWitnessTime());
}

void TestWitnesses::insiderWithDatabaseWriteAccessSetsNoClockByAForeignCheckpoint()
{
    ServiceBench bench;
    bench.found().reset();
    must(bench.say(*bench.open(), "scribe", ServiceBench::note(QStringLiteral("Later"))));
    // A checkpoint of another ledger, and a stamp on it of an authority that this seat believes.
    ServiceBench other;
    const auto foreign = other.found();
    const QByteArray note = must(foreign->requestWitness(0)).note;
    const StampAuthority authority;
    const QByteArray request = must(crypto::makeTimestampRequest(checkpointDigest(*foreign)));
    const QByteArray token = must(crypto::tokenOfResponse(authority.answer(request)));
    const QString folder = bench.options.seat.authorityFolder();
    QVERIFY(QDir().mkpath(folder));
    writeTestFile(QDir(folder).filePath(QStringLiteral("stamps.pem")), authority.root());
    bench.tamper(QStringLiteral("SELECT note FROM checkpoints WHERE size = 4"),
                 QStringLiteral("UPDATE checkpoints SET note = ? WHERE size = 4"),
                 [&note](QByteArray& bytes) { bytes = note; });
    QVERIFY(bench.open()->store().addToken(4, token));
    QVERIFY(!bench.open()->newestWitnessTime());
}

void TestWitnesses::takesNoStampOnSomethingElse()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const StampAuthority authority;
    const QByteArray request = must(crypto::makeTimestampRequest(crypto::sha256("something else")));
    QVERIFY(workspace->takeTimestamp(authority.answer(request), authority.root(), request)
                .error()
                .is(crypto::CryptoError::TimestampOfOther));
    QVERIFY(must(workspace->store().tokens()).empty());
}

KEYTURN_TEST(TestWitnesses);

} // namespace keyturn::tests

#include "test_witnesses.moc"
