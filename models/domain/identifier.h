// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <algorithm>

namespace keyturn::domain {

/// True for what a charter or catalogue may use as an id: 1 to 64 ASCII letters, digits, '-', '_' and '.'.
[[nodiscard]] inline bool isWellFormedIdentifier(QStringView text)
{
    return !text.isEmpty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](QChar c) {
        const char16_t u = c.unicode();
        return (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || (u >= u'0' && u <= u'9') ||
               u == u'-' || u == u'_' || u == u'.';
    });
}

} // namespace keyturn::domain
