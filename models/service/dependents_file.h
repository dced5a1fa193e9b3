// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/payload.h"
#include "models/intake/adapter.h"

#include <QString>

#include <vector>

namespace keyturn::service {

/// A register of dependents as it was read from a file: what can stand in the register, and what cannot.
struct DependentsFile
{
    QString format; ///< "json" or "csv".
    std::vector<domain::Dependent> dependents;
    std::vector<intake::Rejection> rejected; ///< By their number in the file, from 1, the header not counted.
};

/// The largest register that is read.
inline constexpr qint64 kMaximumDependentsFileBytes = qint64{64} << 20;

/// Reads a register as domain::encodeDependentsFile writes it, or as comma-separated values whose header
/// names `id`, `name` and any of `kind`, `contact`, `models`, `channels`, `regions`, `tiers`, `capabilities`,
/// `fallback` and `fallback_model`; cells that list ids separate them by blanks or semicolons, and an empty
/// one means all. A row that is faulty, does not fit the catalogue, or repeats an id is rejected alone.
/// @return intake errors, JsonError of base for a file that is no JSON.
[[nodiscard]] base::Result<DependentsFile> readDependentsFile(const QString& path,
                                                              const domain::Catalogue& catalogue);

/// The entries that bring the register from @p standing (by id) to have all of @p wanted: those that are new
/// or differ, in their order, in as many entries as their length asks for.
[[nodiscard]] std::vector<domain::DependentsSet>
entriesForDependents(const std::vector<domain::Dependent>& standing,
                     const std::vector<domain::Dependent>& wanted);

} // namespace keyturn::service
