// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/cloudtrail.h"

#include "models/formats/json_parts.h"
#include "models/formats/stated_times.h"
#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;

/// How many of the members that every record has are there.
int cloudTrailMarks(const dom::object& event)
{
    int marks = 0;
    for (const std::string_view key : {"eventSource", "eventName", "eventTime", "awsRegion"})
        marks += jsonText(event, key).empty() ? 0 : 1;
    // S3's notices have the members above too, but neither of these.
    const bool isRecord = jsonAt(event, {"eventID"}) || jsonAt(event, {"eventType"}) ||
                          jsonAt(event, {"userIdentity", "type"}) || jsonAt(event, {"requestID"});
    return isRecord ? marks : 0;
}

/// "ec2" of "ec2.amazonaws.com".
std::string_view serviceOf(std::string_view eventSource)
{
    return eventSource.substr(0, eventSource.find(".amazonaws.com"));
}

std::string cloudTrailActor(const dom::object& event)
{
    const std::string type = plainTextAt(event, {"userIdentity", "type"});
    const std::string_view who = firstTextAt(event, {{"userIdentity", "arn"},
                                                     {"userIdentity", "userName"},
                                                     {"userIdentity", "principalId"},
                                                     {"userIdentity", "invokedBy"},
                                                     {"userIdentity", "accountId"},
                                                     {"Username"}});
    if (who.empty() || type.empty())
        return std::string(who.empty() ? std::string_view(type) : who);
    return std::string(who) + " (" + type + ')';
}

class CloudTrailMapper final : public JsonMapper
{
public:
    bool recordsIn(const dom::object& value, std::vector<dom::object>& records) override
    {
        if (!jsonText(value, "eventName").empty())
            return false;
        const auto detail = objectAt(value, {"detail"});
        if (!detail || jsonText(*detail, "eventName").empty())
            return false;
        records.push_back(*detail);
        return true;
    }

    std::optional<QString> fill(const dom::object& record, std::size_t, RecordBuilder& builder) override
    {
        dom::object event = record;
        const std::string_view whole = jsonText(record, "CloudTrailEvent");
        if (!whole.empty()) {
            if (const auto refusal = m_inner.parse(whole, false))
                builder.assume("its CloudTrailEvent could not be read; the members around it are taken");
            else
                event = m_inner.root();
        }
        const std::string_view name = firstTextAt(event, {{"eventName"}, {"EventName"}});
        const std::string_view service = firstTextAt(event, {{"eventSource"}, {"EventSource"}});
        if (name.empty() || service.empty())
            return QCoreApplication::translate(
                "formats", "It has no eventName and eventSource, which every CloudTrail event must have.");
        const std::string error = plainTextAt(event, {"errorCode"});
        std::string title = std::string(name) + " (" + std::string(serviceOf(service)) + ')';
        if (!error.empty())
            title += " failed: " + error;
        setTitleKeepingAll(builder, title);
        builder.addDescription(plainTextAt(event, {"errorMessage"}));
        addDetails(event, record, builder);
        setTime(event, record, builder);
        setSourceAfterDefault(builder, "AWS CloudTrail");
        std::string_view id = firstTextAt(event, {{"eventID"}, {"EventId"}});
        builder.setReference(id.empty() ? firstTextAt(record, {{"EventId"}}) : id);
        domain::NormalisedRecord& out = builder.record();
        out.sourceKind = domain::SourceKind::Monitoring;
        if (jsonText(event, "eventType") != "AwsCloudTrailInsight")
            out.credibility = domain::Credibility::ObservedBehaviour;
        addModel(builder, jsonTextAt(event, {"requestParameters", "modelId"}));
        addModel(builder, jsonTextAt(event, {"requestParameters", "modelName"}));
        return std::nullopt;
    }

private:
    static void addDetails(const dom::object& event, const dom::object& record, RecordBuilder& builder)
    {
        builder.addDetail("Actor", cloudTrailActor(event));
        builder.addDetail("Role",
                          plainTextAt(event, {"userIdentity", "sessionContext", "sessionIssuer", "arn"}));
        builder.addDetail("From", plainTextAt(event, {"sourceIPAddress"}));
        builder.addDetail("Agent", plainTextAt(event, {"userAgent"}));
        builder.addDetail("Region", plainTextAt(event, {"awsRegion"}));
        builder.addDetail("Account",
                          firstTextAt(event, {{"recipientAccountId"}, {"userIdentity", "accountId"}}));
        std::string resources = listedTexts(event, {"resources"}, "ARN");
        if (resources.empty())
            resources = listedTexts(record, {"Resources"}, "ResourceName");
        builder.addDetail("Resources", resources);
        builder.addDetail(
            "Kind", joinedParts({plainTextAt(event, {"eventType"}), plainTextAt(event, {"eventCategory"}),
                                 plainTextAt(event, {"insightDetails", "insightType"}),
                                 plainTextAt(event, {"insightDetails", "state"})},
                                ", "));
        std::string readOnly = plainTextAt(event, {"readOnly"});
        if (readOnly.empty())
            readOnly = plainTextAt(event, {"ReadOnly"});
        builder.addDetail("Read only", readOnly);
        std::string buffer;
        if (const auto parameters = jsonAt(event, {"requestParameters"});
            parameters && parameters->is_object())
            builder.addDetail("Parameters", cutAtCharacter(jsonAsText(*parameters, buffer), 2000));
    }

    void setTime(const dom::object& event, const dom::object& record, RecordBuilder& builder)
    {
        StatedTime inner;
        if (const auto value = jsonAt(event, {"eventTime"}))
            inner = StatedTimeReader::asUtc(m_times.fromValue(*value, EpochUnit::Seconds, "eventTime"));
        StatedTime outer;
        if (const auto value = jsonAt(record, {"EventTime"}))
            outer = m_times.fromValue(*value, EpochUnit::Seconds, "EventTime");
        if (setStatedTime(builder, inner)) {
            const bool isZoned = outer.time && !outer.time->zone.isEmpty();
            if (isZoned && !inner.time->extent().contains(outer.time->start))
                builder.assume("EventTime around the record says " + outer.time->toIso().toStdString() +
                               "; its own eventTime is taken");
            return;
        }
        if (setStatedTime(builder, outer))
            return;
        if (const auto value = jsonAt(event, {"@timestamp"});
            value && setStatedTime(builder, m_times.fromValue(*value, EpochUnit::Milliseconds, "@timestamp")))
            builder.assume("it has no eventTime; @timestamp is taken, where Logstash puts it");
    }

    StatedTimeReader m_times;
    JsonRecordParser m_inner; ///< Of the record that a looked-up event holds as text.
};

} // namespace

int CloudTrail::recognises(const dom::object& first, const JsonHead&) const
{
    dom::object event = first;
    if (const auto detail = objectAt(first, {"detail"}); detail && cloudTrailMarks(first) == 0)
        event = *detail;
    const int marks = cloudTrailMarks(event);
    if (marks >= 3)
        return 96;
    const bool isLookedUp = !jsonText(first, "CloudTrailEvent").empty() ||
                            (!jsonText(first, "EventSource").empty() && jsonAt(first, {"EventTime"}));
    const bool isNamed = !jsonText(first, "EventId").empty() && !jsonText(first, "EventName").empty();
    if (isLookedUp && isNamed)
        return 92;
    return marks == 2 ? 60 : 0;
}

std::unique_ptr<JsonMapper> CloudTrail::mapper() const
{
    return std::make_unique<CloudTrailMapper>();
}

} // namespace keyturn::formats
