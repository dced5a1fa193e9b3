// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/stop_signals.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <limits>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace keyturn::app {

namespace {

constexpr std::array kStopping{SIGINT, SIGTERM};

std::atomic_bool stopAsked{false};
/// Wakes wait(): a signal that comes just before it would be lost otherwise.
int wakingDescriptor = -1;

void noteStop(int)
{
    const int before = errno;
    stopAsked.store(true, std::memory_order_relaxed);
    const std::uint64_t one = 1;
    // Full only when it has been written to already, which wakes as well.
    [[maybe_unused]] const ssize_t written = ::write(wakingDescriptor, &one, sizeof one);
    errno = before;
}

} // namespace

StopSignals::StopSignals()
{
    wakingDescriptor = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct sigaction taken = {};
    taken.sa_handler = noteStop;
    taken.sa_flags = SA_RESTART;
    sigemptyset(&taken.sa_mask);
    for (const int signal : kStopping)
        ::sigaction(signal, &taken, nullptr);
}

StopSignals::~StopSignals()
{
    for (const int signal : kStopping)
        std::signal(signal, SIG_DFL);
    if (wakingDescriptor >= 0)
        ::close(wakingDescriptor);
    wakingDescriptor = -1;
}

const std::atomic_bool& StopSignals::stopped()
{
    return stopAsked;
}

StopSignals::Waking StopSignals::wait(std::int64_t lengthUs, int descriptor) const
{
    std::array<pollfd, 2> awaited{pollfd{wakingDescriptor, POLLIN, 0}, pollfd{descriptor, POLLIN, 0}};
    const std::int64_t leftUs = std::max<std::int64_t>(lengthUs, 0);
    timespec length{};
    length.tv_sec = static_cast<std::time_t>(leftUs / base::kUsPerSecond);
    length.tv_nsec = static_cast<long>(leftUs % base::kUsPerSecond * 1000);
    // A negative descriptor is passed over by poll; woken too early, the caller looks and waits again.
    const bool isWoken = ::ppoll(awaited.data(), awaited.size(), &length, nullptr) > 0;
    return isWoken && awaited[1].revents != 0 ? Waking::ByDescriptor : Waking::ByOther;
}

} // namespace keyturn::app
