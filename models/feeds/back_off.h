// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace keyturn::feeds {

/// A number from 0 to @p most, each as likely as the others.
using RandomUpTo = std::function<std::uint64_t(std::uint64_t most)>;

/// Cryptographic randomness as a RandomUpTo.
[[nodiscard]] RandomUpTo systemRandom();

/// When a feed is asked again. As long as it answers: after the interval. After failures: at a random moment
/// between the least wait and one that doubles with each failure in a row, up to the greatest, so that many
/// clients of one server do not come back in step ("full jitter"). Never before the server wants it.
struct BackOff
{
    std::int64_t leastUs = 60 * base::kUsPerSecond;    ///< The interval; more than 0.
    std::int64_t greatestUs = 60 * base::kUsPerMinute; ///< At least leastUs.

    /// The back-off of a feed that is polled every @p intervalUs: up to an hour, or the interval if longer.
    [[nodiscard]] static BackOff ofInterval(std::int64_t intervalUs);
    /// The next attempt. @param failuresInARow 0 after a round that went well. @param notBefore what
    /// Retry-After said.
    [[nodiscard]] base::UtcTime next(base::UtcTime now, int failuresInARow, const RandomUpTo& random,
                                     std::optional<base::UtcTime> notBefore) const;
};

} // namespace keyturn::feeds
