// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/ecdsa_signature.h"

#include "models/crypto/openssl_handles.h"

#include <openssl/ec.h>

namespace keyturn::crypto {

namespace {

using SignatureHandle = std::unique_ptr<ECDSA_SIG, OpensslFree<ECDSA_SIG_free>>;

BigNumber bigNumberOf(QByteArrayView bytes)
{
    return BigNumber(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                               static_cast<int>(bytes.size()), nullptr));
}

} // namespace

QByteArray derOfEcdsaSignature(QByteArrayView raw)
{
    if (raw.isEmpty() || raw.size() % 2 != 0)
        return {};
    const SignatureHandle signature(ECDSA_SIG_new());
    BigNumber r = bigNumberOf(raw.first(raw.size() / 2));
    BigNumber s = bigNumberOf(raw.last(raw.size() / 2));
    if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1)
        return {};
    // They are the signature's now.
    (void)r.release();
    (void)s.release();
    unsigned char* der = nullptr;
    const int length = i2d_ECDSA_SIG(signature.get(), &der);
    if (length <= 0)
        return {};
    const QByteArray out(reinterpret_cast<const char*>(der), length);
    OPENSSL_free(der);
    return out;
}

} // namespace keyturn::crypto
