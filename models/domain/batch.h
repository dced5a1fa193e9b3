// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/time.h"
#include "models/domain/ids.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace keyturn::domain {

/// Commits to all records of one import.
struct BatchImported
{
    base::Digest root; ///< Merkle root over the record leaves; SHA-256 of nothing for none.
    std::uint64_t count = 0;
    std::uint64_t rejected = 0;
    std::uint64_t withoutTime = 0;
    base::Digest sourceSha256; ///< Of the file's bytes as read.
    QString sourceName;        ///< File name, harmless text.
    QString adapter;           ///< "stix-2.1/1".
    std::optional<base::UtcTime> earliest;
    std::optional<base::UtcTime> latest;
    std::optional<IncidentId> incident;
    std::uint32_t blocks = 0;        ///< Number of packed blocks.
    std::uint32_t layoutVersion = 1; ///< Of the derived columns and filters.
    base::Digest derivedSha256;      ///< Over the SHA-256 of every block's columns and filter, in order.
    /// Of the kept list of what was rejected and why; nothing where nothing was, and in older entries.
    std::optional<base::Digest> rejectionsSha256 = std::nullopt;
    friend bool operator==(const BatchImported&, const BatchImported&) = default;
};

/// Takes back an import: whoever may import may do it (Act::Import), once. The entry, its records and its
/// proofs stay; from here on the records are in nothing that is shown, counted or exported. What cited one of
/// them before still cites it, as retracted. Importing again is how it is undone.
struct BatchRetracted
{
    std::uint64_t batch = 0; ///< seq of the batch entry.
    QString reason;
    friend bool operator==(const BatchRetracted&, const BatchRetracted&) = default;
};

} // namespace keyturn::domain
