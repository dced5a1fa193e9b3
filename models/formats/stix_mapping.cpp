// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/stix_mapping.h"

#include "models/formats/json_parts.h"
#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using base::TimePrecision;
using domain::Credibility;
using domain::Severity;

/// A file of nothing but identities must not grow the memory without bound.
constexpr std::size_t kMaximumIdentities = 100'000;

/// The property that says when what the object describes happened, by type.
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kOwnTimes{{
    {"sighting", "first_seen"},
    {"campaign", "first_seen"},
    {"intrusion-set", "first_seen"},
    {"threat-actor", "first_seen"},
    {"malware", "first_seen"},
    {"infrastructure", "first_seen"},
    {"incident", "first_seen"},
    {"observed-data", "first_observed"},
    {"indicator", "valid_from"},
    {"report", "published"},
    {"relationship", "start_time"},
    {"malware-analysis", "analysis_started"},
    {"event", "start_time"},
    {"task", "start_time"},
    {"network-traffic", "start"},
    {"email-message", "date"},
    {"process", "created_time"},
    {"user-account", "account_created"},
    {"x509-certificate", "validity_not_before"},
    {"windows-registry-key", "modified_time"},
    {"file", "ctime"},
    {"directory", "ctime"},
}};

/// timestamp-fidelity-enum of the Incident Core extension 2.0, section 5.10.
constexpr std::array<std::pair<std::string_view, TimePrecision>, 6> kFidelities{{
    {"year", TimePrecision::Year},
    {"month", TimePrecision::Month},
    {"day", TimePrecision::Day},
    {"hour", TimePrecision::Hour},
    {"minute", TimePrecision::Minute},
    {"second", TimePrecision::Second},
}};

/// Names the extension of version 1.0 and 2.0 alike.
constexpr std::string_view kIncidentCore = "extension-definition--ef765651-680c-498d-9894-99799f2fa126";

/// Members that name an object which has no `name`, best first.
constexpr std::array<std::string_view, 12> kNamingMembers{
    "name",         "value",   "path",          "subject",      "key",           "abstract",
    "display_name", "user_id", "account_login", "command_line", "serial_number", "pattern"};

std::optional<dom::object> incidentCore(const dom::object& object)
{
    dom::object found;
    if (object.at_key("extensions").at_key(kIncidentCore).get(found) != simdjson::SUCCESS)
        return std::nullopt;
    return found;
}

std::string joined(std::initializer_list<std::string_view> parts)
{
    std::string out;
    for (const std::string_view part : parts)
        out += part;
    return out;
}

/// What to call an object; never empty for an object with a type.
std::string nameOf(const dom::object& object, std::string_view type)
{
    for (const std::string_view key : kNamingMembers) {
        const std::string_view text = trimmed(jsonText(object, key));
        if (!text.empty())
            return key == "name" ? std::string(text) : joined({type, ": ", text});
    }
    if (type == "relationship")
        return joined({jsonText(object, "source_ref"), " ", jsonText(object, "relationship_type"), " ",
                       jsonText(object, "target_ref")});
    if (type == "sighting")
        return joined({"Sighting of ", jsonText(object, "sighting_of_ref")});
    if (type == "opinion")
        return joined({"Opinion: ", jsonText(object, "opinion")});
    if (type == "note")
        return joined({"Note: ", trimmed(jsonText(object, "content"))});
    if (type == "marking-definition")
        return joined({"Marking: ", jsonText(object, "definition_type")});
    if (type == "language-content")
        return joined({"Translation of ", jsonText(object, "object_ref")});
    const std::string_view id = jsonText(object, "id");
    return std::string(id.empty() ? type : id);
}

Severity severityOf(const dom::object& object, const std::optional<dom::object>& core)
{
    const std::string_view word = jsonText(object, "severity");
    constexpr std::array<std::pair<std::string_view, Severity>, 4> kWords{{
        {"low", Severity::Low},
        {"medium", Severity::Medium},
        {"high", Severity::High},
        {"critical", Severity::Critical},
    }};
    for (const auto& [known, severity] : kWords) {
        if (equalsIgnoringCase(word, known))
            return severity;
    }
    std::int64_t criticality = 0;
    if (!core || core->at_key("criticality").get(criticality) != simdjson::SUCCESS || criticality < 1 ||
        criticality > 100)
        return Severity::NotStated;
    if (criticality < 30)
        return Severity::Low;
    if (criticality < 50)
        return Severity::Medium;
    return criticality < 90 ? Severity::High : Severity::Critical;
}

Credibility credibilityOf(const dom::object& object, std::string_view type,
                          const std::optional<dom::object>& core)
{
    if (type == "observed-data")
        return Credibility::ObservedBehaviour;
    if (type == "sighting") {
        std::int64_t count = 1;
        const auto error = object.at_key("count").get(count);
        const bool wasNotSeen = error == simdjson::SUCCESS && count == 0;
        return wasNotSeen ? Credibility::NotStated : Credibility::ObservedBehaviour;
    }
    if (!core)
        return Credibility::NotStated;
    const std::string_view determination = jsonText(*core, "determination");
    if (determination == "confirmed" || determination == "successful-attempt")
        return Credibility::ObservedBehaviour;
    return determination == "suspected" ? Credibility::Unverified : Credibility::NotStated;
}

} // namespace

bool StixMapper::setTimeFrom(const dom::object& object, std::string_view key, RecordBuilder& builder)
{
    const std::string_view text = jsonText(object, key);
    if (text.empty())
        return false;
    auto time = m_times.read(text);
    if (!time) {
        builder.assume(joined({key, " is not a time as STIX writes it: ", cutAtCharacter(text, 80)}));
        return false;
    }
    if (key == "start_time") {
        const std::string_view fidelity = jsonText(object, "start_time_fidelity");
        for (const auto& [word, precision] : kFidelities) {
            if (fidelity == word)
                time = coarsened(*time, precision);
        }
    }
    builder.setTime(*time);
    return true;
}

bool StixMapper::setTimeFromActivities(const dom::object& object, RecordBuilder& builder)
{
    const auto core = incidentCore(object);
    dom::array activities;
    if (!core || core->at_key("attacker_activities").get(activities) != simdjson::SUCCESS)
        return false;
    for (const std::string_view key : {"start_time", "end_time"}) {
        std::optional<base::SourceTime> earliest;
        for (const dom::element activity : activities) {
            std::string_view text;
            if (activity.at_key(key).get(text) != simdjson::SUCCESS)
                continue;
            const auto time = m_times.read(text);
            if (time && (!earliest || time->start < earliest->start))
                earliest = time;
        }
        if (!earliest)
            continue;
        builder.setTime(*earliest);
        builder.assume(
            key == std::string_view("start_time")
                ? "the time is the earliest start_time of its attacker_activities"
                : "the time is the earliest end_time of its attacker_activities; no start_time is stated");
        return true;
    }
    return false;
}

void StixMapper::setTime(const dom::object& object, std::string_view type, RecordBuilder& builder)
{
    for (const auto& [ofType, key] : kOwnTimes) {
        if (type == ofType && setTimeFrom(object, key, builder))
            return;
    }
    if (type == "incident" && setTimeFromActivities(object, builder))
        return;
    for (const std::string_view key : {"created", "modified"}) {
        if (setTimeFrom(object, key, builder)) {
            builder.assume(joined(
                {"the time is when the STIX object was ", key, "; it states none of what it describes"}));
            return;
        }
    }
}

void StixMapper::setSource(const dom::object& object, RecordBuilder& builder)
{
    const std::string_view creator = jsonText(object, "created_by_ref");
    const auto known = m_identityNames.find(std::string(cutAtCharacter(creator, kMaximumNameBytes)));
    builder.setSource(known == m_identityNames.end() ? creator : std::string_view(known->second));
}

void StixMapper::rememberIdentity(const dom::object& object)
{
    const std::string_view id = jsonText(object, "id");
    const std::string_view name = trimmed(jsonText(object, "name"));
    if (!id.empty() && id.size() <= kMaximumNameBytes && !name.empty() &&
        m_identityNames.size() < kMaximumIdentities)
        m_identityNames.insert_or_assign(std::string(id),
                                         std::string(cutAtCharacter(name, kMaximumTitleBytes)));
}

std::optional<QString> StixMapper::fill(const dom::object& object, std::size_t, RecordBuilder& builder)
{
    const std::string_view type = trimmed(jsonText(object, "type"));
    if (type.empty())
        return QCoreApplication::translate("intake", "It has no type, which every STIX object must have.");
    if (type == "bundle")
        return QCoreApplication::translate("intake",
                                           "It is a bundle within a bundle, which STIX does not allow.");
    if (type == "identity")
        rememberIdentity(object);

    bool titleIsWhole = true;
    const std::string name = nameOf(object, type);
    if (!builder.setTitle(name, titleIsWhole))
        builder.setTitle(type, titleIsWhole);
    if (!titleIsWhole)
        builder.addDescription(name);
    for (const std::string_view key : {"description", "content", "explanation"})
        builder.addDescription(jsonText(object, key));
    if (type == "indicator" && !trimmed(jsonText(object, "name")).empty())
        builder.addDescription(jsonText(object, "pattern"));
    if (isTrueAt(object, "revoked"))
        builder.addDescription("Revoked by its producer.");

    setTime(object, type, builder);
    setSource(object, builder);
    builder.setReference(jsonText(object, "id"));
    const auto core = incidentCore(object);
    builder.record().severity = severityOf(object, core);
    builder.record().credibility = credibilityOf(object, type, core);
    return std::nullopt;
}

} // namespace keyturn::formats
