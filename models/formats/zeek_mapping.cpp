// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/zeek_mapping.h"

#include "models/formats/json_parts.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::formats {

using namespace intake;

namespace {

std::string zeekEnd(const ZeekMapping::ValueOf& valueOf, std::string_view host, std::string_view port)
{
    const std::string address = valueOf(host);
    const std::string number = valueOf(port);
    return number.empty() ? address : joinedParts({address, "port", number});
}

std::string zeekTitle(std::string_view stream, const ZeekMapping::ValueOf& valueOf)
{
    const auto either = [&](std::string_view first, std::string_view second) {
        std::string text = valueOf(first);
        return text.empty() ? valueOf(second) : text;
    };
    if (stream == "notice")
        return either("msg", "note");
    if (stream == "weird")
        return joinedParts({"weird", valueOf("name"), valueOf("addl")});
    if (stream == "dns")
        return joinedParts({"dns", valueOf("qtype_name"), valueOf("query")});
    if (stream == "http")
        return joinedParts({"http", valueOf("method"), valueOf("host"), valueOf("uri")});
    if (stream == "ssl")
        return joinedParts({"ssl", valueOf("server_name"), valueOf("version")});
    if (stream == "files")
        return joinedParts({"file", either("filename", "mime_type"), valueOf("source")});
    if (stream == "x509")
        return joinedParts({"x509", valueOf("certificate.subject")});
    const std::string origin = valueOf("id.orig_h");
    const std::string ends =
        origin.empty() ? std::string() : joinedParts({origin, "to", valueOf("id.resp_h")});
    return joinedParts({stream, valueOf("proto"), valueOf("service"), ends});
}

bool looksLikeCount(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }) && std::count(text.begin(), text.end(), '-') < 2;
}

} // namespace

std::optional<QString> ZeekMapping::fill(std::string_view stream, const ValueOf& valueOf,
                                         RecordBuilder& builder)
{
    const std::string ts = valueOf("ts");
    const std::string title = zeekTitle(stream, valueOf);
    if (!setTitleKeepingAll(builder, title))
        return QCoreApplication::translate("formats", "It has nothing that a log of Zeek states.");
    builder.addDetail("From", zeekEnd(valueOf, "id.orig_h", "id.orig_p"));
    builder.addDetail("To", zeekEnd(valueOf, "id.resp_h", "id.resp_p"));
    builder.addDetail("Protocol", joinedParts({valueOf("proto"), valueOf("service")}));
    builder.addDetail("State", valueOf("conn_state"));
    builder.addDetail("Note", valueOf("note"));
    builder.addDetail("More", valueOf("sub"));
    builder.addDetail("Log", stream);
    setStatedTime(builder, looksLikeCount(ts) ? StatedTimeReader::fromCount(ts, EpochUnit::Seconds, "ts")
                                              : m_times.fromText(ts, "ts"));
    std::string source = builder.defaultSource();
    for (const std::string_view sensor : {"_system_name", "@system", "peer", "peer_descr"}) {
        if (source.empty())
            source = valueOf(sensor);
    }
    builder.setSource(source.empty() ? std::string_view("Zeek") : std::string_view(source));
    for (const std::string_view id : {"uid", "fuid", "id"}) {
        if (builder.record().reference.empty())
            builder.setReference(valueOf(id));
    }
    builder.record().sourceKind = domain::SourceKind::Monitoring;
    builder.record().credibility = domain::Credibility::ObservedBehaviour;
    return std::nullopt;
}

} // namespace keyturn::formats
