// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/crypto_error.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::crypto {

namespace {

using base::ErrorText;
using base::Outcome;

constexpr std::array kCryptoTexts{
    ErrorText{static_cast<int>(CryptoError::LibraryFailure), "library-failure", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "The cryptography library failed: %1.")},
    ErrorText{static_cast<int>(CryptoError::WrongPassphrase), "wrong-passphrase", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "This is not the passphrase of the key file %1.")},
    ErrorText{static_cast<int>(CryptoError::NotAKey), "not-a-key", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "%1 is not a key that can be read: %2.")},
    ErrorText{static_cast<int>(CryptoError::UnsupportedKey), "unsupported-key", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "Keys must be P-256 or Ed25519; this one is %1.")},
    ErrorText{static_cast<int>(CryptoError::WeakPoint), "weak-point", Outcome::Integrity,
              QT_TRANSLATE_NOOP(
                  "errors", "This public key is not a sound point of its curve, so signatures by it would "
                            "prove nothing.")},
    ErrorText{static_cast<int>(CryptoError::BadSignature), "bad-signature", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The signature does not belong to this text and key.")},
    ErrorText{static_cast<int>(CryptoError::FileExists), "file-exists", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The file %1 exists already; key files are never overwritten.")},
    ErrorText{static_cast<int>(CryptoError::FileFailure), "file-failure", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "The file %1 could not be read or written: %2.")},
    ErrorText{static_cast<int>(CryptoError::UnsafeMode), "unsafe-mode", Outcome::Refused,
              QT_TRANSLATE_NOOP(
                  "errors", "Others can read the private key file %1. Allow only its owner (chmod 600) and "
                            "consider the key exposed.")},
    ErrorText{static_cast<int>(CryptoError::PassphraseTooShort), "passphrase-too-short", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "A passphrase must have at least 8 characters.")},
    ErrorText{static_cast<int>(CryptoError::TimestampMalformed), "timestamp-malformed", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "This is not a time stamp that can be read: %1.")},
    ErrorText{static_cast<int>(CryptoError::TimestampRejected), "timestamp-rejected", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "The time-stamp authority did not stamp it: %1.")},
    ErrorText{static_cast<int>(CryptoError::TimestampOfOther), "timestamp-of-other", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "This time stamp is over something else.")},
    ErrorText{static_cast<int>(CryptoError::TimestampNonce), "timestamp-nonce", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "This time stamp is not the answer to the request that was made.")},
    ErrorText{
        static_cast<int>(CryptoError::TimestampUntrusted), "timestamp-untrusted", Outcome::Integrity,
        QT_TRANSLATE_NOOP("errors", "This time stamp is by no authority that was named as trusted: %1.")},
    ErrorText{static_cast<int>(CryptoError::TimestampBroken), "timestamp-broken", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The signature of this time stamp does not hold: %1.")},
};
constexpr base::ErrorDomain kCryptoDomain{"crypto", kCryptoTexts};

} // namespace

const base::ErrorDomain& errorDomain(CryptoError)
{
    return kCryptoDomain;
}

} // namespace keyturn::crypto
