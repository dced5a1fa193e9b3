// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/reports/report_words.h"

#include <QLocale>

#include <array>

namespace keyturn::reports {

// One table an enum, in the enum's order.
#define KEYTURN_REPORT_LABELS(Enum, ...)                                                                     \
    QString label(Enum value)                                                                                \
    {                                                                                                        \
        static constexpr std::array rows{__VA_ARGS__};                                                       \
        return say(rows[static_cast<std::size_t>(value)]);                                                   \
    }
#define N(text) QT_TRANSLATE_NOOP("report", text)

KEYTURN_REPORT_LABELS(domain::Role, N("Executive"), N("Safety lead"), N("Security lead"), N("Legal"),
                      N("Scribe"), N("Auditor"), N("Intake"), N("Gateway"))
KEYTURN_REPORT_LABELS(domain::Layer, N("Not stated"), N("Model behaviour"), N("System"),
                      N("Data and privacy"), N("Abuse at scale"))
KEYTURN_REPORT_LABELS(domain::Severity, N("Not stated"), N("Informational"), N("Low"), N("Medium"), N("High"),
                      N("Critical"))
KEYTURN_REPORT_LABELS(domain::Horizon, N("Undetermined"), N("Temporary"), N("Structural"))
KEYTURN_REPORT_LABELS(domain::Cause, N("Undetermined"), N("Model behaviour"), N("Deployment"), N("Both"))
KEYTURN_REPORT_LABELS(domain::EvidenceItem, N("Safety evaluation"), N("Auditability"), N("Risk mitigation"),
                      N("Other"))
KEYTURN_REPORT_LABELS(domain::IncidentStatus, N("Open"), N("Contained"), N("Restored"), N("Closed"))
KEYTURN_REPORT_LABELS(domain::RequestStatus, N("Received"), N("In preparation"), N("Answered"), N("Closed"))
KEYTURN_REPORT_LABELS(domain::ModelStatus, N("Available"), N("Under review"), N("Limited"), N("Suspended"))
KEYTURN_REPORT_LABELS(Punctuality, N("No due time"), N("Pending"), N("Overdue"), N("Met in time"),
                      N("Met late"))

#undef N
#undef KEYTURN_REPORT_LABELS

QString stateLabel(const Decision& decision)
{
    switch (decision.status) {
    case domain::ProposalStatus::Open:
        return say(QT_TRANSLATE_NOOP("report", "Open"));
    case domain::ProposalStatus::Authorised:
        if (decision.lifts)
            return say(QT_TRANSLATE_NOOP("report", "Authorised"));
        return decision.revertedAt ? say(QT_TRANSLATE_NOOP("report", "Lifted"))
                                   : say(QT_TRANSLATE_NOOP("report", "In force"));
    case domain::ProposalStatus::Refused:
        return say(QT_TRANSLATE_NOOP("report", "Refused"));
    case domain::ProposalStatus::Expired:
        return say(QT_TRANSLATE_NOOP("report", "Expired"));
    case domain::ProposalStatus::Withdrawn:
        return say(QT_TRANSLATE_NOOP("report", "Withdrawn"));
    case domain::ProposalStatus::Superseded:
        return say(QT_TRANSLATE_NOOP("report", "Superseded"));
    }
    return {};
}

QString laneLabel(const QString& lane)
{
    static constexpr std::array<std::pair<const char*, const char*>, 7> rows{{
        {"signal", QT_TRANSLATE_NOOP("report", "Signal")},
        {"escalation", QT_TRANSLATE_NOOP("report", "Escalation")},
        {"request", QT_TRANSLATE_NOOP("report", "Request")},
        {"decision", QT_TRANSLATE_NOOP("report", "Decision")},
        {"incident", QT_TRANSLATE_NOOP("report", "Incident")},
        {"milestone", QT_TRANSLATE_NOOP("report", "Milestone")},
        {"note", QT_TRANSLATE_NOOP("report", "Note")},
    }};
    for (const auto& [word, text] : rows) {
        if (lane == QLatin1String(word))
            return say(text);
    }
    return lane;
}

QString grouped(std::uint64_t number)
{
    return QLocale(QLocale::English).toString(static_cast<qulonglong>(number));
}

QString lengthText(std::int64_t lengthUs)
{
    const std::int64_t minutes = lengthUs / base::kUsPerMinute;
    const std::int64_t days = minutes / (24 * 60);
    const std::int64_t hours = minutes / 60 % 24;
    if (days > 0)
        return say(QT_TRANSLATE_NOOP("report", "%1 d %2 h")).arg(days).arg(hours);
    if (hours > 0)
        return say(QT_TRANSLATE_NOOP("report", "%1 h %2 min")).arg(hours).arg(minutes % 60);
    if (minutes > 0)
        return say(QT_TRANSLATE_NOOP("report", "%1 min")).arg(minutes);
    return say(QT_TRANSLATE_NOOP("report", "%1 s")).arg(lengthUs / base::kUsPerSecond);
}

} // namespace keyturn::reports
