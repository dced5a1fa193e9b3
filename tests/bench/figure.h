// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdio>
#include <ctime>

// What the programs of tests/bench share: a clock, and the lines that `./dev bench` reads.

namespace keyturn::bench {

inline double wallSeconds()
{
    using namespace std::chrono;
    return duration<double>(steady_clock::now().time_since_epoch()).count();
}

/// Seconds of processor time by one of the clocks of clock_gettime().
inline double processorSeconds(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}
/// Of the calling thread: what it did, however busy the machine was with other things.
inline double threadSeconds()
{
    return processorSeconds(CLOCK_THREAD_CPUTIME_ID);
}

/// Prints `name value unit - -`.
inline void print(const char* name, double value, const char* unit)
{
    std::printf("%s %.3f %s - -\n", name, value, unit);
    std::fflush(stdout);
}

/// Prints `name value unit floor ratio`.
inline void print(const char* name, double value, const char* unit, double floor)
{
    std::printf("%s %.3f %s %.3f %.2f\n", name, value, unit, floor, value / floor);
    std::fflush(stdout);
}

} // namespace keyturn::bench
