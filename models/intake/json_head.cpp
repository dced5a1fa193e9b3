// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/json_format.h"
#include "models/intake/record_text.h"

namespace keyturn::intake {

namespace {

namespace dom = simdjson::dom;

/// The first value in @p text, closed where the text ends within it: cut after its last whole member.
std::string firstValueClosed(std::string_view text)
{
    std::string open; // the brackets that would close what is open
    std::size_t wholeUpTo = 0;
    bool isInString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isInString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                isInString = false;
            continue;
        }
        switch (c) {
        case '"':
            isInString = true;
            break;
        case '{':
        case '[':
            open += c == '{' ? '}' : ']';
            wholeUpTo = i + 1;
            break;
        case '}':
        case ']':
            if (open.empty() || open.back() != c)
                return {};
            open.pop_back();
            wholeUpTo = i + 1;
            if (open.empty())
                return std::string(text.substr(0, wholeUpTo));
            break;
        case ',':
            wholeUpTo = i;
            break;
        default:
            break;
        }
    }
    std::string closed(text.substr(0, wholeUpTo));
    closed.append(open.rbegin(), open.rend());
    return closed;
}

} // namespace

std::string_view withoutCeeCookie(std::string_view text)
{
    constexpr std::string_view kCookie = "@cee:";
    const std::string_view start = trimmed(text);
    return start.starts_with(kCookie) ? start.substr(kCookie.size()) : text;
}

std::optional<dom::array> listAt(const dom::object& object, std::string_view path)
{
    dom::object within = object;
    for (auto slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
        if (within.at_key(path.substr(0, slash)).get(within) != simdjson::SUCCESS)
            return std::nullopt;
        path.remove_prefix(slash + 1);
    }
    dom::array list;
    return within.at_key(path).get(list) == simdjson::SUCCESS ? std::optional(list) : std::nullopt;
}

JsonHead::JsonHead(std::string_view head) : m_parser(std::make_unique<dom::parser>())
{
    if (startsAsWideText(head))
        return;
    head = trimmed(withoutByteOrderMark(head));
    if (head.starts_with('\x1e')) // RFC 7464, section 2.2
        head = head.substr(1);
    head = trimmed(withoutCeeCookie(head));
    if (!head.starts_with('{') && !head.starts_with('['))
        return;
    const std::string closed = firstValueClosed(head);
    appendRepaired(closed, m_text);
    dom::element element;
    if (m_parser->parse(m_text).get(element) != simdjson::SUCCESS)
        return;
    dom::object object;
    dom::array array;
    if (element.get(object) == simdjson::SUCCESS)
        m_outermost = object;
    else if (element.get(array) == simdjson::SUCCESS)
        m_array = array;
}

std::optional<dom::object> JsonHead::firstRecord(const std::vector<std::string>& listNames) const
{
    const auto firstOf = [](const dom::array& array) -> std::optional<dom::object> {
        for (const dom::element element : array) {
            dom::object object;
            if (element.get(object) == simdjson::SUCCESS)
                return object;
        }
        return std::nullopt;
    };
    if (m_array)
        return firstOf(*m_array);
    if (!m_outermost)
        return std::nullopt;
    for (const std::string& name : listNames) {
        const auto list = listAt(*m_outermost, name);
        if (!list)
            continue;
        if (const auto first = firstOf(*list))
            return first;
    }
    return m_outermost;
}

} // namespace keyturn::intake
