// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/registry.h"
#include "models/service/event_reader.h"
#include "models/service/seen_records.h"
#include "tests/unit/service/service_bench.h"

#include <QFile>
#include <QTest>

namespace keyturn::tests {

namespace {

using service::ImportOutcome;

/// A STIX bundle of notes: id, modified and content of each.
struct Note
{
    int id;
    int day;
    const char* content;
};
QByteArray bundleOf(const std::vector<Note>& notes)
{
    QByteArray objects;
    for (const Note& note : notes) {
        if (!objects.isEmpty())
            objects += ',';
        objects += QStringLiteral(
                       R"({"type":"note","spec_version":"2.1","id":"note--00000000-0000-4000-8000-%1",)"
                       R"("created":"2026-06-01T08:00:00.000Z","modified":"2026-06-%2T08:00:00.000Z",)"
                       R"("content":"%3","object_refs":["campaign--00000000-0000-4000-8000-000000000001"]})")
                       .arg(note.id, 12, 10, QLatin1Char('0'))
                       .arg(note.day, 2, 10, QLatin1Char('0'))
                       .arg(QLatin1String(note.content))
                       .toUtf8();
    }
    return R"({"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000001","objects":[)" + objects +
           "]}";
}

QString written(const ServiceBench& bench, const char* name, const QByteArray& bytes)
{
    QFile file(bench.path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("the file could not be written");
    return file.fileName();
}

/// All records of the workspace's batches, in the order of their blocks.
std::vector<domain::Event> eventsOf(service::Workspace& workspace)
{
    service::EventReader reader(workspace.store(),
                                must(service::BlockDirectory::read(workspace.store(), workspace.snapshot())));
    std::vector<domain::Event> events;
    for (const auto& place : reader.directory().places)
        for (std::uint64_t i = 0; i < place.info.recordCount; ++i)
            events.push_back(must(reader.event(place.info.batchSeq, place.firstLeaf + i)));
    return events;
}

} // namespace

/// What a source tells again is counted and not doubled; what it tells anew stands beside what it told
/// before.
class TestSeenRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameRecordIsKeptOnceWithinAFile();
    void theSameRecordIsKeptOnceAcrossBatches();
    void aNewVersionStandsBesideTheOldAndNamesIt();
    void ofAFileWithSeveralVersionsNoneIsKeptTwice();
    void theSameFileIsKnownWithoutAnyIds();
    void aFileIsReadAnewForAnotherIncident();
    void withoutAnIdNothingIsTheSame();
    void aKindOfMessageIsNoId();
    void theSameIdOfAnotherSourceIsAnotherRecord();
    void whatWasRetractedIsNewAgain();
    void whatCannotBeReadStopsTheImport();
    void everyFormatSaysWhatItsReferencesMean();
};

void TestSeenRecords::theSameRecordIsKeptOnceWithinAFile()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const auto outcome = must(bench.import(
        *workspace, written(bench, "a.json", bundleOf({{1, 2, "one"}, {2, 2, "two"}, {1, 2, "one"}}))));
    QCOMPARE(outcome.records, std::uint64_t{2});
    QCOMPARE(outcome.duplicates, std::uint64_t{1});
    QCOMPARE(outcome.newVersions, std::uint64_t{0});
    QCOMPARE(eventsOf(*workspace).size(), std::size_t{2});
}

void TestSeenRecords::theSameRecordIsKeptOnceAcrossBatches()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    must(bench.import(*workspace,
                      written(bench, "a.json", bundleOf({{1, 2, "a \\\"quoted\\\" one"}, {2, 2, "two"}}))));
    const auto outcome = must(bench.import(
        *workspace, written(bench, "b.json", bundleOf({{3, 2, "three"}, {1, 2, "a \\\"quoted\\\" one"}}))));
    QCOMPARE(outcome.records, std::uint64_t{1});
    QCOMPARE(outcome.duplicates, std::uint64_t{1});
    QVERIFY(!outcome.sameAs);
    // Nothing new at all: no batch, and no failure.
    const auto size = workspace->snapshot()->size;
    const auto nothing =
        must(bench.import(*workspace, written(bench, "c.json", bundleOf({{2, 2, "two"}, {3, 2, "three"}}))));
    QCOMPARE(nothing.records, std::uint64_t{0});
    QCOMPARE(nothing.duplicates, std::uint64_t{2});
    QCOMPARE(workspace->snapshot()->size, size);
    QCOMPARE(eventsOf(*workspace).size(), std::size_t{3});
}

void TestSeenRecords::aNewVersionStandsBesideTheOldAndNamesIt()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const auto first =
        must(bench.import(*workspace, written(bench, "a.json", bundleOf({{1, 2, "one"}, {2, 2, "two"}}))));
    const auto outcome =
        must(bench.import(*workspace, written(bench, "b.json", bundleOf({{1, 3, "one, amended"}}))));
    QCOMPARE(outcome.records, std::uint64_t{1});
    QCOMPARE(outcome.newVersions, std::uint64_t{1});
    const auto events = eventsOf(*workspace);
    QCOMPARE(events.size(), std::size_t{3});
    const QString assumptions = events.back().assumptions.join(QLatin1Char('\n'));
    const auto old = std::find_if(events.begin(), events.end() - 1, [&](const domain::Event& event) {
        return event.reference == events.back().reference;
    });
    QVERIFY(old != events.end() - 1);
    QCOMPARE(old->entry, first.entry);
    QVERIFY2(assumptions.contains(QStringLiteral("a new version of record %1,").arg(old->id.value())),
             qPrintable(assumptions));
}

void TestSeenRecords::ofAFileWithSeveralVersionsNoneIsKeptTwice()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QByteArray versions = bundleOf({{1, 4, "newest"}, {1, 2, "oldest"}, {1, 3, "between"}});
    const auto outcome = must(bench.import(*workspace, written(bench, "a.json", versions)));
    QCOMPARE(outcome.records, std::uint64_t{3});
    QCOMPARE(outcome.newVersions, std::uint64_t{2});
    const auto again = must(bench.import(*workspace, written(bench, "b.json", versions + '\n')));
    QCOMPARE(again.records, std::uint64_t{0});
    QCOMPARE(again.duplicates, std::uint64_t{3});
}

void TestSeenRecords::theSameFileIsKnownWithoutAnyIds()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QByteArray lines = "2026-06-01T08:00:00Z first line\n2026-06-01T08:00:01Z second line\n";
    const auto first = must(bench.import(*workspace, written(bench, "a.log", lines)));
    QCOMPARE(first.records, std::uint64_t{2});
    const auto size = workspace->snapshot()->size;
    const auto again = must(bench.import(*workspace, written(bench, "renamed.log", lines)));
    QCOMPARE(again.records, std::uint64_t{0});
    QCOMPARE(again.duplicates, std::uint64_t{2});
    QCOMPARE(again.sameAs, std::optional(first.entry));
    QCOMPARE(workspace->snapshot()->size, size);
    QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM staging")), 0);
}

void TestSeenRecords::aFileIsReadAnewForAnotherIncident()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QString path = written(bench, "a.log", "2026-06-01T08:00:00Z first line\n");
    must(bench.import(*workspace, path));
    domain::IncidentOpened incident;
    incident.title = QStringLiteral("Abuse of the agent tier");
    incident.owner = domain::MemberId(QStringLiteral("safety"));
    must(bench.say(*workspace, "safety", incident));
    service::ImportRequest request;
    request.path = path;
    request.incident = domain::IncidentId(QStringLiteral("I-1"));
    const std::atomic_bool never{false};
    const auto outcome = must(service::importFile(*workspace, domain::MemberId(QStringLiteral("feed")),
                                                  bench.harness.keyOf("feed"), request, {}, never));
    QCOMPARE(outcome.records, std::uint64_t{1});
    QVERIFY(!outcome.sameAs);
}

void TestSeenRecords::withoutAnIdNothingIsTheSame()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QByteArray line = "2026-06-01T08:00:00Z the same line\n";
    const auto outcome = must(bench.import(*workspace, written(bench, "a.log", line + line)));
    QCOMPARE(outcome.records, std::uint64_t{2});
    QCOMPARE(outcome.duplicates, std::uint64_t{0});
}

void TestSeenRecords::aKindOfMessageIsNoId()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QByteArray line = "<34>1 2026-06-01T08:00:00Z gateway sshd 711 ID47 - connection closed\n";
    const auto outcome = must(bench.import(*workspace, written(bench, "a.log", line + line + line)));
    QCOMPARE(outcome.format, QStringLiteral("syslog"));
    QCOMPARE(outcome.records, std::uint64_t{3});
}

void TestSeenRecords::theSameIdOfAnotherSourceIsAnotherRecord()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const auto outcome = must(bench.import(
        *workspace,
        written(bench, "a.csv",
                "id,date,title,source\n7,2026-06-01,Refused calls rise,northgate\n"
                "7,2026-06-01,Refused calls rise,southgate\n7,2026-06-01,Refused calls rise,northgate\n")));
    QCOMPARE(outcome.format, QStringLiteral("generic-csv"));
    QCOMPARE(outcome.records, std::uint64_t{2});
    QCOMPARE(outcome.duplicates, std::uint64_t{1});
}

void TestSeenRecords::whatWasRetractedIsNewAgain()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const auto retract = [&](std::uint64_t batch) {
        must(bench.say(*workspace, "feed", domain::BatchRetracted{batch, QStringLiteral("A mistake")}));
    };
    const QString first = written(bench, "a.json", bundleOf({{1, 2, "one"}, {2, 2, "two"}}));
    const QString second = written(bench, "b.json", bundleOf({{2, 2, "two"}, {3, 2, "three"}}));
    retract(must(bench.import(*workspace, first)).entry);
    const auto again = must(bench.import(*workspace, first));
    QVERIFY(!again.sameAs);
    QCOMPARE(again.records, std::uint64_t{2});
    QCOMPARE(again.newVersions, std::uint64_t{0});
    // The second leaves out what the first had; without the first it is missing, and comes with the file.
    QCOMPARE(must(bench.import(*workspace, second)).records, std::uint64_t{1});
    QCOMPARE(must(bench.import(*workspace, second)).duplicates, std::uint64_t{2});
    retract(again.entry);
    const auto rest = must(bench.import(*workspace, second));
    QVERIFY(!rest.sameAs);
    QCOMPARE(rest.records, std::uint64_t{1});
    QCOMPARE(rest.duplicates, std::uint64_t{1});
    QCOMPARE(eventsOf(*workspace).size(), std::size_t{2});
}

void TestSeenRecords::whatCannotBeReadStopsTheImport()
{
    ServiceBench bench;
    auto workspace = bench.found();
    must(bench.import(*workspace, written(bench, "a.json", bundleOf({{1, 2, "one"}}))));
    bench.tamper(QStringLiteral("SELECT bytes FROM block_text LIMIT 1"),
                 QStringLiteral("UPDATE block_text SET bytes = ?"),
                 [](QByteArray& bytes) { bytes.truncate(bytes.size() / 2); });
    const auto size = workspace->snapshot()->size;
    const auto outcome = bench.import(*workspace, written(bench, "b.json", bundleOf({{2, 2, "two"}})));
    QVERIFY(!outcome && outcome.error().is(service::ServiceError::RecordDamaged));
    QCOMPARE(workspace->snapshot()->size, size);
    QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM staging")), 0);
}

void TestSeenRecords::everyFormatSaysWhatItsReferencesMean()
{
    for (const auto& adapter : formats::adapters())
        QVERIFY2(formats::referenceMeaning(adapter->format()).has_value(), qPrintable(adapter->format()));
}

KEYTURN_TEST(TestSeenRecords);

} // namespace keyturn::tests

#include "test_seen_records.moc"
