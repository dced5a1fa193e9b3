// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace keyturn::base {

/// True for a character that no signed text may carry: C0 and C1 controls, DEL, and the bidirectional
/// controls of UAX #9 (U+061C, U+200E, U+200F, U+202A–U+202E, U+2066–U+2069), line and paragraph separators,
/// lone surrogates (judged by the caller), U+FEFF.
[[nodiscard]] bool isForbiddenInSignedText(char32_t c);

/// True when @p text holds a forbidden character or a lone surrogate.
[[nodiscard]] bool hasForbiddenCharacter(QStringView text);

/// @p text with every forbidden character written out visibly ("⟨U+202E⟩"), blanks for tab and line ends:
/// safe to show on a terminal, in a window and in signed text.
[[nodiscard]] QString harmlessText(QStringView text);

/// harmlessText, cut to @p maximumCharacters with an ellipsis.
[[nodiscard]] QString harmlessText(QStringView text, qsizetype maximumCharacters);

} // namespace keyturn::base
