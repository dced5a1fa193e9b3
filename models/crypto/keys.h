// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/error.h"
#include "models/crypto/crypto_error.h"
#include "models/crypto/secret.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

namespace keyturn::crypto {

/// The kinds of key a charter may name. P-256 signs ECDSA with SHA-256 in DER form (FIPS 186-5), Ed25519 as
/// RFC 8032.
enum class KeyType { P256, Ed25519 };
/// "p256" or "ed25519".
QString toWord(KeyType type);
std::optional<KeyType> keyTypeFromWord(QStringView word);

/// A public key, checked: on its curve, not of low order, of a kind we take. Copyable; safe to read from any
/// thread.
class PublicKey
{
public:
    /// Reads a DER SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). @return NotAKey, UnsupportedKey,
    /// WeakPoint.
    [[nodiscard]] static base::Result<PublicKey> fromSpki(QByteArrayView der);
    /// Reads a PEM "PUBLIC KEY".
    [[nodiscard]] static base::Result<PublicKey> fromPem(QByteArrayView pem);
    /// Ed25519 from its 32 raw bytes.
    [[nodiscard]] static base::Result<PublicKey> fromRawEd25519(QByteArrayView raw);
    /// P-256 from its 65-byte uncompressed point.
    [[nodiscard]] static base::Result<PublicKey> fromRawP256(QByteArrayView raw);

    [[nodiscard]] KeyType type() const;
    /// SHA-256 of the SPKI DER: the key's id everywhere.
    [[nodiscard]] const base::Digest& id() const;
    [[nodiscard]] const QByteArray& spki() const;
    [[nodiscard]] QByteArray toPem() const;
    /// Ed25519's 32 bytes, or P-256's 65-byte uncompressed point.
    [[nodiscard]] QByteArray raw() const;
    /// @return BadSignature unless @p signature is this key's over @p message.
    [[nodiscard]] base::Result<void> verify(QByteArrayView message, QByteArrayView signature) const;

private:
    struct Private;
    std::shared_ptr<const Private> d;
};

/// Whatever can sign for one person or seat: a key file or a token.
class Signer
{
public:
    virtual ~Signer() = default;
    [[nodiscard]] virtual const PublicKey& publicKey() const = 0;
    /// Signs @p message. Not thread safe.
    [[nodiscard]] virtual base::Result<QByteArray> sign(QByteArrayView message) = 0;
};

/// A private key in memory, wiped when it goes.
class PrivateKey final : public Signer
{
public:
    /// A fresh key pair.
    [[nodiscard]] static base::Result<PrivateKey> generate(KeyType type);
    /// Reads encrypted PKCS#8 PEM (RFC 5958, PBES2 of RFC 8018). @return WrongPassphrase, NotAKey,
    /// UnsafeMode, FileFailure.
    [[nodiscard]] static base::Result<PrivateKey> load(const QString& path, const SecretBytes& passphrase);
    /// Reads an unencrypted seat key (see saveUnencryptedSeatKey).
    [[nodiscard]] static base::Result<PrivateKey> loadUnencryptedSeatKey(const QString& path);
    /// Ed25519 from its 32-byte seed (published vectors).
    [[nodiscard]] static base::Result<PrivateKey> fromEd25519Seed(QByteArrayView seed);
    PrivateKey(PrivateKey&&) noexcept;
    PrivateKey& operator=(PrivateKey&&) noexcept;
    ~PrivateKey() override;

    [[nodiscard]] const PublicKey& publicKey() const override;
    [[nodiscard]] base::Result<QByteArray> sign(QByteArrayView message) override;
    /// Writes encrypted PKCS#8 PEM (PBES2, PBKDF2-HMAC-SHA-256 with 600,000 rounds, AES-256-CBC), mode 0600,
    /// a new file only, synced to disk. @return FileExists, FileFailure, PassphraseTooShort (under 8 bytes).
    [[nodiscard]] base::Result<void> save(const QString& path, const SecretBytes& passphrase) const;
    /// A seat's key has no person to ask for a passphrase: unencrypted PKCS#8, mode 0600, a new file only,
    /// synced.
    [[nodiscard]] base::Result<void> saveUnencryptedSeatKey(const QString& path) const;

private:
    struct Private;
    explicit PrivateKey(std::unique_ptr<Private> data);
    std::unique_ptr<Private> d;
};

/// Writes @p publicKey as PEM (mode 0644), a new file only.
[[nodiscard]] base::Result<void> savePublicKey(const QString& path, const PublicKey& publicKey);

} // namespace keyturn::crypto
