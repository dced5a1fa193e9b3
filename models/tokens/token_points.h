// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/keys.h"
#include "models/tokens/wire.h"

namespace keyturn::tokens {

/// Reads what a token tells of a public key: the curve from CKA_EC_PARAMS, the point from CKA_EC_POINT, which
/// modules give in a DER OCTET STRING, as PKCS#11 has it, or bare. @return what crypto::PublicKey says of a
/// key it does not take.
[[nodiscard]] base::Result<crypto::PublicKey> publicKeyOf(const RawTokenKey& key);

} // namespace keyturn::tokens
