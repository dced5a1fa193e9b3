// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/word_index.h"

#include "models/records/block_layout.h"
#include "models/records/record_fields.h"
#include "models/records/text_find.h"
#include "models/records/trigram_filter.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>
#include <string>

namespace keyturn::records {

namespace {

constexpr std::string_view kWordsMagic = "KTRW";

/// What is shorter can be no part of a text that the index answers for, trigrams being what tells of the
/// rest.
constexpr std::size_t kLeastWordBytes = 3;
/// Runs that are longer are encoded bytes, not words.
constexpr std::size_t kMostWordBytes = 64;
/// From so many records on a word with digits in it is listed.
constexpr std::uint32_t kRecordsToBeListed = 8;
constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// How a word's records are written: the steps from one to the next (LEB128), or a bit a record.
enum class Posting : char { Steps = 0, Bits = 1 };

/// At most one bit in so many is set in the filter of what is not listed: texts of few trigrams are to be
/// told apart too.
constexpr std::size_t kShareOfOthersSet = 16;

enum class Letter : std::uint8_t { Other, Alphabetic, Digit };

constexpr std::array<Letter, 256> kLetters = [] {
    std::array<Letter, 256> table{};
    for (std::size_t c = 'a'; c <= 'z'; ++c) {
        table[c] = Letter::Alphabetic;
        table[c - 'a' + 'A'] = Letter::Alphabetic;
    }
    for (std::size_t c = '0'; c <= '9'; ++c)
        table[c] = Letter::Digit;
    return table;
}();

Letter letterOf(char c)
{
    return kLetters[static_cast<std::uint8_t>(c)];
}

void appendSteps(std::uint32_t value, QByteArray& out)
{
    for (; value >= 0x80; value >>= 7)
        out.append(static_cast<char>(value | 0x80));
    out.append(static_cast<char>(value));
}

void appendPosting(const std::uint32_t* first, const std::uint32_t* last, std::uint32_t recordCount,
                   QByteArray& out)
{
    const qsizetype bitmapBytes = (recordCount + 7) / 8;
    if (last - first > bitmapBytes) {
        out.append(static_cast<char>(Posting::Bits));
        const qsizetype at = out.size();
        out.append(bitmapBytes, '\0');
        char* const bits = out.data() + at;
        for (; first != last; ++first)
            bits[*first / 8] = static_cast<char>(bits[*first / 8] | 1 << (*first % 8));
        return;
    }
    out.append(static_cast<char>(Posting::Steps));
    std::uint32_t from = 0;
    for (; first != last; ++first) {
        appendSteps(*first - from, out);
        from = *first + 1;
    }
}

bool addSteps(QByteArrayView bytes, std::uint32_t recordCount, RecordSet& records)
{
    std::uint64_t next = 0;
    std::uint64_t step = 0;
    int shift = 0;
    for (const char byte : bytes) {
        step |= std::uint64_t{static_cast<std::uint8_t>(byte) & 0x7Fu} << shift;
        shift += 7;
        if (static_cast<std::uint8_t>(byte) & 0x80) {
            if (shift > 28)
                return false;
            continue;
        }
        next += step;
        if (next >= recordCount)
            return false;
        records.add(static_cast<std::uint32_t>(next++));
        step = 0;
        shift = 0;
    }
    return shift == 0;
}

bool addBits(QByteArrayView bytes, std::uint32_t recordCount, RecordSet& records)
{
    if (bytes.size() != (static_cast<qsizetype>(recordCount) + 7) / 8)
        return false;
    for (std::size_t i = 0; i < records.words().size(); ++i) {
        std::uint64_t word = 0;
        const std::size_t size = std::min<std::size_t>(8, static_cast<std::size_t>(bytes.size()) - i * 8);
        std::memcpy(&word, bytes.data() + i * 8, size);
        records.words()[i] |= qFromLittleEndian(word);
    }
    // No bit stands for a record that the block has not.
    const std::uint32_t beyond = recordCount % 64;
    return beyond == 0 || records.words().back() >> beyond == 0;
}

std::uint32_t startOf(QByteArrayView starts, std::uint32_t word)
{
    return qFromLittleEndian<std::uint32_t>(starts.data() + word * sizeof(std::uint32_t));
}

} // namespace

struct WordIndexBuilder::Gathered
{
    struct Word
    {
        std::uint32_t start = 0; ///< In folded.
        std::uint32_t bytes = 0;
        std::uint32_t lastRecord = kNone;
        std::uint32_t records = 0;
        std::size_t hash = 0;
        bool isAlphabetic = false;
    };
    struct Occurrence
    {
        std::uint32_t word;
        std::uint32_t record;
    };

    std::string folded; ///< The block's text in lower case.
    std::vector<Word> words;
    std::vector<std::uint32_t> slots; ///< Open addressing; kNone where free. A power of two.
    std::vector<Occurrence> occurrences;
    std::vector<std::uint32_t> postings;
    std::vector<std::uint32_t> ends; ///< In postings, by word.
    std::string others;
    TrigramSet trigrams;

    void clear()
    {
        constexpr std::size_t kFirstSlots = std::size_t{1} << 10;
        words.clear();
        occurrences.clear();
        others.clear();
        trigrams.clear();
        slots.assign(std::max(kFirstSlots, slots.size()), kNone);
    }
    void addRecord(const BlockText& text, std::uint32_t record);
    void addField(std::uint32_t from, std::uint32_t to, std::uint32_t record);
    void addWord(std::uint32_t from, std::uint32_t to, std::uint32_t record, bool isAlphabetic);
    [[nodiscard]] std::uint32_t wordAt(std::uint32_t from, std::uint32_t to, bool isAlphabetic);
    void doubleSlots();
    void sortOccurrences();
    [[nodiscard]] bool isListed(const Word& word) const
    {
        return word.isAlphabetic || word.records >= kRecordsToBeListed;
    }
    [[nodiscard]] std::string_view textOf(const Word& word) const
    {
        return std::string_view(folded).substr(word.start, word.bytes);
    }
};

void WordIndexBuilder::Gathered::addRecord(const BlockText& text, std::uint32_t record)
{
    FieldWalker walker(text.record(record));
    FieldText value;
    while (walker.next(value)) {
        if (!value.isString || !isSearchable(value.field))
            continue;
        const auto from = static_cast<std::uint32_t>(value.text.data() - text.whole().data());
        addField(from, from + static_cast<std::uint32_t>(value.text.size()), record);
    }
}

void WordIndexBuilder::Gathered::addField(std::uint32_t from, std::uint32_t to, std::uint32_t record)
{
    constexpr std::uint32_t kShortEscape = 2;
    constexpr std::uint32_t kUnicodeEscape = 6;
    while (from < to) {
        const char c = folded[from];
        if (letterOf(c) == Letter::Other) {
            if (c != '\\')
                ++from;
            else
                from += from + 1 < to && folded[from + 1] == 'u' ? kUnicodeEscape : kShortEscape;
            continue;
        }
        bool isAlphabetic = true;
        std::uint32_t end = from;
        for (; end < to; ++end) {
            const Letter letter = letterOf(folded[end]);
            if (letter == Letter::Other)
                break;
            isAlphabetic = isAlphabetic && letter == Letter::Alphabetic;
        }
        if (end - from >= kLeastWordBytes)
            addWord(from, end, record, isAlphabetic);
        from = end;
    }
}

std::uint32_t WordIndexBuilder::Gathered::wordAt(std::uint32_t from, std::uint32_t to, bool isAlphabetic)
{
    const std::string_view text = std::string_view(folded).substr(from, to - from);
    const std::size_t hash = std::hash<std::string_view>()(text);
    std::size_t slot = hash & (slots.size() - 1);
    for (; slots[slot] != kNone; slot = (slot + 1) & (slots.size() - 1)) {
        const Word& word = words[slots[slot]];
        if (word.hash == hash && textOf(word) == text)
            return slots[slot];
    }
    const auto index = static_cast<std::uint32_t>(words.size());
    slots[slot] = index;
    words.push_back({from, to - from, kNone, 0, hash, isAlphabetic});
    if (words.size() * 2 > slots.size())
        doubleSlots();
    return index;
}

void WordIndexBuilder::Gathered::doubleSlots()
{
    slots.assign(slots.size() * 2, kNone);
    for (std::uint32_t i = 0; i < words.size(); ++i) {
        std::size_t slot = words[i].hash & (slots.size() - 1);
        while (slots[slot] != kNone)
            slot = (slot + 1) & (slots.size() - 1);
        slots[slot] = i;
    }
}

void WordIndexBuilder::Gathered::addWord(std::uint32_t from, std::uint32_t to, std::uint32_t record,
                                         bool isAlphabetic)
{
    if (to - from > kMostWordBytes) {
        others.append(folded, from, to - from).push_back('\n');
        return;
    }
    const std::uint32_t index = wordAt(from, to, isAlphabetic);
    Word& word = words[index];
    if (word.lastRecord == record)
        return;
    word.lastRecord = record;
    ++word.records;
    occurrences.push_back({index, record});
}

/// Puts the records of each word together: those of word n end at ends[n], in order.
void WordIndexBuilder::Gathered::sortOccurrences()
{
    ends.resize(words.size());
    std::uint32_t at = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        ends[i] = at;
        at += words[i].records;
    }
    postings.resize(occurrences.size());
    for (const Occurrence& occurrence : occurrences)
        postings[ends[occurrence.word]++] = occurrence.record;
}

WordIndexBuilder::WordIndexBuilder() : m_gathered(std::make_unique<Gathered>()) {}

WordIndexBuilder::~WordIndexBuilder() = default;

QByteArray WordIndexBuilder::build(const BlockText& text)
{
    Gathered& gathered = *m_gathered;
    gathered.clear();
    gathered.folded.resize(text.whole().size());
    std::transform(text.whole().begin(), text.whole().end(), gathered.folded.begin(),
                   [](char c) { return foldAscii(c); });
    for (std::uint32_t record = 0; record < text.size(); ++record)
        gathered.addRecord(text, record);
    gathered.sortOccurrences();

    std::vector<std::uint32_t> wordStarts;
    std::vector<std::uint32_t> postingStarts;
    QByteArray words;
    QByteArray postings;
    for (std::size_t i = 0; i < gathered.words.size(); ++i) {
        const Gathered::Word& word = gathered.words[i];
        const std::string_view letters = gathered.textOf(word);
        if (!gathered.isListed(word)) {
            gathered.others.append(letters).push_back('\n');
            continue;
        }
        wordStarts.push_back(static_cast<std::uint32_t>(words.size()));
        postingStarts.push_back(static_cast<std::uint32_t>(postings.size()));
        words.append(letters.data(), static_cast<qsizetype>(letters.size())).append('\n');
        const std::uint32_t* const last = gathered.postings.data() + gathered.ends[i];
        appendPosting(last - word.records, last, text.size(), postings);
    }
    gathered.trigrams.addText(gathered.others);

    QByteArray out;
    layout::PartWriter writer(out, kWordsMagic, text.size());
    writer.put(static_cast<std::uint32_t>(wordStarts.size()));
    writer.put(static_cast<std::uint32_t>(words.size()));
    writer.put(static_cast<std::uint32_t>(postings.size()));
    writer.putAll(wordStarts);
    writer.putAll(postingStarts);
    out.append(words).append(postings).append(gathered.trigrams.encode(text.size(), kShareOfOthersSet));
    return out;
}

base::Result<WordIndex> WordIndex::read(QByteArrayView bytes, std::uint32_t recordCount)
{
    const QString part = QStringLiteral("word index");
    layout::PartReader reader(bytes);
    KEYTURN_TRY_LET(count, reader.header(kWordsMagic, part));
    if (count != recordCount)
        return layout::damaged(part, QStringLiteral("it is of another number of records"));
    WordIndex index;
    index.m_recordCount = recordCount;
    std::uint32_t wordBytes = 0;
    std::uint32_t postingBytes = 0;
    const bool hasSizes = reader.get(index.m_wordCount) && reader.get(wordBytes) && reader.get(postingBytes);
    const auto take = [&](QByteArrayView& into, std::size_t size) {
        const auto taken = reader.take(size);
        if (taken)
            into = *taken;
        return taken.has_value();
    };
    const std::size_t startBytes = index.m_wordCount * sizeof(std::uint32_t);
    if (!hasSizes || !take(index.m_wordStarts, startBytes) || !take(index.m_postingStarts, startBytes) ||
        !take(index.m_words, wordBytes) || !take(index.m_postings, postingBytes))
        return layout::damaged(part, QStringLiteral("it ends too early"));
    index.m_others = reader.rest();
    return index;
}

bool WordIndex::canAnswer(std::string_view text)
{
    return text.size() >= kLeastWordBytes &&
           std::all_of(text.begin(), text.end(), [](char c) { return letterOf(c) != Letter::Other; });
}

std::optional<RecordSet> WordIndex::find(std::string_view needle) const
{
    if (filterMayHold(m_others, trigramHashes(needle)))
        return std::nullopt;
    RecordSet records(m_recordCount);
    const std::string_view words(m_words.data(), static_cast<std::size_t>(m_words.size()));
    const TextFinder finder(needle);
    std::uint32_t word = 0;
    for (std::size_t at = finder.find(words); at != TextFinder::kNotFound; at = finder.find(words, at)) {
        // The last word that begins at or before the place: between the last one found and the end.
        std::uint32_t above = m_wordCount;
        while (above - word > 1) {
            const std::uint32_t middle = std::midpoint(word, above);
            (startOf(m_wordStarts, middle) <= at ? word : above) = middle;
        }
        if (word >= m_wordCount || !addRecords(word, records))
            return std::nullopt;
        if (++word == m_wordCount)
            break;
        at = std::max<std::size_t>(at + 1, startOf(m_wordStarts, word));
    }
    return records;
}

bool WordIndex::addRecords(std::uint32_t word, RecordSet& records) const
{
    const std::size_t from = startOf(m_postingStarts, word);
    const std::size_t to = word + 1 < m_wordCount ? startOf(m_postingStarts, word + 1)
                                                  : static_cast<std::size_t>(m_postings.size());
    if (from >= to || to > static_cast<std::size_t>(m_postings.size()))
        return false;
    const auto kind = static_cast<Posting>(m_postings[static_cast<qsizetype>(from)]);
    const QByteArrayView bytes =
        m_postings.sliced(static_cast<qsizetype>(from) + 1, static_cast<qsizetype>(to - from) - 1);
    if (kind == Posting::Bits)
        return addBits(bytes, m_recordCount, records);
    return kind == Posting::Steps && addSteps(bytes, m_recordCount, records);
}

} // namespace keyturn::records
