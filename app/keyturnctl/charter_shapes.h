// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace keyturn::app {

/// The words of @p roles.
[[nodiscard]] QStringList roleWords(const std::vector<domain::Role>& roles);
/// A charter as JSON: members, rules with who could sign each slot today, and what stands beside them.
[[nodiscard]] QJsonObject charterJson(const domain::Charter& charter);
/// The same for people.
[[nodiscard]] QString charterText(const domain::Charter& charter);
/// Every version that stood, the standing one last: `[{version, sha256, adopted_at, entry}]`.
[[nodiscard]] QJsonArray charterVersionsJson(const state::Snapshot& snapshot);
/// The same for people, with what each version changed.
[[nodiscard]] QString charterVersionsText(const state::Snapshot& snapshot);

} // namespace keyturn::app
