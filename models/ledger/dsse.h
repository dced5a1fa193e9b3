// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/crypto/keys.h"
#include "models/ledger/ledger_error.h"

#include <QByteArray>
#include <QString>

namespace keyturn::ledger {

/// The payload type of an in-toto Statement v1.
inline constexpr char kInTotoPayloadType[] = "application/vnd.in-toto+json";

/// A DSSE v1 envelope with exactly one signature (github.com/secure-systems-lab/dsse, envelope.md).
struct Envelope
{
    QString payloadType;
    QByteArray payload;   ///< The statement's bytes, decoded.
    base::Digest keyId;   ///< As the envelope says; a hint until a key with that id verified.
    QByteArray signature; ///< Decoded.
};

/// DSSE v1 pre-authentication encoding: what is signed.
[[nodiscard]] QByteArray preAuthenticationEncoding(QByteArrayView payloadType, QByteArrayView payload);

/// Signs @p payload (an in-toto statement) and lays out the envelope as compact JSON. @return the signer's
/// errors.
[[nodiscard]] base::Result<QByteArray> signEnvelope(QByteArrayView payload, crypto::Signer& signer);
/// Lays out an envelope whose signature exists already.
[[nodiscard]] QByteArray encodeEnvelope(const Envelope& envelope);

/// Reads an envelope strictly: known members only, one signature, standard base64 with padding. @return
/// EnvelopeMalformed.
[[nodiscard]] base::Result<Envelope> readEnvelope(QByteArrayView bytes);

/// Checks the signature with @p key, whose id must be the envelope's. The algorithm is the key's own.
/// @return crypto::CryptoError::BadSignature.
[[nodiscard]] base::Result<void> verifyEnvelope(const Envelope& envelope, const crypto::PublicKey& key);

} // namespace keyturn::ledger
