// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/merkle_accumulator.h"

#include "models/crypto/digest_functions.h"

namespace keyturn::ledger {

void MerkleAccumulator::append(const base::Digest& leafHash)
{
    base::Digest peak = leafHash;
    for (std::uint64_t bit = m_size; bit & 1u; bit >>= 1u) {
        peak = crypto::nodeHash(m_peaks.back(), peak);
        m_peaks.pop_back();
    }
    m_peaks.push_back(peak);
    ++m_size;
}

base::Digest MerkleAccumulator::root() const
{
    if (m_peaks.empty())
        return crypto::sha256(QByteArrayView());
    base::Digest root = m_peaks.back();
    for (auto peak = m_peaks.rbegin() + 1; peak != m_peaks.rend(); ++peak)
        root = crypto::nodeHash(*peak, root);
    return root;
}

} // namespace keyturn::ledger
