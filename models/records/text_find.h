// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace keyturn::records {

/// ASCII letters to lower case, every other byte as it is.
[[nodiscard]] constexpr char foldAscii(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}
/// The same for a text.
[[nodiscard]] std::string foldAscii(std::string_view text);

/// True when no byte is above 0x7F.
[[nodiscard]] bool isAscii(std::string_view text);
/// The first byte above 0x7F in [@p at, @p end), or @p end.
[[nodiscard]] const char* findNonAscii(const char* at, const char* end);
/// The first '"' or '\\' in [@p at, @p end), or @p end.
[[nodiscard]] const char* findQuoteOrBackslash(const char* at, const char* end);

/// Finds one needle in many texts, ASCII letters of either case alike, all other bytes exactly. Its two ends
/// are looked for sixteen places at a time (SSE2 where the processor has it, byte by byte elsewhere).
class TextFinder
{
public:
    static constexpr std::size_t kNotFound = std::string_view::npos;

    /// @param needle not empty.
    explicit TextFinder(std::string_view needle);
    /// The first place from @p from on where the needle stands, or kNotFound.
    [[nodiscard]] std::size_t find(std::string_view text, std::size_t from = 0) const;
    /// The needle with its ASCII letters in lower case.
    [[nodiscard]] const std::string& needle() const { return m_needle; }

private:
    [[nodiscard]] bool middleMatches(const char* at) const;
    [[nodiscard]] std::size_t findSlowly(std::string_view text, std::size_t from) const;

    std::string m_needle;
    char m_firstMask = 0; ///< 0x20 where the first byte is a letter: or-ing it in makes both cases equal.
    char m_lastMask = 0;
};

} // namespace keyturn::records
