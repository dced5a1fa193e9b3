// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/text_safety.h"

#include <QCoreApplication>
#include <QString>

namespace keyturn::domain {

/// The particular reason inside an error's sentence, in the program's language. Pass the text through
/// QT_TRANSLATE_NOOP("errors", …); what fills %1, %2 … is made harmless here.
template <typename... Texts>
[[nodiscard]] QString reason(const char* text, const Texts&... fillings)
{
    const QString translated = QCoreApplication::translate("errors", text);
    if constexpr (sizeof...(fillings) == 0)
        return translated;
    else
        return translated.arg(base::harmlessText(fillings, 120)...);
}

} // namespace keyturn::domain
