// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text_safety.h"
#include "models/records/query.h"
#include "models/records/text_find.h"
#include "models/records/trigram_filter.h"

#include <algorithm>

namespace keyturn::records {

namespace {

bool allows(const AttributePredicate& predicate, std::size_t value)
{
    return (predicate.allowed >> value) & 1u;
}

/// The value that @p attribute has in a thing whose members are called as a record's, taken by @p get.
template <typename Get>
std::size_t valueOf(Attribute attribute, Get get)
{
    switch (attribute) {
    case Attribute::Layer:
        return get(&BlockColumns::layer, &domain::Event::layer);
    case Attribute::Severity:
        return get(&BlockColumns::severity, &domain::Event::severity);
    case Attribute::Credibility:
        return get(&BlockColumns::credibility, &domain::Event::credibility);
    case Attribute::Kind:
        return get(&BlockColumns::kind, &domain::Event::kind);
    case Attribute::SourceKind:
        return get(&BlockColumns::sourceKind, &domain::Event::sourceKind);
    }
    return 0;
}

bool withinTime(const Query& query, base::TimePrecision precision, std::int64_t timeUs)
{
    if (!query.notBefore && !query.before)
        return true;
    if (precision == base::TimePrecision::Unknown)
        return false;
    return (!query.notBefore || timeUs >= query.notBefore->us) &&
           (!query.before || timeUs < query.before->us);
}

/// The texts of @p event that a search for @p place looks into, most telling first.
QStringList textsAt(const domain::Event& event, TextPlace place)
{
    switch (place) {
    case TextPlace::Anywhere:
        return QStringList{event.title, event.description, event.source, event.reference} + event.models +
               event.assumptions + QStringList{event.raw};
    case TextPlace::Title:
        return {event.title};
    case TextPlace::Description:
        return {event.description};
    case TextPlace::Source:
        return {event.source};
    case TextPlace::Reference:
        return {event.reference};
    case TextPlace::Model:
        return event.models;
    }
    return {};
}

/// Where @p needle first stands in @p text, in characters, or -1: the folding rule of TextTerm.
qsizetype indexOf(const QString& text, const QString& needle)
{
    const bool asciiOnly =
        std::all_of(needle.begin(), needle.end(), [](QChar c) { return c.unicode() < 0x80; });
    if (!asciiOnly)
        return text.toCaseFolded().indexOf(needle.toCaseFolded()); // Simple folding keeps every length.
    const auto equal = [](QChar a, QChar b) {
        const auto lower = [](char16_t c) {
            return c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c | 0x20) : c;
        };
        return lower(a.unicode()) == lower(b.unicode());
    };
    const auto found = std::search(text.begin(), text.end(), needle.begin(), needle.end(), equal);
    return found == text.end() ? -1 : found - text.begin();
}

/// @p text cut to @p maximum characters around the place @p at.
QString cutAround(const QString& text, qsizetype at, qsizetype maximum)
{
    qsizetype start =
        std::clamp<qsizetype>(at - maximum / 3, 0, std::max<qsizetype>(0, text.size() - maximum));
    qsizetype end = std::min(text.size(), start + maximum);
    if (start > 0 && text[start].isLowSurrogate())
        ++start;
    if (end < text.size() && end > start && text[end - 1].isHighSurrogate())
        --end;
    QString cut = base::harmlessText(QStringView(text).sliced(start, end - start)).simplified();
    if (start > 0)
        cut.prepend(u'…');
    if (end < text.size())
        cut.append(u'…');
    return cut;
}

} // namespace

bool matchesColumns(const Query& query, const BlockColumns& columns, std::size_t index)
{
    for (const AttributePredicate& predicate : query.attributes) {
        const std::size_t value = valueOf(predicate.attribute, [&](auto column, auto) {
            return static_cast<std::size_t>((columns.*column)[index]);
        });
        if (!allows(predicate, value))
            return false;
    }
    return withinTime(query, columns.precision[index], columns.timeUs[index]);
}

bool matches(const Query& query, const domain::Event& event)
{
    for (const AttributePredicate& predicate : query.attributes) {
        const std::size_t value = valueOf(
            predicate.attribute, [&](auto, auto member) { return static_cast<std::size_t>(event.*member); });
        if (!allows(predicate, value))
            return false;
    }
    if (!withinTime(query, event.occurredAt.precision, event.occurredAt.start.us))
        return false;
    return std::all_of(query.texts.begin(), query.texts.end(), [&](const TextTerm& term) {
        const QStringList texts = textsAt(event, term.place);
        const bool found = std::any_of(texts.begin(), texts.end(),
                                       [&](const QString& text) { return indexOf(text, term.text) >= 0; });
        return found != term.negated;
    });
}

QString snippet(const Query& query, const domain::Event& event, qsizetype maximumCharacters)
{
    for (const TextTerm& term : query.texts) {
        if (term.negated)
            continue;
        for (const QString& text : textsAt(event, term.place)) {
            if (const qsizetype at = indexOf(text, term.text); at >= 0)
                return cutAround(text, at, maximumCharacters);
        }
    }
    return cutAround(event.title, 0, maximumCharacters);
}

} // namespace keyturn::records
