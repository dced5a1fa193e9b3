// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text_safety.h"
#include "models/crypto/key_file.h"
#include "models/crypto/pkcs8.h"
#include "models/crypto/public_key.h"

#include <openssl/err.h>

namespace keyturn::crypto {

namespace {

constexpr std::size_t kShortestPassphraseBytes = 8;
constexpr qsizetype kEd25519SeedBytes = 32;

} // namespace

struct PrivateKey::Private
{
    KeyHandle key;
    PublicKey publicKey;

    /// Takes a key over, if it is of a kind we use and its two halves belong together.
    static base::Result<PrivateKey> adopt(KeyHandle key)
    {
        KEYTURN_TRY_LET(spki, plainSpki(key.get()));
        KEYTURN_TRY_LET(publicKey, PublicKey::fromSpki(spki));
        // A file may name another public half than its own: signing with that can give the private half away.
        const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
        if (!check || EVP_PKEY_pairwise_check(check.get()) != 1) {
            ERR_clear_error();
            return base::fail(CryptoError::WeakPoint);
        }
        auto data = std::make_unique<Private>();
        data->key = std::move(key);
        data->publicKey = std::move(publicKey);
        return PrivateKey(std::move(data));
    }

    /// The same, for a key that came from @p path.
    static base::Result<PrivateKey> adopt(base::Result<KeyHandle> key)
    {
        if (!key)
            return base::passOn(key);
        return adopt(std::move(*key));
    }
};

PrivateKey::PrivateKey(std::unique_ptr<Private> data) : d(std::move(data)) {}
PrivateKey::PrivateKey(PrivateKey&&) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&&) noexcept = default;
PrivateKey::~PrivateKey() = default;

base::Result<PrivateKey> PrivateKey::generate(KeyType type)
{
    KeyHandle key(type == KeyType::P256 ? EVP_EC_gen("P-256")
                                        : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    if (!key)
        return opensslFailure();
    return Private::adopt(std::move(key));
}

base::Result<PrivateKey> PrivateKey::load(const QString& path, const SecretBytes& passphrase)
{
    KEYTURN_TRY_LET(pem, readPrivateFile(path));
    return Private::adopt(fromEncryptedPem(pem, passphrase, path));
}

base::Result<PrivateKey> PrivateKey::loadUnencryptedSeatKey(const QString& path)
{
    KEYTURN_TRY_LET(pem, readPrivateFile(path));
    return Private::adopt(fromPlainPem(pem, path));
}

base::Result<PrivateKey> PrivateKey::fromEd25519Seed(QByteArrayView seed)
{
    if (seed.size() != kEd25519SeedBytes) {
        return base::fail(CryptoError::NotAKey, QStringLiteral("seed"),
                          QStringLiteral("an Ed25519 seed has 32 bytes"));
    }
    KeyHandle key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                               reinterpret_cast<const unsigned char*>(seed.data()),
                                               static_cast<std::size_t>(seed.size())));
    if (!key)
        return opensslFailure();
    return Private::adopt(std::move(key));
}

const PublicKey& PrivateKey::publicKey() const
{
    return d->publicKey;
}

base::Result<QByteArray> PrivateKey::sign(QByteArrayView message)
{
    const DigestContext context(EVP_MD_CTX_new());
    const char* digestName = d->publicKey.type() == KeyType::P256 ? "SHA256" : nullptr;
    if (!context || EVP_DigestSignInit_ex(context.get(), nullptr, digestName, nullptr, nullptr, d->key.get(),
                                          nullptr) != 1)
        return opensslFailure();
    const auto* text = reinterpret_cast<const unsigned char*>(message.isEmpty() ? "" : message.data());
    const auto size = static_cast<std::size_t>(message.size());
    // The most a signature of this key can take: 64 bytes for Ed25519, 72 for P-256.
    auto length = static_cast<std::size_t>(EVP_PKEY_get_size(d->key.get()));
    QByteArray signature(static_cast<qsizetype>(length), Qt::Uninitialized);
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, text,
                       size) != 1)
        return opensslFailure();
    signature.truncate(static_cast<qsizetype>(length));
    return signature;
}

base::Result<void> PrivateKey::save(const QString& path, const SecretBytes& passphrase) const
{
    if (passphrase.size() < kShortestPassphraseBytes)
        return base::fail(CryptoError::PassphraseTooShort);
    KEYTURN_TRY_LET(pem, toEncryptedPem(d->key.get(), passphrase));
    return writeNewFile(path, KeyFileMode::OwnerOnly, {pem.characters(), pem.size()});
}

base::Result<void> PrivateKey::saveUnencryptedSeatKey(const QString& path) const
{
    KEYTURN_TRY_LET(pem, toPlainPem(d->key.get()));
    return writeNewFile(path, KeyFileMode::OwnerOnly, {pem.characters(), pem.size()});
}

base::Result<void> savePublicKey(const QString& path, const PublicKey& publicKey)
{
    const QByteArray pem = publicKey.toPem();
    return writeNewFile(path, KeyFileMode::Everybody,
                        {pem.constData(), static_cast<std::size_t>(pem.size())});
}

} // namespace keyturn::crypto
