// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/words.h"
#include "models/intake/record_text.h"

#include <string_view>

namespace keyturn::formats {

/// The closed word that @p text is, upper or lower case; the first word ("not-stated") where it is none.
template <typename E>
E wordOrNotStated(std::string_view text)
{
    text = intake::trimmed(text);
    if (text.empty())
        return E{};
    const auto words = domain::wordsOf<E>();
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (intake::equalsIgnoringCase(text, words[i]))
            return static_cast<E>(i);
    }
    return E{};
}

} // namespace keyturn::formats
