// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/sheet.h"
#include "models/state/snapshot.h"

namespace keyturn::state {

/// What @p change is governed as: which rule of the charter it falls under.
[[nodiscard]] domain::Governed governedAs(const domain::ChangeProposed& change,
                                          const domain::Catalogue& catalogue);

/// Of the catalogue, the names that the sheet of @p proposal needs and no more: those that its restrictions
/// list in scope, tiers and fallback, those of its effect and its leaks. In the catalogue's order, without
/// routes and families.
[[nodiscard]] domain::Catalogue namesFor(const domain::ChangeProposed& proposal,
                                         const domain::Catalogue& catalogue);

/// The layers before and after a change of access, at the moment that it takes effect.
struct BeforeAndAfter
{
    std::vector<domain::Layered> before;
    std::vector<domain::Layered> after; ///< What is added has an empty change id.
};
/// @p proposal names changes that exist. @p at is when it is looked at; before the newest entry it is that
/// entry's time.
[[nodiscard]] BeforeAndAfter layersAround(const Snapshot& snapshot, const domain::ChangeProposed& proposal,
                                          base::UtcTime at);
/// The whole effect preview and leakage map of a change of access.
[[nodiscard]] domain::ChangePreview previewOf(const Snapshot& snapshot,
                                              const domain::ChangeProposed& proposal, base::UtcTime at);

/// The change of which @p proposal gives access back, and whose gates it has to pass: what it lifts, or what
/// it replaces by something looser. Nothing for what only tightens. Of a proposal that is completed.
[[nodiscard]] std::optional<domain::ChangeId> changeLoosened(const domain::ChangeProposed& proposal);

/// Fills in everything of a proposal that follows from the ledger: what it shows of the change that it lifts
/// or replaces, rule and signatures, effect, preview, gates, differences, names, marks. What a person chooses
/// is left as it is: restriction or change, part, charter and proofs, incident, grounds, times, template
/// (raised to what the charter asks). The same function lays a proposal out and judges it later, so that the
/// two cannot differ.
/// @param signedAt when its signer's clock says it is.
/// @return what it names and does not exist, NoRuleCovers, GatesOpen, NotDisputed, ChangeNotInForce.
[[nodiscard]] base::Result<domain::ChangeProposed> completed(const Snapshot& snapshot,
                                                             const domain::Member& proposer,
                                                             domain::ChangeProposed wanted,
                                                             base::UtcTime signedAt, domain::Urgency urgency);

/// How long at most a proposal signed at @p signedAt may stay open, or a break-glass wait for its
/// ratification.
[[nodiscard]] base::UtcTime latestExpiry(const Snapshot& snapshot, const domain::Rule& rule,
                                         base::UtcTime signedAt, domain::Urgency urgency);

} // namespace keyturn::state
