// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/timestamp.h"

#include "models/base/text_safety.h"
#include "models/crypto/digest_functions.h"
#include "models/crypto/openssl_handles.h"

#include <QStringList>

#include <array>
#include <ctime>
#include <memory>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>
#include <optional>

namespace keyturn::crypto {

namespace {

using Imprint = std::unique_ptr<TS_MSG_IMPRINT, OpensslFree<TS_MSG_IMPRINT_free>>;
using IntegerHandle = std::unique_ptr<ASN1_INTEGER, OpensslFree<ASN1_INTEGER_free>>;
using StampRequest = std::unique_ptr<TS_REQ, OpensslFree<TS_REQ_free>>;
using StampResponse = std::unique_ptr<TS_RESP, OpensslFree<TS_RESP_free>>;
using StampInfo = std::unique_ptr<TS_TST_INFO, OpensslFree<TS_TST_INFO_free>>;
using SignedToken = std::unique_ptr<PKCS7, OpensslFree<PKCS7_free>>;
using TrustStore = std::unique_ptr<X509_STORE, OpensslFree<X509_STORE_free>>;
using Certificate = std::unique_ptr<X509, OpensslFree<X509_free>>;

constexpr qsizetype kNonceBytes = 8;
/// PKIStatus (RFC 3161 section 2.4.2): granted, grantedWithMods.
constexpr long kLastGrantedStatus = 1;

tl::unexpected<base::Error> stampMalformed(const char* reason)
{
    ERR_clear_error();
    return base::fail(CryptoError::TimestampMalformed, QString::fromUtf8(reason));
}

/// Reads exactly one DER value with one of OpenSSL's d2i functions.
template <typename Handle, auto Read>
Handle readDer(QByteArrayView der)
{
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    const unsigned char* const end = at + der.size();
    Handle value(Read(nullptr, &at, static_cast<long>(der.size())));
    if (at != end)
        value.reset();
    return value;
}

/// The DER bytes of a value, by one of OpenSSL's i2d functions; empty on failure.
template <auto Write, typename T>
QByteArray writeDer(T* value)
{
    const int length = Write(value, nullptr);
    if (length <= 0)
        return {};
    QByteArray der(length, Qt::Uninitialized);
    auto* at = reinterpret_cast<unsigned char*>(der.data());
    return Write(value, &at) == length ? der : QByteArray();
}

QByteArray integerHex(const ASN1_INTEGER* integer)
{
    if (!integer)
        return {};
    const BigNumber number(ASN1_INTEGER_to_BN(integer, nullptr));
    if (!number)
        return {};
    char* text = BN_bn2hex(number.get());
    const QByteArray hex = QByteArray(text).toLower();
    OPENSSL_free(text);
    return hex;
}

/// What was stamped, if by SHA-256.
std::optional<base::Digest> imprintDigest(TS_MSG_IMPRINT* imprint)
{
    const ASN1_OBJECT* algorithm = nullptr;
    X509_ALGOR_get0(&algorithm, nullptr, nullptr, TS_MSG_IMPRINT_get_algo(imprint));
    if (OBJ_obj2nid(algorithm) != NID_sha256)
        return std::nullopt;
    const ASN1_OCTET_STRING* message = TS_MSG_IMPRINT_get_msg(imprint);
    return base::Digest::fromBytes(
        QByteArrayView(ASN1_STRING_get0_data(message), ASN1_STRING_length(message)));
}

std::optional<base::UtcTime> stampedTime(const TS_TST_INFO* info)
{
    tm fields{};
    if (ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &fields) != 1)
        return std::nullopt;
    base::CivilTime civil;
    civil.year = fields.tm_year + 1900;
    civil.month = fields.tm_mon + 1;
    civil.day = fields.tm_mday;
    civil.hour = fields.tm_hour;
    civil.minute = fields.tm_min;
    civil.second = fields.tm_sec;
    return base::fromCivil(civil);
}

base::Result<Timestamp> timestampOf(PKCS7* token)
{
    const StampInfo info(PKCS7_to_TS_TST_INFO(token));
    if (!info)
        return stampMalformed("it holds no time-stamp information");
    const auto digest = imprintDigest(TS_TST_INFO_get_msg_imprint(info.get()));
    if (!digest)
        return stampMalformed("it is not over a SHA-256");
    const auto time = stampedTime(info.get());
    if (!time)
        return stampMalformed("its time cannot be read");
    std::array<char, 128> policy{};
    OBJ_obj2txt(policy.data(), static_cast<int>(policy.size()), TS_TST_INFO_get_policy_id(info.get()), 1);
    return Timestamp{*time, QString::fromLatin1(policy.data()),
                     integerHex(TS_TST_INFO_get_serial(info.get())), *digest,
                     integerHex(TS_TST_INFO_get_nonce(info.get()))};
}

base::Result<TrustStore> trustStore(QByteArrayView authorities, base::UtcTime when)
{
    const auto none = [] {
        return base::fail(CryptoError::TimestampUntrusted,
                          QStringLiteral("no certificate of an authority is given"));
    };
    if (authorities.isEmpty())
        return none();
    TrustStore store(X509_STORE_new());
    const BioHandle pem(BIO_new_mem_buf(authorities.data(), static_cast<int>(authorities.size())));
    if (!store || !pem)
        return opensslFailure();
    int certificates = 0;
    for (;;) {
        const Certificate certificate(PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr));
        if (!certificate)
            break;
        if (X509_STORE_add_cert(store.get(), certificate.get()) != 1)
            return opensslFailure();
        ++certificates;
    }
    ERR_clear_error();
    if (certificates == 0)
        return none();
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()),
                               static_cast<time_t>(when.us / base::kUsPerSecond));
    return store;
}

/// Why OpenSSL did not take the token; empties its queue. Whether the chain or the signature failed stands
/// among its words.
base::Error verificationError()
{
    bool isChain = false;
    QStringList reasons;
    const char* data = nullptr;
    int flags = 0;
    while (const unsigned long code = ERR_get_error_all(nullptr, nullptr, nullptr, &data, &flags)) {
        isChain = isChain ||
                  (ERR_GET_LIB(code) == ERR_LIB_TS && ERR_GET_REASON(code) == TS_R_CERTIFICATE_VERIFY_ERROR);
        if (const char* reason = ERR_reason_error_string(code))
            reasons += QString::fromUtf8(reason);
        if ((flags & ERR_TXT_STRING) != 0 && data && *data != '\0')
            reasons += QString::fromUtf8(data);
    }
    reasons.removeDuplicates();
    const QString words = base::harmlessText(reasons.join(QStringLiteral(", ")), 200);
    return base::makeError(isChain ? CryptoError::TimestampUntrusted : CryptoError::TimestampBroken, words);
}

} // namespace

base::Result<QByteArray> makeTimestampRequest(const base::Digest& sha256)
{
    const StampRequest request(TS_REQ_new());
    const Imprint imprint(TS_MSG_IMPRINT_new());
    const AlgorithmHandle algorithm(X509_ALGOR_new());
    QByteArray nonceBytes = randomBytes(kNonceBytes);
    // An integer's first byte must not be zero, or the nonce would be shorter than asked for.
    nonceBytes[0] = static_cast<char>(nonceBytes[0] | 0x40);
    const BigNumber number(BN_bin2bn(reinterpret_cast<const unsigned char*>(nonceBytes.constData()),
                                     static_cast<int>(nonceBytes.size()), nullptr));
    const IntegerHandle nonce(number ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr);
    if (!request || !imprint || !algorithm || !nonce)
        return opensslFailure();
    QByteArray message = sha256.toByteArray();
    const bool isLaidOut =
        X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1 &&
        TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
        TS_MSG_IMPRINT_set_msg(imprint.get(), reinterpret_cast<unsigned char*>(message.data()),
                               static_cast<int>(message.size())) == 1 &&
        TS_REQ_set_version(request.get(), 1) == 1 &&
        TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
        TS_REQ_set_nonce(request.get(), nonce.get()) == 1 && TS_REQ_set_cert_req(request.get(), 1) == 1;
    const QByteArray der = isLaidOut ? writeDer<i2d_TS_REQ>(request.get()) : QByteArray();
    if (der.isEmpty())
        return opensslFailure();
    return der;
}

base::Result<QByteArray> tokenOfResponse(QByteArrayView response)
{
    const auto read = readDer<StampResponse, d2i_TS_RESP>(response);
    if (!read)
        return stampMalformed("it is not a response of a time-stamp authority");
    TS_STATUS_INFO* status = TS_RESP_get_status_info(read.get());
    const long granted = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status));
    if (granted < 0 || granted > kLastGrantedStatus) {
        QStringList reasons;
        const STACK_OF(ASN1_UTF8STRING)* texts = TS_STATUS_INFO_get0_text(status);
        for (int i = 0; texts && i < sk_ASN1_UTF8STRING_num(texts); ++i) {
            const ASN1_UTF8STRING* text = sk_ASN1_UTF8STRING_value(texts, i);
            reasons += QString::fromUtf8(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                                         ASN1_STRING_length(text));
        }
        return base::fail(CryptoError::TimestampRejected,
                          reasons.isEmpty() ? QStringLiteral("no reason given")
                                            : base::harmlessText(reasons.join(QStringLiteral(", ")), 200));
    }
    PKCS7* token = TS_RESP_get_token(read.get());
    const QByteArray der = token ? writeDer<i2d_PKCS7>(token) : QByteArray();
    if (der.isEmpty())
        return stampMalformed("it holds no token");
    return der;
}

base::Result<Timestamp> readTimestamp(QByteArrayView token)
{
    const auto read = readDer<SignedToken, d2i_PKCS7>(token);
    if (!read || PKCS7_type_is_signed(read.get()) == 0)
        return stampMalformed("it is not a signed token");
    return timestampOf(read.get());
}

base::Result<void> checkAnswers(const Timestamp& stamp, QByteArrayView request)
{
    const auto read = readDer<StampRequest, d2i_TS_REQ>(request);
    if (!read)
        return stampMalformed("the request is not one to a time-stamp authority");
    if (imprintDigest(TS_REQ_get_msg_imprint(read.get())) != stamp.sha256)
        return base::fail(CryptoError::TimestampOfOther);
    if (integerHex(TS_REQ_get_nonce(read.get())) != stamp.nonce)
        return base::fail(CryptoError::TimestampNonce);
    return {};
}

base::Result<Timestamp> verifyTimestamp(QByteArrayView token, const base::Digest& sha256,
                                        QByteArrayView authorities)
{
    const auto read = readDer<SignedToken, d2i_PKCS7>(token);
    if (!read || PKCS7_type_is_signed(read.get()) == 0)
        return stampMalformed("it is not a signed token");
    KEYTURN_TRY_LET(stamp, timestampOf(read.get()));
    if (stamp.sha256 != sha256)
        return base::fail(CryptoError::TimestampOfOther);
    KEYTURN_TRY_LET(store, trustStore(authorities, stamp.time));
    ERR_clear_error();
    // Also checks that the certificate is the one that the token names and that it may stamp times.
    if (TS_RESP_verify_signature(read.get(), nullptr, store.get(), nullptr) != 1)
        return tl::make_unexpected(verificationError());
    return stamp;
}

} // namespace keyturn::crypto
