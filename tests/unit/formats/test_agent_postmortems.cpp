// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;
using domain::Credibility;
using domain::Layer;
using domain::Severity;

namespace {

domain::NormalisedRecord postmortem(const QByteArray& members)
{
    return readText("agent-postmortems", R"({"title":"An incident",)" + members + '}').records.at(0);
}

} // namespace

class TestAgentPostmortems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheExport()
    {
        const char* file = "valid/agent-postmortems/incidents-abridged.json";
        QCOMPARE(recognisedIn(fileBytes(QString::fromLatin1(file))), QStringLiteral("agent-postmortems"));
        const Outcome outcome = readFile("agent-postmortems", file);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{4});
        const auto& record = outcome.records[1];
        QCOMPARE(record.reference, std::string("2024-air-canada-chatbot-liability"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2024-02-14"));
        QCOMPARE(record.severity, Severity::Medium);
        QCOMPARE(record.credibility, Credibility::ObservedBehaviour);
        QCOMPARE(record.layer, Layer::ModelBehaviour);
        QCOMPARE(record.source, std::string("agent-postmortems"));
        QVERIFY(record.description.find("\nRoot cause: ") != std::string::npos);
        QVERIFY(outcome.records[0].description.find("Failure classes: prompt-injection/direct, "
                                                    "goal-misalignment/goal-hijack\n") != std::string::npos);
    }

    void tellsWhatWasSeenFromWhatWasShown()
    {
        const auto credibilityOf = [](const char* confidence, const char* type) {
            return postmortem(QByteArray("\"confidence\":\"") + confidence + "\",\"incident_type\":\"" +
                              type + '"')
                .credibility;
        };
        QCOMPARE(credibilityOf("confirmed", "incident"), Credibility::ObservedBehaviour);
        QCOMPARE(credibilityOf("corroborated", "hazard"), Credibility::CredibleThreatModel);
        QCOMPARE(credibilityOf("reported", "incident"), Credibility::Unverified);
        QCOMPARE(credibilityOf("disputed", "incident"), Credibility::Unverified);
        QCOMPARE(credibilityOf("confirmed", "rumour"), Credibility::NotStated);
        QCOMPARE(credibilityOf("sure", "incident"), Credibility::NotStated);
    }

    void takesTheLayerFromTheFirstFailure()
    {
        const auto layerOf = [](const QByteArray& failure) {
            return postmortem("\"primary_failure_class\":\"" + failure + '"').layer;
        };
        QCOMPARE(layerOf("jailbreak"), Layer::ModelBehaviour);
        QCOMPARE(layerOf("supply-chain-compromise"), Layer::System);
        QCOMPARE(layerOf("data-exfiltration"), Layer::DataPrivacy);
        QCOMPARE(layerOf("autonomous-misuse"), Layer::AbuseAtScale);
        QCOMPARE(layerOf("other"), Layer::NotStated);
    }

    void namesTheModelsAndTheTimeline()
    {
        const auto record =
            postmortem(R"("system":{"models":["m-1","m-2","m-1",7,null]},)"
                       R"("timeline":[{"at":"2025-01-02","event":"seen"},{"event":"ended"}])");
        QCOMPARE(record.models, (std::vector<std::string>{"m-1", "m-2", "7"}));
        QVERIFY(record.description.find("Timeline: 2025-01-02 seen\nTimeline: ended") != std::string::npos);
    }

    void rejectsWhatHasNoTitle()
    {
        const Outcome outcome = readText("agent-postmortems", R"({"incidents":[{"incident_id":"x"},"y",)"
                                                              R"({"summary":"Only a summary"}]})");
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.rejections.size(), size_t{2});
    }

    void survivesWrongTypes()
    {
        QCOMPARE(
            unsoundlyRead("agent-postmortems",
                          R"({"incident_id":"2025-x","title":"T","summary":"s","date":"2025-01-02",)"
                          R"("system":{"models":["m"],"framework":"f"},"primary_failure_class":"jailbreak",)"
                          R"("failure_classes":[{"class":"jailbreak","subclass":"role-play"}],)"
                          R"("blast_radius":{"user_harm":{"description":"d"}},"sources":[{"url":"u"}]})"),
            QByteArray());
        QCOMPARE(recognisedIn(R"({"incidents":[{"id":"1","title":"x","impact":"minor"}]})"), QString());
    }
};

KEYTURN_TEST(TestAgentPostmortems);
#include "test_agent_postmortems.moc"
