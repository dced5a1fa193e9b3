// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/misp.h"

#include "models/formats/source_values.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <map>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using domain::Severity;

struct MispThreatLevel
{
    std::string_view word;
    Severity severity = Severity::NotStated;
};

/// threat_level_id, from 1.
constexpr std::array<MispThreatLevel, 4> kMispThreatLevels{{
    {"high", Severity::High},
    {"medium", Severity::Medium},
    {"low", Severity::Low},
    {"undefined", Severity::NotStated},
}};

/// analysis, from 0.
constexpr std::array<std::string_view, 3> kMispAnalyses{"initial", "ongoing", "completed"};

/// The event within `{"Event": …}`, or @p value where it is bare.
dom::object mispEvent(const dom::object& value)
{
    return objectAt(value, {"Event"}).value_or(value);
}

/// The answer within `{"response": {"Event": …}}`, which some tools write for one event.
std::optional<dom::object> mispAnswer(const dom::object& value)
{
    const auto answer = objectAt(value, {"response"});
    return answer && objectAt(*answer, {"Event"}) ? answer : std::nullopt;
}

/// True of an attribute that stands by itself, as a search for attributes finds it.
bool isMispAttribute(const dom::object& value)
{
    return jsonAt(value, {"category"}) && jsonAt(value, {"type"}) && !jsonAt(value, {"info"});
}

/// True of the manifest of a feed, which has of each event but its head, by its UUID.
bool isMispManifest(const dom::object& value)
{
    constexpr std::size_t kUuidLength = 36;
    for (const dom::key_value_pair member : value) {
        dom::object head;
        return member.key.size() == kUuidLength && member.key[8] == '-' &&
               member.value.get(head) == simdjson::SUCCESS && !jsonText(head, "info").empty() &&
               (jsonAt(head, {"Orgc"}) || jsonAt(head, {"threat_level_id"}) || jsonAt(head, {"analysis"}));
    }
    return false;
}

/// What the attributes of an event are, counted.
struct MispCounts
{
    std::size_t attributes = 0;
    std::size_t forDetection = 0;
    std::map<std::string, std::size_t, std::less<>> byCategory;

    void add(const dom::array& list)
    {
        for (const dom::element element : list) {
            dom::object attribute;
            if (element.get(attribute) != simdjson::SUCCESS)
                continue;
            ++attributes;
            forDetection += isTrueAt(attribute, "to_ids") ? 1 : 0;
            // Categories are a closed list; a hostile file must not make a text of millions of them.
            constexpr std::size_t kMaximumCategories = 50;
            const std::string_view category = cutAtCharacter(trimmed(jsonText(attribute, "category")), 80);
            if (const auto known = byCategory.find(category); known != byCategory.end())
                ++known->second;
            else if (!category.empty() && byCategory.size() < kMaximumCategories)
                byCategory.emplace(category, 1);
        }
    }
    [[nodiscard]] std::string text() const
    {
        if (attributes == 0)
            return {};
        std::string out = std::to_string(attributes);
        std::string categories;
        for (const auto& [category, count] : byCategory)
            categories += (categories.empty() ? "" : ", ") + category + ' ' + std::to_string(count);
        return categories.empty() ? out : out + " (" + categories + ')';
    }
};

/// "a, b ×2": how often the member @p key of the objects in @p list says what.
std::string mispNames(const dom::array& list, std::string_view key)
{
    constexpr std::size_t kMaximumNames = 100;
    std::vector<std::pair<std::string, std::size_t>> names;
    for (const dom::element element : list) {
        std::string_view name;
        if (element.at_key(key).get(name) != simdjson::SUCCESS || trimmed(name).empty())
            continue;
        const auto known = std::find_if(names.begin(), names.end(),
                                        [&](const auto& own) { return own.first == trimmed(name); });
        if (known != names.end())
            ++known->second;
        else if (names.size() < kMaximumNames)
            names.emplace_back(trimmed(name), 1);
    }
    std::string out;
    for (const auto& [name, count] : names) {
        out += (out.empty() ? "" : ", ") + name;
        if (count > 1)
            out += " ×" + std::to_string(count);
    }
    return out;
}

class MispMapper final : public JsonMapper
{
public:
    bool recordsIn(const dom::object& value, std::vector<dom::object>& records) override
    {
        m_uuids.clear();
        if (const auto answer = mispAnswer(value)) {
            records.push_back(*answer);
            return true;
        }
        if (!isMispManifest(value))
            return false;
        for (const dom::key_value_pair member : value) {
            dom::object head;
            records.push_back(member.value.get(head) == simdjson::SUCCESS ? head : value);
            m_uuids.emplace_back(member.key);
        }
        return true;
    }

    std::optional<QString> fill(const dom::object& value, std::size_t index, RecordBuilder& builder) override
    {
        if (isMispAttribute(value))
            return fillAttribute(value, builder);
        const dom::object event = mispEvent(value);
        if (!setTitleFrom(builder, {jsonText(event, "info")}))
            return QCoreApplication::translate("formats",
                                               "It has no info, which every event of MISP must have.");
        addDetails(event, builder);
        setTime(event, builder);
        std::string source = joinedAt(event, {"Orgc", "name"});
        if (source.empty())
            source = joinedAt(event, {"Org", "name"});
        builder.setSource(source);
        const std::string uuid = index < m_uuids.size() ? m_uuids[index] : joinedAt(event, {"uuid"});
        builder.setReference(uuid.empty() ? joinedAt(event, {"id"}) : uuid);
        if (const auto level = threatLevel(event))
            builder.record().severity = level->severity;
        return std::nullopt;
    }

private:
    std::optional<QString> fillAttribute(const dom::object& attribute, RecordBuilder& builder)
    {
        const std::string type = joinedAt(attribute, {"type"});
        const std::string value = joinedAt(attribute, {"value"});
        if (value.empty() || !setTitleFrom(builder, {type.empty() ? value : type + ": " + value}))
            return QCoreApplication::translate("formats",
                                               "It has no value, which every attribute of MISP must have.");
        builder.addDetail("Category", jsonText(attribute, "category"));
        builder.addDetail("Comment", jsonText(attribute, "comment"));
        builder.addDetail("Event", joinedAt(attribute, {"Event", "info"}));
        if (isTrueAt(attribute, "to_ids"))
            builder.addDetail("For detection", "yes");
        if (const auto tags = arrayAt(attribute, {"Tag"}))
            builder.addDetail("Tags", mispNames(*tags, "name"));
        if (!setTimeFromText(builder, m_times, "first_seen", jsonText(attribute, "first_seen")) &&
            setTimeFromMember(builder, m_times, attribute, "timestamp", EpochUnit::Seconds))
            builder.assume("the time is when the attribute was last edited; it states no first_seen");
        builder.setSource(joinedAt(attribute, {"Event", "Orgc", "name"}));
        const std::string uuid = joinedAt(attribute, {"uuid"});
        builder.setReference(uuid.empty() ? joinedAt(attribute, {"id"}) : uuid);
        return std::nullopt;
    }

    static std::optional<MispThreatLevel> threatLevel(const dom::object& event)
    {
        const auto level = jsonInteger(event, "threat_level_id");
        if (!level || *level < 1 || *level > static_cast<std::int64_t>(kMispThreatLevels.size()))
            return std::nullopt;
        return kMispThreatLevels[static_cast<std::size_t>(*level - 1)];
    }

    static void addDetails(const dom::object& event, RecordBuilder& builder)
    {
        if (const auto level = threatLevel(event))
            builder.addDetail("Threat level", level->word);
        const auto analysis = jsonInteger(event, "analysis");
        if (analysis && *analysis >= 0 && *analysis < static_cast<std::int64_t>(kMispAnalyses.size()))
            builder.addDetail("Analysis", kMispAnalyses[static_cast<std::size_t>(*analysis)]);
        MispCounts counts;
        if (const auto attributes = arrayAt(event, {"Attribute"}))
            counts.add(*attributes);
        if (const auto objects = arrayAt(event, {"Object"})) {
            builder.addDetail("Objects", mispNames(*objects, "name"));
            for (const dom::element element : *objects) {
                dom::array attributes;
                if (element.at_key("Attribute").get(attributes) == simdjson::SUCCESS)
                    counts.add(attributes);
            }
        }
        const std::string summedUp = counts.text();
        builder.addDetail("Attributes", summedUp.empty() ? joinedAt(event, {"attribute_count"}) : summedUp);
        if (counts.forDetection > 0)
            builder.addDetail("For detection", std::to_string(counts.forDetection));
        if (const auto reports = arrayAt(event, {"EventReport"}))
            builder.addDetail("Reports", mispNames(*reports, "name"));
        for (const std::string_view list : {"Tag", "EventTag"}) {
            if (const auto tags = arrayAt(event, {list}))
                builder.addDetail("Tags", mispNames(*tags, "name"));
        }
    }

    void setTime(const dom::object& event, RecordBuilder& builder)
    {
        if (setTimeFromText(builder, m_times, "date", jsonText(event, "date")))
            return;
        for (const std::string_view key : {"publish_timestamp", "timestamp"}) {
            if (!setTimeFromMember(builder, m_times, event, key, EpochUnit::Seconds))
                continue;
            builder.assume("the time is the event's " + std::string(key) + "; it states no date");
            return;
        }
    }

    StatedTimeReader m_times;
    std::vector<std::string> m_uuids; ///< Of the records, in a manifest.
};

} // namespace

int Misp::recognises(const dom::object& first, const JsonHead&) const
{
    if (isMispManifest(first))
        return 90;
    if (isMispAttribute(first) && jsonAt(first, {"value"}) &&
        (jsonAt(first, {"to_ids"}) || jsonAt(first, {"event_id"}) || jsonAt(first, {"uuid"})))
        return 96;
    const dom::object answer = mispAnswer(first).value_or(first);
    const bool isWrapped = objectAt(answer, {"Event"}).has_value();
    const dom::object event = mispEvent(answer);
    int marks = 0;
    for (const std::string_view key :
         {"threat_level_id", "analysis", "Orgc", "orgc_id", "publish_timestamp", "distribution", "Attribute"})
        marks += jsonAt(event, {key}) ? 1 : 0;
    const bool hasInfo = !jsonText(event, "info").empty();
    if (marks >= 3 && (hasInfo || isWrapped))
        return 96;
    return isWrapped && hasInfo && (marks > 0 || jsonAt(event, {"date"})) ? 80 : 0;
}

std::unique_ptr<JsonMapper> Misp::mapper() const
{
    return std::make_unique<MispMapper>();
}

} // namespace keyturn::formats
