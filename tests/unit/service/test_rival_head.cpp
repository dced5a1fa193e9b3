// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/rival_head.h"
#include "models/service/verify.h"
#include "tests/unit/service/put_back.h"

#include <QFileInfo>

namespace keyturn::tests {

using service::ServiceError;

/// What can be told of the head that stands in a frozen workspace's way.
class TestRivalHead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aVerificationAddsNothingToTheHeadInTheWay();
    void aLostHeadIsKnownByItsSizeAlone();
    void theOtherCopyTellsWhatWouldBeLost();
};

void TestRivalHead::aVerificationAddsNothingToTheHeadInTheWay()
{
    PutBack put(1);
    const auto workspace = put.bench.open();
    const domain::ProposalId leaving = put.proposeLeaving(*workspace);
    must(put.approve(*workspace, "ceo", leaving));
    // To whoever opens it now it contradicts the lost head; to us it is still the older copy.
    const auto verified =
        must(service::verifyLocation(put.bench.path(), put.bench.options, {}, std::atomic_bool{false}));
    QCOMPARE(verified.problems.size(), std::size_t{1});
    QCOMPARE(verified.problems.front().code, QString(service::kForkCode));
    workspace->noteVerified(verified.problems);
    expectFrozenBy(*workspace, "rollback");
    must(put.approve(*workspace, "coo", leaving));
    must(put.approve(*workspace, "counsel", leaving));
    expectGoingOn(put.bench, *workspace);
}

void TestRivalHead::aLostHeadIsKnownByItsSizeAlone()
{
    PutBack put;
    const auto workspace = put.bench.open();
    const auto rival = must(service::lookAtRivalHead(*workspace));
    QCOMPARE(rival.head, *workspace->health().rivalHead);
    QCOMPARE(rival.where, workspace->location());
    QVERIFY(rival.isOfThisFile);
    QCOMPARE(rival.signedBy.size(), 1);
    QCOMPARE(rival.ownSize, workspace->tree().size());
    QVERIFY(!rival.only);
    QCOMPARE(rival.fewest, std::uint64_t{3});
    // What is elsewhere decided is not decided here.
    put.decide(*workspace, put.proposeLeaving(*workspace));
    QVERIFY(service::lookAtRivalHead(*workspace).error().is(ServiceError::NothingInTheWay));
}

void TestRivalHead::theOtherCopyTellsWhatWouldBeLost()
{
    PutBack put;
    service::OpenOptions fresh = put.bench.options;
    fresh.seat.path = put.bench.folder.filePath(QStringLiteral("fresh"));
    {
        // Made where the longer copy was never seen.
        service::OpenOptions apart = put.bench.options;
        apart.seat.path = put.bench.folder.filePath(QStringLiteral("apart"));
        const auto going = must(service::Workspace::open(put.bench.path(), apart));
        must(put.bench.say(*going, "scribe", ServiceBench::note(QStringLiteral("Its own way"))));
    }
    must(service::Workspace::open(put.bench.path("lost.keyturn"), fresh)).reset();
    const auto workspace = must(service::Workspace::open(put.bench.path(), fresh));
    expectFrozenBy(*workspace, "fork");
    const auto rival = must(service::lookAtRivalHead(*workspace));
    QCOMPARE(rival.where, QFileInfo(put.bench.path("lost.keyturn")).canonicalFilePath());
    QVERIFY(!rival.isOfThisFile);
    QVERIFY(rival.only.has_value());
    QCOMPARE(rival.only->size(), std::size_t{3});
    QCOMPARE(rival.fewest, std::uint64_t{3});
    for (const state::EntryLine& line : *rival.only) {
        QCOMPARE(line.kind, QStringLiteral("note"));
        QCOMPARE(line.member, memberNamed("scribe"));
        QVERIFY(line.seq >= rival.head.size - 3);
    }
    // Where the other copy is not what was seen, it tells nothing.
    QVERIFY(QFile::remove(put.bench.path("lost.keyturn")));
    QVERIFY(QFile::copy(put.bench.path("old.keyturn"), put.bench.path("lost.keyturn")));
    const auto gone = must(service::lookAtRivalHead(*workspace));
    QVERIFY(!gone.only);
    QVERIFY(gone.fewest >= 1);
}

KEYTURN_TEST(TestRivalHead);

} // namespace keyturn::tests

#include "test_rival_head.moc"
