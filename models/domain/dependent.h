// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/scope.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace keyturn::domain {

/// A customer, product or team that relies on models (domain.md, "Dependent").
struct Dependent
{
    DependentId id;
    QString name; ///< For people: "Harrow Clinics".
    DependentKind kind = DependentKind::Customer;
    QString contact; ///< Who is told, and how; may be empty.
    Box uses;        ///< The cells it relies on.
    Fallback fallback = Fallback::None;
    std::optional<ModelId> fallbackModel; ///< What it turns to, where that is a model of the catalogue.
    friend bool operator==(const Dependent&, const Dependent&) = default;
};

/// A well-formed id, a name, texts that are short and harmless to show, uses that the catalogue has, and a
/// fallback model, if any, that it has too and that is none of those used. @return BadDependent.
[[nodiscard]] base::Result<void> checkDependent(const Dependent& dependent, const Catalogue& catalogue);

/// A register of dependents as people write it in a file: `{"dependents": [...]}`, in the order shown.
[[nodiscard]] QByteArray encodeDependentsFile(const std::vector<Dependent>& dependents);
/// Reads it strictly. @return JsonError of base, BadDependent where an id stands twice.
[[nodiscard]] base::Result<std::vector<Dependent>> decodeDependentsFile(QByteArrayView bytes);

} // namespace keyturn::domain
