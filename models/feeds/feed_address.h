// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/feeds/feed_error.h"

#include <QString>
#include <QUrl>

namespace keyturn::feeds {

/// Reads an http or https address that a person gave. @return BadUrl, CredentialsInUrl.
[[nodiscard]] base::Result<QUrl> parseAddress(const QString& given);

/// An address as it may be shown and recorded: without user, query and fragment, which can hold secrets, and
/// harmless.
[[nodiscard]] QString shownAddress(const QUrl& address);

/// Whether both lead to the same scheme, host and port: who may see the same secrets (RFC 6454, section 5).
[[nodiscard]] bool isSameOrigin(const QUrl& one, const QUrl& other);

/// Whether what is sent there stays secret: by https, or because it never leaves this machine.
[[nodiscard]] bool keepsSecrets(const QUrl& address);

} // namespace keyturn::feeds
