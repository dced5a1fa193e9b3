// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// AWS CloudTrail events: the list `Records` of a log file, the list `Events` that LookupEvents answers, an
/// array, lines, or events of EventBridge that hold one in `detail`.
///
/// Source: AWS CloudTrail User Guide, "CloudTrail record contents" (event versions 1.0x to 1.11),
/// "CloudTrail userIdentity element", "CloudTrail record contents for Insights events"; AWS CloudTrail API
/// Reference, data type Event (EventId, EventName, EventTime, Username, CloudTrailEvent: the record as text).
/// Amazon Bedrock User Guide, "Monitor Amazon Bedrock API calls using CloudTrail"
/// (requestParameters.modelId).
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | eventTime, which is UTC by definition; of a looked-up event without its record,         |
/// |             | EventTime: ISO 8601 or seconds since 1970; else @timestamp, into which Logstash moves   |
/// |             | it (assumption)                                                                         |
/// | title       | eventName and the service of eventSource: "TerminateInstances (ec2)"; "failed" and the  |
/// |             | errorCode where there is one                                                            |
/// | description | errorMessage; then who, from where, with what, in which region and account, resources   |
/// |             | and kind of event as "Label: …" lines                                                   |
/// | source      | "AWS CloudTrail", as CloudTrail wrote it; the caller's default goes before it           |
/// | source kind | monitoring                                                                              |
/// | severity    | not stated: a record has no such field                                                  |
/// | credibility | observed behaviour: AWS recorded the call. An Insights event is a computed deviation    |
/// |             | and states none                                                                         |
/// | layer       | not stated                                                                              |
/// | reference   | eventID                                                                                 |
/// | models      | requestParameters.modelId (Bedrock), .modelName (SageMaker)                             |
class CloudTrail final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("cloudtrail"); }
    [[nodiscard]] std::vector<std::string> listNames() const override { return {"Records", "Events"}; }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats
