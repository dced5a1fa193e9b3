// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/csv_rows.h"

#include "models/intake/line_reader.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace keyturn::intake {

namespace {

constexpr std::size_t kNoRowEnd = 0;
constexpr std::size_t kUnknownRowEnd = 3;

/// The first byte in [@p at, @p end) that is @p delimiter or ends lines, or @p end. Sixteen bytes at a time
/// where the processor has it.
const char* findStop(const char* at, const char* end, char delimiter)
{
#ifdef __SSE2__
    const __m128i delimiters = _mm_set1_epi8(delimiter);
    const __m128i lineFeeds = _mm_set1_epi8('\n');
    const __m128i returns = _mm_set1_epi8('\r');
    for (; end - at >= 16; at += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        const __m128i stops =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiters),
                         _mm_or_si128(_mm_cmpeq_epi8(bytes, lineFeeds), _mm_cmpeq_epi8(bytes, returns)));
        if (const auto mask = static_cast<unsigned>(_mm_movemask_epi8(stops)); mask != 0)
            return at + std::countr_zero(mask);
    }
#endif
    while (at < end && *at != delimiter && *at != '\n' && *at != '\r')
        ++at;
    return at;
}

} // namespace

CsvRows::CsvRows(ChunkReader& reader, char delimiter) : m_reader(reader), m_delimiter(delimiter) {}

QString csvFaultSentence(const CsvRow& row, std::size_t columns)
{
    const auto sentence = [](const char* text) { return QCoreApplication::translate("intake", text); };
    switch (row.fault) {
    case CsvFault::None:
        break;
    case CsvFault::TooManyFields:
        return sentence(QT_TRANSLATE_NOOP(
                            "intake", "The row has more cells than the %1 columns that the header names."))
            .arg(columns);
    case CsvFault::TextAfterQuote:
        return sentence(
            QT_TRANSLATE_NOOP("intake", "Text follows a closing quote, so its cells are not certain."));
    case CsvFault::QuoteNotClosed:
        return sentence(QT_TRANSLATE_NOOP("intake", "A quote is opened and never closed."));
    case CsvFault::TooLong:
        return sentence(QT_TRANSLATE_NOOP("intake", "The row is %1 long; at most %2 are read."))
            .arg(shownSize(row.size), shownSize(kMaximumRecordBytes));
    }
    return {};
}

/// Length of the row end at @p at; kNoRowEnd where none stands there; kUnknownRowEnd where the next byte
/// decides.
std::size_t CsvRows::rowEndAt(std::string_view window, std::size_t at) const
{
    if (window[at] == '\n')
        return 1;
    if (window[at] != '\r')
        return kNoRowEnd;
    if (at + 1 < window.size())
        return window[at + 1] == '\n' ? 2 : (m_crEndsRows ? 1 : kNoRowEnd);
    return m_reader.isAtEnd() ? 1 : kUnknownRowEnd;
}

CsvRows::Step CsvRows::split(std::string_view window, CsvRow& row)
{
    const char* const begin = window.data();
    const char* const end = begin + window.size();
    const bool isAtEnd = m_reader.isAtEnd();
    const char* p = begin;
    bool extraHasText = false;
    row.fields.clear();
    row.fieldCount = 0;
    row.fault = CsvFault::None;
    while (true) {
        CsvField field;
        std::size_t rowEnd = kNoRowEnd;
        if (p < end && *p == '"') {
            const char* const start = ++p;
            while (true) {
                const char* const quote =
                    static_cast<const char*>(std::memchr(p, '"', static_cast<std::size_t>(end - p)));
                if ((quote == nullptr || quote + 1 == end) && !isAtEnd)
                    return Step::NeedsMore;
                if (quote == nullptr) {
                    row.fault = CsvFault::QuoteNotClosed;
                    return Step::Faulty;
                }
                p = quote + 1;
                if (p == end || *p != '"') {
                    field.text = {start, static_cast<std::size_t>(quote - start)};
                    break;
                }
                field.hasDoubledQuotes = true;
                ++p;
            }
            if (p < end && *p != m_delimiter) {
                rowEnd = rowEndAt(window, static_cast<std::size_t>(p - begin));
                if (rowEnd == kUnknownRowEnd)
                    return Step::NeedsMore;
                if (rowEnd == kNoRowEnd) {
                    row.fault = CsvFault::TextAfterQuote;
                    return Step::Faulty;
                }
            }
        } else {
            const char* const start = p;
            while (true) {
                p = findStop(p, end, m_delimiter);
                if (p == end || *p == m_delimiter)
                    break;
                rowEnd = rowEndAt(window, static_cast<std::size_t>(p - begin));
                if (rowEnd == kUnknownRowEnd)
                    return Step::NeedsMore;
                if (rowEnd != kNoRowEnd)
                    break;
                ++p; // a lone CR within a cell
            }
            if (p == end && !isAtEnd)
                return Step::NeedsMore;
            field.text = {start, static_cast<std::size_t>(p - start)};
        }
        if (row.fieldCount++ < m_columns)
            row.fields.push_back(field);
        else
            extraHasText = extraHasText || !field.text.empty();
        if (p < end && *p == m_delimiter) {
            ++p;
            continue;
        }
        row.raw = {begin, static_cast<std::size_t>(p - begin)};
        m_toConsume = row.raw.size() + rowEnd;
        if (m_isFirst)
            m_crEndsRows = rowEnd == 1 && *p == '\r';
        if (extraHasText) {
            row.fault = CsvFault::TooManyFields;
            return Step::Faulty;
        }
        return Step::Done;
    }
}

base::Result<void> CsvRows::cutAtFirstLine(CsvRow& row)
{
    const char lineEnd = m_crEndsRows && !m_isFirst ? '\r' : '\n';
    row.fields.clear();
    while (true) {
        const std::string_view window = m_reader.window();
        const std::size_t at = window.find(lineEnd);
        const bool isKnown = at != std::string_view::npos || m_reader.isAtEnd();
        if (isKnown) {
            row.raw = window.substr(0, at);
            m_toConsume = row.raw.size() + (at == std::string_view::npos ? 0 : 1);
            if (row.raw.ends_with('\r'))
                row.raw.remove_suffix(1);
            row.size = row.raw.size();
            return {};
        }
        if (window.size() > kMaximumRecordBytes) {
            KEYTURN_TRY_LET(size, skipToLineEnd(m_reader, lineEnd));
            row.fault = CsvFault::TooLong;
            row.raw = {};
            row.size = size;
            m_toConsume = 0;
            return {};
        }
        KEYTURN_TRY(m_reader.more());
    }
}

base::Result<void> CsvRows::skipEmptyLines()
{
    while (true) {
        const std::string_view window = m_reader.window();
        if (window.empty()) {
            if (m_reader.isAtEnd())
                return {};
            KEYTURN_TRY(m_reader.more());
            continue;
        }
        const std::size_t length = rowEndAt(window, 0);
        if (length == kNoRowEnd)
            return {};
        if (length == kUnknownRowEnd) {
            KEYTURN_TRY(m_reader.more());
            continue;
        }
        m_reader.consume(length);
    }
}

base::Result<bool> CsvRows::next(CsvRow& row)
{
    m_reader.consume(m_toConsume);
    m_toConsume = 0;
    KEYTURN_TRY(skipEmptyLines());
    if (m_reader.window().empty())
        return false;
    row.offset = m_reader.offset();
    while (true) {
        const std::string_view window = m_reader.window();
        const Step step = split(window, row);
        if (step == Step::Done) {
            row.size = row.raw.size();
            break;
        }
        if (step == Step::Faulty) {
            KEYTURN_TRY(cutAtFirstLine(row));
            break;
        }
        if (window.size() > kMaximumRecordBytes) {
            row.fault = CsvFault::QuoteNotClosed;
            KEYTURN_TRY(cutAtFirstLine(row));
            break;
        }
        KEYTURN_TRY(m_reader.more());
    }
    if (row.size > kMaximumRecordBytes) {
        row.fault = CsvFault::TooLong;
        row.raw = {};
    }
    m_isFirst = false;
    return true;
}

std::string_view csvText(const CsvField& field, std::string& buffer)
{
    if (!field.hasDoubledQuotes)
        return field.text;
    buffer.clear();
    std::string_view rest = field.text;
    while (true) {
        const std::size_t quote = rest.find('"');
        if (quote == std::string_view::npos || quote + 1 >= rest.size()) {
            buffer += rest;
            return buffer;
        }
        buffer += rest.substr(0, quote + 1);
        rest.remove_prefix(quote + 2);
    }
}

std::string_view csvUtf8(const CsvField& field, bool mustRepair, std::string& buffer)
{
    const std::string_view text = csvText(field, buffer);
    if (!mustRepair || isUtf8(text))
        return text;
    std::string repaired;
    appendRepaired(text, repaired);
    buffer = std::move(repaired);
    return buffer;
}

} // namespace keyturn::intake
