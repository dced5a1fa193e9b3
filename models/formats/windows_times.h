// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/formats/stated_times.h"
#include "models/formats/windows_fields.h"
#include "models/intake/record_builder.h"

namespace keyturn::formats {

/// Chooses the time of a Windows or Microsoft event among the several that it states, by the order documented
/// at WindowsEvent.
class WindowsTimes
{
public:
    /// Sets the time in @p builder, and notes what had to be assumed.
    void set(const WindowsFields& fields, intake::RecordBuilder& builder);

private:
    [[nodiscard]] StatedTime read(const WindowsFields& fields, std::string_view name, bool isUtc);
    [[nodiscard]] StatedTime systemTime(const WindowsFields& fields);
    [[nodiscard]] bool setLocalTime(const WindowsFields& fields, intake::RecordBuilder& builder);

    StatedTimeReader m_times;
};

} // namespace keyturn::formats
