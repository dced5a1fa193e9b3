// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "models/service/report_job.h"

#include <atomic>

namespace keyturn::app {

namespace {

struct ReportOptions
{
    std::string incident;
    std::string format = "pdf";
    std::string out;
    std::string from;
    std::string to;
    std::string audience;
    std::string asKnownAt;
};

base::Result<int> report(const Context& context, const ReportOptions& options)
{
    const QStringList formats = service::reportFormats();
    const QString format = text(options.format);
    if (!formats.contains(format))
        return base::fail(CommandError::BadOption, QStringLiteral("--format"), format,
                          formats.join(QStringLiteral(", ")));
    service::ReportRequest request;
    request.incident = domain::IncidentId(text(options.incident).toUpper());
    request.format = format;
    request.path = text(options.out);
    request.audience = text(options.audience);
    if (!options.from.empty()) {
        KEYTURN_TRY_LET(from, context.time(options.from));
        request.from = from;
    }
    if (!options.to.empty()) {
        KEYTURN_TRY_LET(to, context.time(options.to));
        request.to = to;
    }
    KEYTURN_TRY_LET(workspace, context.open(true));
    state::SnapshotPointer shown = workspace->snapshot();
    if (!options.asKnownAt.empty()) {
        KEYTURN_TRY_LET(at, context.time(options.asKnownAt));
        KEYTURN_TRY_LET(known, workspace->asKnownAt(at));
        shown = known;
    }
    KEYTURN_TRY_LET(written, service::writeReport(*workspace, shown, request,
                                                  context.progress(QStringLiteral("report")), kNever));
    context.print({{QStringLiteral("file"), written.path},
                   {QStringLiteral("sha256"), written.sha256.hex()},
                   {QStringLiteral("pages"), written.pages}},
                  QStringLiteral("Wrote %1%2\nSHA-256 %3")
                      .arg(written.path,
                           written.pages > 0 ? QStringLiteral(", %1 pages").arg(written.pages) : QString(),
                           written.sha256.hex()));
    return 0;
}

} // namespace

void addReportCommands(CLI::App& app, Context& context)
{
    auto options = std::make_shared<ReportOptions>();
    auto* sub = app.add_subcommand("report", "Writes an incident report");
    sub->footer("Example: keyturnctl -w larkfield.keyturn report I-1 --format pdf --out report.pdf");
    sub->add_option("INCIDENT", options->incident, "I-1")->required();
    sub->add_option("--format", options->format, "pdf, html, json or timesketch");
    sub->add_option("--out", options->out, "File to write")->required();
    sub->add_option("--from", options->from, "Timeline not before this time")->check(timeGiven());
    sub->add_option("--to", options->to, "Timeline before this time")->check(timeGiven());
    sub->add_option("--for", options->audience, "For whom: named on the first page");
    sub->add_option("--as-known-at", options->asKnownAt, "As it was known at this time")->check(timeGiven());
    sub->callback([&context, options] {
        context.run = command(context, [&context, options] { return report(context, *options); });
    });
}

} // namespace keyturn::app
