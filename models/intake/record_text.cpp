// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_text.h"

#include "models/base/text_safety.h"

#include <algorithm>
#include <simdjson.h>

namespace keyturn::intake {

namespace {

using Byte = unsigned char;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool within(Byte value, Byte low, Byte high)
{
    return value >= low && value <= high;
}

/// How many bytes of the multi-byte character at the start of @p text belong together, and whether it is
/// whole.
struct Sequence
{
    std::size_t length;
    bool wellFormed;
};

Sequence sequenceAt(std::string_view text)
{
    const auto at = [&](std::size_t i) { return static_cast<Byte>(text[i]); };
    const Byte lead = at(0);
    if (lead < 0x80)
        return {1, true};
    std::size_t needed = 0;
    Byte low = 0x80;
    Byte high = 0xbf;
    if (within(lead, 0xc2, 0xdf)) {
        needed = 2;
    } else if (within(lead, 0xe0, 0xef)) {
        needed = 3;
        low = lead == 0xe0 ? 0xa0 : 0x80;
        high = lead == 0xed ? 0x9f : 0xbf;
    } else if (within(lead, 0xf0, 0xf4)) {
        needed = 4;
        low = lead == 0xf0 ? 0x90 : 0x80;
        high = lead == 0xf4 ? 0x8f : 0xbf;
    } else {
        return {1, false};
    }
    for (std::size_t i = 1; i < needed; ++i) {
        if (i >= text.size() || !within(at(i), low, high))
            return {i, false};
        low = 0x80;
        high = 0xbf;
    }
    return {needed, true};
}

} // namespace

bool isUtf8(std::string_view bytes)
{
    return simdjson::validate_utf8(bytes.data(), bytes.size());
}

void appendRepaired(std::string_view bytes, std::string& out)
{
    while (!bytes.empty()) {
        const Sequence sequence = sequenceAt(bytes);
        out += sequence.wellFormed ? bytes.substr(0, sequence.length) : kReplacement;
        bytes.remove_prefix(sequence.length);
    }
}

std::string_view cutAtCharacter(std::string_view text, std::size_t maximumBytes)
{
    if (text.size() <= maximumBytes)
        return text;
    std::size_t end = maximumBytes;
    while (end > 0 && (static_cast<Byte>(text[end]) & 0xc0) == 0x80)
        --end;
    return text.substr(0, end);
}

std::string_view trimmed(std::string_view text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

QString shownText(std::string_view utf8)
{
    const std::string_view part = cutAtCharacter(utf8, 320);
    const QString text = QString::fromUtf8(part.data(), static_cast<qsizetype>(part.size()));
    return base::harmlessText(text, 80);
}

QString shownFileName(const QString& fileName)
{
    return base::harmlessText(fileName, 400);
}

QString shownSize(std::uint64_t bytes)
{
    constexpr double kKibi = 1024.0;
    const auto value = static_cast<double>(bytes);
    if (value < kKibi * kKibi)
        return QString::asprintf("%.1f KiB", value / kKibi);
    if (value < kKibi * kKibi * kKibi)
        return QString::asprintf("%.1f MiB", value / kKibi / kKibi);
    return QString::asprintf("%.1f GiB", value / kKibi / kKibi / kKibi);
}

bool startsAsWideText(std::string_view head)
{
    return head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF") ||
           head.starts_with(std::string_view("\0\0\xFE\xFF", 4));
}

std::string_view withoutByteOrderMark(std::string_view head)
{
    if (head.starts_with("\xEF\xBB\xBF"))
        head.remove_prefix(3);
    return head;
}

} // namespace keyturn::intake
