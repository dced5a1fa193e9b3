// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "models/base/text_safety.h"
#include "models/domain/statement.h"

#include <QFile>
#include <QJsonDocument>

namespace keyturn::app {

namespace {

constexpr qint64 kMaximumCatalogueBytes = 1 << 20;

base::Result<domain::Catalogue> readCatalogue(const std::string& path)
{
    QFile file(text(path));
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(service::ServiceError::FileFailure, base::harmlessText(file.fileName()),
                          file.errorString());
    if (file.size() > kMaximumCatalogueBytes)
        return base::fail(domain::DomainError::BadCatalogue, QStringLiteral("the file is larger than 1 MiB"));
    auto catalogue = domain::decodeCatalogueFile(file.readAll());
    if (!catalogue)
        return base::fail(domain::DomainError::BadCatalogue, catalogue.error().sentence());
    KEYTURN_TRY(domain::checkCatalogue(*catalogue));
    return catalogue;
}

QString summary(const domain::Catalogue& catalogue)
{
    return QStringLiteral("%1 models, %2 channels, %3 regions, %4 tiers, %5 capabilities, %6 routes")
        .arg(catalogue.models.size())
        .arg(catalogue.channels.size())
        .arg(catalogue.regions.size())
        .arg(catalogue.tiers.size())
        .arg(catalogue.capabilities.size())
        .arg(catalogue.routes.size());
}

QJsonObject counts(const domain::Catalogue& catalogue)
{
    return {{QStringLiteral("models"), static_cast<qint64>(catalogue.models.size())},
            {QStringLiteral("channels"), static_cast<qint64>(catalogue.channels.size())},
            {QStringLiteral("regions"), static_cast<qint64>(catalogue.regions.size())},
            {QStringLiteral("tiers"), static_cast<qint64>(catalogue.tiers.size())},
            {QStringLiteral("capabilities"), static_cast<qint64>(catalogue.capabilities.size())},
            {QStringLiteral("routes"), static_cast<qint64>(catalogue.routes.size())}};
}

base::Result<int> setCatalogue(const Context& context, const std::string& path)
{
    KEYTURN_TRY_LET(catalogue, readCatalogue(path));
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    KEYTURN_TRY_LET(appended,
                    workspace->execute(identity.member, domain::CatalogueSet{catalogue}, *identity.key));
    QJsonObject object = counts(catalogue);
    object.insert(QStringLiteral("entry"), static_cast<qint64>(appended.seq));
    context.print(object, QStringLiteral("The catalogue stands: %1.").arg(summary(catalogue)));
    return 0;
}

base::Result<int> showCatalogue(const Context& context)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const domain::Catalogue& catalogue = workspace->snapshot()->catalogue;
    if (catalogue.isEmpty())
        return base::fail(service::ServiceError::NoCatalogue);
    const QByteArray file = domain::encodeCatalogueFile(catalogue);
    if (context.json())
        Context::printJson(QJsonDocument::fromJson(file).object());
    else
        context.say(QString::fromUtf8(file).trimmed());
    return 0;
}

base::Result<int> checkCatalogueFile(const Context& context, const std::string& path)
{
    KEYTURN_TRY_LET(catalogue, readCatalogue(path));
    context.print(counts(catalogue),
                  QStringLiteral("The catalogue holds together: %1.").arg(summary(catalogue)));
    return 0;
}

} // namespace

void addCatalogueCommands(CLI::App& app, Context& context)
{
    auto* catalogue = app.add_subcommand(
        "catalogue", "What can be controlled: models, channels, regions, tiers, capabilities, routes");
    catalogue->require_subcommand(1);
    auto path = std::make_shared<std::string>();

    auto* set = catalogue->add_subcommand("set", "Sets the catalogue from a file");
    set->footer("Example: keyturnctl -w W catalogue set catalogue.json --as head-of-safety --key hos.key");
    set->add_option("FILE", *path, "Catalogue file (JSON)")->required();
    set->callback([&context, path] {
        context.run = command(context, [&context, path] { return setCatalogue(context, *path); });
    });

    auto* show = catalogue->add_subcommand("show", "Shows the standing catalogue as a file");
    show->footer("Example: keyturnctl -w larkfield.keyturn catalogue show > catalogue.json");
    show->callback(
        [&context] { context.run = command(context, [&context] { return showCatalogue(context); }); });

    auto* check = catalogue->add_subcommand("check", "Checks a catalogue file");
    check->footer("Example: keyturnctl catalogue check catalogue.json");
    check->add_option("FILE", *path, "Catalogue file (JSON)")->required();
    check->callback([&context, path] {
        context.run = command(context, [&context, path] { return checkCatalogueFile(context, *path); });
    });
}

} // namespace keyturn::app
