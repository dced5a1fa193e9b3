// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "app/keyturnctl/import_options.h"
#include "models/base/local_zone.h"
#include "models/base/text_safety.h"
#include "models/domain/reason.h"
#include "models/service/import_preview.h"
#include "models/service/small_file.h"

#include <atomic>
#include <csignal>

namespace keyturn::app {

namespace {

struct ImportFiles
{
    std::vector<std::string> files;
    ImportOptions as;
    std::string mapping;
    bool printsMapping = false;
};

std::atomic_bool interrupted{false};

/// The mapping of --map. @return BadMapping, also where it names one zone and --tz another.
base::Result<formats::ImportMapping> mappingOf(const std::string& path, const QString& zone)
{
    KEYTURN_TRY_LET(bytes, service::readSmallFile(text(path)));
    KEYTURN_TRY_LET(mapping, formats::decodeMapping(bytes, text(path)));
    if (!mapping.zone.isEmpty() && !zone.isEmpty() && mapping.zone != zone)
        return base::fail(intake::IntakeError::BadMapping, base::harmlessText(text(path)),
                          domain::reason(QT_TRANSLATE_NOOP("errors", "its zone is %1, and --tz says %2."),
                                         mapping.zone, zone));
    return std::move(mapping);
}

/// Prints what the fields of one file are guessed to mean, as --map reads it; needs no workspace.
base::Result<int> printMapping(const ImportFiles& options)
{
    if (options.files.size() != 1 || options.files.front() == "-")
        return base::fail(CommandError::NothingToDo,
                          QStringLiteral("--print-map takes one file, and no standard input"));
    service::ImportRequest request;
    request.path = text(options.files.front());
    request.format = text(options.as.format);
    request.encoding = text(options.as.encoding);
    request.mapping.emplace(); // Whatever else the file is, it is looked at as fields.
    KEYTURN_TRY_LET(preview, service::previewImport(request, 1));
    if (!preview.fields)
        return base::fail(intake::IntakeError::UnknownFormat, base::harmlessText(request.path));
    const QByteArray bytes = formats::encodeMapping(preview.fields->guess);
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stdout);
    return 0;
}

base::Result<int> import(const Context& context, const ImportFiles& options)
{
    if (options.printsMapping)
        return printMapping(options);
    KEYTURN_TRY_LET(asked, importRequest(options.as));
    std::optional<formats::ImportMapping> mapping;
    if (!options.mapping.empty()) {
        KEYTURN_TRY_LET(given, mappingOf(options.mapping, context.zone()));
        mapping = std::move(given);
    }
    if (!context.zone().isEmpty())
        KEYTURN_TRY(base::LocalZone::named(context.zone()));
    KEYTURN_TRY_LET(workspace, context.open());
    QStringList paths;
    for (const std::string& file : options.files)
        paths += text(file);
    const QStringList files = service::filesToImport(paths);
    if (files.isEmpty())
        return base::fail(CommandError::NothingToDo,
                          QStringLiteral("there are no files in %1").arg(paths.join(QLatin1Char(' '))));
    // Unlocking a key is made to take a fifth of a second; reading need not wait for it.
    KEYTURN_TRY_LET(identity, context.identityLater(workspace->snapshot()->charter, interrupted));
    const service::SignerSource key([&identity] { return identity.key(); });
    std::signal(SIGINT, [](int) { interrupted = true; });
    QJsonArray batches;
    int status = 0;
    for (const QString& path : files) {
        service::ImportRequest request = asked;
        request.path = path;
        request.mapping = mapping;
        request.zone = context.zone();
        auto outcomes = service::importPath(*workspace, identity.member(), key, request,
                                            context.progress(path, Context::Counted::Bytes), interrupted);
        KEYTURN_TRY(identity.key());
        if (!outcomes) {
            // One file's fault does not keep the others out, but a refusal or a failing store would meet them
            // all.
            const base::Outcome kindOfFailure = outcomes.error().outcome();
            if (kindOfFailure == base::Outcome::Refused || kindOfFailure == base::Outcome::Storage ||
                kindOfFailure == base::Outcome::Integrity || interrupted || files.size() == 1)
                return base::passOn(outcomes);
            const auto failed = service::refusedOutcome(path, request.format, outcomes.error().sentence());
            batches.append(outcomeJson(failed));
            context.say(outcomeText(failed));
            status = static_cast<int>(ExitStatus::InputRejected);
            continue;
        }
        for (const service::ImportOutcome& outcome : *outcomes) {
            batches.append(outcomeJson(outcome));
            context.say(outcomeText(outcome));
            if (outcome.rejectedCount > 0)
                status = static_cast<int>(ExitStatus::InputRejected);
        }
    }
    if (context.json())
        Context::printJson({{QStringLiteral("batches"), batches}});
    return status;
}

} // namespace

void addImportCommands(CLI::App& app, Context& context)
{
    auto options = std::make_shared<ImportFiles>();
    auto* sub =
        app.add_subcommand("import", "Imports signals from files and folders, one signed batch a file");
    sub->footer(
        "Example: keyturnctl -w larkfield.keyturn import exports/ --as intake --key intake.key "
        "--incident I-1\n"
        "A table of your own: keyturnctl import --print-map tickets.csv > tickets.map.json\n"
        "  Edit it: which field is the time, the title …; then\n"
        "  keyturnctl -w larkfield.keyturn import tickets.csv --map tickets.map.json --as intake --key "
        "intake.key\n"
        "Times that name no zone are read as UTC, or as of --tz: import fw.log --tz Europe/Berlin");
    sub->add_option("FILE", options->files, "Files or folders; - reads standard input")->required();
    addFormatOptions(sub, options->as);
    auto* map = sub->add_option("--map", options->mapping,
                                "Mapping that says what the fields of tables and JSON records mean");
    sub->add_flag("--print-map", options->printsMapping,
                  "Print the mapping that a file's fields are guessed to have, to be edited for --map")
        ->excludes(map);
    addBelongingOptions(sub, options->as);
    sub->callback([&context, options] {
        context.run = command(context, [&context, options] { return import(context, *options); });
    });
}

} // namespace keyturn::app
