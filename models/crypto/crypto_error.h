// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

namespace keyturn::crypto {

enum class CryptoError {
    LibraryFailure = 1, ///< OpenSSL failed; context: its own words.
    WrongPassphrase,    ///< context: file.
    NotAKey,            ///< context: file, reason.
    UnsupportedKey,     ///< Neither P-256 nor Ed25519; context: what it is.
    WeakPoint,          ///< A low-order or invalid public point.
    BadSignature,
    FileExists,  ///< context: file.
    FileFailure, ///< context: file, reason.
    UnsafeMode,  ///< A private key file that others may read; context: file.
    PassphraseTooShort,
    TimestampMalformed, ///< context: reason.
    TimestampRejected,  ///< The authority did not stamp; context: its reason.
    TimestampOfOther,   ///< Over other contents.
    TimestampNonce,     ///< Not the answer to this request.
    TimestampUntrusted, ///< By no authority that was named; context: reason.
    TimestampBroken,    ///< The signature does not hold; context: reason.
};
/// The table behind CryptoError.
const base::ErrorDomain& errorDomain(CryptoError);

} // namespace keyturn::crypto
