// SPDX-License-Identifier: GPL-3.0-or-later
// At the workspace: a decision goes out as a file and comes back as one.
#include "models/service/courier.h"

#include "models/base/text_safety.h"
#include "models/service/proposal_draft.h"

namespace keyturn::service {

namespace {

/// Who @p id is to a proposal: a member, or one of the charter that it proposes.
const domain::Member* memberFor(const state::Snapshot& snapshot, const state::ProposalState& proposal,
                                const domain::MemberId& id)
{
    if (const domain::Member* member = snapshot.charter.member(id))
        return member;
    return proposal.facts.charter ? proposal.facts.charter->member(id) : nullptr;
}

/// The public key that signed an entry of the past, by whichever charter named it.
base::Result<QByteArray> keyOfThePast(const state::Snapshot& snapshot, const base::Digest& keyId)
{
    for (auto charter = snapshot.charters.crbegin(); charter != snapshot.charters.crend(); ++charter) {
        const domain::Member* member = charter->charter.memberOfKey(keyId);
        for (const domain::MemberKey& key : member ? member->keys : std::vector<domain::MemberKey>()) {
            if (key.id == keyId)
                return key.spki;
        }
    }
    return base::fail(domain::DomainError::KeyNotInCharter, keyId.shortCode());
}

base::Result<QByteArray> checkpointOver(ledger::LedgerStore& store, std::uint64_t size)
{
    KEYTURN_TRY_LET(checkpoints, store.checkpoints());
    // From the newest: another seat may have appended since the statement was laid out, not much.
    for (auto stored = checkpoints.crbegin(); stored != checkpoints.crend(); ++stored) {
        if (stored->size == size)
            return stored->note;
    }
    return base::fail(ledger::LedgerError::StoreCorrupt, store.location(),
                      QStringLiteral("the checkpoint over its newest entry is missing"));
}

} // namespace

base::Result<CarriedOut> courierOut(Workspace& workspace, const domain::ProposalId& id,
                                    const domain::MemberId& member, const QString& path)
{
    KEYTURN_TRY(workspace.refresh());
    std::optional<base::Error> whyOnlyRefusal;
    KEYTURN_TRY_LET(approval, draftApproval(*workspace.snapshot(), id, std::nullopt));
    auto prepared = workspace.prepare(member, approval, Journey::Carried);
    if (!prepared) {
        whyOnlyRefusal = prepared.error();
        KEYTURN_TRY_LET(refusal, draftRefusal(*workspace.snapshot(), id, QString()));
        prepared = workspace.prepare(member, refusal, Journey::Carried);
        if (!prepared)
            return tl::make_unexpected(*whyOnlyRefusal);
    }
    const state::Snapshot& snapshot = *workspace.snapshot();
    const state::ProposalState& proposal = *snapshot.proposal(id);
    const domain::Member* who = memberFor(snapshot, proposal, member);
    if (!who)
        return base::fail(domain::DomainError::UnknownMember, base::harmlessText(member.value(), 80));

    CourierParts parts;
    parts.log = snapshot.log;
    parts.member = *who;
    parts.statement = prepared->statement;
    parts.sheet = prepared->sheet;
    KEYTURN_TRY_LET(entries, workspace.store().entries(proposal.origin.seq, 1));
    if (entries.empty())
        return base::fail(ledger::LedgerError::StoreCorrupt, workspace.location(),
                          QStringLiteral("an entry is missing"));
    parts.entry = entries.front();
    const std::uint64_t size = workspace.tree().size();
    parts.inclusion = workspace.tree().inclusionProof(proposal.origin.seq, size);
    KEYTURN_TRY_LET(note, checkpointOver(workspace.store(), size));
    parts.checkpoint = note;
    KEYTURN_TRY_LET(key, keyOfThePast(snapshot, proposal.keyId));
    parts.proposerKey = key;
    // What would be refused where it is opened must not leave.
    KEYTURN_TRY_LET(decision, checkDecision(std::move(parts)));
    KEYTURN_TRY(writeDecisionFile(path, decision.parts));
    return CarriedOut{std::move(decision), std::move(whyOnlyRefusal)};
}

base::Result<TakenIn> courierIn(Workspace& workspace, const QString& path)
{
    KEYTURN_TRY_LET(answer, readAnswerFile(path));
    if (answer.log != workspace.snapshot()->log)
        return base::fail(domain::DomainError::WrongLog);
    KEYTURN_TRY_LET(envelope, ledger::readEnvelope(answer.envelope));
    KEYTURN_TRY_LET(statement, domain::decodeStatement(envelope.payload));
    const auto* approval = std::get_if<domain::ProposalApproved>(&statement.payload);
    const auto* refusal = std::get_if<domain::ProposalRefused>(&statement.payload);
    if (!approval && !refusal)
        return base::fail(CourierError::NotADecision, domain::kindOf(statement.payload));
    TakenIn taken;
    taken.isApproval = approval != nullptr;
    taken.proposal = approval ? approval->proposal : refusal->proposal;
    // A label that contradicts what is signed would have people look at the wrong proposal.
    if (taken.proposal != answer.proposal || !statement.context || statement.context->log != answer.log)
        return base::fail(CourierError::AnswerMislabelled, base::harmlessText(path));
    taken.member = statement.context->member;
    KEYTURN_TRY_LET(appended, workspace.appendSigned(answer.envelope));
    taken.appended = std::move(appended);
    return taken;
}

} // namespace keyturn::service
