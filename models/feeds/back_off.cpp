// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/back_off.h"

#include "models/crypto/digest_functions.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

namespace keyturn::feeds {

RandomUpTo systemRandom()
{
    return [](std::uint64_t most) {
        const auto draw = [] {
            std::array<std::byte, sizeof(std::uint64_t)> bytes{};
            crypto::fillRandom(bytes);
            std::uint64_t value = 0;
            std::memcpy(&value, bytes.data(), bytes.size());
            return value;
        };
        constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();
        if (most == kAll)
            return draw();
        // Draws from the last, incomplete run of numbers would favour the small ones.
        const std::uint64_t count = most + 1;
        const std::uint64_t usable = kAll - kAll % count;
        std::uint64_t value = draw();
        while (value >= usable)
            value = draw();
        return value % count;
    };
}

BackOff BackOff::ofInterval(std::int64_t intervalUs)
{
    return {intervalUs, std::max(intervalUs, BackOff().greatestUs)};
}

base::UtcTime BackOff::next(base::UtcTime now, int failuresInARow, const RandomUpTo& random,
                            std::optional<base::UtcTime> notBefore) const
{
    std::int64_t waitUs = leastUs;
    if (failuresInARow > 0) {
        std::int64_t mostUs = leastUs;
        for (int doubled = 0; doubled < failuresInARow && mostUs < greatestUs; ++doubled)
            mostUs = mostUs > greatestUs / 2 ? greatestUs : mostUs * 2;
        waitUs += static_cast<std::int64_t>(random(static_cast<std::uint64_t>(mostUs - leastUs)));
    }
    const base::UtcTime next = now.plusUs(waitUs);
    return notBefore ? std::max(next, *notBefore) : next;
}

} // namespace keyturn::feeds
