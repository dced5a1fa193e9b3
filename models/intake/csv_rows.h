// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/chunk_reader.h"

#include <QString>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::intake {

/// One cell as it stands in the file, without the quotes around it.
struct CsvField
{
    std::string_view text;
    bool hasDoubledQuotes = false; ///< Every `""` in text means `"`.
};

/// What is wrong with a row.
enum class CsvFault : std::uint8_t {
    None,
    TooManyFields,  ///< More cells than the header names, and not all of the further ones empty.
    TextAfterQuote, ///< Text between a closing quote and the next comma.
    QuoteNotClosed, ///< A quote was opened that no other closes before the end of the file or 16 MiB.
    TooLong,        ///< Longer than kMaximumRecordBytes.
};

/// One row of a file; valid until the next is read.
struct CsvRow
{
    std::vector<CsvField> fields; ///< At most as many as the header names.
    std::size_t fieldCount = 0;   ///< How many there were.
    std::string_view raw;         ///< The row's bytes without its line end; empty when TooLong.
    std::uint64_t offset = 0;     ///< Where it starts in the file.
    std::uint64_t size = 0;       ///< Its bytes, the line end not counted.
    CsvFault fault = CsvFault::None;
};

/// What is wrong with a row of a file whose header names @p columns, as a sentence; empty for none.
[[nodiscard]] QString csvFaultSentence(const CsvRow& row, std::size_t columns);

/// Splits comma-separated values, or values separated otherwise, as RFC 4180 writes them: LF and CRLF end a
/// row; a lone CR does where it ended the first row (files of old Macs), and is data elsewhere. Empty lines
/// are no rows. A faulty row is taken to end at its first line end, so that a stray quote costs its own line
/// and not the lines behind it.
class CsvRows
{
public:
    /// @param delimiter what stands between two cells: a comma, semicolon, tabulator or bar.
    explicit CsvRows(ChunkReader& reader, char delimiter = ',');
    /// After the header was read: how many cells a row may have.
    void setColumnCount(std::size_t count) { m_columns = count; }
    /// Reads the next row. @return false at the end of the file.
    [[nodiscard]] base::Result<bool> next(CsvRow& row);

private:
    enum class Step : std::uint8_t { Done, NeedsMore, Faulty };

    [[nodiscard]] Step split(std::string_view window, CsvRow& row);
    [[nodiscard]] base::Result<void> cutAtFirstLine(CsvRow& row);
    [[nodiscard]] base::Result<void> skipEmptyLines();
    [[nodiscard]] std::size_t rowEndAt(std::string_view window, std::size_t at) const;

    ChunkReader& m_reader;
    char m_delimiter;
    std::size_t m_columns = kMaximumColumns;
    std::size_t m_toConsume = 0; ///< The row handed out last; consumed when the next is asked for.
    bool m_isFirst = true;
    bool m_crEndsRows = true; ///< Settled by the first row.

public:
    /// No table has more columns; it bounds what a hostile header costs.
    static constexpr std::size_t kMaximumColumns = 10'000;
};

/// The cell's text; @p buffer holds it where quotes had to be halved.
[[nodiscard]] std::string_view csvText(const CsvField& field, std::string& buffer);
/// The same in UTF-8. @param mustRepair whether bytes of the row are not: each ill-formed part is U+FFFD
/// then.
[[nodiscard]] std::string_view csvUtf8(const CsvField& field, bool mustRepair, std::string& buffer);

} // namespace keyturn::intake
