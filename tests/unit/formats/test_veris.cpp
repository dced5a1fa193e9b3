// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_builder.h"
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;

namespace {

domain::NormalisedRecord veris(const QByteArray& members)
{
    return readText("veris", R"({"summary":"s",)" + members + '}').records.at(0);
}

QString timeOf(const QByteArray& incident)
{
    return veris(R"("timeline":{"incident":{)" + incident + "}}").occurredAt.toIso();
}

} // namespace

class TestVeris : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAnIncidentOfTheCommunityDatabase()
    {
        const Outcome outcome = readFile("veris", "valid/veris/0012CC25-9167-40D8-8FE3-3D0DFD8FB6BB.json");
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{1});
        const auto& record = outcome.records[0];
        QVERIFY(record.title.starts_with("Sensitive information belonging to jobseekers"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2012"));
        QCOMPARE(record.source, std::string("vcdb"));
        QCOMPARE(record.reference, std::string("0012CC25-9167-40D8-8FE3-3D0DFD8FB6BB"));
        QCOMPARE(record.credibility, domain::Credibility::ObservedBehaviour);
        QCOMPARE(record.layer, domain::Layer::DataPrivacy);
        QCOMPARE(record.severity, domain::Severity::NotStated);
        QVERIFY(record.assumptions.empty());
        QVERIFY(record.description.find("Action: hacking (Other; Web application)\n") != std::string::npos);
    }

    void keepsThePrecisionThatIsStated()
    {
        QCOMPARE(readFile("veris", "valid/veris/3A096618-CA8A-4E81-9EA0-A36FFA1BE8A9.json")
                     .records.at(0)
                     .occurredAt.toIso(),
                 QStringLiteral("2013-01"));
        QCOMPARE(timeOf(R"("year":2013,"month":3,"day":20)"), QStringLiteral("2013-03-20"));
        QCOMPARE(timeOf(R"("year":2013,"month":3,"day":20,"time":"15:30:05")"),
                 QStringLiteral("2013-03-20T15:30:05Z"));
        QCOMPARE(timeOf(R"("year":"2013","month":"3")"), QStringLiteral("2013-03"));
        QCOMPARE(timeOf(R"("year":2013,"day":20)"), QStringLiteral("2013"));
        QCOMPARE(timeOf(R"("year":2013,"month":13,"day":20)"), QStringLiteral("2013"));
        QCOMPARE(timeOf(R"("year":2013,"month":2,"day":30)"), QStringLiteral("2013-02"));
        QCOMPARE(timeOf(R"("year":2013,"month":0)"), QStringLiteral("2013"));
        QCOMPARE(timeOf(R"("year":2013,"time":"15:30")"), QStringLiteral("2013"));
        QCOMPARE(timeOf(R"("year":20130)"), QString());
        QCOMPARE(veris(R"("timeline":{"incident":{"year":2013,"month":2,"day":30}})").assumptions,
                 std::vector<std::string>{"timeline.incident.day is not one: 30"});
        QCOMPARE(veris(R"("timeline":{"incident":{"year":2013,"day":30}})").assumptions.size(), size_t{1});
    }

    void mapsTheRatingsAndTheConfirmation()
    {
        const auto severityOf = [](const QByteArray& rating) {
            return veris("\"impact\":{\"overall_rating\":\"" + rating + "\"}").severity;
        };
        QCOMPARE(severityOf("Insignificant"), domain::Severity::Informational);
        QCOMPARE(severityOf("Distracting"), domain::Severity::Low);
        QCOMPARE(severityOf("Painful"), domain::Severity::Medium);
        QCOMPARE(severityOf("Damaging"), domain::Severity::High);
        QCOMPARE(severityOf("Catastrophic"), domain::Severity::Critical);
        QCOMPARE(severityOf("Unknown"), domain::Severity::NotStated);
        QCOMPARE(veris(R"("security_incident":"Suspected")").credibility, domain::Credibility::Unverified);
        QCOMPARE(veris(R"("security_incident":"Near miss")").credibility, domain::Credibility::NotStated);
        QCOMPARE(veris(R"("attribute":{"confidentiality":{"data_disclosure":"Potentially"}})").layer,
                 domain::Layer::NotStated);
    }

    void readsTheListsAndObjectsOfVersion13()
    {
        const auto record =
            readText("veris", R"({"action":{"malware":{"variety":["Ransomware"]},"social":{}},)"
                              R"("victim":{"victim_id":"An inn","country":["CA","US"]},)"
                              R"("discovery_method":{"external":{"variety":["Customer"]}}})")
                .records.at(0);
        QCOMPARE(record.title, std::string("An inn: malware (Ransomware), social"));
        QVERIFY(record.description.find("Country: CA, US\n") != std::string::npos);
        QVERIFY(record.description.find("Discovered by: external (Customer)") != std::string::npos);
    }

    void rejectsWhatSaysOfNoIncident()
    {
        const Outcome outcome = readText("veris", R"([{"incident_id":"1"},{"summary":"s"}])");
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.rejections.size(), size_t{1});
        QCOMPARE(outcome.rejections[0].record, std::uint64_t{1});
    }

    void survivesWrongTypes()
    {
        QCOMPARE(unsoundlyRead("veris", fileBytes(QStringLiteral(
                                            "valid/veris/0012CC25-9167-40D8-8FE3-3D0DFD8FB6BB.json"))),
                 QByteArray());
    }

    void isRecognisedByItsContent()
    {
        QCOMPARE(
            recognisedIn(fileBytes(QStringLiteral("valid/veris/A67C4991-A002-4608-A797-77BE1D0DA610.json"))),
            QStringLiteral("veris"));
        QCOMPARE(recognisedIn(R"([{"timeline":{"incident":{"year":2013}},"security_incident":"Confirmed"},)"),
                 QStringLiteral("veris"));
        QCOMPARE(recognisedIn(R"({"action":{},"incident_id":"1"})"), QString());
    }
};

KEYTURN_TEST(TestVeris);
#include "test_veris.moc"
