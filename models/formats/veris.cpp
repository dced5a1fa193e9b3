// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/veris.h"

#include "models/formats/source_values.h"
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

/// impact.overall_rating of verisc-enum.json, least first.
constexpr std::array<std::pair<std::string_view, Severity>, 5> kVerisRatings{{
    {"Insignificant", Severity::Informational},
    {"Distracting", Severity::Low},
    {"Painful", Severity::Medium},
    {"Damaging", Severity::High},
    {"Catastrophic", Severity::Critical},
}};

/// "hacking (SQLi; Web application)" for each member of the object called @p key.
std::vector<std::string> verisKinds(const dom::object& incident, std::string_view key)
{
    std::vector<std::string> kinds;
    const auto within = objectAt(incident, {key});
    if (!within)
        return kinds;
    for (const dom::key_value_pair field : *within) {
        dom::object detail;
        if (field.value.get(detail) != simdjson::SUCCESS)
            continue;
        std::string kind(field.key);
        const std::string varieties = joinedAt(detail, {"variety"});
        const std::string vectors = joinedAt(detail, {"vector"});
        if (!varieties.empty() || !vectors.empty())
            kind += " (" + varieties + (varieties.empty() || vectors.empty() ? "" : "; ") + vectors + ')';
        kinds.push_back(std::move(kind));
    }
    return kinds;
}

/// The varieties of a list of objects, as asset.assets and attribute.confidentiality.data.
std::string verisVarieties(const dom::object& incident, std::initializer_list<std::string_view> path)
{
    std::vector<std::string> varieties;
    if (const auto list = arrayAt(incident, path)) {
        for (const dom::element element : *list) {
            std::string_view variety;
            if (element.at_key("variety").get(variety) == simdjson::SUCCESS && !trimmed(variety).empty())
                varieties.emplace_back(trimmed(variety));
        }
    }
    return joinedTexts(varieties);
}

/// discovery_method: a text in 1.2; in 1.3.4 and later an object whose members name the ways.
std::string verisDiscovery(const dom::object& incident)
{
    const auto named = objectAt(incident, {"discovery_method"});
    if (!named)
        return joinedAt(incident, {"discovery_method"});
    std::vector<std::string> ways;
    for (const dom::key_value_pair field : *named) {
        std::string way(field.key);
        dom::object detail;
        if (field.value.get(detail) == simdjson::SUCCESS) {
            const std::string varieties = joinedAt(detail, {"variety"});
            if (!varieties.empty())
                way += " (" + varieties + ')';
        }
        ways.push_back(std::move(way));
    }
    return joinedTexts(ways);
}

std::string verisTwoDigits(std::int64_t number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

void setVerisTime(const dom::object& incident, TimeReader& times, RecordBuilder& builder)
{
    const auto stated = objectAt(incident, {"timeline", "incident"});
    const auto year = stated ? jsonInteger(*stated, "year") : std::nullopt;
    if (!year || *year < 1 || *year > 9999) {
        builder.assume("timeline.incident states no year, so the time is not known");
        return;
    }
    std::string text = std::to_string(*year);
    text.insert(0, 4 - text.size(), '0');
    auto time = times.read(text);
    // Each finer field is taken only where the coarser one was, and where together they are a date.
    for (const std::string_view key : {"month", "day"}) {
        const auto value = jsonAt(*stated, {key});
        if (!value || value->is_null())
            break;
        const auto number = jsonInteger(*stated, key);
        const std::string finer = text + '-' + (number ? verisTwoDigits(*number) : std::string());
        const auto found = number && *number > 0 && *number < 32 ? times.read(finer) : std::nullopt;
        if (!found) {
            std::string buffer;
            builder.assume("timeline.incident." + std::string(key) +
                           " is not one: " + std::string(cutAtCharacter(jsonAsText(*value, buffer), 80)));
            break;
        }
        text = finer;
        time = found;
    }
    const bool hasDay = time && time->precision == TimePrecision::Day;
    const bool lacksMonth = !jsonAt(*stated, {"month"});
    if (lacksMonth && jsonAt(*stated, {"day"}))
        builder.assume("timeline.incident states a day without a month; the day is left out");
    const std::string_view clock = trimmed(jsonText(*stated, "time"));
    if (!clock.empty()) {
        const auto exact = hasDay ? times.read(text + 'T' + std::string(clock)) : std::nullopt;
        if (exact)
            time = exact;
        else
            builder.assume("timeline.incident.time was not used: " + std::string(cutAtCharacter(clock, 80)));
    }
    if (time)
        builder.setTime(*time);
}

class VerisMapper final : public JsonMapper
{
public:
    std::optional<QString> fill(const dom::object& incident, std::size_t, RecordBuilder& builder) override
    {
        const std::string_view summary = trimmed(jsonText(incident, "summary"));
        const std::string victim = joinedAt(incident, {"victim", "victim_id"});
        const std::vector<std::string> actions = verisKinds(incident, "action");
        std::string made = victim;
        if (!actions.empty())
            made += (made.empty() ? "" : ": ") + joinedTexts(actions);
        if (!setTitleFrom(builder, {summary, made}))
            return QCoreApplication::translate(
                "formats", "It names no summary, no victim and no action, so it says of no incident.");
        addDetails(incident, victim, actions, builder);
        setVerisTime(incident, m_times, builder);
        builder.setSource(jsonText(incident, "source_id"));
        builder.setReference(joinedAt(incident, {"incident_id"}));

        domain::NormalisedRecord& record = builder.record();
        record.severity = severityOfWord(joinedAt(incident, {"impact", "overall_rating"}), kVerisRatings);
        const std::string_view confirmation = trimmed(jsonText(incident, "security_incident"));
        if (equalsIgnoringCase(confirmation, "Confirmed"))
            record.credibility = Credibility::ObservedBehaviour;
        else if (equalsIgnoringCase(confirmation, "Suspected"))
            record.credibility = Credibility::Unverified;
        const std::string_view disclosure =
            trimmed(jsonTextAt(incident, {"attribute", "confidentiality", "data_disclosure"}));
        if (equalsIgnoringCase(disclosure, "Yes"))
            record.layer = domain::Layer::DataPrivacy;
        return std::nullopt;
    }

private:
    static void addDetails(const dom::object& incident, std::string_view victim,
                           const std::vector<std::string>& actions, RecordBuilder& builder)
    {
        builder.addDetail("Victim", victim);
        builder.addDetail("Country", joinedAt(incident, {"victim", "country"}));
        builder.addDetail("Industry", joinedAt(incident, {"victim", "industry"}));
        builder.addDetail("Action", joinedTexts(actions));
        builder.addDetail("Actor", joinedTexts(verisKinds(incident, "actor")));
        builder.addDetail("Asset", verisVarieties(incident, {"asset", "assets"}));
        builder.addDetail("Attribute", joinedTexts(verisKinds(incident, "attribute")));
        builder.addDetail("Data", verisVarieties(incident, {"attribute", "confidentiality", "data"}));
        builder.addDetail("Data disclosed",
                          joinedAt(incident, {"attribute", "confidentiality", "data_disclosure"}));
        builder.addDetail("Records", joinedAt(incident, {"attribute", "confidentiality", "data_total"}));
        builder.addDetail("Discovered by", verisDiscovery(incident));
        builder.addDetail("Impact", joinedAt(incident, {"impact", "overall_rating"}));
        builder.addDetail("Security incident", joinedAt(incident, {"security_incident"}));
        builder.addDetail("Confidence", joinedAt(incident, {"confidence"}));
        builder.addDetail("See", joinedAt(incident, {"reference"}));
        builder.addDescription(jsonText(incident, "notes"));
    }

    TimeReader m_times;
};

} // namespace

int Veris::recognises(const dom::object& first, const JsonHead&) const
{
    int kinds = 0;
    for (const std::string_view key : {"action", "actor", "asset", "attribute"})
        kinds += objectAt(first, {key}) ? 1 : 0;
    const bool hasTimeline = objectAt(first, {"timeline", "incident"}).has_value();
    const bool hasConfirmation = !jsonText(first, "security_incident").empty();
    const bool hasId = jsonAt(first, {"incident_id"}).has_value();
    if (hasTimeline && (hasConfirmation || kinds >= 2))
        return 96;
    if (hasConfirmation && kinds >= 1 && (hasId || kinds >= 2))
        return 90;
    return kinds == 4 ? 80 : 0;
}

std::unique_ptr<JsonMapper> Veris::mapper() const
{
    return std::make_unique<VerisMapper>();
}

} // namespace keyturn::formats
