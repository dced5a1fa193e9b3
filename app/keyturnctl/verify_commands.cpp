// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "app/keyturnctl/json_shapes.h"
#include "models/service/small_file.h"
#include "models/service/verify.h"

#include <QFileInfo>

namespace keyturn::app {

namespace {

struct VerifyOptions
{
    std::string file;
    std::string root;
    std::vector<std::string> witnessNotes;
};

base::Result<int> verify(const Context& context, const VerifyOptions& options)
{
    QString where = text(options.file);
    if (where.isEmpty()) {
        KEYTURN_TRY_LET(location, context.location());
        where = location;
    }
    std::vector<QByteArray> notes;
    for (const std::string& path : options.witnessNotes) {
        KEYTURN_TRY_LET(note, service::readSmallFile(text(path)));
        notes.push_back(note);
    }
    KEYTURN_TRY_LET(result,
                    service::verifyLocation(where, context.openOptions(true),
                                            context.progress(QStringLiteral("verifying")), kNever, notes));
    std::vector<service::Problem> problems = result.problems;
    if (!options.root.empty()) {
        // The fingerprint came to the auditor by another way than the file did.
        const QString given = text(options.root).toLower();
        if (result.log.hex() != given && result.root.hex() != given)
            problems.push_back({std::nullopt, QStringLiteral("root"),
                                QStringLiteral("Neither the log nor its root is %1.").arg(given)});
    }
    QString said = problems.empty()
                       ? QStringLiteral("Everything holds: %1 entries, %2 records, %3 signatures.")
                             .arg(result.entries)
                             .arg(result.records)
                             .arg(result.signatures)
                       : QStringLiteral("NOT SOUND: %1 problems.").arg(problems.size());
    for (const service::Problem& problem : problems)
        said += QStringLiteral("\n  %1%2: %3")
                    .arg(problem.entry ? QStringLiteral("entry %1, ").arg(*problem.entry) : QString(),
                         problem.code, problem.text);
    if (problems.empty() && !result.witnessed)
        said += QStringLiteral("\nUNWITNESSED: nobody else has signed for this state yet.");
    context.print({{QStringLiteral("ok"), problems.empty()},
                   {QStringLiteral("entries"), static_cast<qint64>(result.entries)},
                   {QStringLiteral("records"), static_cast<qint64>(result.records)},
                   {QStringLiteral("signatures"), static_cast<qint64>(result.signatures)},
                   {QStringLiteral("checkpoints"), static_cast<qint64>(result.checkpoints)},
                   {QStringLiteral("witnessed"), result.witnessed},
                   {QStringLiteral("problems"), problemsJson(problems)},
                   {QStringLiteral("seconds"), result.seconds}},
                  said);
    return problems.empty() ? 0 : static_cast<int>(ExitStatus::Integrity);
}

base::Result<int> backup(const Context& context, const std::string& out)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const QString path = text(out);
    KEYTURN_TRY(service::checkFree(path));
    const auto progress = context.progress(QStringLiteral("copying"));
    KEYTURN_TRY(workspace->store().backupTo(path, [&](int done, int total) {
        if (progress)
            progress(static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
        return true;
    }));
    const service::Health& health = workspace->health();
    context.print({{QStringLiteral("file"), path},
                   {QStringLiteral("size"), static_cast<qint64>(health.size)},
                   {QStringLiteral("root"), health.root.hex()}},
                  QStringLiteral("Copied %1 entries to %2.").arg(health.size).arg(path));
    return 0;
}

base::Result<int> rebuild(const Context& context)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(replaced, service::rebuildDerived(
                                  *workspace, context.progress(QStringLiteral("rebuilding")), kNever));
    context.print({{QStringLiteral("replaced"), static_cast<qint64>(replaced)}},
                  replaced == 0
                      ? QStringLiteral("Every index was as the records make it.")
                      : QStringLiteral("%1 blocks had a wrong index; it was made anew from the records.")
                            .arg(replaced));
    return 0;
}

} // namespace

void addVerifyCommands(CLI::App& app, Context& context)
{
    auto options = std::make_shared<VerifyOptions>();
    auto* sub = app.add_subcommand(
        "verify", "Checks everything: bytes, chain, tree, signatures, rules, sheets, records");
    sub->footer("Example: keyturnctl verify larkfield.keyturn --json");
    sub->add_option("FILE", options->file, "Workspace; -w when left out");
    sub->add_option("--root", options->root, "Log id or root as it came to you by another way");
    sub->add_option("--witness", options->witnessNotes,
                    "A checkpoint that a witness keeps; its key with --witness-key")
        ->allow_extra_args(false);
    sub->callback([&context, options] {
        context.run = command(context, [&context, options] { return verify(context, *options); });
    });

    auto out = std::make_shared<std::string>();
    auto* copy = app.add_subcommand("backup", "Copies the workspace while it is in use");
    copy->footer("Example: keyturnctl -w larkfield.keyturn backup --out copy.keyturn");
    copy->add_option("--out", *out, "New file")->required();
    copy->callback([&context, out] {
        context.run = command(context, [&context, out] { return backup(context, *out); });
    });

    auto* again = app.add_subcommand("rebuild", "Makes the indexes anew from the records");
    again->footer("Example: keyturnctl -w larkfield.keyturn rebuild");
    again->callback([&context] { context.run = command(context, [&context] { return rebuild(context); }); });
}

} // namespace keyturn::app
