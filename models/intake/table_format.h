// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/csv_rows.h"
#include "models/intake/format_adapter.h"
#include "models/intake/record_builder.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::intake {

/// The names of a table's columns, without blanks around them, in the order of the file.
class TableHeader
{
public:
    explicit TableHeader(std::vector<std::string> names) : m_names(std::move(names)) {}
    [[nodiscard]] const std::vector<std::string>& names() const { return m_names; }
    /// The first column called @p name, letter case of ASCII apart.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
    /// True when all of @p names are columns.
    [[nodiscard]] bool hasAll(std::initializer_list<std::string_view> names) const;

private:
    std::vector<std::string> m_names;
};

/// The texts of one row's cells, quotes undone, in UTF-8. Good until the next row.
class TableCells
{
public:
    /// The cell of @p column; empty where the row ends before it, or there is no such column.
    [[nodiscard]] std::string_view operator[](std::optional<std::size_t> column) const
    {
        return column && *column < m_texts.size() ? m_texts[*column] : std::string_view();
    }
    /// How many cells the row has.
    [[nodiscard]] std::size_t size() const { return m_texts.size(); }
    /// Takes the cells of @p row; @param mustRepair whether some of its bytes are not UTF-8.
    void assign(const CsvRow& row, bool mustRepair);

private:
    std::vector<std::string_view> m_texts;
    std::vector<std::string> m_buffers; ///< Of cells that had to be changed.
};

/// Turns the rows of one file into normalised records. One thread's.
class TableMapper
{
public:
    virtual ~TableMapper() = default;
    /// Fills the record begun in @p builder. @return the reason for refusing the row, or nothing.
    [[nodiscard]] virtual std::optional<QString> fill(const TableCells& cells, RecordBuilder& builder) = 0;
};

/// What to make of a row: fills the record begun in the builder. @return the reason for refusing it, or
/// nothing.
using FillRow = std::function<std::optional<QString>(const TableCells&, RecordBuilder&)>;

/// Hands all that @p rows still has through @p fill to @p sink, numbered from 1. A row that ends early is
/// read with empty cells and says so; a faulty one is rejected and the next is read. @param columns how many
/// cells a row may have.
[[nodiscard]] base::Result<void> takeRows(CsvRows& rows, std::size_t columns, RecordBuilder& builder,
                                          const FillRow& fill, RecordSink& sink);

/// One format of tables with a row of column names: how to know it and what its rows mean.
class TableFormat : public Format
{
public:
    /// What may stand between two cells; each is tried.
    [[nodiscard]] virtual std::string_view delimiters() const { return ","; }
    /// How many rows may stand before the row of names: titles and notes of a spreadsheet.
    [[nodiscard]] virtual std::size_t rowsBeforeHeader() const { return 0; }
    /// How sure this is its format, by the names of the columns: 0 not, 100 certain.
    [[nodiscard]] virtual int recognises(const TableHeader& header) const = 0;
    /// A mapper for one file with these columns.
    [[nodiscard]] virtual std::unique_ptr<TableMapper> mapper(const TableHeader& header) const = 0;
};

/// Reads the files of a TableFormat. A record's number is that of its row, from 1 behind the header. A row
/// that ends early is read with empty cells and says so; a faulty one is rejected and the next is read.
class TableAdapter final : public FormatAdapter<TableFormat>
{
public:
    using FormatAdapter::FormatAdapter;
    [[nodiscard]] int recognises(const FileHead& head) const override;
    [[nodiscard]] base::Result<void> read(QIODevice& device, const ImportHints& hints,
                                          RecordSink& sink) const override;

private:
    /// Where the header of a file lies.
    struct Place
    {
        char delimiter = ',';
        std::size_t rowsBefore = 0;
        int sureness = 0;
    };
    [[nodiscard]] Place findHeader(std::string_view head) const;
};

} // namespace keyturn::intake
