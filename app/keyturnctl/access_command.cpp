// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "app/keyturnctl/decision_facts.h"
#include "app/keyturnctl/json_shapes.h"
#include "models/domain/sheet.h"

#include <algorithm>

namespace keyturn::app {

namespace {

struct AccessOptions
{
    std::vector<std::string> models;
    std::vector<std::string> channels;
    std::vector<std::string> regions;
    std::vector<std::string> tiers;
    std::vector<std::string> capabilities;
};

template <typename Id>
base::Result<domain::Selection<Id>> pick(const char* what, const std::vector<std::string>& given,
                                         const std::vector<domain::Named<Id>>& known)
{
    std::vector<Id> ids;
    for (const QString& value : listOf(given)) {
        const Id id(value);
        const bool exists =
            std::any_of(known.begin(), known.end(), [&](const auto& named) { return named.id == id; });
        if (!exists)
            return base::fail(domain::DomainError::UnknownName, QString::fromLatin1(what), value);
        ids.push_back(id);
    }
    return ids.empty() ? domain::Selection<Id>::everything() : domain::Selection<Id>::of(ids);
}

base::Result<int> showAccess(const Context& context, const AccessOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    const domain::Catalogue& catalogue = snapshot.catalogue;
    if (catalogue.isEmpty())
        return base::fail(service::ServiceError::NoCatalogue);
    domain::Box area;
    KEYTURN_TRY_LET(models, pick("model", options.models, catalogue.models));
    KEYTURN_TRY_LET(channels, pick("channel", options.channels, catalogue.channels));
    KEYTURN_TRY_LET(regions, pick("region", options.regions, catalogue.regions));
    KEYTURN_TRY_LET(tiers, pick("tier", options.tiers, catalogue.tiers));
    KEYTURN_TRY_LET(capabilities, pick("capability", options.capabilities, catalogue.capabilities));
    area.models = models;
    area.channels = channels;
    area.regions = regions;
    area.tiers = tiers;
    area.capabilities = capabilities;
    const domain::AreaAccess access =
        domain::areaAccess(snapshot.layersInForce(workspace->ledgerNow()), area, catalogue);
    const QString word = domain::areaWord(access);
    QJsonArray layers;
    QStringList why;
    for (const domain::ChangeId& id : access.layers) {
        const state::ChangeState* change = snapshot.change(id);
        layers.append(
            QJsonObject{{QStringLiteral("change"), id.value()},
                        {QStringLiteral("kind"), domain::toWord(change->restriction.measure.kind)},
                        {QStringLiteral("title"), domain::headline(change->restriction, catalogue)}});
        why += QStringLiteral("  %1  %2").arg(id.value(), domain::headline(change->restriction, catalogue));
    }
    QJsonArray shadowed;
    for (const Shadowed& one : shadowedChanges(snapshot, workspace->ledgerNow())) {
        if (std::find(access.layers.begin(), access.layers.end(), one.change) == access.layers.end())
            continue;
        shadowed.append(QJsonObject{{QStringLiteral("change"), one.change.value()},
                                    {QStringLiteral("by"), idArray(one.by)}});
        why += QStringLiteral("  ") + toText(one);
    }
    const bool proven = isProven(snapshot);
    if (proven)
        why += QStringLiteral("  proven at every gateway");
    context.print({{QStringLiteral("access"), word},
                   {QStringLiteral("cells"), static_cast<qint64>(access.cells)},
                   {QStringLiteral("open"), static_cast<qint64>(access.open)},
                   {QStringLiteral("suspended"), static_cast<qint64>(access.suspended)},
                   {QStringLiteral("loosest"), domain::toWord(access.loosest)},
                   {QStringLiteral("strictest"), domain::toWord(access.strictest)},
                   {QStringLiteral("layers"), layers},
                   {QStringLiteral("shadowed"), shadowed},
                   {QStringLiteral("proven"), proven}},
                  why.isEmpty() ? word : word + QLatin1Char('\n') + why.join(QLatin1Char('\n')));
    return word == QLatin1String("open") ? 0 : 1;
}

} // namespace

void addAccessCommands(CLI::App& app, Context& context)
{
    auto options = std::make_shared<AccessOptions>();
    auto* access = app.add_subcommand(
        "access", "Effective access, and the layers that make it so; exit 0 only when open");
    access->footer("Example: keyturnctl -w larkfield.keyturn access --model larch-4 --region EU");
    access->add_option("--model", options->models, "Model")->required();
    access->add_option("--channel", options->channels, "Channel; all when left out");
    access->add_option("--region", options->regions, "Region; all when left out");
    access->add_option("--tier", options->tiers, "Tier; all when left out");
    access->add_option("--capability", options->capabilities, "Capability; all when left out");
    runs(access, context, options, showAccess);
}

} // namespace keyturn::app
