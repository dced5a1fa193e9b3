// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/records/block_layout.h"
#include "models/records/record_bytes.h"
#include "models/records/trigram_filter.h"

#include <algorithm>
#include <limits>
#include <lz4.h>
#include <memory>
#include <mutex>
#include <numeric>

namespace keyturn::records {

/// What a block is gathered and sealed in. Some megabytes that are used again for the next block: fresh
/// memory costs more than the work done in it.
struct BlockBuilder::Unsealed::Buffers
{
    std::string text;
    std::vector<std::uint32_t> lengths;
    BlockColumns columns;
    domain::NormalisedRecord spare;

    std::vector<std::uint32_t> order;
    std::unique_ptr<char[]> room;
    std::size_t roomBytes = 0;
    std::vector<char> lz4State;
    TrigramSet trigrams;

    [[nodiscard]] std::size_t size() const { return lengths.size(); }
    void clear();
    void add(const domain::NormalisedRecord& record);
    void sortByTime();
    /// Memory for what the text is compressed to; as that may be a little longer than the text, also for the
    /// text in another order.
    [[nodiscard]] char* roomForText();
    [[nodiscard]] std::string_view compress();
};

namespace {

using Buffers = BlockBuilder::Unsealed::Buffers;

/// Buffers that are free to be used again. A few at most: one block is gathered while one or two are sealed.
class BufferPool
{
public:
    [[nodiscard]] std::unique_ptr<Buffers> take()
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_free.empty()) {
                auto buffers = std::move(m_free.back());
                m_free.pop_back();
                return buffers;
            }
        }
        return std::make_unique<Buffers>();
    }
    void giveBack(std::unique_ptr<Buffers> buffers)
    {
        buffers->clear();
        const std::lock_guard lock(m_mutex);
        if (m_free.size() < kMaximumFree)
            m_free.push_back(std::move(buffers));
    }

private:
    static constexpr std::size_t kMaximumFree = 4;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Buffers>> m_free;
};

BufferPool& bufferPool()
{
    static BufferPool pool;
    return pool;
}

template <typename T>
void permute(std::vector<T>& values, const std::vector<std::uint32_t>& order)
{
    std::vector<T> sorted(values.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        sorted[i] = values[order[i]];
    values = std::move(sorted);
}

} // namespace

void BlockBuilder::Unsealed::Buffers::clear()
{
    // A block with one giant record must not keep its memory for ever.
    constexpr std::size_t kKeptBytes = 2 * kTextBytesPerBlock;
    if (text.capacity() > kKeptBytes)
        text = std::string();
    text.clear();
    if (roomBytes > kKeptBytes) {
        room.reset();
        roomBytes = 0;
    }
    lengths.clear();
    forEachColumn(columns, [](auto& column) { column.clear(); });
    spare = {};
}

void BlockBuilder::Unsealed::Buffers::add(const domain::NormalisedRecord& record)
{
    const std::size_t start = text.size();
    const domain::NormalisedRecord& written = appendRecord(text, record, spare);
    lengths.push_back(static_cast<std::uint32_t>(text.size() - start));
    columns.timeUs.push_back(written.occurredAt.isKnown() ? written.occurredAt.start.us
                                                          : std::numeric_limits<std::int64_t>::max());
    columns.precision.push_back(written.occurredAt.precision);
    columns.kind.push_back(written.kind);
    columns.severity.push_back(written.severity);
    columns.layer.push_back(written.layer);
    columns.credibility.push_back(written.credibility);
    columns.sourceKind.push_back(written.sourceKind);
    columns.sourceHash.push_back(layout::sourceHash(written.source));
}

void BlockBuilder::Unsealed::Buffers::sortByTime()
{
    if (std::is_sorted(columns.timeUs.begin(), columns.timeUs.end()))
        return;
    order.resize(size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
        return columns.timeUs[a] < columns.timeUs[b];
    });
    std::vector<std::size_t> starts(size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < size(); ++i) {
        starts[i] = at;
        at += lengths[i];
    }
    char* const ordered = roomForText();
    char* to = ordered;
    for (const std::uint32_t index : order)
        to = std::copy_n(text.data() + starts[index], lengths[index], to);
    text.assign(ordered, to);
    permute(lengths, order);
    forEachColumn(columns, [this](auto& column) { permute(column, order); });
}

char* BlockBuilder::Unsealed::Buffers::roomForText()
{
    const auto bound = static_cast<std::size_t>(LZ4_compressBound(static_cast<int>(text.size())));
    if (roomBytes < bound) {
        // Enough for any block from the first on: a vector would double for one that is a little larger.
        constexpr std::size_t kUsualBytes = LZ4_COMPRESSBOUND(kTextBytesPerBlock);
        roomBytes = std::max(bound, kUsualBytes);
        room = std::make_unique_for_overwrite<char[]>(roomBytes);
    }
    return room.get();
}

std::string_view BlockBuilder::Unsealed::Buffers::compress()
{
    char* const lz4 = roomForText();
    lz4State.resize(static_cast<std::size_t>(LZ4_sizeofState()));
    const int written = LZ4_compress_fast_extState(
        lz4State.data(), text.data(), lz4, static_cast<int>(text.size()), static_cast<int>(roomBytes), 1);
    Q_ASSERT(written > 0); // The output has room for the worst case, which is all it asks.
    return {lz4, static_cast<std::size_t>(written)};
}

BlockBuilder::Unsealed::Unsealed() : buffers(bufferPool().take()) {}

BlockBuilder::Unsealed::~Unsealed()
{
    bufferPool().giveBack(std::move(buffers));
}

BlockBuilder::BlockBuilder() : m_gathered(std::make_unique<Unsealed>()) {}

BlockBuilder::~BlockBuilder() = default;

bool BlockBuilder::add(const domain::NormalisedRecord& record)
{
    if (!m_gathered)
        m_gathered = std::make_unique<Unsealed>();
    Buffers& buffers = *m_gathered->buffers;
    buffers.add(record);
    return buffers.size() >= kRecordsPerBlock || buffers.text.size() >= kTextBytesPerBlock;
}

bool BlockBuilder::isEmpty() const
{
    return !m_gathered || m_gathered->buffers->size() == 0;
}

std::unique_ptr<BlockBuilder::Unsealed> BlockBuilder::takeUnsealed()
{
    if (!m_gathered)
        return std::make_unique<Unsealed>();
    return std::move(m_gathered);
}

EncodedBlock BlockBuilder::seal()
{
    return seal(takeUnsealed());
}

EncodedBlock BlockBuilder::seal(std::unique_ptr<Unsealed> unsealed)
{
    Buffers& buffers = *unsealed->buffers;
    buffers.sortByTime();
    EncodedBlock block;
    block.recordCount = static_cast<std::uint32_t>(buffers.size());
    block.salts = crypto::randomBytes(static_cast<qsizetype>(buffers.size() * kSaltBytes));
    block.leaves.reserve(buffers.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < buffers.size(); ++i) {
        const QByteArrayView salt(block.salts.constData() + i * kSaltBytes, kSaltBytes);
        block.leaves.push_back(
            recordLeaf(salt, std::string_view(buffers.text).substr(at, buffers.lengths[i])));
        at += buffers.lengths[i];
    }
    const std::string_view lz4 = buffers.compress();
    block.text = layout::encodeText(buffers.lengths, buffers.text.size(), lz4);
    buffers.trigrams.clear();
    buffers.trigrams.addText(buffers.text, lz4);
    block.filter = buffers.trigrams.encode(block.recordCount);
    block.columns = layout::encodeColumns(buffers.columns);
    block.derived = layout::derivedDigest(block.columns, block.filter);
    return block;
}

} // namespace keyturn::records
