// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;
using domain::Layer;

namespace {

const QByteArray kAiidClassifications =
    "Namespace,Incident ID,Published,Risk Domain,Risk Subdomain,Entity,Timing,Intent\n";

} // namespace

class TestAiidCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheIncidents()
    {
        const char* file = "valid/aiid/incidents-abridged.csv";
        QCOMPARE(recognisedIn(fileBytes(QString::fromLatin1(file))), QStringLiteral("aiid-csv"));
        const Outcome outcome = readFile("aiid-csv", file);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{10});
        const auto& record = outcome.records[0];
        QCOMPARE(record.title, std::string("Google’s YouTube Kids App Presents Inappropriate Content"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2015-05-19"));
        QCOMPARE(record.reference, std::string("1"));
        QCOMPARE(record.source, std::string("AI Incident Database"));
        QCOMPARE(record.sourceKind, domain::SourceKind::Public);
        QVERIFY(record.description.ends_with("Alleged deployer: youtube\nAlleged developer: youtube\n"
                                             "Alleged harmed: children\nReports: 13"));
        QVERIFY(record.models.empty());
    }

    void readsTheClassificationsAsRecordsOfTheirOwn()
    {
        const char* file = "valid/aiid/classifications_MIT-abridged.csv";
        QCOMPARE(recognisedIn(fileBytes(QString::fromLatin1(file))), QStringLiteral("aiid-csv"));
        const Outcome outcome = readFile("aiid-csv", file);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{30});
        QCOMPARE(outcome.records[1].title,
                 std::string("AIID incident 2: 7.3. Lack of capability or robustness"));
        QCOMPARE(outcome.records[1].layer, Layer::ModelBehaviour);
        QVERIFY(!outcome.records[1].occurredAt.isKnown());
    }

    void takesTheLayerFromTheRiskDomain()
    {
        const auto layerOf = [](const QByteArray& domain) {
            return readText("aiid-csv", kAiidClassifications + "MIT,9,True," + domain + ",AI,Other,Other\n")
                .records.at(0)
                .layer;
        };
        QCOMPARE(layerOf("1. Discrimination and Toxicity,"), Layer::ModelBehaviour);
        QCOMPARE(layerOf("2. Privacy & Security,2.1. Compromise of privacy"), Layer::DataPrivacy);
        QCOMPARE(layerOf("2. Privacy & Security,2.2. AI system security vulnerabilities"), Layer::System);
        QCOMPARE(layerOf("2. Privacy & Security,"), Layer::NotStated);
        QCOMPARE(layerOf("3. Misinformation,"), Layer::ModelBehaviour);
        QCOMPARE(layerOf("4. Malicious Actors & Misuse,4.3. Fraud"), Layer::AbuseAtScale);
        QCOMPARE(layerOf("5. Human-Computer Interaction,5.1. Overreliance"), Layer::NotStated);
        QCOMPARE(layerOf("6. Socioeconomic & Environmental Harms,"), Layer::NotStated);
        QCOMPARE(layerOf("12. Something new,"), Layer::NotStated);
    }

    void readsOtherTaxonomiesUnderTheirOwnNames()
    {
        const Outcome outcome = readText("aiid-csv", "Namespace,Incident ID,Published,Harm Domain\n"
                                                     "CSETv1,7,true,yes\n");
        QCOMPARE(outcome.records.at(0).title, std::string("AIID incident 7, classified by CSETv1"));
        QVERIFY(outcome.records[0].description.ends_with("Harm Domain: yes"));
    }

    void readsCellsThatHoldNoListAsTheyAre()
    {
        const QByteArray header = "incident_id,date,Alleged deployer of AI system,reports,title,"
                                  "implicated_systems\n";
        const auto record =
            readText("aiid-csv",
                     header + "5,2020,[oops,\"[[1],null,2]\",T,\"[\"\"a\"\",\"\"b\"\",\"\"a\"\"]\"\n")
                .records.at(0);
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2020"));
        QVERIFY(record.description.starts_with("Alleged deployer: [oops\nReports: 1"));
        QCOMPARE(record.models, (std::vector<std::string>{"a", "b"}));
    }

    void rejectsRowsThatNameNothing()
    {
        const Outcome incidents = readText("aiid-csv", "incident_id,Alleged deployer of AI system,title\n"
                                                       "1,x,\n2,y,T\n");
        QCOMPARE(incidents.records.size(), size_t{1});
        QCOMPARE(incidents.rejections.size(), size_t{1});
        const Outcome classes = readText("aiid-csv", kAiidClassifications + "MIT,,True,,,,,\n");
        QVERIFY(classes.records.empty());
        QCOMPARE(classes.rejections.size(), size_t{1});
        QCOMPARE(recognisedIn("incident_id,date,title\n1,2020,T\n"), QString());
    }
};

KEYTURN_TEST(TestAiidCsv);
#include "test_aiid_csv.moc"
