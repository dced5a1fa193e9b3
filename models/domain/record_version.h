// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <string>

namespace keyturn::domain {

/// Which record another is a new version of: both have the same source and the same id there, and other
/// bytes.
struct EarlierVersion
{
    std::uint64_t entry = 0; ///< The batch's entry in the ledger; 0: the same file, and so the same batch.
    std::uint64_t place = 0; ///< The record's leaf in its batch, from 0; of the same file its number, from 1.
    friend bool operator==(const EarlierVersion&, const EarlierVersion&) = default;
};

/// What is kept with the new version as an assumption, since nothing but the source's id says so.
[[nodiscard]] std::string newVersionAssumption(const EarlierVersion& earlier);
/// What newVersionAssumption() said among @p assumptions; nothing for a record that is none.
[[nodiscard]] std::optional<EarlierVersion> earlierVersionIn(const QStringList& assumptions);

} // namespace keyturn::domain
