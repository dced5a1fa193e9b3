// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/thehive.h"

#include "models/formats/source_values.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using domain::Credibility;
using domain::Severity;

/// severity, from 1.
constexpr std::array<Severity, 4> kTheHiveSeverities{Severity::Low, Severity::Medium, Severity::High,
                                                     Severity::Critical};

/// tlp and pap, from 0. TheHive 5 put amber+strict between amber and red; its tlpLabel tells the two apart.
constexpr std::array<std::string_view, 4> kTheHiveColours{"white", "green", "amber", "red"};

/// The object a webhook's message is about, or @p value itself.
dom::object theHiveObject(const dom::object& value)
{
    if (jsonText(value, "objectType").empty())
        return value;
    return objectAt(value, {"object"}).value_or(value);
}

std::string theHiveColour(const dom::object& object, std::string_view number, std::string_view label)
{
    const std::string word = joinedAt(object, {label});
    if (!word.empty())
        return word;
    const auto colour = jsonInteger(object, number);
    if (!colour)
        return {};
    if (*colour < 0 || *colour >= static_cast<std::int64_t>(kTheHiveColours.size()))
        return std::to_string(*colour);
    return std::string(kTheHiveColours[static_cast<std::size_t>(*colour)]);
}

Severity theHiveSeverity(const dom::object& object)
{
    const auto number = jsonInteger(object, "severity");
    if (number && *number >= 1 && *number <= static_cast<std::int64_t>(kTheHiveSeverities.size()))
        return kTheHiveSeverities[static_cast<std::size_t>(*number - 1)];
    return severityOfFindingWord(firstTextAt(object, {{"severityLabel"}, {"severity"}}));
}

Credibility theHiveCredibility(const dom::object& object)
{
    for (const std::string_view key : {"resolutionStatus", "status"}) {
        const std::string_view word = trimmed(jsonText(object, key));
        if (equalsIgnoringCase(word, "TruePositive"))
            return Credibility::ObservedBehaviour;
        if (equalsIgnoringCase(word, "Indeterminate"))
            return Credibility::Unverified;
    }
    return Credibility::NotStated;
}

/// The texts of tags: texts in versions 3 and 5, objects with namespace, predicate and value in some of 4.
std::string theHiveTags(const dom::object& object)
{
    std::vector<std::string> tags = textsAt(object, {"tags"});
    if (const auto list = arrayAt(object, {"tags"})) {
        for (const dom::element element : *list) {
            dom::object tag;
            if (element.get(tag) != simdjson::SUCCESS)
                continue;
            std::string text = joinedAt(tag, {"predicate"});
            const std::string value = joinedAt(tag, {"value"});
            if (!value.empty())
                text += (text.empty() ? "" : "=") + value;
            if (!text.empty())
                tags.push_back(std::move(text));
        }
    }
    return joinedTexts(tags);
}

class TheHiveMapper final : public JsonMapper
{
public:
    std::optional<QString> fill(const dom::object& value, std::size_t, RecordBuilder& builder) override
    {
        const dom::object object = theHiveObject(value);
        const std::string_view description = jsonText(object, "description");
        const bool hasTitle = !trimmed(jsonText(object, "title")).empty();
        if (!setTitleFrom(builder, {jsonText(object, "title"), description}))
            return QCoreApplication::translate(
                "formats", "It has neither a title nor a description, as alerts and cases of TheHive have.");
        if (hasTitle)
            builder.addDescription(description);
        else
            builder.assume("it has no title; the first line of its description is taken");
        addDetails(object, builder);
        setTime(object, builder);

        const bool isAlert = jsonAt(object, {"sourceRef"}).has_value();
        setSourceOr(builder, joinedAt(object, {"source"}), "TheHive");
        std::string reference;
        for (const std::string_view key : {"sourceRef", "number", "caseId", "_id", "id"}) {
            const bool isOfCases = key == "number" || key == "caseId";
            if (reference.empty() && !(isAlert && isOfCases))
                reference = joinedAt(object, {key});
        }
        builder.setReference(reference);
        builder.record().severity = theHiveSeverity(object);
        builder.record().credibility = theHiveCredibility(object);
        return std::nullopt;
    }

private:
    static void addDetails(const dom::object& object, RecordBuilder& builder)
    {
        builder.addDescription(jsonText(object, "summary"));
        builder.addDetail("Type", joinedAt(object, {"type"}));
        builder.addDetail("Status", joinedAt(object, {"status"}));
        builder.addDetail("Stage", joinedAt(object, {"stage"}));
        builder.addDetail("Resolution", joinedAt(object, {"resolutionStatus"}));
        builder.addDetail("Impact", joinedAt(object, {"impactStatus"}));
        builder.addDetail("TLP", theHiveColour(object, "tlp", "tlpLabel"));
        builder.addDetail("PAP", theHiveColour(object, "pap", "papLabel"));
        builder.addDetail("Tags", theHiveTags(object));
        for (const std::string_view key : {"assignee", "owner"})
            builder.addDetail("Assigned to", joinedAt(object, {key}));
        for (const std::string_view key : {"observables", "artifacts"}) {
            if (const auto list = arrayAt(object, {key}); list && list->size() > 0)
                builder.addDetail("Observables", std::to_string(list->size()));
        }
        if (const auto end = jsonInteger(object, "endDate"); end && *end > 0) {
            // A day before 1973 in milliseconds would be read as seconds; no case is that old.
            if (const auto time =
                    *end < 253'402'300'800'000 ? timeFromEpoch(*end * base::kUsPerMs) : std::nullopt)
                builder.addDetail("Ended",
                                  coarsened(*time, base::TimePrecision::Second).toIso().toStdString());
        }
        builder.addDetail("Link", joinedAt(object, {"externalLink"}));
    }

    void setTime(const dom::object& object, RecordBuilder& builder)
    {
        for (const std::string_view key : {"date", "startDate"}) {
            if (setTimeFromMember(builder, m_times, object, key, EpochUnit::Milliseconds))
                return;
        }
        for (const std::string_view key : {"_createdAt", "createdAt"}) {
            if (!setTimeFromMember(builder, m_times, object, key, EpochUnit::Milliseconds))
                continue;
            builder.assume("the time is when it was created in TheHive; it states no date");
            return;
        }
    }

    StatedTimeReader m_times;
};

} // namespace

int TheHive::recognises(const dom::object& first, const JsonHead&) const
{
    const dom::object object = theHiveObject(first);
    if (jsonText(object, "title").empty())
        return 0;
    int marks = 0;
    for (const std::string_view key : {"tlp", "pap", "severity", "flag", "caseTemplate", "customFields",
                                       "stage", "artifacts", "observables"})
        marks += jsonAt(object, {key}) ? 1 : 0;
    const std::string_view type = jsonText(object, "_type");
    const bool isTyped = equalsIgnoringCase(type, "alert") || equalsIgnoringCase(type, "case");
    if (jsonAt(object, {"sourceRef"}) && jsonAt(object, {"source"}) && (marks >= 1 || isTyped))
        return 95;
    if (jsonAt(object, {"startDate"}) && (marks >= 2 || (isTyped && marks >= 1)))
        return 93;
    return isTyped && marks >= 3 ? 85 : 0;
}

std::unique_ptr<JsonMapper> TheHive::mapper() const
{
    return std::make_unique<TheHiveMapper>();
}

} // namespace keyturn::formats
