// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/seen_records.h"

#include "models/base/json.h"
#include "models/crypto/digest_functions.h"
#include "models/records/block.h"
#include "models/records/record_fields.h"

#include <algorithm>
#include <cstring>
#include <map>

namespace keyturn::service {

namespace {

constexpr int kEntryShift = 32;
constexpr std::uint64_t kPlaceMask = (std::uint64_t{1} << kEntryShift) - 1;

/// @p text as it stands within a stored record.
std::string_view escaped(std::string_view text, std::string& buffer)
{
    buffer.clear();
    base::appendJsonString(buffer, text);
    return std::string_view(buffer).substr(1, buffer.size() - 2);
}

QStringView formatOf(const QString& adapter)
{
    return QStringView(adapter).left(adapter.indexOf(QLatin1Char('/')));
}

} // namespace

SeenRecords::SeenRecords(ledger::LedgerStore& store, state::SnapshotPointer snapshot, QString format)
    : m_store(store), m_snapshot(std::move(snapshot)), m_format(std::move(format)),
      m_meaning(formats::referenceMeaning(m_format).value_or(formats::ReferenceMeaning::Shared)),
      m_salt(crypto::randomBytes(records::kSaltBytes))
{
}

std::optional<std::uint64_t> SeenRecords::batchOfFile(const state::Snapshot& snapshot,
                                                      const domain::BatchImported& batch)
{
    const auto isOfFormat = [&batch](const state::BatchState& known) {
        return formatOf(known.facts.adapter) == formatOf(batch.adapter);
    };
    // What it left out because an earlier import had it is missing once that one is retracted.
    const auto isWhole = [&](const state::BatchState& known) {
        return std::none_of(
            snapshot.batches.begin(), snapshot.batches.end(), [&](const state::BatchState& earlier) {
                return earlier.origin.seq < known.origin.seq && earlier.retracted &&
                       known.origin.seq < earlier.retracted->origin.seq && isOfFormat(earlier);
            });
    };
    const auto isSame = [&](const state::BatchState& known) {
        return known.facts.sourceSha256 == batch.sourceSha256 && known.facts.incident == batch.incident &&
               isOfFormat(known) && !known.retracted && isWhole(known);
    };
    const auto found = std::find_if(snapshot.batches.begin(), snapshot.batches.end(), isSame);
    if (found == snapshot.batches.end())
        return std::nullopt;
    return found->origin.seq;
}

std::uint64_t SeenRecords::fingerprint(std::initializer_list<std::string_view> parts)
{
    m_said = m_salt;
    for (const std::string_view part : parts) {
        m_said.append(part.data(), static_cast<qsizetype>(part.size()));
        m_said.append('\0'); // Stands escaped in texts.
    }
    const base::Digest digest = crypto::sha256(m_said);
    std::uint64_t first = 0;
    std::memcpy(&first, digest.bytes.data(), sizeof first);
    return first;
}

base::Result<void> SeenRecords::readBatch(const state::BatchState& batch,
                                          const std::vector<ledger::BlockInfo>& blocks,
                                          const std::atomic_bool& cancel)
{
    std::uint64_t leaf = 0;
    records::BlockText text;
    for (const ledger::BlockInfo& block : blocks) {
        if (cancel)
            return base::fail(ServiceError::Cancelled);
        KEYTURN_TRY_LET(packed, m_store.blockPart(block.id, ledger::BlockPart::Text));
        if (const auto read = text.assign(packed, block.recordCount); !read)
            return base::fail(ServiceError::RecordDamaged, QString::number(batch.origin.seq),
                              read.error().sentence());
        for (std::uint32_t i = 0; i < text.size(); ++i, ++leaf) {
            records::FieldWalker walker(text.record(i));
            records::FieldText value;
            std::string_view source;
            std::string_view reference;
            std::string_view raw;
            std::string_view rawSha256;
            while (walker.next(value)) {
                if (value.field == records::RecordField::Source)
                    source = value.text;
                else if (value.field == records::RecordField::Reference)
                    reference = value.text;
                else if (value.field == records::RecordField::Raw)
                    raw = value.text;
                else if (value.field == records::RecordField::RawSha256)
                    rawSha256 = value.text;
            }
            if (reference.empty() || isFull())
                continue;
            // Batches come newest first: what is known already is newer.
            const std::uint64_t id = fingerprint({source, reference});
            m_given.insert(fingerprint({source, reference, raw, rawSha256}));
            if (m_meaning == formats::ReferenceMeaning::Thing && !m_placeOf.contains(id))
                m_placeOf.insert(id, batch.origin.seq << kEntryShift | leaf);
        }
    }
    return {};
}

base::Result<void> SeenRecords::readEarlier(const std::atomic_bool& cancel)
{
    m_hasRead = true;
    std::map<std::uint64_t, std::vector<ledger::BlockInfo>> blocks;
    KEYTURN_TRY_LET(all, m_store.blocks());
    for (const ledger::BlockInfo& block : all)
        blocks[block.batchSeq].push_back(block);
    const auto& batches = m_snapshot->batches;
    for (auto i = batches.size(); i-- > 0;) {
        const state::BatchState& batch = batches[i];
        if (formatOf(batch.facts.adapter) == m_format && !batch.retracted && !isFull())
            KEYTURN_TRY(readBatch(batch, blocks[batch.origin.seq], cancel));
    }
    return {};
}

base::Result<SeenRecords::Finding> SeenRecords::take(const domain::NormalisedRecord& record,
                                                     const std::atomic_bool& cancel)
{
    if (record.reference.empty() || m_meaning == formats::ReferenceMeaning::Kind)
        return Finding{};
    if (!m_hasRead)
        KEYTURN_TRY(readEarlier(cancel));
    const std::string_view source = escaped(record.source, m_escaped[0]);
    const std::string_view reference = escaped(record.reference, m_escaped[1]);
    const std::uint64_t given =
        fingerprint({source, reference, escaped(record.raw, m_escaped[2]), record.rawSha256});
    if (m_given.contains(given))
        return Finding{Verdict::Again, {}};
    if (isFull())
        return Finding{};
    m_given.insert(given);
    if (m_meaning != formats::ReferenceMeaning::Thing)
        return Finding{};
    std::uint64_t& place = m_placeOf[fingerprint({source, reference})];
    Finding finding;
    if (place != 0) {
        finding.verdict = Verdict::NewVersion;
        finding.earlier = {place >> kEntryShift, place & kPlaceMask};
    }
    place = record.number & kPlaceMask;
    return finding;
}

} // namespace keyturn::service
