// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/line_format.h"

namespace keyturn::formats {

/// Alerts as Suricata's fast.log and Snort's alert_fast write them, a line each.
///
/// Source: Suricata User Guide 7.0, "Line based alerts log (fast.log)", and its src/alert-fastlog.c
/// (MM/DD/YYYY); Snort writes MM/DD or, with -y, MM/DD/YY.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | MM/DD/YYYY-hh:mm:ss.ssssss, no zone; with a year of two digits MM/DD/YY, or YY/MM/DD    |
/// |             | where only that is a date (assumption); without a year none (assumption)                |
/// | title       | the signature's message                                                                 |
/// | description | classification, action ([Drop] or [wDrop] before the signature), protocol and the ends  |
/// | source      | the caller's default; else "Suricata"                                                   |
/// | source kind | monitoring                                                                              |
/// | severity    | Priority, which counts from the worst: 1 high, 2 medium, 3 low, 4 and beyond            |
/// |             | informational; not stated without it                                                    |
/// | credibility | observed behaviour: the sensor saw the packets                                          |
/// | reference   | gid:sid:rev                                                                             |
class SuricataFast final : public intake::LineFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("suricata-fast"); }
    [[nodiscard]] int recognises(std::span<const std::string_view> lines) const override;
    [[nodiscard]] std::unique_ptr<intake::LineMapper> mapper(const intake::ImportHints& hints) const override;
};

} // namespace keyturn::formats
