// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/zeek.h"

#include "models/formats/zeek_mapping.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;

std::optional<dom::element> fieldOf(const dom::object& entry, std::string_view name)
{
    if (const auto value = jsonAt(entry, {name}))
        return value;
    std::string other(name);
    std::replace(other.begin(), other.end(), '.', '_');
    if (const auto value = jsonAt(entry, {other}))
        return value;
    const std::size_t point = name.find('.');
    if (point == std::string_view::npos)
        return std::nullopt;
    return jsonAt(entry, {name.substr(0, point), name.substr(point + 1)});
}

/// The log that a JSON entry is of, by what collectors add, else by the fields that only one log has.
std::string_view streamOf(const dom::object& entry)
{
    for (const std::string_view key : {"_path", "@stream", "log_name"}) {
        const std::string_view named = jsonText(entry, key);
        if (!named.empty())
            return named;
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kTelling{{
        {"note", "notice"},
        {"seen.indicator", "intel"},
        {"sig_id", "signatures"},
        {"qtype_name", "dns"},
        {"query", "dns"},
        {"user_agent", "http"},
        {"server_name", "ssl"},
        {"mime_type", "files"},
        {"conn_state", "conn"},
        {"software_type", "software"},
        {"certificate.subject", "x509"},
        {"port_num", "known_services"},
        {"ts_delta", "capture_loss"},
        {"mailfrom", "smtp"},
        {"auth_success", "ssh"},
        {"tunnel_type", "tunnel"},
    }};
    for (const auto& [key, stream] : kTelling) {
        if (fieldOf(entry, key))
            return stream;
    }
    return jsonText(entry, "level").starts_with("Reporter::") ? "reporter" : std::string_view();
}

/// True of an entry of the logs that may name no connection, told by names that no other tool uses.
bool isOfLogWithoutUid(const dom::object& entry)
{
    for (const std::string_view key : {"note", "level", "software_type"}) {
        if (jsonText(entry, key).find("::") != std::string_view::npos) // a name of Zeek's own language
            return true;
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kTogether{{
        {"notice", "peer"},
        {"ts_delta", "peer"},
        {"sig_id", "event_msg"},
        {"seen.indicator", "seen.where"},
        {"certificate.subject", "certificate.serial"},
        {"port_num", "port_proto"},
    }};
    return std::any_of(kTogether.begin(), kTogether.end(), [&](const auto& names) {
        return fieldOf(entry, names.first) && fieldOf(entry, names.second);
    });
}

class ZeekJsonMapper final : public JsonMapper
{
public:
    std::optional<QString> fill(const dom::object& entry, std::size_t, RecordBuilder& builder) override
    {
        const std::string_view stream = streamOf(entry);
        if (!jsonAt(entry, {"ts"}) && stream.empty())
            return QCoreApplication::translate(
                "formats", "It has neither a ts nor the name of a log, which every entry of Zeek has.");
        std::string buffer;
        const auto valueOf = [&](std::string_view name) {
            const auto value = fieldOf(entry, name);
            const bool isPlain = value && !value->is_object() && !value->is_array();
            return isPlain ? std::string(jsonAsText(*value, buffer)) : std::string();
        };
        m_mapping.fill(stream, valueOf, builder);
        return std::nullopt;
    }

private:
    ZeekMapping m_mapping;
};

/// "\x09" as the byte it stands for; other text as it is.
std::string unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned value = 0;
        const bool isEscape =
            text.substr(i, 2) == "\\x" && i + 4 <= text.size() &&
            std::from_chars(text.data() + i + 2, text.data() + i + 4, value, 16).ptr == text.data() + i + 4;
        out += isEscape ? static_cast<char>(value) : text[i];
        i += isEscape ? 3 : 0;
    }
    return out;
}

std::vector<std::string_view> splitAt(std::string_view line, std::string_view separator)
{
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = line.find(separator);
        parts.push_back(line.substr(0, at));
        if (at == std::string_view::npos)
            return parts;
        line.remove_prefix(at + separator.size());
    }
}

class ZeekTsvMapper final : public LineMapper
{
public:
    LineVerdict fill(std::string_view line, RecordBuilder& builder) override
    {
        if (line.starts_with('#')) {
            readHeading(line);
            return LineVerdict::noRecord();
        }
        if (m_fields.empty())
            return LineVerdict::refused(
                QCoreApplication::translate("formats", "No line before it names the fields."));
        const auto values = splitAt(line, m_separator);
        if (values.size() != m_fields.size())
            return LineVerdict::refused(
                QCoreApplication::translate("formats", "It has %1 fields, where its log has %2.")
                    .arg(values.size())
                    .arg(m_fields.size()));
        const auto valueOf = [&](std::string_view name) {
            const auto at = std::find(m_fields.begin(), m_fields.end(), name);
            if (at == m_fields.end())
                return std::string();
            const std::string_view value = values[static_cast<std::size_t>(at - m_fields.begin())];
            if (value == m_unset || value == m_empty)
                return std::string();
            std::string repaired;
            appendRepaired(unescaped(value), repaired);
            return repaired;
        };
        m_mapping.fill(m_path, valueOf, builder);
        return LineVerdict::record();
    }

private:
    void readHeading(std::string_view line)
    {
        constexpr std::string_view kSeparator = "#separator ";
        if (line.starts_with(kSeparator)) {
            m_separator = unescaped(trimmed(line.substr(kSeparator.size())));
            if (m_separator.empty())
                m_separator = "\t";
            return;
        }
        auto parts = splitAt(line, m_separator);
        const std::string_view heading = parts.front();
        const std::string_view first = parts.size() > 1 ? parts[1] : std::string_view();
        if (heading == "#path")
            m_path = first;
        else if (heading == "#unset_field")
            m_unset = first;
        else if (heading == "#empty_field")
            m_empty = first;
        else if (heading == "#fields")
            m_fields.assign(parts.begin() + 1, parts.end());
    }

    std::string m_separator = "\t";
    std::string m_path;
    std::string m_unset = "-";
    std::string m_empty = "(empty)";
    std::vector<std::string> m_fields;
    ZeekMapping m_mapping;
};

} // namespace

int ZeekJson::recognises(const dom::object& first, const JsonHead&) const
{
    const bool hasTime = jsonAt(first, {"ts"}).has_value();
    const bool hasEnds = fieldOf(first, "id.orig_h") && fieldOf(first, "id.resp_h");
    const bool hasUid = jsonAt(first, {"uid"}) || jsonAt(first, {"fuid"});
    if (hasTime && hasEnds && hasUid)
        return 96;
    const bool isNamed = jsonAt(first, {"_path"}) || jsonText(first, "@proc") == "zeek";
    return hasTime && (hasUid || isNamed || isOfLogWithoutUid(first)) ? 85 : 0;
}

std::unique_ptr<JsonMapper> ZeekJson::mapper() const
{
    return std::make_unique<ZeekJsonMapper>();
}

int ZeekTsv::recognises(std::span<const std::string_view> lines) const
{
    const auto has = [&](std::string_view start) {
        return std::any_of(lines.begin(), lines.end(),
                           [&](std::string_view line) { return line.starts_with(start); });
    };
    return has("#fields") && (has("#separator") || has("#path")) ? 98 : 0;
}

std::unique_ptr<LineMapper> ZeekTsv::mapper(const ImportHints&) const
{
    return std::make_unique<ZeekTsvMapper>();
}

} // namespace keyturn::formats
