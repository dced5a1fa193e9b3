// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/block.h"
#include "models/service/verify.h"
#include "tests/unit/service/service_bench.h"

#include <QTest>

namespace keyturn::tests {

class TestImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesOneBatchWhoseRootVerifies();
    void leavesEntriesAndBlocksAsTheyWereWhenCancelled();
    void leavesNoStagedBlockWhenCancelledHalfway();
    void appendsNothingOfAFileWithoutOneGoodRecord();
    void keepsWhatStoodBeforeAFaultAndNamesTheFault();
    void takesManyRecordsByHandAtOnce();
    void takesTheSameBytesOnceWhateverTheyAreCalled();
};

void TestImport::makesOneBatchWhoseRootVerifies()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const auto outcome = bench.import(*workspace, threeLogLines());
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().sentence()));
    QCOMPARE(outcome->entry, std::uint64_t{4});
    QCOMPARE(workspace->snapshot()->size, std::uint64_t{5});
    QCOMPARE(workspace->snapshot()->batches.size(), 1);
    QCOMPARE(workspace->snapshot()->batches.constFirst().facts.count, outcome->records);
    const auto result =
        must(service::verifyLocation(bench.path(), bench.options, {}, std::atomic_bool{false}));
    QVERIFY(result.ok());
    QVERIFY(result.records > 0);
    QCOMPARE(result.records, outcome->records);
}

void TestImport::leavesEntriesAndBlocksAsTheyWereWhenCancelled()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    must(bench.import(*workspace, threeLogLines()));
    const std::uint64_t size = workspace->snapshot()->size;
    const std::size_t blocks = must(workspace->store().blocks()).size();
    const base::Digest root = workspace->tree().root();
    std::atomic_bool cancel{true};
    const auto outcome = bench.import(
        *workspace, dataFile(QStringLiteral("intake/valid/timesketch/large_field_event.jsonl")), {}, cancel);
    QVERIFY(!outcome);
    QVERIFY(outcome.error().is(service::ServiceError::Cancelled));
    QCOMPARE(workspace->snapshot()->size, size);
    QCOMPARE(must(workspace->store().size()), size);
    QCOMPARE(workspace->tree().root(), root);
    QCOMPARE(must(workspace->store().blocks()).size(), blocks);
}

void TestImport::leavesNoStagedBlockWhenCancelledHalfway()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QString path = bench.path("many.jsonl");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int i = 0; i < 50'000; ++i)
        file.write(QStringLiteral("{\"message\": \"Line %1\", \"timestamp\": 123456789, "
                                  "\"datetime\": \"2015-07-24T19:01:01+00:00\", "
                                  "\"timestamp_desc\": \"Write time\"}\n")
                       .arg(i)
                       .toUtf8());
    file.close();
    std::atomic_bool cancel{false};
    const auto outcome = bench.import(
        *workspace, path,
        [&](std::uint64_t done, std::uint64_t total) {
            if (done > total / 2)
                cancel = true;
        },
        cancel);
    QVERIFY(!outcome);
    QVERIFY(outcome.error().is(service::ServiceError::Cancelled));
    QCOMPARE(must(workspace->store().size()), std::uint64_t{4});
    QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM blocks")), 0);
    QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM block_text")), 0);
    QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM staging")), 0);
}

void TestImport::appendsNothingOfAFileWithoutOneGoodRecord()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QString path = bench.path("faulty.jsonl");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "{\"message\":\"cut off\n{\"message\":\"one\",\"message\":\"two\"}\n[\"message\",\"an array\"]\n");
    file.close();
    service::ImportRequest request;
    request.path = path;
    request.format = QStringLiteral("timesketch-jsonl");
    const auto outcome =
        service::importFile(*workspace, domain::MemberId(QStringLiteral("feed")), bench.harness.keyOf("feed"),
                            request, {}, std::atomic_bool{false});
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().sentence()));
    QCOMPARE(outcome->records, std::uint64_t{0});
    QCOMPARE(outcome->rejectedCount, std::uint64_t{3});
    QCOMPARE(must(workspace->store().size()), std::uint64_t{4});
    QCOMPARE(workspace->snapshot()->batches.size(), 0);
    QVERIFY(must(workspace->store().blocks()).empty());
}

void TestImport::keepsWhatStoodBeforeAFaultAndNamesTheFault()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    QFile sound(dataFile(QStringLiteral("intake/valid/stix/incident_sample_activity.json")));
    QVERIFY(sound.open(QIODevice::ReadOnly));
    const QByteArray bytes = sound.readAll();
    const QString path = bench.path("cut.json");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes.first(bytes.lastIndexOf(']') + 1)); // All objects are there, the bundle has no end.
    file.close();
    const auto outcome = bench.import(*workspace, path);
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().sentence()));
    QVERIFY(outcome->records > 0);
    QCOMPARE(workspace->snapshot()->batches.constFirst().facts.count, outcome->records);
    QCOMPARE(outcome->rejectedCount, std::uint64_t{1});
    QCOMPARE(outcome->rejected.size(), std::size_t{1});
    const intake::Rejection& fault = outcome->rejected.front();
    QCOMPARE(fault.record, std::uint64_t{0});
    QVERIFY(fault.reason.endsWith(QLatin1Char('.')));
}

void TestImport::takesManyRecordsByHandAtOnce()
{
    // More blocks than the import keeps between its threads.
    constexpr std::size_t kRecords = 6 * std::size_t{records::kRecordsPerBlock};
    ServiceBench bench;
    const auto workspace = bench.found();
    std::vector<domain::NormalisedRecord> records(kRecords);
    for (std::size_t i = 0; i < records.size(); ++i)
        records[i].title = "Seen on the floor, number " + std::to_string(i);
    const auto outcome =
        service::importByHand(*workspace, domain::MemberId(QStringLiteral("scribe")),
                              bench.harness.keyOf("scribe"), std::move(records), std::nullopt);
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().sentence()));
    QCOMPARE(outcome->records, std::uint64_t{kRecords});
    QVERIFY(must(service::verifyLocation(bench.path(), bench.options, {}, std::atomic_bool{false})).ok());
}

void TestImport::takesTheSameBytesOnceWhateverTheyAreCalled()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const auto take = [&](service::Workspace& into, const char* source) {
        service::ImportRequest request;
        request.path = threeLogLines();
        request.names = service::ImportNames{QStringLiteral("https://h.example/x"), QLatin1String(source)};
        return must(service::importFile(into, domain::MemberId(QStringLiteral("feed")),
                                        bench.harness.keyOf("feed"), request, {}, std::atomic_bool{false}));
    };
    // What another seat appended meanwhile counts too.
    const auto other = bench.open();
    const auto first = take(*other, "alerts/a");
    QVERIFY(!first.sameAs);
    QCOMPARE(first.file, QStringLiteral("https://h.example/x"));
    QCOMPARE(other->snapshot()->batches.constFirst().facts.sourceName, QStringLiteral("alerts/a"));
    const std::size_t blocks = must(workspace->store().blocks()).size();
    for (const char* source : {"alerts/a", "alerts/b", "other"}) {
        const auto again = take(*workspace, source);
        QCOMPARE(again.sameAs, std::optional(first.entry));
        QCOMPARE(again.records, std::uint64_t{0});
    }
    QCOMPARE(workspace->snapshot()->batches.size(), 1);
    QCOMPARE(must(workspace->store().blocks()).size(), blocks);
}

KEYTURN_TEST(TestImport);

} // namespace keyturn::tests

#include "test_import.moc"
