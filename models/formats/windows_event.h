// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// Events of Windows and of Microsoft's services as JSON, in lines, as an array, or as the list `value`
/// (Microsoft Graph) or `records` (Azure Monitor): Windows events flat (NXLog, Logstash, the tables
/// SecurityEvent and Event of Azure Monitor), by Winlogbeat, as XML turned to JSON, or from Get-WinEvent;
/// Defender's alerts and advanced hunting; audit and sign-in logs of Entra ID; Office 365's audit log.
///
/// Source: [MS-EVEN6] and the Event schema (System: Provider, EventID, Level, TimeCreated, EventRecordID,
/// Channel, Computer); Sysinternals Sysmon (UtcTime); NXLog Reference Manual, im_msvistalog (EventTime,
/// EventReceivedTime, Severity, SeverityValue); Winlogbeat Reference, "Exported fields" (7 and 8: winlog.*,
/// log.level; 6: event_id, log_name); Azure Monitor Logs reference, tables SecurityEvent, Event, AuditLogs,
/// SigninLogs, OfficeActivity, SecurityAlert, SecurityIncident; Microsoft Defender XDR, advanced hunting
/// schema; Office 365 Management Activity API schema (CreationTime is UTC).
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | UtcTime (Sysmon's, UTC); else TimeCreated (its SystemTime is UTC); else @timestamp of   |
/// |             | Winlogbeat; else EventTime; else ActivityDateTime, TimeGenerated, Timestamp,            |
/// |             | CreationTime, createdDateTime (all UTC) …; else when it was received: @timestamp,       |
/// |             | TimeCollected, EventReceivedTime (assumption). An EventTime without a zone is local: it |
/// |             | is moved by what EventReceivedTime, of the same clock, differs by from @timestamp       |
/// |             | (assumption); where that tells nothing, it is read as UTC. Own times more than a minute |
/// |             | apart: the later in this order is noted                                                 |
/// | title       | Message's first line, with the program where it ends in a colon; else AlertName, Title, |
/// |             | DisplayName; else ActivityDisplayName, OperationName, Operation, ActionType and what    |
/// |             | it was done to; else Activity; else "Event 4624 of …"                                   |
/// | description | Message or Description; then computer, channel, event, account, process, addresses,     |
/// |             | result and application as "Label: …" lines                                              |
/// | source      | the event's provider; LoggedByService, the workload, or the product of an alert; else   |
/// |             | the caller's default; else SourceSystem, or "Microsoft Defender" of hunting rows        |
/// | source kind | monitoring                                                                              |
/// | severity    | of alerts Severity or AlertSeverity in our words; of events the level's word or number: |
/// |             | 1 critical is high, 2 error medium, 3 warning low, 0 and 4 and 5 informational. A log's |
/// |             | level grades the fault of a program, not harm done, so that it counts one step less     |
/// |             | than the same word of an alert. Levels 8 and 16 (audit success, failure): not stated    |
/// | credibility | events: observed behaviour, as they are logs of what was done; alerts: Classification   |
/// |             | TruePositive (Determination aside) is observed behaviour, else not stated               |
/// | layer,      | not stated                                                                              |
/// | models      |                                                                                         |
/// | reference   | computer/channel/record number of Windows events; else the id of its own: AlertId,      |
/// |             | SystemAlertId, Id, ReportId, OfficeId, EventOriginId, CorrelationId                     |
class WindowsEvent final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("windows-event"); }
    [[nodiscard]] std::vector<std::string> listNames() const override { return {"value", "records"}; }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats
