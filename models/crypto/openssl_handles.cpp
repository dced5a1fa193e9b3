// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/openssl_handles.h"

#include "models/crypto/crypto_error.h"

#include <openssl/err.h>

namespace keyturn::crypto {

QString takeOpensslReason()
{
    const unsigned long code = ERR_peek_last_error();
    ERR_clear_error();
    const char* reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
    return reason ? QString::fromUtf8(reason) : QStringLiteral("no reason given");
}

tl::unexpected<base::Error> opensslFailure()
{
    return base::fail(CryptoError::LibraryFailure, takeOpensslReason());
}

} // namespace keyturn::crypto
