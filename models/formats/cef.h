// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/line_format.h"

namespace keyturn::formats {

/// ArcSight's Common Event Format, by itself or as the message of a syslog line.
///
/// Source: ArcSight Common Event Format Implementation Standard, version 26 (2022): "Header information",
/// "Extension field key value pairs", "Character encoding", "Date formats".
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | start, else rt (receipt by the device), else end: milliseconds since 1970 UTC (another   |
/// |             | unit by its size is noted) or "MMM dd yyyy HH:mm:ss" with fraction and zone; else the   |
/// |             | time of the syslog line. Without a year, which the standard allows, there is no time    |
/// |             | (assumption). A zone by name other than UTC and GMT is not certain and noted, as is dtz |
/// | title       | Name                                                                                    |
/// | description | msg; act, outcome, reason, cat, source and destination, user, request, file; the        |
/// |             | device's own fields (cs1, cn1, deviceCustomDate1 …) that have a label                   |
/// | source      | the caller's default; else Device Vendor and Device Product                             |
/// | severity    | Severity: 0 to 3 or Low low, 4 to 6 or Medium medium, 7 to 8 or High high, 9 to 10 or   |
/// |             | Very-High critical; Unknown and others not stated                                       |
/// | reference   | externalId; else Device Event Class ID                                                  |
class Cef final : public intake::LineFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("cef"); }
    [[nodiscard]] int recognises(std::span<const std::string_view> lines) const override;
    [[nodiscard]] std::unique_ptr<intake::LineMapper> mapper(const intake::ImportHints& hints) const override;
};

} // namespace keyturn::formats
