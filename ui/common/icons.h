// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPixmap>

namespace keyturn::ui::common {

/// An icon of the program's own set (resources/icons), drawn in the palette's text colour of the moment.
/// @param name the file's name without ".svg".
[[nodiscard]] QIcon icon(const char* name);
/// The same in one colour, @p sizePx high and wide.
[[nodiscard]] QPixmap iconPixmap(const char* name, const QColor& color, int sizePx, double devicePixelRatio);

} // namespace keyturn::ui::common
