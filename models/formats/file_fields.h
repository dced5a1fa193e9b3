// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace keyturn::formats {

/// What the beginning of a table or of a file of JSON records shows: its fields and their first values.
struct FileFields
{
    std::optional<char> delimiter;              ///< Of a table; nothing for JSON records.
    std::vector<std::string> names;             ///< UTF-8; empty where the file names none.
    std::vector<std::vector<std::string>> rows; ///< The first records, values in the order of the fields.

    [[nodiscard]] bool isTable() const { return delimiter.has_value(); }
    /// How many fields there are, named or not.
    [[nodiscard]] std::size_t count() const
    {
        std::size_t most = names.size();
        for (const auto& row : rows)
            most = std::max(most, row.size());
        return most;
    }
};

} // namespace keyturn::formats
