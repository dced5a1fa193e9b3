// SPDX-License-Identifier: GPL-3.0-or-later
// Founding charters and seats.

#include "models/crypto/digest_functions.h"
#include "models/crypto/keys.h"
#include "models/domain/reason.h"
#include "models/domain/statement.h"
#include "models/state/fold_rules.h"

#include <algorithm>

namespace keyturn::state {

using domain::DomainError;

// Ids are recomputed and kinds read from the key itself: what a charter claims of a key is never believed.
base::Result<void> checkCharterKeys(const domain::Charter& charter)
{
    for (const domain::WitnessKey& witness : charter.witnesses) {
        const auto read = readKey(witness.spki);
        if (!read || read->type() != crypto::KeyType::Ed25519)
            return base::fail(StateError::KeyUnfit, base::harmlessText(witness.name, 80),
                              domain::reason(QT_TRANSLATE_NOOP("errors", "it is not an Ed25519 key")));
        if (charter.memberOfKey(read->id()))
            return base::fail(StateError::KeyUnfit, base::harmlessText(witness.name, 80),
                              domain::reason(QT_TRANSLATE_NOOP("errors", "it is the key of a member")));
    }
    for (const domain::Member& member : charter.members) {
        for (const domain::MemberKey& key : member.keys) {
            const auto read = readKey(key.spki);
            if (!read) {
                QString why = read.error().sentence();
                if (why.endsWith(u'.'))
                    why.chop(1);
                return base::fail(StateError::KeyUnfit, member.display(), why);
            }
            if (read->id() != key.id)
                return base::fail(
                    StateError::KeyUnfit, member.display(),
                    domain::reason(QT_TRANSLATE_NOOP("errors", "its id is not the key's SHA-256")));
            if (crypto::toWord(read->type()) != key.type)
                return base::fail(
                    StateError::KeyUnfit, member.display(),
                    domain::reason(QT_TRANSLATE_NOOP("errors", "it is not of the type that is stated")));
        }
    }
    return {};
}

base::Result<void> checkPossession(const Snapshot& snapshot, const domain::Charter& next,
                                   const std::vector<domain::KeyProof>& proofs)
{
    const std::vector<base::Digest> fresh = domain::newKeys(snapshot.charter, next);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        const domain::Member* member = next.memberOfKey(fresh[i]);
        const auto missing = [&](const char* why) {
            return base::fail(DomainError::ProofMissing, member->display(), fresh[i].shortCode(),
                              domain::reason(why));
        };
        if (i >= proofs.size() || proofs[i].key != fresh[i])
            return missing(QT_TRANSLATE_NOOP("errors", "there is no proof for it"));
        const auto named = std::find_if(member->keys.begin(), member->keys.end(),
                                        [&](const domain::MemberKey& key) { return key.id == fresh[i]; });
        KEYTURN_TRY_LET(key, readKey(named->spki));
        if (!key.verify(domain::possessionBytes(snapshot.log, member->id, fresh[i]), proofs[i].signature))
            return missing(QT_TRANSLATE_NOOP(
                "errors", "the proof was not made with it, or for another ledger or member"));
    }
    if (proofs.size() > fresh.size())
        return badStatement(QT_TRANSLATE_NOOP("errors", "it proves keys that are not new"));
    return {};
}

namespace {

QString seatNameOf(const base::Digest& keyId)
{
    return QStringLiteral("keyturn.dev/seat/") + keyId.hex().left(16);
}

tl::unexpected<base::Error> seatRefused(const char* text)
{
    return base::fail(StateError::SeatRefused, domain::reason(text));
}

} // namespace

base::Result<domain::MemberId> checkFounder(const Snapshot& snapshot, const domain::Charter& charter,
                                            const base::Digest& keyId, const base::Digest& statementSha256)
{
    if (snapshot.size > 0 && snapshot.charterSha256 != statementSha256)
        return base::fail(StateError::CharterDiffers, QString::number(snapshot.size));
    const domain::Member* member = charter.memberOfKey(keyId);
    if (!member)
        return base::fail(DomainError::KeyNotInCharter, keyId.shortCode());
    if (member->kind != domain::MemberKind::Person)
        return base::fail(StateError::NotAPerson, member->display());
    const auto& signatures = snapshot.charterSignatures;
    if (std::any_of(signatures.begin(), signatures.end(),
                    [&](const Origin& o) { return o.member == member->id; }))
        return base::fail(DomainError::AlreadySigned, member->display(),
                          domain::reason(QT_TRANSLATE_NOOP("errors", "the charter")));
    return member->id;
}

base::Result<void> check(const Case& judged, const domain::CharterSigned& payload)
{
    if (judged.snapshot.founded)
        return base::fail(StateError::AlreadyFounded);
    if (!isAbout(judged, "charter.json", crypto::sha256(domain::encodeCharterDraft(payload.charter))))
        return badStatement(QT_TRANSLATE_NOOP("errors", "its subject is not the charter that it holds"));
    if (judged.snapshot.size > 0) {
        // The bytes are compared by checkFounder(); here, where only the statement is known, what they say.
        if (payload.charter != judged.snapshot.charter)
            return base::fail(StateError::CharterDiffers, QString::number(judged.snapshot.size));
        return {};
    }
    if (payload.charter.version != 1)
        return base::fail(DomainError::BadCharter,
                          domain::reason(QT_TRANSLATE_NOOP("errors", "the first charter is version 1")));
    KEYTURN_TRY(domain::checkCharter(payload.charter));
    return checkCharterKeys(payload.charter);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::CharterSigned& payload)
{
    if (snapshot.size == 0) {
        snapshot.charter = payload.charter;
        snapshot.charterSha256 = accepted.statementSha256;
        snapshot.accessState = snapshot.accessStateSha256();
    }
    snapshot.charterSignatures.push_back(accepted.origin);
    const domain::Rule* rule = snapshot.charter.ruleFor({.act = domain::Governed::Act::Charter});
    std::vector<domain::QuorumSigner> signers;
    for (const Origin& origin : snapshot.charterSignatures) {
        if (const domain::Member* member = snapshot.charter.member(origin.member))
            signers.push_back({member->id, member->roles, std::nullopt});
    }
    // A charter has no proposer: whoever signs it first is one of its signers.
    snapshot.founded = rule && domain::matchQuorum(rule->slotRoles, signers, domain::MemberId()).satisfied;
    if (snapshot.founded)
        snapshot.charters.append({snapshot.charter, snapshot.charterSha256, accepted.origin});
}

base::Result<void> check(const Case& judged, const domain::SeatIntroduced& seat)
{
    const auto key = readKey(seat.spki);
    if (!key || key->type() != crypto::KeyType::Ed25519)
        return seatRefused(QT_TRANSLATE_NOOP("errors", "it is not an Ed25519 key"));
    if (seat.name != seatNameOf(key->id()))
        return seatRefused(QT_TRANSLATE_NOOP("errors", "its name is not the one that follows from its key"));
    if (!isAbout(judged, "seat", key->id()))
        return badStatement(QT_TRANSLATE_NOOP("errors", "its subject is not the key that it introduces"));
    if (judged.snapshot.seat(key->id()))
        return seatRefused(QT_TRANSLATE_NOOP("errors", "it has been introduced already"));
    if (judged.snapshot.charter.memberOfKey(key->id()))
        return seatRefused(QT_TRANSLATE_NOOP("errors", "it is the key of a member"));
    return {};
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::SeatIntroduced& seat)
{
    snapshot.seats.append({seat.name, seat.spki, accepted.keyId, accepted.origin});
}

} // namespace keyturn::state
