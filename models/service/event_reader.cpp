// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/event_reader.h"

#include <algorithm>
#include <iterator>
#include <span>

namespace keyturn::service {

namespace {

constexpr std::size_t kCachedBlocks = 8;

} // namespace

std::optional<std::pair<std::uint64_t, std::uint64_t>> partsOf(const domain::RecordId& id)
{
    const qsizetype colon = id.value().indexOf(QLatin1Char(':'));
    if (colon < 1)
        return std::nullopt;
    bool seqOk = false;
    bool leafOk = false;
    const std::uint64_t seq = QStringView(id.value()).first(colon).toULongLong(&seqOk);
    const std::uint64_t leaf = QStringView(id.value()).sliced(colon + 1).toULongLong(&leafOk);
    if (!seqOk || !leafOk)
        return std::nullopt;
    return std::pair(seq, leaf);
}

domain::RecordId recordId(std::uint64_t batchSeq, std::uint64_t leaf)
{
    return domain::RecordId(QStringLiteral("%1:%2").arg(batchSeq).arg(leaf));
}

std::uint32_t incidentOrdinal(const std::optional<domain::IncidentId>& incident)
{
    if (!incident || !incident->value().startsWith(QLatin1String("I-")))
        return timeline::kNoIncident;
    bool ok = false;
    const std::uint32_t number = QStringView(incident->value()).sliced(2).toUInt(&ok);
    return ok && number > 0 ? number - 1 : timeline::kNoIncident;
}

void placeInLedger(domain::Event& event, const state::BatchState& batch, std::uint64_t leaf)
{
    event.id = recordId(batch.origin.seq, leaf);
    event.recordedAt = batch.origin.recordedAt;
    event.incident = batch.facts.incident.value_or(domain::IncidentId());
    event.entry = batch.origin.seq;
}

base::Result<BlockDirectory> BlockDirectory::read(ledger::LedgerStore& store, state::SnapshotPointer snapshot)
{
    KEYTURN_TRY_LET(blocks, store.blocks());
    BlockDirectory directory;
    directory.snapshot = std::move(snapshot);
    KEYTURN_TRY(directory.add(blocks, 0));
    return directory;
}

base::Result<BlockDirectory> BlockDirectory::continued(ledger::LedgerStore& store,
                                                       const BlockDirectory& earlier,
                                                       state::SnapshotPointer snapshot)
{
    const qsizetype known = earlier.snapshot->batches.size();
    const std::uint64_t fromSeq = known == 0 ? 0 : earlier.snapshot->batches.back().origin.seq + 1;
    KEYTURN_TRY_LET(blocks, store.blocksFrom(fromSeq));
    BlockDirectory directory;
    directory.retracted = earlier.retracted;
    directory.snapshot = std::move(snapshot);
    const auto ofBatches = [](const BlockDirectory::Place& a, const BlockDirectory::Place& b) {
        return std::pair(a.batch, a.firstLeaf) < std::pair(b.batch, b.firstLeaf);
    };
    std::partition_copy(
        earlier.places.begin(), earlier.places.end(), std::back_inserter(directory.retracted),
        std::back_inserter(directory.places), [&](const BlockDirectory::Place& place) {
            return directory.snapshot->batches[static_cast<qsizetype>(place.batch)].retracted.has_value();
        });
    std::sort(directory.retracted.begin(), directory.retracted.end(), ofBatches);
    KEYTURN_TRY(directory.add(blocks, known));
    return directory;
}

BlockDirectory BlockDirectory::withRetracted(const std::vector<std::size_t>& retractedLater) const
{
    BlockDirectory then = *this;
    std::copy_if(retracted.begin(), retracted.end(), std::back_inserter(then.places),
                 [&](const Place& place) {
                     return std::find(retractedLater.begin(), retractedLater.end(), place.batch) !=
                            retractedLater.end();
                 });
    then.behind = then.places.size() - places.size();
    return then;
}

bool BlockDirectory::continues(const BlockDirectory& earlier) const
{
    return earlier.places.size() <= places.size() &&
           std::equal(earlier.places.begin(), earlier.places.end(), places.begin(),
                      [](const Place& a, const Place& b) { return a.info.id == b.info.id; });
}

base::Result<void> BlockDirectory::add(const std::vector<ledger::BlockInfo>& blocks, qsizetype firstBatch)
{
    std::size_t next = 0;
    const auto& batches = snapshot->batches;
    for (qsizetype b = firstBatch; b < batches.size(); ++b) {
        const state::BatchState& batch = batches[b];
        while (next < blocks.size() && blocks[next].batchSeq < batch.origin.seq)
            ++next;
        std::uint64_t leaf = 0;
        std::uint32_t index = 0;
        std::vector<Place>& taken = batch.retracted ? retracted : places;
        for (; next < blocks.size() && blocks[next].batchSeq == batch.origin.seq; ++next, ++index) {
            taken.push_back({blocks[next], leaf, static_cast<std::size_t>(b)});
            leaf += blocks[next].recordCount;
        }
        if (leaf != batch.facts.count || index != batch.facts.blocks)
            return base::fail(ServiceError::RecordDamaged, QString::number(batch.origin.seq),
                              QStringLiteral("blocks are missing or too many"));
    }
    return {};
}

const BlockDirectory::Place* BlockDirectory::find(std::uint64_t batchSeq, std::uint64_t leaf) const
{
    const auto among = [&](std::span<const Place> sorted) -> const Place* {
        const auto after =
            std::upper_bound(sorted.begin(), sorted.end(), std::pair(batchSeq, leaf),
                             [](const auto& wanted, const Place& place) {
                                 return wanted < std::pair(place.info.batchSeq, place.firstLeaf);
                             });
        if (after == sorted.begin())
            return nullptr;
        const Place& place = *std::prev(after);
        if (place.info.batchSeq != batchSeq || leaf >= place.firstLeaf + place.info.recordCount)
            return nullptr;
        return &place;
    };
    const Place* standing = among(std::span(places).first(places.size() - behind));
    return standing ? standing : among(retracted);
}

EventReader::EventReader(ledger::LedgerStore& store, BlockDirectory directory)
    : m_store(store), m_directory(std::make_shared<const BlockDirectory>(std::move(directory)))
{
}

base::Result<const records::BlockText*> EventReader::text(const BlockDirectory::Place& place)
{
    const auto cached = std::find_if(m_cache.begin(), m_cache.end(),
                                     [&](const Cached& c) { return c.blockId == place.info.id; });
    if (cached != m_cache.end()) {
        m_cache.splice(m_cache.begin(), m_cache, cached);
        return &m_cache.front().text;
    }
    KEYTURN_TRY_LET(packed, m_store.blockPart(place.info.id, ledger::BlockPart::Text));
    auto decoded = records::BlockText::decode(packed, place.info.recordCount);
    if (!decoded)
        return base::fail(ServiceError::RecordDamaged, QString::number(place.info.batchSeq),
                          decoded.error().sentence());
    if (m_cache.size() >= kCachedBlocks)
        m_cache.pop_back();
    m_cache.push_front({place.info.id, std::move(*decoded)});
    return &m_cache.front().text;
}

base::Result<domain::Event> EventReader::event(const domain::RecordId& id)
{
    const auto parts = partsOf(id);
    if (!parts)
        return base::fail(ServiceError::UnknownEvent, id.value());
    return event(parts->first, parts->second);
}

base::Result<domain::Event> EventReader::event(std::uint64_t batchSeq, std::uint64_t leaf)
{
    const BlockDirectory::Place* place = m_directory->find(batchSeq, leaf);
    if (!place)
        return base::fail(ServiceError::UnknownEvent, recordId(batchSeq, leaf).value());
    KEYTURN_TRY_LET(block, text(*place));
    auto event = records::decodeRecord(block->record(static_cast<std::uint32_t>(leaf - place->firstLeaf)));
    if (!event)
        return base::fail(ServiceError::RecordDamaged, QString::number(batchSeq), event.error().sentence());
    const state::BatchState& batch = m_directory->snapshot->batches[static_cast<qsizetype>(place->batch)];
    placeInLedger(*event, batch, leaf);
    return event;
}

} // namespace keyturn::service
