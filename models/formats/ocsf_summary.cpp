// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/json_parts.h"
#include "models/formats/ocsf_mapping.h"
#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <algorithm>
#include <array>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;

constexpr std::array<std::pair<std::int64_t, std::string_view>, 46> kOcsfClasses{{
    {0, "Base Event"},
    {1001, "File System Activity"},
    {1002, "Kernel Extension Activity"},
    {1003, "Kernel Activity"},
    {1004, "Memory Activity"},
    {1005, "Module Activity"},
    {1006, "Scheduled Job Activity"},
    {1007, "Process Activity"},
    {1008, "Event Log Activity"},
    {1009, "Script Activity"},
    {2001, "Security Finding"},
    {2002, "Vulnerability Finding"},
    {2003, "Compliance Finding"},
    {2004, "Detection Finding"},
    {2005, "Incident Finding"},
    {2006, "Data Security Finding"},
    {2007, "Application Security Posture Finding"},
    {2008, "IAM Analysis Finding"},
    {3001, "Account Change"},
    {3002, "Authentication"},
    {3003, "Authorize Session"},
    {3004, "Entity Management"},
    {3005, "User Access Management"},
    {3006, "Group Management"},
    {4001, "Network Activity"},
    {4002, "HTTP Activity"},
    {4003, "DNS Activity"},
    {4004, "DHCP Activity"},
    {4005, "RDP Activity"},
    {4006, "SMB Activity"},
    {4007, "SSH Activity"},
    {4008, "FTP Activity"},
    {4009, "Email Activity"},
    {4010, "Network File Activity"},
    {4011, "Email File Activity"},
    {4012, "Email URL Activity"},
    {4013, "NTP Activity"},
    {4014, "Tunnel Activity"},
    {6001, "Web Resources Activity"},
    {6002, "Application Lifecycle"},
    {6003, "API Activity"},
    {6004, "Web Resource Access Activity"},
    {6005, "Datastore Activity"},
    {6006, "File Hosting Activity"},
    {6007, "Scan Activity"},
    {6008, "Application Error"},
}};

} // namespace

std::optional<std::int64_t> ocsfClassOf(const dom::object& event)
{
    if (const auto uid = jsonInteger(event, "class_uid"))
        return uid;
    constexpr std::int64_t kTypesPerClass = 100;
    if (const auto type = jsonInteger(event, "type_uid"); type && *type >= 0)
        return *type / kTypesPerClass;
    return std::nullopt;
}

std::string_view ocsfClassName(std::int64_t uid)
{
    const auto known = std::find_if(kOcsfClasses.begin(), kOcsfClasses.end(),
                                    [uid](const auto& entry) { return entry.first == uid; });
    return known == kOcsfClasses.end() ? std::string_view() : known->second;
}

std::string ocsfSummary(const dom::object& event)
{
    std::string about;
    if (const std::string operation = plainTextAt(event, {"api", "operation"}); !operation.empty())
        about = joinedParts({operation, plainTextAt(event, {"api", "service", "name"})}, " of ");
    else if (const std::string method = plainTextAt(event, {"mcp", "method"}); !method.empty())
        about = joinedParts({method, plainTextAt(event, {"mcp", "tool", "name"})});
    if (about.empty())
        about = firstTextAt(event, {{"query", "hostname"},
                                    {"process", "cmd_line"},
                                    {"process", "file", "path"},
                                    {"process", "name"},
                                    {"file", "path"},
                                    {"file", "name"},
                                    {"module", "file", "path"},
                                    {"http_request", "url", "url_string"},
                                    {"url", "url_string"},
                                    {"email", "subject"},
                                    {"job", "name"},
                                    {"user", "name"},
                                    {"user", "email_addr"},
                                    {"entity", "name"},
                                    {"group", "name"},
                                    {"dst_endpoint", "hostname"},
                                    {"dst_endpoint", "ip"},
                                    {"device", "hostname"}});
    std::string name = plainTextAt(event, {"class_name"});
    if (name.empty()) {
        const auto uid = ocsfClassOf(event);
        name = uid ? std::string(ocsfClassName(*uid)) : std::string();
        if (name.empty())
            name = "OCSF event" + (uid ? " of class " + std::to_string(*uid) : std::string());
    }
    const std::string activity = plainTextAt(event, {"activity_name"});
    return joinedParts({joinedParts({name, activity}, ", "), about}, ": ");
}

} // namespace keyturn::formats
