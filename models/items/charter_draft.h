// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"

#include <QString>

namespace keyturn::items {

/// The draft that an editor starts from: @p standing, its version one higher, in the current format.
[[nodiscard]] domain::Charter nextDraft(const domain::Charter& standing);
/// An id for a new member made of @p name ("noor-haddad"), that neither charter uses. Ids stand in files;
/// people are shown by name.
[[nodiscard]] domain::MemberId freshMemberId(const domain::Charter& standing, const domain::Charter& draft,
                                             const QString& name);
/// The same for a rule.
[[nodiscard]] domain::RuleId freshRuleId(const domain::Charter& draft);

/// Takes the key from whoever holds it in @p draft.
void dropKey(domain::Charter& draft, const base::Digest& key);
/// Revokes a key: nobody holds it any more, and the charter says from which entry on it does not count.
void revokeKey(domain::Charter& draft, domain::RevokedKey revoked);
/// Gives @p governed to the rule at @p place, and takes it from the rule that covers it now.
void coverWith(domain::Charter& draft, std::size_t place, const domain::Governed& governed);

/// What an entry's kind is called: "Approval", "Break-glass".
[[nodiscard]] QString entryKindLabel(const QString& kind);
/// "Approval by Ines Okafor, Head of Safety, 2026-06-12 09:41:07 UTC"; for the size of the ledger: nothing
/// yet.
[[nodiscard]] QString entryInWords(const state::Snapshot& snapshot, std::uint64_t seq);
/// The entry that @p key first signed, or the ledger's size where it has signed none.
[[nodiscard]] std::uint64_t firstEntryOf(const state::Snapshot& snapshot, const base::Digest& key);
/// What becomes disputed when @p key is revoked from @p fromSeq on, in a sentence.
[[nodiscard]] QString revocationInWords(const state::Snapshot& snapshot, const base::Digest& key,
                                        std::uint64_t fromSeq);

} // namespace keyturn::items
