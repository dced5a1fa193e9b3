// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/state/fold.h"

#include "models/base/text_safety.h"
#include "models/crypto/digest_functions.h"
#include "models/domain/domain_error.h"
#include "models/state/fold_rules.h"
#include "models/state/standing.h"

#include <QCoreApplication>

#include <variant>

namespace keyturn::state {

namespace {

using domain::DomainError;

const domain::MemberKey* keyNamed(const domain::Charter& charter, const base::Digest& keyId)
{
    for (const domain::Member& member : charter.members) {
        for (const domain::MemberKey& key : member.keys) {
            if (key.id == keyId)
                return &key;
        }
    }
    return nullptr;
}

base::Result<void> checkChain(const Snapshot& snapshot, const ledger::Entry& entry)
{
    const ledger::EntryHeader& header = entry.header;
    const QString seq = QString::number(header.seq);
    if (header.seq != snapshot.size)
        return base::fail(StateError::NotInSequence, seq, QString::number(snapshot.size));
    if (header.type != QLatin1String(ledger::kEnvelopeMediaType))
        return base::fail(StateError::UnknownType, seq, base::harmlessText(header.type, 80));
    const base::Digest log = header.seq == 0 ? crypto::sha256(entry.payload) : snapshot.log;
    if (header.log != log)
        return base::fail(DomainError::WrongLog);
    // Before the first entry, both are zero.
    if (header.prev != snapshot.lastLeaf)
        return base::fail(StateError::BrokenChain, seq);
    if (header.seq > 0 && header.time < snapshot.lastTime)
        return base::fail(StateError::TimeBackwards, seq, base::toDisplay(header.time),
                          base::toDisplay(snapshot.lastTime));
    return {};
}

base::Result<void> checkContext(const Case& judged)
{
    const Snapshot& snapshot = judged.snapshot;
    const domain::StatementContext& context = judged.context();
    if (context.log != snapshot.log)
        return base::fail(DomainError::WrongLog);
    if (context.charterVersion != snapshot.charter.version || context.charterSha256 != snapshot.charterSha256)
        return base::fail(DomainError::StaleCharter, QString::number(context.charterVersion),
                          QString::number(snapshot.charter.version));
    const auto root = context.basisSize <= snapshot.size ? judged.rootAt(context.basisSize) : std::nullopt;
    if (!root || *root != context.basisRoot)
        return base::fail(DomainError::StaleBasis);
    if (snapshot.nonces.contains(context.nonce))
        return base::fail(DomainError::NonceSpent);
    if (context.notAfter < judged.at)
        return base::fail(DomainError::StatementExpired, base::toDisplay(context.notAfter));
    return {};
}

/// The proposal of a next charter that @p payload approves, or null: its new members may sign it already.
const ProposalState* charterApproved(const Snapshot& snapshot, const domain::Payload& payload)
{
    const auto* approval = std::get_if<domain::ProposalApproved>(&payload);
    const ProposalState* proposal = approval ? snapshot.proposal(approval->proposal) : nullptr;
    return proposal && proposal->facts.charter ? proposal : nullptr;
}

bool standsBesideTheLog(const domain::Payload& payload)
{
    return std::holds_alternative<domain::CharterSigned>(payload) ||
           std::holds_alternative<domain::SeatIntroduced>(payload);
}

/// judge() for a member whose identity has been settled where it could be.
base::Result<void> judgeCase(Case judged)
{
    const Snapshot& snapshot = judged.snapshot;
    const domain::Statement& statement = judged.statement;
    const bool beside = standsBesideTheLog(statement.payload);
    if (!snapshot.founded && !std::holds_alternative<domain::CharterSigned>(statement.payload)) {
        std::vector<domain::Role> missing;
        if (const domain::Rule* rule = snapshot.charter.ruleFor({.act = domain::Governed::Act::Charter}))
            missing = rule->slotRoles;
        return base::fail(DomainError::NotFounded, roleWords(missing));
    }
    if (beside && statement.context)
        return badStatement(QT_TRANSLATE_NOOP("errors", "a charter or seat is bound to no ledger"));
    if (!beside) {
        if (!statement.context)
            return badStatement(QT_TRANSLATE_NOOP("errors", "it does not say what its signer knew"));
        judged.member = snapshot.charter.member(judged.context().member);
        if (const ProposalState* next = charterApproved(snapshot, statement.payload); next && !judged.member)
            judged.member = next->facts.charter->member(judged.context().member);
        if (!judged.member)
            return base::fail(DomainError::UnknownMember,
                              base::harmlessText(judged.context().member.value(), 80));
        KEYTURN_TRY(checkContext(judged));
    }
    return std::visit([&](const auto& payload) { return check(judged, payload); }, statement.payload);
}

/// Whose key signed, by what the ledger or the statement itself says, and that it did.
base::Result<domain::MemberId> checkSigner(const Snapshot& snapshot, const OpenedEntry& opened,
                                           SignatureCheck check, const base::Digest& statementSha256)
{
    const base::Digest& keyId = opened.envelope.keyId;
    domain::MemberId member;
    QByteArray spki;
    const auto takeKeyFrom = [&](const domain::Charter& charter) {
        if (const domain::MemberKey* key = keyNamed(charter, keyId))
            spki = key->spki;
    };
    if (const auto* seat = std::get_if<domain::SeatIntroduced>(&opened.statement.payload)) {
        spki = seat->spki;
    } else if (const auto* signed_ = std::get_if<domain::CharterSigned>(&opened.statement.payload)) {
        if (snapshot.founded)
            return base::fail(StateError::AlreadyFounded);
        KEYTURN_TRY_LET(founder, checkFounder(snapshot, signed_->charter, keyId, statementSha256));
        member = founder;
        takeKeyFrom(signed_->charter);
    } else if (snapshot.founded) {
        if (const domain::RevokedKey* revoked = snapshot.charter.revocationOf(keyId))
            return base::fail(DomainError::KeyRevoked, snapshot.display(revoked->member), keyId.shortCode());
        const domain::Charter* names = &snapshot.charter;
        const domain::Member* owner = names->memberOfKey(keyId);
        if (const ProposalState* next = charterApproved(snapshot, opened.statement.payload); next && !owner) {
            names = &*next->facts.charter;
            owner = newMemberOf(*next, keyId);
        }
        if (!owner)
            return base::fail(DomainError::KeyNotInCharter, keyId.shortCode());
        if (!opened.statement.context)
            return badStatement(QT_TRANSLATE_NOOP("errors", "it does not say what its signer knew"));
        if (opened.statement.context->member != owner->id)
            return base::fail(DomainError::KeyNotOfMember,
                              snapshot.display(opened.statement.context->member));
        member = owner->id;
        takeKeyFrom(*names);
    } else {
        return member; // Nothing may stand here yet; judging says so.
    }
    // Unsigned kinds of trouble are told apart from a forged signature: the key is read and matched in any
    // case.
    KEYTURN_TRY_LET(key, readKey(spki));
    if (key.id() != keyId)
        return base::fail(DomainError::KeyNotInCharter, keyId.shortCode());
    if (check == SignatureCheck::Verify)
        KEYTURN_TRY(ledger::verifyEnvelope(opened.envelope, key));
    return member;
}

/// What an entry that was found good does to the state.
void foldJudged(Snapshot& snapshot, const OpenedEntry& opened, const domain::MemberId& member,
                const base::Digest& leaf, const base::Digest& statementSha256)
{
    const ledger::EntryHeader& header = opened.entry.header;
    const Accepted accepted{
        {header.seq, header.time, member}, leaf, opened.envelope.keyId, statementSha256, opened.statement};
    expireProposals(snapshot, header.time);
    if (header.seq == 0)
        snapshot.log = header.log;
    std::visit([&](const auto& payload) { fold(snapshot, accepted, payload); }, opened.statement.payload);
    if (opened.statement.context)
        snapshot.nonces.insert(opened.statement.context->nonce);
    snapshot.entries.append({header.seq, header.time, domain::kindOf(opened.statement.payload), member,
                             accepted.leaf, accepted.keyId});
    snapshot.size = header.seq + 1;
    snapshot.lastTime = header.time;
    snapshot.lastLeaf = accepted.leaf;
}

} // namespace

base::Result<OpenedEntry> openEntry(const QByteArray& bytes)
{
    OpenedEntry opened;
    KEYTURN_TRY_LET(entry, ledger::readEntry(bytes));
    opened.entry = std::move(entry);
    KEYTURN_TRY_LET(envelope, ledger::readEnvelope(opened.entry.payload));
    opened.envelope = std::move(envelope);
    if (opened.envelope.payloadType != QLatin1String(ledger::kInTotoPayloadType)) {
        return base::fail(ledger::LedgerError::EnvelopeMalformed,
                          QCoreApplication::translate("errors", "it holds no in-toto statement"));
    }
    KEYTURN_TRY_LET(statement, domain::decodeStatement(opened.envelope.payload));
    opened.statement = std::move(statement);
    return opened;
}

base::Result<void> judge(const Snapshot& snapshot, const domain::Statement& statement, base::UtcTime at,
                         const RootAt& rootAt)
{
    return judgeCase({snapshot, statement, at, rootAt, nullptr, nullptr});
}

base::Result<Snapshot> apply(Snapshot&& snapshot, const OpenedEntry& opened, SignatureCheck check,
                             const RootAt& rootAt)
{
    const ledger::EntryHeader& header = opened.entry.header;
    KEYTURN_TRY(checkChain(snapshot, opened.entry));
    const base::Digest statementSha256 = crypto::sha256(opened.envelope.payload);
    KEYTURN_TRY_LET(member, checkSigner(snapshot, opened, check, statementSha256));
    KEYTURN_TRY(
        judgeCase({snapshot, opened.statement, header.time, rootAt, nullptr, &opened.envelope.keyId}));

    // Nothing below can fail, so that a refused entry leaves the snapshot as it was.
    foldJudged(snapshot, opened, member, opened.entry.leafHash(), statementSha256);
    return std::move(snapshot);
}

Snapshot replay(Snapshot&& snapshot, const OpenedEntry& opened, const base::Digest& leaf)
{
    domain::MemberId member;
    // The state keeps the hash of what may make a charter; of others it would be worked out for nothing.
    const domain::Payload& payload = opened.statement.payload;
    const bool isKept = std::holds_alternative<domain::CharterSigned>(payload) ||
                        std::holds_alternative<domain::ChangeProposed>(payload) ||
                        std::holds_alternative<domain::GlassBroken>(payload);
    const base::Digest statementSha256 = isKept ? crypto::sha256(opened.envelope.payload) : base::Digest();
    if (opened.statement.context) {
        member = opened.statement.context->member;
    } else if (const auto* charter = std::get_if<domain::CharterSigned>(&opened.statement.payload)) {
        if (const domain::Member* founder = charter->charter.memberOfKey(opened.envelope.keyId))
            member = founder->id;
    }
    foldJudged(snapshot, opened, member, leaf, statementSha256);
    return std::move(snapshot);
}

} // namespace keyturn::state
