// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/base/time.h"
#include "models/domain/event.h"
#include "models/records/block.h"

#include <QString>
#include <QStringView>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace keyturn::records {

/// Attributes with a closed list of words that a query may ask for.
enum class Attribute : std::uint8_t { Layer, Severity, Credibility, Kind, SourceKind };

/// The attribute must have one of the values whose bits are set (bit n: the enum's value n).
struct AttributePredicate
{
    Attribute attribute = Attribute::Layer;
    std::uint32_t allowed = 0;
    friend bool operator==(const AttributePredicate&, const AttributePredicate&) = default;
};

/// Where a text must stand.
enum class TextPlace : std::uint8_t { Anywhere, Title, Description, Source, Reference, Model };

/// A text that must stand in a record, or must not. ASCII letters match in either case; a text with other
/// letters is compared as Unicode folds case, on both sides.
struct TextTerm
{
    QString text; ///< Never empty.
    TextPlace place = TextPlace::Anywhere;
    bool negated = false;
    friend bool operator==(const TextTerm&, const TextTerm&) = default;
};

/// What is looked for. Everything in it must hold; an empty query holds for every record.
struct Query
{
    std::vector<AttributePredicate> attributes;
    std::optional<base::UtcTime> notBefore; ///< `after:`: at this instant or later.
    std::optional<base::UtcTime> before;    ///< `before:`: earlier than this instant.
    std::vector<TextTerm> texts;
    friend bool operator==(const Query&, const Query&) = default;

    /// Whether the columns alone cannot settle it.
    [[nodiscard]] bool needsText() const { return !texts.empty(); }
    /// Whether columns have any part in it.
    [[nodiscard]] bool needsColumns() const { return !attributes.empty() || notBefore || before; }
};

inline constexpr qsizetype kMaximumQueryCharacters = 4096;

/// Reads the query language, parts apart by blanks, all of which must hold:
///
///     word  "two words"            the text stands in the record; in quotes \" and \\ are a quote and a
///     backslash -word  -"two words"          it does not layer:W  severity:W  credibility:W  kind:W
///     source-kind:W
///                                  has that word; W,W: one of them; severity and credibility also take >= >
///                                  <= <, which no record holds for that does not state the attribute
///     source:T title:T description:T ref:T model:T
///                                  the text T (or "T T") stands there; -source:T: it does not
///     after:TIME  before:TIME      at or after, earlier than: a date (2026, 2026-06, 2026-06-01: its start
///     in UTC) or
///                                  an RFC 3339 time; records without a time are left out
///
/// @return QueryMalformed with the offending part, and its place (from 1) in the reason.
[[nodiscard]] base::Result<Query> parseQuery(QStringView text);

/// Whether record @p index of @p columns fulfils everything in @p query but its texts.
[[nodiscard]] bool matchesColumns(const Query& query, const BlockColumns& columns, std::size_t index);

/// Whether @p event fulfils all of @p query: the rule of searchBlocks() for an event already read.
[[nodiscard]] bool matches(const Query& query, const domain::Event& event);

/// A line of @p event's text around the first text that @p query looks for, harmless to show; its title where
/// none is.
[[nodiscard]] QString snippet(const Query& query, const domain::Event& event, qsizetype maximumCharacters);

} // namespace keyturn::records
