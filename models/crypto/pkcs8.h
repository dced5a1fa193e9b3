// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/crypto/openssl_handles.h"
#include "models/crypto/secret.h"

#include <QString>

namespace keyturn::crypto {

/// Encrypted PKCS#8 PEM of @p key: PBES2, PBKDF2-HMAC-SHA-256 with 600,000 rounds, AES-256-CBC (RFC 8018).
[[nodiscard]] base::Result<SecretBytes> toEncryptedPem(EVP_PKEY* key, const SecretBytes& passphrase);
/// Unencrypted PKCS#8 PEM of @p key (RFC 5958).
[[nodiscard]] base::Result<SecretBytes> toPlainPem(EVP_PKEY* key);

/// Reads the first; PBKDF2 and scrypt are taken. @p path is for error texts. @return WrongPassphrase,
/// NotAKey.
[[nodiscard]] base::Result<KeyHandle> fromEncryptedPem(const SecretBytes& pem, const SecretBytes& passphrase,
                                                       const QString& path);
/// Reads the second. @return NotAKey.
[[nodiscard]] base::Result<KeyHandle> fromPlainPem(const SecretBytes& pem, const QString& path);

} // namespace keyturn::crypto
