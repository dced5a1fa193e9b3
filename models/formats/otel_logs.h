// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// OpenTelemetry logs as OTLP/JSON: objects with resourceLogs, single, in lines (as the file exporter of the
/// Collector writes) or as an array. A record a log record, numbered through the file.
///
/// Source: OpenTelemetry Protocol 1.5 to 1.7, opentelemetry/proto/logs/v1/logs.proto and section "JSON
/// Protobuf Encoding" (64-bit integers as text or number, ids in hexadecimal); Logs Data Model, sections "Log
/// and Event Record Definition", "Field: SeverityNumber"; Semantic Conventions for resources (service.name,
/// host.name), exceptions and generative AI (gen_ai.request.model, gen_ai.response.model). Before OTLP 0.15
/// scopeLogs was called instrumentationLibraryLogs and its logRecords logs; both are read, as are the names
/// of the protocol buffer's own (resource_logs, time_unix_nano …).
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | timeUnixNano; where it is 0 or missing, which the model allows, observedTimeUnixNano    |
/// |             | (assumption). Nanoseconds below the microsecond are kept as written (assumption)        |
/// | title       | body's first line; of a body that is a map its message, msg, event or else its JSON;    |
/// |             | else eventName, or the attribute event.name; else the exception's message or type; else |
/// |             | "Log record of …"                                                                       |
/// | description | body where the title is not all of it; event name, severity as written, scope,          |
/// |             | exception, attributes (up to 40), host, trace and span as "Label: …" lines              |
/// | source      | the resource's service.name; else host.name; else the scope's name; else the caller's   |
/// |             | default; else "OpenTelemetry"                                                           |
/// | source kind | monitoring                                                                              |
/// | severity    | severityNumber: 1–12 (trace, debug, info) informational, 13–16 (warn) low, 17–20        |
/// |             | (error) medium, 21–24 (fatal) high. A log's level grades the fault of a program, not    |
/// |             | harm done, so that it counts one step less than the same word of a finding. Where the   |
/// |             | number is 0 or missing, the word in severityText by the same table; else not stated     |
/// | credibility | not stated: a log record may say anything                                               |
/// | layer       | not stated                                                                              |
/// | reference   | attribute log.record.uid; else trace id and span id                                     |
/// | models      | attributes gen_ai.request.model and gen_ai.response.model; model where the event is     |
/// |             | named claude_code.…, gemini_cli.… or codex.…, as the documentation of those says        |
class OtelLogs final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("otel-logs"); }
    [[nodiscard]] std::vector<std::string> listNames() const override
    {
        return {"resourceLogs", "resource_logs"};
    }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats
