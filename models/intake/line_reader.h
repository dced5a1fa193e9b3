// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/chunk_reader.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string_view>

namespace keyturn::intake {

/// One line of a file.
struct Line
{
    std::string_view text; ///< Without its line end; empty when isTooLong. Valid until the next line is read.
    std::uint64_t number = 0; ///< From 1.
    std::uint64_t offset = 0; ///< Where it starts in the file.
    std::uint64_t size = 0;   ///< Its bytes, the line end not counted.
    bool isTooLong = false;   ///< Longer than kMaximumRecordBytes: it was skipped over.
};

/// What is wrong with a line that isTooLong, as a sentence.
[[nodiscard]] QString tooLongLineSentence(const Line& line);

/// Reads lines that end with LF or CRLF; the last may end with the file.
class LineReader
{
public:
    explicit LineReader(ChunkReader& reader) : m_reader(reader) {}
    /// The next line, or nothing at the end of the file.
    [[nodiscard]] base::Result<std::optional<Line>> next();

private:
    [[nodiscard]] base::Result<std::optional<Line>> skipLongLine(Line line);

    ChunkReader& m_reader;
    std::uint64_t m_lines = 0;
    std::size_t m_toConsume = 0; ///< The line handed out last; consumed when the next is asked for.
};

/// Steps over everything up to and including the next @p lineEnd. @return how many bytes stood before it.
[[nodiscard]] base::Result<std::uint64_t> skipToLineEnd(ChunkReader& reader, char lineEnd = '\n');

} // namespace keyturn::intake
