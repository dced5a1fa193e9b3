// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/avid.h"

#include "models/formats/source_values.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

#include <array>
#include <utility>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using domain::Layer;
using domain::Severity;

/// Codes of the SEP view; one that ends in zeros stands for those below it that are not named themselves.
constexpr std::array<std::pair<std::string_view, Layer>, 19> kAvidLayers{{
    {"S0100", Layer::System},         // software vulnerability
    {"S0200", Layer::System},         // supply chain compromise, of models and of software
    {"S0300", Layer::System},         // over-permissive API
    {"S0301", Layer::DataPrivacy},    // information leak
    {"S0302", Layer::System},         // excessive queries
    {"S0400", Layer::ModelBehaviour}, // model bypass, adversarial example
    {"S0500", Layer::DataPrivacy},    // exfiltration
    {"S0501", Layer::DataPrivacy},    // model inversion
    {"S0502", Layer::System},         // model theft: the model leaks, not data about people
    {"S0600", Layer::ModelBehaviour}, // data poisoning
    {"E0100", Layer::ModelBehaviour}, // bias, discrimination
    {"E0200", Layer::ModelBehaviour}, // explainability
    {"E0300", Layer::ModelBehaviour}, // user actions: toxicity, polarisation
    {"E0400", Layer::ModelBehaviour}, // misinformation
    {"E0401", Layer::AbuseAtScale},   // deliberative misinformation: people spread it by means of the model
    {"P0100", Layer::ModelBehaviour}, // data issues: drift, quality
    {"P0200", Layer::ModelBehaviour}, // model issues: resilience, accuracy
    {"P0300", Layer::DataPrivacy},    // privacy
    {"P0400", Layer::ModelBehaviour}, // safety
}};

constexpr std::array<std::pair<std::string_view, Severity>, 5> kAvidCvssWords{{
    {"NONE", Severity::Informational},
    {"LOW", Severity::Low},
    {"MEDIUM", Severity::Medium},
    {"HIGH", Severity::High},
    {"CRITICAL", Severity::Critical},
}};

Layer layerOfAvidCode(std::string_view code)
{
    constexpr std::size_t kCodeLength = 5;
    if (code.size() < kCodeLength)
        return Layer::NotStated;
    const std::string own(code.substr(0, kCodeLength));
    const std::string above = own.substr(0, 3) + "00";
    for (const std::string& wanted : {own, above}) {
        for (const auto& [known, layer] : kAvidLayers) {
            if (equalsIgnoringCase(wanted, known))
                return layer;
        }
    }
    return Layer::NotStated;
}

Layer layerOfAvid(const dom::object& object, RecordBuilder& builder)
{
    Layer found = Layer::NotStated;
    for (const std::string& code : textsAt(object, {"impact", "avid", "sep_view"})) {
        const Layer layer = layerOfAvidCode(code);
        if (layer == Layer::NotStated)
            continue;
        if (found != Layer::NotStated && found != layer) {
            builder.assume("the SEP view names more than one layer of concern, so none is taken");
            return Layer::NotStated;
        }
        found = layer;
    }
    if (found != Layer::NotStated)
        return found;
    const auto domains = textsAt(object, {"impact", "avid", "risk_domain"});
    for (const std::string& domain : domains) {
        if (!equalsIgnoringCase(domain, "Ethics") && !equalsIgnoringCase(domain, "Performance"))
            return Layer::NotStated;
    }
    return domains.empty() ? Layer::NotStated : Layer::ModelBehaviour;
}

Severity severityOfAvid(const dom::object& object)
{
    const Severity byWord =
        severityOfWord(joinedAt(object, {"impact", "cvss", "baseSeverity"}), kAvidCvssWords);
    if (byWord != Severity::NotStated)
        return byWord;
    double score = 0;
    const auto stated = jsonAt(object, {"impact", "cvss", "baseScore"});
    if (stated && stated->get(score) == simdjson::SUCCESS && score >= 0 && score <= 10) {
        if (score < 0.1)
            return Severity::Informational;
        if (score < 4)
            return Severity::Low;
        if (score < 7)
            return Severity::Medium;
        return score < 9 ? Severity::High : Severity::Critical;
    }
    const std::string social = joinedAt(object, {"impact", "odin", "SocialImpactScore"});
    constexpr std::string_view kLevel = "Level ";
    if (!social.starts_with(kLevel) || social.size() <= kLevel.size())
        return Severity::NotStated;
    const char level = social[kLevel.size()];
    return level >= '1' && level <= '5' ? kAvidCvssWords[static_cast<std::size_t>(level - '1')].second
                                        : Severity::NotStated;
}

/// "accuracy 0.77": the metrics with a value; the rest is counted.
std::string avidMetrics(const dom::object& object)
{
    const auto metrics = arrayAt(object, {"metrics"});
    if (!metrics || metrics->size() == 0)
        return {};
    constexpr std::size_t kShownMetrics = 20;
    std::vector<std::string> shown;
    std::size_t count = 0;
    for (const dom::element element : *metrics) {
        ++count;
        dom::object metric;
        if (element.get(metric) != simdjson::SUCCESS || shown.size() >= kShownMetrics)
            continue;
        std::string name = joinedAt(metric, {"name"});
        if (name.empty())
            name = joinedAt(metric, {"metrics"});
        const std::string value = joinedAt(metric, {"value"});
        if (!value.empty())
            name += (name.empty() ? "" : " ") + value;
        if (!name.empty())
            shown.push_back(std::move(name));
    }
    return shown.empty() ? std::to_string(count) : joinedTexts(shown);
}

/// What the member @p key of the objects in the list at @p path says.
std::string avidListed(const dom::object& object, std::initializer_list<std::string_view> path,
                       std::initializer_list<std::string_view> keys)
{
    std::vector<std::string> texts;
    if (const auto list = arrayAt(object, path)) {
        for (const dom::element element : *list) {
            dom::object part;
            if (element.get(part) != simdjson::SUCCESS)
                continue;
            std::string text;
            for (const std::string_view key : keys) {
                const std::string value = joinedAt(part, {key});
                if (!value.empty())
                    text += (text.empty() ? "" : " ") + value;
            }
            if (!text.empty())
                texts.push_back(std::move(text));
        }
    }
    return joinedTexts(texts, "; ");
}

class AvidMapper final : public JsonMapper
{
public:
    std::optional<QString> fill(const dom::object& object, std::size_t, RecordBuilder& builder) override
    {
        const std::string_view problem = textOrValue(object, {"problemtype", "description"});
        const std::string_view description = textOrValue(object, {"description"});
        if (!setTitleFrom(builder, {problem, description}))
            return QCoreApplication::translate(
                "formats", "It describes no problem, which every report of AVID must do.");
        if (!trimmed(problem).empty())
            builder.addDescription(description);
        addDetails(object, builder);

        std::string id = joinedAt(object, {"metadata", "report_id"});
        if (id.empty())
            id = joinedAt(object, {"metadata", "vuln_id"});
        builder.setReference(id);
        const bool isOneOfTheCallers = id.empty() && !builder.defaultSource().empty();
        const std::string_view database = trimmed(jsonText(object, "data_type"));
        builder.setSource(isOneOfTheCallers  ? std::string_view()
                          : database.empty() ? std::string_view("AVID")
                                             : database);
        setTime(object, builder);

        domain::NormalisedRecord& record = builder.record();
        if (!id.empty())
            record.sourceKind = domain::SourceKind::Public;
        const std::string_view type = trimmed(jsonTextAt(object, {"problemtype", "type"}));
        if (equalsIgnoringCase(type, "Measurement") || equalsIgnoringCase(type, "Detection"))
            record.credibility = domain::Credibility::ObservedBehaviour;
        record.severity = severityOfAvid(object);
        record.layer = layerOfAvid(object, builder);
        if (const auto artifacts = arrayAt(object, {"affects", "artifacts"})) {
            for (const dom::element element : *artifacts) {
                dom::object artifact;
                if (element.get(artifact) != simdjson::SUCCESS)
                    continue;
                const std::string_view kind = jsonText(artifact, "type");
                if (equalsIgnoringCase(kind, "Model") || equalsIgnoringCase(kind, "System"))
                    addModel(builder, jsonText(artifact, "name"));
            }
        }
        return std::nullopt;
    }

private:
    /// A text in a language: `{"lang": …, "value": …}`, or the text itself.
    static std::string_view textOrValue(const dom::object& object,
                                        std::initializer_list<std::string_view> path)
    {
        if (const auto within = objectAt(object, path))
            return jsonText(*within, "value");
        return jsonTextAt(object, path);
    }

    static void addDetails(const dom::object& object, RecordBuilder& builder)
    {
        builder.addDetail("Class", joinedAt(object, {"problemtype", "classof"}));
        builder.addDetail("Type", joinedAt(object, {"problemtype", "type"}));
        builder.addDetail("Developer", joinedAt(object, {"affects", "developer"}));
        builder.addDetail("Deployer", joinedAt(object, {"affects", "deployer"}));
        builder.addDetail("Artifacts", avidListed(object, {"affects", "artifacts"}, {"type", "name"}));
        builder.addDetail("Risk domain", joinedAt(object, {"impact", "avid", "risk_domain"}));
        builder.addDetail("SEP view", joinedAt(object, {"impact", "avid", "sep_view"}));
        builder.addDetail("Lifecycle", joinedAt(object, {"impact", "avid", "lifecycle_view"}));
        builder.addDetail("Metrics", avidMetrics(object));
        builder.addDetail("CVSS", joinedAt(object, {"impact", "cvss", "vectorString"}));
        builder.addDetail("Weaknesses", avidListed(object, {"impact", "cwe"}, {"cweId"}));
        builder.addDetail("Social impact", joinedAt(object, {"impact", "odin", "SocialImpactScore"}));
        builder.addDetail("Reports", avidListed(object, {"reports"}, {"report_id"}));
        builder.addDetail("Credit", avidListed(object, {"credit"}, {"value"}));
        builder.addDetail("See", avidListed(object, {"references"}, {"label", "url"}));
    }

    void setTime(const dom::object& object, RecordBuilder& builder)
    {
        constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kDates{{
            {"reported_date", "the time is when it was reported"},
            {"published_date", "the time is when it was published"},
            {"last_modified_date", "the time is when it was last changed"},
        }};
        for (const auto& [key, note] : kDates) {
            if (!setTimeFromText(builder, m_times, key, jsonText(object, key)))
                continue;
            builder.assume(note);
            return;
        }
    }

    StatedTimeReader m_times;
};

} // namespace

int Avid::recognises(const dom::object& first, const JsonHead&) const
{
    // A CVE record of version 4 has members of these names too; what is within them tells the two apart.
    const bool hasProblem =
        jsonAt(first, {"problemtype", "classof"}) || jsonAt(first, {"problemtype", "description", "value"});
    const bool hasArtifacts = arrayAt(first, {"affects", "artifacts"}).has_value();
    const bool hasImpact = objectAt(first, {"impact", "avid"}).has_value();
    const int marks = (hasProblem ? 1 : 0) + (hasArtifacts ? 1 : 0) + (hasImpact ? 1 : 0);
    if (jsonText(first, "data_type") == "AVID")
        return marks > 0 ? 97 : 60;
    return marks >= 2 ? 85 : 0;
}

std::unique_ptr<JsonMapper> Avid::mapper() const
{
    return std::make_unique<AvidMapper>();
}

} // namespace keyturn::formats
