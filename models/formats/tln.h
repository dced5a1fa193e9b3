// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/line_format.h"

namespace keyturn::formats {

/// TLN (Time|Source|Host|User|Description) and L2TTLN (… |TZ|Notes).
///
/// Source: H. Carvey, "Timeline Analysis" (windowsir.blogspot.com, 2009), and plaso 20230717,
/// plaso/output/tln.py: the time is in whole seconds since 1970 UTC, 0 where there is none; a first line may
/// name the fields, and then tells how many there are; without it, a line with six bars has seven.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | Time; none for 0                                                                        |
/// | title       | Description                                                                             |
/// | description | Host, User, Notes                                                                       |
/// | source      | Source; else the caller's default                                                       |
/// | others      | not stated                                                                              |
class Tln final : public intake::LineFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("tln"); }
    [[nodiscard]] int recognises(std::span<const std::string_view> lines) const override;
    [[nodiscard]] std::unique_ptr<intake::LineMapper> mapper(const intake::ImportHints& hints) const override;
};

} // namespace keyturn::formats
