// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from the ledger of what a person wants to propose.

#include "models/domain/reason.h"
#include "models/state/proposal_terms.h"

#include <algorithm>

namespace keyturn::state {

using domain::ChangeProposed;
using domain::DomainError;

namespace {

// Texts here become part of signed statements and are therefore not translated.

base::Result<const ChangeState*> standingChange(const Snapshot& snapshot, const domain::ChangeId& id)
{
    const ChangeState* change = snapshot.change(id);
    if (!change)
        return base::fail(DomainError::UnknownChange, base::harmlessText(id.value(), 40));
    if (change->status != domain::ChangeStatus::InForce)
        return base::fail(DomainError::ChangeNotInForce, id.value());
    return change;
}

base::Result<void> completeIncident(const Snapshot& snapshot, ChangeProposed& proposal)
{
    const IncidentState* incident = proposal.incident ? snapshot.incident(*proposal.incident) : nullptr;
    if (proposal.incident && !incident)
        return base::fail(DomainError::UnknownIncident, proposal.incident->value());
    proposal.incidentTitle = incident ? incident->facts.title : QString();
    proposal.rehearsal = incident && incident->facts.rehearsal && proposal.isOfAccess();
    return {};
}

/// How a gate was passed, for the sheet.
QString outcomeOf(const Snapshot& snapshot, const GateState& gate, const domain::ChangeId& change)
{
    if (gate.status == domain::GateStatus::Met) {
        QStringList evidence;
        for (const base::Digest& digest : gate.evidence)
            evidence += digest.shortCode();
        return QStringLiteral("met, confirmed by ") + snapshot.display(gate.met->member) +
               QStringLiteral(": ") + gate.how + QStringLiteral(" (evidence ") +
               evidence.join(QStringLiteral(", ")) + u')';
    }
    const GateState::Waiver* waiver = gate.waiverFor(change);
    return QStringLiteral("WAIVED by ") + snapshot.display(waiver->origin.member) + QStringLiteral(": ") +
           waiver->reason;
}

/// The change that @p proposal lifts or replaces.
base::Result<const ChangeState*> changeTaken(const Snapshot& snapshot, const ChangeProposed& proposal,
                                             const domain::ChangeId& id)
{
    KEYTURN_TRY_LET(change, standingChange(snapshot, id));
    // A rehearsal is lifted in its rehearsal, and what is real is not.
    if (!change->isOfSamePlay(proposal))
        return base::fail(
            DomainError::BadProposal,
            domain::reason(QT_TRANSLATE_NOOP("errors", "a rehearsal's changes are lifted or replaced in "
                                                       "that rehearsal, and no others are")));
    return change;
}

base::Result<void> completeLift(const Snapshot& snapshot, ChangeProposed& proposal)
{
    KEYTURN_TRY_LET(change, changeTaken(snapshot, proposal, *proposal.reverts));
    proposal.reverted = change->remaining();
    return {};
}

base::Result<void> completeGates(const Snapshot& snapshot, ChangeProposed& proposal)
{
    const auto loosened = changeLoosened(proposal);
    if (!loosened)
        return {};
    const ChangeState* change = snapshot.change(*loosened);
    QStringList open;
    for (const GateState* gate : snapshot.openGatesFor(*change, proposal.incident))
        open += gate->id.value() + u' ' + base::harmlessText(gate->facts.criterion, 60);
    if (!open.isEmpty())
        return base::fail(DomainError::GatesOpen, change->id.value(), open.join(QStringLiteral("; ")));
    for (const GateState* gate : snapshot.gatesFor(*change, proposal.incident))
        proposal.gates.push_back(
            {gate->id, gate->facts.layer, gate->facts.criterion, outcomeOf(snapshot, *gate, change->id)});
    return {};
}

/// "approval by Ines Okafor, Head of Safety, at 2026-06-09 21:10:00 UTC".
QString entryInWords(const Snapshot& snapshot, std::uint64_t seq)
{
    const EntryLine& line = snapshot.entries[static_cast<qsizetype>(seq)];
    return line.kind + QStringLiteral(" by ") + snapshot.display(line.member) + QStringLiteral(", at ") +
           base::toDisplay(line.time);
}

base::Result<void> completeRatified(const Snapshot& snapshot, ChangeProposed& proposal)
{
    for (const std::uint64_t seq : proposal.ratifiesEntries) {
        if (!snapshot.disputed.contains(seq))
            return base::fail(DomainError::NotDisputed, QString::number(seq));
        proposal.ratifiedLines.push_back(entryInWords(snapshot, seq));
    }
    return {};
}

domain::SignedPreview signedPreview(const Snapshot& snapshot, const domain::ChangePreview& preview,
                                    const BeforeAndAfter& layers, const ChangeProposed& proposal)
{
    domain::SignedPreview out;
    out.shifts = preview.shifts;
    out.dependents = preview.dependents.size();
    out.leaks = preview.leaks.size();
    for (const domain::DependentHit& hit : preview.dependents) {
        const domain::Dependent* dependent = snapshot.dependent(hit.id);
        if (dependent->fallback != domain::Fallback::Tested)
            ++out.withoutTestedFallback;
        if (out.dependentLines.size() < domain::kMaximumSheetLines)
            out.dependentLines.push_back({hit, dependent->name, dependent->contact, dependent->fallback});
    }
    const auto shown = std::min(preview.leaks.size(), domain::kMaximumSheetLines);
    out.leakLines.assign(preview.leaks.begin(), preview.leaks.begin() + static_cast<std::ptrdiff_t>(shown));
    if (proposal.restriction)
        out.shadowedBy = domain::shadowedBy(layers.after, domain::ChangeId(), snapshot.catalogue);
    return out;
}

void completeEffect(const Snapshot& snapshot, ChangeProposed& proposal, base::UtcTime signedAt)
{
    if (proposal.sheetTemplate == 1) {
        proposal.effect = domain::effectOf(proposal, snapshot.layersStanding(), snapshot.catalogue);
        return;
    }
    const BeforeAndAfter layers = layersAround(snapshot, proposal, signedAt);
    proposal.effect = domain::effectOf(layers.before, layers.after, snapshot.catalogue);
    const domain::ChangePreview preview = domain::previewChange(
        layers.before, layers.after, proposal.restriction, snapshot.catalogue, snapshot.dependents);
    proposal.preview = signedPreview(snapshot, preview, layers, proposal);
}

base::Result<void> completeRules(const Snapshot& snapshot, ChangeProposed& proposal, base::UtcTime signedAt)
{
    const domain::Governed governed = governedAs(proposal, snapshot.catalogue);
    const domain::Rule* rule = snapshot.charter.ruleFor(governed);
    if (!rule)
        return base::fail(DomainError::NoRuleCovers, domain::toText(governed));
    proposal.rule = rule->id;
    proposal.ruleTitle = rule->title;
    proposal.slotRoles = rule->slotRoles;
    const domain::Rule* also = nullptr;
    if (proposal.charter) {
        also = proposal.charter->ruleFor({.act = domain::Governed::Act::Charter});
    } else if (proposal.supersedes) {
        const BeforeAndAfter layers = layersAround(snapshot, proposal, signedAt);
        if (domain::loosensAny(layers.before, layers.after, snapshot.catalogue))
            also = snapshot.charter.ruleFor({.act = domain::Governed::Act::Revert});
    }
    if (also)
        proposal.alsoNeeded = domain::AlsoNeeded{also->id, also->title, also->slotRoles};
    return {};
}

/// Forgets what is derived, so that nothing of it can be smuggled in.
void clearDerived(ChangeProposed& proposal)
{
    proposal.reverted.reset();
    proposal.charterChanges.clear();
    proposal.ratifiedLines.clear();
    proposal.alsoNeeded.reset();
    proposal.effect.clear();
    proposal.preview.reset();
    proposal.gates.clear();
}

} // namespace

std::optional<domain::ChangeId> changeLoosened(const ChangeProposed& proposal)
{
    if (proposal.reverts)
        return proposal.reverts;
    return proposal.alsoNeeded ? proposal.supersedes : std::nullopt;
}

BeforeAndAfter layersAround(const Snapshot& snapshot, const ChangeProposed& proposal, base::UtcTime at)
{
    // Whatever clock it is looked at by, all that the ledger knows has happened.
    const base::UtcTime now = std::max(at, snapshot.lastTime);
    const base::UtcTime when = proposal.effectiveAt ? std::max(now, *proposal.effectiveAt) : now;
    BeforeAndAfter out;
    out.before = snapshot.layersInForce(when, proposal.rehearsal ? proposal.incident
                                                                 : std::optional<domain::IncidentId>());
    out.after = out.before;
    const auto gone = proposal.reverts ? proposal.reverts : proposal.supersedes;
    if (gone) {
        const auto found = std::find_if(out.after.begin(), out.after.end(),
                                        [&](const domain::Layered& layer) { return layer.change == *gone; });
        if (found != out.after.end() && proposal.part)
            found->restriction.scope.except.push_back(*proposal.part);
        else if (found != out.after.end())
            out.after.erase(found);
    }
    if (proposal.restriction)
        out.after.push_back({domain::ChangeId(), *proposal.restriction});
    return out;
}

domain::ChangePreview previewOf(const Snapshot& snapshot, const ChangeProposed& proposal, base::UtcTime at)
{
    const BeforeAndAfter layers = layersAround(snapshot, proposal, at);
    return domain::previewChange(layers.before, layers.after, proposal.restriction, snapshot.catalogue,
                                 snapshot.dependents);
}

base::UtcTime latestExpiry(const Snapshot& snapshot, const domain::Rule& rule, base::UtcTime signedAt,
                           domain::Urgency urgency)
{
    const auto& glass = snapshot.charter.breakGlass;
    const std::int64_t minutes = urgency == domain::Urgency::BreakGlass && glass ? glass->ratifyWithinMinutes
                                                                                 : rule.proposalValidMinutes;
    return signedAt.plusUs(minutes * base::kUsPerMinute);
}

base::Result<ChangeProposed> completed(const Snapshot& snapshot, const domain::Member& proposer,
                                       ChangeProposed proposal, base::UtcTime signedAt,
                                       domain::Urgency urgency)
{
    clearDerived(proposal);
    if (snapshot.charter.isOfFormat(domain::CharterFormat::Current) || !proposal.isOfAccess())
        proposal.sheetTemplate = domain::kNewestSheetTemplate;
    proposal.organisation = snapshot.charter.organisation;
    proposal.demo = snapshot.charter.demo;
    proposal.proposerName = proposer.display();
    KEYTURN_TRY(completeIncident(snapshot, proposal));
    if (proposal.reverts)
        KEYTURN_TRY(completeLift(snapshot, proposal));
    if (proposal.supersedes) {
        KEYTURN_TRY_LET(change, changeTaken(snapshot, proposal, *proposal.supersedes));
        proposal.reverted = change->remaining();
    }
    if (proposal.charter) {
        const QStringList changes = domain::charterDifferences(snapshot.charter, *proposal.charter);
        proposal.charterChanges.assign(changes.begin(), changes.end());
    }
    KEYTURN_TRY(completeRatified(snapshot, proposal));
    KEYTURN_TRY(completeRules(snapshot, proposal, signedAt));
    KEYTURN_TRY(completeGates(snapshot, proposal));
    if (urgency == domain::Urgency::BreakGlass || proposal.expiresAt == base::UtcTime())
        proposal.expiresAt = latestExpiry(
            snapshot, *snapshot.charter.ruleFor(governedAs(proposal, snapshot.catalogue)), signedAt, urgency);
    if (proposal.isOfAccess())
        completeEffect(snapshot, proposal, signedAt);
    proposal.names = namesFor(proposal, snapshot.catalogue);
    return proposal;
}

} // namespace keyturn::state
