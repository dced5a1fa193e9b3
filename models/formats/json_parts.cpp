// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/json_parts.h"

#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <algorithm>
#include <array>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using domain::Severity;

/// As plainTextAt(), of a value.
std::string plainText(dom::element value)
{
    if (value.is_object() || value.is_array())
        return {};
    std::string buffer;
    return std::string(trimmed(jsonAsText(value, buffer)));
}

} // namespace

std::string joinedParts(std::initializer_list<std::string_view> parts, std::string_view between)
{
    std::string out;
    for (const std::string_view part : parts) {
        const std::string_view text = trimmed(part);
        if (text.empty())
            continue;
        if (!out.empty())
            out += between;
        out += text;
    }
    return out;
}

std::string plainTextAt(const dom::object& object, JsonPath path)
{
    const auto value = jsonAt(object, path);
    return value ? plainText(*value) : std::string();
}

std::string_view firstTextAt(const dom::object& object, std::initializer_list<JsonPath> paths)
{
    for (const JsonPath& path : paths) {
        const std::string_view text = trimmed(jsonTextAt(object, path));
        if (!text.empty())
            return text;
    }
    return {};
}

std::optional<dom::object> objectAt(const dom::object& object, JsonPath path)
{
    const auto value = jsonAt(object, path);
    dom::object found;
    if (!value || value->get(found) != simdjson::SUCCESS)
        return std::nullopt;
    return found;
}

std::optional<dom::array> arrayAt(const dom::object& object, JsonPath path)
{
    const auto value = jsonAt(object, path);
    dom::array found;
    if (!value || value->get(found) != simdjson::SUCCESS)
        return std::nullopt;
    return found;
}

bool isTrueAt(const dom::object& object, std::string_view key)
{
    bool value = false;
    return object.at_key(key).get(value) == simdjson::SUCCESS && value;
}

void addObjectsOf(const dom::array& list, const dom::object& parent, std::vector<dom::object>& records)
{
    for (const dom::element item : list) {
        dom::object object;
        records.push_back(item.get(object) == simdjson::SUCCESS ? object : parent);
    }
}

std::optional<dom::object> firstObjectIn(const dom::object& object, JsonPath path)
{
    const auto list = arrayAt(object, path);
    if (!list)
        return std::nullopt;
    for (const dom::element item : *list) {
        dom::object found;
        if (item.get(found) == simdjson::SUCCESS)
            return found;
    }
    return std::nullopt;
}

std::string listedTexts(const dom::object& object, JsonPath path, std::string_view key, std::size_t most)
{
    const auto list = arrayAt(object, path);
    if (!list)
        return {};
    std::string out;
    std::size_t count = 0;
    for (const dom::element item : *list) {
        dom::object within;
        const std::string text = item.get(within) == simdjson::SUCCESS
                                     ? (key.empty() ? std::string() : plainTextAt(within, {key}))
                                     : plainText(item);
        if (text.empty() || ++count > most)
            continue;
        if (!out.empty())
            out += ", ";
        out += text;
    }
    if (count > most)
        out += " and " + std::to_string(count - most) + " more";
    return out;
}

bool eventBridgeFindings(const dom::object& event, std::vector<dom::object>& records)
{
    const auto detail = objectAt(event, {"detail"});
    const auto findings = detail ? arrayAt(*detail, {"findings"}) : std::nullopt;
    if (!findings)
        return false;
    addObjectsOf(*findings, *detail, records);
    return true;
}

bool setTitleKeepingAll(RecordBuilder& builder, std::string_view text)
{
    bool titleIsWhole = true;
    if (!builder.setTitle(text, titleIsWhole))
        return false;
    if (!titleIsWhole)
        builder.addDescription(text);
    return true;
}

bool setStatedTime(RecordBuilder& builder, const StatedTime& stated)
{
    for (const std::string& note : stated.notes)
        builder.assume(note);
    if (!stated.time)
        return false;
    builder.setTime(*stated.time);
    return true;
}

void setLooseTime(RecordBuilder& builder, const LooseTime& read)
{
    builder.setTime(read.time);
    if (!read.assumption.empty())
        builder.assume(read.assumption);
}

void setSourceAfterDefault(RecordBuilder& builder, std::string_view own)
{
    builder.setSource(builder.defaultSource().empty() ? own : std::string_view());
}

void setSourceOr(RecordBuilder& builder, std::string_view own, std::string_view otherwise)
{
    const bool hasNone = trimmed(own).empty() && builder.defaultSource().empty();
    builder.setSource(hasNone ? otherwise : own);
}

std::string_view unlessDash(std::string_view text)
{
    return trimmed(text) == "-" ? std::string_view() : text;
}

void addModel(RecordBuilder& builder, std::string_view name)
{
    name = cutAtCharacter(trimmed(name), kMaximumTitleBytes);
    std::vector<std::string>& models = builder.record().models;
    if (!name.empty() && std::find(models.begin(), models.end(), name) == models.end())
        models.emplace_back(name);
}

Severity severityOfWord(std::string_view word, WordTable<Severity> table)
{
    word = trimmed(word);
    const auto known = std::find_if(table.begin(), table.end(),
                                    [&](const auto& entry) { return equalsIgnoringCase(entry.first, word); });
    return known == table.end() ? Severity::NotStated : known->second;
}

Severity severityOfFindingWord(std::string_view word)
{
    constexpr std::array<std::pair<std::string_view, Severity>, 7> kWords{{
        {"informational", Severity::Informational},
        {"info", Severity::Informational},
        {"low", Severity::Low},
        {"medium", Severity::Medium},
        {"moderate", Severity::Medium},
        {"high", Severity::High},
        {"critical", Severity::Critical},
    }};
    return severityOfWord(word, kWords);
}

Severity severityOfLogWord(std::string_view word)
{
    constexpr std::array<std::pair<std::string_view, Severity>, 18> kWords{{
        {"trace", Severity::Informational},
        {"verbose", Severity::Informational},
        {"debug", Severity::Informational},
        {"info", Severity::Informational},
        {"information", Severity::Informational},
        {"informational", Severity::Informational},
        {"notice", Severity::Informational},
        {"warn", Severity::Low},
        {"warning", Severity::Low},
        {"err", Severity::Medium},
        {"error", Severity::Medium},
        {"severe", Severity::Medium},
        {"crit", Severity::High},
        {"critical", Severity::High},
        {"alert", Severity::High},
        {"fatal", Severity::High},
        {"emerg", Severity::High},
        {"emergency", Severity::High},
    }};
    return severityOfWord(word, kWords);
}

} // namespace keyturn::formats
