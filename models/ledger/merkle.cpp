// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/merkle.h"

#include "models/crypto/digest_functions.h"
#include "models/ledger/merkle_accumulator.h"

#include <algorithm>
#include <bit>

namespace keyturn::ledger {

namespace {

using Levels = std::vector<std::vector<base::Digest>>;

/// The largest power of two below @p count, where RFC 6962 splits a tree; count > 1.
std::uint64_t splitOf(std::uint64_t count)
{
    return std::bit_floor(count - 1);
}

/// The hash over leaves [begin, end) as it stands in a tree: begin is a multiple of the power of two that
/// holds the range, so that complete parts of it are kept in @p levels.
base::Digest subtreeHash(const Levels& levels, std::uint64_t begin, std::uint64_t end)
{
    const std::uint64_t count = end - begin;
    if (std::has_single_bit(count)) {
        const auto level = static_cast<std::size_t>(std::countr_zero(count));
        return levels[level][begin >> level];
    }
    const std::uint64_t middle = begin + splitOf(count);
    return crypto::nodeHash(subtreeHash(levels, begin, middle), subtreeHash(levels, middle, end));
}

} // namespace

void MerkleTree::append(const base::Digest& leafHash)
{
    if (m_levels.empty())
        m_levels.emplace_back();
    m_levels.front().push_back(leafHash);
    for (std::size_t level = 0; m_levels[level].size() % 2 == 0; ++level) {
        const auto& nodes = m_levels[level];
        const base::Digest parent = crypto::nodeHash(nodes[nodes.size() - 2], nodes.back());
        if (level + 1 == m_levels.size())
            m_levels.emplace_back();
        m_levels[level + 1].push_back(parent);
    }
}

base::Digest MerkleTree::rootAt(std::uint64_t size) const
{
    Q_ASSERT(size <= this->size());
    return size == 0 ? crypto::sha256(QByteArrayView()) : subtreeHash(m_levels, 0, size);
}

std::vector<base::Digest> MerkleTree::inclusionProof(std::uint64_t index, std::uint64_t size) const
{
    Q_ASSERT(index < size && size <= this->size());
    std::vector<base::Digest> proof;
    std::uint64_t begin = 0;
    std::uint64_t end = size;
    while (end - begin > 1) {
        const std::uint64_t middle = begin + splitOf(end - begin);
        if (index < middle) {
            proof.push_back(subtreeHash(m_levels, middle, end));
            end = middle;
        } else {
            proof.push_back(subtreeHash(m_levels, begin, middle));
            begin = middle;
        }
    }
    std::reverse(proof.begin(), proof.end());
    return proof;
}

std::vector<base::Digest> MerkleTree::consistencyProof(std::uint64_t older, std::uint64_t newer) const
{
    Q_ASSERT(older <= newer && newer <= size());
    std::vector<base::Digest> proof;
    if (older == 0)
        return proof;
    std::uint64_t begin = 0;
    std::uint64_t end = newer;
    while (end != older) {
        const std::uint64_t middle = begin + splitOf(end - begin);
        if (older <= middle) {
            proof.push_back(subtreeHash(m_levels, middle, end));
            end = middle;
        } else {
            proof.push_back(subtreeHash(m_levels, begin, middle));
            begin = middle;
        }
    }
    // What is left is a part of the older tree: its whole, whose root the verifier has, or its right edge.
    if (begin != 0)
        proof.push_back(subtreeHash(m_levels, begin, end));
    std::reverse(proof.begin(), proof.end());
    return proof;
}

base::Digest merkleRoot(std::span<const base::Digest> leafHashes)
{
    MerkleAccumulator accumulator;
    for (const base::Digest& leaf : leafHashes)
        accumulator.append(leaf);
    return accumulator.root();
}

base::Result<void> verifyInclusion(const base::Digest& leafHash, std::uint64_t index, std::uint64_t size,
                                   std::span<const base::Digest> proof, const base::Digest& root)
{
    if (index >= size)
        return base::fail(LedgerError::ProofMalformed);
    std::uint64_t node = index;
    std::uint64_t last = size - 1;
    base::Digest computed = leafHash;
    for (const base::Digest& sibling : proof) {
        if (last == 0)
            return base::fail(LedgerError::ProofMalformed);
        if ((node & 1) != 0 || node == last) {
            computed = crypto::nodeHash(sibling, computed);
            // A node without a right neighbour moves up until it is a right child.
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            computed = crypto::nodeHash(computed, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if (last != 0)
        return base::fail(LedgerError::ProofMalformed);
    if (computed != root)
        return base::fail(LedgerError::ProofMismatch);
    return {};
}

base::Result<void> verifyConsistency(std::uint64_t older, const base::Digest& olderRoot, std::uint64_t newer,
                                     const base::Digest& newerRoot, std::span<const base::Digest> proof)
{
    // Nothing can be shown about an empty older tree; who accepts one must say so without a proof.
    if (older == 0 || older > newer)
        return base::fail(LedgerError::ProofMalformed);
    if (older == newer) {
        if (!proof.empty())
            return base::fail(LedgerError::ProofMalformed);
        if (olderRoot != newerRoot)
            return base::fail(LedgerError::ProofMismatch);
        return {};
    }
    // A complete older tree is itself the first node of the path.
    const bool olderIsComplete = std::has_single_bit(older);
    if (!olderIsComplete && proof.empty())
        return base::fail(LedgerError::ProofMalformed);
    std::uint64_t node = older - 1;
    std::uint64_t last = newer - 1;
    while ((node & 1) != 0) {
        node >>= 1;
        last >>= 1;
    }
    base::Digest computedOlder = olderIsComplete ? olderRoot : proof.front();
    base::Digest computedNewer = computedOlder;
    for (const base::Digest& sibling : olderIsComplete ? proof : proof.subspan(1)) {
        if (last == 0)
            return base::fail(LedgerError::ProofMalformed);
        if ((node & 1) != 0 || node == last) {
            computedOlder = crypto::nodeHash(sibling, computedOlder);
            computedNewer = crypto::nodeHash(sibling, computedNewer);
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            computedNewer = crypto::nodeHash(computedNewer, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if (last != 0)
        return base::fail(LedgerError::ProofMalformed);
    if (computedOlder != olderRoot || computedNewer != newerRoot)
        return base::fail(LedgerError::ProofMismatch);
    return {};
}

} // namespace keyturn::ledger
