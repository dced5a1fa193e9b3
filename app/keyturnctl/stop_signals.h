// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"

#include <atomic>
#include <optional>

namespace keyturn::app {

/// Takes SIGINT and SIGTERM down instead of dying from them, so that what runs can end cleanly. One at a
/// time; from the main thread.
class StopSignals
{
public:
    StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;
    ~StopSignals();

    /// Set once a signal has come.
    [[nodiscard]] static const std::atomic_bool& stopped();

    /// Whether a wait was ended by the descriptor.
    enum class Waking { ByOther, ByDescriptor };
    /// Waits until @p lengthUs are over, a signal comes, or @p descriptor (where it is not negative) has
    /// something to read.
    [[nodiscard]] Waking wait(std::int64_t lengthUs, int descriptor = -1) const;
};

} // namespace keyturn::app
