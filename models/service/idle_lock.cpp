// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/idle_lock.h"

#include <algorithm>

namespace keyturn::service {

namespace {

using namespace std::chrono_literals;

/// A warning before this would be there all the time.
constexpr std::chrono::microseconds kWarning = 1min;

} // namespace

IdleLock::IdleLock(std::shared_ptr<const base::Clock> clock)
    : m_clock(std::move(clock)), m_looked(m_clock->now())
{
}

void IdleLock::setLimit(std::chrono::minutes limit)
{
    m_limit = std::clamp(limit, kShortestLimit, kLongestLimit);
}

void IdleLock::restart()
{
    m_idle = 0us;
    m_looked = m_clock->now();
}

void IdleLock::noteActivity()
{
    if (!isDue())
        m_idle = 0us;
}

bool IdleLock::isDue()
{
    look();
    return m_idle >= m_limit;
}

std::optional<std::chrono::seconds> IdleLock::locksIn()
{
    look();
    const std::chrono::microseconds left = std::max<std::chrono::microseconds>(m_limit - m_idle, 0us);
    if (left > std::min(kWarning, std::chrono::microseconds(m_limit) / 2))
        return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(left);
}

void IdleLock::look()
{
    const base::UtcTime now = m_clock->now();
    if (now > m_looked)
        m_idle += std::chrono::microseconds(now.us - m_looked.us);
    m_looked = now;
}

} // namespace keyturn::service
