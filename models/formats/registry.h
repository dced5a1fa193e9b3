// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace keyturn::formats {

/// All adapters, best known first.
[[nodiscard]] const std::vector<std::unique_ptr<intake::Adapter>>& adapters();
/// What the reference of a format's records says of them.
enum class ReferenceMeaning {
    Thing,  ///< The id of something that the source may tell anew: other bytes under it are a new version.
    Shared, ///< What several records may bear (a flow, a connection): only the same bytes are the same
            ///< record.
    Kind, ///< A kind of record (a message id of RFC 5424, a signature): the same bytes may be another record.
};
/// What it is for the format of that word; nothing for a word that is none.
[[nodiscard]] std::optional<ReferenceMeaning> referenceMeaning(const QString& format);

/// The adapter of @p format, or the surest one for @p head when the format is "auto". @return UnknownFormat.
[[nodiscard]] base::Result<const intake::Adapter*> chooseAdapter(const QString& format, std::string_view head,
                                                                 const QString& fileName);

} // namespace keyturn::formats
