// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/suricata_eve.h"

#include "models/formats/json_parts.h"
#include "models/intake/record_text.h"
#include "models/intake/source_times.h"

#include <QCoreApplication>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using domain::Severity;

std::string eveTitle(const dom::object& event, std::string_view type)
{
    for (const auto& path :
         {std::initializer_list<std::string_view>{"alert", "signature"}, {"anomaly", "event"}}) {
        const std::string_view text = trimmed(jsonTextAt(event, path));
        if (!text.empty())
            return std::string(text);
    }
    if (type == "dns")
        return joinedParts({"DNS", jsonTextAt(event, {"dns", "type"}), jsonTextAt(event, {"dns", "rrname"})});
    if (type == "http")
        return joinedParts({"HTTP", jsonTextAt(event, {"http", "http_method"}),
                            jsonTextAt(event, {"http", "hostname"}), jsonTextAt(event, {"http", "url"})});
    if (type == "tls")
        return joinedParts({"TLS", jsonTextAt(event, {"tls", "sni"})});
    if (type == "fileinfo")
        return joinedParts({"File", jsonTextAt(event, {"fileinfo", "filename"})});
    return joinedParts({type, jsonText(event, "app_proto")});
}

std::string endpoint(const dom::object& event, std::string_view address, std::string_view port)
{
    std::string out(jsonText(event, address));
    if (const auto number = jsonInteger(event, port); number && !out.empty())
        out += " port " + std::to_string(*number);
    return out;
}

class SuricataMapper final : public JsonMapper
{
public:
    std::optional<QString> fill(const dom::object& event, std::size_t, RecordBuilder& builder) override
    {
        const std::string_view type = trimmed(jsonText(event, "event_type"));
        if (type.empty())
            return QCoreApplication::translate(
                "formats", "It has no event_type, which every event of Suricata must have.");
        bool titleIsWhole = true;
        const std::string title = eveTitle(event, type);
        builder.setTitle(title, titleIsWhole);
        if (!titleIsWhole)
            builder.addDescription(title);
        builder.addDetail("From", endpoint(event, "src_ip", "src_port"));
        builder.addDetail("To", endpoint(event, "dest_ip", "dest_port"));
        builder.addDetail("Protocol", joinedParts({jsonText(event, "proto"), jsonText(event, "app_proto")}));
        builder.addDetail("Category", jsonTextAt(event, {"alert", "category"}));
        builder.addDetail("Action", jsonTextAt(event, {"alert", "action"}));

        const std::string_view timestamp = jsonText(event, "timestamp");
        if (const auto time = m_times.read(timestamp))
            builder.setTime(*time);
        else if (!timestamp.empty())
            builder.assume("timestamp is not a time: " + std::string(cutAtCharacter(timestamp, 80)));

        std::string_view source = builder.defaultSource();
        if (source.empty())
            source = trimmed(jsonText(event, "host"));
        builder.setSource(source.empty() ? std::string_view("Suricata") : source);
        domain::NormalisedRecord& record = builder.record();
        record.sourceKind = domain::SourceKind::Monitoring;
        record.credibility = domain::Credibility::ObservedBehaviour;
        std::string reference;
        if (const auto flow = jsonInteger(event, "flow_id"))
            reference = std::to_string(*flow);
        dom::object alert;
        if (event.at_key("alert").get(alert) == simdjson::SUCCESS) {
            record.severity = suricataSeverity(jsonInteger(alert, "severity"));
            const auto part = [&](std::string_view key) { return jsonInteger(alert, key).value_or(0); };
            reference = joinedParts({reference, std::to_string(part("gid")) + ':' +
                                                    std::to_string(part("signature_id")) + ':' +
                                                    std::to_string(part("rev"))});
        }
        builder.setReference(reference);
        return std::nullopt;
    }

private:
    TimeReader m_times;
};

} // namespace

domain::Severity suricataSeverity(std::optional<std::int64_t> priority)
{
    if (!priority || *priority < 1)
        return Severity::NotStated;
    if (*priority == 1)
        return Severity::High;
    if (*priority == 2)
        return Severity::Medium;
    return *priority == 3 ? Severity::Low : Severity::Informational;
}

int SuricataEve::recognises(const dom::object& first, const JsonHead&) const
{
    const bool hasType = !jsonText(first, "event_type").empty();
    const bool hasTime = !jsonText(first, "timestamp").empty();
    if (!hasType || !hasTime)
        return 0;
    const bool hasFlow = jsonAt(first, {"flow_id"}) || jsonAt(first, {"src_ip"}) || jsonAt(first, {"stats"});
    return hasFlow ? 95 : 0;
}

std::unique_ptr<JsonMapper> SuricataEve::mapper() const
{
    return std::make_unique<SuricataMapper>();
}

} // namespace keyturn::formats
