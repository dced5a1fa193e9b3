// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

namespace keyturn::tests {

/// A clock that stands still until it is set.
class MockClock final : public base::Clock
{
public:
    /// Starts on 12 June 2026 at 09:00 UTC.
    MockClock() = default;
    [[nodiscard]] base::UtcTime now() const override { return m_now; }
    void set(base::UtcTime now) { m_now = now; }
    void advanceUs(std::int64_t deltaUs) { m_now = m_now.plusUs(deltaUs); }
    void advanceMinutes(std::int64_t minutes) { advanceUs(minutes * base::kUsPerMinute); }

private:
    base::UtcTime m_now{1'781'254'800 * base::kUsPerSecond};
};

} // namespace keyturn::tests
