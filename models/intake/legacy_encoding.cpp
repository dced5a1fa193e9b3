// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/legacy_encoding.h"

#include "models/intake/record_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace keyturn::intake {

namespace {

using Byte = std::uint8_t;

bool isHigh(char c)
{
    return static_cast<Byte>(c) >= 0x80;
}

/// Whether @p head is Shift JIS: every high byte has its place, and as many of the characters as in Japanese
/// are kana. Western text pairs up by chance, but the bytes that begin kana are marks it hardly has.
bool looksLikeShiftJis(std::string_view head, bool isCut)
{
    std::size_t pairs = 0;
    std::size_t kana = 0;
    for (std::size_t i = 0; i < head.size(); ++i) {
        const auto lead = static_cast<Byte>(head[i]);
        if (lead < 0x80 || (lead >= 0xA1 && lead <= 0xDF)) // half-width katakana stand alone
            continue;
        const bool isLead = (lead >= 0x81 && lead <= 0x9F) || (lead >= 0xE0 && lead <= 0xFC);
        if (isLead && i + 1 == head.size())
            return isCut && pairs > 0 && kana * 5 >= pairs;
        const auto trail = isLead ? static_cast<Byte>(head[i + 1]) : Byte{0};
        if (trail < 0x40 || trail == 0x7F || trail > 0xFC)
            return false;
        ++pairs;
        kana += lead == 0x82 || lead == 0x83 ? 1 : 0;
        ++i;
    }
    return pairs >= 2 && kana * 5 >= pairs;
}

/// The bytes of Windows-1252 that Western European text has: letters with accents, and the marks of an office
/// program. Not eth, thorn and ÿ, which it has seldom and Cyrillic text in its own encodings all the time.
constexpr std::array<bool, 256> kWestern = [] {
    std::array<bool, 256> western{};
    for (std::size_t byte = 0xC0; byte <= 0xFD; ++byte)
        western[byte] = true;
    for (const std::size_t seldom : {0xD0, 0xDE, 0xF0})
        western[seldom] = false;
    for (const std::size_t mark :
         {0x80, 0x82, 0x84, 0x85, 0x8A, 0x8C, 0x8E, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97,
          0x99, 0x9A, 0x9C, 0x9E, 0x9F, 0xA0, 0xA1, 0xA3, 0xA7, 0xA9, 0xAA, 0xAB, 0xAE, 0xB0,
          0xB1, 0xB2, 0xB3, 0xB4, 0xB5, 0xB7, 0xBA, 0xBB, 0xBC, 0xBD, 0xBE, 0xBF})
        western[mark] = true;
    return western;
}();

bool looksWestern(std::string_view head)
{
    std::size_t high = 0;
    std::size_t letters = 0;
    for (const char c : head) {
        if (c == '\0' || (isHigh(c) && !kWestern[static_cast<Byte>(c)]))
            return false;
        high += isHigh(c) ? 1 : 0;
        letters += isAsciiLetter(c) ? 1 : 0;
    }
    // Accents are the exception on Latin letters; text in another alphabet is high bytes nearly all.
    return high > 0 && high * 3 <= letters;
}

/// @p head without the high bytes it ends with, of which a character of UTF-8 has four at most.
std::string_view withoutLastCharacter(std::string_view head)
{
    for (int i = 0; i < 4 && !head.empty() && isHigh(head.back()); ++i)
        head.remove_suffix(1);
    return head;
}

/// Whether @p head is UTF-8 that is damaged: of its parts beyond ASCII as many are well-formed as are not. In
/// other encodings some few are by chance.
bool isMostlyUtf8(std::string_view head)
{
    std::string repaired;
    appendRepaired(head, repaired);
    constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
    std::size_t wellFormed = 0;
    std::size_t damaged = 0;
    for (std::size_t i = 0; i < repaired.size(); ++i) {
        if (std::string_view(repaired).substr(i).starts_with(kReplacement))
            ++damaged;
        else if ((static_cast<Byte>(repaired[i]) & 0xC0) == 0xC0) // begins a character of several bytes
            ++wellFormed;
    }
    return wellFormed >= damaged;
}

} // namespace

std::string legacyEncodingOf(std::string_view head, bool isCut)
{
    if (isUtf8(head) || (isCut && isUtf8(withoutLastCharacter(head))) || isMostlyUtf8(head))
        return {};
    if (looksLikeShiftJis(head, isCut))
        return "SHIFT_JIS";
    return looksWestern(head) ? "WINDOWS-1252" : std::string();
}

std::string legacyEncodingAssumption(std::string_view encoding)
{
    return "the file does not say its encoding; it was read as " + std::string(encoding);
}

} // namespace keyturn::intake
