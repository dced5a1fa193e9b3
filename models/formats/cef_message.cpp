// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/cef_message.h"

#include "models/intake/record_text.h"

#include <algorithm>

namespace keyturn::formats {

using namespace intake;

namespace {

/// Where the next bar without a backslash before it stands.
std::size_t findBar(std::string_view text)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '|')
            return i;
    }
    return std::string_view::npos;
}

/// `\|`, `\=`, `\\`, `\n` and `\r` as what they stand for; another backslash as it is.
std::string cefText(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (next == '|' || next == '=' || next == '\\') {
            out += next;
            ++i;
        } else if (next == 'n' || next == 'r') {
            out += '\n';
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

bool isKeyCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-' || c == '[' || c == ']' || c == ':';
}

/// Where the key before the next equals sign without a backslash starts, from @p from on, and where that sign
/// stands; a key stands at the beginning or behind a blank.
std::optional<std::pair<std::size_t, std::size_t>> findKey(std::string_view text, std::size_t from)
{
    for (std::size_t i = from; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
            continue;
        }
        if (text[i] != '=')
            continue;
        std::size_t start = i;
        while (start > from && isKeyCharacter(text[start - 1]))
            --start;
        if (start < i && (start == 0 || text[start - 1] == ' ' || text[start - 1] == '\t'))
            return std::pair(start, i);
    }
    return std::nullopt;
}

} // namespace

std::string_view CefMessage::value(std::string_view key) const
{
    const auto found =
        std::find_if(extension.begin(), extension.end(), [&](const auto& pair) { return pair.first == key; });
    return found == extension.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<CefMessage> parseCef(std::string_view text)
{
    const std::size_t at = text.find("CEF:");
    if (at == std::string_view::npos)
        return std::nullopt;
    CefMessage message;
    message.before = trimmed(text.substr(0, at));
    std::string_view rest = text.substr(at + 4);
    for (std::size_t i = 0; i < CefMessage::FieldCount; ++i) {
        const std::size_t bar = findBar(rest);
        // A message without an extension may end without the last bar.
        if (bar == std::string_view::npos && i + 1 < CefMessage::FieldCount)
            return std::nullopt;
        message.header[i] = cefText(trimmed(rest.substr(0, bar)));
        rest = bar == std::string_view::npos ? std::string_view() : rest.substr(bar + 1);
    }
    auto key = findKey(rest, 0);
    while (key) {
        const auto [start, sign] = *key;
        const auto next = findKey(rest, sign + 1);
        const std::size_t end = next ? next->first : rest.size();
        message.extension.emplace_back(std::string(rest.substr(start, sign - start)),
                                       cefText(trimmed(rest.substr(sign + 1, end - sign - 1))));
        key = next;
    }
    return message;
}

} // namespace keyturn::formats
