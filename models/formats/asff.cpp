// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/asff.h"

#include "models/formats/json_parts.h"
#include "models/formats/stated_times.h"
#include "models/intake/json_record.h"
#include "models/intake/record_text.h"

#include <QCoreApplication>

namespace keyturn::formats {

using namespace intake;

namespace {

namespace dom = simdjson::dom;
using domain::Severity;

Severity asffSeverityOf(const dom::object& severity)
{
    const Severity byLabel = severityOfFindingWord(jsonText(severity, "Label"));
    if (byLabel != Severity::NotStated)
        return byLabel;
    const auto normalized = jsonInteger(severity, "Normalized");
    if (!normalized || *normalized < 0 || *normalized > 100)
        return Severity::NotStated;
    if (*normalized == 0)
        return Severity::Informational;
    if (*normalized < 40)
        return Severity::Low;
    if (*normalized < 70)
        return Severity::Medium;
    return *normalized < 90 ? Severity::High : Severity::Critical;
}

Severity asffSeverity(const dom::object& finding)
{
    Severity severity = Severity::NotStated;
    if (const auto own = objectAt(finding, {"Severity"}))
        severity = asffSeverityOf(*own);
    if (severity != Severity::NotStated)
        return severity;
    const auto provided = objectAt(finding, {"FindingProviderFields", "Severity"});
    return provided ? asffSeverityOf(*provided) : Severity::NotStated;
}

/// "guardduty" of "arn:aws:securityhub:eu-west-1::product/aws/guardduty".
std::string_view productOfArn(std::string_view arn)
{
    constexpr std::string_view kBefore = "product/";
    const std::size_t at = arn.find(kBefore);
    if (at == std::string_view::npos)
        return {};
    const std::string_view product = arn.substr(at + kBefore.size());
    const std::size_t slash = product.rfind('/');
    const std::string_view last = slash == std::string_view::npos ? product : product.substr(slash + 1);
    // Findings of one's own making carry "product/<account>/default".
    return last == "default" ? std::string_view() : last;
}

class AsffMapper final : public JsonMapper
{
public:
    bool recordsIn(const dom::object& value, std::vector<dom::object>& records) override
    {
        return jsonText(value, "Title").empty() && eventBridgeFindings(value, records);
    }

    std::optional<QString> fill(const dom::object& finding, std::size_t, RecordBuilder& builder) override
    {
        const std::string_view id = trimmed(jsonText(finding, "Id"));
        const std::string_view title = trimmed(jsonText(finding, "Title"));
        if (id.empty() && title.empty())
            return QCoreApplication::translate(
                "formats", "It has neither an Id nor a Title, both of which every ASFF finding must have.");
        if (!setTitleKeepingAll(builder, title)) {
            std::string instead = listedTexts(finding, {"Types"}, {}, 1);
            if (instead.empty())
                instead = firstTextAt(finding, {{"GeneratorId"}, {"Id"}});
            setTitleKeepingAll(builder, instead);
            builder.assume("it has no Title; its type or generator is shown instead");
        }
        if (id.empty())
            builder.assume("it has no Id, which every ASFF finding has");
        if (const std::string_view text = trimmed(jsonText(finding, "Description")); text != title)
            builder.addDescription(text);
        addDetails(finding, builder);
        setTime(finding, builder);
        setSource(finding, builder);
        builder.setReference(id);
        domain::NormalisedRecord& record = builder.record();
        record.sourceKind = domain::SourceKind::Monitoring;
        record.severity = asffSeverity(finding);
        if (jsonText(finding, "VerificationState") == "TRUE_POSITIVE")
            record.credibility = domain::Credibility::ObservedBehaviour;
        if (isTrueAt(finding, "Sample"))
            builder.assume("its source marks it as a sample, not as something found");
        return std::nullopt;
    }

private:
    void addDetails(const dom::object& finding, RecordBuilder& builder)
    {
        std::string types = listedTexts(finding, {"Types"});
        if (types.empty())
            types = listedTexts(finding, {"FindingProviderFields", "Types"});
        builder.addDetail("Types", types);
        builder.addDetail("Compliance",
                          joinedParts({plainTextAt(finding, {"Compliance", "Status"}),
                                       plainTextAt(finding, {"Compliance", "SecurityControlId"})}));
        builder.addDetail("Workflow",
                          joinedParts({firstTextAt(finding, {{"Workflow", "Status"}, {"WorkflowState"}}),
                                       plainTextAt(finding, {"RecordState"})}));
        builder.addDetail("Verification", plainTextAt(finding, {"VerificationState"}));
        builder.addDetail("Resources", listedTexts(finding, {"Resources"}, "Id"));
        builder.addDetail("Account", joinedParts({plainTextAt(finding, {"AwsAccountId"}),
                                                  plainTextAt(finding, {"AwsAccountName"})}));
        builder.addDetail("Region", firstTextAt(finding, {{"Region"}}));
        builder.addDetail("Last seen", plainTextAt(finding, {"LastObservedAt"}));
        builder.addDetail("Confidence", plainTextAt(finding, {"Confidence"}));
        builder.addDetail("Criticality", plainTextAt(finding, {"Criticality"}));
        builder.addDetail("Note", plainTextAt(finding, {"Note", "Text"}));
        builder.addDetail("Remediation", plainTextAt(finding, {"Remediation", "Recommendation", "Text"}));
        builder.addDetail("Link",
                          firstTextAt(finding, {{"SourceUrl"}, {"Remediation", "Recommendation", "Url"}}));
    }

    void setTime(const dom::object& finding, RecordBuilder& builder)
    {
        for (const std::string_view key : {"FirstObservedAt", "CreatedAt", "UpdatedAt"}) {
            const auto value = jsonAt(finding, {key});
            if (!value || !setStatedTime(builder, m_times.fromValue(*value, EpochUnit::Milliseconds, key)))
                continue;
            if (key != "FirstObservedAt")
                builder.assume("it does not say when its cause was first observed; " + std::string(key) +
                               " of the finding is taken");
            return;
        }
    }

    static void setSource(const dom::object& finding, RecordBuilder& builder)
    {
        std::string_view source = firstTextAt(finding, {{"ProductName"},
                                                        {"ProductFields", "aws/securityhub/ProductName"},
                                                        {"ProductFields", "ProviderName"}});
        if (source.empty())
            source = productOfArn(jsonText(finding, "ProductArn"));
        builder.setSource(source);
    }

    StatedTimeReader m_times;
};

} // namespace

int Asff::recognises(const dom::object& first, const JsonHead&) const
{
    std::vector<dom::object> within;
    dom::object finding = first;
    if (eventBridgeFindings(first, within) && !within.empty())
        finding = within.front();
    int own = 0;
    for (const std::string_view key :
         {"ProductArn", "GeneratorId", "AwsAccountId", "SchemaVersion", "FirstObservedAt", "CreatedAt"})
        own += jsonText(finding, key).empty() ? 0 : 1;
    const bool isArn = jsonText(finding, "ProductArn").starts_with("arn:");
    if (isArn && own >= 2)
        return 97;
    return own >= 3 ? 85 : 0;
}

std::unique_ptr<JsonMapper> Asff::mapper() const
{
    return std::make_unique<AsffMapper>();
}

} // namespace keyturn::formats
