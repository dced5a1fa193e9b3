// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"

namespace keyturn::base {

/// Where the program's idea of "now" comes from; handed in wherever time matters.
class Clock
{
public:
    virtual ~Clock() = default;
    /// The present instant. Callable from any thread.
    [[nodiscard]] virtual UtcTime now() const = 0;
};

/// The machine's own clock.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] UtcTime now() const override;
};

} // namespace keyturn::base
