// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/block_scan.h"

#include "models/base/json.h"
#include "models/records/trigram_filter.h"
#include "models/records/word_index.h"

#include <algorithm>
#include <cstring>

namespace keyturn::records {

namespace {

/// @p text as it stands inside a JSON string.
std::string escaped(const QString& text)
{
    const QByteArray utf8 = text.toUtf8();
    std::string quoted;
    base::appendJsonString(quoted, {utf8.constData(), static_cast<std::size_t>(utf8.size())});
    return quoted.substr(1, quoted.size() - 2);
}

bool isAsciiText(const QString& text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

QString foldedText(const QString& text)
{
    return isAsciiText(text) ? text : text.toCaseFolded();
}

/// Whether only ASCII case tells apart the characters that fold to @p c. K and S have look-alikes (the Kelvin
/// sign, the long s) that Unicode folds to them; letters without case (Lo) are folded to by nothing else.
bool foldsFromItselfOnly(QChar c)
{
    if (c.unicode() < 0x80)
        return c != u'k' && c != u's';
    return c.category() == QChar::Letter_Other;
}

/// The longest run of @p folded whose bytes stand in every text that folds to it.
QString longestStableRun(const QString& folded)
{
    qsizetype bestStart = 0;
    qsizetype bestLength = 0;
    qsizetype start = 0;
    for (qsizetype i = 0; i <= folded.size(); ++i) {
        if (i < folded.size() && foldsFromItselfOnly(folded[i]))
            continue;
        if (i - start > bestLength) {
            bestStart = start;
            bestLength = i - start;
        }
        start = i + 1;
    }
    return folded.mid(bestStart, bestLength);
}

std::optional<TextFinder> anchorOf(const TextTerm& term)
{
    if (term.negated)
        return std::nullopt;
    const QString stable = isAsciiText(term.text) ? term.text : longestStableRun(term.text.toCaseFolded());
    if (stable.isEmpty())
        return std::nullopt;
    return TextFinder(escaped(stable));
}

/// Whether @p at is where a character starts in the escaped text, rather than inside an escape. @p from is
/// one that is; it moves on, so that a text is gone through once however often this is asked.
bool startsCharacter(std::string_view escapedText, std::size_t& from, std::size_t at)
{
    constexpr std::size_t kShortEscape = 2;
    constexpr std::size_t kUnicodeEscape = 6;
    while (from < at) {
        const void* const backslash = std::memchr(escapedText.data() + from, '\\', at - from);
        if (!backslash) {
            from = at;
            break;
        }
        from = static_cast<std::size_t>(static_cast<const char*>(backslash) - escapedText.data());
        const bool unicode = from + 1 < escapedText.size() && escapedText[from + 1] == 'u';
        from += unicode ? kUnicodeEscape : kShortEscape;
    }
    return from == at;
}

} // namespace

PreparedTerm::PreparedTerm(const TextTerm& term)
    : m_place(term.place), m_negated(term.negated), m_asciiOnly(isAsciiText(term.text)),
      m_foldedIsAscii(isAsciiText(foldedText(term.text))), m_finder(escaped(foldedText(term.text))),
      m_anchor(anchorOf(term))
{
}

bool PreparedTerm::looksInto(RecordField field) const
{
    switch (m_place) {
    case TextPlace::Anywhere:
        return isSearchable(field);
    case TextPlace::Title:
        return field == RecordField::Title;
    case TextPlace::Description:
        return field == RecordField::Description;
    case TextPlace::Source:
        return field == RecordField::Source;
    case TextPlace::Reference:
        return field == RecordField::Reference;
    case TextPlace::Model:
        return field == RecordField::Models;
    }
    return false;
}

bool PreparedTerm::standsInEscaped(std::string_view escapedText) const
{
    std::size_t characterStart = 0;
    for (std::size_t at = m_finder.find(escapedText); at != TextFinder::kNotFound;
         at = m_finder.find(escapedText, at + 1)) {
        if (startsCharacter(escapedText, characterStart, at))
            return true;
    }
    return false;
}

bool PreparedTerm::standsIn(const FieldText& value) const
{
    if (!value.isString || !looksInto(value.field))
        return false;
    if (m_asciiOnly || isAscii(value.text))
        return (m_asciiOnly || m_foldedIsAscii) && standsInEscaped(value.text);
    const QByteArray folded = foldUnicode(value.text);
    return standsInEscaped({folded.constData(), static_cast<std::size_t>(folded.size())});
}

IndexedTerm::IndexedTerm(const TextTerm& term) : negated(term.negated)
{
    if (!isAsciiText(term.text))
        return; // It is compared as Unicode folds it; the index knows the letters of ASCII alone.
    const std::string text = foldAscii(term.text.toStdString());
    isExact = term.place == TextPlace::Anywhere && WordIndex::canAnswer(text);
    if (negated && !isExact)
        return;
    const auto isWordByte = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    for (auto from = text.begin(); from != text.end();) {
        from = std::find_if(from, text.end(), isWordByte);
        const auto to = std::find_if_not(from, text.end(), isWordByte);
        if (const std::string word(from, to); WordIndex::canAnswer(word))
            words.push_back(word);
        from = to;
    }
}

FilterProbe::FilterProbe(const Query& query)
{
    for (const TextTerm& term : query.texts) {
        if (term.negated)
            continue;
        const auto hashes = trigramHashes(PreparedTerm(term).needle());
        m_hashes.insert(m_hashes.end(), hashes.begin(), hashes.end());
    }
}

bool FilterProbe::mayMatch(QByteArrayView filter) const
{
    return filterMayHold(filter, m_hashes);
}

BlockScan::BlockScan(const Query& query, SearchFor searchFor, std::uint64_t maximumHits)
    : m_query(query), m_searchFor(searchFor), m_maximumHits(maximumHits), m_probe(query),
      m_terms(query.texts.begin(), query.texts.end()), m_indexed(query.texts.begin(), query.texts.end()),
      m_canBeIndexed(std::any_of(m_indexed.begin(), m_indexed.end(),
                                 [](const IndexedTerm& term) { return !term.words.empty(); })),
      m_termSeen(query.texts.size())
{
    for (const PreparedTerm& term : m_terms) {
        const auto& anchor = term.anchor();
        if (anchor && (!m_anchor || anchor->needle().size() > m_anchor->needle().size()))
            m_anchor = &*anchor;
    }
}

bool BlockScan::recordMatches(std::string_view record)
{
    std::fill(m_termSeen.begin(), m_termSeen.end(), 0);
    std::size_t missing = 0;
    std::size_t unwanted = 0;
    for (const PreparedTerm& term : m_terms)
        ++(term.negated() ? unwanted : missing);
    FieldWalker walker(record);
    FieldText value;
    while (walker.next(value)) {
        for (std::size_t i = 0; i < m_terms.size(); ++i) {
            if (m_termSeen[i] || !m_terms[i].standsIn(value))
                continue;
            if (m_terms[i].negated())
                return false;
            m_termSeen[i] = 1;
            --missing;
        }
        if (missing == 0 && unwanted == 0)
            return true;
    }
    return missing == 0;
}

void BlockScan::findInText()
{
    const auto isSelected = [this](std::uint32_t index) { return m_selected.empty() || m_selected[index]; };
    if (!m_anchor) {
        for (std::uint32_t i = 0; i < m_text.size(); ++i) {
            if (isSelected(i) && recordMatches(m_text.record(i)))
                m_found.push_back(i);
        }
        return;
    }
    const std::string_view whole = m_text.whole();
    std::uint32_t record = 0;
    std::size_t at = m_anchor->find(whole);
    while (at != TextFinder::kNotFound) {
        // Hits lie near each other or far apart: the next records first, then a search among all.
        if (at >= m_text.startOf(record + 1))
            record = at < m_text.startOf(std::min(record + 2, m_text.size())) ? record + 1
                                                                              : m_text.recordAtOffset(at);
        if (isSelected(record) && recordMatches(m_text.record(record)))
            m_found.push_back(record);
        do {
            ++record;
        } while (record < m_text.size() && !isSelected(record));
        if (record == m_text.size())
            break;
        at = m_anchor->find(whole, m_text.startOf(record));
    }
}

void BlockScan::keepNewest(const BlockColumns& columns, std::size_t index, BlockFindings& findings)
{
    // Block order is oldest first, with the records that have no time at the end: they come last here too.
    const auto unknown = std::partition_point(m_found.begin(), m_found.end(), [&](std::uint32_t record) {
        return columns.timeUs[record] != std::numeric_limits<std::int64_t>::max();
    });
    std::reverse(m_found.begin(), unknown);
    std::reverse(unknown, m_found.end());
    const std::size_t kept = static_cast<std::size_t>(std::min<std::uint64_t>(m_found.size(), m_maximumHits));
    findings.hits.reserve(kept);
    for (std::size_t i = 0; i < kept; ++i) {
        const std::uint32_t record = m_found[i];
        findings.hits.push_back({index, record, columns.timeUs[record], std::string(m_text.record(record))});
    }
}

/// Leaves in m_selected the records that the block's word index allows. None where it says nothing, Settled
/// where those are the records that the texts stand in.
BlockScan::Ruling BlockScan::askIndex(BlockSource& source, std::size_t index, std::uint32_t recordCount)
{
    if (!m_canBeIndexed)
        return Ruling::None;
    const auto bytes = source.words(index);
    if (!bytes)
        return Ruling::None;
    const auto words = WordIndex::read(*bytes, recordCount);
    if (!words)
        return Ruling::None; // It only saves work: without it the text is read.
    bool isSettled = true;
    for (const IndexedTerm& term : m_indexed) {
        isSettled = isSettled && term.isExact;
        for (const std::string& word : term.words) {
            const auto records = words->find(word);
            if (!records) {
                isSettled = false;
                continue;
            }
            if (m_selected.empty())
                m_selected.assign(recordCount, 1);
            for (std::uint32_t i = 0; i < recordCount; ++i)
                m_selected[i] = m_selected[i] && records->holds(i) != term.negated;
        }
    }
    if (m_selected.empty())
        return Ruling::None;
    return isSettled ? Ruling::Settled : Ruling::Narrowed;
}

/// False where the block's filter rules the texts out.
base::Result<bool> BlockScan::mayStandIn(BlockSource& source, std::size_t index)
{
    if (!m_probe.canRuleOut())
        return true;
    KEYTURN_TRY_LET(filter, source.filter(index));
    return m_probe.mayMatch(filter);
}

void BlockScan::select(const BlockColumns& columns)
{
    if (m_selected.empty())
        m_selected.assign(columns.size(), 1);
    for (std::size_t i = 0; i < columns.size(); ++i)
        m_selected[i] = m_selected[i] && matchesColumns(m_query, columns, i);
}

std::uint64_t BlockScan::selectedCount(std::uint32_t recordCount) const
{
    if (m_selected.empty())
        return recordCount;
    return static_cast<std::uint64_t>(std::count(m_selected.begin(), m_selected.end(), 1));
}

base::Result<BlockFindings> BlockScan::scan(BlockSource& source, std::size_t index, std::uint32_t recordCount)
{
    BlockFindings findings;
    m_found.clear();
    m_selected.clear();
    Ruling ruling = m_query.needsText() ? askIndex(source, index, recordCount) : Ruling::Settled;
    if (ruling == Ruling::None) {
        KEYTURN_TRY_LET(mayStand, mayStandIn(source, index));
        findings.skipped = !mayStand;
    }
    findings.skipped = findings.skipped || selectedCount(recordCount) == 0;
    if (findings.skipped)
        return findings;
    std::optional<BlockColumns> columns;
    const auto readColumns = [&]() -> base::Result<void> {
        KEYTURN_TRY_LET(bytes, source.columns(index));
        KEYTURN_TRY_LET(decoded, decodeColumns(bytes));
        if (decoded.size() != recordCount) {
            return base::fail(RecordsError::BlockDamaged, QStringLiteral("columns"),
                              QStringLiteral("they hold another number of records"));
        }
        columns = std::move(decoded);
        return {};
    };
    if (m_query.needsColumns()) {
        KEYTURN_TRY(readColumns());
        select(*columns);
        findings.skipped = selectedCount(recordCount) == 0;
        if (findings.skipped)
            return findings;
    }
    const bool isTextNeeded = ruling != Ruling::Settled || m_searchFor == SearchFor::Hits;
    findings.skipped = !isTextNeeded;
    if (isTextNeeded) {
        KEYTURN_TRY_LET(text, source.text(index));
        KEYTURN_TRY(m_text.assign(text, recordCount));
    }
    if (ruling != Ruling::Settled) {
        findInText();
    } else if (m_searchFor != SearchFor::CountOnly) {
        for (std::uint32_t i = 0; i < recordCount; ++i) {
            if (m_selected.empty() || m_selected[i])
                m_found.push_back(i);
        }
    }
    findings.hitCount = ruling == Ruling::Settled ? selectedCount(recordCount) : m_found.size();
    if (m_searchFor == SearchFor::Places) {
        findings.hits.reserve(m_found.size());
        for (const std::uint32_t record : m_found)
            findings.hits.push_back({index, record, 0, {}});
    }
    if (m_searchFor == SearchFor::Hits && !m_found.empty()) {
        if (!columns)
            KEYTURN_TRY(readColumns());
        keepNewest(*columns, index, findings);
    }
    return findings;
}

} // namespace keyturn::records
