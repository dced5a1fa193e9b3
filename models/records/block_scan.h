// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/records/record_fields.h"
#include "models/records/search.h"
#include "models/records/text_find.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::records {

/// A TextTerm made ready to be found in stored records, where text stands escaped.
class PreparedTerm
{
public:
    explicit PreparedTerm(const TextTerm& term);

    [[nodiscard]] bool negated() const { return m_negated; }
    /// The escaped, folded bytes that stand in a record (or in its Unicode folding) where the term does.
    [[nodiscard]] const std::string& needle() const { return m_finder.needle(); }
    /// A piece of the term that stands in any record where the term does, letter case of ASCII apart; nothing
    /// where no such piece is known. What whole blocks are scanned for.
    [[nodiscard]] const std::optional<TextFinder>& anchor() const { return m_anchor; }
    /// Whether the term stands in the value.
    [[nodiscard]] bool standsIn(const FieldText& value) const;

private:
    [[nodiscard]] bool looksInto(RecordField field) const;
    [[nodiscard]] bool standsInEscaped(std::string_view escaped) const;

    TextPlace m_place;
    bool m_negated;
    bool m_asciiOnly;     ///< The term as asked for is ASCII: ASCII folding on both sides.
    bool m_foldedIsAscii; ///< Its Unicode folding is: it may then stand in plain ASCII text too.
    TextFinder m_finder;
    std::optional<TextFinder> m_anchor;
};

/// What a word index can say of a TextTerm.
struct IndexedTerm
{
    explicit IndexedTerm(const TextTerm& term);

    std::vector<std::string> words; ///< Each stands in every record where the term does; folded.
    bool isExact = false;           ///< The term stands wherever its only word does.
    bool negated = false;
};

/// What one block gave.
struct BlockFindings
{
    std::vector<SearchHit> hits; ///< Newest first, at most as many as asked for.
    std::uint64_t hitCount = 0;  ///< All of them.
    bool skipped = false;
};

/// Searches blocks one at a time for one query; holds the memory that is used again from block to block.
class BlockScan
{
public:
    BlockScan(const Query& query, SearchFor searchFor, std::uint64_t maximumHits);
    [[nodiscard]] base::Result<BlockFindings> scan(BlockSource& source, std::size_t index,
                                                   std::uint32_t recordCount);

private:
    [[nodiscard]] bool recordMatches(std::string_view record);
    enum class Ruling { None, Narrowed, Settled };
    [[nodiscard]] Ruling askIndex(BlockSource& source, std::size_t index, std::uint32_t recordCount);
    [[nodiscard]] base::Result<bool> mayStandIn(BlockSource& source, std::size_t index);
    void select(const BlockColumns& columns);
    [[nodiscard]] std::uint64_t selectedCount(std::uint32_t recordCount) const;
    void findInText();
    void keepNewest(const BlockColumns& columns, std::size_t index, BlockFindings& findings);

    const Query& m_query;
    SearchFor m_searchFor;
    std::uint64_t m_maximumHits;
    FilterProbe m_probe;
    std::vector<PreparedTerm> m_terms;
    std::vector<IndexedTerm> m_indexed;
    bool m_canBeIndexed = false;
    const TextFinder* m_anchor = nullptr; ///< The longest of the terms' anchors.

    BlockText m_text;
    std::vector<char> m_selected;       ///< By record: whether index and columns allow it. Empty: all.
    std::vector<std::uint32_t> m_found; ///< Matching records in block order.
    std::vector<char> m_termSeen;
};

} // namespace keyturn::records
