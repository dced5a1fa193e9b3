// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;
using domain::Severity;

namespace {

constexpr const char* kOutage =
    R"({"id":"p1","name":"Elevated errors on larch-4","status":"resolved","impact":"major",)"
    R"("created_at":"2026-03-01T10:05:00.000Z","started_at":"2026-03-01T10:00:00.000Z",)"
    R"("resolved_at":"2026-03-01T12:00:00.000Z","monitoring_at":null,"shortlink":"https://stspg.example/abc",)"
    R"("incident_updates":[{"id":"u2","status":"resolved","body":"It is over.","display_at":"2026-03-01T12:00:00Z"},)"
    R"({"id":"u1","status":"investigating","body":"We look into it.","display_at":"2026-03-01T10:05:00Z"}],)"
    R"("components":[{"id":"c","name":"API"},{"id":"d","name":"Console"}]})";

QByteArray statusPage(const QByteArray& members)
{
    return R"({"page":{"id":"x","name":"Larch Labs","url":"https://status.example"},)" + members + '}';
}

} // namespace

class TestStatuspage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAnIncidentWithItsUpdatesInOrder()
    {
        const QByteArray text = statusPage(R"("incidents":[)" + QByteArray(kOutage) + ']');
        QCOMPARE(recognisedIn(text), QStringLiteral("statuspage"));
        const Outcome outcome = readText("statuspage", text);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{1});
        const auto& record = outcome.records[0];
        QCOMPARE(record.title, std::string("Elevated errors on larch-4"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2026-03-01T10:00:00.000Z"));
        QCOMPARE(record.source, std::string("Larch Labs"));
        QCOMPARE(record.severity, Severity::High);
        QCOMPARE(record.reference, std::string("https://stspg.example/abc"));
        QVERIFY(record.description.starts_with("investigating, 2026-03-01T10:05:00Z: We look into it.\n\n"
                                               "resolved, 2026-03-01T12:00:00Z: It is over."));
        QVERIFY(record.description.find("Components: API, Console") != std::string::npos);
        QCOMPARE(record.number, std::uint64_t{1});
        QVERIFY(record.assumptions.empty());
    }

    void readsSummariesArraysLinesNoticesAndPrettyPrintAlike()
    {
        const QByteArray incident = kOutage;
        for (const QByteArray& text :
             {'[' + incident + ']', incident + '\n', R"({"incident":)" + incident + '}',
              QJsonDocument::fromJson(statusPage(R"("incidents":[)" + incident + ']')).toJson(),
              statusPage(R"("components":[],"incidents":[],"scheduled_maintenances":[)" + incident + ']')}) {
            QCOMPARE(recognisedIn(text), QStringLiteral("statuspage"));
            const Outcome outcome = readText("statuspage", text);
            QCOMPARE(outcome.records.size(), size_t{1});
            QCOMPARE(outcome.records[0].title, std::string("Elevated errors on larch-4"));
        }
        QCOMPARE(readText("statuspage", incident).records.at(0).source, std::string("stspg.example"));
        const Outcome empty = readText("statuspage", statusPage(R"("incidents":[])"));
        QVERIFY(empty.records.empty() && empty.rejections.empty());
    }

    void mapsEveryImpact()
    {
        const auto severityOf = [](const char* impact) {
            const QByteArray quoted = '"' + QByteArray(impact) + '"';
            return readText("statuspage", R"({"name":"n","status":"s","impact":)" + quoted + '}')
                .records.at(0)
                .severity;
        };
        QCOMPARE(severityOf("none"), Severity::Informational);
        QCOMPARE(severityOf("maintenance"), Severity::Informational);
        QCOMPARE(severityOf("minor"), Severity::Low);
        QCOMPARE(severityOf("major"), Severity::High);
        QCOMPARE(severityOf("critical"), Severity::Critical);
        QCOMPARE(severityOf("odd"), Severity::NotStated);
    }

    void fallsBackToOtherTimesAndSaysSo()
    {
        const auto read = [](const char* members) {
            return readText("statuspage", R"({"name":"n","status":"s",)" + QByteArray(members) + '}')
                .records.at(0);
        };
        QVERIFY(read(R"("scheduled_for":"2026-01-02T03:04:05-08:00")").assumptions.empty());
        const auto created = read(R"("created_at":"2026-01-02T03:04:05Z")");
        QCOMPARE(created.occurredAt.toIso(), QStringLiteral("2026-01-02T03:04:05Z"));
        QCOMPARE(created.assumptions.size(), size_t{1});
        const auto updated =
            read(R"("incident_updates":[{"body":"b","display_at":"2026-01-02"},{"body":"c"}])");
        QCOMPARE(updated.occurredAt.toIso(), QStringLiteral("2026-01-02"));
        QVERIFY(!read(R"("impact":"minor")").occurredAt.isKnown());
    }

    void rejectsWhatIsNoIncidentAndSaysWhatWasUnreadable()
    {
        const Outcome outcome =
            readText("statuspage", statusPage(R"("incidents":[7,{"id":"a"},{"name":"n"},)"
                                              R"({"name":"n","incident_updates":[1,{"body":"b"}]}])"));
        QCOMPARE(outcome.rejections.size(), size_t{3});
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.records[0].number, std::uint64_t{4});
        QCOMPARE(outcome.records[0].assumptions.size(), size_t{1});
    }

    void leavesOtherIncidentsAlone()
    {
        QVERIFY(recognisedIn(R"({"incidents":[{"id":1,"title":"t","severity":"high"}]})").isEmpty());
        QVERIFY(recognisedIn(R"([{"name":"n","status":"s"}])").isEmpty());
    }

    void survivesMembersOfEveryWrongType()
    {
        QCOMPARE(unsoundlyRead("statuspage", kOutage), QByteArray());
        QCOMPARE(
            unsoundlyRead("statuspage", statusPage(R"("incidents":[)" + QByteArray(kOutage) + ']'), true),
            QByteArray());
    }
};

KEYTURN_TEST(TestStatuspage);
#include "test_statuspage.moc"
