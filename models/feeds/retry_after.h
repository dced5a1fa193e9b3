// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"

#include <QByteArrayView>

#include <optional>

namespace keyturn::feeds {

/// Reads an HTTP-date (RFC 9110, 5.6.7) in any of its three forms; nothing where it is none. A year of two
/// digits is read as that rule says: never more than 50 years after @p now.
[[nodiscard]] std::optional<base::UtcTime> parseHttpDate(QByteArrayView text, base::UtcTime now);

/// The longest that a server is believed when it asks to be left alone.
inline constexpr std::int64_t kLongestRetryAfterUs = base::kUsPerDay;

/// Until when a server asks to be left alone: Retry-After (RFC 9110, 10.2.3), seconds from @p now or an
/// HTTP-date, held within now and kLongestRetryAfterUs after it. Nothing where the field says neither.
[[nodiscard]] std::optional<base::UtcTime> retryAfter(QByteArrayView field, base::UtcTime now);

} // namespace keyturn::feeds
