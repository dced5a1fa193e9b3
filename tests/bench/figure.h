// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdio>

// What the programs of tests/bench share: a clock, and the lines that `./dev bench` reads.

namespace keyturn::bench {

inline double wallSeconds()
{
    using namespace std::chrono;
    return duration<double>(steady_clock::now().time_since_epoch()).count();
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
