// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/import_options.h"

#include "app/keyturnctl/json_shapes.h"

namespace keyturn::app {

void addFormatOptions(CLI::App* sub, ImportOptions& options)
{
    const std::string formats = service::importFormats().join(QStringLiteral(", ")).toStdString();
    sub->add_option("--format", options.format, "auto (default), or one of: " + formats);
    sub->add_option(
        "--encoding", options.encoding,
        "Encoding of the text, as iconv names it (WINDOWS-1252, SHIFT_JIS, UTF-16LE); told by the "
        "file where it shows one, else UTF-8");
}

void addBelongingOptions(CLI::App* sub, ImportOptions& options)
{
    sub->add_option("--incident", options.incident, "Incident that the records belong to");
    sub->add_option("--source", options.source, "Source to name where a record names none");
    sub->add_option("--kind", options.kind, "signal (default), escalation, request, milestone or note");
}

base::Result<service::ImportRequest> importRequest(const ImportOptions& options)
{
    KEYTURN_TRY_LET(kind, wordOption<domain::RecordKind>("--kind", options.kind));
    service::ImportRequest request;
    request.format = text(options.format);
    request.encoding = text(options.encoding);
    request.source = text(options.source);
    request.kind = kind;
    if (!options.incident.empty())
        request.incident = domain::IncidentId(text(options.incident));
    return request;
}

QJsonObject outcomeJson(const service::ImportOutcome& outcome)
{
    const auto time = [](const std::optional<base::UtcTime>& t) {
        return t ? QJsonValue(base::toRfc3339(*t)) : QJsonValue();
    };
    return {{QStringLiteral("file"), outcome.file},
            {QStringLiteral("format"), outcome.format},
            {QStringLiteral("records"), static_cast<qint64>(outcome.records)},
            {QStringLiteral("rejected"), rejectionsJson(outcome.rejected)},
            {QStringLiteral("rejected_count"), static_cast<qint64>(outcome.rejectedCount)},
            {QStringLiteral("duplicates"), static_cast<qint64>(outcome.duplicates)},
            {QStringLiteral("new_versions"), static_cast<qint64>(outcome.newVersions)},
            {QStringLiteral("same_as"),
             outcome.sameAs ? QJsonValue(static_cast<qint64>(*outcome.sameAs)) : QJsonValue()},
            {QStringLiteral("earliest"), time(outcome.earliest)},
            {QStringLiteral("latest"), time(outcome.latest)},
            {QStringLiteral("without_time"), static_cast<qint64>(outcome.withoutTime)},
            {QStringLiteral("entry"),
             outcome.records > 0 ? QJsonValue(static_cast<qint64>(outcome.entry)) : QJsonValue()}};
}

QString outcomeText(const service::ImportOutcome& outcome)
{
    QString line =
        QStringLiteral("%1: %2 records as %3").arg(outcome.file).arg(outcome.records).arg(outcome.format);
    if (outcome.withoutTime > 0)
        line += QStringLiteral(", %1 without a time").arg(outcome.withoutTime);
    if (outcome.sameAs)
        line += QStringLiteral("; this file is entry %1 already").arg(*outcome.sameAs);
    if (outcome.duplicates > 0)
        line += QStringLiteral(", %1 more that are here already").arg(outcome.duplicates);
    if (outcome.newVersions > 0)
        line += QStringLiteral(", %1 of them new versions").arg(outcome.newVersions);
    if (outcome.rejectedCount > 0)
        line += QStringLiteral(", %1 rejected").arg(outcome.rejectedCount);
    return line + rejectionsText(outcome.rejected, outcome.rejectedCount);
}

} // namespace keyturn::app
