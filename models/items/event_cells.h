// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/state/snapshot.h"
#include "models/timeline/event_rows.h"
#include "models/timeline/event_text.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace keyturn::items {

/// What a list of events can tell of each.
enum class EventField : std::uint8_t {
    Time,
    Severity,
    Title,
    Source,
    SourceKind,
    Layer,
    Credibility,
    Lane,
    Models,
    Reference,
    Incident,
    RecordedAt
};
inline constexpr std::size_t kEventFieldCount = 12;

/// What a field is: data, so that a new one needs no new code in the table.
struct EventFieldSpec
{
    EventField field;
    const char* word;                        ///< As kept in the settings.
    const char* title;                       ///< English, translated under "items".
    bool isText;                             ///< Stands in the packed blocks, not in the columns.
    bool isUsual;                            ///< Shown unless somebody chose otherwise.
    int share;                               ///< How much room it takes beside the others.
    std::optional<timeline::RowOrder> order; ///< Nothing: a list is not sorted by it.
    std::optional<timeline::Facet> facet;    ///< Nothing: its values are not picked.
};
[[nodiscard]] const EventFieldSpec& eventField(EventField field);
[[nodiscard]] std::span<const EventFieldSpec> eventFields();
[[nodiscard]] QString fieldTitle(EventField field);

/// Titles of the incidents by their ordinal, for EventField::Incident.
[[nodiscard]] QStringList incidentTitles(const state::Snapshot& snapshot);

/// The text of a cell, harmless and of one line. @p text may be null while it has not been read; cells of
/// text are empty then.
[[nodiscard]] QString eventCell(EventField field, timeline::EventRow row,
                                const timeline::EventColumns& columns, const timeline::EventText* text,
                                const QStringList& incidents);

/// A value of a facet, and its word for people.
struct FacetValue
{
    std::uint32_t value = 0;
    QString name;
};
[[nodiscard]] std::vector<FacetValue> facetValues(timeline::Facet facet);
[[nodiscard]] QString facetTitle(timeline::Facet facet);
/// What a filter by facets leaves, in words: "Severity: high, critical"; one text for each facet that leaves
/// anything out.
[[nodiscard]] QStringList facetTexts(const timeline::FacetFilter& facets);
/// The same as a query (records/query.h); empty where the facets leave everything, or pick lanes, which a
/// query does not name.
[[nodiscard]] QString facetQuery(const timeline::FacetFilter& facets);

} // namespace keyturn::items
