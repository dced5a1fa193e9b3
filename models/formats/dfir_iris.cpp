// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/dfir_iris.h"

#include "models/formats/source_values.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;

/// The source of what names none.
constexpr std::string_view kIrisName = "DFIR-IRIS";

enum class IrisKind : std::uint8_t { Alert, Event, Case, Other };

IrisKind irisKind(const dom::object& object)
{
    if (jsonAt(object, {"alert_title"}))
        return IrisKind::Alert;
    if (jsonAt(object, {"event_title"}))
        return IrisKind::Event;
    for (const std::string_view key : {"case_name", "case_id", "case_uuid", "for_customer", "soc_id"}) {
        if (jsonAt(object, {key}))
            return IrisKind::Case;
    }
    return IrisKind::Other;
}

bool isIrisExport(const dom::object& object)
{
    return objectAt(object, {"case"}) && (arrayAt(object, {"timeline"}) || arrayAt(object, {"evidences"}) ||
                                          jsonAt(object, {"export_date"}));
}

/// The first text at the end of one of @p paths.
std::string firstIrisText(const dom::object& object,
                          std::initializer_list<std::initializer_list<std::string_view>> paths)
{
    for (const auto& path : paths) {
        std::string text = joinedAt(object, path);
        if (!text.empty())
            return text;
    }
    return {};
}

/// "2023-01-27" of the "01/27/2023" that older versions write; else the text itself.
std::string irisDate(std::string_view text)
{
    text = trimmed(text);
    constexpr std::size_t kLength = 10;
    if (text.size() != kLength || text[2] != '/' || text[5] != '/')
        return std::string(text);
    return std::string(text.substr(6)) + '-' + std::string(text.substr(0, 2)) + '-' +
           std::string(text.substr(3, 2));
}

class IrisMapper final : public JsonMapper
{
public:
    bool recordsIn(const dom::object& value, std::vector<dom::object>& records) override
    {
        m_case.clear();
        const dom::object within = objectAt(value, {"data"}).value_or(value);
        if (isIrisExport(within)) {
            const dom::object own = *objectAt(within, {"case"});
            m_case = firstIrisText(own, {{"name"}, {"case_name"}});
            records.push_back(own);
            if (const auto timeline = arrayAt(within, {"timeline"}))
                addObjectsOf(*timeline, within, records);
            return true;
        }
        if (irisKind(within) == IrisKind::Other) {
            for (const std::string_view key : {"alerts", "cases", "timeline", "tim"}) {
                if (const auto list = arrayAt(within, {key})) {
                    addObjectsOf(*list, within, records);
                    return true;
                }
            }
            return false;
        }
        if (!objectAt(value, {"data"}))
            return false;
        records.push_back(within);
        return true;
    }

    std::optional<QString> fill(const dom::object& object, std::size_t, RecordBuilder& builder) override
    {
        std::optional<QString> refusal;
        switch (irisKind(object)) {
        case IrisKind::Alert:
            refusal = fillAlert(object, builder);
            break;
        case IrisKind::Event:
            refusal = fillEvent(object, builder);
            break;
        case IrisKind::Case:
        case IrisKind::Other:
            refusal = fillCase(object, builder);
            break;
        }
        if (refusal)
            return refusal;
        const std::string severity =
            firstIrisText(object, {{"severity", "severity_name"}, {"severity_name"}, {"severity"}});
        builder.record().severity = severityOfFindingWord(severity);
        const std::string resolution = firstIrisText(
            object, {{"resolution_status", "resolution_status_name"}, {"resolution_status_name"}});
        builder.addDetail("Resolution", resolution);
        constexpr std::string_view kTrue = "True Positive";
        if (equalsIgnoringCase(std::string_view(resolution).substr(0, kTrue.size()), kTrue))
            builder.record().credibility = domain::Credibility::ObservedBehaviour;
        return std::nullopt;
    }

private:
    static QString nameless()
    {
        return QCoreApplication::translate("formats",
                                           "It has no title, which alerts, cases and events must have.");
    }

    static void addCount(const dom::object& object, std::string_view list, std::string_view label,
                         RecordBuilder& builder)
    {
        if (const auto array = arrayAt(object, {list}); array && array->size() > 0)
            builder.addDetail(label, std::to_string(array->size()));
    }

    std::optional<QString> fillAlert(const dom::object& alert, RecordBuilder& builder)
    {
        if (!setTitleFrom(builder, {jsonText(alert, "alert_title")}))
            return nameless();
        builder.addDescription(jsonText(alert, "alert_description"));
        builder.addDetail("Status", joinedAt(alert, {"status", "status_name"}));
        builder.addDetail("Classification", firstIrisText(alert, {{"classification", "name_expanded"},
                                                                  {"classification", "name"}}));
        builder.addDetail("Customer", joinedAt(alert, {"customer", "customer_name"}));
        builder.addDetail("Tags", joinedAt(alert, {"alert_tags"}));
        builder.addDetail("Note", joinedAt(alert, {"alert_note"}));
        for (const std::string_view list : {"assets", "alert_assets"})
            addCount(alert, list, "Assets", builder);
        for (const std::string_view list : {"iocs", "alert_iocs"})
            addCount(alert, list, "Indicators", builder);
        builder.addDetail("Link", joinedAt(alert, {"alert_source_link"}));
        if (!setTimeFromMember(builder, m_times, alert, "alert_source_event_time", EpochUnit::Milliseconds) &&
            setTimeFromMember(builder, m_times, alert, "alert_creation_time", EpochUnit::Milliseconds))
            builder.assume("the time is when the alert was created; it states none of its event");
        setSourceOr(builder, joinedAt(alert, {"alert_source"}), kIrisName);
        builder.setReference(firstIrisText(alert, {{"alert_source_ref"}, {"alert_uuid"}, {"alert_id"}}));
        const bool isNumbered = jsonAt(alert, {"alert_severity_id"}) && !jsonAt(alert, {"severity"});
        if (isNumbered)
            builder.assume("alert_severity_id " + joinedAt(alert, {"alert_severity_id"}) +
                           " is a number of that installation; the severity is not known");
        return std::nullopt;
    }

    std::optional<QString> fillEvent(const dom::object& event, RecordBuilder& builder)
    {
        if (!setTitleFrom(builder, {jsonText(event, "event_title")}))
            return nameless();
        builder.addDescription(jsonText(event, "event_content"));
        builder.addDetail("Case", m_case);
        builder.addDetail("Category",
                          firstIrisText(event, {{"category"}, {"category_name"}, {"category", "name"}}));
        builder.addDetail("Assets", joinedAt(event, {"assets"}));
        builder.addDetail("Tags", joinedAt(event, {"event_tags"}));
        builder.addDetail("Raw", joinedAt(event, {"event_raw"}));
        const std::string_view local = trimmed(jsonText(event, "event_date_wtz"));
        const std::string_view zone = trimmed(jsonText(event, "event_tz"));
        const std::string zoned = std::string(local) + std::string(zone);
        if (!local.empty() && !zone.empty() && m_times.fromText(zoned, "event_date_wtz").time)
            setTimeFromText(builder, m_times, "event_date_wtz", zoned);
        else if (!setTimeFromText(builder, m_times, "event_date", jsonText(event, "event_date")))
            setTimeFromText(builder, m_times, "event_date_wtz", local);
        setSourceOr(builder, joinedAt(event, {"event_source"}), kIrisName);
        builder.setReference(firstIrisText(event, {{"event_uuid"}, {"event_id"}}));
        return std::nullopt;
    }

    std::optional<QString> fillCase(const dom::object& object, RecordBuilder& builder)
    {
        const std::string name = firstIrisText(object, {{"name"}, {"case_name"}});
        if (!setTitleFrom(builder, {name}))
            return nameless();
        builder.addDescription(firstIrisText(object, {{"description"}, {"case_description"}}));
        builder.addDetail(
            "Customer",
            firstIrisText(
                object, {{"for_customer"}, {"client_name"}, {"customer_name"}, {"client", "customer_name"}}));
        builder.addDetail("Status",
                          firstIrisText(object, {{"state_name"}, {"status_name"}, {"state", "state_name"}}));
        builder.addDetail("Classification",
                          firstIrisText(object, {{"classification"}, {"classification", "name"}}));
        builder.addDetail("Opened by", firstIrisText(object, {{"opened_by"}, {"open_by_user"}}));
        builder.addDetail("Owner", firstIrisText(object, {{"owner"}, {"owner", "user_name"}}));
        builder.addDetail("Closed", firstIrisText(object, {{"close_date"}, {"case_close_date"}}));
        for (const std::string_view key : {"initial_date", "open_date", "case_open_date"}) {
            const std::string_view written = jsonText(object, key);
            const std::string date = irisDate(written);
            if (!setTimeFromText(builder, m_times, key, date))
                continue;
            if (date != trimmed(written))
                builder.assume(std::string(key) + " is read as month, day and year: " + std::string(written));
            builder.assume("the time is when the case was opened");
            break;
        }
        setSourceOr(builder, {}, kIrisName);
        builder.setReference(
            firstIrisText(object, {{"case_uuid"}, {"case_soc_id"}, {"soc_id"}, {"case_id"}}));
        return std::nullopt;
    }

    std::string m_case; ///< The name of the export's case.
    StatedTimeReader m_times;
};

} // namespace

int DfirIris::recognises(const dom::object& first, const JsonHead&) const
{
    const dom::object within = objectAt(first, {"data"}).value_or(first);
    const auto counted = [](const dom::object& object, std::initializer_list<std::string_view> keys) {
        int marks = 0;
        for (const std::string_view key : keys)
            marks += jsonAt(object, {key}) ? 1 : 0;
        return marks;
    };
    const auto sureness = [&](const dom::object& object) {
        if (jsonAt(object, {"alert_title"}))
            return counted(object, {"alert_source", "alert_source_event_time", "alert_severity_id",
                                    "alert_status_id", "alert_customer_id", "alert_uuid", "alert_description",
                                    "alert_creation_time"}) >= 2
                       ? 96
                       : 0;
        if (jsonAt(object, {"event_title"}))
            return counted(object, {"event_date", "event_tz", "event_date_wtz", "event_content", "event_uuid",
                                    "event_category_id", "event_in_graph"}) >= 2
                       ? 94
                       : 0;
        const bool isCase = jsonAt(object, {"case_name"}) || jsonAt(object, {"for_customer"});
        return isCase &&
                       counted(object, {"case_open_date", "open_date", "case_soc_id", "soc_id", "case_uuid",
                                        "case_customer", "opened_by", "client_name", "case_description"}) >= 2
                   ? 92
                   : 0;
    };
    if (const int own = sureness(within))
        return own;
    if (const auto own = objectAt(within, {"case"}); own && isIrisExport(within))
        return sureness(*own) > 0 || jsonAt(within, {"export_date"}) ? 95 : 60;
    for (const std::string_view key : {"alerts", "cases", "timeline", "tim"}) {
        dom::object record;
        if (const auto list = arrayAt(within, {key}); list && list->at(0).get(record) == simdjson::SUCCESS) {
            if (const int own = sureness(record))
                return own;
        }
    }
    // An export names its members in order of the alphabet, and its assets may fill all that was looked at.
    dom::object asset;
    const auto assets = arrayAt(within, {"assets"});
    return assets && assets->at(0).get(asset) == simdjson::SUCCESS &&
                   counted(asset, {"light_asset_description", "asset_compromised", "analysis_status",
                                   "asset_ioc", "asset_name"}) >= 3
               ? 90
               : 0;
}

std::unique_ptr<JsonMapper> DfirIris::mapper() const
{
    return std::make_unique<IrisMapper>();
}

} // namespace keyturn::formats
