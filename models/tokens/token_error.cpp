// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/token_error.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::tokens {

namespace {

using base::ErrorText;
using base::Outcome;

constexpr std::array kTokenTexts{
    ErrorText{static_cast<int>(TokenError::BadUri), "bad-uri", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "“%1” does not name a token's key as RFC 7512 has it: %2.")},
    ErrorText{static_cast<int>(TokenError::PinInUri), "pin-in-uri", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The URI carries “%1”, but a PIN is never taken from there: others "
                                          "can see it. Consider the PIN exposed if it stood in it.")},
    ErrorText{static_cast<int>(TokenError::NoModule), "no-module", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "Name the token's PKCS#11 module by its full path: with "
                                          "?module-path=… in the URI or the variable "
                                          "KEYTURN_PKCS11_MODULE.")},
    ErrorText{
        static_cast<int>(TokenError::HelperMissing), "helper-missing", Outcome::Storage,
        QT_TRANSLATE_NOOP("errors", "The program %1, which talks to tokens, could not be started: %2.")},
    ErrorText{static_cast<int>(TokenError::HelperFailed), "helper-failed", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors",
                                "The program that talks to the token ended early: %1. Nothing was signed.")},
    ErrorText{static_cast<int>(TokenError::HelperTimedOut), "helper-timed-out", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "The token did not answer within %1 s. Nothing was signed.")},
    ErrorText{static_cast<int>(TokenError::ModuleFailure), "module-failure", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "The PKCS#11 module %1 could not be used: %2.")},
    ErrorText{
        static_cast<int>(TokenError::KeyNotFound), "key-not-found", Outcome::Usage,
        QT_TRANSLATE_NOOP("errors", "No key on the tokens that are plugged in is the one meant by %1.")},
    ErrorText{static_cast<int>(TokenError::KeyAmbiguous), "key-ambiguous", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "%1 means several keys; choose one of: %2.")},
    ErrorText{static_cast<int>(TokenError::UnsupportedTokenKey), "unsupported-token-key", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The key “%1” on the token cannot be used: %2")},
    ErrorText{static_cast<int>(TokenError::MechanismMissing), "mechanism-missing", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The token “%1” cannot sign with %2.")},
    ErrorText{static_cast<int>(TokenError::PrivateKeyMissing), "private-key-missing", Outcome::Usage,
              QT_TRANSLATE_NOOP("errors", "The token “%1” holds no private key that belongs to “%2”.")},
    ErrorText{static_cast<int>(TokenError::PrivateKeyAmbiguous), "private-key-ambiguous", Outcome::Usage,
              QT_TRANSLATE_NOOP(
                  "errors",
                  "The token “%1” holds several private keys that may belong to “%2”. Nothing was signed.")},
    ErrorText{static_cast<int>(TokenError::TokenRemoved), "token-removed", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors",
                                "The token “%1” was pulled out or lost its connection. Nothing was signed.")},
    ErrorText{static_cast<int>(TokenError::TokenFailure), "token-failure", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "The token “%1” failed at %2: %3. Nothing was signed.")},
    ErrorText{static_cast<int>(TokenError::PinMissing), "pin-missing", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "The token “%1” asks for its PIN and none was given.")},
    ErrorText{static_cast<int>(TokenError::WrongPin), "wrong-pin", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors", "This is not the PIN of the token “%1”. It was tried once.")},
    ErrorText{static_cast<int>(TokenError::WrongPinOneTryLeft), "wrong-pin-one-try-left", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors",
                                "This is not the PIN of the token “%1”. It was tried once; one more "
                                "wrong PIN locks the token.")},
    ErrorText{static_cast<int>(TokenError::WrongPinNowLocked), "wrong-pin-now-locked", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors",
                                "This is not the PIN of the token “%1”, and the token is locked now. "
                                "Unlock it with the tool of its maker.")},
    ErrorText{static_cast<int>(TokenError::PinLocked), "pin-locked", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors",
                                "The token “%1” is locked after too many wrong PINs. Unlock it with "
                                "the tool of its maker.")},
    ErrorText{static_cast<int>(TokenError::PinLastTry), "pin-last-try", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors",
                                "The token “%1” has one try left before it locks, so no PIN was sent. "
                                "Sign in once with the tool of its maker, which restores its tries.")},
    ErrorText{static_cast<int>(TokenError::PinNotUsable), "pin-not-usable", Outcome::Refused,
              QT_TRANSLATE_NOOP("errors",
                                "The PIN of the token “%1” was never set or has expired. Set it with "
                                "the tool of its maker.")},
    ErrorText{static_cast<int>(TokenError::WrongSignature), "wrong-signature", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors", "The token “%1” gave a signature that its own public key does not "
                                          "confirm. It was thrown away.")},
};
constexpr base::ErrorDomain kTokenDomain{"tokens", kTokenTexts};

} // namespace

const base::ErrorDomain& errorDomain(TokenError)
{
    return kTokenDomain;
}

} // namespace keyturn::tokens
