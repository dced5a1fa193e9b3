// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;
using base::TimePrecision;

namespace {

QByteArray stixBundle(const QByteArray& objects)
{
    // No raw string: moc 6.4 loses its place behind one with an odd number of quotes.
    return "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[" + objects + "]}";
}

domain::NormalisedRecord onlyRecord(const QByteArray& object)
{
    const Outcome outcome = readText("stix-2.1", stixBundle(object));
    if (outcome.records.size() != 1)
        qFatal("%zu records", outcome.records.size());
    return outcome.records[0];
}

/// A bundle like those that indicator feeds publish: one line, thousands of objects, some blanks.
QByteArray feedBundle(int count)
{
    QByteArray indicator =
        "{'type': 'indicator', 'spec_version': '2.1', 'id': 'indicator--#', "
        "'created': '2023-04-14T08:49:02.386284Z', 'modified': '2023-04-14T08:49:02.386284Z', "
        "'indicator_types': ['malicious-activity'], 'pattern': '[domain-name:value=host#.example]', "
        "'pattern_type': 'stix', 'valid_from': '2023-04-14T08:49:02.386284Z'}";
    indicator.replace('\'', '"');
    QByteArray objects;
    for (int i = 0; i < count; ++i) {
        if (i > 0)
            objects += ", ";
        objects += QByteArray(indicator).replace('#', QByteArray::number(i));
    }
    return stixBundle(objects);
}

} // namespace

class TestStix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesEveryObjectOfTheSpecificationsExamples()
    {
        const std::vector<std::pair<const char*, size_t>> counts{
            {"valid/stix/sighting-of-an-indicator.json", 4},
            {"valid/stix/indicator-for-malicious-url.json", 3},
            {"valid/stix/defining-campaigns-threat-actors-intrusion-sets.json", 26},
            {"valid/stix/using-marking-definitions.json", 4},
            {"valid/stix/incident_sample_activity.json", 2},
            {"valid/stix/atlas-edge-ai-evasion.json", 10},
        };
        for (const auto& [file, count] : counts) {
            const Outcome outcome = readFile("stix-2.1", file);
            QVERIFY2(!outcome.error, file);
            QVERIFY2(outcome.rejections.empty(), file);
            QCOMPARE(outcome.records.size(), count);
            for (const auto& record : outcome.records) {
                QVERIFY(!record.title.empty());
                QVERIFY(record.occurredAt.isKnown());
                QVERIFY(record.raw.starts_with('{') && record.raw.ends_with('}'));
            }
        }
    }

    void takesEachFieldFromWhereTheTableSays()
    {
        const auto records = readFile("stix-2.1", "valid/stix/sighting-of-an-indicator.json").records;
        const auto& indicator = records.at(0);
        QCOMPARE(indicator.title, std::string("Malicious URL"));
        QVERIFY(indicator.description.ends_with("[url:value = 'http://paypa1.banking.com']"));
        QCOMPARE(indicator.reference, std::string("indicator--9299f726-ce06-492e-8472-2b52ccb53191"));
        QCOMPARE(indicator.occurredAt.toIso(), QStringLiteral("2015-06-29T09:10:15.915Z"));
        QCOMPARE(indicator.occurredAt.zone, QStringLiteral("Z"));
        QCOMPARE(indicator.credibility, domain::Credibility::NotStated);
        const auto& sighting = records.at(3);
        QCOMPARE(sighting.source, std::string("Beta Cyber Intelligence Company"));
        QCOMPARE(sighting.credibility, domain::Credibility::ObservedBehaviour);
        QCOMPARE(sighting.number, std::uint64_t{4});
    }

    void saysSoWhereOnlyTheObjectsOwnTimeIsKnown()
    {
        const auto created =
            onlyRecord(R"({"type":"tool","id":"tool--1","name":"t","created":"2020-01-02T03:04:05Z"})");
        QCOMPARE(created.occurredAt.toIso(), QStringLiteral("2020-01-02T03:04:05Z"));
        QVERIFY(created.assumptions.at(0).find("created") != std::string::npos);
        const auto none = onlyRecord(R"({"type":"tool","id":"tool--1","name":"t"})");
        QVERIFY(!none.occurredAt.isKnown());
        QVERIFY(none.assumptions.empty());
    }

    void readsTheIncidentCoreExtension()
    {
        const auto incident = readFile("stix-2.1", "valid/stix/incident_sample_activity.json").records.at(1);
        QCOMPARE(incident.occurredAt.toIso(), QStringLiteral("2020-10-15T00:01:32.700Z"));
        QCOMPARE(incident.credibility, domain::Credibility::ObservedBehaviour);
        const auto graded = onlyRecord(
            R"({"type":"incident","name":"i","extensions":{"extension-definition--ef765651-680c-498d-9894-99799f2fa126":
            {"criticality":50,"determination":"suspected"}}})");
        QCOMPARE(graded.severity, domain::Severity::High);
        QCOMPARE(graded.credibility, domain::Credibility::Unverified);
        const auto ofADay = onlyRecord(
            R"({"type":"event","name":"e","start_time":"2023-05-06T07:08:09Z","start_time_fidelity":"month"})");
        QCOMPARE(ofADay.occurredAt.toIso(), QStringLiteral("2023-05"));
    }

    void statesNoSeverityTheSourceDoesNotState()
    {
        QCOMPARE(onlyRecord(R"({"type":"incident","name":"i","confidence":90})").severity,
                 domain::Severity::NotStated);
        QCOMPARE(onlyRecord(R"({"type":"incident","name":"i","severity":"High"})").severity,
                 domain::Severity::High);
        QCOMPARE(onlyRecord(R"({"type":"incident","name":"i","severity":3})").severity,
                 domain::Severity::NotStated);
        QCOMPARE(onlyRecord(R"({"type":"sighting","count":0})").credibility, domain::Credibility::NotStated);
    }

    void namesObjectsThatHaveNoName()
    {
        QCOMPARE(onlyRecord(R"({"type":"ipv4-addr","id":"ipv4-addr--1","value":"198.51.100.3"})").title,
                 std::string("ipv4-addr: 198.51.100.3"));
        QCOMPARE(
            onlyRecord(
                R"({"type":"relationship","source_ref":"a--1","relationship_type":"uses","target_ref":"b--2"})")
                .title,
            std::string("a--1 uses b--2"));
        QCOMPARE(onlyRecord(R"({"type":"x-custom"})").title, std::string("x-custom"));
        QCOMPARE(onlyRecord(R"({"type":"relationship"})").title, std::string("relationship"));
    }

    void streamsABundleOfTenThousandObjectsOnOneLine()
    {
        // More than one chunk, so that objects lie across the edges of chunks.
        const QByteArray bytes = feedBundle(10'407);
        QVERIFY(bytes.size() > 3 * 1024 * 1024);
        const Outcome outcome = readText("stix-2.1", bytes);
        QVERIFY(!outcome.error);
        QVERIFY(outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{10'407});
        QCOMPARE(outcome.records.back().number, std::uint64_t{10'407});
        QCOMPARE(outcome.records.back().reference, std::string("indicator--10406"));
        QCOMPARE(outcome.records.back().occurredAt.precision, TimePrecision::Microsecond);
    }

    void readsTheSameHoweverSlowlyTheBytesCome()
    {
        const QByteArray bytes =
            fileBytes(QStringLiteral("valid/stix/defining-campaigns-threat-actors-intrusion-sets.json"));
        const Outcome atOnce = readText("stix-2.1", bytes);
        GrudgingDevice device(bytes, 7);
        const Outcome slowly = readDevice("stix-2.1", device);
        QCOMPARE(slowly.records.size(), atOnce.records.size());
        for (size_t i = 0; i < slowly.records.size(); ++i)
            QVERIFY(slowly.records[i].raw == atOnce.records[i].raw);
    }

    void readsBareArraysEnvelopesAndVersion20()
    {
        QCOMPARE(
            readText("stix-2.1", R"([{"type":"tool","name":"a"},{"type":"tool","name":"b"}])").records.size(),
            size_t{2});
        QCOMPARE(
            readText("stix-2.1", R"({"more":false,"objects":[{"type":"tool","name":"a"}]})").records.size(),
            size_t{1});
        // 2.0 has spec_version on the bundle and an "objects" member within observed-data.
        const Outcome old =
            readText("stix-2.1", R"({"type":"bundle","spec_version":"2.0","objects":[{"type":"observed-data",
            "id":"observed-data--1","first_observed":"2016-01-02T03:04:05Z",
            "objects":{"0":{"type":"file","name":"x"}}}],"id":"bundle--1"})");
        QCOMPARE(old.records.size(), size_t{1});
        QCOMPARE(old.records[0].credibility, domain::Credibility::ObservedBehaviour);
        QVERIFY(old.rejections.empty());
        const Outcome empty = readText("stix-2.1", R"({"type":"bundle","id":"bundle--1"})");
        QVERIFY(!empty.error && empty.records.empty());
    }

    void rejectsFaultyObjectsAndKeepsTheRest()
    {
        const Outcome outcome = readFile("stix-2.1", "invalid/stix-faulty-objects.json");
        QVERIFY(!outcome.error);
        std::vector<std::uint64_t> numbers;
        for (const auto& rejection : outcome.rejections)
            numbers.push_back(rejection.record);
        QCOMPARE(numbers, (std::vector<std::uint64_t>{2, 3, 4, 5, 6, 7}));
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].title, std::string("first"));
        QCOMPARE(outcome.records[1].title, std::string("last"));
        QCOMPARE(outcome.records[1].number, std::uint64_t{8});
        QVERIFY(outcome.rejections[0].reason.contains(QStringLiteral("“name” twice")));
    }

    void losesOnlyOneObjectToAMissingQuoteOrBrace()
    {
        const Outcome quote =
            readText("stix-2.1", stixBundle("{\"type\":\"tool\",\"name\":\"a},\n{\"type\":\"tool\",\"name\":"
                                            "\"b\"},\n{\"type\":\"tool\",\"name\":\"c\"}"));
        QCOMPARE(quote.rejections.size(), size_t{1});
        QCOMPARE(quote.records.size(), size_t{2});
        QCOMPARE(quote.records[0].title, std::string("b"));
        const Outcome brace = readText(
            "stix-2.1",
            stixBundle(R"({"type":"tool","name":"a",{"type":"tool","name":"b"},{"type":"tool","name":"c"})"));
        QCOMPARE(brace.rejections.size(), size_t{1});
        QCOMPARE(brace.records.size(), size_t{2});
    }

    void keepsTheWholeObjectsOfAFileThatEndsEarly()
    {
        const QByteArray bytes = feedBundle(50);
        const Outcome outcome = readText("stix-2.1", bytes.left(bytes.size() * 3 / 5));
        QVERIFY(!outcome.error);
        QVERIFY(outcome.records.size() > 20 && outcome.records.size() < 50);
        QCOMPARE(outcome.rejections.size(), size_t{1});
        QCOMPARE(outcome.rejections[0].record, std::uint64_t{outcome.records.size() + 1});
        const Outcome noObject = readText("stix-2.1", "{\"type\":\"bundle\",\"id\":\"bund");
        QVERIFY(noObject.error && noObject.error->is(intake::IntakeError::Truncated));
        const Outcome noEnd = readText("stix-2.1", bytes.left(bytes.size() - 2));
        QCOMPARE(noEnd.records.size(), size_t{50});
        QCOMPARE(noEnd.rejections.at(0).record, std::uint64_t{0});
    }

    void rejectsADepthBombAsOneObject()
    {
        const QByteArray bomb =
            R"({"type":"tool","name":"x","a":)" + QByteArray(100'000, '[') + QByteArray(100'000, ']') + "}";
        const Outcome outcome = readText("stix-2.1", stixBundle(bomb + R"(,{"type":"tool","name":"after"})"));
        QCOMPARE(outcome.rejections.size(), size_t{1});
        QVERIFY(outcome.rejections[0].reason.contains(QStringLiteral("deep")));
        QCOMPARE(outcome.records.at(0).title, std::string("after"));
    }

    void skipsAnObjectBeyondMeasureAndSaysItsSize()
    {
        EndlessDevice device("{\"type\":\"bundle\",\"objects\":[{\"type\":\"tool\",\"name\":\"before\"},{"
                             "\"type\":\"tool\",\"name\":\"",
                             "x", 40LL * 1024 * 1024, "\"},{\"type\":\"tool\",\"name\":\"after\"}]}");
        const Outcome outcome = readDevice("stix-2.1", device);
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[1].number, std::uint64_t{3});
        QCOMPARE(outcome.rejections.size(), size_t{1});
        QVERIFY(outcome.rejections[0].reason.contains(QStringLiteral("40.0 MiB")));
    }

    void refusesWhatIsNoListOfObjects()
    {
        for (const char* text : {"", "<xml/>", "hello", R"({"event":"x"})", "42"}) {
            const Outcome outcome = readText("stix-2.1", text);
            QVERIFY2(outcome.error && outcome.error->is(intake::IntakeError::FormatMismatch), text);
        }
    }

    void readsObjectsThatStandByThemselves()
    {
        const QByteArray tool = R"({"type":"tool","id":"tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",)"
                                R"("spec_version":"2.1","name":"T"})";
        for (const QByteArray& text : {tool, tool + '\n' + tool + '\n', " \n" + tool}) {
            QCOMPARE(recognisedIn(text), QStringLiteral("stix-2.1"));
            const Outcome outcome = readText("stix-2.1", text);
            QVERIFY(!outcome.error && outcome.rejections.empty());
            QCOMPARE(outcome.records.size(), static_cast<size_t>(text.count("spec_version")));
            QCOMPARE(outcome.records.back().title, std::string("T"));
        }
        QVERIFY(recognisedIn(R"({"type":"tool","id":"7","name":"T"})") != QStringLiteral("stix-2.1"));
    }

    void readsBundlesInLines()
    {
        const QByteArray bundle = stixBundle(R"({"type":"tool","name":"T"})");
        const Outcome outcome = readText("stix-2.1", bundle + '\n' + bundle + '\n');
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[1].number, std::uint64_t{2});
    }
};

KEYTURN_TEST(TestStix);
#include "test_stix.moc"
