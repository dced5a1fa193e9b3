// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/tokens/token_uri.h"

#include <QByteArray>

#include <variant>
#include <vector>

namespace keyturn::tokens {

/// What a key is used with, by the numbers of CKA_KEY_TYPE: ECDSA on a curve, or EdDSA on an Edwards curve.
enum class TokenKeyKind : quint8 { Ecdsa = 1, Edwards = 2 };

/// A public key as a token tells it. Nothing of it is believed before crypto::PublicKey has read it.
struct RawTokenKey
{
    TokenName token;
    QString label;
    QByteArray id;
    TokenKeyKind kind = TokenKeyKind::Ecdsa;
    QByteArray parameters; ///< CKA_EC_PARAMS.
    QByteArray point;      ///< CKA_EC_POINT.
};

/// Asks for every public key on every token that is plugged in.
struct ListRequest
{
};

/// Asks one key to sign. The PIN follows in a frame of its own.
struct SignRequest
{
    TokenName token;
    QString label;
    QByteArray id;
    TokenKeyKind kind = TokenKeyKind::Ecdsa;
    QByteArray data; ///< The SHA-256 digest for ECDSA, the message itself for EdDSA.
};

using TokenRequest = std::variant<ListRequest, SignRequest>;

/// Frames of requests and replies, and back. What cannot be read is HelperFailed; an error that was sent
/// comes out as that error, made harmless to show.
[[nodiscard]] QByteArray toFrame(const TokenRequest& request);
[[nodiscard]] base::Result<TokenRequest> requestFromFrame(const QByteArray& frame);
[[nodiscard]] QByteArray toFrame(const base::Result<std::vector<RawTokenKey>>& keys);
[[nodiscard]] base::Result<std::vector<RawTokenKey>> keysFromFrame(const QByteArray& frame);
[[nodiscard]] QByteArray toFrame(const base::Result<QByteArray>& signature);
[[nodiscard]] base::Result<QByteArray> signatureFromFrame(const QByteArray& frame);

} // namespace keyturn::tokens
