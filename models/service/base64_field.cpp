// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/base64_field.h"

namespace keyturn::service {

base::Result<QByteArray> fromBase64Field(const QString& text, const char* key)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        text.toLatin1(), QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return base::fail(base::JsonError::BadValue, QLatin1String(key), QStringLiteral("base64"));
    return *decoded;
}

QByteArray base64Of(base::JsonReader& reader, const char* key)
{
    const auto bytes = fromBase64Field(reader.string(key), key);
    if (!bytes) {
        reader.take(bytes.error());
        return {};
    }
    return *bytes;
}

} // namespace keyturn::service
