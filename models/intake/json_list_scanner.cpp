// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/json_list_scanner.h"

#include "models/intake/record_text.h"

#include <algorithm>

namespace keyturn::intake {

namespace {

constexpr int kEndOfFile = -1;
constexpr std::size_t kKeptBytes = 200;

bool isJsonBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// A key or short string without its quotes; escapes are left as they are, as no name looked for has any.
std::string withoutQuotes(std::string text)
{
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        return text.substr(1, text.size() - 2);
    return {};
}

} // namespace

JsonListScanner::Extent::Step JsonListScanner::Extent::State::step(char c)
{
    if (isInString) {
        if (isEscaped) {
            isEscaped = false;
        } else if (c == '\\') {
            isEscaped = true;
        } else if (c == '"') {
            isInString = false;
            return depth == 0 ? Step::EndsBehind : Step::GoesOn;
        }
        return Step::GoesOn;
    }
    const bool isFirst = !isStarted;
    isStarted = true;
    isObject = isObject || (isFirst && c == '{');
    const char previous = before;
    if (!isJsonBlank(c))
        before = c;
    switch (c) {
    case '"':
        if (isScalar)
            return Step::EndsBefore;
        isInString = true;
        return Step::GoesOn;
    case '{':
    case '[':
        // Within an object a brace stands only behind a colon: the object was not closed, and ends here.
        if (isScalar || (isObject && depth == 1 && c == '{' && previous != ':'))
            return Step::EndsBefore;
        ++depth;
        return Step::GoesOn;
    case '}':
    case ']':
        if (depth == 0)
            return Step::EndsBefore;
        return --depth == 0 ? Step::EndsBehind : Step::GoesOn;
    default:
        if (depth > 0)
            return Step::GoesOn;
        if (!isFirst && (c == ',' || c == ':' || isJsonBlank(c)))
            return Step::EndsBefore;
        isScalar = true;
        return Step::GoesOn;
    }
}

std::size_t JsonListScanner::Extent::feed(std::string_view bytes, bool& isComplete)
{
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (c == '\n' && !m_isForked && m_asWritten.isInString) {
            m_isForked = true;
            m_quoteAdded = m_asWritten;
            m_quoteAdded.isInString = false;
            m_quoteAdded.isEscaped = false;
            m_quoteAdded.before = '"';
        }
        Step step = m_asWritten.step(c);
        if (m_isForked && step == Step::GoesOn) {
            if (c == '\n')
                m_quoteAdded.isInString = false;
            step = m_quoteAdded.step(c);
        }
        isComplete = step != Step::GoesOn;
        if (isComplete)
            return step == Step::EndsBehind ? i + 1 : i;
    }
    isComplete = false;
    return bytes.size();
}

/// The next byte that is not blank, without consuming it; kEndOfFile at the end.
base::Result<int> JsonListScanner::peek()
{
    while (true) {
        const std::string_view window = m_reader.window();
        std::size_t at = 0;
        // Behind the blanks, what RFC 7464 puts before each text.
        while (at < window.size() && (isJsonBlank(window[at]) || window[at] == '\x1e'))
            ++at;
        m_reader.consume(at);
        if (at < window.size())
            return static_cast<unsigned char>(window[at]);
        KEYTURN_TRY_LET(more, m_reader.more());
        if (!more)
            return kEndOfFile;
    }
}

/// Steps over one value, keeping its first bytes in @p keep. @return false where the file ends within it.
base::Result<bool> JsonListScanner::skipValue(std::string* keep)
{
    Extent extent;
    while (true) {
        const std::string_view window = m_reader.window();
        bool isComplete = false;
        const std::size_t used = extent.feed(window, isComplete);
        if (keep != nullptr && keep->size() < kKeptBytes)
            *keep += window.substr(0, std::min(used, kKeptBytes - keep->size()));
        m_reader.consume(used);
        if (isComplete)
            return true;
        KEYTURN_TRY_LET(more, m_reader.more());
        if (!more)
            return extent.isScalar();
    }
}

bool JsonListScanner::isFirstValueWhole(std::string_view text)
{
    Extent extent;
    bool isComplete = false;
    const auto start = std::find_if_not(text.begin(), text.end(), isJsonBlank);
    extent.feed(text.substr(static_cast<std::size_t>(start - text.begin())), isComplete);
    return isComplete;
}

/// Whether the list may lie within the object at @p path.
bool JsonListScanner::holdsList(const std::string& path) const
{
    return std::any_of(m_listNames.begin(), m_listNames.end(), [&path](const std::string& name) {
        return name.starts_with(path) && name.size() > path.size() && name[path.size()] == '/';
    });
}

/// Reads members of the outermost object, and of those within it that may hold the list, up to the list or
/// up to the outermost one's end.
base::Result<JsonListScanner::Shape> JsonListScanner::readMembers()
{
    while (true) {
        KEYTURN_TRY_LET(first, peek());
        if (first == kEndOfFile)
            return Shape::ObjectCutOff;
        if (first == '}') {
            m_reader.consume(1);
            if (!m_path.empty()) {
                m_path.resize(m_path.find_last_of('/', m_path.size() - 2) + 1); // npos + 1 is 0.
                continue;
            }
            m_isInObject = false;
            return Shape::ObjectOnly;
        }
        if (first != '"') { // a comma, or a fault that the values themselves do not suffer from
            m_reader.consume(1);
            continue;
        }
        std::string key;
        KEYTURN_TRY_LET(keyIsWhole, skipValue(&key));
        key = withoutQuotes(std::move(key));
        KEYTURN_TRY_LET(colon, peek());
        if (!keyIsWhole || colon == kEndOfFile)
            return Shape::ObjectCutOff;
        if (colon != ':')
            continue;
        m_reader.consume(1);
        KEYTURN_TRY_LET(value, peek());
        if (value == kEndOfFile)
            return Shape::ObjectCutOff;
        const std::string path = m_path + key;
        if (value == '{' && holdsList(path)) {
            m_reader.consume(1);
            m_path = path + '/';
            continue;
        }
        if (value == '[' && std::find(m_listNames.begin(), m_listNames.end(), path) != m_listNames.end()) {
            if (!m_listIsRead) {
                m_reader.consume(1);
                return Shape::List;
            }
            m_ending.hasSecondList = true;
        }
        if (value == '}' || value == ',')
            continue;
        std::string text;
        KEYTURN_TRY_LET(isWhole, skipValue(&text));
        if (!isWhole)
            return Shape::ObjectCutOff;
        if (value == ']') // closes nothing: skipValue() stops before it
            m_reader.consume(1);
        if (path == "type" && m_type.empty())
            m_type = withoutQuotes(std::move(text));
        else if (path == "id" && m_id.empty())
            m_id = withoutQuotes(std::move(text));
    }
}

base::Result<JsonListScanner::Shape> JsonListScanner::start()
{
    KEYTURN_TRY_LET(first, peek());
    if (first == '[') {
        m_reader.consume(1);
        return Shape::List;
    }
    if (first != '{')
        return Shape::NotJson;
    m_reader.consume(1);
    m_isInObject = true;
    return readMembers();
}

/// Reads what stands behind the list. @return true where it is another list, to be read as well.
base::Result<bool> JsonListScanner::finish()
{
    m_listIsRead = true;
    const bool wasInObject = m_isInObject;
    if (m_isInObject) {
        KEYTURN_TRY_LET(shape, readMembers());
        m_ending.isCutOff = m_ending.isCutOff || shape == Shape::ObjectCutOff;
    }
    KEYTURN_TRY_LET(behind, peek());
    if (m_readsFurtherObjects && wasInObject && behind == '{') {
        m_reader.consume(1);
        m_isInObject = true;
        m_listIsRead = false;
        KEYTURN_TRY_LET(shape, readMembers());
        m_ending.isCutOff = m_ending.isCutOff || shape == Shape::ObjectCutOff;
        m_ending.hasTextBehind = shape == Shape::ObjectOnly;
        return shape == Shape::List;
    }
    m_ending.hasTextBehind = behind != kEndOfFile;
    return false;
}

base::Result<bool> JsonListScanner::next(JsonListItem& item)
{
    m_reader.consume(m_toConsume);
    m_toConsume = 0;
    while (true) {
        KEYTURN_TRY_LET(first, peek());
        if (first == ',') {
            m_reader.consume(1);
            continue;
        }
        if (first == ']' && !m_isSequence) {
            m_reader.consume(1);
            KEYTURN_TRY_LET(hasAnother, finish());
            if (hasAnother)
                continue;
            return false;
        }
        if (first == kEndOfFile) {
            m_ending.isCutOff = !m_isSequence;
            return false;
        }
        if (first != '}' && first != ':' && first != ']')
            break;
        m_ending.hasStrayText = true;
        m_reader.consume(1);
    }
    item = {};
    item.number = ++m_count;
    item.offset = m_reader.offset();
    Extent extent;
    std::size_t scanned = 0; // within the window
    while (true) {
        bool isComplete = false;
        scanned += extent.feed(m_reader.window().substr(scanned), isComplete);
        item.isTooLong = item.isTooLong || item.size + scanned > kMaximumRecordBytes;
        if (item.isTooLong) { // it is only stepped over from here on
            m_reader.consume(scanned);
            item.size += scanned;
            scanned = 0;
        }
        if (isComplete)
            break;
        KEYTURN_TRY_LET(more, m_reader.more());
        if (!more) {
            item.isCutOff = true;
            break;
        }
    }
    if (!item.isTooLong) {
        item.text = m_reader.window().substr(0, scanned);
        item.size = scanned;
        m_toConsume = scanned;
    }
    return true;
}

} // namespace keyturn::intake
