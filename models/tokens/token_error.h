// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

namespace keyturn::tokens {

enum class TokenError {
    BadUri = 1,          ///< context: the URI, reason.
    PinInUri,            ///< context: the attribute.
    NoModule,            ///< Neither named nor found.
    HelperMissing,       ///< context: path, reason.
    HelperFailed,        ///< It crashed, was killed or spoke nonsense; context: reason.
    HelperTimedOut,      ///< context: seconds.
    ModuleFailure,       ///< context: module, reason.
    KeyNotFound,         ///< context: the URI.
    KeyAmbiguous,        ///< context: the URI, the keys it means.
    UnsupportedTokenKey, ///< context: the key's label, what it is.
    MechanismMissing,    ///< context: token, mechanism.
    PrivateKeyMissing,   ///< context: token, the key's label.
    PrivateKeyAmbiguous, ///< context: token, the key's label.
    TokenRemoved,        ///< context: token.
    TokenFailure,        ///< context: token, function, its word for the failure.
    PinMissing,          ///< context: token.
    WrongPin,            ///< context: token.
    WrongPinOneTryLeft,  ///< context: token.
    WrongPinNowLocked,   ///< context: token.
    PinLocked,           ///< Found so before anything was sent; context: token.
    PinLastTry,          ///< Likewise; context: token.
    PinNotUsable,        ///< Never set, or expired; context: token.
    WrongSignature,      ///< context: token.
};
/// The table behind TokenError.
const base::ErrorDomain& errorDomain(TokenError);

} // namespace keyturn::tokens
