// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;

namespace {

constexpr const char* kTrailRecord =
    R"({"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/r/s"},)"
    R"("eventTime":"2026-05-04T03:02:01Z","eventSource":"bedrock.amazonaws.com","eventName":"InvokeModel",)"
    R"("awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.1","errorCode":"AccessDenied","errorMessage":"no",)"
    R"("requestParameters":{"modelId":"vendor.larch-3"},"eventID":"e-1","eventType":"AwsApiCall",)"
    R"("recipientAccountId":"1","resources":[{"ARN":"arn:aws:bedrock:::x"}]})";

domain::NormalisedRecord onlyTrailRecord(const QByteArray& json)
{
    const Outcome outcome = readText("cloudtrail", json);
    return outcome.records.size() == 1 ? outcome.records[0] : domain::NormalisedRecord();
}

} // namespace

class TestCloudtrail : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheRecordWithinALookedUpEvent()
    {
        const QByteArray bytes = fileBytes(QStringLiteral("valid/cloudtrail/aws_cloudtrail.jsonl"));
        QCOMPARE(recognisedIn(bytes), QStringLiteral("cloudtrail"));
        const Outcome outcome = readText("cloudtrail", bytes);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{6});
        const auto& second = outcome.records[1];
        QCOMPARE(second.title, std::string("TerminateInstances (ec2)"));
        QCOMPARE(second.occurredAt.toIso(), QStringLiteral("2022-02-07T22:23:18Z"));
        QCOMPARE(second.reference, std::string("1f2d6879-969f-4c15-b550-55015423e0c6"));
        QVERIFY(second.description.find("Resources: i-01234567890123456") != std::string::npos);
        QVERIFY(second.assumptions.empty());
    }

    void readsRecordsArrayLinesAndEventBridgeAlike()
    {
        const QByteArray record = kTrailRecord;
        for (const QByteArray& text :
             {R"({"Records":[)" + record + "]}", '[' + record + ']', record + '\n' + record.left(0),
              R"({"detail-type":"AWS API Call via CloudTrail","detail":)" + record + '}'}) {
            QCOMPARE(recognisedIn(text), QStringLiteral("cloudtrail"));
            const auto read = onlyTrailRecord(text);
            QCOMPARE(read.title, std::string("InvokeModel (bedrock) failed: AccessDenied"));
            QCOMPARE(read.occurredAt.toIso(), QStringLiteral("2026-05-04T03:02:01Z"));
            QCOMPARE(read.source, std::string("AWS CloudTrail"));
            QCOMPARE(read.models, std::vector<std::string>{"vendor.larch-3"});
            QCOMPARE(read.severity, domain::Severity::NotStated);
            QCOMPARE(read.credibility, domain::Credibility::ObservedBehaviour);
        }
    }

    void readsALookedUpEventWithoutItsRecord()
    {
        const auto record = onlyTrailRecord(
            R"({"Events":[{"EventId":"e","EventName":"ConsoleLogin","EventSource":"signin.amazonaws.com",)"
            R"("EventTime":1644272617.5,"Username":"eve","CloudTrailEvent":"no JSON"}]})");
        QCOMPARE(record.title, std::string("ConsoleLogin (signin)"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2022-02-07T22:23:37.500Z"));
        QCOMPARE(record.reference, std::string("e"));
        QVERIFY(record.description.find("Actor: eve") != std::string::npos);
        QCOMPARE(record.assumptions.size(), size_t{1});
    }

    void notesATimeAroundTheRecordThatContradictsIt()
    {
        QJsonObject event{{QStringLiteral("EventId"), QStringLiteral("e")},
                          {QStringLiteral("EventName"), QStringLiteral("n")},
                          {QStringLiteral("EventTime"), QStringLiteral("2020-01-01T00:00:00+00:00")}};
        event[QStringLiteral("CloudTrailEvent")] =
            QStringLiteral(R"({"eventName":"n","eventSource":"s","eventTime":"2020-01-01T05:00:00Z"})");
        const auto record = onlyTrailRecord(QJsonDocument(event).toJson(QJsonDocument::Compact));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2020-01-01T05:00:00Z"));
        QCOMPARE(record.assumptions.size(), size_t{1});
    }

    void takesTheTimeFromWhereLogstashPutsIt()
    {
        const QByteArray event = R"({"eventName":"n","eventSource":"s","awsRegion":"r","eventID":"e",)"
                                 R"("@timestamp":"2020-09-14T00:44:23.000Z","@version":"1"})";
        QCOMPARE(recognisedIn(event), QStringLiteral("cloudtrail"));
        const auto record = onlyTrailRecord(event);
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2020-09-14T00:44:23.000Z"));
        QCOMPARE(record.assumptions.size(), size_t{1});
    }

    void takesAnInsightForAComputationNotForSomethingSeen()
    {
        const auto record =
            onlyTrailRecord(R"({"eventName":"n","eventSource":"s","eventType":"AwsCloudTrailInsight"})");
        QCOMPARE(record.credibility, domain::Credibility::NotStated);
        QVERIFY(!record.occurredAt.isKnown());
    }

    void leavesNoticesOfStorageAlone()
    {
        QVERIFY(recognisedIn(R"({"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"r",)"
                             R"("eventTime":"2020-01-01T00:00:00Z","eventName":"ObjectCreated:Put",)"
                             R"("userIdentity":{"principalId":"p"},"s3":{}}]})")
                    .isEmpty());
    }

    void rejectsWhatIsNoEventAndReadsOn()
    {
        const Outcome outcome = readText("cloudtrail", R"({"Records":[{},7,{"eventName":"n"},)" +
                                                           QByteArray(kTrailRecord) + "]}");
        QCOMPARE(outcome.rejections.size(), size_t{3});
        QCOMPARE(outcome.records.size(), size_t{1});
    }

    void survivesMembersOfEveryWrongType()
    {
        QCOMPARE(unsoundlyRead("cloudtrail", kTrailRecord), QByteArray());
        QCOMPARE(unsoundlyRead("cloudtrail",
                               R"({"EventId":"e","EventName":"n","EventSource":"s","EventTime":1,)"
                               R"("Resources":[{"ResourceName":"r"}],"CloudTrailEvent":"{}"})"),
                 QByteArray());
    }
};

KEYTURN_TEST(TestCloudtrail);
#include "test_cloudtrail.moc"
