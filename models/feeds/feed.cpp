// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/feed.h"

#include <algorithm>

namespace keyturn::feeds {

void Round::addWaiting(base::UtcTime wholeAt)
{
    ++waiting;
    firstWholeAt = std::min(firstWholeAt.value_or(wholeAt), wholeAt);
    lastWholeAt = std::max(lastWholeAt.value_or(wholeAt), wholeAt);
}

} // namespace keyturn::feeds
