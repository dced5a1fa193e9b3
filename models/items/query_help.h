// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/records/query_syntax.h"
#include "models/state/snapshot.h"

#include <QStringList>

#include <optional>

// The query language of records for those who write queries on screen.

namespace keyturn::items {

using records::completionsAt;
using records::QueryCompletions;
using records::QueryFault;
using records::QueryOffer;
using records::QueryReading;
using records::QueryToken;
using records::QueryTokenKind;
using records::QueryVocabulary;
using records::quotedForQuery;
using records::readQuery;

/// The words that only this workspace knows: @p sources as its records name them, the models of its
/// catalogue, and dates that matter at @p now and where @p visible is on screen.
[[nodiscard]] QueryVocabulary queryVocabulary(const state::Snapshot& snapshot, const QStringList& sources,
                                              base::UtcTime now,
                                              const std::optional<base::TimeRange>& visible);

/// @p part added to @p query so that both must hold; @p query where it holds it already.
[[nodiscard]] QString withPart(const QString& query, const QString& part);

} // namespace keyturn::items
