// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/pkcs8.h"

#include "models/base/text_safety.h"
#include "models/crypto/crypto_error.h"

#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12err.h>

namespace keyturn::crypto {

namespace {

constexpr int kKeyDerivationRounds = 600'000;
constexpr int kSaltBytes = 16;
/// A hostile file must not keep the program busy for hours; five million rounds take a few seconds.
constexpr long kMostKeyDerivationRounds = 5'000'000;

tl::unexpected<base::Error> notAKey(const QString& path, const QString& reason)
{
    return base::fail(CryptoError::NotAKey, base::harmlessText(path), reason);
}

/// What a memory BIO holds. OpenSSL wipes the BIO's own buffer when it is freed.
SecretBytes contentOf(BIO* bio)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return SecretBytes(std::as_bytes(std::span(data, static_cast<std::size_t>(size))));
}

/// The one PEM block of a file, decoded; its label must be @p label.
base::Result<SecretBytes> readPem(const SecretBytes& pem, const char* label, const QString& path)
{
    if (pem.isEmpty())
        return notAKey(path, QStringLiteral("it is empty"));
    const BioHandle bio(BIO_new_mem_buf(pem.characters(), static_cast<int>(pem.size())));
    if (!bio)
        return opensslFailure();
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long length = 0;
    if (PEM_read_bio(bio.get(), &name, &header, &data, &length) != 1)
        return notAKey(path, takeOpensslReason());
    const QString found = QString::fromLatin1(name);
    SecretBytes der(std::as_bytes(std::span(data, static_cast<std::size_t>(length))));
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_clear_free(data, static_cast<std::size_t>(length));
    if (found != QLatin1String(label)) {
        return notAKey(path, QStringLiteral("it holds “%1” where “%2” is wanted")
                                 .arg(base::harmlessText(found, 40), QLatin1String(label)));
    }
    return der;
}

struct Pbe2Free
{
    void operator()(PBE2PARAM* parameters) const { PBE2PARAM_free(parameters); }
};
struct Pbkdf2Free
{
    void operator()(PBKDF2PARAM* parameters) const { PBKDF2PARAM_free(parameters); }
};

/// Checks that the encryption is PBES2 with bearable work before any of that work is done.
base::Result<void> checkEncryption(const X509_SIG* sealed, const QString& path)
{
    const X509_ALGOR* algorithm = nullptr;
    X509_SIG_get0(sealed, &algorithm, nullptr);
    const ASN1_OBJECT* object = nullptr;
    int parameterType = 0;
    const void* parameter = nullptr;
    X509_ALGOR_get0(&object, &parameterType, &parameter, algorithm);
    if (OBJ_obj2nid(object) != NID_pbes2 || parameterType != V_ASN1_SEQUENCE)
        return notAKey(path, QStringLiteral("its encryption is not PBES2"));
    const std::unique_ptr<PBE2PARAM, Pbe2Free> scheme(static_cast<PBE2PARAM*>(
        ASN1_item_unpack(static_cast<const ASN1_STRING*>(parameter), ASN1_ITEM_rptr(PBE2PARAM))));
    if (!scheme)
        return notAKey(path, takeOpensslReason());
    X509_ALGOR_get0(&object, &parameterType, &parameter, scheme->keyfunc);
    // scrypt needs no look: OpenSSL itself refuses more than 32 MiB of it.
    if (OBJ_obj2nid(object) != NID_id_pbkdf2)
        return {};
    if (parameterType != V_ASN1_SEQUENCE)
        return notAKey(path, QStringLiteral("its key derivation is malformed"));
    const std::unique_ptr<PBKDF2PARAM, Pbkdf2Free> derivation(static_cast<PBKDF2PARAM*>(
        ASN1_item_unpack(static_cast<const ASN1_STRING*>(parameter), ASN1_ITEM_rptr(PBKDF2PARAM))));
    if (!derivation)
        return notAKey(path, takeOpensslReason());
    const long rounds = ASN1_INTEGER_get(derivation->iter);
    if (rounds < 1 || rounds > kMostKeyDerivationRounds)
        return notAKey(path, QStringLiteral("its key derivation asks for an unbearable number of rounds"));
    return {};
}

/// True when OpenSSL's queue says that deciphering ran and gave nonsense, as a wrong passphrase does, rather
/// than that it could not start. Empties the queue.
bool takeNonsenseReason()
{
    bool nonsense = false;
    while (const unsigned long code = ERR_get_error()) {
        const int reason = ERR_GET_REASON(code);
        if (ERR_GET_LIB(code) == ERR_LIB_PKCS12 &&
            (reason == PKCS12_R_PKCS12_CIPHERFINAL_ERROR || reason == PKCS12_R_DECODE_ERROR))
            nonsense = true;
    }
    return nonsense;
}

base::Result<KeyHandle> keyOf(const PKCS8_PRIV_KEY_INFO* plain, const QString& path)
{
    KeyHandle key(EVP_PKCS82PKEY(plain));
    if (!key)
        return notAKey(path, takeOpensslReason());
    return key;
}

} // namespace

base::Result<SecretBytes> toEncryptedPem(EVP_PKEY* key, const SecretBytes& passphrase)
{
    const PlainPkcs8 plain(EVP_PKEY2PKCS8(key));
    AlgorithmHandle algorithm(PKCS5_pbe2_set_iv_ex(EVP_aes_256_cbc(), kKeyDerivationRounds, nullptr,
                                                   kSaltBytes, nullptr, NID_hmacWithSHA256, nullptr));
    if (!plain || !algorithm)
        return opensslFailure();
    const EncryptedPkcs8 sealed(PKCS8_set0_pbe_ex(passphrase.characters(),
                                                  static_cast<int>(passphrase.size()), plain.get(),
                                                  algorithm.get(), nullptr, nullptr));
    if (!sealed)
        return opensslFailure();
    static_cast<void>(algorithm.release()); // now part of `sealed`
    const BioHandle bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_PKCS8(bio.get(), sealed.get()) != 1)
        return opensslFailure();
    return contentOf(bio.get());
}

base::Result<SecretBytes> toPlainPem(EVP_PKEY* key)
{
    const PlainPkcs8 plain(EVP_PKEY2PKCS8(key));
    const BioHandle bio(BIO_new(BIO_s_secmem()));
    if (!plain || !bio || PEM_write_bio_PKCS8_PRIV_KEY_INFO(bio.get(), plain.get()) != 1)
        return opensslFailure();
    return contentOf(bio.get());
}

base::Result<KeyHandle> fromEncryptedPem(const SecretBytes& pem, const SecretBytes& passphrase,
                                         const QString& path)
{
    KEYTURN_TRY_LET(der, readPem(pem, PEM_STRING_PKCS8, path));
    const auto* at = reinterpret_cast<const unsigned char*>(der.characters());
    const EncryptedPkcs8 sealed(d2i_X509_SIG(nullptr, &at, static_cast<long>(der.size())));
    if (!sealed)
        return notAKey(path, takeOpensslReason());
    KEYTURN_TRY(checkEncryption(sealed.get(), path));
    const char* text = passphrase.isEmpty() ? "" : passphrase.characters();
    const PlainPkcs8 plain(
        PKCS8_decrypt_ex(sealed.get(), text, static_cast<int>(passphrase.size()), nullptr, nullptr));
    if (!plain) {
        if (takeNonsenseReason())
            return base::fail(CryptoError::WrongPassphrase, base::harmlessText(path));
        return notAKey(path, QStringLiteral("its encryption is not one that can be read"));
    }
    return keyOf(plain.get(), path);
}

base::Result<KeyHandle> fromPlainPem(const SecretBytes& pem, const QString& path)
{
    KEYTURN_TRY_LET(der, readPem(pem, PEM_STRING_PKCS8INF, path));
    const auto* at = reinterpret_cast<const unsigned char*>(der.characters());
    const PlainPkcs8 plain(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
    if (!plain)
        return notAKey(path, takeOpensslReason());
    return keyOf(plain.get(), path);
}

} // namespace keyturn::crypto
