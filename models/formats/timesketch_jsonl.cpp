// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/timesketch_jsonl.h"

#include "models/formats/timesketch_mapping.h"
#include "models/intake/json_record.h"
#include "models/intake/line_reader.h"
#include "models/intake/record_text.h"

#include <array>

namespace keyturn::formats {

using namespace intake;

namespace {

using Column = TimesketchColumn;

/// The first line of @p head that is not blank, and whether its end is in sight.
std::string_view firstJsonLine(std::string_view head, bool& isWhole)
{
    while (!head.empty()) {
        const std::size_t end = head.find('\n');
        const std::string_view line = trimmed(head.substr(0, end));
        isWhole = end != std::string_view::npos;
        if (!line.empty() || !isWhole)
            return line;
        head.remove_prefix(end + 1);
    }
    return {};
}

/// Whether "key": stands in @p line. Good enough for a guess: the line itself is parsed when it is read.
bool namesKey(std::string_view line, std::string_view key)
{
    const std::string quoted = '"' + std::string(key) + '"';
    for (std::size_t at = line.find(quoted); at != std::string_view::npos; at = line.find(quoted, at + 1)) {
        std::string_view rest = line.substr(at + quoted.size());
        rest = trimmed(rest.substr(0, 16));
        if (rest.starts_with(':'))
            return true;
    }
    return false;
}

} // namespace

int TimesketchJsonlAdapter::recognises(const FileHead& file) const
{
    bool isWhole = false;
    const std::string_view line = firstJsonLine(withoutByteOrderMark(file.text()), isWhole);
    if (!line.starts_with('{') || (isWhole && !line.ends_with('}')))
        return 0;
    if (!namesKey(line, "message") || (!namesKey(line, "datetime") && !namesKey(line, "timestamp")))
        return 0;
    return namesKey(line, "timestamp_desc") ? 95 : 60;
}

base::Result<void> TimesketchJsonlAdapter::read(QIODevice& device, const ImportHints& hints,
                                                RecordSink& sink) const
{
    ChunkReader reader(device, sink, hints.fileName);
    KEYTURN_TRY(reader.start());
    LineReader lines(reader);
    RecordBuilder builder(hints, versioned());
    JsonRecordParser parser;
    TimesketchMapper mapper;
    std::array<std::string, static_cast<std::size_t>(Column::Count)> buffers;
    while (true) {
        KEYTURN_TRY_LET(next, lines.next());
        if (!next)
            return {};
        const Line& line = *next;
        const auto reject = [&](const QString& reason) {
            sink.reject({line.number, line.offset, reason, line.number});
        };
        if (line.isTooLong) {
            reject(tooLongLineSentence(line));
            continue;
        }
        if (trimmed(line.text).empty())
            continue;
        const std::string_view text = builder.begin(line.number, line.text);
        if (const auto refusal = parser.parse(text, true)) {
            reject(*refusal);
            continue;
        }
        TimesketchFields fields;
        for (const simdjson::dom::key_value_pair field : parser.root()) {
            if (const auto column = timesketchColumn(field.key))
                fields[*column] = jsonAsText(field.value, buffers[static_cast<std::size_t>(*column)]);
        }
        if (const auto refusal = mapper.fill(fields, builder)) {
            reject(*refusal);
            continue;
        }
        sink.take(builder.record());
    }
}

} // namespace keyturn::formats
