// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/field_role.h"

#include <array>

namespace keyturn::formats {

namespace {

constexpr std::array<const char*, kFieldRoles> kRoleWords{
    "time", "title", "description", "source", "severity", "layer", "credibility", "reference", "model"};

} // namespace

QString toWord(FieldRole role)
{
    return QString::fromLatin1(kRoleWords.at(static_cast<std::size_t>(role)));
}

std::optional<FieldRole> fieldRoleFromWord(QStringView word)
{
    for (std::size_t i = 0; i < kRoleWords.size(); ++i) {
        if (word == QLatin1String(kRoleWords[i]))
            return static_cast<FieldRole>(i);
    }
    return std::nullopt;
}

bool mayHaveSeveral(FieldRole role)
{
    return role == FieldRole::Time || role == FieldRole::Description || role == FieldRole::Model;
}

} // namespace keyturn::formats
