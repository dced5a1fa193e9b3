// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/strict_text.h"

#include <limits>

namespace keyturn::ledger {

std::optional<std::uint64_t> readDecimal(QByteArrayView text)
{
    if (text.isEmpty() || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (value > (std::numeric_limits<std::uint64_t>::max() - digit) / 10)
            return std::nullopt;
        value = value * 10 + digit;
    }
    return value;
}

std::optional<QByteArrayView> takeLine(QByteArrayView& rest)
{
    const qsizetype end = rest.indexOf('\n');
    if (end < 0)
        return std::nullopt;
    const QByteArrayView line = rest.first(end);
    rest = rest.sliced(end + 1);
    return line;
}

std::optional<QByteArray> decodeStrictBase64(QByteArrayView text)
{
    const QByteArray given = text.toByteArray();
    const auto decoded = QByteArray::fromBase64Encoding(given, QByteArray::AbortOnBase64DecodingErrors);
    // Qt forgives missing padding and loose bits; encoding again does not.
    if (!decoded || decoded.decoded.toBase64() != given)
        return std::nullopt;
    return decoded.decoded;
}

} // namespace keyturn::ledger
