// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/windows_fields.h"

#include "models/formats/json_parts.h"
#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <array>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;

/// Names under which XML's attributes and text are kept by those who turn it to JSON.
constexpr std::array<std::string_view, 3> kAttributeHolders{"#attributes", "@attributes", "$"};
constexpr std::array<std::string_view, 4> kElementTexts{"#text", "Value", "value", "_"};

std::string elementText(dom::element value)
{
    dom::object object;
    if (value.get(object) == simdjson::SUCCESS) {
        for (const std::string_view key : kElementTexts) {
            std::string text = plainTextAt(object, {key});
            if (!text.empty())
                return text;
        }
        return {};
    }
    if (value.is_array())
        return {};
    std::string buffer;
    const std::string_view text = trimmed(jsonAsText(value, buffer));
    return text == "-" ? std::string() : std::string(text);
}

int presentOf(const dom::object& object, std::initializer_list<std::string_view> keys)
{
    int count = 0;
    for (const std::string_view key : keys) {
        dom::element value;
        if (object.at_key(key).get(value) == simdjson::SUCCESS && !value.is_null())
            ++count;
    }
    return count;
}

} // namespace

WindowsFields::WindowsFields(const dom::object& event)
{
    m_holders.push_back(event);
    const auto lookInto = [&](JsonPath path) {
        if (const auto holder = objectAt(event, path))
            m_holders.push_back(*holder);
    };
    lookInto({"Event", "System"});
    lookInto({"Event", "EventData"});
    lookInto({"System"});
    lookInto({"EventData"});
    lookInto({"winlog"});
    lookInto({"winlog", "event_data"});
    lookInto({"event_data"});
    for (const dom::object& holder : m_holders)
        collectData(holder);
    collectDotted(event);
    findShape(event);
}

/// Remembers what members such as "winlog.event_data.Image" say, as a search engine writes nested ones.
void WindowsFields::collectDotted(const dom::object& event)
{
    for (const dom::key_value_pair field : event) {
        for (const std::string_view before : {"winlog.event_data.", "winlog."}) {
            if (!field.key.starts_with(before))
                continue;
            m_data.emplace_back(field.key.substr(before.size()), field.value);
            break;
        }
    }
}

/// Remembers what stands in <Data Name="x">y</Data>, kept as a list of objects.
void WindowsFields::collectData(const dom::object& holder)
{
    dom::array list;
    if (holder.at_key("Data").get(list) != simdjson::SUCCESS)
        return;
    for (const dom::element item : list) {
        dom::object data;
        if (item.get(data) != simdjson::SUCCESS)
            continue;
        const std::string_view name = firstTextAt(
            data, {{"@Name"}, {"Name"}, {"#attributes", "Name"}, {"@attributes", "Name"}, {"$", "Name"}});
        for (const std::string_view key : kElementTexts) {
            dom::element value;
            if (!name.empty() && data.at_key(key).get(value) == simdjson::SUCCESS) {
                m_data.emplace_back(name, value);
                break;
            }
        }
    }
}

void WindowsFields::findShape(const dom::object& event)
{
    const auto is = [&](WindowsShape shape, int sureness) {
        m_shape = shape;
        m_sureness = sureness;
    };
    const auto has = [&](std::initializer_list<std::string_view> keys) { return presentOf(event, keys); };
    auto system = objectAt(event, {"Event", "System"});
    if (!system)
        system = objectAt(event, {"System"});
    if (system && presentOf(*system, {"EventID", "Channel", "Provider", "Computer", "TimeCreated"}) >= 2)
        return is(WindowsShape::Xml, 97);
    if (const auto winlog = objectAt(event, {"winlog"});
        winlog &&
        presentOf(*winlog, {"event_id", "channel", "provider_name", "computer_name", "record_id"}) >= 2)
        return is(WindowsShape::Winlogbeat, 97);
    if (has({"event_id"}) == 1 && has({"log_name", "source_name", "computer_name", "record_number"}) >= 2)
        return is(WindowsShape::Winlogbeat, 92);
    if (has({"winlog.event_id", "winlog.channel", "winlog.provider_name", "winlog.computer_name",
             "winlog.record_id"}) >= 2)
        return is(WindowsShape::Winlogbeat, 97);
    // Timesketch's own three; such a file is its, whatever else a row holds.
    if (has({"message", "datetime", "timestamp_desc"}) == 3)
        return;
    if (has({"AlertId", "SystemAlertId", "alertId", "AlertName", "IncidentNumber", "alertCreationTime",
             "providerAlertId", "alertWebUrl", "incidentWebUrl"}) >= 1 &&
        has({"Severity", "AlertSeverity", "severity", "AlertLink", "ServiceSource", "DetectionSource"}) >= 1)
        return is(WindowsShape::Alert, 88);
    if (has({"EventID"}) == 1) {
        const int others = has({"Channel", "SourceName", "EventSourceName", "ProviderName", "Provider",
                                "Computer", "Hostname", "EventTime", "TimeGenerated", "TimeCreated",
                                "RecordNumber", "EventRecordID", "EventData", "SourceModuleType"});
        if (others >= 2)
            return is(WindowsShape::Flat, 95);
        if (others == 1)
            return is(WindowsShape::Flat, 70);
    }
    if (has({"EventId"}) == 1 &&
        has({"EventRecordId", "Provider", "Channel", "Computer", "MapDescription", "PayloadData1"}) >= 3)
        return is(WindowsShape::Flat, 95); // Zimmerman's EvtxECmd
    if (has({"Id"}) == 1 && has({"ProviderName", "LogName", "MachineName", "TimeCreated"}) >= 3)
        return is(WindowsShape::PowerShell, 93);
    if (has({"Timestamp", "ActionType"}) == 2 &&
        has({"DeviceId", "DeviceName", "ReportId", "ReportId_long", "Application", "AccountObjectId"}) >= 1)
        return is(WindowsShape::Hunting, 93);
    if (has({"Operation"}) == 1 &&
        has({"OfficeWorkload", "Workload", "RecordType", "OrganizationId", "OfficeId"}) >= 2)
        return is(WindowsShape::Office, 93);
    if (has({"ActivityDisplayName", "activityDisplayName", "OperationName", "operationName",
             "UserPrincipalName", "userPrincipalName"}) >= 1 &&
        has({"ActivityDateTime", "activityDateTime", "AADTenantId", "InitiatedBy", "initiatedBy",
             "AADOperationType", "LoggedByService", "loggedByService", "createdDateTime", "CreatedDateTime",
             "AppDisplayName", "appDisplayName"}) >= 2)
        return is(WindowsShape::Directory, 92);
    if (has({"TimeGenerated"}) == 1 && has({"Type", "TenantId", "SourceSystem", "_ResourceId"}) >= 2)
        return is(WindowsShape::SentinelRow, 80);
    // What Azure Monitor streams.
    if (has({"time", "operationName", "category", "resourceId"}) == 4)
        return is(WindowsShape::SentinelRow, 80);
}

std::string WindowsFields::text(std::initializer_list<std::string_view> names) const
{
    for (const std::string_view name : names) {
        for (const dom::object& holder : m_holders) {
            dom::element found;
            if (holder.at_key(name).get(found) != simdjson::SUCCESS)
                continue;
            std::string out = elementText(found);
            if (!out.empty())
                return out;
        }
        for (const auto& [key, found] : m_data) {
            std::string out = key == name ? elementText(found) : std::string();
            if (!out.empty())
                return out;
        }
    }
    return {};
}

std::optional<dom::element> WindowsFields::value(std::string_view name) const
{
    for (const dom::object& holder : m_holders) {
        dom::element found;
        if (holder.at_key(name).get(found) == simdjson::SUCCESS && !found.is_null())
            return found;
    }
    for (const auto& [key, found] : m_data) {
        if (key == name && !found.is_null())
            return found;
    }
    return std::nullopt;
}

std::optional<dom::element> WindowsFields::attribute(std::string_view name, std::string_view attribute) const
{
    for (const dom::object& holder : m_holders) {
        const auto element = objectAt(holder, {name});
        if (!element)
            continue;
        for (const std::string_view attributes : kAttributeHolders) {
            if (const auto found = jsonAt(*element, {attributes, attribute}))
                return found;
        }
        const std::string prefixed = "@" + std::string(attribute);
        for (const std::string_view key : {std::string_view(prefixed), attribute}) {
            if (const auto found = jsonAt(*element, {key}))
                return found;
        }
    }
    return std::nullopt;
}

} // namespace keyturn::formats
