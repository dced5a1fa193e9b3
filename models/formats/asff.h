// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/json_format.h"

namespace keyturn::formats {

/// Findings in the AWS Security Finding Format: the list `Findings` (GetFindings, BatchImportFindings), an
/// array, lines, or events of EventBridge with `detail.findings`.
///
/// Source: AWS Security Hub API Reference, data types AwsSecurityFinding, Severity, FindingProviderSeverity,
/// Resource, Compliance, Workflow; AWS Security Hub User Guide, "Required top-level ASFF attributes" and
/// "EventBridge event formats for Security Hub". Schema version 2018-10-08, the only one.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | FirstObservedAt; else CreatedAt, else UpdatedAt, with an assumption: those are times of |
/// |             | the finding, not of its cause                                                           |
/// | title       | Title; else the first of Types, else GeneratorId, with an assumption                    |
/// | description | Description; then types, compliance, workflow and record state, resources, account and  |
/// |             | region, last seen, confidence, criticality, remediation and link as "Label: …" lines    |
/// | source      | ProductName; else ProductFields.aws/securityhub/ProductName or ProviderName; else the   |
/// |             | product that ProductArn names; else the caller's default                                |
/// | source kind | monitoring: findings come from products that watch or scan                              |
/// | severity    | Severity.Label in our words; else Severity.Normalized: 0 informational, 1–39 low, 40–69 |
/// |             | medium, 70–89 high, 90–100 critical; else FindingProviderFields.Severity.Label.         |
/// |             | Product and Original are scales of the product's own and are not read                   |
/// | credibility | VerificationState TRUE_POSITIVE: observed behaviour; all else: not stated. Confidence   |
/// |             | grades the detection and stays a detail                                                 |
/// | layer       | not stated: Types classify threats, not where in an AI system they lie                  |
/// | reference   | Id                                                                                      |
/// | models      | not stated: no attribute names AI models                                                |
class Asff final : public intake::JsonFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("asff"); }
    [[nodiscard]] std::vector<std::string> listNames() const override { return {"Findings"}; }
    [[nodiscard]] int recognises(const simdjson::dom::object& first,
                                 const intake::JsonHead& head) const override;
    [[nodiscard]] std::unique_ptr<intake::JsonMapper> mapper() const override;
};

} // namespace keyturn::formats
