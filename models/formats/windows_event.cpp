// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/windows_event.h"

#include "models/formats/json_parts.h"
#include "models/formats/windows_fields.h"
#include "models/formats/windows_times.h"
#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using domain::Severity;

/// The event that @p value wraps: a search engine's hit, or a row that Azure streams.
std::optional<dom::object> wrappedEvent(const dom::object& value)
{
    if (const auto source = objectAt(value, {"_source"}))
        return source;
    const auto properties = objectAt(value, {"properties"});
    if (properties && WindowsFields(*properties).shape() != WindowsShape::None)
        return properties;
    return std::nullopt;
}

std::string eventIdOf(const WindowsFields& fields)
{
    std::string id = fields.text({"EventID", "event_id", "EventId"});
    if (id.empty() && fields.shape() == WindowsShape::PowerShell)
        id = fields.text({"Id"});
    return id;
}

std::string elementAttribute(const WindowsFields& fields, std::string_view name, std::string_view attribute)
{
    const auto value = fields.attribute(name, attribute);
    std::string buffer;
    return value ? std::string(trimmed(jsonAsText(*value, buffer))) : std::string();
}

std::string providerOf(const WindowsFields& fields)
{
    std::string provider = fields.text({"SourceName", "EventSourceName", "ProviderName", "provider_name",
                                        "source_name", "Provider_Name", "Source", "Provider"});
    return provider.empty() ? elementAttribute(fields, "Provider", "Name") : provider;
}

std::string programOf(const WindowsFields& fields)
{
    const std::string from = fields.text({"SourceImage"});
    if (!from.empty())
        return joinedParts({from, fields.text({"TargetImage"})}, " to ");
    return fields.text({"Image", "NewProcessName", "ProcessName", "Application", "ServiceName"});
}

/// What to call the event; empty where it says nothing about itself.
std::string windowsTitle(const WindowsFields& fields, std::string_view message)
{
    if (fields.shape() == WindowsShape::Alert) {
        const std::string name =
            fields.text({"Title", "title", "AlertName", "DisplayName", "displayName", "alertDisplayName"});
        if (!name.empty())
            return name;
    }
    if (!message.empty()) {
        std::string_view line = message.substr(0, message.find_first_of("\r\n"));
        line = trimmed(line);
        if (!line.ends_with(':'))
            return std::string(line);
        const std::string program = programOf(fields);
        if (program.empty())
            line.remove_suffix(1);
        return joinedParts({line, program});
    }
    const std::string mapped = fields.text({"MapDescription"});
    if (!mapped.empty())
        return mapped;
    const std::string done = fields.text({"ActivityDisplayName", "activityDisplayName", "OperationName",
                                          "operationName", "Operation", "ActionType", "AlertName", "Title"});
    if (!done.empty()) {
        const std::string target =
            fields.text({"targetDisplayName", "ObjectName", "ObjectId", "AppDisplayName", "appDisplayName",
                         "FileName", "RemoteUrl", "DestinationDeviceName", "DeviceName"});
        return target == done ? done : joinedParts({done, target}, ": ");
    }
    if (fields.shape() == WindowsShape::Directory)
        return joinedParts({"Sign-in", fields.text({"AppDisplayName", "appDisplayName"})}, " to ");
    const std::string activity = fields.text({"Activity", "task", "Category"});
    const std::string id = eventIdOf(fields);
    if (!activity.empty() && activity != id)
        return activity;
    const std::string provider = providerOf(fields);
    if (!id.empty())
        return joinedParts({"Event " + id, provider}, " of ");
    return fields.shape() == WindowsShape::SentinelRow ? joinedParts({"Row", fields.text({"Type"})}, " of ")
                                                       : std::string();
}

Severity severityOfWindowsLevel(std::string_view number)
{
    if (number == "1")
        return Severity::High;
    if (number == "2")
        return Severity::Medium;
    if (number == "3")
        return Severity::Low;
    return number == "0" || number == "4" || number == "5" ? Severity::Informational : Severity::NotStated;
}

Severity windowsSeverity(const dom::object& event, const WindowsFields& fields)
{
    if (fields.shape() == WindowsShape::Alert)
        return severityOfFindingWord(fields.text({"AlertSeverity", "Severity", "severity"}));
    std::string word = fields.text({"LevelDisplayName", "EventLevelName", "Severity", "level"});
    if (word.empty())
        word = plainTextAt(event, {"log", "level"});
    if (word.empty())
        word = plainTextAt(event, {"log.level"});
    const Severity byWord = severityOfLogWord(word);
    return byWord != Severity::NotStated ? byWord
                                         : severityOfWindowsLevel(fields.text({"Level", "EventLevel"}));
}

std::string windowsReference(const WindowsFields& fields)
{
    const std::string record = fields.text(
        {"RecordNumber", "EventRecordID", "EventRecordId", "record_id", "record_number", "RecordId"});
    const std::string channel = fields.text({"Channel", "channel", "log_name", "LogName"});
    if (!record.empty() && (!channel.empty() || !eventIdOf(fields).empty()))
        return joinedParts(
            {fields.text({"Hostname", "Computer", "computer_name", "MachineName"}), channel, record}, "/");
    return fields.text({"AlertId", "SystemAlertId", "alertId", "Id", "id", "ReportId", "ReportId_long",
                        "ReportId_string", "OfficeId", "EventOriginId", "CorrelationId", "correlationId"});
}

/// "domain\name".
std::string windowsAccount(const WindowsFields& fields)
{
    const std::string name = fields.text({"SubjectUserName", "AccountName", "User", "Account", "UserId",
                                          "UserPrincipalName", "userPrincipalName", "AccountUpn",
                                          "InitiatingProcessAccountName", "AccountDisplayName"});
    const std::string domain =
        fields.text({"SubjectDomainName", "Domain", "AccountDomain", "InitiatingProcessAccountDomain"});
    const bool isWhole = name.find('\\') != std::string::npos || name.find('@') != std::string::npos;
    return name.empty() || domain.empty() || isWhole ? name : domain + '\\' + name;
}

/// The user or application that began an audited activity; Sentinel keeps it as JSON in text.
std::string initiatorOf(const dom::object& event, JsonRecordParser& parser)
{
    for (const std::string_view key : {"InitiatedBy", "initiatedBy"}) {
        std::optional<dom::object> by = objectAt(event, {key});
        const std::string_view text = trimmed(jsonText(event, key));
        if (!by && text.starts_with('{') && !parser.parse(text, false))
            by = parser.root();
        if (!by)
            continue;
        const std::string_view name = firstTextAt(*by, {{"user", "userPrincipalName"},
                                                        {"user", "displayName"},
                                                        {"user", "id"},
                                                        {"app", "displayName"},
                                                        {"app", "servicePrincipalName"},
                                                        {"app", "appId"}});
        if (!name.empty())
            return std::string(name);
    }
    return {};
}

class WindowsMapper final : public JsonMapper
{
public:
    bool recordsIn(const dom::object& value, std::vector<dom::object>& records) override
    {
        const auto wrapped = wrappedEvent(value);
        if (!wrapped)
            return false;
        records.push_back(*wrapped);
        return true;
    }

    std::optional<QString> fill(const dom::object& event, std::size_t, RecordBuilder& builder) override
    {
        const WindowsFields fields(event);
        std::string message = fields.text({"Message", "message", "RenderedDescription"});
        if (message.empty() && fields.shape() == WindowsShape::Alert)
            message = fields.text({"Description", "description"});
        const std::string title = windowsTitle(fields, message);
        if (title.empty())
            return QCoreApplication::translate("formats",
                                               "It names neither an event id, an operation, an action nor a "
                                               "message, so that it is no event of Windows or Microsoft.");
        if (fields.shape() == WindowsShape::None)
            builder.assume("it has none of the usual forms of a Windows or Microsoft event");
        setTitleKeepingAll(builder, title);
        if (message != title)
            builder.addDescription(message);
        addDetails(event, fields, builder);
        m_times.set(fields, builder);
        setSource(fields, builder);
        builder.setReference(windowsReference(fields));
        domain::NormalisedRecord& record = builder.record();
        record.sourceKind = domain::SourceKind::Monitoring;
        record.severity = windowsSeverity(event, fields);
        const bool isAlert = fields.shape() == WindowsShape::Alert;
        const std::string classification = fields.text({"Classification", "classification"});
        if (!isAlert || equalsIgnoringCase(classification, "TruePositive"))
            record.credibility = domain::Credibility::ObservedBehaviour;
        return std::nullopt;
    }

private:
    void addDetails(const dom::object& event, const WindowsFields& fields, RecordBuilder& builder)
    {
        builder.addDetail("Computer", fields.text({"Hostname", "Computer", "computer_name", "MachineName",
                                                   "DeviceName", "CompromisedEntity"}));
        builder.addDetail("Channel", fields.text({"Channel", "channel", "log_name", "LogName"}));
        const std::string id = eventIdOf(fields);
        const std::string activity = fields.text({"Category", "category", "task", "Activity"});
        builder.addDetail("Event", activity == id ? id : joinedParts({id, activity}, ", "));
        std::string outcome = fields.text({"Result", "result", "ResultStatus", "ResultType", "resultType"});
        // NXLog's EventType is the level of other events than audits.
        if (const std::string type = fields.text({"EventType"});
            outcome.empty() && type.starts_with("AUDIT_"))
            outcome = type;
        builder.addDetail("Outcome", outcome);
        builder.addDetail("Account", windowsAccount(fields));
        builder.addDetail("Target account", fields.text({"TargetUserName", "TargetAccount"}));
        builder.addDetail("Initiated by", initiatorOf(event, m_inner));
        builder.addDetail("Process", fields.text({"CommandLine", "ProcessCommandLine", "NewProcessName",
                                                  "Image", "SourceImage", "ProcessName", "FileName"}));
        builder.addDetail("Started by", fields.text({"ParentCommandLine", "ParentImage", "ParentProcessName",
                                                     "InitiatingProcessCommandLine"}));
        builder.addDetail("Target", fields.text({"TargetImage", "TargetFilename", "TargetObject",
                                                 "ObjectName", "targetDisplayName", "ServiceName"}));
        builder.addDetail("From", fields.text({"SourceIp", "IpAddress", "IPAddress", "SourceAddress",
                                               "Client_IPAddress", "ClientIP", "ipAddress", "LocalIP"}));
        builder.addDetail("To", fields.text({"DestinationIp", "DestAddress", "DestinationIPAddress",
                                             "RemoteIP", "DestinationDeviceName"}));
        builder.addDetail("Application", fields.text({"Application", "AppDisplayName", "appDisplayName",
                                                      "OfficeWorkload", "Workload"}));
        builder.addDetail("Status", fields.text({"Status", "status"}));
    }

    static void setSource(const WindowsFields& fields, RecordBuilder& builder)
    {
        std::string source = providerOf(fields);
        if (source.empty())
            source = fields.text({"LoggedByService", "loggedByService", "OfficeWorkload", "Workload",
                                  "ProductName", "ServiceSource", "DetectionSource", "detectionSource",
                                  "serviceSource"});
        if (source.empty() && builder.defaultSource().empty()) {
            source = fields.text({"SourceSystem"});
            if (source.empty())
                source = fields.shape() == WindowsShape::Hunting ? "Microsoft Defender"
                                                                 : fields.text({"Channel", "LogName"});
        }
        builder.setSource(source);
    }

    WindowsTimes m_times;
    JsonRecordParser m_inner; ///< Of members that hold JSON as text.
};

} // namespace

int WindowsEvent::recognises(const dom::object& first, const JsonHead&) const
{
    const auto wrapped = wrappedEvent(first);
    return WindowsFields(wrapped ? *wrapped : first).sureness();
}

std::unique_ptr<JsonMapper> WindowsEvent::mapper() const
{
    return std::make_unique<WindowsMapper>();
}

} // namespace keyturn::formats
