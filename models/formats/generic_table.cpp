// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/generic_table.h"

#include "models/formats/field_mapping.h"
#include "models/formats/sureness.h"
#include "models/intake/head_reader.h"
#include "models/intake/record_text.h"
#include "models/intake/source_stream.h"
#include "models/intake/table_format.h"

#include <QCoreApplication>

#include <algorithm>
#include <charconv>

namespace keyturn::formats {

using namespace intake;

namespace {

/// How many rows a table is told by.
constexpr std::size_t kRowsLookedAt = 50;

/// What the beginning of a file shows it to be.
struct TableGuess
{
    char delimiter = ',';
    bool hasHeader = true;
    std::vector<std::string> names; ///< Empty without a header.
    std::size_t columns = 0;
    FieldMapping mapping;
};

bool isNumber(std::string_view text)
{
    double value = 0;
    text = trimmed(text);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return !text.empty() && error == std::errc() && end == text.data() + text.size();
}

bool isTime(std::string_view text)
{
    const std::array<std::string_view, 1> one{text};
    return LooseTimes::guess(one, false).has_value();
}

/// The first rows of @p head, as far as they are whole; nothing where it is no table of this delimiter: fewer
/// than two columns, or rows of all lengths.
std::vector<std::vector<std::string>> rowsOf(std::string_view head, char delimiter)
{
    std::vector<std::vector<std::string>> rows;
    HeadReader reader(head);
    if (!reader.chunks().start())
        return rows;
    CsvRows csv(reader.chunks(), delimiter);
    CsvRow row;
    TableCells cells;
    std::size_t faulty = 0;
    while (rows.size() < kRowsLookedAt) {
        const auto isThere = csv.next(row);
        if (!isThere || !*isThere)
            break;
        if (row.fault != CsvFault::None) {
            ++faulty;
            continue;
        }
        cells.assign(row, true);
        std::vector<std::string>& texts = rows.emplace_back();
        for (std::size_t i = 0; i < cells.size(); ++i)
            texts.emplace_back(trimmed(cells[i]));
    }
    // The last row may be cut where the head ends.
    constexpr std::size_t kHeadMayBeCut = 60'000;
    if (rows.size() > 1 && rows.size() < kRowsLookedAt && head.size() > kHeadMayBeCut)
        rows.pop_back();
    if (rows.empty() || rows.front().size() < 2 || faulty > rows.size() / 2)
        return {};
    const std::size_t columns = rows.front().size();
    const auto fitting =
        std::count_if(rows.begin(), rows.end(), [&](const auto& texts) { return texts.size() == columns; });
    return static_cast<std::size_t>(fitting) * 10 >= rows.size() * 8
               ? rows
               : std::vector<std::vector<std::string>>();
}

std::optional<TableGuess> guessTable(std::string_view head)
{
    if (head.empty() || startsAsWideText(head) || head.find('\0') != std::string_view::npos)
        return std::nullopt;
    const std::string_view start = trimmed(withoutByteOrderMark(head));
    if (start.starts_with('{') || start.starts_with('[') || start.starts_with('<'))
        return std::nullopt;
    std::optional<TableGuess> best;
    for (const char delimiter : {',', '\t', ';', '|'}) {
        auto rows = rowsOf(head, delimiter);
        if (rows.empty() || (best && rows.front().size() <= best->columns))
            continue;
        TableGuess guess;
        guess.delimiter = delimiter;
        guess.columns = rows.front().size();
        guess.hasHeader = std::none_of(rows.front().begin(), rows.front().end(), [](const std::string& cell) {
            return isNumber(cell) || isTime(cell);
        });
        if (guess.hasHeader) {
            guess.names = std::move(rows.front());
            rows.erase(rows.begin());
        }
        guess.mapping = FieldMapping::guess(guess.names, rows);
        if (guess.mapping.isLikely() && !rows.empty())
            best = std::move(guess);
    }
    return best;
}

} // namespace

int GenericTable::recognises(const FileHead& file) const
{
    return guessTable(file.text()) ? kGenericSureness : 0;
}

base::Result<void> GenericTable::read(QIODevice& device, const ImportHints& hints, RecordSink& sink) const
{
    ChunkReader reader(device, sink, hints.fileName);
    KEYTURN_TRY(reader.start());
    KEYTURN_TRY(reader.lookAhead(kHeadBytes));
    auto guess = guessTable(reader.window().substr(0, kHeadBytes));
    if (!guess)
        return base::fail(
            IntakeError::FormatMismatch, reader.fileName(), format(),
            QCoreApplication::translate(
                "formats", "it is no table whose columns tell a time or a title of what happened"));
    CsvRows rows(reader, guess->delimiter);
    CsvRow row;
    if (guess->hasHeader)
        KEYTURN_TRY(rows.next(row));
    RecordBuilder builder(hints, versioned());
    const FillRow fill = [&](const TableCells& cells, RecordBuilder& record) {
        return guess->mapping.fill([&](std::size_t field) { return cells[field]; }, record);
    };
    return takeRows(rows, guess->columns, builder, fill, sink);
}

} // namespace keyturn::formats
