// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/words.h"
#include "models/reports/report.h"

#include <QCoreApplication>
#include <QString>

namespace keyturn::reports {

/// A text of reports in the program's language; pass it through QT_TRANSLATE_NOOP("report", …).
[[nodiscard]] inline QString say(const char* text)
{
    return QCoreApplication::translate("report", text);
}

/// Words for people.
[[nodiscard]] QString label(domain::Role role);
[[nodiscard]] QString label(domain::Layer layer);
[[nodiscard]] QString label(domain::Severity severity);
[[nodiscard]] QString label(domain::Horizon horizon);
[[nodiscard]] QString label(domain::Cause cause);
[[nodiscard]] QString label(domain::EvidenceItem item);
[[nodiscard]] QString label(domain::IncidentStatus status);
[[nodiscard]] QString label(domain::RequestStatus status);
[[nodiscard]] QString label(domain::ModelStatus status);
[[nodiscard]] QString label(Punctuality punctuality);
/// What became of a proposal: "In force", "Lifted", "Refused" …
[[nodiscard]] QString stateLabel(const Decision& decision);
/// A timeline lane: "Signal", "Decision" …
[[nodiscard]] QString laneLabel(const QString& lane);

/// "1 event", "12,345 events": digits in groups, so that large numbers can be read.
[[nodiscard]] QString grouped(std::uint64_t number);
/// How long: "3 h 12 min".
[[nodiscard]] QString lengthText(std::int64_t lengthUs);

} // namespace keyturn::reports
