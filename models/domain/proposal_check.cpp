// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/reason.h"
#include "models/domain/sheet.h"

namespace keyturn::domain {

namespace {

using base::fail;
using base::Result;

constexpr qsizetype kMaximumRationale = 10'000;
constexpr qsizetype kMaximumSafeguard = 2'000;
constexpr std::int64_t kMaximumRequestsPerMinute = 1'000'000'000;

#define BECAUSE(...) fail(DomainError::BadProposal, reason(__VA_ARGS__))

bool needsWords(RestrictionKind kind)
{
    return kind == RestrictionKind::RequireSafeguard || kind == RestrictionKind::EnhanceLogging;
}

/// Whether the scope plainly holds the model itself, no exception taking all of it away.
bool holdsModel(const Scope& scope, const ModelId& model)
{
    return scope.include.models.contains(model) &&
           std::none_of(scope.except.begin(), scope.except.end(), [&](const Box& box) {
               return box.models.contains(model) && box.channels.all && box.regions.all && box.tiers.all &&
                      box.capabilities.all;
           });
}

Result<void> checkMeasureAndScope(const Measure& measure, const Scope& scope)
{
    const RestrictionKind kind = measure.kind;
    if (kind == RestrictionKind::LimitTiers) {
        if (measure.allowedTiers.empty())
            return BECAUSE(QT_TRANSLATE_NOOP("errors", "say which tiers keep access; to stop all, suspend"));
        if (!scope.include.tiers.all)
            return BECAUSE(QT_TRANSLATE_NOOP("errors",
                                             "a limit to tiers is over all tiers; name only those that keep "
                                             "access"));
    } else if (!measure.allowedTiers.empty()) {
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "tiers that keep access belong only to a limit of tiers"));
    }
    if (kind == RestrictionKind::RateLimit) {
        if (!measure.requestsPerMinute)
            return BECAUSE(QT_TRANSLATE_NOOP("errors", "say how many requests a minute stay allowed"));
        if (*measure.requestsPerMinute < 1 || *measure.requestsPerMinute > kMaximumRequestsPerMinute)
            return BECAUSE(QT_TRANSLATE_NOOP("errors",
                                             "a rate limit lies between 1 and 1000000000 requests a minute; "
                                             "to stop all, suspend"));
    } else if (measure.requestsPerMinute) {
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "requests a minute belong only to a rate limit"));
    }
    if (needsWords(kind)) {
        if (measure.safeguard.trimmed().isEmpty())
            return BECAUSE(QT_TRANSLATE_NOOP("errors", "say in words what safeguard or logging is required"));
        if (measure.safeguard.size() > kMaximumSafeguard)
            return BECAUSE(QT_TRANSLATE_NOOP("errors", "what is required is longer than 2000 characters"));
    } else if (!measure.safeguard.isEmpty()) {
        return BECAUSE(
            QT_TRANSLATE_NOOP("errors", "a required safeguard belongs only to safeguards and logging"));
    }
    if (kind == RestrictionKind::DisableCapability && scope.include.capabilities.all)
        return BECAUSE(
            QT_TRANSLATE_NOOP("errors", "list the capabilities to turn off; to stop all, suspend"));
    if (kind == RestrictionKind::Reroute) {
        if (!measure.fallback)
            return BECAUSE(QT_TRANSLATE_NOOP("errors", "say which model to reroute to"));
        if (holdsModel(scope, *measure.fallback))
            return BECAUSE(QT_TRANSLATE_NOOP("errors", "“%1” cannot be rerouted to itself"),
                           measure.fallback->value());
    }
    return {};
}

} // namespace

Result<void> checkKindOfChange(const ChangeProposed& proposal)
{
    const int about = (proposal.restriction ? 1 : 0) + (proposal.reverts ? 1 : 0) +
                      (proposal.charter ? 1 : 0) + (proposal.ratifiesEntries.empty() ? 0 : 1) +
                      (proposal.abandons ? 1 : 0);
    if (proposal.restriction && (proposal.reverts || (proposal.reverted && !proposal.supersedes)))
        return BECAUSE(
            QT_TRANSLATE_NOOP("errors", "it both adds a restriction and lifts one; make two proposals"));
    if (about == 0)
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "it neither adds a restriction nor lifts one"));
    if (about > 1)
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "it is about several things; make a proposal of each"));
    if (proposal.reverts && (!proposal.reverted || proposal.reverts->isEmpty()))
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "it does not say what the lifted change is"));
    if (proposal.supersedes && !(proposal.restriction && proposal.reverted))
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "it does not say what the change that it replaces is"));
    if (proposal.part && !proposal.reverts)
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "only what is lifted can be lifted in part"));
    if (!proposal.reverts && !proposal.supersedes && !proposal.gates.empty())
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "gates belong to what is lifted or replaced"));
    if (!proposal.charter && !(proposal.proofs.empty() && proposal.charterChanges.empty()))
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "keys and differences belong to a charter"));
    if (proposal.ratifiedLines.size() != proposal.ratifiesEntries.size())
        return BECAUSE(
            QT_TRANSLATE_NOOP("errors", "it does not say what the entries are that it lets stand"));
    const bool isSecond = proposal.sheetTemplate > 1;
    if (!isSecond && (proposal.part || proposal.supersedes || proposal.preview || proposal.alsoNeeded ||
                      !proposal.gates.empty() || !proposal.isOfAccess()))
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "its sheet could not show all of it"));
    if (isSecond && proposal.isOfAccess() != proposal.preview.has_value())
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "a change of access has a preview, and nothing else has"));
    if (!proposal.isOfAccess() && (proposal.reverted || !proposal.effect.empty() || proposal.effectiveAt ||
                                   proposal.reviewBy || proposal.rehearsal))
        return BECAUSE(
            QT_TRANSLATE_NOOP("errors", "effect, times and rehearsals belong to changes of access"));
    return {};
}

Result<void> checkProposal(const ChangeProposed& proposal)
{
    KEYTURN_TRY(checkKindOfChange(proposal));
    if (proposal.rationale.trimmed().isEmpty())
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "it gives no reason"));
    if (proposal.rationale.size() > kMaximumRationale)
        return BECAUSE(
            QT_TRANSLATE_NOOP("errors", "its reason is longer than 10000 characters; link evidence instead"));
    if (proposal.effectiveAt && proposal.reviewBy && *proposal.reviewBy <= *proposal.effectiveAt)
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "its review is not after it takes effect"));
    // What is lifted or replaced goes when it is decided; until a later moment nothing would hold in its
    // place.
    if (proposal.effectiveAt && (proposal.reverts || proposal.supersedes))
        return BECAUSE(QT_TRANSLATE_NOOP("errors",
                                         "what lifts or replaces a change takes effect as soon as it is "
                                         "authorised; propose it when it is to happen"));
    if (proposal.restriction)
        return checkMeasureAndScope(proposal.restriction->measure, proposal.restriction->scope);
    return {};
}

#undef BECAUSE

} // namespace keyturn::domain
