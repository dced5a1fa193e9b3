// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/event.h"
#include "models/records/block.h"
#include "models/records/search.h"

#include <atomic>
#include <random>
#include <string>
#include <vector>

namespace keyturn::tests {

/// Makes records at random from a seed: ordinary ones, and hostile ones with controls, quotes, escapes,
/// letters of all planes and texts that look like the stored form itself.
class RandomRecords
{
public:
    explicit RandomRecords(std::uint32_t seed) : m_random(seed) {}
    [[nodiscard]] domain::NormalisedRecord next();
    [[nodiscard]] std::string text(int maximumPieces);
    [[nodiscard]] std::uint32_t below(std::uint32_t end)
    {
        return static_cast<std::uint32_t>(m_random() % end);
    }

private:
    std::mt19937 m_random;
    std::uint64_t m_number = 0;
};

/// A plain record with @p title, @p second seconds after 2026-06-01.
[[nodiscard]] domain::NormalisedRecord plainRecord(const std::string& title, int second);

/// Blocks in memory, in the order given. Counts what is read of them.
class MemoryBlocks final : public records::BlockList
{
public:
    void add(records::EncodedBlock block)
    {
        m_indexed.reset();
        m_blocks.push_back(std::move(block));
    }
    /// Packs @p source into blocks of @p perBlock records.
    static MemoryBlocks of(const std::vector<domain::NormalisedRecord>& source, std::size_t perBlock);
    /// The same blocks, each with its word index; valid until these change.
    [[nodiscard]] const MemoryBlocks& indexed() const;
    /// Nothing where the block has none.
    [[nodiscard]] std::optional<QByteArrayView> words(std::size_t index) const
    {
        return index < m_words.size() ? std::optional<QByteArrayView>(m_words[index]) : std::nullopt;
    }
    [[nodiscard]] bool isIndexed() const { return m_isIndexed; }
    [[nodiscard]] std::size_t blockCount() const override { return m_blocks.size(); }
    [[nodiscard]] std::uint32_t recordCount(std::size_t index) const override
    {
        return m_blocks[index].recordCount;
    }
    [[nodiscard]] base::Result<std::unique_ptr<records::BlockSource>> open() const override;
    [[nodiscard]] records::EncodedBlock& block(std::size_t index)
    {
        m_indexed.reset();
        return m_blocks[index];
    }
    [[nodiscard]] const records::EncodedBlock& block(std::size_t index) const { return m_blocks[index]; }

    MemoryBlocks() = default;
    MemoryBlocks(MemoryBlocks&& other) noexcept
        : m_blocks(std::move(other.m_blocks)), m_words(std::move(other.m_words)),
          m_isIndexed(other.m_isIndexed), m_indexed(std::move(other.m_indexed))
    {
    }
    mutable std::atomic<int> textsRead{0};

private:
    std::vector<records::EncodedBlock> m_blocks;
    std::vector<QByteArray> m_words;
    bool m_isIndexed = false;
    mutable std::unique_ptr<MemoryBlocks> m_indexed;
};

} // namespace keyturn::tests
