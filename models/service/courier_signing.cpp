// SPDX-License-Identifier: GPL-3.0-or-later
// Away from the workspace: nothing but the file is at hand.
#include "models/crypto/digest_functions.h"
#include "models/domain/reason.h"
#include "models/service/courier.h"
#include "models/service/scenario_clock.h"

#include <algorithm>

namespace keyturn::service {

namespace {

base::Result<state::OpenedEntry> openProposalEntry(const CourierParts& parts)
{
    auto opened = state::openEntry(parts.entry);
    if (!opened)
        return base::fail(CourierError::ProposalDamaged, opened.error().sentence());
    const auto mixed = [](const char* part) {
        return base::fail(CourierError::MixedLedgers, domain::reason(part));
    };
    if (opened->entry.header.log != parts.log)
        return mixed(QT_TRANSLATE_NOOP("errors", "the proposal is of another"));
    if (!opened->statement.context || opened->statement.context->log != parts.log)
        return mixed(QT_TRANSLATE_NOOP("errors", "the proposal was made for another"));
    const auto key = crypto::PublicKey::fromSpki(parts.proposerKey);
    if (!key || !ledger::verifyEnvelope(opened->envelope, *key))
        return base::fail(CourierError::ProposalForged);
    return opened;
}

/// Takes the proposal out of its statement and renders its sheet again.
base::Result<void> takeProposal(CarriedDecision& decision, const domain::Statement& proposed)
{
    if (const auto* change = std::get_if<domain::ChangeProposed>(&proposed.payload)) {
        decision.change = *change;
    } else if (const auto* broken = std::get_if<domain::GlassBroken>(&proposed.payload)) {
        decision.change = broken->change;
        decision.urgency = domain::Urgency::BreakGlass;
    } else {
        return base::fail(CourierError::ProposalDamaged,
                          domain::reason(QT_TRANSLATE_NOOP("errors", "it proposes nothing.")));
    }
    const auto sheet = domain::renderSheet(decision.change, decision.urgency);
    if (!sheet)
        return base::fail(CourierError::ProposalDamaged, sheet.error().sentence());
    decision.sheetSha256 = crypto::sha256(*sheet);
    const std::vector<domain::Subject> about{{QStringLiteral("sheet.txt"), decision.sheetSha256}};
    if (*sheet != decision.parts.sheet || proposed.subjects != about)
        return base::fail(CourierError::SheetNotOfProposal);
    return {};
}

base::Result<void> takeCheckpoint(CarriedDecision& decision, const ledger::Entry& entry)
{
    const CourierParts& parts = decision.parts;
    const auto notIn = [](const base::Error& error) {
        return base::fail(CourierError::NotInLedger, error.sentence());
    };
    const auto note = ledger::readNote(parts.checkpoint);
    if (!note)
        return notIn(note.error());
    const auto checkpoint = ledger::readCheckpoint(note->text);
    if (!checkpoint)
        return notIn(checkpoint.error());
    if (checkpoint->origin != ledger::checkpointOrigin(parts.log))
        return base::fail(CourierError::MixedLedgers,
                          domain::reason(QT_TRANSLATE_NOOP("errors", "the checkpoint is of another")));
    const auto included = ledger::verifyInclusion(entry.leafHash(), entry.header.seq, checkpoint->size,
                                                  parts.inclusion, checkpoint->root);
    if (!included)
        return notIn(included.error());
    decision.checkpoint = *checkpoint;
    return {};
}

/// The decision that a statement is laid out for, as approval or refusal of what is shown.
struct AboutProposal
{
    domain::ProposalId proposal;
    base::Digest entry;
    base::Digest sheet;
};

std::optional<AboutProposal> proposalOf(const domain::Statement& statement)
{
    if (const auto* approval = std::get_if<domain::ProposalApproved>(&statement.payload))
        return AboutProposal{approval->proposal, approval->proposalEntry, approval->sheet};
    if (const auto* refusal = std::get_if<domain::ProposalRefused>(&statement.payload))
        return AboutProposal{refusal->proposal, refusal->proposalEntry, refusal->sheet};
    return std::nullopt;
}

/// What is to be signed is about what is shown, for the person named, and good for no longer than may be.
base::Result<void> takeStatement(CarriedDecision& decision, const ledger::Entry& entry)
{
    const CourierParts& parts = decision.parts;
    const auto other = [](const char* why) {
        return base::fail(CourierError::OtherStatement, domain::reason(why));
    };
    auto statement = domain::decodeStatement(parts.statement);
    if (!statement)
        return other(QT_TRANSLATE_NOOP("errors", "it is no statement that can be read"));
    const auto about = proposalOf(*statement);
    if (!about || !statement->context || !statement->context->accessState)
        return other(QT_TRANSLATE_NOOP("errors", "it is neither an approval nor a refusal"));
    const std::vector<domain::Subject> shown{{QStringLiteral("sheet.txt"), decision.sheetSha256}};
    if (about->entry != entry.leafHash())
        return other(QT_TRANSLATE_NOOP("errors", "it names another proposal"));
    if (about->sheet != decision.sheetSha256 || statement->subjects != shown)
        return other(QT_TRANSLATE_NOOP("errors", "it names another sheet"));
    const domain::StatementContext& context = *statement->context;
    if (context.log != parts.log)
        return base::fail(CourierError::MixedLedgers,
                          domain::reason(QT_TRANSLATE_NOOP("errors", "what is to be signed is for another")));
    if (context.member != parts.member.id)
        return other(QT_TRANSLATE_NOOP("errors", "it is for another person"));
    if (context.basisSize != decision.checkpoint.size || context.basisRoot != decision.checkpoint.root)
        return other(QT_TRANSLATE_NOOP("errors", "it is bound to another state of the ledger"));
    if (context.signedAt < entry.header.time)
        return other(QT_TRANSLATE_NOOP("errors", "it is older than the proposal"));
    const bool outlivesProposal =
        decision.urgency == domain::Urgency::Ordinary && context.notAfter > decision.change.expiresAt;
    if (outlivesProposal || context.notAfter > context.signedAt.plusUs(kCarriedValidUs))
        return base::fail(CourierError::ValidTooLong, base::toDisplay(context.notAfter));
    decision.proposal = about->proposal;
    decision.statement = std::move(*statement);
    return {};
}

base::Result<domain::Payload> payloadFor(const CarriedDecision& decision, const CourierVerdict& verdict)
{
    const domain::Member& member = decision.parts.member;
    const AboutProposal about = *proposalOf(decision.statement);
    if (verdict.refusal) {
        const QString reason = verdict.refusal->trimmed();
        if (reason.isEmpty())
            return base::fail(CourierError::NoReason);
        return domain::ProposalRefused{about.proposal, about.entry, about.sheet, reason};
    }
    if (!decision.mayApprove())
        return base::fail(CourierError::MayOnlyRefuse, member.display());
    if (verdict.slot && !member.has(*verdict.slot))
        return base::fail(CourierError::NotTheirRole, member.display(), domain::toWord(*verdict.slot));
    return domain::ProposalApproved{about.proposal, about.entry, about.sheet, verdict.slot};
}

} // namespace

bool CarriedDecision::mayApprove() const
{
    return std::holds_alternative<domain::ProposalApproved>(statement.payload);
}

std::shared_ptr<const base::Clock> CarriedDecision::clockFor(std::shared_ptr<const base::Clock> real) const
{
    if (!change.demo)
        return real;
    return std::make_shared<ScenarioClock>(std::move(real), context().signedAt);
}

base::Result<CarriedDecision> checkDecision(CourierParts parts)
{
    CarriedDecision decision;
    decision.parts = std::move(parts);
    KEYTURN_TRY_LET(opened, openProposalEntry(decision.parts));
    KEYTURN_TRY(takeProposal(decision, opened.statement));
    KEYTURN_TRY(takeCheckpoint(decision, opened.entry));
    KEYTURN_TRY(takeStatement(decision, opened.entry));
    return decision;
}

base::Result<CarriedDecision> openDecision(const QString& path)
{
    KEYTURN_TRY_LET(parts, readDecisionFile(path));
    return checkDecision(std::move(parts));
}

base::Result<void> checkTime(const CarriedDecision& decision, base::UtcTime now)
{
    const domain::StatementContext& context = decision.context();
    KEYTURN_TRY(checkClock(now, context.signedAt));
    if (now > context.notAfter)
        return base::fail(CourierError::PassedNotAfter, base::toDisplay(context.notAfter));
    return {};
}

base::Result<void> checkVerdict(const CarriedDecision& decision, const CourierVerdict& verdict)
{
    KEYTURN_TRY(payloadFor(decision, verdict));
    return {};
}

base::Result<CourierAnswer> signDecision(const CarriedDecision& decision, const CourierVerdict& verdict,
                                         crypto::Signer& signer, base::UtcTime now)
{
    KEYTURN_TRY(checkTime(decision, now));
    KEYTURN_TRY_LET(payload, payloadFor(decision, verdict));
    const domain::Member& member = decision.parts.member;
    const bool isTheirs =
        std::any_of(member.keys.begin(), member.keys.end(),
                    [&](const domain::MemberKey& key) { return key.id == signer.publicKey().id(); });
    if (!isTheirs)
        return base::fail(CourierError::NotTheirKey, member.display());
    domain::Statement statement = decision.statement;
    statement.payload = std::move(payload);
    statement.context->signedAt =
        std::max(base::UtcTime{now.us / base::kUsPerMs * base::kUsPerMs}, decision.context().signedAt);
    KEYTURN_TRY_LET(bytes, domain::encodeStatement(statement));
    KEYTURN_TRY_LET(envelope, ledger::signEnvelope(bytes, signer));
    return CourierAnswer{decision.parts.log, decision.proposal, envelope};
}

} // namespace keyturn::service
