// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <p11-kit/pkcs11.h>

namespace keyturn::pkcs11 {

/// "CKR_DEVICE_REMOVED", or the number where the name is not known.
[[nodiscard]] QString nameOf(CK_RV value);

/// True for what a module answers once the token is no longer there.
[[nodiscard]] bool isRemoval(CK_RV value);
/// True for what a module answers to a PIN that is not the token's.
[[nodiscard]] bool isWrongPin(CK_RV value);

/// What a failed @p function means for the token named @p token: TokenRemoved, PinLocked, PinNotUsable,
/// WrongPin or TokenFailure.
[[nodiscard]] base::Error errorOf(CK_RV value, const char* function, const QString& token);

} // namespace keyturn::pkcs11
