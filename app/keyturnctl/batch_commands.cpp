// SPDX-License-Identifier: GPL-3.0-or-later
// What was imported: the intake history, what was rejected, and imports that are taken back.

#include "app/keyturnctl/json_shapes.h"
#include "models/service/rejection_list.h"

#include <cstdio>

namespace keyturn::app {

namespace {

struct BatchOptions
{
    std::uint64_t entry = 0;
    std::string because;
    std::string asKnownAt;
};

QString formatOf(const domain::BatchImported& batch)
{
    return batch.adapter.section(QLatin1Char('/'), 0, 0);
}

QJsonValue retractionJson(const state::Snapshot& snapshot, const state::BatchState& batch)
{
    if (!batch.retracted)
        return {};
    const state::Origin& origin = batch.retracted->origin;
    return QJsonObject{{QStringLiteral("at"), base::toRfc3339(origin.recordedAt)},
                       {QStringLiteral("by"), snapshot.display(origin.member)},
                       {QStringLiteral("member"), origin.member.value()},
                       {QStringLiteral("reason"), batch.retracted->reason},
                       {QStringLiteral("entry"), static_cast<qint64>(origin.seq)}};
}

QJsonObject batchJson(const state::Snapshot& snapshot, const state::BatchState& batch)
{
    const domain::BatchImported& facts = batch.facts;
    return {{QStringLiteral("entry"), static_cast<qint64>(batch.origin.seq)},
            {QStringLiteral("file"), facts.sourceName},
            {QStringLiteral("format"), formatOf(facts)},
            {QStringLiteral("adapter"), facts.adapter},
            {QStringLiteral("imported_at"), base::toRfc3339(batch.origin.recordedAt)},
            {QStringLiteral("imported_by"), snapshot.display(batch.origin.member)},
            {QStringLiteral("member"), batch.origin.member.value()},
            {QStringLiteral("incident"), facts.incident ? QJsonValue(facts.incident->value()) : QJsonValue()},
            {QStringLiteral("records"), static_cast<qint64>(facts.count)},
            {QStringLiteral("rejected"), static_cast<qint64>(facts.rejected)},
            {QStringLiteral("rejected_kept"), facts.rejected == 0 || facts.rejectionsSha256},
            {QStringLiteral("without_time"), static_cast<qint64>(facts.withoutTime)},
            {QStringLiteral("earliest"), timeValue(facts.earliest)},
            {QStringLiteral("latest"), timeValue(facts.latest)},
            {QStringLiteral("source_sha256"), facts.sourceSha256.hex()},
            {QStringLiteral("root"), facts.root.hex()},
            {QStringLiteral("retracted"), retractionJson(snapshot, batch)}};
}

QString batchText(const state::Snapshot& snapshot, const state::BatchState& batch)
{
    const domain::BatchImported& facts = batch.facts;
    QString text = QStringLiteral("entry %1  %2  [%3]%4")
                       .arg(batch.origin.seq)
                       .arg(facts.sourceName, formatOf(facts),
                            batch.retracted ? QStringLiteral("  RETRACTED") : QString());
    text += QStringLiteral("\n    %1 records, %2 rejected, %3 without a time%4")
                .arg(facts.count)
                .arg(facts.rejected)
                .arg(facts.withoutTime)
                .arg(facts.incident ? QStringLiteral(", of ") + facts.incident->value() : QString());
    text += QStringLiteral("\n    imported %1 by %2")
                .arg(base::toDisplay(batch.origin.recordedAt), snapshot.display(batch.origin.member));
    if (batch.retracted)
        text += QStringLiteral("\n    retracted %1 by %2, entry %3: %4")
                    .arg(base::toDisplay(batch.retracted->origin.recordedAt),
                         snapshot.display(batch.retracted->origin.member))
                    .arg(batch.retracted->origin.seq)
                    .arg(batch.retracted->reason);
    return text;
}

/// The snapshot that is asked for: the newest, or one as it was known.
base::Result<state::SnapshotPointer> shown(const Context& context, const BatchOptions& options,
                                           service::Workspace& workspace)
{
    if (options.asKnownAt.empty())
        return workspace.snapshot();
    KEYTURN_TRY_LET(at, context.time(options.asKnownAt));
    return workspace.asKnownAt(at);
}

base::Result<const state::BatchState*> batchNamed(const state::Snapshot& snapshot, std::uint64_t entry)
{
    const state::BatchState* batch = snapshot.batch(entry);
    if (!batch)
        return base::fail(domain::DomainError::UnknownBatch, QString::number(entry));
    return batch;
}

base::Result<int> listBatches(const Context& context, const BatchOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    KEYTURN_TRY_LET(snapshot, shown(context, options, *workspace));
    for (const state::BatchState& batch : snapshot->batches)
        context.print(batchJson(*snapshot, batch), batchText(*snapshot, batch));
    if (snapshot->batches.isEmpty())
        context.say(QStringLiteral("Nothing has been imported."));
    return 0;
}

base::Result<int> showBatch(const Context& context, const BatchOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    KEYTURN_TRY_LET(snapshot, shown(context, options, *workspace));
    KEYTURN_TRY_LET(batch, batchNamed(*snapshot, options.entry));
    const auto timeText = [](const std::optional<base::UtcTime>& time) {
        return time ? base::toDisplay(*time) : QStringLiteral("none");
    };
    context.print(batchJson(*snapshot, *batch),
                  batchText(*snapshot, *batch) +
                      QStringLiteral("\n    events from %1 to %2\n    adapter %3\n    source SHA-256 %4")
                          .arg(timeText(batch->facts.earliest), timeText(batch->facts.latest),
                               batch->facts.adapter, batch->facts.sourceSha256.hex()));
    return 0;
}

base::Result<int> listRejected(const Context& context, const BatchOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    KEYTURN_TRY_LET(batch, batchNamed(*workspace->snapshot(), options.entry));
    KEYTURN_TRY_LET(list, service::rejectionsOf(workspace->store(), *batch));
    if (context.json()) {
        Context::printJson({{QStringLiteral("entry"), static_cast<qint64>(batch->origin.seq)},
                            {QStringLiteral("file"), batch->facts.sourceName},
                            {QStringLiteral("rejected"), rejectionsJson(list.rejections)},
                            {QStringLiteral("rejected_count"), static_cast<qint64>(batch->facts.rejected)},
                            {QStringLiteral("left_out"), static_cast<qint64>(list.leftOut)}});
        return 0;
    }
    const QByteArray csv = service::rejectionsCsv(list);
    if (std::fwrite(csv.constData(), 1, static_cast<std::size_t>(csv.size()), stdout) !=
            static_cast<std::size_t>(csv.size()) ||
        std::fflush(stdout) != 0)
        return base::fail(service::ServiceError::FileFailure, QStringLiteral("standard output"),
                          QStringLiteral("it takes no more"));
    return 0;
}

base::Result<int> retractBatch(const Context& context, const BatchOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    KEYTURN_TRY_LET(appended,
                    workspace->execute(identity.member,
                                       domain::BatchRetracted{options.entry, text(options.because).trimmed()},
                                       *identity.key));
    const state::BatchState& batch = *appended.snapshot->batch(options.entry);
    context.print(batchJson(*appended.snapshot, batch), batchText(*appended.snapshot, batch));
    return 0;
}

} // namespace

void addBatchCommands(CLI::App& app, Context& context)
{
    auto* batch = app.add_subcommand("batch", "What was imported, what was rejected of it, and its undoing");
    batch->require_subcommand(1);
    auto options = std::make_shared<BatchOptions>();
    const auto addEntry = [&options](CLI::App* sub) {
        sub->add_option("ENTRY", options->entry, "The import's entry, as import and batch list name it")
            ->required();
    };
    const auto addKnownAt = [&options](CLI::App* sub) {
        sub->add_option("--as-known-at", options->asKnownAt, "As it was known at this time")
            ->check(timeGiven());
    };

    auto* list = batch->add_subcommand("list", "Lists the imports: what, from where, when, by whom");
    list->footer("Example: keyturnctl -w larkfield.keyturn batch list --json");
    addKnownAt(list);
    runs(list, context, options, listBatches);

    auto* show = batch->add_subcommand("show", "Shows one import");
    show->footer("Example: keyturnctl -w larkfield.keyturn batch show 12");
    addEntry(show);
    addKnownAt(show);
    runs(show, context, options, showBatch);

    auto* rejected = batch->add_subcommand(
        "rejected", "Lists the records that an import rejected, and why, as CSV; with --json as JSON");
    rejected->footer("Example: keyturnctl -w larkfield.keyturn batch rejected 12 > rejected.csv");
    addEntry(rejected);
    runs(rejected, context, options, listRejected);

    auto* retract = batch->add_subcommand(
        "retract", "Takes an import back: its entry stays, its records are shown and counted no longer");
    retract->footer("Example: keyturnctl -w W batch retract 12 --because 'It was the export of another "
                    "customer' --as intake --key intake.key");
    addEntry(retract);
    retract->add_option("--because", options->because, "Why, for the ledger")->required();
    runs(retract, context, options, retractBatch);
}

} // namespace keyturn::app
