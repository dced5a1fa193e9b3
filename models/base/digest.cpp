// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/digest.h"

#include <algorithm>

namespace keyturn::base {

QString Digest::hex() const
{
    return QString::fromLatin1(toByteArray().toHex());
}

QByteArray Digest::toByteArray() const
{
    QByteArray out(static_cast<qsizetype>(bytes.size()), Qt::Uninitialized);
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

std::optional<Digest> Digest::fromHex(QStringView text)
{
    Digest digest;
    if (text.size() != static_cast<qsizetype>(digest.bytes.size()) * 2)
        return std::nullopt;
    const auto nibble = [](QChar c) -> int {
        const char16_t u = c.unicode();
        if (u >= u'0' && u <= u'9')
            return u - u'0';
        if (u >= u'a' && u <= u'f')
            return u - u'a' + 10;
        return -1;
    };
    for (size_t i = 0; i < digest.bytes.size(); ++i) {
        const int high = nibble(text[static_cast<qsizetype>(2 * i)]);
        const int low = nibble(text[static_cast<qsizetype>(2 * i + 1)]);
        if (high < 0 || low < 0)
            return std::nullopt;
        digest.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return digest;
}

std::optional<Digest> Digest::fromBytes(QByteArrayView bytes)
{
    Digest digest;
    if (bytes.size() != static_cast<qsizetype>(digest.bytes.size()))
        return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
    return digest;
}

} // namespace keyturn::base
