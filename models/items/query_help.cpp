// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/query_help.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

namespace keyturn::items {

namespace {

QString sayOfQuery(const char* text)
{
    return QCoreApplication::translate("query", text);
}

QDate dateOf(base::UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.us / 1000, Qt::UTC).date();
}

QString isoOf(base::UtcTime time)
{
    return QDateTime::fromSecsSinceEpoch(time.us / base::kUsPerSecond, Qt::UTC).toString(Qt::ISODate);
}

} // namespace

QueryVocabulary queryVocabulary(const state::Snapshot& snapshot, const QStringList& sources,
                                base::UtcTime now, const std::optional<base::TimeRange>& visible)
{
    QueryVocabulary words;
    for (const QString& source : sources)
        words.sources.push_back({source, {}});
    for (const auto& model : snapshot.catalogue.models)
        words.models.push_back({model.id.value(), model.name});
    const auto addTime = [&](const QString& text, const char* hint) {
        const bool isThere = std::any_of(words.times.begin(), words.times.end(),
                                         [&](const QueryOffer& offer) { return offer.text == text; });
        if (!isThere)
            words.times.push_back({text, sayOfQuery(hint)});
    };
    const QDate today = dateOf(now);
    addTime(today.toString(Qt::ISODate), QT_TRANSLATE_NOOP("query", "today"));
    addTime(today.addDays(-1).toString(Qt::ISODate), QT_TRANSLATE_NOOP("query", "yesterday"));
    addTime(today.addDays(1 - today.dayOfWeek()).toString(Qt::ISODate),
            QT_TRANSLATE_NOOP("query", "this week"));
    addTime(today.toString(QStringLiteral("yyyy-MM")), QT_TRANSLATE_NOOP("query", "this month"));
    addTime(today.toString(QStringLiteral("yyyy")), QT_TRANSLATE_NOOP("query", "this year"));
    if (visible) {
        addTime(isoOf(visible->start), QT_TRANSLATE_NOOP("query", "left edge of the timeline"));
        addTime(isoOf(visible->end), QT_TRANSLATE_NOOP("query", "right edge of the timeline"));
    }
    return words;
}

QString withPart(const QString& query, const QString& part)
{
    const QString trimmed = query.trimmed();
    if (trimmed.isEmpty())
        return part;
    for (const QString& held : trimmed.split(u' ')) {
        if (held == part)
            return trimmed;
    }
    return trimmed + u' ' + part;
}

} // namespace keyturn::items
