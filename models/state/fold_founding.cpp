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

namespace {

/// Ids are recomputed and kinds read from the key itself: what a charter claims of a key is never believed.
base::Result<void> checkKeys(const domain::Charter& charter)
{
    for (const domain::Member& member : charter.members) {
        for (const domain::MemberKey& key : member.keys) {
            const auto read = crypto::PublicKey::fromSpki(key.spki);
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
    return checkKeys(payload.charter);
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
}

base::Result<void> check(const Case& judged, const domain::SeatIntroduced& seat)
{
    const auto key = crypto::PublicKey::fromSpki(seat.spki);
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
