// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"
#include "models/service/rejection_list.h"
#include "models/service/verify.h"
#include "tests/support/run_program.h"
#include "tests/unit/service/service_bench.h"

#include <QTest>

namespace keyturn::tests {

using service::RejectionList;

namespace {

constexpr char kGoodLine[] = "{\"message\":\"good\",\"datetime\":\"2026-01-02T03:04:05Z\"}\n";

/// One good line, and @p faulty that are none.
QString faultyFile(const ServiceBench& bench, int faulty)
{
    return writeTestFile(bench.path("faulty.jsonl"),
                         QByteArray(kGoodLine) + QByteArray("no line of JSON\n").repeated(faulty));
}

const state::BatchState& onlyBatch(const service::Workspace& workspace)
{
    return workspace.snapshot()->batches.constLast();
}

service::Verification verifiedAll(const ServiceBench& bench, const char* name = "war-room.keyturn")
{
    return must(service::verifyLocation(bench.path(name), bench.options, {}, std::atomic_bool{false}));
}

} // namespace

/// What imports reject is kept with them.
class TestRejectionList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anImportKeepsWhatItRejectedAndWhy();
    void keepsNoMoreThanAreListedAndSaysHowManyMore();
    void anImportWithoutRejectionsKeepsNoList();
    void anEntryOfAnEarlierVersionSaysThatNothingWasKept();
    void verifyFindsAListThatWasChangedOrIsGone_data();
    void verifyFindsAListThatWasChangedOrIsGone();
    void aBackupCarriesTheList();
    void readsOnlyWhatItWrites_data();
    void readsOnlyWhatItWrites();
    void givesSpreadsheetsNoFormula();
};

void TestRejectionList::anImportKeepsWhatItRejectedAndWhy()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const auto outcome = must(bench.import(*workspace, faultyFile(bench, 2)));
    const state::BatchState& batch = onlyBatch(*workspace);
    QVERIFY(batch.facts.rejectionsSha256.has_value());
    const RejectionList list = must(service::rejectionsOf(workspace->store(), batch));
    QCOMPARE(list.leftOut, std::uint64_t{0});
    QCOMPARE(list.rejections, outcome.rejected);
    QCOMPARE(list.rejections.size(), std::size_t{2});
    QCOMPARE(list.rejections.back().line, std::uint64_t{3});
    QCOMPARE(list.rejections.back().offset, std::uint64_t{sizeof kGoodLine - 1 + 16});
    QVERIFY(!list.rejections.back().reason.isEmpty());
    const auto checked = verifiedAll(bench);
    QVERIFY(checked.ok());
    QCOMPARE(checked.blobs, std::uint64_t{1});
    // Nothing is left on its way in.
    QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM staging")), 0);
}

void TestRejectionList::keepsNoMoreThanAreListedAndSaysHowManyMore()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    constexpr int kMore = 7;
    must(bench.import(*workspace,
                      faultyFile(bench, static_cast<int>(service::kMaximumRejectionsListed) + kMore)));
    const RejectionList list = must(service::rejectionsOf(workspace->store(), onlyBatch(*workspace)));
    QCOMPARE(list.rejections.size(), service::kMaximumRejectionsListed);
    QCOMPARE(list.leftOut, std::uint64_t{kMore});
    QVERIFY(service::rejectionsCsv(list).trimmed().endsWith(",7 more were rejected and not listed"));
}

void TestRejectionList::anImportWithoutRejectionsKeepsNoList()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    must(bench.import(*workspace, faultyFile(bench, 0)));
    QVERIFY(!onlyBatch(*workspace).facts.rejectionsSha256);
    QCOMPARE(must(service::rejectionsOf(workspace->store(), onlyBatch(*workspace))), RejectionList());
    QVERIFY(must(workspace->store().blobs()).empty());
}

void TestRejectionList::anEntryOfAnEarlierVersionSaysThatNothingWasKept()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    state::BatchState batch;
    batch.origin.seq = 12;
    batch.facts.rejected = 3;
    const auto list = service::rejectionsOf(workspace->store(), batch);
    QVERIFY(!list && list.error().is(service::ServiceError::RejectionsNotKept));
    QVERIFY(list.error().sentence().contains(QStringLiteral("Entry 12")));
}

void TestRejectionList::verifyFindsAListThatWasChangedOrIsGone_data()
{
    QTest::addColumn<QString>("damage");
    QTest::newRow("changed") << "UPDATE blob_chunks SET bytes = ?";
    QTest::newRow("gone") << "DELETE FROM blobs WHERE ? <> ''";
}

void TestRejectionList::verifyFindsAListThatWasChangedOrIsGone()
{
    QFETCH(QString, damage);
    ServiceBench bench;
    must(bench.import(*bench.found(), faultyFile(bench, 2)));
    bench.tamper(QStringLiteral("SELECT bytes FROM blob_chunks"), damage,
                 [](QByteArray& bytes) { bytes.replace("JSON", "NOSJ"); });
    const auto checked = verifiedAll(bench);
    // Where it is gone, the engine misses what its chunks belong to as well.
    QVERIFY(std::any_of(checked.problems.begin(), checked.problems.end(),
                        [](const auto& problem) { return problem.code == QStringLiteral("blob"); }));
    const auto workspace = bench.open();
    const auto list = service::rejectionsOf(workspace->store(), onlyBatch(*workspace));
    QVERIFY(!list);
    QVERIFY(list.error().is(ledger::LedgerError::BlobDamaged) ||
            list.error().is(ledger::LedgerError::BlobMissing));
}

void TestRejectionList::aBackupCarriesTheList()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    must(bench.import(*workspace, faultyFile(bench, 2)));
    QVERIFY(workspace->store().backupTo(bench.path("copy.keyturn"), [](int, int) { return true; }));
    const auto copy = bench.open("copy.keyturn");
    QCOMPARE(must(service::rejectionsOf(copy->store(), onlyBatch(*copy))).rejections.size(), std::size_t{2});
    QVERIFY(verifiedAll(bench, "copy.keyturn").ok());
}

void TestRejectionList::readsOnlyWhatItWrites_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isRead");
    const QByteArray line = R"({"record":1,"line":2,"offset":3,"reason":"It is not JSON."})";
    QTest::newRow("a line") << line + '\n' << true;
    QTest::newRow("no line") << QByteArray() << true;
    QTest::newRow("how many more") << line + "\n{\"left_out\":4}\n" << true;
    QTest::newRow("cut off") << line << false;
    QTest::newRow("more behind the end") << "{\"left_out\":4}\n" + line + '\n' << false;
    QTest::newRow("an empty line") << line + "\n\n" << false;
    QTest::newRow("an unknown member")
        << QByteArray("{\"record\":1,\"offset\":3,\"reason\":\"x\",\"y\":1}\n") << false;
    QTest::newRow("no reason") << QByteArray("{\"record\":1,\"offset\":3}\n") << false;
    QTest::newRow("a negative number")
        << QByteArray("{\"record\":-1,\"offset\":3,\"reason\":\"x\"}\n") << false;
    QTest::newRow("a text for a number")
        << QByteArray("{\"record\":\"1\",\"offset\":3,\"reason\":\"x\"}\n") << false;
}

void TestRejectionList::readsOnlyWhatItWrites()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isRead);
    const auto list = service::decodeRejections(bytes);
    QCOMPARE(list.has_value(), isRead);
    if (list)
        QCOMPARE(service::encodeRejections(*list), bytes);
}

void TestRejectionList::givesSpreadsheetsNoFormula()
{
    const RejectionList list{
        {{1, 0, QStringLiteral("=HYPERLINK(\"x\")"), 1}, {0, 0, QStringLiteral("The file ends, early"), 0}},
        0};
    QCOMPARE(service::rejectionsCsv(list), QByteArray("record,line,byte offset,reason\r\n"
                                                      "1,1,0,\"'=HYPERLINK(\"\"x\"\")\"\r\n"
                                                      ",,,\"The file ends, early\"\r\n"));
}

KEYTURN_TEST(TestRejectionList);

} // namespace keyturn::tests

#include "test_rejection_list.moc"
