// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/proposal_draft.h"
#include "tests/unit/service/service_bench.h"

#include <QDir>
#include <QTest>

namespace keyturn::tests {

class TestWorkspace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesNoFileWhenASignatureIsMissing();
    void foundsWithEveryFoundersEntryAndItsSeat();
    void refusesToFoundOverAFile();
    void refusesToSignWhenTheClockIsFarBehindTheLedger();
    void showsWhatWasKnownAfterEveryEntryOfALongStory();
    void letsTwoObjectsAppendInTurnAndEndEqual();
    void callsAProposalOutdatedThatTheOtherSeatOvertook();
    void callsAnOlderCopyInTheSamePlaceARollback();
    void opensAnOlderCopyElsewhereForReadingWithoutAProblem();
};

void TestWorkspace::leavesNoFileWhenASignatureIsMissing()
{
    ServiceBench bench;
    const auto founded =
        service::Workspace::found(bench.path(), bench.founding({"ceo", "coo"}), bench.options);
    QVERIFY(!founded);
    QVERIFY(!founded.error().sentence().isEmpty());
    const QStringList left = QDir(bench.folder.path()).entryList(QDir::Files | QDir::Hidden);
    QCOMPARE(left, QStringList());
}

void TestWorkspace::foundsWithEveryFoundersEntryAndItsSeat()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    QVERIFY(workspace->snapshot()->founded);
    QCOMPARE(workspace->snapshot()->size, std::uint64_t{4});
    QCOMPARE(workspace->snapshot()->seats.size(), 1);
    QVERIFY(workspace->health().problems.empty());
    QVERIFY(!workspace->health().readOnly);
}

void TestWorkspace::refusesToFoundOverAFile()
{
    ServiceBench bench;
    const base::Digest root = bench.found()->tree().root();
    const auto again =
        service::Workspace::found(bench.path(), bench.founding({"ceo", "coo", "counsel"}), bench.options);
    QVERIFY(!again);
    QVERIFY(again.error().is(service::ServiceError::AlreadyFounded));
    QCOMPARE(bench.open()->tree().root(), root);
}

void TestWorkspace::refusesToSignWhenTheClockIsFarBehindTheLedger()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const base::UtcTime newest = workspace->snapshot()->lastTime;
    bench.clock->set(newest.plusUs(-121 * base::kUsPerSecond));
    const std::uint64_t size = workspace->snapshot()->size;
    const auto refused = bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Too early")));
    QVERIFY(!refused);
    QVERIFY(refused.error().is(domain::DomainError::ClockBehind));
    QCOMPARE(workspace->snapshot()->size, size);

    bench.clock->set(newest.plusUs(-120 * base::kUsPerSecond));
    const auto taken = bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("In time")));
    QVERIFY2(taken, taken ? "" : qPrintable(taken.error().sentence()));
    QCOMPARE(workspace->snapshot()->lastTime, newest);
}

void TestWorkspace::showsWhatWasKnownAfterEveryEntryOfALongStory()
{
    constexpr int kNotes = 600;
    ServiceBench bench;
    auto workspace = bench.found();
    for (int i = 0; i < kNotes; ++i) {
        if (i % 5 != 0) // Now and then two entries share a moment.
            bench.clock->advanceUs(base::kUsPerSecond);
        must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Note %1").arg(i))));
    }
    const std::vector<QByteArray> entries = must(workspace->store().entries(0, 10'000));
    QCOMPARE(entries.size(), std::size_t{kNotes + 4});

    // The states as folding entry by entry makes them, independent of the workspace's own history.
    std::vector<base::Digest> states;
    std::vector<base::UtcTime> times;
    state::Snapshot folded;
    ledger::MerkleTree tree;
    const state::RootAt rootAt = [&](std::uint64_t size) -> std::optional<base::Digest> {
        return size <= tree.size() ? std::optional(tree.rootAt(size)) : std::nullopt;
    };
    for (const QByteArray& bytes : entries) {
        const auto opened = must(state::openEntry(bytes));
        auto next = state::apply(std::move(folded), opened, state::SignatureCheck::AlreadyVerified, rootAt);
        QVERIFY(next);
        folded = std::move(*next);
        tree.append(opened.entry.leafHash());
        states.push_back(state::stateSha256(folded));
        times.push_back(opened.entry.header.time);
    }

    // What appending kept and what opening anew keeps must both serve.
    for (int round = 0; round < 2; ++round) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            std::size_t last = i;
            while (last + 1 < entries.size() && times[last + 1] == times[i])
                ++last;
            const auto known = must(workspace->asKnownAt(times[i]));
            QCOMPARE(known->size, std::uint64_t{last + 1});
            QCOMPARE(state::stateSha256(*known), states[last]);
        }
        const auto before = must(workspace->asKnownAt(times.front().plusUs(-1)));
        QCOMPARE(before->size, std::uint64_t{0});
        workspace = bench.open();
    }
}

void TestWorkspace::letsTwoObjectsAppendInTurnAndEndEqual()
{
    ServiceBench bench;
    const auto first = bench.found();
    const auto second = bench.open();
    for (int i = 0; i < 20; ++i) {
        bench.clock->advanceUs(base::kUsPerSecond);
        service::Workspace& writer = i % 2 == 0 ? *second : *first;
        const auto appended =
            bench.say(writer, "scribe", ServiceBench::note(QStringLiteral("Turn %1").arg(i)));
        QVERIFY2(appended, appended ? "" : qPrintable(appended.error().sentence()));
        QCOMPARE(appended->seq, std::uint64_t(4 + i));
    }
    QVERIFY(first->refresh());
    QVERIFY(second->refresh());
    QCOMPARE(first->snapshot()->size, std::uint64_t{24});
    QCOMPARE(second->tree().root(), first->tree().root());
    QCOMPARE(state::stateSha256(*second->snapshot()), state::stateSha256(*first->snapshot()));
    QVERIFY(first->health().problems.empty());
    QVERIFY(second->health().problems.empty());
}

void TestWorkspace::callsAProposalOutdatedThatTheOtherSeatOvertook()
{
    ServiceBench bench;
    const auto mine = bench.found();
    const auto theirs = bench.open();
    QVERIFY(bench.say(*theirs, "safety", domain::CatalogueSet{LedgerHarness::catalogue()}));
    QVERIFY(mine->refresh());
    const domain::MemberId ceo(QStringLiteral("ceo"));
    service::ChangeRequest request;
    request.rationale = QStringLiteral("Abuse was reported");
    request.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
    const auto draft = [&] {
        return must(service::draftProposal(*mine->snapshot(), mine->ledgerNow(), ceo, request));
    };
    domain::Catalogue wider = LedgerHarness::catalogue();
    wider.channels.push_back({domain::ChannelId(QStringLiteral("partner")), QStringLiteral("Partner")});

    // Between drafting and laying out.
    const domain::ChangeProposed early = draft();
    QVERIFY(bench.say(*theirs, "safety", domain::CatalogueSet{wider}));
    const auto overtaken = mine->prepare(ceo, early);
    QVERIFY(!overtaken && overtaken.error().is(domain::DomainError::ProposalOutdated));
    QCOMPARE(overtaken.error().outcome(), base::Outcome::Refused);

    // Between laying out and signing.
    const service::Prepared prepared = must(mine->prepare(ceo, draft()));
    QVERIFY(bench.say(*theirs, "safety", domain::CatalogueSet{LedgerHarness::catalogue()}));
    const auto late = mine->commit(prepared, bench.harness.keyOf("ceo"));
    QVERIFY(!late && late.error().is(domain::DomainError::ProposalOutdated));

    // Drafted on what stands, it is taken, though others have written meanwhile what does not touch it.
    const service::Prepared fresh = must(mine->prepare(ceo, draft()));
    QVERIFY(bench.say(*theirs, "scribe", ServiceBench::note(QStringLiteral("Beside it"))));
    QVERIFY(mine->commit(fresh, bench.harness.keyOf("ceo")));
}

void TestWorkspace::callsAnOlderCopyInTheSamePlaceARollback()
{
    ServiceBench bench;
    bench.found().reset();
    QVERIFY(QFile::copy(bench.path(), bench.path("older.keyturn")));
    must(bench.say(*bench.open(), "scribe", ServiceBench::note(QStringLiteral("Newer"))));
    QVERIFY(QFile::remove(bench.path()));
    QVERIFY(QFile::rename(bench.path("older.keyturn"), bench.path()));
    const auto workspace = bench.open();
    QVERIFY(workspace->health().readOnly);
    QCOMPARE(workspace->health().problems.size(), std::size_t{1});
    QCOMPARE(workspace->health().problems.front().code, QStringLiteral("rollback"));
    const auto refused = bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("On it")));
    QVERIFY(!refused);
    QVERIFY(refused.error().is(service::ServiceError::ReadOnly));
}

void TestWorkspace::opensAnOlderCopyElsewhereForReadingWithoutAProblem()
{
    ServiceBench bench;
    bench.found().reset();
    QVERIFY(QFile::copy(bench.path(), bench.path("backup.keyturn")));
    must(bench.say(*bench.open(), "scribe", ServiceBench::note(QStringLiteral("Newer"))));
    const auto workspace = bench.open("backup.keyturn");
    QVERIFY(workspace->health().readOnly);
    QVERIFY(!workspace->health().readOnlyReason.isEmpty());
    QVERIFY(workspace->health().problems.empty());
    QCOMPARE(workspace->snapshot()->size, std::uint64_t{4});
}

KEYTURN_TEST(TestWorkspace);

} // namespace keyturn::tests

#include "test_workspace.moc"
