// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/json.h"

#include <QByteArray>

namespace keyturn::service {

/// @p bytes as a JSON string.
[[nodiscard]] inline base::JsonValue base64Field(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

/// Bytes from a string of a file that people send each other; anything but base64 is refused, never skipped.
/// @param key for the error's text. @return JsonError::BadValue.
[[nodiscard]] base::Result<QByteArray> fromBase64Field(const QString& text, const char* key);
/// The same of a required string member. A fault is noted in @p reader.
[[nodiscard]] QByteArray base64Of(base::JsonReader& reader, const char* key);

} // namespace keyturn::service
