// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/source_values.h"

#include "models/intake/record_text.h"

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;

} // namespace

std::vector<std::string> textsOf(dom::element value, std::size_t atMost)
{
    std::vector<std::string> texts;
    std::string buffer;
    const auto add = [&](dom::element element) {
        if (element.is_object() || element.is_array() || texts.size() >= atMost)
            return;
        const std::string_view text = trimmed(jsonAsText(element, buffer));
        if (!text.empty())
            texts.emplace_back(text);
    };
    dom::array array;
    if (value.get(array) != simdjson::SUCCESS) {
        add(value);
        return texts;
    }
    for (const dom::element element : array)
        add(element);
    return texts;
}

std::vector<std::string> textsAt(const dom::object& object, std::initializer_list<std::string_view> path)
{
    const auto value = jsonAt(object, path);
    return value ? textsOf(*value) : std::vector<std::string>();
}

std::string joinedTexts(const std::vector<std::string>& texts, std::string_view separator)
{
    std::string out;
    for (const std::string& text : texts) {
        if (!out.empty())
            out += separator;
        out += text;
    }
    return out;
}

std::string joinedAt(const dom::object& object, std::initializer_list<std::string_view> path)
{
    return joinedTexts(textsAt(object, path));
}

std::vector<std::string> splitTexts(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = text.find(separator);
        const std::string_view part = trimmed(text.substr(0, end));
        if (!part.empty())
            parts.emplace_back(part);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return parts;
}

bool setTitleFrom(RecordBuilder& builder, std::initializer_list<std::string_view> texts)
{
    for (const std::string_view text : texts) {
        if (setTitleKeepingAll(builder, text))
            return true;
    }
    return false;
}

bool setTimeFromText(RecordBuilder& builder, StatedTimeReader& times, std::string_view member,
                     std::string_view text)
{
    return setStatedTime(builder, times.fromText(text, member));
}

bool setTimeFromMember(RecordBuilder& builder, StatedTimeReader& times, const dom::object& object,
                       std::string_view member, EpochUnit unit)
{
    const auto value = jsonAt(object, {member});
    if (!value || value->is_null())
        return false;
    if (const auto count = jsonInteger(object, member); count && *count <= 0)
        return false;
    return setStatedTime(builder, times.fromValue(*value, unit, member));
}

} // namespace keyturn::formats
