// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/charter.h"

#include <vector>

namespace keyturn::domain {

/// How a rule fares with the people of its charter as they are today.
struct RuleVerdict
{
    bool canBeMet = false;
    std::vector<MemberId> signers; ///< People with a key and a role that it asks for, in the charter's order.
    /// Where it cannot be met: the signatures that stay out even if everybody signs. None where its only
    /// signer is also the only one who may propose.
    std::vector<Role> missing;
    /// Where it can: each one or two people without whom it could not. No pair of which one alone stands
    /// here.
    std::vector<std::vector<MemberId>> lockedWithout;
    friend bool operator==(const RuleVerdict&, const RuleVerdict&) = default;
};

/// Judges @p rule by the members of @p charter; the charter need not be sound otherwise.
[[nodiscard]] RuleVerdict verdictOf(const Charter& charter, const Rule& rule);

} // namespace keyturn::domain
