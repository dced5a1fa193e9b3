// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// Alerts, cases and events of a case's timeline of DFIR-IRIS: in arrays, in lines, one a file, in answers of
/// its API (`{"status": …, "data": …}`, with `alerts`, `cases` or `timeline` within data), and the export of
/// a case, of which the case and each event of its timeline become a record.
///
/// Source: dfir-iris/iris-web: source/app/models/alerts.py (alert_title, alert_source …, Severity),
/// source/app/models/cases.py, source/app/datamgmt/reporter/report_db.py (export_case_json),
/// source/app/schema/marshables.py (EventSchema.validate_date: event_date_wtz is the time as entered, in the
/// zone event_tz; event_date is the same in UTC), source/app/post_init.py (the names of severities).
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | alert_source_event_time, else alert_creation_time with an assumption; event_date_wtz    |
/// |             | with event_tz, else event_date; of a case initial_date, open_date or case_open_date,    |
/// |             | with an assumption: it is when the case was opened. "01/27/2023" is month, day, year    |
/// | title       | alert_title; event_title; name, case_name                                               |
/// | description | alert_description, event_content, description; status, classification, customer, tags,  |
/// |             | notes, links; assets and indicators, counted                                            |
/// | source      | alert_source, event_source; else the caller's default, else "DFIR-IRIS"                 |
/// | severity    | severity.severity_name: Informational, Low, Medium, High, Critical; Unspecified is not  |
/// |             | stated. alert_severity_id alone is not: each installation numbers its severities        |
/// | credibility | resolution_status.resolution_status_name: a true positive is observed behaviour; others |
/// |             | are not stated                                                                          |
/// | layer       | not stated: no field says where in an AI system the harm lies                           |
/// | reference   | alert_source_ref, else alert_uuid, alert_id; event_uuid, event_id; case_uuid,           |
/// |             | case_soc_id, soc_id, case_id                                                            |
class DfirIris final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("dfir-iris"); }
    [[nodiscard]] std::vector<std::string> listNames() const override { return {"data", "alerts"}; }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats
