// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/span_words.h"

#include "models/base/text_safety.h"
#include "models/items/query_help.h"
#include "models/items/words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace keyturn::items {

namespace {

QString sayOfSpan(const char* text)
{
    return QCoreApplication::translate("items", text);
}

QString figure(std::uint64_t count)
{
    return QLocale().toString(static_cast<qulonglong>(count));
}

/// So many an hour, with one figure behind the point where that says something.
QString rateText(std::uint64_t count, std::int64_t lengthUs)
{
    const double hours =
        static_cast<double>(std::max<std::int64_t>(1, lengthUs)) / static_cast<double>(base::kUsPerHour);
    const double rate = static_cast<double>(count) / hours;
    return QLocale().toString(rate, 'f', rate < 10 ? 1 : 0);
}

template <typename E>
SpanGroup groupOf(const char* title, std::size_t size, const auto& countOf, bool isWorstFirst)
{
    SpanGroup group{sayOfSpan(title), {}};
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t value = isWorstFirst ? size - 1 - i : i;
        if (const std::uint64_t count = countOf(value); count > 0)
            group.lines.push_back({label(static_cast<E>(value)), count});
    }
    return group;
}

QString timeOf(const timeline::LaneIndex& index, timeline::EventRow row)
{
    return base::toDisplay(base::UtcTime{index.timeUs(row)});
}

} // namespace

SpanWords spanWords(const timeline::RangeStatistics& statistics, const timeline::LaneIndex& index,
                    const base::TimeRange& span, const std::vector<QString>& sources)
{
    SpanWords words;
    const QString start = base::toDisplay(span.start);
    const QString end = base::toDisplay(span.end);
    const bool isOneDay = start.section(u' ', 0, 0) == end.section(u' ', 0, 0);
    // Then the day is said once: "2026-06-12 09:00:00 to 10:00:00 UTC".
    words.span = sayOfSpan(QT_TRANSLATE_NOOP("items", "%1 to %2, %3"))
                     .arg(isOneDay ? start.section(u' ', 0, 1) : start, isOneDay ? end.section(u' ', 1) : end,
                          exactLengthText(span.lengthUs()));
    const std::uint64_t events = statistics.events();
    if (events == 0) {
        words.summary = sayOfSpan(QT_TRANSLATE_NOOP("items", "No events in this span"));
        return words;
    }
    words.summary =
        events == 1 ? sayOfSpan(QT_TRANSLATE_NOOP("items", "1 event, worst %1, %2 an hour"))
                          .arg(label(statistics.severities.worst()).toLower(), rateText(1, span.lengthUs()))
                    : sayOfSpan(QT_TRANSLATE_NOOP("items", "%1 events, worst %2, %3 an hour"))
                          .arg(figure(events), label(statistics.severities.worst()).toLower(),
                               rateText(events, span.lengthUs()));
    if (statistics.coarse > 0)
        words.summary =
            sayOfSpan(QT_TRANSLATE_NOOP("items", "%1; %2 of them stated no finer than to the hour"))
                .arg(words.summary, figure(statistics.coarse));
    words.ends = sayOfSpan(QT_TRANSLATE_NOOP("items", "First %1, last %2"))
                     .arg(timeOf(index, statistics.first), timeOf(index, statistics.last));
    words.groups.push_back(groupOf<domain::Severity>(
        QT_TRANSLATE_NOOP("items", "By severity"), timeline::kSeverityCount,
        [&](std::size_t i) { return statistics.severities.bySeverity[i]; }, true));
    words.groups.push_back(groupOf<domain::Layer>(
        QT_TRANSLATE_NOOP("items", "By layer of concern"), timeline::kLayerCount,
        [&](std::size_t i) { return statistics.layers[i]; }, false));
    words.groups.push_back(groupOf<domain::SourceKind>(
        QT_TRANSLATE_NOOP("items", "By kind of source"), timeline::kSourceKindCount,
        [&](std::size_t i) { return statistics.sourceKinds[i]; }, false));
    SpanGroup named{sayOfSpan(QT_TRANSLATE_NOOP("items", "By source")), {}};
    for (std::size_t i = 0; i < std::min(sources.size(), statistics.sources.size()); ++i) {
        const QString name = base::harmlessText(sources[i]);
        named.lines.push_back({name.isEmpty() ? sayOfSpan(QT_TRANSLATE_NOOP("items", "Not stated")) : name,
                               statistics.sources[i].count});
    }
    if (!named.lines.empty()) {
        std::uint64_t others = events;
        for (const SpanGroup::Line& line : named.lines)
            others -= std::min(others, line.count);
        if (others > 0)
            named.lines.push_back({sayOfSpan(QT_TRANSLATE_NOOP("items", "Others")), others});
        words.groups.push_back(std::move(named));
    }
    return words;
}

QString plainText(const SpanWords& words)
{
    QStringList lines{words.span, words.summary};
    if (!words.ends.isEmpty())
        lines += words.ends;
    for (const SpanGroup& group : words.groups) {
        lines += QString();
        lines += group.title;
        for (const SpanGroup::Line& line : group.lines)
            lines += line.name + u'\t' + QString::number(line.count);
    }
    return lines.join(u'\n') + u'\n';
}

QString withSpan(const QString& query, const base::TimeRange& span)
{
    QString kept = query;
    const QueryReading reading = readQuery(query);
    for (auto token = reading.tokens.rbegin(); token != reading.tokens.rend(); ++token) {
        const QString word = query.mid(token->start, token->length);
        const bool isSpan = token->kind == QueryTokenKind::Key &&
                            (word.compare(QLatin1String("after"), Qt::CaseInsensitive) == 0 ||
                             word.compare(QLatin1String("before"), Qt::CaseInsensitive) == 0);
        if (!isSpan)
            continue;
        // The name, its colon and the time that follows.
        qsizetype end = token->end();
        for (auto next = token; next != reading.tokens.rbegin();) {
            --next;
            if (next->start != end)
                break;
            end = next->end();
        }
        kept.remove(token->start, end - token->start);
    }
    return QStringLiteral("%1 after:%2 before:%3")
        .arg(kept.trimmed(), base::toRfc3339(span.start), base::toRfc3339(span.end))
        .trimmed();
}

} // namespace keyturn::items
