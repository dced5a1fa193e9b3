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

void fields(auto& visit, Same<AccessShift> auto& shift)
{
    visit("before", shift.before);
    visit("after", shift.after);
    visit("cells", shift.cells);
}

void fields(auto& visit, Same<DependentLine> auto& line)
{
    visit("id", line.hit.id);
    visit("cells", line.hit.cells);
    visit("worst", line.hit.worst);
    visit("name", line.name);
    visit("contact", line.contact);
    visit("fallback", line.fallback);
}

void fields(auto& visit, Same<Leak> auto& leak)
{
    visit("kind", leak.kind);
    visit("route", leak.route);
    visit("model", leak.model);
    visit("channel", leak.channel);
    visit("region", leak.region);
    visit("alias", leak.alias);
    visit("via", leak.via);
    visit("cells", leak.cells);
}

void fields(auto& visit, Same<SignedPreview> auto& preview)
{
    visit("shifts", preview.shifts);
    visit("dependents", preview.dependents);
    visit("without_tested_fallback", preview.withoutTestedFallback);
    visit("dependent_lines", preview.dependentLines);
    visit("leaks", preview.leaks);
    visit("leak_lines", preview.leakLines);
    visit("shadowed_by", preview.shadowedBy);
}

void fields(auto& visit, Same<AlsoNeeded> auto& also)
{
    visit("rule", also.rule);
    visit("rule_title", also.ruleTitle);
    visit("slots", also.slotRoles);
}

void fields(auto& visit, Same<KeyProof> auto& proof)
{
    visit("key", proof.key);
    visit("signature", proof.signature);
}

void fields(auto& visit, Same<AbandonedHead> auto& head)
{
    visit("size", head.size);
    visit("root", head.root);
}

void fields(auto& visit, Same<GateLine> auto& line)
{
    visit("gate", line.gate);
    visit("layer", line.layer);
    visit("criterion", line.criterion);
    visit("outcome", line.outcome);
}

// What version 1 of the sheet does not know is left out where it is not used, so that proposals made before
// it existed keep their bytes.
void fields(auto& visit, Same<ChangeProposed> auto& proposal)
{
    visit("restriction", proposal.restriction);
    visit("supersedes", proposal.supersedes);
    visit("reverts", proposal.reverts);
    visit("part", proposal.part);
    visit("reverted", proposal.reverted);
    visit("charter", proposal.charter);
    visit.ifAny("proofs", proposal.proofs);
    visit.ifAny("charter_changes", proposal.charterChanges);
    visit.ifAny("ratifies_entries", proposal.ratifiesEntries);
    visit.ifAny("ratified_lines", proposal.ratifiedLines);
    visit("abandons", proposal.abandons);
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
    visit("also_needed", proposal.alsoNeeded);
    visit("effect", proposal.effect);
    visit("preview", proposal.preview);
    visit.ifAny("gates", proposal.gates);
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

void fields(auto& visit, Same<GlassBroken> auto& broken)
{
    visit("change", broken.change);
}

} // namespace

KEYTURN_DEFINE_FIELDS(AccessShift);
KEYTURN_DEFINE_FIELDS(DependentLine);
KEYTURN_DEFINE_FIELDS(Leak);
KEYTURN_DEFINE_FIELDS(SignedPreview);
KEYTURN_DEFINE_FIELDS(AlsoNeeded);
KEYTURN_DEFINE_FIELDS(KeyProof);
KEYTURN_DEFINE_FIELDS(AbandonedHead);
KEYTURN_DEFINE_FIELDS(GateLine);
KEYTURN_DEFINE_FIELDS(GlassBroken);
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
