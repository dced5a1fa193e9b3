// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/keys.h"
#include "models/ledger/merkle.h"
#include "models/state/fold.h"
#include "tests/unit/state/oracle.h"

#include <map>
#include <random>
#include <vector>

namespace keyturn::tests {

/// A key of the pool that all histories draw from.
struct PooledKey
{
    domain::MemberKey named;
    mutable crypto::PrivateKey secret; ///< Signing changes nothing that anybody can see.
};

/// Dice that fall alike for the same seed, whatever the library.
class Dice
{
public:
    explicit Dice(std::uint64_t seed) : m_engine(seed) {}
    /// From 0 to @p sides - 1.
    std::size_t roll(std::size_t sides) { return static_cast<std::size_t>(m_engine() % sides); }
    bool oneIn(std::size_t sides) { return roll(sides) == 0; }
    template <typename T>
    const T& of(const std::vector<T>& things)
    {
        return things[roll(things.size())];
    }
    QByteArray bytes16()
    {
        const std::array<std::uint64_t, 2> words{m_engine(), m_engine()};
        return {reinterpret_cast<const char*>(words.data()), sizeof words};
    }

private:
    std::mt19937_64 m_engine;
};

/// An entry that is neither encoded nor signed: all that a judgement looks at, and no more.
[[nodiscard]] state::OpenedEntry unsignedEntry(const Attempt& attempt, const QByteArray& statementBytes,
                                               const QByteArray& entryBytes);

/// A founded ledger with a catalogue, made once, that many histories start from.
class OracleWorld
{
public:
    /// @param variant which of some charters.
    explicit OracleWorld(unsigned variant);

    static constexpr unsigned kVariants = 6;
    static constexpr std::int64_t kStartUs = 1'781'254'800'000'000;

    std::vector<PooledKey> pool; ///< Those of the members first, in order; then spare ones.
    std::vector<PooledKey> witnesses;
    domain::Charter charter;
    domain::Catalogue catalogue;
    std::vector<state::OpenedEntry> founding;
    state::Snapshot snapshot;
    ledger::MerkleTree tree;
    std::vector<OracleEntry> entries;
    std::vector<base::Digest> roots;

    [[nodiscard]] Oracle oracle() const;
    /// The proof that @p member holds the pooled key @p key.
    [[nodiscard]] domain::KeyProof proof(const domain::MemberId& member, const base::Digest& key) const;

private:
    void makeCharter(unsigned variant);
    void found();
    void take(const state::OpenedEntry& entry);

    mutable std::map<std::pair<QString, base::Digest>, QByteArray> m_proofs;
};

/// Folds @p entries from nothing.
[[nodiscard]] base::Result<state::Snapshot> foldedFromNothing(const std::vector<state::OpenedEntry>& entries);

} // namespace keyturn::tests
