// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/local_zone.h"

#include "models/base/text_safety.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QStringList>
#include <QTimeZone>

#include <algorithm>
#include <optional>
#include <utility>

namespace keyturn::base {

namespace {

/// No zone's clocks were ever further than this from UTC.
constexpr std::int64_t kFurthestUs = 16 * kUsPerHour;
constexpr int kDaysBetweenLooks = 28;

/// The offset that @p name writes as such, east of UTC as in RFC 3339. As a POSIX rule "UTC+2" would mean the
/// other direction, which nobody does who writes it here.
std::optional<std::int64_t> writtenOffsetUs(const QString& name)
{
    if (QStringList{QStringLiteral("UTC"), QStringLiteral("GMT"), QStringLiteral("Z"),
                    QStringLiteral("Etc/UTC")}
            .contains(name))
        return 0;
    static const QRegularExpression pattern(
        QStringLiteral("^(?:UTC|GMT)?([+-])([0-9]{1,2})(?::?([0-5][0-9]))?$"));
    const auto match = pattern.match(name);
    if (!match.hasMatch())
        return std::nullopt;
    const std::int64_t us = match.captured(2).toInt() * kUsPerHour + match.captured(3).toInt() * kUsPerMinute;
    if (us > 14 * kUsPerHour)
        return std::nullopt;
    return match.captured(1) == QLatin1String("-") ? -us : us;
}

/// The second at which the offset of @p zone becomes that of @p after, which it is not yet at @p before.
QDateTime changeBetween(const QTimeZone& zone, QDateTime before, QDateTime after)
{
    const int offset = zone.offsetFromUtc(after);
    while (before.secsTo(after) > 1) {
        const QDateTime middle = before.addSecs(before.secsTo(after) / 2);
        (zone.offsetFromUtc(middle) == offset ? after : before) = middle;
    }
    return after;
}

} // namespace

Result<LocalZone> LocalZone::named(const QString& name)
{
    if (const auto offsetUs = writtenOffsetUs(name))
        return LocalZone(name, *offsetUs);
    const QByteArray id = name.toUtf8();
    // QTimeZone would take an empty name for the system's own zone, and POSIX rules beside the names.
    if (id.isEmpty() || !QTimeZone::availableTimeZoneIds().contains(id))
        return fail(TimeError::NotAZone, harmlessText(name, 80));
    const QTimeZone zone(id);
    const QDateTime first(QDate(1900, 1, 1), QTime(0, 0), Qt::UTC);
    const QDateTime last(QDate(2100, 1, 1), QTime(0, 0), Qt::UTC);
    LocalZone made(name, zone.offsetFromUtc(first) * kUsPerSecond);
    const auto add = [&made](const QDateTime& atUtc, int offsetSeconds) {
        // Of changes of the abbreviation alone clocks show nothing.
        if (const Rule rule{atUtc.toMSecsSinceEpoch() * kUsPerMs, offsetSeconds * kUsPerSecond};
            rule.offsetUs != made.m_rules.back().offsetUs)
            made.m_rules.push_back(rule);
    };
    QDateTime listedUntil = first;
    for (const QTimeZone::OffsetData& change : zone.transitions(first, last)) {
        add(change.atUtc, change.offsetFromUtc);
        listedUntil = change.atUtc;
    }
    // Qt lists the changes of the zone's own table, which ends in 2037; those that its rule makes behind it,
    // two a year, are looked for.
    int offset = zone.offsetFromUtc(listedUntil);
    for (QDateTime from = listedUntil; from < last; from = from.addDays(kDaysBetweenLooks)) {
        const QDateTime to = from.addDays(kDaysBetweenLooks);
        const int offsetThen = zone.offsetFromUtc(to);
        if (std::exchange(offset, offsetThen) != offsetThen)
            add(changeBetween(zone, from, to), offsetThen);
    }
    return made;
}

LocalReading LocalZone::read(std::int64_t clockUs) const
{
    // The rule in force before any that could matter, and behind it all that could.
    auto rule = std::upper_bound(m_rules.begin(), m_rules.end(), clockUs - kFurthestUs,
                                 [](std::int64_t us, const Rule& one) { return us < one.fromUs; });
    rule -= rule == m_rules.begin() ? 0 : 1;
    std::optional<LocalReading> found;
    std::optional<LocalReading> gap;
    for (; rule != m_rules.end(); ++rule) {
        const auto next = rule + 1;
        const std::int64_t us = clockUs - rule->offsetUs;
        const bool holds = us >= rule->fromUs && (next == m_rules.end() || us < next->fromUs);
        if (holds && found)
            return {found->earlier, {us}, ClockShows::Twice};
        if (holds)
            found = LocalReading{{us}, {us}, ClockShows::Once};
        if (next == m_rules.end() || next->fromUs > clockUs + kFurthestUs)
            break;
        if (us >= next->fromUs && clockUs - next->offsetUs < next->fromUs)
            gap = LocalReading{{clockUs - next->offsetUs}, {us}, ClockShows::Never};
    }
    // One of the two stands: rules follow each other without a break.
    return found ? *found : *gap;
}

} // namespace keyturn::base
