// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/keys.h"
#include "models/crypto/openssl_handles.h"

namespace keyturn::crypto {

struct PublicKey::Private
{
    KeyHandle key;
    KeyType type = KeyType::P256;
    base::Digest id;
    QByteArray spki;
};

/// The PEM form of @p der: base64 in lines of 64 between the two @p label lines (RFC 7468).
[[nodiscard]] QByteArray toPemBlock(const char* label, QByteArrayView der);

/// The SubjectPublicKeyInfo of any key OpenSSL holds, in the one form we take. @return UnsupportedKey.
[[nodiscard]] base::Result<QByteArray> plainSpki(EVP_PKEY* key);

/// What kind of key OpenSSL holds, for people ("RSA", "EC on secp384r1").
[[nodiscard]] QString keyKindName(EVP_PKEY* key);

} // namespace keyturn::crypto
