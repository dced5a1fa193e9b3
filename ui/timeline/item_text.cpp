// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/item_text.h"

#include <QCoreApplication>

namespace keyturn::ui::timeline {

namespace kt = keyturn::timeline;

namespace {

/// Gives the words of this file their translation context.
struct ItemWords
{
    Q_DECLARE_TR_FUNCTIONS(Timeline)
};

QString upToMinute(base::UtcTime time)
{
    const base::CivilTime c = base::toCivil(time);
    return QString::asprintf("%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}

QString clockOf(base::UtcTime time, const base::TimeRange& range)
{
    const base::CivilTime c = base::toCivil(time);
    if (range.lengthUs() < base::kUsPerSecond)
        return QString::asprintf("%02d:%02d:%02d.%06d", c.hour, c.minute, c.second, c.microsecond);
    if (range.lengthUs() < 10 * base::kUsPerMinute)
        return QString::asprintf("%02d:%02d:%02d", c.hour, c.minute, c.second);
    return QString::asprintf("%02d:%02d", c.hour, c.minute);
}

void addEvent(QStringList& lines, kt::EventRow row, const kt::EventColumns& columns,
              const EventTitler& titler)
{
    const kt::EventKey key = columns.keyOf(row);
    if (const QString title = titler ? titler(key.batchSeq, key.leaf) : QString(); !title.isEmpty())
        lines << title;
    const base::SourceTime time{{columns.timesUs()[row]}, columns.precisions()[row], {}};
    lines << base::toDisplay(time);
    QStringList traits;
    traits << ItemWords::tr("Severity: %1").arg(severityText(columns.severities()[row]));
    if (columns.credibilities()[row] != domain::Credibility::NotStated)
        traits << credibilityText(columns.credibilities()[row]);
    if (columns.sourceKinds()[row] != domain::SourceKind::NotStated)
        traits << ItemWords::tr("Source: %1").arg(sourceKindText(columns.sourceKinds()[row]));
    lines << traits.join(QStringLiteral(" · "));
}

void addBar(QStringList& lines, const kt::OverlayBar& bar)
{
    lines << bar.title;
    // What stands beside the bar's row, for whoever does not see it.
    const bool hasRow = kt::laneSpec(bar.lane).packing == kt::BarPacking::RowPerKey;
    if (const QString& caption = hasRow ? bar.row : bar.group; !caption.isEmpty())
        lines << caption;
    if (bar.status)
        lines << modelStatusText(*bar.status);
    lines << (bar.end ? rangeText({bar.start, *bar.end})
                      : ItemWords::tr("Since %1").arg(base::toDisplay(bar.start)));
    if (bar.dueAt)
        lines << ItemWords::tr("Due %1").arg(base::toDisplay(*bar.dueAt));
}

} // namespace

QString severityText(domain::Severity severity)
{
    switch (severity) {
    case domain::Severity::NotStated:
        return ItemWords::tr("not stated");
    case domain::Severity::Informational:
        return ItemWords::tr("informational");
    case domain::Severity::Low:
        return ItemWords::tr("low");
    case domain::Severity::Medium:
        return ItemWords::tr("medium");
    case domain::Severity::High:
        return ItemWords::tr("high");
    case domain::Severity::Critical:
        return ItemWords::tr("critical");
    }
    return {};
}

QString credibilityText(domain::Credibility credibility)
{
    switch (credibility) {
    case domain::Credibility::NotStated:
        return {};
    case domain::Credibility::Unverified:
        return ItemWords::tr("Unverified");
    case domain::Credibility::CredibleThreatModel:
        return ItemWords::tr("Credible threat model");
    case domain::Credibility::ObservedBehaviour:
        return ItemWords::tr("Observed behaviour");
    }
    return {};
}

QString sourceKindText(domain::SourceKind kind)
{
    switch (kind) {
    case domain::SourceKind::NotStated:
        return ItemWords::tr("not stated");
    case domain::SourceKind::Internal:
        return ItemWords::tr("internal");
    case domain::SourceKind::Monitoring:
        return ItemWords::tr("monitoring");
    case domain::SourceKind::Partner:
        return ItemWords::tr("partner");
    case domain::SourceKind::Customer:
        return ItemWords::tr("customer");
    case domain::SourceKind::Researcher:
        return ItemWords::tr("researcher");
    case domain::SourceKind::Regulator:
        return ItemWords::tr("regulator");
    case domain::SourceKind::Public:
        return ItemWords::tr("public");
    }
    return {};
}

QString modelStatusText(domain::ModelStatus status)
{
    switch (status) {
    case domain::ModelStatus::Available:
        return ItemWords::tr("Available");
    case domain::ModelStatus::UnderReview:
        return ItemWords::tr("Under review");
    case domain::ModelStatus::Limited:
        return ItemWords::tr("Limited");
    case domain::ModelStatus::Suspended:
        return ItemWords::tr("Suspended");
    }
    return {};
}

QString rangeText(const base::TimeRange& range)
{
    const base::CivilTime start = base::toCivil(range.start);
    const base::CivilTime end = base::toCivil(range.end);
    const bool isOneDay = start.year == end.year && start.month == end.month && start.day == end.day;
    if (isOneDay)
        return ItemWords::tr("%1 %2 to %3 UTC")
            .arg(upToMinute(range.start).left(10), clockOf(range.start, range), clockOf(range.end, range));
    if (range.lengthUs() < 60 * base::kUsPerDay)
        return ItemWords::tr("%1 to %2 UTC").arg(upToMinute(range.start), upToMinute(range.end));
    return ItemWords::tr("%1 to %2").arg(upToMinute(range.start).left(10), upToMinute(range.end).left(10));
}

QString summaryText(const kt::SeverityCounts& counts, const base::TimeRange& range, const QLocale& locale)
{
    if (counts.total() == 0)
        return ItemWords::tr("No events, %1").arg(rangeText(range));
    const QString many = counts.total() == 1
                             ? ItemWords::tr("1 event")
                             : ItemWords::tr("%1 events").arg(locale.toString(counts.total()));
    if (counts.worst() == domain::Severity::NotStated)
        return ItemWords::tr("%1, severity not stated, %2").arg(many, rangeText(range));
    return ItemWords::tr("%1, worst %2, %3").arg(many, severityText(counts.worst()), rangeText(range));
}

QStringList itemLines(const TimelineItem& item, const kt::Frame& frame, const EventTitler& titler,
                      const QLocale& locale)
{
    QStringList lines;
    if (const auto* event = std::get_if<EventItem>(&item)) {
        addEvent(lines, event->row, *frame.index->columns(), titler);
    } else if (const auto* group = std::get_if<GroupItem>(&item)) {
        const QString count = locale.toString(group->count);
        lines << (group->isCoarse ? ItemWords::tr("%1 events, time stated no finer").arg(count)
                                  : ItemWords::tr("%1 events").arg(count))
              << rangeText(group->span);
        if (group->worst != domain::Severity::NotStated)
            lines << ItemWords::tr("Worst: %1").arg(severityText(group->worst));
        const kt::EventKey key = frame.index->columns()->keyOf(group->worstEvent);
        if (const QString title = titler ? titler(key.batchSeq, key.leaf) : QString(); !title.isEmpty())
            lines << title;
    } else if (const auto* bar = std::get_if<BarItem>(&item)) {
        addBar(lines, frame.overlay->bars[bar->index]);
    } else if (const auto* mark = std::get_if<MarkItem>(&item)) {
        lines << frame.overlay->marks[mark->index].title
              << base::toDisplay(frame.overlay->marks[mark->index].at);
    }
    return lines;
}

} // namespace keyturn::ui::timeline
