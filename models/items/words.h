// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/domain/charter.h"
#include "models/domain/words.h"

#include <QString>

#include <vector>

namespace keyturn::items {

/// Words for people, in the program's language; files and the command line use domain::toWord().
[[nodiscard]] QString label(domain::Role role);
[[nodiscard]] QString label(domain::Layer layer);
[[nodiscard]] QString label(domain::Severity severity);
[[nodiscard]] QString label(domain::Credibility credibility);
[[nodiscard]] QString label(domain::SourceKind kind);
[[nodiscard]] QString label(domain::RecordKind kind);
[[nodiscard]] QString label(domain::Horizon horizon);
[[nodiscard]] QString label(domain::Cause cause);
[[nodiscard]] QString label(domain::RestrictionKind kind);
[[nodiscard]] QString label(domain::Access access);
[[nodiscard]] QString label(domain::EvidenceItem item);
[[nodiscard]] QString label(domain::MemberKind kind);
[[nodiscard]] QString label(domain::IncidentStatus status);
[[nodiscard]] QString label(domain::RequestStatus status);
[[nodiscard]] QString label(domain::ProposalStatus status);
[[nodiscard]] QString label(domain::ModelStatus status);
[[nodiscard]] QString label(domain::LeakKind kind);
[[nodiscard]] QString label(domain::Fallback fallback);
/// What a rule governs: "Suspend, worldwide".
[[nodiscard]] QString label(const domain::Governed& governed);

/// "a", "a and b", "a, b and c".
[[nodiscard]] QString listed(const QStringList& texts);
/// The roles' words, listed.
[[nodiscard]] QString listed(const std::vector<domain::Role>& roles);
/// "Executive": @p text with its first letter large.
[[nodiscard]] QString capitalised(const QString& text);

/// How long: "3 h 12 min", "2 d 4 h", "under a minute"; never negative.
[[nodiscard]] QString lengthText(std::int64_t lengthUs);
/// How long to the second: "3 h 12 min 4 s", "2 d 0 h 5 min"; below a minute with fractions: "1.25 s",
/// "40 ms".
[[nodiscard]] QString exactLengthText(std::int64_t lengthUs);
/// "in 3 h 12 min" or "3 h 12 min ago".
[[nodiscard]] QString distanceText(base::UtcTime time, base::UtcTime now);
/// @p text for a tool tip, which takes what looks like markup for markup: such text is escaped, any other
/// left alone. For all that people or imported files have written.
[[nodiscard]] QString plainToolTip(const QString& text);
/// In the reader's own zone: "2026-06-12 11:41:07 CEST".
[[nodiscard]] QString localText(base::UtcTime time);

} // namespace keyturn::items
