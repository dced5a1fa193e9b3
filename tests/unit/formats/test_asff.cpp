// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;
using domain::Severity;

namespace {

domain::NormalisedRecord onlyAsffRecord(const QByteArray& json)
{
    const Outcome outcome = readText("asff", json);
    return outcome.records.size() == 1 ? outcome.records[0] : domain::NormalisedRecord();
}

QByteArray asffFinding(const QByteArray& members)
{
    return R"({"SchemaVersion":"2018-10-08","Id":"i","ProductArn":"arn:aws:securityhub:eu-west-1::product/aws/guardduty",)"
           R"("GeneratorId":"g","AwsAccountId":"1",)" +
           members + '}';
}

} // namespace

class TestAsff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesAndRecognisesARealFile()
    {
        const QByteArray bytes = fileBytes(QStringLiteral("valid/asff/prowler_sample.json"));
        QCOMPARE(recognisedIn(bytes), QStringLiteral("asff"));
        const Outcome outcome = readText("asff", bytes);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{10});
        const auto& first = outcome.records[0];
        QCOMPARE(first.title, std::string("[check11] Avoid the use of the root account (Scored)"));
        QCOMPARE(first.occurredAt.toIso(), QStringLiteral("2021-05-17T23:07:02Z"));
        QCOMPARE(first.severity, Severity::High);
        QCOMPARE(first.source, std::string("Prowler"));
        QVERIFY(first.reference.starts_with("prowler-1.1-123456789123-us-east-1-"));
        QVERIFY(first.description.find("Resources: AWS::::Account:123456789123") != std::string::npos);
        QVERIFY(first.assumptions.empty());
    }

    void readsListArrayLinesAndEventBridgeAlike()
    {
        const QByteArray finding = asffFinding(R"("Title":"t","CreatedAt":"2020-01-02T03:04:05.006Z")");
        for (const QByteArray& text :
             {R"({"Findings":[)" + finding + "]}", '[' + finding + ']', finding + '\n',
              R"({"version":"0","detail-type":"Security Hub Findings - Imported","detail":{"findings":[)" +
                  finding + "]}}"}) {
            QCOMPARE(recognisedIn(text), QStringLiteral("asff"));
            const auto record = onlyAsffRecord(text);
            QCOMPARE(record.title, std::string("t"));
            QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2020-01-02T03:04:05.006Z"));
            QCOMPARE(record.source, std::string("guardduty"));
        }
    }

    void numbersTheFindingsOfSeveralEventBridgeEventsThrough()
    {
        const QByteArray event = R"({"detail":{"findings":[{"Id":"a","Title":"a"},{"Id":"b","Title":"b"}]}})";
        const Outcome outcome = readText("asff", event + '\n' + event);
        QCOMPARE(outcome.records.size(), size_t{4});
        QCOMPARE(outcome.records[3].number, std::uint64_t{4});
        QCOMPARE(outcome.records[3].raw, std::string(R"({"Id":"b","Title":"b"})"));
    }

    void prefersWhenTheCauseWasFirstObserved()
    {
        const auto both = onlyAsffRecord(asffFinding(
            R"("Title":"t","FirstObservedAt":"2020-01-01T00:00:00+02:00","CreatedAt":"2020-02-01T00:00:00Z")"));
        QCOMPARE(both.occurredAt.toIso(), QStringLiteral("2019-12-31T22:00:00Z"));
        QVERIFY(both.assumptions.empty());
        const auto created =
            onlyAsffRecord(asffFinding(R"("Title":"t","FirstObservedAt":"?","CreatedAt":"2020-02-01")"));
        QCOMPARE(created.occurredAt.toIso(), QStringLiteral("2020-02-01"));
        QCOMPARE(created.assumptions.size(), size_t{3}); // no time, no zone, another member
    }

    void mapsLabelThenNormalizedThenTheProvidersLabel()
    {
        const auto severityOf = [](const QByteArray& severity) {
            return onlyAsffRecord(asffFinding(R"("Title":"t",)" + severity)).severity;
        };
        QCOMPARE(severityOf(R"("Severity":{"Label":"INFORMATIONAL","Normalized":99})"),
                 Severity::Informational);
        QCOMPARE(severityOf(R"("Severity":{"Label":"CRITICAL"})"), Severity::Critical);
        const std::vector<std::pair<int, Severity>> byNumber{
            {0, Severity::Informational}, {1, Severity::Low},        {39, Severity::Low},
            {40, Severity::Medium},       {69, Severity::Medium},    {70, Severity::High},
            {89, Severity::High},         {90, Severity::Critical},  {100, Severity::Critical},
            {-1, Severity::NotStated},    {101, Severity::NotStated}};
        for (const auto& [number, severity] : byNumber)
            QCOMPARE(severityOf(R"("Severity":{"Normalized":)" + QByteArray::number(number) + '}'), severity);
        QCOMPARE(
            severityOf(R"("Severity":{"Product":8},"FindingProviderFields":{"Severity":{"Label":"LOW"}})"),
            Severity::Low);
        QCOMPARE(severityOf(R"("Severity":{"Product":8.5})"), Severity::NotStated);
    }

    void takesOnlyAVerifiedFindingForObserved()
    {
        const auto credibilityOf = [](const char* state) {
            const QByteArray quoted = '"' + QByteArray(state) + '"';
            return onlyAsffRecord(asffFinding(R"("Title":"t","VerificationState":)" + quoted)).credibility;
        };
        QCOMPARE(credibilityOf("TRUE_POSITIVE"), domain::Credibility::ObservedBehaviour);
        QCOMPARE(credibilityOf("FALSE_POSITIVE"), domain::Credibility::NotStated);
        QCOMPARE(credibilityOf("UNKNOWN"), domain::Credibility::NotStated);
    }

    void saysThatASampleIsNone()
    {
        const auto record = onlyAsffRecord(asffFinding(R"("Title":"t","Sample":true)"));
        QCOMPARE(record.assumptions.size(), size_t{1});
    }

    void rejectsWhatHasNeitherIdNorTitle()
    {
        const Outcome outcome = readText("asff", R"({"Findings":[{"Id":7,"Title":[]},3,{"Id":"i"}]})");
        QCOMPARE(outcome.rejections.size(), size_t{2});
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.records[0].title, std::string("i"));
        QCOMPARE(outcome.records[0].assumptions.size(), size_t{1});
        QVERIFY(recognisedIn(R"({"Findings":[{"Id":"x"}]})").isEmpty());
    }

    void survivesMembersOfEveryWrongType()
    {
        QCOMPARE(unsoundlyRead("asff", asffFinding(R"("Title":"t","Severity":{"Label":"LOW","Normalized":1},)"
                                                   R"("FirstObservedAt":"2020","Resources":[{"Id":"r"}],)"
                                                   R"("ProductFields":{"ProviderName":"p"},"Types":["t"])")),
                 QByteArray());
    }
};

KEYTURN_TEST(TestAsff);
#include "test_asff.moc"
