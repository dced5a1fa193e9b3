// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/records/query.h"

#include <QString>
#include <QStringView>

#include <cstdint>
#include <vector>

namespace keyturn::records {

/// What a stretch of a query is.
enum class QueryTokenKind : std::uint8_t {
    Negation,   ///< The minus sign.
    Key,        ///< An attribute's name, or what stands where one should.
    Comparison, ///< ":" ">=" …
    Word,       ///< A value out of a closed list.
    Time,       ///< A date or time.
    Text,       ///< What is looked for in records, with its quotes.
};

/// A stretch of a query, in characters.
struct QueryToken
{
    QueryTokenKind kind = QueryTokenKind::Text;
    qsizetype start = 0;
    qsizetype length = 0;
    [[nodiscard]] qsizetype end() const { return start + length; }
    friend bool operator==(const QueryToken&, const QueryToken&) = default;
};

/// A part that is not understood.
struct QueryFault
{
    qsizetype start = 0; ///< Where the trouble is.
    qsizetype length = 0;
    base::Error error; ///< QueryMalformed; QueryFault::sentence() is for people.
    [[nodiscard]] QString sentence() const { return error.sentence(); }
};

/// A query taken apart for whoever writes it: the parts in order, and everything that is wrong with it.
struct QueryReading
{
    Query query; ///< Of the parts that are understood.
    std::vector<QueryToken> tokens;
    std::vector<QueryFault> faults;
};

/// Reads @p text as parseQuery() does, but goes on behind a fault.
[[nodiscard]] QueryReading readQuery(QStringView text);

/// Something that may be written at a place.
struct QueryOffer
{
    QString text; ///< As it is written: in quotes where it needs them.
    QString hint; ///< What it means, in the program's language; may be empty.
    friend bool operator==(const QueryOffer&, const QueryOffer&) = default;
};

/// Words that only the workspace knows, most useful first.
struct QueryVocabulary
{
    std::vector<QueryOffer> sources; ///< Plain names; quotes are added where needed.
    std::vector<QueryOffer> models;
    std::vector<QueryOffer> times; ///< Dates as a query has them.
};

/// What could be written at a place of a query, and what it would replace.
struct QueryCompletions
{
    qsizetype start = 0;
    qsizetype length = 0;
    bool areKeys = false; ///< A value follows each; else the part is whole with it.
    std::vector<QueryOffer> offers;
};
inline constexpr std::size_t kMostOffers = 60;

/// What could be written at @p cursor (0 … length). Names of attributes where a part begins or plain text
/// stands; behind a name and its comparison the words that fit.
[[nodiscard]] QueryCompletions completionsAt(QStringView text, qsizetype cursor,
                                             const QueryVocabulary& vocabulary);

/// @p value as a query has it: in quotes where it holds blanks, quotes, or begins like something else.
[[nodiscard]] QString quotedForQuery(const QString& value);

} // namespace keyturn::records
