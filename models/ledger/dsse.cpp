// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/dsse.h"

#include "models/base/json.h"
#include "models/base/text_safety.h"
#include "models/ledger/strict_text.h"

namespace keyturn::ledger {

namespace {

base::Error envelopeMalformed(QString reason)
{
    // The reason may be another module's whole sentence.
    if (reason.endsWith(QLatin1Char('.')))
        reason.chop(1);
    return base::makeError(LedgerError::EnvelopeMalformed, reason);
}

QString toBase64Text(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

/// A required member holding base64.
QByteArray readBase64(base::JsonReader& reader, const char* key)
{
    const QString text = reader.string(key);
    if (!reader.ok())
        return {};
    const auto decoded = decodeStrictBase64(text.toUtf8());
    if (!decoded)
        reader.reject(base::JsonError::BadValue, key, base::harmlessText(text, 20));
    return decoded.value_or(QByteArray());
}

} // namespace

QByteArray preAuthenticationEncoding(QByteArrayView payloadType, QByteArrayView payload)
{
    QByteArray out = "DSSEv1 " + QByteArray::number(static_cast<qint64>(payloadType.size())) + ' ';
    out.append(payloadType);
    out += ' ' + QByteArray::number(static_cast<qint64>(payload.size())) + ' ';
    out.append(payload);
    return out;
}

base::Result<QByteArray> signEnvelope(QByteArrayView payload, crypto::Signer& signer)
{
    KEYTURN_TRY_LET(signature, signer.sign(preAuthenticationEncoding(kInTotoPayloadType, payload)));
    return encodeEnvelope(
        {QString::fromLatin1(kInTotoPayloadType), payload.toByteArray(), signer.publicKey().id(), signature});
}

QByteArray encodeEnvelope(const Envelope& envelope)
{
    base::JsonObject signature{{QStringLiteral("keyid"), envelope.keyId.hex()},
                               {QStringLiteral("sig"), toBase64Text(envelope.signature)}};
    base::JsonArray signatures;
    signatures.emplace_back(std::move(signature));
    return base::toJsonBytes(base::JsonObject{{QStringLiteral("payload"), toBase64Text(envelope.payload)},
                                              {QStringLiteral("payloadType"), envelope.payloadType},
                                              {QStringLiteral("signatures"), std::move(signatures)}});
}

base::Result<Envelope> readEnvelope(QByteArrayView bytes)
{
    const auto document = base::parseStrictJson(bytes);
    if (!document)
        return tl::make_unexpected(envelopeMalformed(document.error().sentence()));
    base::JsonReader reader(*document, QStringLiteral("envelope"));
    Envelope envelope;
    envelope.payload = readBase64(reader, "payload");
    envelope.payloadType = reader.string("payloadType");
    const base::JsonArray& signatures = reader.array("signatures");
    if (const auto read = reader.finish(); !read)
        return tl::make_unexpected(envelopeMalformed(read.error().sentence()));
    if (signatures.size() != 1)
        return tl::make_unexpected(envelopeMalformed(
            QStringLiteral("it bears %1 signatures instead of one").arg(signatures.size())));
    base::JsonReader signatureReader(signatures.front(), reader.pathOf("signatures"));
    envelope.keyId = signatureReader.digest("keyid");
    envelope.signature = readBase64(signatureReader, "sig");
    if (const auto read = signatureReader.finish(); !read)
        return tl::make_unexpected(envelopeMalformed(read.error().sentence()));
    return envelope;
}

base::Result<void> verifyEnvelope(const Envelope& envelope, const crypto::PublicKey& key)
{
    if (envelope.keyId != key.id())
        return base::fail(crypto::CryptoError::BadSignature);
    return key.verify(preAuthenticationEncoding(envelope.payloadType.toUtf8(), envelope.payload),
                      envelope.signature);
}

} // namespace keyturn::ledger
