// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/zeek_mapping.h"

#include "models/formats/json_parts.h"
#include "models/intake/record_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace keyturn::formats {

using namespace intake;

namespace {

std::string zeekEnd(const ZeekMapping::ValueOf& valueOf, std::string_view host, std::string_view port)
{
    const std::string address = valueOf(host);
    const std::string number = valueOf(port);
    return number.empty() ? address : joinedParts({address, "port", number});
}

/// What an entry of a log is of: the fields whose values tell, in order. "a/b" stands for a, or b where that
/// is unset.
struct LogTitle
{
    std::string_view log;
    std::string_view before; ///< Stands before the values; empty where they speak for themselves.
    std::array<std::string_view, 3> fields;
};

constexpr std::array<LogTitle, 29> kTitles{{
    {"notice", "", {"msg/note", "", ""}},
    {"notice_alarm", "", {"msg/note", "", ""}},
    {"signatures", "", {"event_msg/sig_id", "", ""}},
    {"intel", "intel", {"seen.indicator", "seen.indicator_type", "seen.where"}},
    {"weird", "weird", {"name", "addl", ""}},
    {"reporter", "", {"message", "", ""}},
    {"syslog", "", {"message", "", ""}},
    {"dns", "dns", {"qtype_name", "query", ""}},
    {"http", "http", {"method", "host", "uri"}},
    {"ssl", "ssl", {"server_name", "version", ""}},
    {"files", "file", {"filename/mime_type", "source", ""}},
    {"x509", "x509", {"certificate.subject", "", ""}},
    {"smtp", "smtp", {"mailfrom/from", "subject", ""}},
    {"ftp", "ftp", {"user", "command", "arg"}},
    {"smb_files", "smb", {"action", "path", "name"}},
    {"smb_mapping", "smb", {"path", "share_type", ""}},
    {"kerberos", "kerberos", {"request_type", "client", "service"}},
    {"ntlm", "ntlm", {"domainname", "username", "server_nb_computer_name"}},
    {"dce_rpc", "dce_rpc", {"endpoint", "operation", "named_pipe"}},
    {"rdp", "rdp", {"cookie", "result", "security_protocol"}},
    {"dpd", "dpd", {"analyzer", "failure_reason", ""}},
    {"analyzer", "analyzer", {"analyzer_name", "failure_reason", ""}},
    {"software", "software", {"software_type", "name/unparsed_version", "host"}},
    {"pe", "pe", {"machine", "os", "subsystem"}},
    {"dhcp", "dhcp", {"host_name/mac", "assigned_addr/requested_addr", ""}},
    {"known_hosts", "known host", {"host", "", ""}},
    {"known_services", "known service", {"host", "port_num", "service"}},
    {"mysql", "mysql", {"cmd", "arg", ""}},
    {"tunnel", "tunnel", {"tunnel_type", "action", ""}},
}};

std::string valueOfEither(const ZeekMapping::ValueOf& valueOf, std::string_view fields)
{
    const std::size_t slash = fields.find('/');
    std::string text = valueOf(fields.substr(0, slash));
    return text.empty() && slash != std::string_view::npos ? valueOf(fields.substr(slash + 1)) : text;
}

std::string zeekTitle(std::string_view stream, const ZeekMapping::ValueOf& valueOf)
{
    const auto known = std::find_if(kTitles.begin(), kTitles.end(),
                                    [&](const LogTitle& title) { return title.log == stream; });
    if (known != kTitles.end()) {
        std::string values;
        for (const std::string_view field : known->fields) {
            if (!field.empty())
                values = joinedParts({values, valueOfEither(valueOf, field)});
        }
        if (!trimmed(values).empty())
            return joinedParts({known->before, values});
    }
    const std::string origin = valueOf("id.orig_h");
    const std::string ends =
        origin.empty() ? std::string() : joinedParts({origin, "to", valueOf("id.resp_h")});
    const std::string title = joinedParts({stream, valueOf("proto"), valueOf("service"), ends});
    return title.empty() ? "Zeek log entry" : title;
}

bool looksLikeCount(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }) && std::count(text.begin(), text.end(), '-') < 2;
}

} // namespace

void ZeekMapping::fill(std::string_view stream, const ValueOf& valueOf, RecordBuilder& builder)
{
    const std::string ts = valueOf("ts");
    setTitleKeepingAll(builder, zeekTitle(stream, valueOf));
    builder.addDetail("From", zeekEnd(valueOf, "id.orig_h", "id.orig_p"));
    builder.addDetail("To", zeekEnd(valueOf, "id.resp_h", "id.resp_p"));
    builder.addDetail("Protocol", joinedParts({valueOf("proto"), valueOf("service")}));
    builder.addDetail("State", valueOf("conn_state"));
    builder.addDetail("Note", valueOf("note"));
    builder.addDetail("More", valueOf("sub"));
    for (const auto& [label, field] : {std::pair("User", "username"), std::pair("Failure", "failure_reason"),
                                       std::pair("Failure", "error_msg"), std::pair("Level", "level"),
                                       std::pair("Logged in", "auth_success")})
        builder.addDetail(label, valueOf(field));
    builder.addDetail("Log", stream);
    setStatedTime(builder, looksLikeCount(ts) ? StatedTimeReader::fromCount(ts, EpochUnit::Seconds, "ts")
                                              : m_times.fromText(ts, "ts"));
    std::string source = builder.defaultSource();
    for (const std::string_view sensor : {"_system_name", "@system", "peer", "peer_descr"}) {
        if (source.empty())
            source = valueOf(sensor);
    }
    builder.setSource(source.empty() ? std::string_view("Zeek") : std::string_view(source));
    for (const std::string_view id : {"uid", "fuid", "id", "fingerprint"}) {
        if (builder.record().reference.empty())
            builder.setReference(valueOf(id));
    }
    builder.record().sourceKind = domain::SourceKind::Monitoring;
    builder.record().credibility = domain::Credibility::ObservedBehaviour;
}

} // namespace keyturn::formats
