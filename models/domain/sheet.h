// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/payload.h"

#include <QByteArray>

namespace keyturn::domain {

/// The template of new sheets.
inline constexpr std::int64_t kNewestSheetTemplate = 2;

/// Whether a restriction waits for its signatures or is in force already.
enum class Urgency : std::uint8_t { Ordinary, BreakGlass };

/// The text that is signed (trust.md, "What you see is what you sign"): a pure function of the proposal, by
/// the template and language it names; UTF-8, LF, lines up to 100 characters. Old templates are kept for
/// ever.
/// @return BadProposal for a template or language this version does not have.
[[nodiscard]] base::Result<QByteArray> renderSheet(const ChangeProposed& proposal,
                                                   Urgency urgency = Urgency::Ordinary);

/// A leak as the sheet tells it: "failover: Larch 4 (larch-4) on Northgate in United States (route r-7),
/// through r-2 …".
[[nodiscard]] QString leakInWords(const Leak& leak, const Catalogue& names);

/// One line that says what the change does: "Suspend larch-4 and larch-4-agent worldwide". For buttons and
/// lists too.
[[nodiscard]] QString headline(const ChangeProposed& proposal);
/// The same of a restriction alone, with the catalogue's names.
[[nodiscard]] QString headline(const Restriction& restriction, const Catalogue& names);

/// Models whose counts of open, suspended or otherwise restricted cells differ between two sets of layers. A
/// change that only tightens or only loosens changes no cell where it changes no count; one that replaces
/// another may, which AccessShift tells.
[[nodiscard]] std::vector<ModelEffect> effectOf(std::span<const Layered> before,
                                                std::span<const Layered> after, const Catalogue& catalogue);
/// The same for a proposal that adds or lifts a whole restriction over the layers in force.
[[nodiscard]] std::vector<ModelEffect> effectOf(const ChangeProposed& proposal,
                                                std::span<const Layered> layers, const Catalogue& catalogue);

/// Exactly one of what a proposal may be about, with what belongs to it. @return BadProposal.
[[nodiscard]] base::Result<void> checkKindOfChange(const ChangeProposed& proposal);

/// Makes sense on its own: exactly one of add and lift, a rationale, tiers for limit-tiers, a rate for
/// rate-limit, words for safeguards and logging, a fallback for reroute. @return BadProposal.
[[nodiscard]] base::Result<void> checkProposal(const ChangeProposed& proposal);

} // namespace keyturn::domain
