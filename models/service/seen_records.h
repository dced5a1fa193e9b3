// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/event.h"
#include "models/domain/record_version.h"
#include "models/formats/registry.h"
#include "models/ledger/ledger_store.h"
#include "models/service/service_error.h"
#include "models/state/snapshot.h"

#include <QByteArray>
#include <QHash>
#include <QSet>

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace keyturn::service {

/// So many identified records are remembered at most, the newest batches' first: some 120 MB. What comes
/// beyond is kept without a comparison, so that nothing is lost.
inline constexpr qsizetype kMostIdentities = 3'000'000;

/// Tells records that a source gives again from new ones and from new versions of old ones. A record is known
/// by its format, its source and the source's own id of it, as far as that is one (ReferenceMeaning); what
/// the source names by no id is always new. Two records are the same where their raw bytes are. Compares
/// fingerprints under a salt of its own, so that nobody can write a record that is taken for another. One
/// import's, on one thread. Records of retracted imports are new again.
class SeenRecords
{
public:
    /// @param format of what is imported, as "stix-2.1": batches of other formats are not compared.
    SeenRecords(ledger::LedgerStore& store, state::SnapshotPointer snapshot, QString format);

    /// The entry of the batch that the same bytes were imported as before, in the same format and for the
    /// same incident. One that was retracted is none, nor is one that may have left out records of another
    /// that was retracted since.
    [[nodiscard]] static std::optional<std::uint64_t> batchOfFile(const state::Snapshot& snapshot,
                                                                  const domain::BatchImported& batch);

    enum class Verdict {
        New,
        Again,      ///< The same bytes under the same id.
        NewVersion, ///< Other bytes under an id that is known; the old record stays beside it.
    };
    struct Finding
    {
        Verdict verdict = Verdict::New;
        domain::EarlierVersion earlier; ///< Of a NewVersion: which record had the id before.
    };
    /// Looks a record up and remembers it. The first that bears an id reads the ledger's earlier batches of
    /// the format. @return store errors, RecordDamaged, Cancelled.
    [[nodiscard]] base::Result<Finding> take(const domain::NormalisedRecord& record,
                                             const std::atomic_bool& cancel);
    /// Whether kMostIdentities were reached, so that some were not compared.
    [[nodiscard]] bool isFull() const { return m_given.size() >= kMostIdentities; }

private:
    [[nodiscard]] base::Result<void> readEarlier(const std::atomic_bool& cancel);
    [[nodiscard]] base::Result<void> readBatch(const state::BatchState& batch,
                                               const std::vector<ledger::BlockInfo>& blocks,
                                               const std::atomic_bool& cancel);
    [[nodiscard]] std::uint64_t fingerprint(std::initializer_list<std::string_view> parts);

    ledger::LedgerStore& m_store;
    state::SnapshotPointer m_snapshot;
    QString m_format;
    formats::ReferenceMeaning m_meaning;
    QByteArray m_salt;
    QByteArray m_said;
    /// Where the newest record of an id stands: batch entry and leaf, 32 bits each; for this import's an
    /// entry of 0 and its number.
    QHash<std::uint64_t, std::uint64_t> m_placeOf;
    QSet<std::uint64_t> m_given; ///< Ids together with the bytes given under them.
    std::string m_escaped[3];
    bool m_hasRead = false;
};

} // namespace keyturn::service
