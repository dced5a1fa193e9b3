// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/line_format.h"

namespace keyturn::formats {

/// A log of no format that is known, whose lines begin with a time.
///
/// | record      | from                                                                                    |
/// | ----------- | --------------------------------------------------------------------------------------- |
/// | occurred-at | the time at the line's start, of whatever style most of the first lines have            |
/// | title       | the first line of what follows it                                                       |
/// | description | all of it where that is more: lines that begin with no time belong to the one before    |
/// | source      | the caller's default                                                                    |
/// | others      | not stated                                                                              |
class GenericLines final : public intake::LineFormat
{
public:
    [[nodiscard]] QString word() const override { return QStringLiteral("generic-lines"); }
    [[nodiscard]] int recognises(std::span<const std::string_view> lines) const override;
    [[nodiscard]] std::unique_ptr<intake::LineMapper> mapper(const intake::ImportHints& hints) const override;
};

} // namespace keyturn::formats
