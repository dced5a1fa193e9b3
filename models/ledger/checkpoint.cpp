// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/checkpoint.h"

#include "models/crypto/digest_functions.h"
#include "models/ledger/strict_text.h"

#include <algorithm>

namespace keyturn::ledger {

namespace {

constexpr char kOriginPrefix[] = "keyturn.dev/";
constexpr qsizetype kOriginLogDigits = 32;
constexpr char kEd25519SignatureType = 0x01;
constexpr qsizetype kKeyHashBytes = 4;
constexpr qsizetype kEd25519KeyBytes = 32;
/// Em dash and blank, in UTF-8.
constexpr char kSignatureLineStart[] = "\xE2\x80\x94 ";
/// C2SP asks verifiers for some limit, and for at least 16 signatures.
constexpr std::size_t kMostSignatures = 100;
constexpr qsizetype kLongestNoteBytes = 1'000'000;

tl::unexpected<base::Error> noteMalformed(const char* reason)
{
    return base::fail(LedgerError::NoteMalformed, QString::fromUtf8(reason));
}

bool isKeyName(const QString& name)
{
    return !name.isEmpty() && std::none_of(name.begin(), name.end(), [](QChar c) {
        return c.isSpace() || c == QLatin1Char('+') || c.unicode() < 0x20;
    });
}

bool hasControlCharacter(QByteArrayView bytes)
{
    return std::any_of(bytes.begin(), bytes.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

base::Result<NoteSignature> readSignatureLine(QByteArrayView line)
{
    const QByteArrayView start(kSignatureLineStart);
    if (!line.startsWith(start))
        return noteMalformed("a signature line does not start with a dash");
    const QByteArrayView content = line.sliced(start.size());
    const qsizetype blank = content.indexOf(' ');
    if (blank < 0)
        return noteMalformed("a signature line has no signature");
    NoteSignature signature;
    signature.name = QString::fromUtf8(content.first(blank));
    if (!isKeyName(signature.name))
        return noteMalformed("a signature line names no proper key");
    const auto decoded = decodeStrictBase64(content.sliced(blank + 1));
    if (!decoded || decoded->size() <= kKeyHashBytes)
        return noteMalformed("a signature is not base64 of enough bytes");
    signature.keyHash = decoded->first(kKeyHashBytes);
    signature.signature = decoded->sliced(kKeyHashBytes);
    return signature;
}

} // namespace

QString checkpointOrigin(const base::Digest& log)
{
    return QLatin1String(kOriginPrefix) + log.hex().left(kOriginLogDigits);
}

QByteArray noteKeyHash(const QString& name, const crypto::PublicKey& key)
{
    if (key.type() != crypto::KeyType::Ed25519)
        return {};
    const QByteArray hashed = name.toUtf8() + '\n' + kEd25519SignatureType + key.raw();
    return crypto::sha256(hashed).toByteArray().first(kKeyHashBytes);
}

QString noteVerifierKey(const QString& name, const crypto::PublicKey& key)
{
    if (key.type() != crypto::KeyType::Ed25519)
        return {};
    const QByteArray encoded = (kEd25519SignatureType + key.raw()).toBase64();
    return name + QLatin1Char('+') + QString::fromLatin1(noteKeyHash(name, key).toHex()) + QLatin1Char('+') +
           QString::fromLatin1(encoded);
}

base::Result<NoteVerifier> readVerifierKey(const QString& text)
{
    const qsizetype nameEnd = text.indexOf(QLatin1Char('+'));
    const qsizetype hashEnd = nameEnd < 0 ? -1 : text.indexOf(QLatin1Char('+'), nameEnd + 1);
    if (hashEnd < 0)
        return noteMalformed("a verifier key has three parts joined by +");
    NoteVerifier verifier;
    verifier.name = text.left(nameEnd);
    if (!isKeyName(verifier.name))
        return noteMalformed("a verifier key names no proper key");
    const auto decoded = decodeStrictBase64(text.sliced(hashEnd + 1).toUtf8());
    if (!decoded || decoded->size() != 1 + kEd25519KeyBytes || decoded->front() != kEd25519SignatureType)
        return noteMalformed("a verifier key is not one of Ed25519");
    const auto key = crypto::PublicKey::fromRawEd25519(decoded->sliced(1));
    if (!key)
        return noteMalformed("a verifier key is not a sound Ed25519 point");
    verifier.key = *key;
    if (noteVerifierKey(verifier.name, verifier.key) != text)
        return noteMalformed("a verifier key's hash is not its own");
    return verifier;
}

base::Result<SignedNote> readNote(QByteArrayView bytes)
{
    if (bytes.size() > kLongestNoteBytes)
        return noteMalformed("it is too long");
    if (!bytes.isValidUtf8() || hasControlCharacter(bytes))
        return noteMalformed("it holds bytes that are no plain text");
    // The text may hold empty lines itself: the last one parts it from the signatures.
    const qsizetype parting = bytes.lastIndexOf("\n\n");
    if (parting < 0)
        return noteMalformed("no empty line parts text and signatures");
    SignedNote note;
    note.text = bytes.first(parting + 1).toByteArray();
    QByteArrayView rest = bytes.sliced(parting + 2);
    while (const auto line = takeLine(rest)) {
        KEYTURN_TRY_LET(signature, readSignatureLine(*line));
        note.signatures.push_back(std::move(signature));
        if (note.signatures.size() > kMostSignatures)
            return noteMalformed("it bears too many signatures");
    }
    if (!rest.isEmpty())
        return noteMalformed("its last line does not end");
    if (note.signatures.empty())
        return noteMalformed("it bears no signature");
    return note;
}

QByteArray encodeNote(const SignedNote& note)
{
    QByteArray out = note.text + '\n';
    for (const NoteSignature& signature : note.signatures) {
        out += kSignatureLineStart + signature.name.toUtf8() + ' ' +
               (signature.keyHash + signature.signature).toBase64() + '\n';
    }
    return out;
}

base::Result<void> verifyNote(const SignedNote& note, const QString& name, const crypto::PublicKey& key)
{
    const QByteArray keyHash = noteKeyHash(name, key);
    bool found = false;
    for (const NoteSignature& signature : note.signatures) {
        if (signature.name != name || signature.keyHash != keyHash)
            continue;
        // Every signature in the key's name must hold: a bad one beside a good one is no harmless extra.
        KEYTURN_TRY(key.verify(note.text, signature.signature));
        found = true;
    }
    if (!found)
        return base::fail(LedgerError::NoteNotSigned, name);
    return {};
}

QByteArray checkpointText(const Checkpoint& checkpoint)
{
    return checkpoint.origin.toUtf8() + '\n' + QByteArray::number(static_cast<quint64>(checkpoint.size)) +
           '\n' + checkpoint.root.toByteArray().toBase64() + '\n';
}

base::Result<Checkpoint> readCheckpoint(QByteArrayView noteText)
{
    if (!noteText.isValidUtf8() || hasControlCharacter(noteText))
        return noteMalformed("it holds bytes that are no plain text");
    QByteArrayView rest = noteText;
    const auto origin = takeLine(rest);
    const auto size = origin ? takeLine(rest) : std::nullopt;
    const auto root = size ? takeLine(rest) : std::nullopt;
    if (!root || origin->isEmpty())
        return noteMalformed("a checkpoint has an origin, a size and a root");
    Checkpoint checkpoint;
    checkpoint.origin = QString::fromUtf8(*origin);
    const auto readSize = readDecimal(*size);
    if (!readSize)
        return noteMalformed("its size is no number");
    checkpoint.size = *readSize;
    const auto rootBytes = decodeStrictBase64(*root);
    const auto rootDigest = rootBytes ? base::Digest::fromBytes(*rootBytes) : std::nullopt;
    if (!rootDigest)
        return noteMalformed("its root is not base64 of 32 bytes");
    checkpoint.root = *rootDigest;
    while (const auto extension = takeLine(rest)) {
        if (extension->isEmpty())
            return noteMalformed("an extension line is empty");
    }
    if (!rest.isEmpty())
        return noteMalformed("its last line does not end");
    return checkpoint;
}

base::Result<QByteArray> signCheckpoint(const Checkpoint& checkpoint, const QString& seatName,
                                        crypto::Signer& seatKey)
{
    if (seatKey.publicKey().type() != crypto::KeyType::Ed25519)
        return base::fail(crypto::CryptoError::UnsupportedKey,
                          QStringLiteral("P-256, and a seat needs Ed25519"));
    if (!isKeyName(seatName))
        return noteMalformed("the seat's name cannot stand in a signature line");
    SignedNote note;
    note.text = checkpointText(checkpoint);
    KEYTURN_TRY(readCheckpoint(note.text));
    KEYTURN_TRY_LET(signature, seatKey.sign(note.text));
    note.signatures.push_back({seatName, noteKeyHash(seatName, seatKey.publicKey()), signature});
    return encodeNote(note);
}

} // namespace keyturn::ledger
