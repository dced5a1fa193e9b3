// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/ledger/ledger_error.h"

#include <cstdint>
#include <span>
#include <vector>

namespace keyturn::ledger {

/// An append-only Merkle tree (RFC 6962 section 2.1, RFC 9162 section 2.1) over leaf hashes, all levels kept
/// in memory (64 bytes a leaf). A value: copy it to keep an older tree.
class MerkleTree
{
public:
    /// Appends one leaf hash.
    void append(const base::Digest& leafHash);
    [[nodiscard]] std::uint64_t size() const { return m_levels.empty() ? 0 : m_levels.front().size(); }
    /// The leaf hash at @p index; index < size().
    [[nodiscard]] const base::Digest& leaf(std::uint64_t index) const { return m_levels.front()[index]; }
    /// The root over all leaves; SHA-256 of nothing when empty.
    [[nodiscard]] base::Digest root() const { return rootAt(size()); }
    /// The root over the first @p size leaves; size <= size().
    [[nodiscard]] base::Digest rootAt(std::uint64_t size) const;
    /// RFC 6962 section 2.1.1: the path of leaf @p index in the tree of @p size leaves; index < size <=
    /// size().
    [[nodiscard]] std::vector<base::Digest> inclusionProof(std::uint64_t index, std::uint64_t size) const;
    /// RFC 6962 section 2.1.2: that the tree of @p older leaves is a prefix of that of @p newer; older <=
    /// newer <= size().
    [[nodiscard]] std::vector<base::Digest> consistencyProof(std::uint64_t older, std::uint64_t newer) const;

private:
    /// Complete subtrees only: m_levels[k][i] is the hash over leaves [i·2^k, (i+1)·2^k).
    std::vector<std::vector<base::Digest>> m_levels;
};

/// The root over @p leafHashes without keeping the tree.
[[nodiscard]] base::Digest merkleRoot(std::span<const base::Digest> leafHashes);

/// RFC 9162 section 2.1.3.2. @return ProofMalformed, ProofMismatch.
[[nodiscard]] base::Result<void> verifyInclusion(const base::Digest& leafHash, std::uint64_t index,
                                                 std::uint64_t size, std::span<const base::Digest> proof,
                                                 const base::Digest& root);
/// RFC 9162 section 2.1.4.2. An empty older tree proves nothing and is refused. @return ProofMalformed,
/// ProofMismatch.
[[nodiscard]] base::Result<void> verifyConsistency(std::uint64_t older, const base::Digest& olderRoot,
                                                   std::uint64_t newer, const base::Digest& newerRoot,
                                                   std::span<const base::Digest> proof);

} // namespace keyturn::ledger
