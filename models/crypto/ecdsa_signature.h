// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace keyturn::crypto {

/// The DER form of an ECDSA signature (RFC 3279 section 2.2.3) from r ‖ s of equal length, which is how
/// tokens give it. Nothing where @p raw is no such pair; that a signature holds is for PublicKey::verify to
/// say.
[[nodiscard]] QByteArray derOfEcdsaSignature(QByteArrayView raw);

} // namespace keyturn::crypto
