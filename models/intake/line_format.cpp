// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/line_format.h"

#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <string>
#include <vector>

namespace keyturn::intake {

namespace {

/// How many lines a format is told by.
constexpr std::size_t kLinesLookedAt = 50;

/// Gathers the lines of one record after another and hands them through the mapper.
class LineFeed
{
public:
    LineFeed(LineMapper& mapper, const ImportHints& hints, const QString& versioned, RecordSink& sink)
        : m_mapper(mapper), m_builder(hints, versioned), m_sink(sink)
    {
    }
    void take(const Line& line)
    {
        if (line.isTooLong) {
            finish();
            m_sink.reject({line.number, line.offset, tooLongLineSentence(line), line.number});
            return;
        }
        if (m_isOpen && m_lines.size() + line.size < kMaximumRecordBytes &&
            m_mapper.continues(m_lines, line.text)) {
            m_lines += '\n';
            m_lines += line.text;
            handOnWhole(line);
            return;
        }
        finish();
        if (trimmed(line.text).empty())
            return;
        m_lines.assign(line.text);
        m_number = line.number;
        m_offset = line.offset;
        m_isOpen = true;
        handOnWhole(line);
    }
    void finish()
    {
        if (!m_isOpen)
            return;
        m_isOpen = false;
        handOn(m_lines);
    }

private:
    /// Hands on all records behind which another begins. @param last the line that was added last.
    void handOnWhole(const Line& last)
    {
        std::size_t start = 0;
        while (true) {
            const std::string_view rest = std::string_view(m_lines).substr(start);
            const std::size_t size = m_mapper.firstRecordSize(rest);
            if (size == 0 || size >= rest.size())
                break;
            handOn(rest.substr(0, size));
            start += size;
            m_number = last.number;
            m_offset = last.offset + last.size - (m_lines.size() - start);
        }
        m_lines.erase(0, start);
    }
    void handOn(std::string_view lines)
    {
        const std::string_view text = m_builder.begin(m_number, lines);
        const LineVerdict verdict = m_mapper.fill(text, m_builder);
        if (verdict.isRecord)
            m_sink.take(m_builder.record());
        else if (!verdict.refusal.isEmpty())
            m_sink.reject({m_number, m_offset, verdict.refusal, m_number});
    }

    LineMapper& m_mapper;
    RecordBuilder m_builder;
    RecordSink& m_sink;
    std::string m_lines;
    std::uint64_t m_number = 0;
    std::uint64_t m_offset = 0;
    bool m_isOpen = false;
};

} // namespace

bool LineMapper::continues(std::string_view record, std::string_view line) const
{
    static_cast<void>(record);
    return !trimmed(line).empty() && !beginsRecord(line);
}

int LineAdapter::recognises(const FileHead& head) const
{
    if (startsAsWideText(head.text()) || head.text().find('\0') != std::string_view::npos)
        return 0;
    std::string_view rest = withoutByteOrderMark(head.text());
    std::vector<std::string_view> lines;
    while (!rest.empty() && lines.size() < kLinesLookedAt) {
        const std::size_t end = rest.find('\n');
        std::string_view line = rest.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (!trimmed(line).empty())
            lines.push_back(line);
        if (end == std::string_view::npos)
            break;
        rest.remove_prefix(end + 1);
    }
    return lines.empty() ? 0 : own().recognises(lines);
}

base::Result<void> LineAdapter::read(QIODevice& device, const ImportHints& hints, RecordSink& sink) const
{
    ChunkReader reader(device, sink, hints.fileName);
    KEYTURN_TRY(reader.start());
    LineReader lines(reader);
    const auto mapper = own().mapper(hints);
    LineFeed feed(*mapper, hints, versioned(), sink);
    while (true) {
        KEYTURN_TRY_LET(line, lines.next());
        if (!line)
            break;
        feed.take(*line);
    }
    feed.finish();
    return {};
}

} // namespace keyturn::intake
