// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/table_format.h"

#include "models/intake/head_reader.h"
#include "models/intake/record_text.h"
#include "models/intake/source_stream.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::intake {

namespace {

TableHeader headerOf(const CsvRow& row)
{
    std::vector<std::string> names;
    names.reserve(row.fields.size());
    std::string buffer;
    for (const CsvField& field : row.fields) {
        std::string repaired;
        appendRepaired(trimmed(csvText(field, buffer)), repaired);
        names.push_back(std::move(repaired));
    }
    return TableHeader(std::move(names));
}

} // namespace

std::optional<std::size_t> TableHeader::find(std::string_view name) const
{
    const auto found = std::find_if(m_names.begin(), m_names.end(),
                                    [&](const std::string& own) { return equalsIgnoringCase(own, name); });
    if (found == m_names.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - m_names.begin());
}

bool TableHeader::hasAll(std::initializer_list<std::string_view> names) const
{
    return std::all_of(names.begin(), names.end(),
                       [&](std::string_view name) { return find(name).has_value(); });
}

void TableCells::assign(const CsvRow& row, bool mustRepair)
{
    m_texts.resize(row.fields.size());
    if (m_buffers.size() < row.fields.size())
        m_buffers.resize(row.fields.size());
    for (std::size_t i = 0; i < row.fields.size(); ++i)
        m_texts[i] = csvUtf8(row.fields[i], mustRepair, m_buffers[i]);
}

base::Result<void> takeRows(CsvRows& rows, std::size_t columns, RecordBuilder& builder, const FillRow& fill,
                            RecordSink& sink)
{
    rows.setColumnCount(columns);
    CsvRow row;
    TableCells cells;
    for (std::uint64_t number = 1;; ++number) {
        KEYTURN_TRY_LET(isRow, rows.next(row));
        if (!isRow)
            return {};
        if (row.fault != CsvFault::None) {
            sink.reject({number, row.offset, csvFaultSentence(row, columns)});
            continue;
        }
        builder.begin(number, row.raw);
        cells.assign(row, builder.isRepaired());
        if (row.fieldCount < columns)
            builder.assume("the row ends early; the missing cells are read as empty");
        if (const auto refusal = fill(cells, builder))
            sink.reject({number, row.offset, *refusal});
        else
            sink.take(builder.record());
    }
}

TableAdapter::Place TableAdapter::findHeader(std::string_view head) const
{
    Place best;
    if (startsAsWideText(head) || head.empty())
        return best;
    for (const char delimiter : own().delimiters()) {
        HeadReader reader(head);
        if (!reader.chunks().start())
            return best;
        CsvRows rows(reader.chunks(), delimiter);
        CsvRow row;
        for (std::size_t before = 0; before <= own().rowsBeforeHeader(); ++before) {
            const auto found = rows.next(row);
            if (!found || !*found)
                break;
            if (row.fault != CsvFault::None)
                continue;
            const int sureness = own().recognises(headerOf(row));
            if (sureness > best.sureness)
                best = {delimiter, before, sureness};
        }
    }
    return best;
}

int TableAdapter::recognises(const FileHead& head) const
{
    return findHeader(head.text()).sureness;
}

base::Result<void> TableAdapter::read(QIODevice& device, const ImportHints& hints, RecordSink& sink) const
{
    ChunkReader reader(device, sink, hints.fileName);
    KEYTURN_TRY(reader.start());
    KEYTURN_TRY(reader.lookAhead(kHeadBytes));
    const Place place = findHeader(reader.window());
    if (place.sureness == 0)
        return base::fail(
            IntakeError::FormatMismatch, reader.fileName(), format(),
            QCoreApplication::translate("intake", "it has no row with the names of the columns"));
    CsvRows rows(reader, place.delimiter);
    CsvRow row;
    for (std::size_t i = 0; i <= place.rowsBefore; ++i)
        KEYTURN_TRY(rows.next(row));
    const TableHeader header = headerOf(row);
    const auto mapper = own().mapper(header);
    RecordBuilder builder(hints, versioned());
    const FillRow fill = [&](const TableCells& cells, RecordBuilder& record) {
        return mapper->fill(cells, record);
    };
    return takeRows(rows, header.names().size(), builder, fill, sink);
}

} // namespace keyturn::intake
