// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_builder.h"
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;
using domain::Layer;
using domain::Severity;

namespace {

domain::NormalisedRecord avid(const QByteArray& members)
{
    return readText("avid",
                    R"({"data_type":"AVID","description":{"lang":"eng","value":"d"},)" + members + '}')
        .records.at(0);
}

Layer layerOf(const QByteArray& avidImpact)
{
    return avid(R"("impact":{"avid":{)" + avidImpact + "}}").layer;
}

} // namespace

class TestAvid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAReport()
    {
        const Outcome outcome = readFile("avid", "valid/avid/AVID-2026-R0059.json");
        QVERIFY(!outcome.error && outcome.rejections.empty());
        const auto& record = outcome.records.at(0);
        QCOMPARE(record.title,
                 std::string("Multiple Model Guardrail Jailbreak via \"Urgent Health Inquiry\""));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2026-02-19"));
        QCOMPARE(record.reference, std::string("AVID-2026-R0059"));
        QCOMPARE(record.source, std::string("AVID"));
        QCOMPARE(record.sourceKind, domain::SourceKind::Public);
        QCOMPARE(record.severity, Severity::Medium);
        QCOMPARE(record.credibility, domain::Credibility::ObservedBehaviour);
        QCOMPARE(record.models, (std::vector<std::string>{"DeepSeek DeepSeek V3", "Google Gemini 2.0 Flash",
                                                          "Twitter / X Grok 2"}));
        QCOMPARE(record.assumptions, (std::vector<std::string>{std::string(intake::kNoZoneAssumption),
                                                               "the time is when it was reported"}));
    }

    void readsAVulnerability()
    {
        const auto record = readFile("avid", "valid/avid/AVID-2023-V028.json").records.at(0);
        QCOMPARE(record.reference, std::string("AVID-2023-V028"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2023-03-31"));
        QCOMPARE(record.layer, Layer::NotStated); // its codes name three layers
        QCOMPARE(record.assumptions.size(), size_t{3});
        QCOMPARE(record.credibility, domain::Credibility::NotStated);
    }

    void readsEvaluationsWithoutAnId()
    {
        const char* file = "valid/avid/inspect_eval_reports.jsonl";
        QCOMPARE(recognisedIn(fileBytes(QString::fromLatin1(file))), QStringLiteral("avid"));
        const Outcome outcome = readFile("avid", file);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{7});
        QVERIFY(outcome.records[0].reference.empty());
        QCOMPARE(outcome.records[0].source, std::string("AVID"));
        QCOMPARE(outcome.records[0].sourceKind, domain::SourceKind::NotStated);
        QVERIFY(outcome.records[0].description.find("Metrics: accuracy 0.9040760869565218, stderr") !=
                std::string::npos);
        intake::ImportHints hints;
        hints.defaultSource = QStringLiteral("Red team");
        QCOMPARE(readText("avid", fileBytes(QString::fromLatin1(file)), hints).records.at(0).source,
                 std::string("Red team"));
    }

    void takesTheLayerFromTheSepView()
    {
        QCOMPARE(layerOf(R"("sep_view":["S0100: Software Vulnerability"])"), Layer::System);
        QCOMPARE(layerOf(R"("sep_view":["S0202: Software Compromise"])"), Layer::System);
        QCOMPARE(layerOf(R"("sep_view":["S0301: Information Leak"])"), Layer::DataPrivacy);
        QCOMPARE(layerOf(R"("sep_view":["S0403: Adversarial Example"])"), Layer::ModelBehaviour);
        QCOMPARE(layerOf(R"("sep_view":["E0401: Deliberative Misinformation"])"), Layer::AbuseAtScale);
        QCOMPARE(layerOf(R"("sep_view":["P0301: Anonymization","P0300: Privacy"])"), Layer::DataPrivacy);
        QCOMPARE(layerOf(R"("sep_view":["E0101: Group fairness","S0100: x"])"), Layer::NotStated);
        QCOMPARE(layerOf(R"("sep_view":["S99"],"risk_domain":["Ethics"])"), Layer::ModelBehaviour);
        QCOMPARE(layerOf(R"("risk_domain":["Security","Ethics"])"), Layer::NotStated);
        QCOMPARE(layerOf(R"("sep_view":"S0100: as a text")"), Layer::System);
    }

    void gradesByCvssThenBySocialImpact()
    {
        const auto severityOf = [](const QByteArray& impact) {
            return avid(R"("impact":{)" + impact + '}').severity;
        };
        QCOMPARE(readFile("avid", "valid/avid/AVID-2026-R0001.json").records.at(0).severity,
                 Severity::Critical);
        QCOMPARE(severityOf(R"("cvss":{"baseSeverity":"NONE"})"), Severity::Informational);
        QCOMPARE(severityOf(R"("cvss":{"baseScore":3.9})"), Severity::Low);
        QCOMPARE(severityOf(R"("cvss":{"baseScore":6.9})"), Severity::Medium);
        QCOMPARE(severityOf(R"("cvss":{"baseScore":9})"), Severity::Critical);
        QCOMPARE(severityOf(R"("cvss":{"baseScore":11})"), Severity::NotStated);
        QCOMPARE(severityOf(R"("odin":{"SocialImpactScore":"Level 4: High Risk"})"), Severity::High);
        QCOMPARE(severityOf(R"("odin":{"SocialImpactScore":"Level 9"})"), Severity::NotStated);
    }

    void rejectsWhatDescribesNoProblem()
    {
        const Outcome outcome =
            readText("avid", R"([{"data_type":"AVID"},{"data_type":"AVID","description":"text alone"}])");
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.rejections.size(), size_t{1});
    }

    void survivesWrongTypes()
    {
        for (const char* file : {"valid/avid/AVID-2026-R0059.json", "valid/avid/AVID-2023-V028.json"})
            QCOMPARE(unsoundlyRead("avid", fileBytes(QString::fromLatin1(file))), QByteArray());
    }

    void leavesRecordsOfCveAlone()
    {
        QCOMPARE(recognisedIn(R"({"data_type":"CVE","data_format":"MITRE","affects":{"vendor":{}},)"
                              R"("problemtype":{"problemtype_data":[]}})"),
                 QString());
    }
};

KEYTURN_TEST(TestAvid);
#include "test_avid.moc"
