// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <memory>
#include <utility>

namespace keyturn::service {

/// Runs from a moment of the demo's story at the pace of the real clock.
class ScenarioClock final : public base::Clock
{
public:
    ScenarioClock(std::shared_ptr<const base::Clock> real, base::UtcTime storyStart)
        : m_real(std::move(real)), m_realStart(m_real->now()), m_storyStart(storyStart)
    {
    }
    [[nodiscard]] base::UtcTime now() const override
    {
        return m_storyStart.plusUs(m_real->now().us - m_realStart.us);
    }

private:
    std::shared_ptr<const base::Clock> m_real;
    base::UtcTime m_realStart;
    base::UtcTime m_storyStart;
};

} // namespace keyturn::service
