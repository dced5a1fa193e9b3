// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/catalogue.h"

#include <algorithm>
#include <vector>

namespace keyturn::domain {

/// @p ids as the catalogue lists them; those it does not list follow in the order given.
template <typename Id>
[[nodiscard]] std::vector<Id> inShownOrder(const std::vector<Id>& ids, const std::vector<Named<Id>>& list)
{
    const auto place = [&](const Id& id) {
        return std::find_if(list.begin(), list.end(), [&](const Named<Id>& named) { return named.id == id; });
    };
    std::vector<Id> ordered = ids;
    std::stable_sort(ordered.begin(), ordered.end(),
                     [&](const Id& a, const Id& b) { return place(a) < place(b); });
    return ordered;
}

} // namespace keyturn::domain
