// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstddef>
#include <string>
#include <string_view>

namespace keyturn::intake {

/// The most bytes one record of a file may take; a longer one is rejected with its size. It bounds memory.
inline constexpr std::size_t kMaximumRecordBytes = std::size_t{16} * 1024 * 1024;
/// The most bytes of the source's own record that are kept beside the normalised fields.
inline constexpr std::size_t kMaximumRawBytes = std::size_t{64} * 1024;
/// The most bytes of a description; a longer one is cut, and an assumption says so.
inline constexpr std::size_t kMaximumDescriptionBytes = std::size_t{64} * 1024;
/// The most bytes of a title; the whole text is then the description.
inline constexpr std::size_t kMaximumTitleBytes = 300;
/// The most bytes of a source's name and of a reference.
inline constexpr std::size_t kMaximumNameBytes = 2048;

/// True when @p bytes is well-formed UTF-8 (Unicode 15, table 3-7).
[[nodiscard]] bool isUtf8(std::string_view bytes);

/// Appends @p bytes to @p out with each ill-formed part replaced by U+FFFD (Unicode 15, section 3.9,
/// "substitution of maximal subparts"). Line ends are never swallowed.
void appendRepaired(std::string_view bytes, std::string& out);

/// The longest beginning of the UTF-8 @p text that has at most @p maximumBytes and ends between two
/// characters.
[[nodiscard]] std::string_view cutAtCharacter(std::string_view text, std::size_t maximumBytes);

/// @p text without blanks, tabs and line ends at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// True of A to Z and a to z.
[[nodiscard]] inline bool isAsciiLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// True when @p a and @p b are the same but for the case of ASCII letters.
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// @p utf8 for use in a sentence: harmless to show and at most 80 characters.
[[nodiscard]] QString shownText(std::string_view utf8);

/// A file's name for use in a sentence: harmless to show.
[[nodiscard]] QString shownFileName(const QString& fileName);

/// A size for people: "17.3 MiB".
[[nodiscard]] QString shownSize(std::uint64_t bytes);

/// True when @p head starts with a byte order mark of UTF-16 or UTF-32, which no format here is written in.
[[nodiscard]] bool startsAsWideText(std::string_view head);

/// @p head without a UTF-8 byte order mark.
[[nodiscard]] std::string_view withoutByteOrderMark(std::string_view head);

} // namespace keyturn::intake
