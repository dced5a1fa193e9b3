// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/keys.h"
#include "models/domain/sheet.h"
#include "models/ledger/merkle.h"
#include "models/state/fold.h"
#include "tests/support/mock_clock.h"

#include <functional>
#include <map>
#include <random>
#include <vector>

namespace keyturn::tests {

/// What an append did.
struct HarnessAppended
{
    std::uint64_t seq = 0;
    base::Digest leaf;
};

/// A ledger in memory with real keys, founded by a small organisation, that takes what its members say: the
/// shortest way from a test to a signed entry. Every step can also be taken apart, to be falsified.
///
/// Members: "ceo" and "coo" (executive), "safety" and "deputy" (safety-lead), "ciso" (security-lead),
/// "counsel" (legal), "scribe", "auditor", and the service "feed" (intake). Rules and acts are the usual ones
/// of models/domain.
class LedgerHarness
{
public:
    enum class Start { Founded, Empty };
    /// @param edit changes the charter before it is signed.
    explicit LedgerHarness(Start start = Start::Founded,
                           const std::function<void(domain::Charter&)>& edit = {});

    MockClock clock;

    [[nodiscard]] const state::Snapshot& snapshot() const { return m_snapshot; }
    [[nodiscard]] const ledger::MerkleTree& tree() const { return m_tree; }
    /// Entry bytes, seq is the index.
    [[nodiscard]] const std::vector<QByteArray>& entries() const { return m_entries; }
    [[nodiscard]] const domain::Charter& charter() const { return m_charter; }
    [[nodiscard]] crypto::PrivateKey& keyOf(const char* member);
    /// A fresh key that the harness holds under @p name, in no charter yet.
    [[nodiscard]] domain::MemberKey makeKey(const char* name, crypto::KeyType type = crypto::KeyType::P256);
    [[nodiscard]] state::RootAt rootAt() const;
    /// The clock's time in whole milliseconds, or the newest entry's if that is later.
    [[nodiscard]] base::UtcTime ledgerNow() const;

    // The steps of an append.
    [[nodiscard]] domain::Statement charterStatement() const;
    /// What @p member would sign now, bound to all that it must be bound to.
    [[nodiscard]] domain::Statement draft(const char* member, domain::Payload payload);
    /// Encoded and signed. A statement that cannot be encoded is a fault of the test.
    [[nodiscard]] QByteArray envelope(const domain::Statement& statement, crypto::Signer& signer) const;
    /// An entry's header as it must be next.
    [[nodiscard]] ledger::EntryHeader nextHeader(const QByteArray& envelope) const;
    /// Folds entry bytes; a refused entry changes nothing.
    [[nodiscard]] base::Result<HarnessAppended> appendEntry(const QByteArray& bytes);
    [[nodiscard]] base::Result<HarnessAppended> appendEnvelope(const QByteArray& envelope);
    [[nodiscard]] base::Result<HarnessAppended> appendStatement(const domain::Statement& statement,
                                                                crypto::Signer& signer);
    /// All of them.
    [[nodiscard]] base::Result<HarnessAppended> append(const char* member, domain::Payload payload);
    /// A step of the test's own preparation: ends the program with the reason when it is refused.
    HarnessAppended must(const base::Result<HarnessAppended>& appended) const;

    /// Three models ("larch-3", "larch-4", "larch-4-agent"), two channels, three regions (US, EU, UK), three
    /// tiers, two capabilities.
    [[nodiscard]] static domain::Catalogue catalogue();
    /// Suspends @p models, in @p regions or, where none are named, worldwide.
    [[nodiscard]] static domain::Restriction suspension(const std::vector<const char*>& models,
                                                        const std::vector<const char*>& regions = {});
    /// A proposal by @p member with all that follows from the ledger filled in.
    [[nodiscard]] domain::ChangeProposed proposal(const char* member, domain::ChangeProposed wanted,
                                                  domain::Urgency urgency = domain::Urgency::Ordinary) const;
    [[nodiscard]] domain::GlassBroken breakingGlass(const char* member,
                                                    const domain::Restriction& restriction) const;
    /// The standing charter with @p edit, one version on, with proofs of all new keys that the harness holds.
    [[nodiscard]] domain::ChangeProposed changingCharter(const char* member,
                                                         const std::function<void(domain::Charter&)>& edit);
    [[nodiscard]] domain::ChangeProposed restricting(const char* member,
                                                     const domain::Restriction& restriction) const;
    [[nodiscard]] domain::ChangeProposed lifting(const char* member, const char* change) const;
    [[nodiscard]] domain::ProposalApproved approval(const char* proposal) const;
    [[nodiscard]] domain::ProposalRefused refusal(const char* proposal) const;
    [[nodiscard]] domain::ProposalWithdrawn withdrawal(const char* proposal) const;

    // Whole steps that a test needs before its own.
    void setCatalogue();
    /// Proposes and has every member named approve. @return the proposal's id.
    domain::ProposalId decide(const char* proposer, const domain::ChangeProposed& change,
                              const std::vector<const char*>& approvers);
    enum class Incident { Real, Rehearsal };
    domain::IncidentId openIncident(const char* title = "Bypass of safeguards",
                                    Incident kind = Incident::Real);

    /// Folds @p entries from nothing.
    [[nodiscard]] static base::Result<state::Snapshot> foldAll(const std::vector<QByteArray>& entries,
                                                               state::SignatureCheck check);

private:
    void makeCharter();

    domain::Charter m_charter;
    std::map<QString, crypto::PrivateKey> m_keys;
    state::Snapshot m_snapshot;
    ledger::MerkleTree m_tree;
    std::vector<QByteArray> m_entries;
    std::mt19937_64 m_nonces{20260612};
};

} // namespace keyturn::tests
