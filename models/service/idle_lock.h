// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <chrono>
#include <memory>
#include <optional>

namespace keyturn::service {

/// Counts how long the console has not been used. It adds up what passes between two looks at the clock: a
/// clock set back costs at most the time since the last look and never puts the lock off; one that leapt
/// ahead, as after a suspend, counts in full.
class IdleLock
{
public:
    static constexpr std::chrono::minutes kShortestLimit{1};
    static constexpr std::chrono::minutes kUsualLimit{15};
    static constexpr std::chrono::minutes kLongestLimit{60};

    explicit IdleLock(std::shared_ptr<const base::Clock> clock);

    /// Kept between kShortestLimit and kLongestLimit; what has passed already counts.
    void setLimit(std::chrono::minutes limit);
    [[nodiscard]] std::chrono::minutes limit() const { return m_limit; }
    /// Begins anew.
    void restart();
    /// Puts the lock off; not once it is due, so that the key pressed after a suspend does not keep the
    /// session.
    void noteActivity();
    /// The limit has been reached. Looks at the clock.
    [[nodiscard]] bool isDue();
    /// What is left, in the last minute before the lock; half the limit where that is shorter. Looks at the
    /// clock.
    [[nodiscard]] std::optional<std::chrono::seconds> locksIn();

private:
    void look();

    std::shared_ptr<const base::Clock> m_clock;
    std::chrono::minutes m_limit = kUsualLimit;
    std::chrono::microseconds m_idle{0};
    base::UtcTime m_looked;
};

} // namespace keyturn::service
