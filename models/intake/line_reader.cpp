// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/line_reader.h"

#include "models/intake/record_text.h"

#include <QCoreApplication>

namespace keyturn::intake {

QString tooLongLineSentence(const Line& line)
{
    return QCoreApplication::translate("intake", "The line is %1 long; at most %2 are read.")
        .arg(shownSize(line.size), shownSize(kMaximumRecordBytes));
}

base::Result<std::uint64_t> skipToLineEnd(ChunkReader& reader, char lineEnd)
{
    std::uint64_t skipped = 0;
    while (true) {
        const std::string_view window = reader.window();
        const std::size_t end = window.find(lineEnd);
        if (end != std::string_view::npos) {
            reader.consume(end + 1);
            return skipped + end;
        }
        skipped += window.size();
        reader.consume(window.size());
        KEYTURN_TRY_LET(more, reader.more());
        if (!more)
            return skipped;
    }
}

base::Result<std::optional<Line>> LineReader::skipLongLine(Line line)
{
    KEYTURN_TRY_LET(size, skipToLineEnd(m_reader));
    line.isTooLong = true;
    line.size = size;
    return line;
}

base::Result<std::optional<Line>> LineReader::next()
{
    m_reader.consume(m_toConsume);
    m_toConsume = 0;
    std::size_t searched = 0;
    while (true) {
        const std::string_view window = m_reader.window();
        const std::size_t end = window.find('\n', searched);
        Line line;
        line.number = m_lines + 1;
        line.offset = m_reader.offset();
        if (end == std::string_view::npos && !m_reader.isAtEnd()) {
            if (window.size() > kMaximumRecordBytes) {
                ++m_lines;
                return skipLongLine(line);
            }
            searched = window.size();
            KEYTURN_TRY(m_reader.more());
            continue;
        }
        if (end == std::string_view::npos && window.empty())
            return std::optional<Line>();
        ++m_lines;
        line.text = window.substr(0, end);
        m_toConsume = end == std::string_view::npos ? window.size() : end + 1;
        if (line.text.ends_with('\r'))
            line.text.remove_suffix(1);
        line.size = line.text.size();
        if (line.size > kMaximumRecordBytes) {
            line.text = {};
            line.isTooLong = true;
        }
        return line;
    }
}

} // namespace keyturn::intake
