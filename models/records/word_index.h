// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/records/block.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace keyturn::records {

/// Records of one block, a bit each.
class RecordSet
{
public:
    explicit RecordSet(std::uint32_t recordCount = 0) : m_words((recordCount + 63) / 64) {}
    void add(std::uint32_t record) { m_words[record / 64] |= std::uint64_t{1} << (record % 64); }
    [[nodiscard]] bool holds(std::uint32_t record) const { return m_words[record / 64] >> (record % 64) & 1; }
    [[nodiscard]] std::vector<std::uint64_t>& words() { return m_words; }
    [[nodiscard]] const std::vector<std::uint64_t>& words() const { return m_words; }

private:
    std::vector<std::uint64_t> m_words;
};

/// Makes the word index of blocks: which words stand in which of a block's records, so that a search for a
/// word is answered without the text. A word is a run of ASCII letters and digits in what a text search looks
/// into; letters count in either case. Words of letters alone, and those of several records, are listed; of
/// the others (numbers, hashes, identifiers: most of the different ones) only the trigrams are known. A
/// derived thing: the same text always gives the same bytes. Keeps its memory from block to block.
class WordIndexBuilder
{
public:
    WordIndexBuilder();
    ~WordIndexBuilder();
    WordIndexBuilder(const WordIndexBuilder&) = delete;
    WordIndexBuilder& operator=(const WordIndexBuilder&) = delete;
    [[nodiscard]] QByteArray build(const BlockText& text);

private:
    struct Gathered;
    std::unique_ptr<Gathered> m_gathered;
};

/// Reads a word index. The bytes stay the caller's and outlive it.
class WordIndex
{
public:
    /// @return BlockDamaged where @p bytes are none of a block of @p recordCount records.
    [[nodiscard]] static base::Result<WordIndex> read(QByteArrayView bytes, std::uint32_t recordCount);

    /// Whether find() may answer for a text at all: ASCII letters and digits alone, three or more.
    [[nodiscard]] static bool canAnswer(std::string_view text);
    /// The records in whose searchable text @p needle stands, in any letter case; nothing where only the text
    /// itself can tell. @param needle canAnswer(), its letters in lower case.
    [[nodiscard]] std::optional<RecordSet> find(std::string_view needle) const;

private:
    [[nodiscard]] bool addRecords(std::uint32_t word, RecordSet& records) const;

    std::uint32_t m_recordCount = 0;
    std::uint32_t m_wordCount = 0;
    QByteArrayView m_wordStarts;    ///< Where each word begins in m_words; m_wordCount integers.
    QByteArrayView m_postingStarts; ///< Likewise in m_postings.
    QByteArrayView m_words;         ///< Each in lower case, with a line feed behind it.
    QByteArrayView m_postings;
    QByteArrayView m_others; ///< The filter part of the words that are not listed.
};

} // namespace keyturn::records
