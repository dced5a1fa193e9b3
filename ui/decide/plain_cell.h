// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/table_model.h"

namespace keyturn::ui::decide {

/// A cell that only says something.
[[nodiscard]] inline items::TableCell plainCell(const QString& text)
{
    return {text, {}, items::Tone::Neutral, items::Sign::None};
}

} // namespace keyturn::ui::decide
