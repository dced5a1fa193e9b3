// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/statuspage.h"

#include "models/formats/json_parts.h"
#include "models/formats/stated_times.h"
#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <limits>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using domain::Severity;

constexpr std::array<std::string_view, 2> kStatuspageLists{"incidents", "scheduled_maintenances"};

Severity severityOfImpact(std::string_view impact)
{
    constexpr std::array<std::pair<std::string_view, Severity>, 5> kImpacts{{
        {"none", Severity::Informational},
        {"maintenance", Severity::Informational},
        {"minor", Severity::Low},
        {"major", Severity::High},
        {"critical", Severity::Critical},
    }};
    return severityOfWord(impact, kImpacts);
}

/// "stspg.io" of "https://stspg.io/abc".
std::string_view hostOf(std::string_view url)
{
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return {};
    const std::string_view behind = url.substr(scheme + 3);
    return behind.substr(0, behind.find_first_of("/?#"));
}

/// How many members that an incident of Statuspage has are there.
int incidentMarks(const dom::object& incident)
{
    int marks = 0;
    for (const std::string_view key : {"name", "status", "impact", "created_at"})
        marks += jsonText(incident, key).empty() ? 0 : 1;
    dom::array updates;
    const bool hasUpdates = incident.at_key("incident_updates").get(updates) == simdjson::SUCCESS;
    const bool isStatuspage = hasUpdates || !jsonText(incident, "shortlink").empty() ||
                              jsonAt(incident, {"monitoring_at"}) || jsonAt(incident, {"scheduled_for"});
    return isStatuspage ? marks + (hasUpdates ? 1 : 0) : 0;
}

struct Update
{
    std::optional<base::SourceTime> time;
    std::string text;
    /// Those without a time stand last.
    [[nodiscard]] std::int64_t startUs() const
    {
        return time ? time->start.us : std::numeric_limits<std::int64_t>::max();
    }
};

class StatuspageMapper final : public JsonMapper
{
public:
    bool recordsIn(const dom::object& value, std::vector<dom::object>& records) override
    {
        m_isIncident.clear();
        m_pageName = firstTextAt(value, {{"page", "name"}, {"page", "url"}});
        if (const auto incident = objectAt(value, {"incident"}); incident && incidentMarks(value) == 0) {
            records.push_back(*incident);
            m_isIncident.push_back(true);
            return true;
        }
        bool hasList = false;
        for (const std::string_view name : kStatuspageLists) {
            dom::array list;
            if (value.at_key(name).get(list) != simdjson::SUCCESS)
                continue;
            hasList = true;
            for (const dom::element item : list) {
                dom::object incident;
                const bool isObject = item.get(incident) == simdjson::SUCCESS;
                records.push_back(isObject ? incident : value);
                m_isIncident.push_back(isObject);
            }
        }
        return hasList;
    }

    std::optional<QString> fill(const dom::object& incident, std::size_t index,
                                RecordBuilder& builder) override
    {
        if (index < m_isIncident.size() && !m_isIncident[index])
            return QCoreApplication::translate("formats", "What should be an incident is none.");
        const std::string_view name = trimmed(jsonText(incident, "name"));
        if (name.empty())
            return QCoreApplication::translate(
                "formats", "It has no name, which every incident of a status page must have.");
        dom::array updates;
        const bool hasUpdates = incident.at_key("incident_updates").get(updates) == simdjson::SUCCESS;
        if (!hasUpdates && jsonText(incident, "status").empty() && jsonText(incident, "impact").empty())
            return QCoreApplication::translate(
                "formats", "It has neither a status, an impact nor updates, so that it is no incident.");
        setTitleKeepingAll(builder, name);
        std::vector<Update> texts;
        if (hasUpdates)
            texts = updatesOf(updates, builder);
        for (const Update& update : texts)
            builder.addDescription(update.text);
        addDetails(incident, builder);
        setTime(incident, texts, builder);

        std::string_view source = m_pageName;
        if (source.empty() && builder.defaultSource().empty())
            source = hostOf(jsonText(incident, "shortlink"));
        builder.setSource(source);
        builder.setReference(firstTextAt(incident, {{"shortlink"}, {"id"}}));
        builder.record().severity = severityOfImpact(jsonText(incident, "impact"));
        return std::nullopt;
    }

private:
    std::vector<Update> updatesOf(const dom::array& list, RecordBuilder& builder)
    {
        std::vector<Update> updates;
        std::size_t faulty = 0;
        for (const dom::element item : list) {
            dom::object object;
            if (item.get(object) != simdjson::SUCCESS) {
                ++faulty;
                continue;
            }
            const std::string_view written = firstTextAt(object, {{"display_at"}, {"created_at"}});
            Update update;
            update.time = m_times.fromText(written, "display_at").time;
            update.text = joinedParts(
                {joinedParts({jsonText(object, "status"), written}, ", "), jsonText(object, "body")}, ": ");
            updates.push_back(std::move(update));
        }
        // The API gives the newest first; told in order they read as what happened.
        std::reverse(updates.begin(), updates.end());
        std::stable_sort(updates.begin(), updates.end(),
                         [](const Update& a, const Update& b) { return a.startUs() < b.startUs(); });
        if (faulty > 0)
            builder.assume(std::to_string(faulty) + " of its updates are no objects and could not be read");
        return updates;
    }

    static void addDetails(const dom::object& incident, RecordBuilder& builder)
    {
        builder.addDetail("Status", plainTextAt(incident, {"status"}));
        builder.addDetail("Impact", plainTextAt(incident, {"impact"}));
        builder.addDetail("Components", listedTexts(incident, {"components"}, "name", 40));
        builder.addDetail("Scheduled until", plainTextAt(incident, {"scheduled_until"}));
        builder.addDetail("Monitored from", plainTextAt(incident, {"monitoring_at"}));
        builder.addDetail("Resolved", plainTextAt(incident, {"resolved_at"}));
        builder.addDetail("Updated", plainTextAt(incident, {"updated_at"}));
        builder.addDetail("Postmortem", plainTextAt(incident, {"postmortem_body"}));
        builder.addDetail("Link", plainTextAt(incident, {"shortlink"}));
    }

    void setTime(const dom::object& incident, const std::vector<Update>& updates, RecordBuilder& builder)
    {
        for (const std::string_view key : {"started_at", "scheduled_for", "created_at"}) {
            const auto value = jsonAt(incident, {key});
            if (!value || !setStatedTime(builder, m_times.fromValue(*value, EpochUnit::Seconds, key)))
                continue;
            if (key == "created_at")
                builder.assume("it does not say when it started; the time is when its notice was made");
            return;
        }
        if (updates.empty() || !updates.front().time)
            return;
        builder.setTime(*updates.front().time);
        builder.assume("it does not say when it started; the time is that of its first update");
    }

    StatedTimeReader m_times;
    std::string m_pageName;
    std::vector<bool> m_isIncident; ///< Of the records that recordsIn() gave last.
};

} // namespace

int Statuspage::recognises(const dom::object& first, const JsonHead&) const
{
    const auto sureness = [](const dom::object& incident) {
        const int marks = incidentMarks(incident);
        if (marks >= 4)
            return 96;
        return marks == 3 ? 80 : 0;
    };
    if (const int own = sureness(first); own > 0)
        return own;
    const auto incident = objectAt(first, {"incident"});
    if (incident && incidentMarks(*incident) >= 3)
        return 90;
    const bool hasPage = jsonAt(first, {"page", "id"}) && jsonAt(first, {"page", "name"});
    bool hasList = false;
    for (const std::string_view name : kStatuspageLists) {
        if (const auto item = firstObjectIn(first, {name})) {
            if (const int within = sureness(*item); within > 0)
                return within;
        }
        dom::array list;
        hasList = hasList || first.at_key(name).get(list) == simdjson::SUCCESS;
    }
    return hasPage && hasList ? 85 : 0;
}

std::unique_ptr<JsonMapper> Statuspage::mapper() const
{
    return std::make_unique<StatuspageMapper>();
}

} // namespace keyturn::formats
