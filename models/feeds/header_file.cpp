// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/header_file.h"

#include "models/base/text_safety.h"
#include "models/crypto/crypto_error.h"
#include "models/crypto/key_file.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cstring>

namespace keyturn::feeds {

namespace {

constexpr std::array kOurOwn{"host",          "connection",        "content-length", "transfer-encoding",
                             "if-none-match", "if-modified-since", "range",          "accept-encoding"};

/// tchar of RFC 9110, 5.6.2.
bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && std::strchr("!#$%&'*+-.^_`|~", c) != nullptr);
}

/// What field values may hold here: visible ASCII and blanks, so that no line can be smuggled in.
bool isValueCharacter(char c)
{
    return (c >= ' ' && c < '\x7f') || c == '\t';
}

} // namespace

base::Result<std::vector<HttpField>> readHeaderFile(const QString& path)
{
    const QString shown = base::harmlessText(path);
    const auto unusable = [&](const QString& reason) {
        return base::fail(FeedError::HeaderFileUnusable, shown, reason);
    };
    const auto bytes = crypto::readPrivateFile(path);
    if (!bytes && bytes.error().is(crypto::CryptoError::UnsafeMode))
        return base::fail(FeedError::HeaderFileOpen, shown);
    if (!bytes)
        return unusable(bytes.error().context.value(1));
    std::vector<HttpField> fields;
    const QByteArrayView text(bytes->characters(), static_cast<qsizetype>(bytes->size()));
    int number = 0;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype end = text.indexOf('\n', at);
        const QByteArrayView line = text.sliced(at, (end < 0 ? text.size() : end) - at).trimmed();
        at = end < 0 ? text.size() : end + 1;
        ++number;
        if (line.isEmpty() || line.front() == '#')
            continue;
        const qsizetype colon = line.indexOf(':');
        const QByteArrayView name = line.first(std::max<qsizetype>(colon, 0));
        if (name.isEmpty() || !std::all_of(name.begin(), name.end(), isTokenCharacter))
            return unusable(
                QCoreApplication::translate("errors", "line %1 is not “Name: value”").arg(number));
        const QByteArrayView value = line.sliced(colon + 1).trimmed();
        if (!std::all_of(value.begin(), value.end(), isValueCharacter))
            return unusable(
                QCoreApplication::translate("errors", "the value in line %1 is not plain ASCII").arg(number));
        const QByteArray lower = name.toByteArray().toLower();
        if (std::find(kOurOwn.begin(), kOurOwn.end(), lower) != kOurOwn.end())
            return unusable(QCoreApplication::translate("errors", "%1 is set by the program itself")
                                .arg(QString::fromLatin1(lower)));
        fields.push_back({name.toByteArray(), value.toByteArray()});
    }
    if (fields.empty())
        return unusable(QCoreApplication::translate("errors", "it holds no header"));
    return fields;
}

} // namespace keyturn::feeds
