// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/ocsf.h"

#include "models/formats/json_parts.h"
#include "models/formats/ocsf_mapping.h"
#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using domain::Credibility;
using domain::Severity;

/// category_uid of findings.
constexpr std::int64_t kFindings = 2;
constexpr std::int64_t kClassesPerCategory = 1000;

/// What the event is a finding of; nothing for events of other categories.
std::optional<dom::object> findingOf(const dom::object& event)
{
    if (const auto info = objectAt(event, {"finding_info"}))
        return info;
    if (const auto finding = objectAt(event, {"finding"})) // class 2001, deprecated since 1.1
        return finding;
    return firstObjectIn(event, {"finding_info_list"});
}

Severity ocsfSeverity(const dom::object& event, RecordBuilder& builder)
{
    constexpr std::array<Severity, 7> kById{Severity::NotStated, Severity::Informational, Severity::Low,
                                            Severity::Medium,    Severity::High,          Severity::Critical,
                                            Severity::Critical};
    const std::string word = plainTextAt(event, {"severity"});
    const Severity byWord =
        equalsIgnoringCase(word, "fatal") ? Severity::Critical : severityOfFindingWord(word);
    const auto id = jsonInteger(event, "severity_id");
    const bool isKnown = id && *id > 0 && *id < static_cast<std::int64_t>(kById.size());
    if (!isKnown)
        return byWord;
    const Severity byId = kById[static_cast<std::size_t>(*id)];
    if (byWord != Severity::NotStated && byWord != byId)
        builder.assume("severity says " + std::string(cutAtCharacter(word, 40)) + "; severity_id " +
                       std::to_string(*id) + " is taken");
    return byId;
}

Credibility ocsfCredibility(const dom::object& event, std::int64_t category)
{
    if (category != kFindings)
        return category > 0 ? Credibility::ObservedBehaviour : Credibility::NotStated;
    constexpr std::int64_t kTruePositive = 2;
    constexpr std::int64_t kSuspicious = 4;
    const auto verdict = jsonInteger(event, "verdict_id");
    if (verdict == kTruePositive)
        return Credibility::ObservedBehaviour;
    return verdict == kSuspicious ? Credibility::Unverified : Credibility::NotStated;
}

std::int64_t ocsfCategoryOf(const dom::object& event)
{
    if (const auto category = jsonInteger(event, "category_uid"))
        return *category;
    return ocsfClassOf(event).value_or(0) / kClassesPerCategory;
}

std::string ocsfEndpoint(const dom::object& event, std::string_view key)
{
    const std::string host(
        firstTextAt(event, {{key, "ip"}, {key, "hostname"}, {key, "domain"}, {key, "name"}}));
    const std::string port = plainTextAt(event, {key, "port"});
    return port.empty() || host.empty() ? host : host + " port " + port;
}

std::string ocsfAttacks(const dom::object& holder)
{
    const auto attacks = arrayAt(holder, {"attacks"});
    if (!attacks)
        return {};
    std::string out;
    constexpr std::size_t kMost = 10;
    std::size_t count = 0;
    for (const dom::element item : *attacks) {
        dom::object attack;
        if (item.get(attack) != simdjson::SUCCESS || ++count > kMost)
            continue;
        const auto part = [&](std::string_view key) {
            return joinedParts({plainTextAt(attack, {key, "uid"}), plainTextAt(attack, {key, "name"})});
        };
        std::string one = part("technique");
        if (const std::string sub = part("sub_technique"); !sub.empty())
            one = sub;
        if (one.empty())
            one = part("tactic");
        out = joinedParts({out, one}, ", ");
    }
    return out;
}

} // namespace

std::string OcsfMapper::shownTime(const dom::object& object, std::string_view key)
{
    const auto value = jsonAt(object, {key});
    if (!value)
        return {};
    const StatedTime stated = m_times.fromValue(*value, EpochUnit::Milliseconds, key);
    return stated.time ? stated.time->toIso().toStdString() : std::string();
}

void OcsfMapper::setTime(const dom::object& event, const std::optional<dom::object>& finding,
                         RecordBuilder& builder)
{
    const auto stated = [&](const dom::object& object, std::string_view key) {
        const auto value = jsonAt(object, {key});
        return value ? m_times.fromValue(*value, EpochUnit::Milliseconds, key) : StatedTime();
    };
    StatedTime time = stated(event, "time");
    StatedTime exact = stated(event, "time_dt");
    if (time.time && exact.time) {
        const bool isZoned = !exact.time->zone.isEmpty();
        const bool agrees = time.time->extent().contains(exact.time->start);
        if (isZoned && agrees) {
            exact.notes.insert(exact.notes.begin(), time.notes.begin(), time.notes.end());
            setStatedTime(builder, exact);
            return;
        }
        setStatedTime(builder, time);
        if (!agrees)
            builder.assume("time_dt says " + std::string(cutAtCharacter(jsonText(event, "time_dt"), 80)) +
                           (isZoned ? "; time is taken" : " without a zone; time is taken"));
        return;
    }
    if (setStatedTime(builder, time) || setStatedTime(builder, exact))
        return;
    const auto metadata = objectAt(event, {"metadata"});
    const std::array<std::pair<const std::optional<dom::object>*, std::string_view>, 7> others{{
        {&finding, "created_time"},
        {&finding, "created_time_dt"},
        {&finding, "first_seen_time"},
        {nullptr, "start_time"},
        {&metadata, "original_time"},
        {&metadata, "logged_time"},
        {&metadata, "processed_time"},
    }};
    for (const auto& [holder, key] : others) {
        if (holder != nullptr && !*holder)
            continue;
        if (setStatedTime(builder, stated(holder == nullptr ? event : **holder, key))) {
            builder.assume("it states no time of its own; " + std::string(key) + " is taken");
            return;
        }
    }
}

void OcsfMapper::addDetails(const dom::object& event, const std::optional<dom::object>& finding,
                            RecordBuilder& builder)
{
    const auto uid = ocsfClassOf(event);
    std::string className = plainTextAt(event, {"class_name"});
    if (className.empty() && uid)
        className = ocsfClassName(*uid);
    builder.addDetail("Class", joinedParts({className, plainTextAt(event, {"activity_name"})}, ", "));
    builder.addDetail("Status", joinedParts({firstTextAt(event, {{"status"}, {"state"}}),
                                             plainTextAt(event, {"status_code"})}));
    builder.addDetail("Verdict", plainTextAt(event, {"verdict"}));
    builder.addDetail("Confidence", plainTextAt(event, {"confidence"}));
    if (finding) {
        builder.addDetail("Kind", listedTexts(*finding, {"types"}));
        builder.addDetail("First seen", shownTime(*finding, "first_seen_time"));
        builder.addDetail("Last seen", shownTime(*finding, "last_seen_time"));
        builder.addDetail("Rule", plainTextAt(*finding, {"analytic", "name"}));
    }
    builder.addDetail("Attacks",
                      joinedParts({ocsfAttacks(event), finding ? ocsfAttacks(*finding) : ""}, ", "));
    builder.addDetail("Actor", firstTextAt(event, {{"actor", "user", "name"},
                                                   {"actor", "user", "uid"},
                                                   {"actor", "process", "file", "path"},
                                                   {"actor", "process", "name"},
                                                   {"actor", "app_name"},
                                                   {"actor", "invoked_by"}}));
    builder.addDetail("User",
                      firstTextAt(event, {{"user", "name"}, {"user", "email_addr"}, {"user", "uid"}}));
    builder.addDetail("Process", firstTextAt(event, {{"process", "cmd_line"}, {"process", "file", "path"}}));
    builder.addDetail("Device",
                      firstTextAt(event, {{"device", "hostname"}, {"device", "name"}, {"device", "ip"}}));
    builder.addDetail("Name looked up", plainTextAt(event, {"query", "hostname"}));
    builder.addDetail("File", firstTextAt(event, {{"file", "path"}, {"file", "name"}}));
    builder.addDetail("URL",
                      firstTextAt(event, {{"http_request", "url", "url_string"}, {"url", "url_string"}}));
    builder.addDetail("From", ocsfEndpoint(event, "src_endpoint"));
    builder.addDetail("To", ocsfEndpoint(event, "dst_endpoint"));
    std::string resources = listedTexts(event, {"resources"}, "uid");
    if (resources.empty())
        resources = listedTexts(event, {"resources"}, "name");
    builder.addDetail("Resources", resources);
    builder.addDetail("Cloud", joinedParts({plainTextAt(event, {"cloud", "provider"}),
                                            plainTextAt(event, {"cloud", "account", "uid"}),
                                            plainTextAt(event, {"cloud", "region"})}));
    builder.addDetail("Tool", plainTextAt(event, {"mcp", "tool", "name"}));
    builder.addDetail("Remediation", plainTextAt(event, {"remediation", "desc"}));
    builder.addDetail("Link",
                      firstTextAt(event, {{"finding_info", "src_url"}, {"finding", "src_url"}, {"src_url"}}));
}

bool OcsfMapper::recordsIn(const dom::object& value, std::vector<dom::object>& records)
{
    return !ocsfClassOf(value) && eventBridgeFindings(value, records);
}

std::optional<QString> OcsfMapper::fill(const dom::object& event, std::size_t, RecordBuilder& builder)
{
    const bool isNamed = !plainTextAt(event, {"class_name"}).empty();
    if (!ocsfClassOf(event) && !isNamed)
        return QCoreApplication::translate("formats",
                                           "It has no class_uid, which every event of OCSF must have.");
    const auto finding = findingOf(event);
    const std::string message = plainTextAt(event, {"message"});
    std::string title = finding ? plainTextAt(*finding, {"title"}) : std::string();
    if (title.empty())
        title = message;
    if (title.empty())
        title = plainTextAt(event, {"desc"});
    if (title.empty())
        title = ocsfSummary(event);
    setTitleKeepingAll(builder, title);
    const auto describe = [&](const std::string& text) {
        if (text != title)
            builder.addDescription(text);
    };
    const std::string findingText = finding ? plainTextAt(*finding, {"desc"}) : std::string();
    describe(findingText);
    describe(plainTextAt(event, {"desc"}));
    if (message != findingText)
        describe(message);
    if (const std::string detail = plainTextAt(event, {"status_detail"}); detail != message)
        describe(detail);
    describe(plainTextAt(event, {"risk_details"}));
    addDetails(event, finding, builder);
    setTime(event, finding, builder);

    builder.setSource(firstTextAt(event, {{"metadata", "product", "name"},
                                          {"metadata", "product", "vendor_name"},
                                          {"metadata", "log_provider"}}));
    std::string_view reference =
        firstTextAt(event, {{"finding_info", "uid"}, {"finding", "uid"}, {"metadata", "uid"}});
    if (reference.empty() && finding)
        reference = jsonText(*finding, "uid");
    builder.setReference(reference);
    domain::NormalisedRecord& record = builder.record();
    record.sourceKind = domain::SourceKind::Monitoring;
    record.severity = ocsfSeverity(event, builder);
    record.credibility = ocsfCredibility(event, ocsfCategoryOf(event));
    addModel(builder, firstTextAt(event, {{"ai_model", "name"}, {"ai_model", "model_name"}}));
    addModel(builder,
             firstTextAt(event, {{"ai_agent", "ai_model", "name"}, {"ai_agent", "ai_model", "model_name"}}));
    return std::nullopt;
}

std::vector<std::string> Ocsf::listNames() const
{
    return {"Findings", "findings", "events", "records", "Records"};
}

int Ocsf::recognises(const dom::object& first, const JsonHead&) const
{
    std::vector<dom::object> within;
    dom::object event = first;
    if (!ocsfClassOf(first) && eventBridgeFindings(first, within) && !within.empty())
        event = within.front();
    if (!ocsfClassOf(event))
        return 0;
    const bool hasMetadata = jsonAt(event, {"metadata", "product"}) || jsonAt(event, {"metadata", "version"});
    int others = 0;
    for (const std::string_view key : {"category_uid", "activity_id", "severity_id", "type_uid", "time"})
        others += jsonAt(event, {key}) ? 1 : 0;
    if (hasMetadata)
        return others > 0 ? 96 : 80;
    return others >= 2 ? 85 : 0;
}

std::unique_ptr<JsonMapper> Ocsf::mapper() const
{
    return std::make_unique<OcsfMapper>();
}

} // namespace keyturn::formats
