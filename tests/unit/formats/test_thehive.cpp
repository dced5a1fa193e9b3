// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;
using domain::Credibility;
using domain::Severity;

namespace {

const QByteArray kTheHiveAlert =
    R"({"_id":"~1","_type":"Alert","_createdAt":1700000005000,"type":"external","source":"Mail gateway",)"
    R"("sourceRef":"mg-77","title":"Phishing wave","description":"Many mails","severity":3,)"
    R"("severityLabel":"HIGH","date":1700000000123,"tags":["mail","tlp:green"],"tlp":2,"tlpLabel":"AMBER",)"
    R"("pap":1,"status":"New","stage":"New","externalLink":"https://x.example/7","follow":true})";
const QByteArray kTheHiveCase =
    R"({"_id":"~9","_type":"case","caseId":12,"title":"Stolen laptop","description":"d","severity":2,)"
    R"("startDate":1600000000000,"endDate":1600003600000,"flag":false,"tlp":3,"pap":2,"status":"Resolved",)"
    R"("resolutionStatus":"TruePositive","impactStatus":"NoImpact","summary":"Found again","owner":"a@x"})";

domain::NormalisedRecord theHive(const QByteArray& members)
{
    return readText("thehive", R"({"title":"T",)" + members + '}').records.at(0);
}

} // namespace

class TestTheHive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAnAlert()
    {
        QCOMPARE(recognisedIn(kTheHiveAlert), QStringLiteral("thehive"));
        const auto record = readText("thehive", kTheHiveAlert).records.at(0);
        QCOMPARE(record.title, std::string("Phishing wave"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2023-11-14T22:13:20.123Z"));
        QCOMPARE(record.source, std::string("Mail gateway"));
        QCOMPARE(record.reference, std::string("mg-77"));
        QCOMPARE(record.severity, Severity::High);
        QCOMPARE(record.credibility, Credibility::NotStated);
        QVERIFY(record.assumptions.empty());
        QCOMPARE(record.description,
                 std::string("Many mails\n\nType: external\nStatus: New\nStage: New\nTLP: AMBER\nPAP: green\n"
                             "Tags: mail, tlp:green\nLink: https://x.example/7"));
    }

    void readsACase()
    {
        QCOMPARE(recognisedIn('[' + kTheHiveCase + ']'), QStringLiteral("thehive"));
        const auto record = readText("thehive", '[' + kTheHiveCase + ']').records.at(0);
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2020-09-13T12:26:40.000Z"));
        QCOMPARE(record.reference, std::string("12"));
        QCOMPARE(record.source, std::string("TheHive"));
        QCOMPARE(record.credibility, Credibility::ObservedBehaviour);
        QVERIFY(
            record.description.starts_with("d\n\nFound again\n\nStatus: Resolved\nResolution: TruePositive\n"
                                           "Impact: NoImpact\nTLP: red\nPAP: amber\n"));
        QVERIFY(record.description.find("Ended: 2020-09-13T13:26:40Z") != std::string::npos);
    }

    void readsLinesAndTheMessagesOfWebhooks()
    {
        const QByteArray message =
            R"({"operation":"create","objectType":"alert","rootId":"~1","object":)" + kTheHiveAlert + '}';
        QCOMPARE(recognisedIn(message), QStringLiteral("thehive"));
        const Outcome outcome = readText("thehive", message + '\n' + kTheHiveCase + '\n');
        QVERIFY(outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].title, std::string("Phishing wave"));
        QCOMPARE(outcome.records[1].number, std::uint64_t{2});
    }

    void readsSecondsWhereTheyMustBeMeant()
    {
        const auto record = theHive(R"("date":1700000000)");
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2023-11-14T22:13:20Z"));
        QCOMPARE(record.assumptions.size(), size_t{1});
        const auto created = theHive(R"("date":null,"createdAt":1700000000123)");
        QCOMPARE(created.occurredAt.toIso(), QStringLiteral("2023-11-14T22:13:20.123Z"));
        QCOMPARE(created.assumptions,
                 std::vector<std::string>{"the time is when it was created in TheHive; it states no date"});
        QVERIFY(!theHive(R"("date":0)").occurredAt.isKnown());
        QVERIFY(!theHive(R"("date":[1])").occurredAt.isKnown());
    }

    void countsSeverityFromTheLeast()
    {
        QCOMPARE(theHive(R"("severity":1)").severity, Severity::Low);
        QCOMPARE(theHive(R"("severity":2)").severity, Severity::Medium);
        QCOMPARE(theHive(R"("severity":4)").severity, Severity::Critical);
        QCOMPARE(theHive(R"("severity":"HIGH")").severity, Severity::High);
        QCOMPARE(theHive(R"("severity":0)").severity, Severity::NotStated);
        QCOMPARE(theHive(R"("severity":5)").severity, Severity::NotStated);
        QCOMPARE(theHive(R"("status":"Indeterminate")").credibility, Credibility::Unverified);
        QCOMPARE(theHive(R"("status":"FalsePositive")").credibility, Credibility::NotStated);
    }

    void rejectsWhatHasNeitherTitleNorDescription()
    {
        const Outcome outcome =
            readText("thehive", R"([{"sourceRef":"1"},{"description":"Only\nthat","sourceRef":"2"}])");
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.records[0].title, std::string("Only"));
        QCOMPARE(outcome.rejections.size(), size_t{1});
    }

    void survivesWrongTypes()
    {
        QCOMPARE(unsoundlyRead("thehive", kTheHiveAlert), QByteArray());
        QCOMPARE(unsoundlyRead("thehive", kTheHiveCase), QByteArray());
        QCOMPARE(recognisedIn(R"({"title":"x","severity":1,"source":"y"})"), QString());
    }
};

KEYTURN_TEST(TestTheHive);
#include "test_thehive.moc"
