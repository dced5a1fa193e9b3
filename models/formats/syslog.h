// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/line_format.h"

namespace keyturn::formats {

/// Syslog messages, a line each or with lines that continue them.
///
/// Source: RFC 5424 (section 6), RFC 3164 (sections 4.1, 4.3.2, 5.4), RFC 6587 (section 3.4.1, octet
/// counting: several messages may stand on one line, or one on several); rsyslog's file formats (traditional,
/// and with ISO 8601 times).
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | TIMESTAMP, digits and zone as written, and times with a year that devices write (RFC    |
/// |             | 3164, section 5.4). A time without a year is none: which year is not stated anywhere;   |
/// |             | it is kept as written (assumption), as is a zone by a name                              |
/// | title       | MSG; else the structured data; else the application                                     |
/// | description | host, application, process, structured data, facility (5424, table 1)                   |
/// | source      | the caller's default, else HOSTNAME, else the application                               |
/// | severity    | of PRI's severity (5424, table 2): 0 to 2 (emergency, alert, critical) high, 3 (error)  |
/// |             | medium, 4 (warning) low, 5 to 7 informational; not stated without PRI, or above 191     |
/// | credibility,| not stated                                                                              |
/// | layer       |                                                                                         |
/// | reference   | MSGID                                                                                   |
class Syslog final : public intake::LineFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("syslog"); }
    [[nodiscard]] int recognises(std::span<const std::string_view> lines) const override;
    [[nodiscard]] std::unique_ptr<intake::LineMapper> mapper(const intake::ImportHints& hints) const override;
};

} // namespace keyturn::formats
