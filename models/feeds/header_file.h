// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/feeds/feed_error.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace keyturn::feeds {

/// A field of an HTTP request (RFC 9110, 5).
struct HttpField
{
    QByteArray name;
    QByteArray value;
    friend bool operator==(const HttpField&, const HttpField&) = default;
};

/// Reads request fields from a file that only its owner may touch, one `Name: value` a line; empty lines and
/// such that start with # say nothing. Fields that the program sets itself (Host, Content-Length, the
/// conditions …) are refused. @return HeaderFileOpen, HeaderFileUnusable; values are never in the context.
[[nodiscard]] base::Result<std::vector<HttpField>> readHeaderFile(const QString& path);

} // namespace keyturn::feeds
