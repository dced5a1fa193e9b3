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

/// The name that a DNS event asks for: its own (versions 1 and 2), or that of its first query (version 3).
std::string dnsTitle(const dom::object& event)
{
    const auto dns = objectAt(event, {"dns"});
    if (!dns)
        return "DNS";
    std::string_view type = jsonText(*dns, "rrtype");
    std::string_view name = jsonText(*dns, "rrname");
    const auto query = firstObjectIn(*dns, {"queries"});
    if (name.empty() && query) {
        type = jsonText(*query, "rrtype");
        name = jsonText(*query, "rrname");
    }
    return joinedParts({"DNS", jsonText(*dns, "type"), type, name});
}

std::string eveTitle(const dom::object& event, std::string_view type)
{
    const std::string_view stated = firstTextAt(
        event, {{"alert", "signature"}, {"anomaly", "event"}, {"engine", "message"}, {"engine", "error"}});
    if (!stated.empty())
        return std::string(stated);
    if (type == "dns")
        return dnsTitle(event);
    if (type == "http")
        return joinedParts({"HTTP", jsonTextAt(event, {"http", "http_method"}),
                            jsonTextAt(event, {"http", "hostname"}), jsonTextAt(event, {"http", "url"})});
    if (type == "tls")
        return joinedParts({"TLS", firstTextAt(event, {{"tls", "sni"}, {"tls", "subject"}})});
    if (type == "fileinfo")
        return joinedParts({"File", jsonTextAt(event, {"fileinfo", "filename"})});
    const std::string_view from = jsonText(event, "src_ip");
    const std::string_view to = jsonText(event, "dest_ip");
    const std::string ends = from.empty() || to.empty() ? std::string() : joinedParts({from, "to", to});
    const std::string_view protocol = jsonText(event, "app_proto");
    return joinedParts({type, plainTextAt(event, {"anomaly", "type"}),
                        protocol == type || protocol == "failed" ? std::string_view() : protocol, ends});
}

std::string endpoint(const dom::object& event, std::string_view address, std::string_view port)
{
    std::string out(jsonText(event, address));
    if (const auto number = jsonInteger(event, port); number && !out.empty())
        out += " port " + std::to_string(*number);
    return out;
}

/// "gid:signature_id:rev"; empty where the alert names no signature_id.
std::string signatureOf(const dom::object& alert)
{
    const std::string id = plainTextAt(alert, {"signature_id"});
    if (id.empty())
        return {};
    const auto orUnknown = [&](std::string_view key) {
        std::string text = plainTextAt(alert, {key});
        return text.empty() ? std::string("?") : text;
    };
    return orUnknown("gid") + ':' + id + ':' + orUnknown("rev");
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
        setTitleKeepingAll(builder, eveTitle(event, type));
        builder.addDetail("From", endpoint(event, "src_ip", "src_port"));
        builder.addDetail("To", endpoint(event, "dest_ip", "dest_port"));
        builder.addDetail("Protocol", joinedParts({jsonText(event, "proto"), jsonText(event, "app_proto")}));
        builder.addDetail("Category", jsonTextAt(event, {"alert", "category"}));
        builder.addDetail("Action", jsonTextAt(event, {"alert", "action"}));
        builder.addDetail("Level", jsonText(event, "log_level"));
        setStatedTime(builder, m_times.fromText(jsonText(event, "timestamp"), "timestamp"));

        const std::string_view host = trimmed(jsonText(event, "host"));
        setSourceAfterDefault(builder, host.empty() ? std::string_view("Suricata") : host);
        domain::NormalisedRecord& record = builder.record();
        record.sourceKind = domain::SourceKind::Monitoring;
        record.credibility = domain::Credibility::ObservedBehaviour;
        std::string reference = plainTextAt(event, {"flow_id"});
        if (const auto alert = objectAt(event, {"alert"})) {
            record.severity = suricataSeverity(jsonInteger(*alert, "severity"));
            reference = joinedParts({reference, signatureOf(*alert)});
        }
        builder.setReference(reference);
        return std::nullopt;
    }

private:
    StatedTimeReader m_times;
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
    const bool hasFlow = jsonAt(first, {"flow_id"}) || jsonAt(first, {"src_ip"}) ||
                         jsonAt(first, {"stats"}) || jsonAt(first, {"engine"});
    return hasFlow ? 95 : 0;
}

std::unique_ptr<JsonMapper> SuricataEve::mapper() const
{
    return std::make_unique<SuricataMapper>();
}

} // namespace keyturn::formats
