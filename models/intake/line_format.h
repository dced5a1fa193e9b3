// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/format_adapter.h"
#include "models/intake/line_reader.h"
#include "models/intake/record_builder.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace keyturn::intake {

/// What became of a line or of a record of several lines.
struct LineVerdict
{
    bool isRecord = false; ///< The builder holds a record of it.
    QString refusal;       ///< Why it is refused, one plain harmless sentence; empty for what is no record.

    [[nodiscard]] static LineVerdict record() { return {true, {}}; }
    /// A comment, a heading, a part of the format that states no event.
    [[nodiscard]] static LineVerdict noRecord() { return {}; }
    [[nodiscard]] static LineVerdict refused(QString reason) { return {false, std::move(reason)}; }
};

/// Turns the lines of one file into normalised records; may remember what earlier ones said. One thread's.
class LineMapper
{
public:
    virtual ~LineMapper() = default;
    /// Whether @p line begins a record; one that does not belongs to the record before it. By default every
    /// line is one.
    [[nodiscard]] virtual bool beginsRecord(std::string_view line) const
    {
        static_cast<void>(line);
        return true;
    }
    /// Whether @p line belongs to the record that @p record is so far; blank lines do not, by default.
    [[nodiscard]] virtual bool continues(std::string_view record, std::string_view line) const;
    /// How many bytes of @p lines the first record takes, for formats that set one directly behind another;
    /// by default, all. At least 1.
    [[nodiscard]] virtual std::size_t firstRecordSize(std::string_view lines) const { return lines.size(); }
    /// Fills the record begun in @p builder. @param lines UTF-8, without the last line end.
    [[nodiscard]] virtual LineVerdict fill(std::string_view lines, RecordBuilder& builder) = 0;
};

/// One format of lines: how to know it and what a line means.
class LineFormat : public Format
{
public:
    /// How sure this is its format: 0 not, 100 certain. @param lines the first lines of the file that are not
    /// blank, up to fifty; never empty.
    [[nodiscard]] virtual int recognises(std::span<const std::string_view> lines) const = 0;
    /// A mapper for one file.
    [[nodiscard]] virtual std::unique_ptr<LineMapper> mapper(const ImportHints& hints) const = 0;
};

/// Reads the files of a LineFormat. A record's number is that of the line it begins on. Blank lines between
/// records are skipped; a line that is too long is rejected and the next is read.
class LineAdapter final : public FormatAdapter<LineFormat>
{
public:
    using FormatAdapter::FormatAdapter;
    [[nodiscard]] int recognises(const FileHead& head) const override;
    [[nodiscard]] base::Result<void> read(QIODevice& device, const ImportHints& hints,
                                          RecordSink& sink) const override;
};

} // namespace keyturn::intake
