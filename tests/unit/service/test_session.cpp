// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/event_reader.h"
#include "models/service/session.h"
#include "models/timeline/event_set.h"
#include "tests/unit/service/service_bench.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>

namespace keyturn::tests {

namespace {

constexpr int kPatienceMs = 60'000;

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensWithoutMakingTheCallerWait();
    void saysThatThereIsNothingToOpen();
    void refusesToRecordForNobody();
    void failsPlainlyOnAWrongPassphrase();
    void forgetsTheKeyWhenSignedOut();
    void recordRefusesHighStakesStatements();
    void locksAfterIdleTimeAndSaysWhoWasSignedIn();
    void aSignInUnderWayDoesNotOutliveTheLock();
    void locksWhatIsHeldWhileNobodyIsSignedIn();
    void takesADocumentInAndGivesItOut();
    void findsTheRowsThatAQueryMatches();
    void showsAnOlderStateAndThePresentAgain();

private:
    void openIn(service::Session& session, const ServiceBench& bench)
    {
        QSignalSpy opened(&session, &service::Session::opened);
        session.open(bench.path());
        QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kPatienceMs);
    }
    /// Opens and signs the scribe in.
    void signInTo(service::Session& session, ServiceBench& bench)
    {
        const QString key = scribeKey(bench);
        openIn(session, bench);
        must(brought(session.signIn(service::KeyChoice::file(key),
                                    crypto::SecretBytes::fromText(u"quiet harbour lamp 7"))));
        QTRY_VERIFY_WITH_TIMEOUT(session.signedIn().has_value(), kPatienceMs);
    }
    /// Writes the scribe's key file. @return its path.
    QString scribeKey(ServiceBench& bench)
    {
        const QString path = bench.path("scribe.pem");
        if (!bench.harness.keyOf("scribe").save(path, crypto::SecretBytes::fromText(u"quiet harbour lamp 7")))
            qFatal("the key cannot be saved");
        return path;
    }
};

void TestSession::opensWithoutMakingTheCallerWait()
{
    ServiceBench bench;
    bench.found().reset();
    service::Session session(bench.options);
    QSignalSpy opened(&session, &service::Session::opened);
    session.open(bench.path());
    QVERIFY(!session.isOpen());
    QCOMPARE(opened.count(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, kPatienceMs);
    QVERIFY(session.isOpen());
    QCOMPARE(session.snapshot()->size, std::uint64_t{4});
    QTRY_VERIFY_WITH_TIMEOUT(session.health().fullyVerified, kPatienceMs);
    QVERIFY(session.health().problems.empty());
}

void TestSession::saysThatThereIsNothingToOpen()
{
    ServiceBench bench;
    service::Session session(bench.options);
    QSignalSpy failed(&session, &service::Session::openFailed);
    session.open(bench.path("nowhere.keyturn"));
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatienceMs);
    QVERIFY(failed.at(0).at(0).toString().contains(QLatin1String("nowhere.keyturn")));
    QVERIFY(!session.isOpen());
}

void TestSession::refusesToRecordForNobody()
{
    ServiceBench bench;
    bench.found().reset();
    service::Session session(bench.options);
    openIn(session, bench);
    const auto recorded = brought(session.record(ServiceBench::note(QStringLiteral("By nobody"))));
    QVERIFY(!recorded);
    QVERIFY(recorded.error().is(service::ServiceError::NotSignedIn));
    QCOMPARE(bench.open()->snapshot()->size, std::uint64_t{4});
}

void TestSession::failsPlainlyOnAWrongPassphrase()
{
    ServiceBench bench;
    bench.found().reset();
    const QString key = scribeKey(bench);
    service::Session session(bench.options);
    openIn(session, bench);
    const auto signedIn = brought(session.signIn(service::KeyChoice::file(key),
                                                 crypto::SecretBytes::fromText(u"quiet harbour lamp 8")));
    QVERIFY(!signedIn);
    QVERIFY(!signedIn.error().sentence().isEmpty());
    QVERIFY(!session.signedIn());
    const auto recorded = brought(session.record(ServiceBench::note(QStringLiteral("By nobody"))));
    QVERIFY(!recorded);
    QVERIFY(recorded.error().is(service::ServiceError::NotSignedIn));
}

void TestSession::forgetsTheKeyWhenSignedOut()
{
    ServiceBench bench;
    bench.found().reset();
    const QString key = scribeKey(bench);
    service::Session session(bench.options);
    openIn(session, bench);
    const auto member = brought(session.signIn(service::KeyChoice::file(key),
                                               crypto::SecretBytes::fromText(u"quiet harbour lamp 7")));
    QVERIFY2(member, member ? "" : qPrintable(member.error().sentence()));
    QCOMPARE(member->value(), QStringLiteral("scribe"));
    QTRY_VERIFY_WITH_TIMEOUT(session.signedIn().has_value(), kPatienceMs);
    QVERIFY(brought(session.record(ServiceBench::note(QStringLiteral("Signed in")))));
    QTRY_COMPARE_WITH_TIMEOUT(session.snapshot()->size, std::uint64_t{5}, kPatienceMs);

    session.signOut();
    QVERIFY(!session.signedIn());
    const auto recorded = brought(session.record(ServiceBench::note(QStringLiteral("Signed out"))));
    QVERIFY(!recorded);
    QVERIFY(recorded.error().is(service::ServiceError::NotSignedIn));
}

void TestSession::recordRefusesHighStakesStatements()
{
    ServiceBench bench;
    bench.found().reset();
    service::Session session(bench.options);
    signInTo(session, bench);
    const domain::Payload decisions[] = {domain::CharterSigned{bench.harness.charter()},
                                         domain::ChangeProposed{}, domain::ProposalApproved{},
                                         domain::ProposalRefused{}, domain::ProposalWithdrawn{}};
    for (const domain::Payload& decision : decisions) {
        const auto recorded = brought(session.record(decision));
        QVERIFY(!recorded);
        QVERIFY(recorded.error().is(service::ServiceError::FreshKeyNeeded));
    }
    QCOMPARE(bench.open()->snapshot()->size, std::uint64_t{4});
    QVERIFY(brought(session.record(ServiceBench::note(QStringLiteral("A fact")))));
}

void TestSession::locksAfterIdleTimeAndSaysWhoWasSignedIn()
{
    ServiceBench bench;
    bench.found().reset();
    service::Session session(bench.options);
    signInTo(session, bench);
    QSignalSpy locked(&session, &service::Session::locked);
    session.setIdleLimit(std::chrono::minutes(5));
    bench.clock->advanceMinutes(4);
    bench.clock->advanceUs(20 * base::kUsPerSecond);
    QTRY_COMPARE_WITH_TIMEOUT(session.locksIn(), std::optional(std::chrono::seconds(40)), kPatienceMs);
    session.noteActivity();
    QVERIFY(!session.locksIn());
    bench.clock->advanceMinutes(5);
    QTRY_COMPARE_WITH_TIMEOUT(locked.count(), 1, kPatienceMs);
    QVERIFY(!session.signedIn());
    QVERIFY(!session.locksIn());
    QCOMPARE(session.lockedOut(), std::optional(domain::MemberId(QStringLiteral("scribe"))));
    const auto recorded = brought(session.record(ServiceBench::note(QStringLiteral("Left alone"))));
    QVERIFY(!recorded);
    QVERIFY(recorded.error().is(service::ServiceError::NotSignedIn));
    session.signOut();
    QVERIFY(!session.lockedOut());
}

void TestSession::aSignInUnderWayDoesNotOutliveTheLock()
{
    ServiceBench bench;
    bench.found().reset();
    const QString key = scribeKey(bench);
    service::Session session(bench.options);
    openIn(session, bench);
    auto signingIn =
        session.signIn(service::KeyChoice::file(key), crypto::SecretBytes::fromText(u"quiet harbour lamp 7"));
    session.lock();
    QVERIFY(brought(signingIn));
    const auto recorded = brought(session.record(ServiceBench::note(QStringLiteral("By nobody"))));
    QVERIFY(!recorded);
    QVERIFY(!session.signedIn());
}

void TestSession::locksWhatIsHeldWhileNobodyIsSignedIn()
{
    ServiceBench bench;
    bench.found().reset();
    service::Session session(bench.options);
    openIn(session, bench);
    QSignalSpy locked(&session, &service::Session::locked);
    bench.clock->advanceMinutes(60);
    QVERIFY(!session.locksIn());
    session.noteActivity();
    QCOMPARE(locked.count(), 1);
    QVERIFY(!session.lockedOut());
}

void TestSession::findsTheRowsThatAQueryMatches()
{
    ServiceBench bench;
    must(bench.import(*bench.found(), threeLogLines()));
    service::Session session(bench.options);
    openIn(session, bench);
    QTRY_VERIFY_WITH_TIMEOUT(session.columns() != nullptr, kPatienceMs);
    const auto found = brought(session.find(QStringLiteral("another")));
    QVERIFY2(found, found ? "" : qPrintable(found.error().sentence()));
    const timeline::EventColumns& columns = *found->columns;
    std::uint64_t matching = 0;
    for (std::size_t row = 0; row < columns.size(); ++row) {
        const auto event = must(brought(session.event(
            service::recordId(columns.batches()[columns.batchIndexes()[row]].seq, columns.leaves()[row]))));
        const bool matches = event.title.contains(QLatin1String("another"), Qt::CaseInsensitive);
        QCOMPARE(found->rows->contains(static_cast<timeline::EventRow>(row)), matches);
        matching += matches ? 1 : 0;
    }
    QVERIFY(matching > 0 && matching < columns.size());
    QCOMPARE(found->count, matching);
}

void TestSession::showsAnOlderStateAndThePresentAgain()
{
    ServiceBench bench;
    base::UtcTime founding;
    {
        const auto workspace = bench.found();
        founding = workspace->snapshot()->lastTime;
        bench.clock->advanceMinutes(1);
        must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("A minute later"))));
    }
    service::Session session(bench.options);
    openIn(session, bench);
    QCOMPARE(session.snapshot()->size, std::uint64_t{5});
    session.setKnownAt(founding);
    QTRY_COMPARE_WITH_TIMEOUT(session.snapshot()->size, std::uint64_t{4}, kPatienceMs);
    QCOMPARE(session.now(), founding);
    QCOMPARE(session.liveSnapshot()->size, std::uint64_t{5});
    session.setKnownAt(std::nullopt);
    QTRY_COMPARE_WITH_TIMEOUT(session.snapshot()->size, std::uint64_t{5}, kPatienceMs);
    QCOMPARE(session.snapshot(), session.liveSnapshot());
}

void TestSession::takesADocumentInAndGivesItOut()
{
    ServiceBench bench;
    bench.found().reset();
    service::Session session(bench.options);
    openIn(session, bench);
    service::EvidenceRequest request;
    request.path = threeLogLines();
    request.title = QStringLiteral("Three log lines");
    QVERIFY(brought(session.addEvidence(request)).error().is(service::ServiceError::NotSignedIn));
    must(brought(session.signIn(service::KeyChoice::file(scribeKey(bench)),
                                crypto::SecretBytes::fromText(u"quiet harbour lamp 7"))));
    const auto added = must(brought(session.addEvidence(request)));
    QTRY_COMPARE_WITH_TIMEOUT(session.snapshot()->evidence.size(), 1, kPatienceMs);
    QCOMPARE(session.snapshot()->evidence.front().facts.title, request.title);
    const QString out = bench.path("out.jsonl");
    QVERIFY(brought(session.exportEvidence(added.file.sha256, out)).has_value());
    QCOMPARE(QFileInfo(out).size(), QFileInfo(threeLogLines()).size());
    QVERIFY(
        brought(session.exportEvidence(added.file.sha256, out)).error().is(ledger::LedgerError::StoreExists));
}

KEYTURN_TEST(TestSession);

} // namespace keyturn::tests

#include "test_session.moc"
