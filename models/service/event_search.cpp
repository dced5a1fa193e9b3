// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/event_search.h"

namespace keyturn::service {

namespace {

class StoreBlockSource final : public records::BlockSource
{
public:
    StoreBlockSource(std::unique_ptr<ledger::LedgerStore> store, const std::vector<std::int64_t>& ids,
                     std::shared_ptr<const WordCache> words)
        : m_store(std::move(store)), m_ids(ids), m_words(std::move(words))
    {
    }
    base::Result<QByteArray> columns(std::size_t index) override
    {
        return m_store->blockPart(m_ids[index], ledger::BlockPart::Columns);
    }
    base::Result<QByteArray> text(std::size_t index) override
    {
        return m_store->blockPart(m_ids[index], ledger::BlockPart::Text);
    }
    base::Result<QByteArray> filter(std::size_t index) override
    {
        return m_store->blockPart(m_ids[index], ledger::BlockPart::Filter);
    }
    std::optional<QByteArrayView> words(std::size_t index) override
    {
        return m_words ? m_words->words(m_ids[index]) : std::nullopt;
    }

private:
    std::unique_ptr<ledger::LedgerStore> m_store;
    const std::vector<std::int64_t>& m_ids;
    std::shared_ptr<const WordCache> m_words;
};

/// The directory's blocks, last imported first.
class StoreBlockList final : public records::BlockList
{
public:
    StoreBlockList(ledger::LedgerStore& store, const BlockDirectory& directory,
                   std::shared_ptr<const WordCache> words = {})
        : m_store(store), m_directory(directory), m_words(std::move(words))
    {
        for (std::size_t i = 0; i < blockCount(); ++i)
            m_ids.push_back(place(i).info.id);
    }
    [[nodiscard]] std::size_t blockCount() const override { return m_directory.places.size(); }
    [[nodiscard]] std::uint32_t recordCount(std::size_t index) const override
    {
        return place(index).info.recordCount;
    }
    [[nodiscard]] base::Result<std::unique_ptr<records::BlockSource>> open() const override
    {
        KEYTURN_TRY_LET(store, m_store.reopen());
        return std::make_unique<StoreBlockSource>(std::move(store), m_ids, m_words);
    }
    [[nodiscard]] const BlockDirectory::Place& place(std::size_t index) const
    {
        return m_directory.places[m_directory.places.size() - 1 - index];
    }

private:
    ledger::LedgerStore& m_store;
    const BlockDirectory& m_directory;
    std::shared_ptr<const WordCache> m_words;
    std::vector<std::int64_t> m_ids;
};

} // namespace

base::Result<domain::Event> eventOf(const FoundEvent& found, const BlockDirectory& directory)
{
    auto event = records::decodeRecord(found.hit->bytes);
    const BlockDirectory::Place* place = directory.find(found.batchSeq, found.leaf);
    if (!event || !place)
        return base::fail(ServiceError::RecordDamaged, QString::number(found.batchSeq),
                          event ? QStringLiteral("it is not where it was found") : event.error().sentence());
    placeInLedger(*event, directory.snapshot->batches[static_cast<qsizetype>(place->batch)], found.leaf);
    return event;
}

base::Result<records::SearchSummary> searchEvents(ledger::LedgerStore& store, const BlockDirectory& directory,
                                                  const records::Query& query,
                                                  const records::SearchOptions& options,
                                                  const TakeFound& take, const std::atomic_bool& cancel)
{
    const StoreBlockList blocks(store, directory);
    std::vector<FoundEvent> batch;
    const auto takeHits = [&](std::span<const records::SearchHit> hits) {
        batch.clear();
        for (const records::SearchHit& hit : hits) {
            const BlockDirectory::Place& place = blocks.place(hit.block);
            batch.push_back({place.info.batchSeq, place.firstLeaf + hit.record, &hit});
        }
        return take(batch);
    };
    return records::searchBlocks(blocks, query, options, takeHits, cancel);
}

base::Result<records::SearchSummary>
searchBlocksOf(ledger::LedgerStore& store, const BlockDirectory& directory, const records::Query& query,
               const records::SearchOptions& options, const records::TakeHits& take,
               const std::atomic_bool& cancel, std::shared_ptr<const WordCache> words)
{
    return records::searchBlocks(StoreBlockList(store, directory, std::move(words)), query, options, take,
                                 cancel);
}

} // namespace keyturn::service
