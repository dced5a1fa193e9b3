// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/formats/stated_times.h"
#include "models/intake/record_builder.h"

#include <functional>
#include <string>
#include <string_view>

namespace keyturn::formats {

/// Maps one entry of a Zeek log to a normalised record, whether it came as JSON or as a line of fields.
///
/// Source: Book of Zeek 6.0, "Zeek Log Formats and Inspection" and the log files' own pages (conn.log,
/// dns.log, http.log, ssl.log, files.log, notice.log, weird.log …).
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | ts: seconds since 1970 UTC with a fraction, or ISO 8601                                 |
/// | title       | what the entry is of, by its log (table in zeek_mapping.cpp): notice: msg, else note;    |
/// |             | signatures: event_msg, else sig_id; intel: seen.indicator, its type and where it was    |
/// |             | seen; weird: name and addl; dns: query; http: method, host, uri; …; others, and where   |
/// |             | those are unset: the log's name, protocol, service and the two ends; else "Zeek log     |
/// |             | entry", of a log that a site made itself                                                |
/// | description | the two ends with ports, protocol, service, state, note, sub-message, user, failure     |
/// | source      | the caller's default; else the sensor (_system_name, @system, peer); else "Zeek"        |
/// | source kind | monitoring                                                                              |
/// | severity    | not stated: no Zeek log grades what it saw (reporter's level and syslog's severity      |
/// |             | grade what a program says)                                                              |
/// | credibility | observed behaviour: the sensor saw the packets                                          |
/// | reference   | uid, else fuid, else id or fingerprint of an X.509 certificate                          |
class ZeekMapping
{
public:
    /// The text of a field; empty where it is unset or absent. Names with points are asked for with them, as
    /// "id.orig_h".
    using ValueOf = std::function<std::string(std::string_view field)>;
    /// Fills the record begun in @p builder. @param stream the log's name, as "conn"; may be empty.
    void fill(std::string_view stream, const ValueOf& valueOf, intake::RecordBuilder& builder);

private:
    StatedTimeReader m_times;
};

} // namespace keyturn::formats
