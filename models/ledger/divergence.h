// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/merkle.h"

#include <cstdint>

namespace keyturn::ledger {

/// How two trees of one log stand to each other.
enum class TreeRelation {
    Same,
    Behind,  ///< The first is a prefix of the second.
    Ahead,   ///< The second is a prefix of the first.
    Diverged ///< Neither is a prefix of the other.
};

struct Divergence
{
    TreeRelation relation = TreeRelation::Same;
    std::uint64_t common = 0; ///< Leaves that both have; the place of the first that differs.
};

/// How many leaves two trees share from the first on. Found by bisection over their roots, which no leaf
/// hidden below an equal root can deceive.
[[nodiscard]] Divergence compareTrees(const MerkleTree& first, const MerkleTree& second);

} // namespace keyturn::ledger
