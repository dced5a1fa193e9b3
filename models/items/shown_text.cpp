// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/shown_text.h"

#include "models/base/text_safety.h"

#include <QStringList>

namespace keyturn::items {

QString harmlessLines(const QString& text)
{
    QStringList lines = text.split(u'\n');
    for (QString& line : lines)
        line = base::harmlessText(line);
    return lines.join(u'\n');
}

} // namespace keyturn::items
