// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace keyturn::crypto {

/// True when the 32 bytes of @p raw are the one encoding of a point on edwards25519 (RFC 8032 section 5.1.3)
/// whose order is not 1, 2, 4 or 8. OpenSSL 3.0 looks at neither when it reads a key: with a low-order key
/// one signature fits many messages.
[[nodiscard]] bool isSoundEd25519Point(QByteArrayView raw);

} // namespace keyturn::crypto
