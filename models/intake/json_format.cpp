// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/json_format.h"

#include "models/intake/line_reader.h"
#include "models/intake/record_text.h"
#include "models/intake/source_stream.h"

#include <QCoreApplication>

#include <utility>

namespace keyturn::intake {

namespace {

namespace dom = simdjson::dom;
using Shape = JsonListScanner::Shape;

QString jsonFeedSentence(const char* text)
{
    return QCoreApplication::translate("intake", text);
}

/// How the values of a file lie.
enum class JsonShape : std::uint8_t { Lines, OneAfterAnother, List };

std::string_view takeLine(std::string_view& rest)
{
    const std::size_t end = rest.find('\n');
    const std::string_view line = trimmed(withoutCeeCookie(rest.substr(0, end)));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return line;
}

std::string_view takeLineWithText(std::string_view& rest)
{
    std::string_view line;
    while (line.empty() && !rest.empty())
        line = takeLine(rest);
    return line;
}

/// Nothing where that takes a look at the whole first line.
std::optional<JsonShape> shapeOf(std::string_view head, const std::vector<std::string>& listNames)
{
    std::string_view rest = head;
    const std::string_view first = takeLineWithText(rest);
    if (first.starts_with('['))
        return JsonShape::List;
    const bool firstIsWhole = first.starts_with('{') && first.ends_with('}');
    const std::string_view second = takeLineWithText(rest);
    if (firstIsWhole && second.starts_with('{'))
        return JsonShape::Lines;
    const JsonHead parsed(head);
    if (parsed.outermost()) {
        for (const std::string& name : listNames) {
            if (listAt(*parsed.outermost(), name))
                return JsonShape::List;
        }
    }
    return firstIsWhole || second.empty() ? std::nullopt : std::optional(JsonShape::OneAfterAnother);
}

/// How the values lie, by whether the first ends on the line that it begins on. A line longer than a record
/// may be is taken for one of many, as is the only one.
base::Result<JsonShape> shapeByFirstLine(ChunkReader& reader)
{
    const std::size_t start = std::min(reader.window().find_first_not_of(" \t\r\n"), reader.window().size());
    std::size_t searched = start;
    auto end = std::string_view::npos;
    while ((end = reader.window().find('\n', searched)) == std::string_view::npos) {
        searched = reader.window().size();
        if (searched > kMaximumRecordBytes)
            return JsonShape::Lines;
        KEYTURN_TRY_LET(more, reader.more());
        if (!more)
            return JsonShape::Lines;
    }
    const std::string_view line = reader.window().substr(start, end - start);
    return JsonListScanner::isFirstValueWhole(line) ? JsonShape::Lines : JsonShape::OneAfterAnother;
}

} // namespace

JsonFeed::JsonFeed(JsonMapper& mapper, std::vector<std::string> listNames, const ImportHints& hints,
                   const QString& versioned, RecordSink& sink)
    : m_mapper(mapper), m_listNames(std::move(listNames)), m_sink(sink), m_builder(hints, versioned)
{
}

void JsonFeed::fillAndTake(const dom::object& record, std::size_t index, std::uint64_t number,
                           std::uint64_t offset)
{
    if (const auto refusal = m_mapper.fill(record, index, m_builder))
        m_sink.reject({number, offset, *refusal, m_line});
    else
        m_sink.take(m_builder.record());
}

void JsonFeed::take(std::string_view text, std::uint64_t number, std::uint64_t offset, std::uint64_t line)
{
    m_line = line;
    const std::string_view readable = m_builder.begin(number, text);
    if (const auto refusal = m_parser.parse(withoutCeeCookie(readable), !m_builder.isRepaired())) {
        m_sink.reject({numberFor(number), offset, *refusal, m_line});
        return;
    }
    const dom::object& root = m_parser.root();
    m_values.clear();
    for (const std::string& name : m_listNames) {
        const auto list = listAt(root, name);
        if (!list)
            continue;
        for (const dom::element element : *list) {
            dom::object value;
            if (element.get(value) == simdjson::SUCCESS)
                m_values.push_back(value);
            else
                m_sink.reject({++m_last, offset,
                               jsonFeedSentence(QT_TRANSLATE_NOOP("intake", "It is not a JSON object.")),
                               m_line});
        }
        break;
    }
    const bool isWrapped = !m_values.empty();
    if (!isWrapped)
        m_values.push_back(root);
    for (const dom::object& value : m_values) {
        m_records.clear();
        const bool isTakenApart = m_mapper.recordsIn(value, m_records);
        if (!isTakenApart && !isWrapped) {
            m_builder.record().number = numberFor(number);
            fillAndTake(value, 0, m_last, offset);
            return;
        }
        if (!isTakenApart)
            m_records.assign(1, value);
        for (std::size_t i = 0; i < m_records.size(); ++i) {
            ++m_last;
            const std::string own = simdjson::minify(m_records[i]);
            m_builder.begin(m_last, own);
            fillAndTake(m_records[i], i, m_last, offset);
        }
    }
}

base::Result<void> JsonFeed::takeAll(JsonListScanner& scanner, const ChunkReader& reader)
{
    JsonListItem item;
    while (true) {
        KEYTURN_TRY_LET(isThere, scanner.next(item));
        if (!isThere)
            break;
        if (item.isCutOff) {
            m_sink.reject({numberFor(item.number), item.offset,
                           jsonFeedSentence(QT_TRANSLATE_NOOP("intake", "The file ends within it."))});
        } else if (item.isTooLong) {
            m_sink.reject(
                {numberFor(item.number), item.offset,
                 jsonFeedSentence(QT_TRANSLATE_NOOP("intake", "The object is %1 long; at most %2 are read."))
                     .arg(shownSize(item.size), shownSize(kMaximumRecordBytes))});
        } else {
            take(item.text, item.number, item.offset);
        }
    }
    const JsonListScanner::Ending& ending = scanner.ending();
    const auto reject = [&](std::uint64_t offset, const char* text) {
        m_sink.reject({0, offset, jsonFeedSentence(text)});
    };
    if (ending.hasStrayText)
        reject(0, QT_TRANSLATE_NOOP("intake", "Stray brackets stand between the objects."));
    if (ending.hasSecondList)
        reject(0, QT_TRANSLATE_NOOP("intake", "The file has a second list of objects, which was not read."));
    if (ending.isCutOff && !item.isCutOff)
        reject(reader.offset(),
               QT_TRANSLATE_NOOP("intake", "The file ends before its list is closed; it may be cut short."));
    if (ending.hasTextBehind)
        reject(reader.offset(), QT_TRANSLATE_NOOP("intake", "Text behind the end of the list was not read."));
    return {};
}

/// Adds where the list lies that only the format finds to @p listNames, when the file's first value cannot
/// be read whole: it is too long, or the file ends within it.
base::Result<void> JsonAdapter::addListWithin(ChunkReader& reader, std::vector<std::string>& listNames) const
{
    if (JsonListScanner::isFirstValueWhole(reader.window()))
        return {};
    const auto path = own().listWithin(JsonHead(reader.window().substr(0, kHeadBytes)));
    if (!path)
        return {};
    KEYTURN_TRY(reader.lookAhead(kMaximumRecordBytes + 1));
    if (!JsonListScanner::isFirstValueWhole(reader.window().substr(0, kMaximumRecordBytes)))
        listNames.push_back(*path);
    return {};
}

int JsonAdapter::recognises(const FileHead& head) const
{
    const auto first = head.json().firstRecord(own().listNames());
    return first ? own().recognises(*first, head.json()) : 0;
}

base::Result<void> JsonAdapter::read(QIODevice& device, const ImportHints& hints, RecordSink& sink) const
{
    ChunkReader reader(device, sink, hints.fileName);
    KEYTURN_TRY(reader.start());
    KEYTURN_TRY(reader.lookAhead(kHeadBytes));
    KEYTURN_TRY_LET(mapper, own().mapperFor(reader.window().substr(0, kHeadBytes), hints.fileName));
    std::vector<std::string> listNames = own().listNames();
    const std::size_t inSight = reader.window().size();
    KEYTURN_TRY(addListWithin(reader, listNames));
    auto shape = shapeOf(reader.window().substr(0, inSight), listNames);
    if (!shape) {
        KEYTURN_TRY_LET(byFirstLine, shapeByFirstLine(reader));
        shape = byFirstLine;
    }
    // What stands in the outermost object's list is a record itself, whatever members it has.
    const bool isListInObject = shape == JsonShape::List && trimmed(reader.window()).starts_with('{');
    JsonFeed feed(*mapper, isListInObject ? std::vector<std::string>() : listNames, hints, versioned(), sink);
    if (shape == JsonShape::Lines) {
        LineReader lines(reader);
        while (true) {
            KEYTURN_TRY_LET(line, lines.next());
            if (!line)
                return {};
            if (line->isTooLong)
                sink.reject({line->number, line->offset, tooLongLineSentence(*line), line->number});
            else if (!trimmed(line->text).empty())
                feed.take(line->text, line->number, line->offset, line->number);
        }
    }
    JsonListScanner scanner(reader, std::move(listNames));
    scanner.readFurtherObjects();
    if (shape == JsonShape::OneAfterAnother)
        scanner.startSequence();
    else
        KEYTURN_TRY(scanner.start());
    return feed.takeAll(scanner, reader);
}

} // namespace keyturn::intake
