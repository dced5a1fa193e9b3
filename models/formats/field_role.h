// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace keyturn::formats {

/// What a column of a table, or a member of a JSON record, is read as.
enum class FieldRole : std::uint8_t {
    Time,
    Title,
    Description,
    Source,
    Severity,
    Layer,
    Credibility,
    Reference,
    Model,
    Count ///< How many there are.
};
inline constexpr std::size_t kFieldRoles = static_cast<std::size_t>(FieldRole::Count);

/// The word of a role in a mapping: "time", "title" …
[[nodiscard]] QString toWord(FieldRole role);
/// The role of a word, or nothing.
[[nodiscard]] std::optional<FieldRole> fieldRoleFromWord(QStringView word);
/// Whether several fields may have the role: times are read together, descriptions follow each other, models
/// are named side by side.
[[nodiscard]] bool mayHaveSeveral(FieldRole role);

} // namespace keyturn::formats
