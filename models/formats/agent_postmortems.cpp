// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/agent_postmortems.h"

#include "models/formats/source_values.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using domain::Credibility;
using domain::Layer;

/// Failure classes of the taxonomy 1.0; `other` says nothing.
constexpr std::array<std::pair<std::string_view, Layer>, 18> kPostmortemLayers{{
    {"prompt-injection", Layer::ModelBehaviour},
    {"jailbreak", Layer::ModelBehaviour},
    {"tool-misuse", Layer::ModelBehaviour},
    {"unsafe-action", Layer::ModelBehaviour},
    {"excessive-agency", Layer::ModelBehaviour},
    {"hallucination", Layer::ModelBehaviour},
    {"reward-hacking", Layer::ModelBehaviour},
    {"goal-misalignment", Layer::ModelBehaviour},
    {"insecure-output", Layer::ModelBehaviour},
    {"task-failure", Layer::ModelBehaviour},
    {"runaway-loop", Layer::System},
    {"cost-blowup", Layer::System},
    {"double-side-effect", Layer::System},
    {"memory-context-poisoning", Layer::System},
    {"supply-chain-compromise", Layer::System},
    {"multi-agent-failure", Layer::System},
    {"data-exfiltration", Layer::DataPrivacy},
    {"autonomous-misuse", Layer::AbuseAtScale},
}};

Credibility postmortemCredibility(const dom::object& incident)
{
    const std::string_view confidence = trimmed(jsonText(incident, "confidence"));
    if (confidence == "reported" || confidence == "disputed")
        return Credibility::Unverified;
    if (confidence != "corroborated" && confidence != "confirmed")
        return Credibility::NotStated;
    const std::string_view type = trimmed(jsonText(incident, "incident_type"));
    if (type == "hazard")
        return Credibility::CredibleThreatModel;
    return type == "incident" ? Credibility::ObservedBehaviour : Credibility::NotStated;
}

/// "prompt-injection/direct, goal-misalignment": the chain of failures in its order.
std::string postmortemChain(const dom::object& incident)
{
    std::vector<std::string> chain;
    if (const auto classes = arrayAt(incident, {"failure_classes"})) {
        for (const dom::element element : *classes) {
            dom::object link;
            if (element.get(link) != simdjson::SUCCESS)
                continue;
            std::string text = joinedAt(link, {"class"});
            const std::string finer = joinedAt(link, {"subclass"});
            if (!finer.empty())
                text += '/' + finer;
            if (!text.empty())
                chain.push_back(std::move(text));
        }
    }
    return chain.empty() ? joinedAt(incident, {"primary_failure_class"}) : joinedTexts(chain);
}

void addPostmortemPairs(const dom::object& incident, std::string_view list, std::string_view label,
                        std::string_view first, std::string_view second, RecordBuilder& builder)
{
    const auto pairs = arrayAt(incident, {list});
    if (!pairs)
        return;
    for (const dom::element element : *pairs) {
        dom::object pair;
        if (element.get(pair) != simdjson::SUCCESS)
            continue;
        std::string text = joinedAt(pair, {first});
        const std::string more = joinedAt(pair, {second});
        if (!more.empty())
            text += (text.empty() ? "" : " ") + more;
        builder.addDetail(label, text);
    }
}

class PostmortemMapper final : public JsonMapper
{
public:
    std::optional<QString> fill(const dom::object& incident, std::size_t, RecordBuilder& builder) override
    {
        const std::string_view title = jsonText(incident, "title");
        if (!setTitleFrom(builder, {title, jsonText(incident, "summary")}))
            return QCoreApplication::translate("formats", "It has neither a title nor a summary.");
        if (!trimmed(title).empty())
            builder.addDescription(jsonText(incident, "summary"));
        addDetails(incident, builder);
        setTimeFromText(builder, m_times, "date", jsonText(incident, "date"));
        setSourceAfterDefault(builder, "agent-postmortems");
        builder.setReference(joinedAt(incident, {"incident_id"}));

        domain::NormalisedRecord& record = builder.record();
        record.sourceKind = domain::SourceKind::Public;
        record.credibility = postmortemCredibility(incident);
        record.severity = severityOfFindingWord(trimmed(jsonText(incident, "severity")));
        const std::string_view failure = trimmed(jsonText(incident, "primary_failure_class"));
        for (const auto& [word, layer] : kPostmortemLayers) {
            if (failure == word)
                record.layer = layer;
        }
        for (const std::string& model : textsAt(incident, {"system", "models"}))
            addModel(builder, model);
        return std::nullopt;
    }

private:
    static void addDetails(const dom::object& incident, RecordBuilder& builder)
    {
        builder.addDetail("Trigger", joinedAt(incident, {"trigger"}));
        builder.addDetail("Root cause", joinedAt(incident, {"root_cause"}));
        builder.addDetail("Contributing factors",
                          joinedTexts(textsAt(incident, {"contributing_factors"}), " "));
        builder.addDetail("Detection", joinedAt(incident, {"detection"}));
        builder.addDetail("Recovery", joinedAt(incident, {"recovery"}));
        builder.addDetail("Prevention", joinedAt(incident, {"prevention"}));
        builder.addDetail("Failure classes", postmortemChain(incident));
        builder.addDetail("Attack vector", joinedAt(incident, {"attack_vector"}));
        builder.addDetail("System", joinedAt(incident, {"system", "framework"}));
        builder.addDetail("Vendor", joinedAt(incident, {"system", "vendor"}));
        builder.addDetail("Tools", joinedAt(incident, {"system", "tools"}));
        builder.addDetail("Autonomy", joinedAt(incident, {"system", "autonomy_level"}));
        builder.addDetail("Severity", joinedAt(incident, {"severity_rationale"}));
        builder.addDetail("Scope", joinedAt(incident, {"blast_radius", "scope"}));
        builder.addDetail("Harm", joinedAt(incident, {"blast_radius", "user_harm", "description"}));
        builder.addDetail("Data", joinedAt(incident, {"blast_radius", "data", "description"}));
        builder.addDetail("Kind", joinedAt(incident, {"incident_type"}));
        builder.addDetail("Confidence", joinedAt(incident, {"confidence"}));
        builder.addDetail("Report", joinedAt(incident, {"status"}));
        builder.addDetail("AIID", joinedAt(incident, {"external_ids", "aiid"}));
        builder.addDetail("AIAAIC", joinedAt(incident, {"external_ids", "aiaaic"}));
        builder.addDetail("CVE", joinedAt(incident, {"cve"}));
        addPostmortemPairs(incident, "timeline", "Timeline", "at", "event", builder);
        addPostmortemPairs(incident, "sources", "See", "publisher", "url", builder);
    }

    StatedTimeReader m_times;
};

} // namespace

int AgentPostmortems::recognises(const dom::object& first, const JsonHead&) const
{
    const bool hasClass =
        !jsonText(first, "primary_failure_class").empty() || arrayAt(first, {"failure_classes"});
    const bool hasId = !jsonText(first, "incident_id").empty();
    const bool hasTitle = !jsonText(first, "title").empty();
    if (hasClass && hasId)
        return 97;
    int marks = 0;
    for (const std::string_view key : {"root_cause", "blast_radius", "incident_type", "taxonomy_version"})
        marks += jsonAt(first, {key}) ? 1 : 0;
    return hasTitle && (hasId || hasClass) && marks >= 2 ? 85 : 0;
}

std::unique_ptr<JsonMapper> AgentPostmortems::mapper() const
{
    return std::make_unique<PostmortemMapper>();
}

} // namespace keyturn::formats
