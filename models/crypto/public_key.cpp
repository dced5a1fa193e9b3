// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/public_key.h"

#include "models/crypto/digest_functions.h"
#include "models/crypto/ed25519_points.h"

#include <array>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace keyturn::crypto {

namespace {

/// DER of a SubjectPublicKeyInfo up to the key's own bytes: named curve prime256v1 (RFC 5480) with an
/// uncompressed point, and Ed25519 (RFC 8410). One key has one encoding and so one id; every other form is
/// refused.
constexpr std::array<std::uint8_t, 26> kP256SpkiPrefix{0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
                                                       0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
                                                       0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00};
constexpr std::array<std::uint8_t, 12> kEd25519SpkiPrefix{0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                                          0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};
constexpr qsizetype kP256PointBytes = 65;
constexpr qsizetype kP256CoordinateBytes = 32;
constexpr qsizetype kEd25519PointBytes = 32;
constexpr char kUncompressedPoint = 0x04;
constexpr qsizetype kLargestPublicPemBytes = 64 * 1024;

template <std::size_t N>
QByteArrayView viewOf(const std::array<std::uint8_t, N>& bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(N)};
}

const unsigned char* unsignedData(QByteArrayView bytes)
{
    // Never null, because OpenSSL takes a null message or signature for a question about sizes.
    return reinterpret_cast<const unsigned char*>(bytes.isEmpty() ? "" : bytes.data());
}

/// Why @p der, which is in neither form we take, is refused.
base::Error refusalOf(QByteArrayView der)
{
    const unsigned char* at = unsignedData(der);
    const KeyHandle key(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
    const QString reason = takeOpensslReason();
    if (!key)
        return base::makeError(CryptoError::NotAKey, QStringLiteral("public key"), reason);
    if (at != unsignedData(der) + der.size())
        return base::makeError(CryptoError::NotAKey, QStringLiteral("public key"),
                               QStringLiteral("bytes follow it"));
    QString kind = keyKindName(key.get());
    if (plainSpki(key.get()))
        kind += QStringLiteral(" in an unusual encoding");
    ERR_clear_error();
    return base::makeError(CryptoError::UnsupportedKey, kind);
}

} // namespace

QString toWord(KeyType type)
{
    return type == KeyType::P256 ? QStringLiteral("p256") : QStringLiteral("ed25519");
}

std::optional<KeyType> keyTypeFromWord(QStringView word)
{
    for (const KeyType type : {KeyType::P256, KeyType::Ed25519}) {
        if (word == toWord(type))
            return type;
    }
    return std::nullopt;
}

QByteArray toPemBlock(const char* label, QByteArrayView der)
{
    constexpr qsizetype kLineCharacters = 64;
    const QByteArray base64 = der.toByteArray().toBase64();
    QByteArray out = QByteArray("-----BEGIN ") + label + "-----\n";
    for (qsizetype i = 0; i < base64.size(); i += kLineCharacters)
        out += base64.mid(i, kLineCharacters) + '\n';
    return out + "-----END " + label + "-----\n";
}

QString keyKindName(EVP_PKEY* key)
{
    std::array<char, 80> group{};
    std::size_t length = 0;
    const char* kind = EVP_PKEY_get0_type_name(key);
    QString name = kind ? QString::fromLatin1(kind) : QStringLiteral("of an unknown kind");
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
        EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) == 1)
        name += QStringLiteral(" on ") + QString::fromLatin1(group.data(), static_cast<qsizetype>(length));
    return name;
}

base::Result<QByteArray> plainSpki(EVP_PKEY* key)
{
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519) {
        QByteArray raw(kEd25519PointBytes, Qt::Uninitialized);
        std::size_t length = kEd25519PointBytes;
        if (EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(raw.data()), &length) != 1 ||
            length != kEd25519PointBytes)
            return opensslFailure();
        return viewOf(kEd25519SpkiPrefix).toByteArray() + raw;
    }
    std::array<char, 80> group{};
    std::size_t length = 0;
    if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC ||
        EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) != 1 ||
        QLatin1String(group.data()) != QLatin1String(SN_X9_62_prime256v1)) {
        ERR_clear_error();
        return base::fail(CryptoError::UnsupportedKey, keyKindName(key));
    }
    // By coordinates, because the point itself comes in whatever form the file had it.
    QByteArray spki = viewOf(kP256SpkiPrefix).toByteArray() + kUncompressedPoint;
    for (const char* coordinate : {OSSL_PKEY_PARAM_EC_PUB_X, OSSL_PKEY_PARAM_EC_PUB_Y}) {
        BIGNUM* read = nullptr;
        const bool found = EVP_PKEY_get_bn_param(key, coordinate, &read) == 1;
        const BigNumber number(read);
        QByteArray bytes(kP256CoordinateBytes, Qt::Uninitialized);
        if (!found || BN_bn2binpad(number.get(), reinterpret_cast<unsigned char*>(bytes.data()),
                                   kP256CoordinateBytes) != kP256CoordinateBytes)
            return opensslFailure();
        spki += bytes;
    }
    return spki;
}

base::Result<PublicKey> PublicKey::fromSpki(QByteArrayView der)
{
    auto data = std::make_shared<Private>();
    if (der.size() == viewOf(kP256SpkiPrefix).size() + kP256PointBytes &&
        der.startsWith(viewOf(kP256SpkiPrefix)) &&
        der[viewOf(kP256SpkiPrefix).size()] == kUncompressedPoint) {
        data->type = KeyType::P256;
    } else if (der.size() == viewOf(kEd25519SpkiPrefix).size() + kEd25519PointBytes &&
               der.startsWith(viewOf(kEd25519SpkiPrefix))) {
        data->type = KeyType::Ed25519;
        if (!isSoundEd25519Point(der.last(kEd25519PointBytes)))
            return base::fail(CryptoError::WeakPoint);
    } else {
        return tl::make_unexpected(refusalOf(der));
    }
    const unsigned char* at = unsignedData(der);
    data->key.reset(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
    // The form is right, so that only the point can be wrong: off the curve, or coordinates beyond the field.
    const KeyContext check(data->key ? EVP_PKEY_CTX_new_from_pkey(nullptr, data->key.get(), nullptr)
                                     : nullptr);
    if (!check || EVP_PKEY_public_check(check.get()) != 1) {
        ERR_clear_error();
        return base::fail(CryptoError::WeakPoint);
    }
    data->spki = der.toByteArray();
    data->id = sha256(data->spki);
    PublicKey key;
    key.d = std::move(data);
    return key;
}

base::Result<PublicKey> PublicKey::fromPem(QByteArrayView pem)
{
    const auto refuse = [](const QString& reason) {
        return base::fail(CryptoError::NotAKey, QStringLiteral("public key"), reason);
    };
    if (pem.size() > kLargestPublicPemBytes)
        return refuse(QStringLiteral("it is too long"));
    const BioHandle bio(BIO_new_mem_buf(unsignedData(pem), static_cast<int>(pem.size())));
    if (!bio)
        return opensslFailure();
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* der = nullptr;
    long length = 0;
    if (PEM_read_bio(bio.get(), &name, &header, &der, &length) != 1)
        return refuse(takeOpensslReason());
    const bool isPublic = qstrcmp(name, PEM_STRING_PUBLIC) == 0;
    const QByteArray spki = isPublic ? QByteArray(reinterpret_cast<const char*>(der), length) : QByteArray();
    OPENSSL_free(name);
    OPENSSL_free(header);
    // It may have been a private key handed over by mistake.
    OPENSSL_clear_free(der, static_cast<std::size_t>(length));
    if (!isPublic)
        return refuse(QStringLiteral("it holds something else than a public key"));
    return fromSpki(spki);
}

base::Result<PublicKey> PublicKey::fromRawEd25519(QByteArrayView raw)
{
    if (raw.size() != kEd25519PointBytes) {
        return base::fail(CryptoError::NotAKey, QStringLiteral("public key"),
                          QStringLiteral("an Ed25519 key has 32 bytes"));
    }
    return fromSpki(viewOf(kEd25519SpkiPrefix).toByteArray() + raw.toByteArray());
}

base::Result<PublicKey> PublicKey::fromRawP256(QByteArrayView raw)
{
    if (raw.size() != kP256PointBytes) {
        return base::fail(CryptoError::NotAKey, QStringLiteral("public key"),
                          QStringLiteral("a P-256 point has 65 bytes"));
    }
    return fromSpki(viewOf(kP256SpkiPrefix).toByteArray() + raw.toByteArray());
}

KeyType PublicKey::type() const
{
    return d->type;
}

const base::Digest& PublicKey::id() const
{
    return d->id;
}

const QByteArray& PublicKey::spki() const
{
    return d->spki;
}

QByteArray PublicKey::toPem() const
{
    return toPemBlock(PEM_STRING_PUBLIC, d->spki);
}

QByteArray PublicKey::raw() const
{
    return d->spki.last(d->type == KeyType::P256 ? kP256PointBytes : kEd25519PointBytes);
}

base::Result<void> PublicKey::verify(QByteArrayView message, QByteArrayView signature) const
{
    const DigestContext context(EVP_MD_CTX_new());
    const char* digestName = d->type == KeyType::P256 ? "SHA256" : nullptr;
    if (!context || EVP_DigestVerifyInit_ex(context.get(), nullptr, digestName, nullptr, nullptr,
                                            d->key.get(), nullptr) != 1)
        return opensslFailure();
    // For P-256 OpenSSL encodes the signature again and compares, so that only strict DER without anything
    // after it passes; the Wycheproof vectors hold it to that.
    const int verdict =
        EVP_DigestVerify(context.get(), unsignedData(signature), static_cast<std::size_t>(signature.size()),
                         unsignedData(message), static_cast<std::size_t>(message.size()));
    ERR_clear_error();
    if (verdict != 1)
        return base::fail(CryptoError::BadSignature);
    return {};
}

} // namespace keyturn::crypto
