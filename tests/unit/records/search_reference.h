// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/records/search.h"
#include "tests/unit/records/sample_records.h"

#include <utility>
#include <vector>

namespace keyturn::tests {

/// A record found: its block's index, its place in the block.
using Place = std::pair<std::size_t, std::uint32_t>;

/// Blocks read out whole, for searchNaively.
struct ReadBlock
{
    records::BlockColumns columns;
    std::vector<domain::NormalisedRecord> records;
};
[[nodiscard]] std::vector<ReadBlock> readAll(const MemoryBlocks& blocks);

/// All hits in the order they must come in, by the plainest means.
[[nodiscard]] std::vector<Place> searchNaively(const std::vector<ReadBlock>& blocks,
                                               const records::Query& query);

/// searchBlocks(), which must not fail; ends the program where a hit has another record's bytes, or where the
/// same blocks give something else when their words are indexed.
[[nodiscard]] std::vector<Place> search(const MemoryBlocks& blocks, const records::Query& query,
                                        const records::SearchOptions& options = {},
                                        records::SearchSummary* summary = nullptr);

/// The query @p text reads as, which must be well-formed.
[[nodiscard]] records::Query queryOf(const char* text);
/// A query for one text, whatever is in it.
[[nodiscard]] records::Query queryFor(const QString& text);
[[nodiscard]] std::vector<domain::NormalisedRecord> randomRecords(std::uint32_t seed, int count);
[[nodiscard]] records::SearchOptions onWorkers(unsigned workers);

} // namespace keyturn::tests
