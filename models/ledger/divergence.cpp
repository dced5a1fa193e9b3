// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/divergence.h"

#include <algorithm>

namespace keyturn::ledger {

Divergence compareTrees(const MerkleTree& first, const MerkleTree& second)
{
    const std::uint64_t shorter = std::min(first.size(), second.size());
    const auto agree = [&](std::uint64_t size) { return first.rootAt(size) == second.rootAt(size); };
    if (agree(shorter)) {
        const TreeRelation relation = first.size() == second.size()  ? TreeRelation::Same
                                      : first.size() < second.size() ? TreeRelation::Behind
                                                                     : TreeRelation::Ahead;
        return {relation, shorter};
    }
    // Roots agree up to a size and never after it.
    std::uint64_t agreed = 0;
    std::uint64_t parted = shorter;
    while (parted - agreed > 1) {
        const std::uint64_t middle = agreed + (parted - agreed) / 2;
        (agree(middle) ? agreed : parted) = middle;
    }
    return {TreeRelation::Diverged, agreed};
}

} // namespace keyturn::ledger
