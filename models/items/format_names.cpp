// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/format_names.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

namespace keyturn::items {

namespace {

struct FormatName
{
    const char* word;
    const char* name; ///< Translated under "formats".
};

constexpr std::array kFormatNames{
    FormatName{"agent-postmortems", QT_TRANSLATE_NOOP("formats", "Post-mortems of AI agents")},
    FormatName{"aiaaic-csv", QT_TRANSLATE_NOOP("formats", "AIAAIC repository (CSV)")},
    FormatName{"aiid-csv", QT_TRANSLATE_NOOP("formats", "AI Incident Database (CSV)")},
    FormatName{"asff", QT_TRANSLATE_NOOP("formats", "AWS Security Hub findings (ASFF)")},
    FormatName{"atlas-yaml", QT_TRANSLATE_NOOP("formats", "MITRE ATLAS case studies")},
    FormatName{"avid", QT_TRANSLATE_NOOP("formats", "AI Vulnerability Database (AVID)")},
    FormatName{"by-hand", QT_TRANSLATE_NOOP("formats", "Entered by hand")},
    FormatName{"cef", QT_TRANSLATE_NOOP("formats", "Common Event Format (CEF)")},
    FormatName{"cloudtrail", QT_TRANSLATE_NOOP("formats", "AWS CloudTrail")},
    FormatName{"dfir-iris", QT_TRANSLATE_NOOP("formats", "DFIR-IRIS cases and alerts")},
    FormatName{"generic-csv", QT_TRANSLATE_NOOP("formats", "Table (CSV)")},
    FormatName{"generic-jsonl", QT_TRANSLATE_NOOP("formats", "JSON records")},
    FormatName{"generic-lines", QT_TRANSLATE_NOOP("formats", "Log whose lines begin with a time")},
    FormatName{"kev", QT_TRANSLATE_NOOP("formats", "CISA known exploited vulnerabilities (JSON)")},
    FormatName{"kev-csv", QT_TRANSLATE_NOOP("formats", "CISA known exploited vulnerabilities (CSV)")},
    FormatName{"l2tcsv", QT_TRANSLATE_NOOP("formats", "log2timeline (CSV)")},
    FormatName{"misp", QT_TRANSLATE_NOOP("formats", "MISP events")},
    FormatName{"ocsf", QT_TRANSLATE_NOOP("formats", "Open Cybersecurity Schema (OCSF)")},
    FormatName{"otel-logs", QT_TRANSLATE_NOOP("formats", "OpenTelemetry logs")},
    FormatName{"plaso-dynamic", QT_TRANSLATE_NOOP("formats", "Plaso timeline (dynamic)")},
    FormatName{"plaso-json", QT_TRANSLATE_NOOP("formats", "Plaso timeline (JSON)")},
    FormatName{"statuspage", QT_TRANSLATE_NOOP("formats", "Statuspage incidents")},
    FormatName{"stix-2.1", QT_TRANSLATE_NOOP("formats", "STIX 2.1")},
    FormatName{"suricata-eve", QT_TRANSLATE_NOOP("formats", "Suricata events (EVE)")},
    FormatName{"suricata-fast", QT_TRANSLATE_NOOP("formats", "Suricata alerts (fast log)")},
    FormatName{"syslog", QT_TRANSLATE_NOOP("formats", "Syslog")},
    FormatName{"thehive", QT_TRANSLATE_NOOP("formats", "TheHive cases and alerts")},
    FormatName{"timesketch-csv", QT_TRANSLATE_NOOP("formats", "Timesketch (CSV)")},
    FormatName{"timesketch-jsonl", QT_TRANSLATE_NOOP("formats", "Timesketch (JSON lines)")},
    FormatName{"tln", QT_TRANSLATE_NOOP("formats", "TLN timeline")},
    FormatName{"veris", QT_TRANSLATE_NOOP("formats", "VERIS incidents")},
    FormatName{"windows-event", QT_TRANSLATE_NOOP("formats", "Windows events")},
    FormatName{"zeek-json", QT_TRANSLATE_NOOP("formats", "Zeek logs (JSON)")},
    FormatName{"zeek-tsv", QT_TRANSLATE_NOOP("formats", "Zeek logs (tab-separated)")},
};

} // namespace

QString formatName(const QString& word)
{
    const auto known = std::find_if(kFormatNames.begin(), kFormatNames.end(), [&](const FormatName& format) {
        return word == QLatin1String(format.word);
    });
    return known == kFormatNames.end() ? word : QCoreApplication::translate("formats", known->name);
}

} // namespace keyturn::items
