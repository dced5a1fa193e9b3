// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/records/block.h"
#include "models/records/query.h"

#include <QByteArray>
#include <QByteArrayView>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace keyturn::records {

/// Tells from a block's filter whether a query's texts may stand in the block. Never wrongly says no.
class FilterProbe
{
public:
    explicit FilterProbe(const Query& query);
    /// Whether any filter could say no: short texts and texts to leave out give it nothing to go by.
    [[nodiscard]] bool canRuleOut() const { return !m_hashes.empty(); }
    /// False where at least one of the texts cannot stand in the block. A damaged filter says "maybe".
    [[nodiscard]] bool mayMatch(QByteArrayView filter) const;

private:
    std::vector<std::uint32_t> m_hashes;
};

/// Reads the parts of the blocks of one BlockList. Used by one thread, the one that opened it.
class BlockSource
{
public:
    virtual ~BlockSource() = default;
    /// The parts of the block at @p index of the list, as stored.
    [[nodiscard]] virtual base::Result<QByteArray> columns(std::size_t index) = 0;
    [[nodiscard]] virtual base::Result<QByteArray> text(std::size_t index) = 0;
    [[nodiscard]] virtual base::Result<QByteArray> filter(std::size_t index) = 0;
    /// The word index of the block, where there is one: it saves reading the filter and the text. Valid as
    /// long as the source is.
    [[nodiscard]] virtual std::optional<QByteArrayView> words(std::size_t index)
    {
        Q_UNUSED(index)
        return std::nullopt;
    }
};

/// The blocks to be searched, in the order they are to be searched: newest first. Does not change during a
/// search.
class BlockList
{
public:
    virtual ~BlockList() = default;
    [[nodiscard]] virtual std::size_t blockCount() const = 0;
    /// Records in the block at @p index. Called from any thread.
    [[nodiscard]] virtual std::uint32_t recordCount(std::size_t index) const = 0;
    /// A source of its own for the calling thread. Called once by each worker, never by two at the same time.
    [[nodiscard]] virtual base::Result<std::unique_ptr<BlockSource>> open() const = 0;
};

/// A record that the query holds for.
struct SearchHit
{
    std::size_t block = 0;    ///< Its block's index in the list.
    std::uint32_t record = 0; ///< Its place in the block.
    std::int64_t timeUs = 0;  ///< As in BlockColumns. Not with SearchFor::Places.
    std::string bytes;        ///< The stored record, for decodeRecord(). Not with SearchFor::Places.
};

enum class SearchFor {
    Hits,
    Places, ///< Hits without time and bytes, in the order of their block: where very many are looked for.
    CountOnly,
};

struct SearchOptions
{
    SearchFor searchFor = SearchFor::Hits;
    std::uint64_t maximumHits = std::numeric_limits<std::uint64_t>::max(); ///< Of Hits and Places.
    unsigned workers = 2; ///< Threads; 1 searches on the calling thread.
};

/// What a search went through.
struct SearchSummary
{
    std::uint64_t hits = 0;          ///< Records that the query holds for, among those looked at.
    std::uint64_t records = 0;       ///< Records in the blocks that were looked at, skipped ones included.
    std::uint64_t blocks = 0;        ///< Blocks that were looked at, skipped ones included.
    std::uint64_t blocksSkipped = 0; ///< Of them, ruled out by filter or columns without reading the text.
    bool complete = true; ///< False where the limit or the receiver ended it before the last block.
};

/// Takes some hits, newest first; false ends the search.
using TakeHits = std::function<bool(std::span<const SearchHit>)>;

/// Searches the blocks on several threads, and hands over the hits on the calling one: block after block in
/// the list's order, within a block newest first and records without a time last. @param cancel may be set
/// from any thread.
/// @return Cancelled, what a source returned, BlockDamaged; hits handed over before stand.
[[nodiscard]] base::Result<SearchSummary> searchBlocks(const BlockList& blocks, const Query& query,
                                                       const SearchOptions& options, const TakeHits& takeHits,
                                                       const std::atomic_bool& cancel);

} // namespace keyturn::records
