// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"

#include <cstdint>
#include <vector>

namespace keyturn::ledger {

/// The root of a Merkle tree (RFC 6962 section 2.1) over leaves that come one by one, in memory that grows
/// with the logarithm of their number: for batches of any size.
class MerkleAccumulator
{
public:
    /// Appends one leaf hash.
    void append(const base::Digest& leafHash);
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    /// The root over all leaves so far; SHA-256 of nothing when there are none.
    [[nodiscard]] base::Digest root() const;

private:
    std::uint64_t m_size = 0;
    /// Roots of the complete subtrees, largest first: one for each set bit of m_size.
    std::vector<base::Digest> m_peaks;
};

} // namespace keyturn::ledger
