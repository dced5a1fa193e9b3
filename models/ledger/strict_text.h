// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <optional>

namespace keyturn::ledger {

/// The value of decimal digits without sign, blanks or leading zeros; nothing for all else and beyond 64
/// bits.
[[nodiscard]] std::optional<std::uint64_t> readDecimal(QByteArrayView text);

/// Cuts the first line off @p rest, without its LF. Nothing (and @p rest unchanged) when no LF is left.
[[nodiscard]] std::optional<QByteArrayView> takeLine(QByteArrayView& rest);

/// Standard base64 with padding (RFC 4648 section 4). Each value has one encoding: loose bits and blanks are
/// refused.
[[nodiscard]] std::optional<QByteArray> decodeStrictBase64(QByteArrayView text);

} // namespace keyturn::ledger
