// SPDX-License-Identifier: GPL-3.0-or-later
// Proposals and the decisions on them as JSON.

#include "models/domain/statement_codec.h"

namespace keyturn::domain {

namespace {

void fields(auto& visit, Same<Box> auto& box)
{
    visit("models", box.models);
    visit("channels", box.channels);
    visit("regions", box.regions);
    visit("tiers", box.tiers);
    visit("capabilities", box.capabilities);
}

void fields(auto& visit, Same<Scope> auto& scope)
{
    visit("include", scope.include);
    visit("except", scope.except);
}

void fields(auto& visit, Same<Measure> auto& measure)
{
    visit("kind", measure.kind);
    visit("allowed_tiers", measure.allowedTiers);
    visit("requests_per_minute", measure.requestsPerMinute);
    visit("safeguard", measure.safeguard);
    visit("fallback", measure.fallback);
}

void fields(auto& visit, Same<Restriction> auto& restriction)
{
    visit("measure", restriction.measure);
    visit("scope", restriction.scope);
}

void fields(auto& visit, Same<ModelEffect> auto& effect)
{
    visit("model", effect.model);
    visit("cells", effect.cells);
    visit("open_before", effect.openBefore);
    visit("open_after", effect.openAfter);
    visit("suspended_before", effect.suspendedBefore);
    visit("suspended_after", effect.suspendedAfter);
}

void fields(auto& visit, Same<ChangeProposed> auto& proposal)
{
    visit("restriction", proposal.restriction);
    visit("reverts", proposal.reverts);
    visit("reverted", proposal.reverted);
    visit("incident", proposal.incident);
    visit("incident_title", proposal.incidentTitle);
    visit("rationale", proposal.rationale);
    visit("signals", proposal.signalRecords);
    visit("requests", proposal.requests);
    visit("evidence", proposal.evidence);
    visit("effective_at", proposal.effectiveAt);
    visit("review_by", proposal.reviewBy);
    visit("expires_at", proposal.expiresAt);
    visit("rule", proposal.rule);
    visit("rule_title", proposal.ruleTitle);
    visit("slots", proposal.slotRoles);
    visit("effect", proposal.effect);
    visit("organisation", proposal.organisation);
    visit("demo", proposal.demo);
    visit("rehearsal", proposal.rehearsal);
    visit("proposer_name", proposal.proposerName);
    visit("names", proposal.names);
    visit("sheet_template", proposal.sheetTemplate);
    visit("sheet_language", proposal.sheetLanguage);
}

void fields(auto& visit, Same<ProposalApproved> auto& approval)
{
    visit("proposal", approval.proposal);
    visit("proposal_entry", approval.proposalEntry);
    visit("sheet", approval.sheet);
    visit("slot", approval.slot);
}

void fields(auto& visit, Same<ProposalRefused> auto& refusal)
{
    visit("proposal", refusal.proposal);
    visit("proposal_entry", refusal.proposalEntry);
    visit("sheet", refusal.sheet);
    visit("reason", refusal.reason);
}

void fields(auto& visit, Same<ProposalWithdrawn> auto& withdrawal)
{
    visit("proposal", withdrawal.proposal);
    visit("proposal_entry", withdrawal.proposalEntry);
    visit("reason", withdrawal.reason);
}

} // namespace

KEYTURN_DEFINE_FIELDS(Box);
KEYTURN_DEFINE_FIELDS(Scope);
KEYTURN_DEFINE_FIELDS(Measure);
KEYTURN_DEFINE_FIELDS(Restriction);
KEYTURN_DEFINE_FIELDS(ModelEffect);
KEYTURN_DEFINE_FIELDS(ChangeProposed);
KEYTURN_DEFINE_FIELDS(ProposalApproved);
KEYTURN_DEFINE_FIELDS(ProposalRefused);
KEYTURN_DEFINE_FIELDS(ProposalWithdrawn);

} // namespace keyturn::domain
