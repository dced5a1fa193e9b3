// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/timesketch_csv.h"

#include "models/formats/timesketch_mapping.h"
#include "models/intake/csv_rows.h"
#include "models/intake/head_reader.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::formats {

using namespace intake;

namespace {

using Column = TimesketchColumn;

QString csvSentence(const char* text)
{
    return QCoreApplication::translate("intake", text);
}

/// Which cell of a row is which attribute.
struct CsvHeader
{
    std::vector<std::pair<std::size_t, Column>> columns;
    std::size_t count = 0;
    std::string twice; ///< An understood name that stands in two columns.

    [[nodiscard]] bool has(Column column) const
    {
        return std::any_of(columns.begin(), columns.end(), [&](const auto& c) { return c.second == column; });
    }
    [[nodiscard]] bool hasTime() const { return has(Column::Datetime) || has(Column::Timestamp); }
};

CsvHeader readHeader(const CsvRow& row)
{
    CsvHeader header;
    header.count = row.fields.size();
    std::string buffer;
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
        const std::string_view name = trimmed(csvText(row.fields[i], buffer));
        const auto column = timesketchColumn(name);
        if (column && header.has(*column))
            header.twice = name;
        else if (column)
            header.columns.emplace_back(i, *column);
    }
    return header;
}

QString faultSentence(const CsvRow& row, std::size_t columns)
{
    if (row.fault != CsvFault::None)
        return csvFaultSentence(row, columns);
    return csvSentence(QT_TRANSLATE_NOOP(
                           "intake", "The row ends after %1 of %2 columns, without a message and a time."))
        .arg(row.fieldCount)
        .arg(columns);
}

} // namespace

int TimesketchCsvAdapter::recognises(const FileHead& file) const
{
    const std::string_view head = file.text();
    if (startsAsWideText(head) || head.empty())
        return 0;
    HeadReader reader(head);
    CsvRows rows(reader.chunks());
    CsvRow row;
    if (!reader.chunks().start())
        return 0;
    const auto found = rows.next(row);
    if (!found || !*found || row.fault != CsvFault::None)
        return 0;
    const CsvHeader header = readHeader(row);
    if (!header.has(Column::Message) || !header.hasTime())
        return 0;
    return header.has(Column::TimestampDesc) ? 95 : 60;
}

base::Result<void> TimesketchCsvAdapter::read(QIODevice& device, const ImportHints& hints,
                                              RecordSink& sink) const
{
    ChunkReader reader(device, sink, hints.fileName);
    KEYTURN_TRY(reader.start());
    CsvRows rows(reader);
    CsvRow row;
    const auto mismatch = [&](const QString& reason) {
        return base::fail(IntakeError::FormatMismatch, reader.fileName(), format(), reason);
    };
    KEYTURN_TRY_LET(hasHeader, rows.next(row));
    if (!hasHeader)
        return mismatch(csvSentence(QT_TRANSLATE_NOOP("intake", "it is empty")));
    if (row.fault != CsvFault::None)
        return mismatch(
            csvSentence(QT_TRANSLATE_NOOP("intake", "its first line is not a row of column names")));
    const CsvHeader header = readHeader(row);
    if (!header.twice.empty())
        return mismatch(csvSentence(QT_TRANSLATE_NOOP("intake", "the column “%1” stands in it twice"))
                            .arg(shownText(header.twice)));
    if (!header.has(Column::Message))
        return mismatch(csvSentence(QT_TRANSLATE_NOOP("intake", "it has no column “message”")));
    if (!header.hasTime())
        return mismatch(
            csvSentence(QT_TRANSLATE_NOOP("intake", "it has neither a column “datetime” nor “timestamp”")));
    rows.setColumnCount(header.count);

    RecordBuilder builder(hints, versioned());
    TimesketchMapper mapper;
    TimesketchFields fields;
    std::vector<std::string> unquoted(header.columns.size());
    for (std::uint64_t number = 1;; ++number) {
        KEYTURN_TRY_LET(isRow, rows.next(row));
        if (!isRow)
            return {};
        if (row.fault != CsvFault::None) {
            sink.reject({number, row.offset, faultSentence(row, header.count)});
            continue;
        }
        builder.begin(number, row.raw);
        for (std::size_t i = 0; i < header.columns.size(); ++i) {
            const auto& [at, column] = header.columns[i];
            fields[column] = at < row.fields.size()
                                 ? csvUtf8(row.fields[at], builder.isRepaired(), unquoted[i])
                                 : std::string_view();
        }
        if (row.fieldCount < header.count) {
            if (trimmed(fields[Column::Message]).empty() || !mapper.hasTime(fields)) {
                sink.reject({number, row.offset, faultSentence(row, header.count)});
                continue;
            }
            builder.assume("the row ends early; the missing cells are read as empty");
        }
        if (const auto refusal = mapper.fill(fields, builder)) {
            sink.reject({number, row.offset, *refusal});
            continue;
        }
        sink.take(builder.record());
    }
}

} // namespace keyturn::formats
