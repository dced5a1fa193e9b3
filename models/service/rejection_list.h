// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"
#include "models/ledger/ledger_store.h"
#include "models/service/staged_set.h"
#include "models/state/snapshot.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace keyturn::service {

/// What an import did not take, and why, as it is kept beside the ledger: JSON lines, one object a record
/// with "record", "line" where it is known, "offset" and "reason"; at last "left_out" where there were more.
struct RejectionList
{
    std::vector<intake::Rejection> rejections;
    std::uint64_t leftOut = 0; ///< How many more were rejected and are not listed.
    friend bool operator==(const RejectionList&, const RejectionList&) = default;
};

/// The list as the bytes that are kept. The same list always gives the same bytes.
[[nodiscard]] QByteArray encodeRejections(const RejectionList& list);
/// @return JsonError for anything that encodeRejections() does not write.
[[nodiscard]] base::Result<RejectionList> decodeRejections(const QByteArray& bytes);

/// A list on its way into the ledger, forgotten unless an entry adopts it.
struct StagedRejections
{
    std::unique_ptr<StagedSet> set;
    ledger::StagedBlob blob;
};
/// Stores the list of @p rejected, of @p count in all, so that the entry of the import can adopt it; nothing
/// where nothing was rejected. @return store errors.
[[nodiscard]] base::Result<std::optional<StagedRejections>>
stageRejections(ledger::LedgerStore& store, const std::vector<intake::Rejection>& rejected,
                std::uint64_t count);

/// What was rejected by the import @p batch; nothing in it where nothing was. Held to the hash that the entry
/// commits to. @return RejectionsNotKept, RejectionsDamaged, BlobMissing, BlobDamaged, store errors.
[[nodiscard]] base::Result<RejectionList> rejectionsOf(ledger::LedgerStore& store,
                                                       const state::BatchState& batch);

/// The list as CSV with a line of names: record, line, byte offset, reason. What is not known is an empty
/// cell; what is left out is a line of its own.
[[nodiscard]] QByteArray rejectionsCsv(const RejectionList& list);
/// The same as a new file, or in place of one. @return FileFailure and what rejectionsOf() says.
[[nodiscard]] base::Result<std::uint64_t>
writeRejections(ledger::LedgerStore& store, const state::BatchState& batch, const QString& path);

} // namespace keyturn::service
