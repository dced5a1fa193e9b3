// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/charter.h"

#include <optional>
#include <vector>

namespace keyturn::tests {

/// Somebody whose signature stands.
struct OracleSigner
{
    domain::MemberId member;
    std::vector<domain::Role> roles;
    std::optional<domain::Role> only; ///< The slot that they chose.
};

/// The most slots that different people can fill, by trying every assignment. Whoever proposes does not count
/// where there is one slot only.
[[nodiscard]] std::size_t mostFilled(const std::vector<domain::Role>& slotRoles,
                                     const std::vector<OracleSigner>& people,
                                     const domain::MemberId& proposer);
[[nodiscard]] bool allFilled(const std::vector<domain::Role>& slotRoles,
                             const std::vector<OracleSigner>& people, const domain::MemberId& proposer);

/// The rule of @p charter for @p governed.
[[nodiscard]] const domain::Rule* oracleRule(const domain::Charter& charter,
                                             const domain::Governed& governed);
[[nodiscard]] const domain::Member* oracleMember(const domain::Charter& charter, const domain::MemberId& id);
[[nodiscard]] const domain::Member* oracleHolder(const domain::Charter& charter, const base::Digest& key);
[[nodiscard]] bool holdsAny(const domain::Member& member, const std::vector<domain::Role>& roles);

/// Whether people with keys can meet every rule of @p charter, somebody besides the proposer among them.
[[nodiscard]] bool canBeMet(const domain::Charter& charter);
/// Whether the charter's own rule can be met without any two of its people.
[[nodiscard]] bool survivesTheLossOfTwo(const domain::Charter& charter);

} // namespace keyturn::tests
