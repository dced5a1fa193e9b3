// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/witness.h"

#include "models/base/json.h"
#include "models/ledger/merkle.h"
#include "models/ledger/strict_text.h"

#include <QStringList>

#include <algorithm>

namespace keyturn::ledger {

namespace {

/// C2SP tlog-witness: no tree of 64-bit size needs more.
constexpr std::size_t kMostProofLines = 63;
constexpr char kOldSizeStart[] = "old ";

tl::unexpected<base::Error> requestMalformed(const char* reason)
{
    return base::fail(LedgerError::RequestMalformed, QString::fromUtf8(reason));
}

bool sameKey(const NoteVerifier& a, const NoteVerifier& b)
{
    return a.key.id() == b.key.id();
}

/// That one of @p seats signed. A false signature in a seat's name is told as such.
base::Result<void> checkSeat(const SignedNote& note, std::span<const NoteVerifier> seats)
{
    bool isSigned = false;
    for (const NoteVerifier& seat : seats) {
        const auto verified = verifyNote(note, seat.name, seat.key);
        if (!verified && !verified.error().is(LedgerError::NoteNotSigned))
            return verified;
        isSigned = isSigned || verified.has_value();
    }
    if (isSigned)
        return {};
    QStringList names;
    for (const NoteSignature& signature : note.signatures)
        names += signature.name;
    return base::fail(LedgerError::WitnessSeatUnknown, names.join(QStringLiteral(", ")));
}

base::Result<void> checkExtends(const WitnessRequest& request, const Checkpoint& offered,
                                const std::optional<WitnessedLog>& known)
{
    const std::uint64_t knownSize = known ? known->size : 0;
    const auto conflict = [&] {
        return base::fail(LedgerError::WitnessConflict, QString::number(offered.size),
                          QString::number(knownSize));
    };
    if (offered.size < knownSize)
        return base::fail(LedgerError::WitnessBehind, QString::number(offered.size),
                          QString::number(knownSize));
    // Asked again for the same: no proof is needed, and whatever old size it names does no harm.
    if (known && offered.size == knownSize) {
        if (offered.root != known->root)
            return conflict();
        return {};
    }
    if (request.oldSize != knownSize)
        return base::fail(LedgerError::WitnessOldSize, QString::number(knownSize));
    if (!known) {
        if (!request.proof.empty())
            return base::fail(LedgerError::ProofMalformed);
        return {};
    }
    const auto consistent =
        verifyConsistency(known->size, known->root, offered.size, offered.root, request.proof);
    if (!consistent && consistent.error().is(LedgerError::ProofMismatch))
        return conflict();
    return consistent;
}

base::JsonObject sideJson(const ForkSide& side)
{
    return {{QStringLiteral("where"), side.where},
            {QStringLiteral("size"), static_cast<std::int64_t>(side.size)},
            {QStringLiteral("root"), side.root.hex()},
            {QStringLiteral("note_base64"), QString::fromLatin1(side.note.toBase64())}};
}

} // namespace

QByteArray encodeWitnessRequest(const WitnessRequest& request)
{
    QByteArray out = kOldSizeStart + QByteArray::number(static_cast<quint64>(request.oldSize)) + '\n';
    for (const base::Digest& hash : request.proof)
        out += hash.toByteArray().toBase64() + '\n';
    return out + '\n' + request.note;
}

base::Result<WitnessRequest> readWitnessRequest(QByteArrayView bytes)
{
    QByteArrayView rest = bytes;
    WitnessRequest request;
    const auto first = takeLine(rest);
    const QByteArrayView start(kOldSizeStart);
    if (!first || !first->startsWith(start))
        return requestMalformed("its first line is not “old” and a size");
    const auto oldSize = readDecimal(first->sliced(start.size()));
    if (!oldSize)
        return requestMalformed("its old size is no number");
    request.oldSize = *oldSize;
    for (;;) {
        const auto line = takeLine(rest);
        if (!line)
            return requestMalformed("no empty line parts proof and checkpoint");
        if (line->isEmpty())
            break;
        const auto decoded = decodeStrictBase64(*line);
        const auto hash = decoded ? base::Digest::fromBytes(*decoded) : std::nullopt;
        if (!hash)
            return requestMalformed("a line of its proof is not base64 of 32 bytes");
        request.proof.push_back(*hash);
        if (request.proof.size() > kMostProofLines)
            return requestMalformed("its proof is too long");
    }
    KEYTURN_TRY(readNote(rest));
    request.note = rest.toByteArray();
    return request;
}

base::Result<WitnessedLog> judgeWitnessRequest(const WitnessRequest& request,
                                               const std::optional<WitnessedLog>& known,
                                               std::span<const NoteVerifier> seats)
{
    KEYTURN_TRY_LET(note, readNote(request.note));
    KEYTURN_TRY_LET(offered, readCheckpoint(note.text));
    Q_ASSERT(!known || known->origin == offered.origin);
    if (offered.size == 0)
        return base::fail(LedgerError::NoteMalformed, QStringLiteral("it is over no entry at all"));
    WitnessedLog next{offered.origin, offered.size, offered.root, request.note, {}};
    if (known)
        next.seats = known->seats;
    for (const NoteVerifier& seat : seats) {
        const bool isKnown = std::any_of(next.seats.begin(), next.seats.end(),
                                         [&](const NoteVerifier& other) { return sameKey(seat, other); });
        if (!isKnown)
            next.seats.push_back(seat);
    }
    KEYTURN_TRY(checkSeat(note, next.seats));
    KEYTURN_TRY(checkExtends(request, offered, known));
    return next;
}

QString witnessName(const crypto::PublicKey& key)
{
    return QStringLiteral("keyturn.dev/witness/") + key.id().hex().left(16);
}

base::Result<QByteArray> cosign(const QByteArray& note, const QString& name, crypto::Signer& key)
{
    KEYTURN_TRY_LET(read, readNote(note));
    const QString verifier = noteVerifierKey(name, key.publicKey());
    if (verifier.isEmpty())
        return base::fail(crypto::CryptoError::UnsupportedKey,
                          QStringLiteral("P-256, and a witness needs Ed25519"));
    // The name must be one that can stand in a signature line.
    KEYTURN_TRY(readVerifierKey(verifier));
    KEYTURN_TRY_LET(signature, key.sign(read.text));
    const SignedNote line{read.text, {{name, noteKeyHash(name, key.publicKey()), signature}}};
    KEYTURN_TRY_LET(merged, mergeSignatures(read, line));
    return encodeNote(merged);
}

base::Result<SignedNote> mergeSignatures(const SignedNote& kept, const SignedNote& gained)
{
    if (kept.text != gained.text)
        return base::fail(LedgerError::NoteDiffers);
    SignedNote merged = kept;
    for (const NoteSignature& signature : gained.signatures) {
        const bool isKept =
            std::any_of(kept.signatures.begin(), kept.signatures.end(), [&](const NoteSignature& other) {
                return other.name == signature.name && other.keyHash == signature.keyHash &&
                       other.signature == signature.signature;
            });
        if (!isKept)
            merged.signatures.push_back(signature);
    }
    // What is laid out here must be readable again: not more lines than a note may have.
    KEYTURN_TRY(readNote(encodeNote(merged)));
    return merged;
}

std::vector<NoteVerifier> signersOf(const SignedNote& note, std::span<const NoteVerifier> keys)
{
    std::vector<NoteVerifier> signers;
    for (const NoteVerifier& key : keys) {
        const bool isCounted = std::any_of(signers.begin(), signers.end(),
                                           [&](const NoteVerifier& other) { return sameKey(key, other); });
        if (!isCounted && verifyNote(note, key.name, key.key))
            signers.push_back(key);
    }
    return signers;
}

QByteArray encodeForkEvidence(const QString& origin, const ForkSide& first, const ForkSide& second,
                              std::span<const base::Digest> proof)
{
    base::JsonArray hashes;
    for (const base::Digest& hash : proof)
        hashes.push_back(hash.hex());
    // Without a time, so that the same finding is the same document however often it is made.
    return base::toIndentedJsonBytes(
        base::JsonObject{{QStringLiteral("keyturn_fork"), 1},
                         {QStringLiteral("origin"), origin},
                         {QStringLiteral("sides"), base::JsonArray{sideJson(first), sideJson(second)}},
                         {QStringLiteral("proof"), hashes}});
}

} // namespace keyturn::ledger
