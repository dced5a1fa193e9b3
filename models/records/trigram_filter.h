// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <string_view>
#include <vector>

namespace keyturn::records {

/// Which trigrams (three bytes in a row) occur in a block's text, ASCII letters in lower case, as a bitmap of
/// hashes; text with other letters goes in a second time, folded as Unicode folds it. A derived thing: the
/// same text always gives the same bytes.
class TrigramSet
{
public:
    static constexpr int kMaximumBitsLog2 = 19;
    static constexpr int kMinimumBitsLog2 = 9;

    TrigramSet();
    /// Forgets everything.
    void clear();
    /// Adds the trigrams of all of @p text, in both foldings.
    void addText(std::string_view text);
    /// The same, when @p lz4 is the LZ4 block that @p text was just compressed to: a trigram inside a match
    /// stood in the match's source before and need not be looked at again, which saves most of the work.
    void addText(std::string_view text, std::string_view lz4);
    /// The filter part: the bitmap folded by halves while at most one of @p share bits is set.
    [[nodiscard]] QByteArray encode(std::uint32_t recordCount, std::size_t share = 4) const;

private:
    void addRange(std::string_view text, std::size_t from, std::size_t to);
    void addUnicodeFolded(std::string_view text);

    std::vector<std::uint64_t> m_words;
};

/// The hashes of the trigrams of @p folded, each once; none for texts under three bytes.
[[nodiscard]] std::vector<std::uint32_t> trigramHashes(std::string_view folded);

/// Whether all of @p hashes may be in the stored @p filter. A filter that cannot be read answers "maybe": it
/// may only ever save work, never hide a record.
[[nodiscard]] bool filterMayHold(QByteArrayView filter, const std::vector<std::uint32_t>& hashes);

/// UTF-8 of @p utf8 with Unicode case folding (simple folding, character by character).
[[nodiscard]] QByteArray foldUnicode(std::string_view utf8);

} // namespace keyturn::records
