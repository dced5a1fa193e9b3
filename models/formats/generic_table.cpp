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

constexpr std::string_view kDelimiters = ",\t;|";

/// A table and what its columns mean.
struct TableGuess
{
    FileFields fields;
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

/// How many columns a row may have: as many as the first one has.
std::size_t columnsOf(const FileFields& fields)
{
    return fields.names.empty() ? fields.rows.front().size() : fields.names.size();
}

/// The first rows of @p head, as far as they are whole; nothing where it is no table of this delimiter: fewer
/// than @p leastColumns, or rows of all lengths.
std::vector<std::vector<std::string>> rowsOf(std::string_view head, char delimiter, std::size_t leastColumns)
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
    if (rows.empty() || rows.front().size() < leastColumns || faulty > rows.size() / 2)
        return {};
    const auto isTableOf = [&rows](std::size_t columns) {
        const auto fitting = std::count_if(rows.begin(), rows.end(),
                                           [&](const auto& texts) { return texts.size() == columns; });
        return static_cast<std::size_t>(fitting) * 10 >= rows.size() * 8;
    };
    if (isTableOf(rows.front().size()))
        return rows;
    // Some programs name all columns but the last ones: the Event Viewer of Windows leaves out the message's.
    rows.front().resize(std::max(rows.front().size(), rows.size() > 1 ? rows[1].size() : 0));
    if (!isTableOf(rows.front().size()))
        rows.clear();
    return rows;
}

bool isTableText(std::string_view head)
{
    if (head.empty() || startsAsWideText(head) || head.find('\0') != std::string_view::npos)
        return false;
    const std::string_view start = trimmed(withoutByteOrderMark(head));
    return !start.starts_with('{') && !start.starts_with('[') && !start.starts_with('<');
}

/// The table that @p head is if @p delimiter stands between its cells. @param hasHeader told by the first row
/// where nothing is said.
std::optional<FileFields> fieldsBetween(std::string_view head, char delimiter, std::size_t leastColumns,
                                        std::optional<bool> hasHeader)
{
    auto rows = rowsOf(head, delimiter, leastColumns);
    if (rows.empty())
        return std::nullopt;
    FileFields fields;
    fields.delimiter = delimiter;
    const bool namesColumns = std::none_of(rows.front().begin(), rows.front().end(),
                                           [](const auto& cell) { return isNumber(cell) || isTime(cell); });
    if (hasHeader.value_or(namesColumns)) {
        fields.names = std::move(rows.front());
        rows.erase(rows.begin());
    }
    fields.rows = std::move(rows);
    return fields;
}

/// The table of the most columns that tell a time or a title.
std::optional<TableGuess> guessTable(std::string_view head)
{
    std::optional<TableGuess> best;
    if (!isTableText(head))
        return best;
    for (const char delimiter : kDelimiters) {
        auto fields = fieldsBetween(head, delimiter, 2, std::nullopt);
        if (!fields || (best && columnsOf(*fields) <= columnsOf(best->fields)))
            continue;
        FieldMapping mapping = FieldMapping::guess(fields->names, fields->rows);
        if (mapping.isLikely() && !fields->rows.empty())
            best = TableGuess{std::move(*fields), std::move(mapping)};
    }
    return best;
}

base::Result<TableGuess> tableBy(const ImportMapping& mapping, std::string_view head, const QString& fileName)
{
    const auto fields = tableFields(head, mapping);
    if (!fields)
        return base::fail(IntakeError::MappingMismatch, fileName,
                          QCoreApplication::translate("formats", "it is no table"));
    KEYTURN_TRY_LET(made, FieldMapping::of(mapping, *fields, fileName));
    return TableGuess{*fields, std::move(made)};
}

base::Result<TableGuess> guessedTable(std::string_view head, const QString& fileName, const QString& format)
{
    auto guess = guessTable(head);
    if (guess)
        return std::move(*guess);
    return base::fail(IntakeError::FormatMismatch, fileName, format,
                      QCoreApplication::translate(
                          "formats", "it is no table whose columns tell a time or a title of what happened"));
}

} // namespace

std::optional<FileFields> tableFields(std::string_view head, const ImportMapping& mapping)
{
    // A delimiter that is stated may well stand nowhere: then there is one column.
    const bool isNamed =
        std::any_of(mapping.fields.begin(), mapping.fields.end(),
                    [](const MappedField& field) { return field.role && field.number == 0; });
    const auto hasHeader = mapping.hasHeader || !isNamed ? mapping.hasHeader : std::optional(true);
    if (!isTableText(head))
        return std::nullopt;
    if (mapping.delimiter)
        return fieldsBetween(head, *mapping.delimiter, 1, hasHeader);
    if (auto guess = guessTable(head); guess && !hasHeader)
        return std::move(guess->fields);
    std::optional<FileFields> best;
    bool bestHasAll = false;
    for (const char delimiter : kDelimiters) {
        auto fields = fieldsBetween(head, delimiter, 2, hasHeader);
        if (!fields)
            continue;
        const bool hasAll = FieldMapping::of(mapping, *fields, QString()).has_value();
        if (!best || hasAll > bestHasAll || (hasAll == bestHasAll && columnsOf(*fields) > columnsOf(*best))) {
            best = std::move(fields);
            bestHasAll = hasAll;
        }
    }
    return best;
}

int GenericTable::recognises(const FileHead& file) const
{
    return guessTable(file.text()) ? kGenericSureness : 0;
}

QString GenericTable::versioned() const
{
    return m_mapping ? QStringLiteral("generic-csv/1+mapping") : QStringLiteral("generic-csv/1");
}

base::Result<void> GenericTable::read(QIODevice& device, const ImportHints& hints, RecordSink& sink) const
{
    ChunkReader reader(device, sink, hints.fileName);
    KEYTURN_TRY(reader.start());
    KEYTURN_TRY(reader.lookAhead(kHeadBytes));
    const std::string_view head = reader.window().substr(0, kHeadBytes);
    KEYTURN_TRY_LET(table, m_mapping ? tableBy(*m_mapping, head, reader.fileName())
                                     : guessedTable(head, reader.fileName(), format()));
    CsvRows rows(reader, *table.fields.delimiter);
    CsvRow row;
    if (!table.fields.names.empty())
        KEYTURN_TRY(rows.next(row));
    RecordBuilder builder(hints, versioned());
    const FillRow fill = [&](const TableCells& cells, RecordBuilder& record) {
        return table.mapping.fill([&](std::size_t field) { return cells[field]; }, record);
    };
    return takeRows(rows, columnsOf(table.fields), builder, fill, sink);
}

} // namespace keyturn::formats
