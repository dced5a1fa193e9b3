// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/trigram_filter.h"

#include "models/records/block_layout.h"
#include "models/records/text_find.h"

#include <algorithm>
#include <array>
#include <bit>

namespace keyturn::records {

namespace {

constexpr std::size_t kFullWords = (std::size_t{1} << TrigramSet::kMaximumBitsLog2) / 64;

/// Multiplicative hashing (Knuth): the upper bits of a product are mixed from all three bytes.
constexpr std::uint32_t trigramHash(std::uint32_t trigram)
{
    return (trigram * 0x9E3779B1u) >> (32 - TrigramSet::kMaximumBitsLog2);
}

constexpr std::array<std::uint8_t, 256> kTrigramFold = [] {
    std::array<std::uint8_t, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
        table[i] = static_cast<std::uint8_t>(foldAscii(static_cast<char>(i)));
    return table;
}();

std::uint32_t foldedByte(std::string_view text, std::size_t at)
{
    return kTrigramFold[static_cast<std::uint8_t>(text[at])];
}

std::size_t setBits(const std::vector<std::uint64_t>& words)
{
    std::size_t count = 0;
    for (const std::uint64_t word : words)
        count += static_cast<std::size_t>(std::popcount(word));
    return count;
}

/// Steps through the sequences of an LZ4 block (lz4_Block_format.md): literals, then a match.
class Lz4Sequences
{
public:
    explicit Lz4Sequences(std::string_view block) : m_block(block) {}
    /// The next sequence's counts of literal and match bytes; false at the end or when the block makes no
    /// sense.
    bool next(std::size_t& literals, std::size_t& match)
    {
        if (m_at >= m_block.size())
            return false;
        const unsigned token = byte();
        literals = token >> 4;
        if (literals == 15 && !lengthen(literals))
            return false;
        if (literals > m_block.size() - m_at)
            return false;
        m_at += literals;
        match = 0;
        if (m_at == m_block.size())
            return true; // The last sequence has no match.
        if (m_block.size() - m_at < 2)
            return false;
        m_at += 2;
        match = token & 15;
        if (match == 15 && !lengthen(match))
            return false;
        match += 4;
        return true;
    }

private:
    unsigned byte() { return static_cast<std::uint8_t>(m_block[m_at++]); }
    bool lengthen(std::size_t& length)
    {
        for (;;) {
            if (m_at >= m_block.size())
                return false;
            const unsigned more = byte();
            length += more;
            if (more != 255)
                return true;
        }
    }

    std::string_view m_block;
    std::size_t m_at = 0;
};

} // namespace

TrigramSet::TrigramSet() : m_words(kFullWords, 0) {}

void TrigramSet::clear()
{
    std::fill(m_words.begin(), m_words.end(), 0);
}

/// Adds the trigrams that start in [from, to).
void TrigramSet::addRange(std::string_view text, std::size_t from, std::size_t to)
{
    if (text.size() < 3)
        return;
    to = std::min(to, text.size() - 2);
    if (from >= to)
        return;
    std::uint64_t* const words = m_words.data();
    std::uint32_t trigram = foldedByte(text, from) << 8 | foldedByte(text, from + 1);
    for (; from < to; ++from) {
        trigram = (trigram << 8 | foldedByte(text, from + 2)) & 0xFFFFFF;
        const std::uint32_t hash = trigramHash(trigram);
        words[hash / 64] |= std::uint64_t{1} << (hash % 64);
    }
}

void TrigramSet::addUnicodeFolded(std::string_view text)
{
    // Only where other letters stand does this folding differ from the first; each such stretch is taken with
    // the two bytes on either side that share a trigram with it.
    constexpr std::ptrdiff_t kOverlap = 2;
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const char* at = findNonAscii(begin, end);
    while (at != end) {
        const char* last = at;
        const char* next = at;
        do {
            last = std::find_if(next, end, [](char c) { return static_cast<std::uint8_t>(c) < 0x80; });
            next = findNonAscii(last, end);
        } while (next != end && next - last <= kOverlap);
        const char* const from = at - std::min(at - begin, kOverlap);
        const char* const to = last + std::min(end - last, kOverlap);
        const QByteArray folded = foldUnicode({from, static_cast<std::size_t>(to - from)});
        const std::string_view view(folded.constData(), static_cast<std::size_t>(folded.size()));
        addRange(view, 0, view.size());
        at = next;
    }
}

void TrigramSet::addText(std::string_view text)
{
    addRange(text, 0, text.size());
    addUnicodeFolded(text);
}

void TrigramSet::addText(std::string_view text, std::string_view lz4)
{
    Lz4Sequences sequences(lz4);
    std::size_t at = 0;
    std::size_t literals = 0;
    std::size_t match = 0;
    while (sequences.next(literals, match)) {
        // All that is not wholly inside one match: the literals, and what straddles a border.
        addRange(text, at - std::min<std::size_t>(at, 2), at + literals);
        at += literals + match;
    }
    if (at != text.size())
        addRange(text, 0, text.size()); // Not this text's block: no short cut, then.
    addUnicodeFolded(text);
}

QByteArray TrigramSet::encode(std::uint32_t recordCount, std::size_t share) const
{
    std::vector<std::uint64_t> words = m_words;
    int bitsLog2 = kMaximumBitsLog2;
    while (bitsLog2 > kMinimumBitsLog2) {
        std::vector<std::uint64_t> half(words.begin(),
                                        words.begin() + static_cast<std::ptrdiff_t>(words.size() / 2));
        for (std::size_t i = 0; i < half.size(); ++i)
            half[i] |= words[half.size() + i];
        if (setBits(half) * share > half.size() * 64)
            break;
        words = std::move(half);
        --bitsLog2;
    }
    QByteArray out;
    out.reserve(static_cast<qsizetype>(layout::kHeaderBytes + 4 + words.size() * 8));
    layout::PartWriter writer(out, layout::kFilterMagic, recordCount);
    writer.put(static_cast<std::uint32_t>(bitsLog2));
    writer.putAll(words);
    return out;
}

std::vector<std::uint32_t> trigramHashes(std::string_view folded)
{
    std::vector<std::uint32_t> hashes;
    for (std::size_t i = 0; i + 2 < folded.size(); ++i) {
        hashes.push_back(trigramHash(foldedByte(folded, i) << 16 | foldedByte(folded, i + 1) << 8 |
                                     foldedByte(folded, i + 2)));
    }
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    return hashes;
}

bool filterMayHold(QByteArrayView filter, const std::vector<std::uint32_t>& hashes)
{
    layout::PartReader reader(filter);
    std::uint32_t bitsLog2 = 0;
    if (!reader.header(layout::kFilterMagic, {}) || !reader.get(bitsLog2))
        return true;
    const QByteArrayView bits = reader.rest();
    if (bitsLog2 < TrigramSet::kMinimumBitsLog2 || bitsLog2 > TrigramSet::kMaximumBitsLog2 ||
        bits.size() != qsizetype{1} << (bitsLog2 - 3))
        return true;
    const std::uint32_t mask = (1u << bitsLog2) - 1;
    // Little-endian words: bit h of the bitmap is bit h % 8 of byte h / 8.
    return std::all_of(hashes.begin(), hashes.end(), [&](std::uint32_t hash) {
        const std::uint32_t bit = hash & mask;
        return (static_cast<std::uint8_t>(bits[static_cast<qsizetype>(bit / 8)]) >> (bit % 8)) & 1;
    });
}

QByteArray foldUnicode(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())).toCaseFolded().toUtf8();
}

} // namespace keyturn::records
