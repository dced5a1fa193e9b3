// SPDX-License-Identifier: GPL-3.0-or-later
// Who relies on what.

#include "app/keyturnctl/json_shapes.h"
#include "app/keyturnctl/proposal_options.h"
#include "models/service/dependents_file.h"

namespace keyturn::app {

namespace {

struct DependentOptions
{
    std::string file;
    std::vector<std::string> ids;
    std::string model;
    bool withoutTestedFallback = false;
};

QString dependentText(const domain::Dependent& dependent)
{
    return QStringLiteral("%1  %2  [%3, fallback %4%5]\n    %6%7")
        .arg(dependent.id.value(), dependent.name, domain::toWord(dependent.kind),
             domain::toWord(dependent.fallback),
             dependent.fallbackModel ? QStringLiteral(": ") + dependent.fallbackModel->value() : QString(),
             domain::toText(dependent.uses),
             dependent.contact.isEmpty() ? QString() : QStringLiteral("  ·  ") + dependent.contact);
}

base::Result<int> importDependents(const Context& context, const DependentOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    const state::SnapshotPointer before = workspace->snapshot();
    if (before->catalogue.isEmpty())
        return base::fail(service::ServiceError::NoCatalogue);
    KEYTURN_TRY_LET(identity, context.identity(before->charter));
    const QString path = text(options.file);
    KEYTURN_TRY_LET(file, service::readDependentsFile(path, before->catalogue));
    QJsonArray entries;
    std::size_t entered = 0;
    const auto wanted = service::entriesForDependents(before->dependents, file.dependents);
    const auto progress = context.progress(path);
    for (const domain::DependentsSet& entry : wanted) {
        KEYTURN_TRY(workspace->execute(identity.member, entry, *identity.key));
        entries.append(static_cast<qint64>(workspace->snapshot()->size - 1));
        entered += entry.set.size();
        if (progress)
            progress(entered, file.dependents.size());
    }
    const std::size_t unchanged = file.dependents.size() - entered;
    QString said = QStringLiteral("%1: %2 dependents entered as %3").arg(path).arg(entered).arg(file.format);
    if (unchanged > 0)
        said += QStringLiteral(", %1 stood there already").arg(unchanged);
    if (!file.rejected.empty())
        said += QStringLiteral(", %1 rejected").arg(file.rejected.size()) +
                rejectionsText(file.rejected, file.rejected.size());
    context.print({{QStringLiteral("file"), path},
                   {QStringLiteral("format"), file.format},
                   {QStringLiteral("records"), static_cast<qint64>(entered)},
                   {QStringLiteral("unchanged"), static_cast<qint64>(unchanged)},
                   {QStringLiteral("rejected"), rejectionsJson(file.rejected)},
                   {QStringLiteral("rejected_count"), static_cast<qint64>(file.rejected.size())},
                   {QStringLiteral("entries"), entries}},
                  said);
    return file.rejected.empty() ? 0 : static_cast<int>(ExitStatus::InputRejected);
}

base::Result<int> listDependents(const Context& context, const DependentOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    const domain::ModelId model(text(options.model));
    const auto& models = snapshot.catalogue.models;
    if (!options.model.empty() &&
        std::none_of(models.begin(), models.end(), [&](const auto& named) { return named.id == model; }))
        return base::fail(domain::DomainError::UnknownModel, text(options.model));
    bool isAny = false;
    for (const domain::Dependent& dependent : snapshot.dependents) {
        if (!options.model.empty() && !dependent.uses.models.contains(model))
            continue;
        if (options.withoutTestedFallback && dependent.fallback == domain::Fallback::Tested)
            continue;
        context.print(dependentJson(dependent), dependentText(dependent));
        isAny = true;
    }
    if (!isAny)
        context.say(snapshot.dependents.empty() ? QStringLiteral("The register of dependents is empty.")
                                                : QStringLiteral("No dependent fits."));
    return 0;
}

base::Result<int> removeDependents(const Context& context, const DependentOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    const domain::DependentsSet set{{}, idsOf<domain::DependentId>(options.ids)};
    KEYTURN_TRY(workspace->execute(identity.member, set, *identity.key));
    const std::size_t left = workspace->snapshot()->dependents.size();
    context.print({{QStringLiteral("removed"), idArray(set.removed)},
                   {QStringLiteral("dependents"), static_cast<qint64>(left)}},
                  QStringLiteral("Removed %1; %2 are left").arg(set.removed.size()).arg(left));
    return 0;
}

} // namespace

void addDependentCommands(CLI::App& app, Context& context)
{
    auto* dependent = app.add_subcommand("dependent", "Customers, products and teams that rely on models");
    dependent->require_subcommand(1);
    auto options = std::make_shared<DependentOptions>();

    auto* import = dependent->add_subcommand("import", "Enters a register of dependents from JSON or CSV");
    import->footer(
        "Example: keyturnctl -w W dependent import customers.csv --as ciso --key ciso.key\n"
        "CSV: id,name,kind,contact,models,channels,regions,tiers,capabilities,fallback,fallback_model;\n"
        "lists are separated by blanks or semicolons, and an empty one means all.");
    import->add_option("FILE", options->file, "The register")->required();
    runs(import, context, options, importDependents);

    auto* list = dependent->add_subcommand("list", "Lists dependents");
    list->footer("Example: keyturnctl -w larkfield.keyturn dependent list --without-tested-fallback --model "
                 "larch-4");
    list->add_option("--model", options->model, "Only those that use this model");
    list->add_flag("--without-tested-fallback", options->withoutTestedFallback,
                   "Only those that have tested nothing to turn to");
    runs(list, context, options, listDependents);

    auto* remove = dependent->add_subcommand("remove", "Takes dependents out of the register");
    remove->footer("Example: keyturnctl -w W dependent remove harrow-clinics --as ciso --key ciso.key");
    remove->add_option("ID", options->ids, "As the register names them")->required();
    runs(remove, context, options, removeDependents);
}

} // namespace keyturn::app
