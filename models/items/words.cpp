// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <array>

namespace keyturn::items {

namespace {

template <typename E, std::size_t Size>
QString rowOf(const std::array<const char*, Size>& rows, E value)
{
    return QCoreApplication::translate("items", rows[static_cast<std::size_t>(value)]);
}

QString say(const char* text)
{
    return QCoreApplication::translate("items", text);
}

} // namespace

// One table an enum, in the enum's order.
#define KEYTURN_LABELS(Enum, ...)                                                                            \
    QString label(Enum value)                                                                                \
    {                                                                                                        \
        static constexpr std::array rows{__VA_ARGS__};                                                       \
        return rowOf(rows, value);                                                                           \
    }
#define N(text) QT_TRANSLATE_NOOP("items", text)

KEYTURN_LABELS(domain::Role, N("executive"), N("safety lead"), N("security lead"), N("legal"), N("scribe"),
               N("auditor"), N("intake"), N("gateway"))
KEYTURN_LABELS(domain::Layer, N("Layer not stated"), N("Model behaviour"), N("System"), N("Data and privacy"),
               N("Abuse at scale"))
KEYTURN_LABELS(domain::Severity, N("Severity not stated"), N("Informational"), N("Low"), N("Medium"),
               N("High"), N("Critical"))
KEYTURN_LABELS(domain::Credibility, N("Not stated"), N("Unverified"), N("Credible threat model"),
               N("Observed behaviour"))
KEYTURN_LABELS(domain::SourceKind, N("Not stated"), N("Internal safety"), N("Monitoring"), N("Partner"),
               N("Customer"), N("Researcher"), N("Regulator"), N("Public"))
KEYTURN_LABELS(domain::RecordKind, N("Signal"), N("Escalation"), N("Request"), N("Milestone"), N("Note"))
KEYTURN_LABELS(domain::Horizon, N("Undetermined"), N("Temporary"), N("Structural"))
KEYTURN_LABELS(domain::Cause, N("Undetermined"), N("Model behaviour"), N("Deployment"), N("Both"))
KEYTURN_LABELS(domain::RestrictionKind, N("Suspend"), N("Limit to tiers"), N("Limit the rate"),
               N("Require a safeguard"), N("Disable a capability"), N("Reroute to a fallback"),
               N("Enhance logging"))
KEYTURN_LABELS(domain::Access, N("Open"), N("Logged"), N("Safeguarded"), N("Rate limited"), N("Rerouted"),
               N("Suspended"))
KEYTURN_LABELS(domain::EvidenceItem, N("Safety evaluation"), N("Auditability"), N("Risk mitigation"),
               N("Other"))
KEYTURN_LABELS(domain::MemberKind, N("Person"), N("Service"))
KEYTURN_LABELS(domain::IncidentStatus, N("Open"), N("Contained"), N("Restored"), N("Closed"))
KEYTURN_LABELS(domain::RequestStatus, N("Received"), N("In preparation"), N("Answered"), N("Closed"))
KEYTURN_LABELS(domain::ProposalStatus, N("Open"), N("In force"), N("Refused"), N("Expired"), N("Withdrawn"),
               N("Superseded"))
KEYTURN_LABELS(domain::ModelStatus, N("Available"), N("Under review"), N("Limited"), N("Suspended"))
KEYTURN_LABELS(domain::LeakKind, N("Failover"), N("Alias"), N("Other region"), N("Other channel"),
               N("Sibling model"), N("Other model"))
KEYTURN_LABELS(domain::Fallback, N("no fallback"), N("fallback never tested"), N("tested fallback"))

#undef N
#undef KEYTURN_LABELS

QString label(const domain::Governed& governed)
{
    switch (governed.act) {
    case domain::Governed::Act::Revert:
        return say(QT_TRANSLATE_NOOP("items", "Lift a restriction"));
    case domain::Governed::Act::Charter:
        return say(QT_TRANSLATE_NOOP("items", "Change the charter"));
    case domain::Governed::Act::Restrict:
        break;
    }
    return governed.reach == domain::Reach::Worldwide
               ? say(QT_TRANSLATE_NOOP("items", "%1, worldwide")).arg(label(governed.kind))
               : say(QT_TRANSLATE_NOOP("items", "%1, regionally")).arg(label(governed.kind));
}

QString listed(const QStringList& texts)
{
    if (texts.size() < 2)
        return texts.value(0);
    return say(QT_TRANSLATE_NOOP("items", "%1 and %2"))
        .arg(texts.first(texts.size() - 1).join(say(QT_TRANSLATE_NOOP("items", ", "))), texts.last());
}

QString listed(const std::vector<domain::Role>& roles)
{
    QStringList texts;
    for (std::size_t i = 0; i < roles.size(); ++i) {
        const auto end = roles.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(roles.begin(), end, roles[i]) != end)
            continue;
        const auto count = std::count(roles.begin(), roles.end(), roles[i]);
        texts += count == 1 ? label(roles[i])
                            : say(QT_TRANSLATE_NOOP("items", "%1 (%2)")).arg(label(roles[i])).arg(count);
    }
    return listed(texts);
}

QString capitalised(const QString& text)
{
    return text.isEmpty() ? text : text.at(0).toUpper() + text.mid(1);
}

QString lengthText(std::int64_t lengthUs)
{
    const std::int64_t minutes = std::max<std::int64_t>(0, lengthUs) / base::kUsPerMinute;
    const std::int64_t hours = minutes / 60;
    const std::int64_t days = hours / 24;
    if (days >= 60)
        return say(QT_TRANSLATE_NOOP("items", "%1 days")).arg(days);
    if (days > 0 && hours % 24 == 0)
        return say(QT_TRANSLATE_NOOP("items", "%1 d")).arg(days);
    if (days > 0)
        return say(QT_TRANSLATE_NOOP("items", "%1 d %2 h")).arg(days).arg(hours % 24);
    if (hours > 0 && minutes % 60 == 0)
        return say(QT_TRANSLATE_NOOP("items", "%1 h")).arg(hours);
    if (hours > 0)
        return say(QT_TRANSLATE_NOOP("items", "%1 h %2 min")).arg(hours).arg(minutes % 60);
    if (minutes > 0)
        return say(QT_TRANSLATE_NOOP("items", "%1 min")).arg(minutes);
    return say(QT_TRANSLATE_NOOP("items", "under a minute"));
}

QString exactLengthText(std::int64_t lengthUs)
{
    const std::int64_t us = std::max<std::int64_t>(0, lengthUs);
    const QLocale locale;
    if (us < base::kUsPerMs)
        return say(QT_TRANSLATE_NOOP("items", "%1 µs")).arg(us);
    if (us < base::kUsPerSecond)
        return say(QT_TRANSLATE_NOOP("items", "%1 ms")).arg(locale.toString(us / 1000.0, 'g', 6));
    if (us < base::kUsPerMinute)
        return say(QT_TRANSLATE_NOOP("items", "%1 s")).arg(locale.toString(us / 1e6, 'g', 8));
    const std::int64_t seconds = us / base::kUsPerSecond;
    const std::int64_t days = seconds / 86'400;
    QStringList parts;
    if (days > 0)
        parts += say(QT_TRANSLATE_NOOP("items", "%1 d")).arg(locale.toString(static_cast<qlonglong>(days)));
    if (days > 0 || seconds >= 3'600)
        parts += say(QT_TRANSLATE_NOOP("items", "%1 h")).arg(seconds / 3'600 % 24);
    parts += say(QT_TRANSLATE_NOOP("items", "%1 min")).arg(seconds / 60 % 60);
    // Over days a second says nothing more.
    if (days == 0)
        parts += say(QT_TRANSLATE_NOOP("items", "%1 s")).arg(seconds % 60);
    return parts.join(QChar(u' '));
}

QString distanceText(base::UtcTime time, base::UtcTime now)
{
    if (time >= now)
        return say(QT_TRANSLATE_NOOP("items", "in %1")).arg(lengthText(time.us - now.us));
    return say(QT_TRANSLATE_NOOP("items", "%1 ago")).arg(lengthText(now.us - time.us));
}

QString localText(base::UtcTime time)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(time.us / base::kUsPerMs, Qt::LocalTime);
    return local.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss ")) + local.timeZoneAbbreviation();
}

QString plainToolTip(const QString& text)
{
    // Without either, Qt::mightBeRichText() says no.
    if (!text.contains(u'<') && !text.contains(QLatin1String("&lt;")))
        return text;
    return QStringLiteral("<p style=\"white-space:pre-wrap\">%1</p>").arg(text.toHtmlEscaped());
}

} // namespace keyturn::items
