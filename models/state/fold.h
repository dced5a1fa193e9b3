// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/keys.h"
#include "models/ledger/dsse.h"
#include "models/ledger/entry.h"
#include "models/state/snapshot.h"

#include <functional>
#include <optional>

namespace keyturn::state {

/// Whether apply() checks the signature itself or trusts that the caller has (an entry just checked on
/// another thread).
enum class SignatureCheck { Verify, AlreadyVerified };

/// The root of the ledger's first @p size entries, or nothing where it has fewer: how basis claims are
/// checked.
using RootAt = std::function<std::optional<base::Digest>(std::uint64_t size)>;

/// What an entry says, opened but not yet judged.
struct OpenedEntry
{
    ledger::Entry entry;
    ledger::Envelope envelope;
    domain::Statement statement;
};
/// Reads entry bytes through all layers. @return errors of ledger, base JSON and domain.
[[nodiscard]] base::Result<OpenedEntry> openEntry(const QByteArray& bytes);

/// Folds one entry. The snapshot is consumed, so that a fold from the start copies nothing. Every rule of
/// trust.md that an append must meet is judged here and only here, so that appending and verifying cannot
/// differ: chain (seq, prev, log, monotone time), key in charter, signature, context (basis, charter, nonce,
/// not-after, access state), roles, quorum, sheets rendered again. @return the first rule broken; @p snapshot
/// is then as it was, so no copy need be kept.
[[nodiscard]] base::Result<Snapshot> apply(Snapshot&& snapshot, const OpenedEntry& opened,
                                           SignatureCheck check, const RootAt& rootAt);

/// Folds an entry that has been judged before, when it was first folded in the same place: nothing is judged
/// again, which is most of the work. How an earlier state is reached. @param opened must be that very entry;
/// @param leaf its leaf hash, by which the caller has told it.
[[nodiscard]] Snapshot replay(Snapshot&& snapshot, const OpenedEntry& opened, const base::Digest& leaf);

/// The same judgement before a signature exists: whether @p statement could be appended at ledger time @p at.
/// Checks everything that apply() checks but chain, key and signature.
[[nodiscard]] base::Result<void> judge(const Snapshot& snapshot, const domain::Statement& statement,
                                       base::UtcTime at, const RootAt& rootAt);

} // namespace keyturn::state
