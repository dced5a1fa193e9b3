// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/event_cells.h"

#include "models/base/text_safety.h"
#include "models/items/words.h"

#include <QCoreApplication>

#include <array>

namespace keyturn::items {

namespace {

using timeline::Facet;
using timeline::RowOrder;

constexpr std::array<EventFieldSpec, kEventFieldCount> kFields{{
    {EventField::Time, "time", QT_TRANSLATE_NOOP("items", "Time"), false, true, 24, RowOrder::Time, {}},
    {EventField::Severity, "severity", QT_TRANSLATE_NOOP("items", "Severity"), false, true, 18,
     RowOrder::Severity, Facet::Severity},
    {EventField::Title, "title", QT_TRANSLATE_NOOP("items", "Title"), true, true, 44, {}, {}},
    {EventField::Source, "source", QT_TRANSLATE_NOOP("items", "Source"), true, true, 20, {}, {}},
    {EventField::SourceKind, "source-kind", QT_TRANSLATE_NOOP("items", "Kind of source"), false, true, 17,
     RowOrder::SourceKind, Facet::SourceKind},
    {EventField::Layer, "layer", QT_TRANSLATE_NOOP("items", "Layer"), false, true, 17, RowOrder::Layer,
     Facet::Layer},
    {EventField::Credibility, "credibility", QT_TRANSLATE_NOOP("items", "Credibility"), false, false, 18,
     RowOrder::Credibility, Facet::Credibility},
    {EventField::Lane, "lane", QT_TRANSLATE_NOOP("items", "Lane"), false, false, 18, RowOrder::Lane,
     Facet::Lane},
    {EventField::Models, "models", QT_TRANSLATE_NOOP("items", "Models"), true, false, 18, {}, {}},
    {EventField::Reference, "reference", QT_TRANSLATE_NOOP("items", "Reference"), true, false, 22, {}, {}},
    {EventField::Incident, "incident", QT_TRANSLATE_NOOP("items", "Incident"), false, false, 24, {}, {}},
    {EventField::RecordedAt, "recorded-at", QT_TRANSLATE_NOOP("items", "Recorded"), false, false, 25,
     RowOrder::RecordedAt, std::nullopt},
}};

QString sayOfEvent(const char* text)
{
    return QCoreApplication::translate("items", text);
}

QString incidentOf(std::uint32_t ordinal, const QStringList& incidents)
{
    return ordinal < static_cast<std::size_t>(incidents.size()) ? incidents[static_cast<qsizetype>(ordinal)]
                                                                : QString();
}

/// The word of a value; under a heading that names the attribute, "not stated" says enough.
template <typename E>
QString shortLabel(E value)
{
    return value == E::NotStated ? sayOfEvent(QT_TRANSLATE_NOOP("items", "Not stated")) : label(value);
}

template <typename E>
void addValues(std::vector<FacetValue>& values)
{
    for (std::size_t i = 0; i < domain::wordsOf<E>().size(); ++i)
        values.push_back({static_cast<std::uint32_t>(i), shortLabel(static_cast<E>(i))});
}

/// The bits that stand for a value of the facet.
std::uint32_t valueBits(Facet facet)
{
    std::uint32_t bits = 0;
    for (const FacetValue& value : facetValues(facet))
        bits |= 1u << value.value;
    return bits;
}

template <typename E>
QString allowedWords(std::uint32_t allowed)
{
    QStringList words;
    for (std::size_t i = 0; i < domain::wordsOf<E>().size(); ++i) {
        if ((allowed >> i & 1u) != 0)
            words += domain::toWord(static_cast<E>(i));
    }
    return words.join(u',');
}

} // namespace

const EventFieldSpec& eventField(EventField field)
{
    return kFields.at(static_cast<std::size_t>(field));
}

std::span<const EventFieldSpec> eventFields()
{
    return kFields;
}

QString fieldTitle(EventField field)
{
    return sayOfEvent(eventField(field).title);
}

QStringList incidentTitles(const state::Snapshot& snapshot)
{
    QStringList titles;
    for (const state::IncidentState& incident : snapshot.incidents)
        titles += incident.facts.title;
    return titles;
}

QString eventCell(EventField field, timeline::EventRow row, const timeline::EventColumns& columns,
                  const timeline::EventText* text, const QStringList& incidents)
{
    const auto said = [text](QString timeline::EventText::*part) {
        return text == nullptr ? QString() : base::harmlessText(text->*part);
    };
    switch (field) {
    case EventField::Time:
        if (!columns.hasTime(row))
            return sayOfEvent(QT_TRANSLATE_NOOP("items", "no time stated"));
        return base::toDisplay(
            base::SourceTime{{columns.timesUs()[row]}, columns.precisions()[row], QString()});
    case EventField::Severity:
        return shortLabel(columns.severities()[row]);
    case EventField::Title:
        if (text != nullptr && !text->isReadable)
            return sayOfEvent(QT_TRANSLATE_NOOP("items", "cannot be read: verify the workspace"));
        return said(&timeline::EventText::title);
    case EventField::Source:
        return said(&timeline::EventText::source);
    case EventField::SourceKind:
        return shortLabel(columns.sourceKinds()[row]);
    case EventField::Layer:
        return shortLabel(columns.layers()[row]);
    case EventField::Credibility:
        return shortLabel(columns.credibilities()[row]);
    case EventField::Lane:
        return timeline::laneTitle(columns.lanes()[row]);
    case EventField::Models:
        return said(&timeline::EventText::models);
    case EventField::Reference:
        return said(&timeline::EventText::reference);
    case EventField::Incident:
        return base::harmlessText(incidentOf(columns.batchOf(row).incident, incidents));
    case EventField::RecordedAt:
        return base::toDisplay(columns.batchOf(row).recordedAt);
    }
    return {};
}

std::vector<FacetValue> facetValues(Facet facet)
{
    std::vector<FacetValue> values;
    switch (facet) {
    case Facet::Lane:
        // Only these hold events; the others are drawn from the ledger's state.
        for (const timeline::LaneSpec& lane : timeline::laneSpecs()) {
            if (lane.isSignals || lane.id == timeline::LaneId::Escalations ||
                lane.id == timeline::LaneId::Requests || lane.id == timeline::LaneId::Notes)
                values.push_back({static_cast<std::uint32_t>(lane.id), timeline::laneTitle(lane.id)});
        }
        break;
    case Facet::Severity:
        addValues<domain::Severity>(values);
        break;
    case Facet::Layer:
        addValues<domain::Layer>(values);
        break;
    case Facet::Credibility:
        addValues<domain::Credibility>(values);
        break;
    case Facet::SourceKind:
        addValues<domain::SourceKind>(values);
        break;
    }
    return values;
}

QString facetTitle(Facet facet)
{
    for (const EventFieldSpec& spec : kFields) {
        if (spec.facet == facet)
            return fieldTitle(spec.field);
    }
    return {};
}

QStringList facetTexts(const timeline::FacetFilter& facets)
{
    QStringList texts;
    for (std::size_t i = 0; i < timeline::kFacetCount; ++i) {
        const auto facet = static_cast<Facet>(i);
        if ((facets.of(facet) & valueBits(facet)) == valueBits(facet))
            continue;
        QStringList names;
        for (const FacetValue& value : facetValues(facet)) {
            if ((facets.of(facet) >> value.value & 1u) != 0)
                names += value.name;
        }
        texts += QStringLiteral("%1: %2").arg(facetTitle(facet),
                                              names.isEmpty() ? sayOfEvent(QT_TRANSLATE_NOOP("items", "none"))
                                                              : names.join(QStringLiteral(", ")));
    }
    return texts;
}

QString facetQuery(const timeline::FacetFilter& facets)
{
    const auto isWhole = [&](Facet facet) {
        return (facets.of(facet) & valueBits(facet)) == valueBits(facet);
    };
    if (!isWhole(Facet::Lane))
        return {};
    QStringList parts;
    const auto add = [&](Facet facet, const char* attribute, const QString& words) {
        if (!isWhole(facet))
            parts += QLatin1String(attribute) + words;
    };
    add(Facet::Severity, "severity:", allowedWords<domain::Severity>(facets.of(Facet::Severity)));
    add(Facet::Layer, "layer:", allowedWords<domain::Layer>(facets.of(Facet::Layer)));
    add(Facet::Credibility, "credibility:", allowedWords<domain::Credibility>(facets.of(Facet::Credibility)));
    add(Facet::SourceKind, "source-kind:", allowedWords<domain::SourceKind>(facets.of(Facet::SourceKind)));
    return parts.join(u' ');
}

} // namespace keyturn::items
