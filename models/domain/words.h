// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLatin1String>
#include <QString>
#include <QStringView>

#include <cstdint>
#include <optional>
#include <span>

namespace keyturn::domain {

/// What a member may fill a slot as (domain.md, "Role").
enum class Role : std::uint8_t {
    Executive,
    SafetyLead,
    SecurityLead,
    Legal,
    Scribe,
    Auditor,
    Intake,
    Gateway
};
/// Where in the whole the harm lies (domain.md, "Layer of concern").
enum class Layer : std::uint8_t { NotStated, ModelBehaviour, System, DataPrivacy, AbuseAtScale };
/// How bad, as the source or a triage says; ordered, least first.
enum class Severity : std::uint8_t { NotStated, Informational, Low, Medium, High, Critical };
/// How sure; ordered, least first.
enum class Credibility : std::uint8_t { NotStated, Unverified, CredibleThreatModel, ObservedBehaviour };
/// What kind of party a signal comes from.
enum class SourceKind : std::uint8_t {
    NotStated,
    Internal,
    Monitoring,
    Partner,
    Customer,
    Researcher,
    Regulator,
    Public
};
/// What an imported or hand-entered event is; it decides the timeline's lane.
enum class RecordKind : std::uint8_t { Signal, Escalation, Request, Milestone, Note };
/// How long the incident's harm is thought to last.
enum class Horizon : std::uint8_t { Undetermined, Temporary, Structural };
/// What the incident is thought to come from.
enum class Cause : std::uint8_t { Undetermined, ModelBehaviour, Deployment, Both };
/// What a restriction does to the cells it covers.
enum class RestrictionKind : std::uint8_t {
    Suspend,
    LimitTiers,
    RateLimit,
    RequireSafeguard,
    DisableCapability,
    Reroute,
    EnhanceLogging
};
/// Access of one cell; ordered, loosest first.
enum class Access : std::uint8_t { Open, Logged, Safeguarded, RateLimited, Rerouted, Suspended };
/// Whether a scope takes in every region.
enum class Reach : std::uint8_t { Regional, Worldwide };
/// Evidence an authority may demand.
enum class EvidenceItem : std::uint8_t { SafetyEvaluation, Auditability, RiskMitigation, Other };
enum class MemberKind : std::uint8_t { Person, Service };
enum class IncidentStatus : std::uint8_t { Open, Contained, Restored, Closed };
enum class RequestStatus : std::uint8_t { Received, InPreparation, Answered, Closed };
enum class ProposalStatus : std::uint8_t { Open, Authorised, Refused, Expired, Withdrawn, Superseded };
enum class ChangeStatus : std::uint8_t { InForce, Reverted, Superseded };
/// What a document is for.
enum class EvidenceKind : std::uint8_t { SafetyEvaluation, AuditLog, RiskMitigation, Correspondence, Other };
enum class GateStatus : std::uint8_t { Open, Met };
enum class ModelStatus : std::uint8_t { Available, UnderReview, Limited, Suspended };
/// Ways in which one request contradicts another.
enum class RequestConflict : std::uint8_t { PreserveOrDelete, DiscloseOrConfidential, RegionalOrGlobal };

/// What a dependent can turn to when a model is stopped; ordered, least first.
enum class Fallback : std::uint8_t { None, Declared, Tested };
/// What relies on a model.
enum class DependentKind : std::uint8_t { Customer, Product, Team };
/// How a route could still serve what a change means to stop, in the order in which they are looked for.
enum class LeakKind : std::uint8_t { Failover, Alias, Region, Channel, Sibling, Capability };

/// The closed list of an enum's words (kebab-case, as in files and on the command line), in the enum's order
/// from 0.
template <typename E>
[[nodiscard]] std::span<const char* const> wordsOf();
// Each is defined in words.cpp.
template <>
std::span<const char* const> wordsOf<Role>();
template <>
std::span<const char* const> wordsOf<Layer>();
template <>
std::span<const char* const> wordsOf<Severity>();
template <>
std::span<const char* const> wordsOf<Credibility>();
template <>
std::span<const char* const> wordsOf<SourceKind>();
template <>
std::span<const char* const> wordsOf<RecordKind>();
template <>
std::span<const char* const> wordsOf<Horizon>();
template <>
std::span<const char* const> wordsOf<Cause>();
template <>
std::span<const char* const> wordsOf<RestrictionKind>();
template <>
std::span<const char* const> wordsOf<Access>();
template <>
std::span<const char* const> wordsOf<Reach>();
template <>
std::span<const char* const> wordsOf<EvidenceItem>();
template <>
std::span<const char* const> wordsOf<MemberKind>();
template <>
std::span<const char* const> wordsOf<IncidentStatus>();
template <>
std::span<const char* const> wordsOf<RequestStatus>();
template <>
std::span<const char* const> wordsOf<ProposalStatus>();
template <>
std::span<const char* const> wordsOf<ChangeStatus>();
template <>
std::span<const char* const> wordsOf<EvidenceKind>();
template <>
std::span<const char* const> wordsOf<GateStatus>();
template <>
std::span<const char* const> wordsOf<ModelStatus>();
template <>
std::span<const char* const> wordsOf<RequestConflict>();
template <>
std::span<const char* const> wordsOf<Fallback>();
template <>
std::span<const char* const> wordsOf<DependentKind>();
template <>
std::span<const char* const> wordsOf<LeakKind>();

/// The word of @p value.
template <typename E>
[[nodiscard]] QString toWord(E value)
{
    return QLatin1String(wordsOf<E>()[static_cast<std::size_t>(value)]);
}

/// The value of @p word, or nothing.
template <typename E>
[[nodiscard]] std::optional<E> fromWord(QStringView word)
{
    const auto words = wordsOf<E>();
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (word == QLatin1String(words[i]))
            return static_cast<E>(i);
    }
    return std::nullopt;
}

} // namespace keyturn::domain
