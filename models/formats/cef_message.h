// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keyturn::formats {

/// A message of the Common Event Format taken apart, its escapes undone.
struct CefMessage
{
    enum Field { Version, Vendor, Product, ProductVersion, EventClass, Name, Severity, FieldCount };

    std::string_view before; ///< What stands before it on the line: a syslog header, perhaps.
    std::array<std::string, FieldCount> header;
    std::vector<std::pair<std::string, std::string>> extension; ///< In the order of the line.

    /// The extension's value of @p key; empty where there is none.
    [[nodiscard]] std::string_view value(std::string_view key) const;
};

/// The message in @p text; nothing where it has none with all seven header fields.
[[nodiscard]] std::optional<CefMessage> parseCef(std::string_view text);

} // namespace keyturn::formats
