// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/charter_shapes.h"
#include "app/keyturnctl/context.h"
#include "models/service/charter_file.h"

namespace keyturn::app {

namespace {

base::Result<int> signCharter(const Context& context, const std::string& path)
{
    KEYTURN_TRY_LET(before, service::readCharterFile(text(path)));
    KEYTURN_TRY_LET(identity, context.identity(before.charter));
    KEYTURN_TRY_LET(file, service::signCharterFile(text(path), identity.member, *identity.key));
    const QStringList missing = roleWords(service::missingForFounding(file));
    context.print({{QStringLiteral("file"), text(path)},
                   {QStringLiteral("signatures"), static_cast<qint64>(file.signatures.size())},
                   {QStringLiteral("missing"), QJsonArray::fromStringList(missing)}},
                  missing.isEmpty()
                      ? QStringLiteral("Signed. The charter has every signature its own rule asks for.")
                      : QStringLiteral("Signed. Still missing: %1.").arg(missing.join(QStringLiteral(", "))));
    return 0;
}

base::Result<int> showCharter(const Context& context, const std::string& path)
{
    if (!path.empty()) {
        KEYTURN_TRY_LET(file, service::readCharterFile(text(path)));
        context.print(charterJson(file.charter), charterText(file.charter));
        return 0;
    }
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    QJsonObject object = charterJson(snapshot.charter);
    object.insert(QStringLiteral("versions"), charterVersionsJson(snapshot));
    context.print(object, charterText(snapshot.charter) + QLatin1Char('\n') + charterVersionsText(snapshot));
    return 0;
}

base::Result<int> initWorkspace(const Context& context, const std::string& charterPath)
{
    KEYTURN_TRY_LET(where, context.location());
    KEYTURN_TRY_LET(file, service::readCharterFile(text(charterPath)));
    const std::vector<domain::Role> missing = service::missingForFounding(file);
    if (!missing.empty() || file.signatures.empty())
        return base::fail(domain::DomainError::NotFounded, roleWords(missing).join(QStringLiteral(", ")));
    KEYTURN_TRY_LET(
        workspace, service::Workspace::found(where, service::foundingEnvelopes(file), context.openOptions()));
    const service::Health& health = workspace->health();
    context.print({{QStringLiteral("log"), workspace->snapshot()->log.hex()},
                   {QStringLiteral("size"), static_cast<qint64>(health.size)},
                   {QStringLiteral("root"), health.root.hex()}},
                  QStringLiteral("Founded the workspace of %1 at %2.\nLog %3")
                      .arg(file.charter.organisation, where, workspace->snapshot()->log.hex()));
    return 0;
}

} // namespace

void addCharterCommands(CLI::App& app, Context& context)
{
    auto* charter = app.add_subcommand("charter", "Who may do what");
    charter->require_subcommand(1);

    addCharterDraftCommand(*charter, context);

    auto signPath = std::make_shared<std::string>();
    auto* sign = charter->add_subcommand("sign", "Adds a member's signature to a charter file");
    sign->footer("Example: keyturnctl charter sign charter.json --as ceo --key keys/ada.key");
    sign->add_option("FILE", *signPath, "Charter file")->required();
    sign->callback([&context, signPath] {
        context.run = command(context, [&context, signPath] { return signCharter(context, *signPath); });
    });

    auto showPath = std::make_shared<std::string>();
    auto* show = charter->add_subcommand("show", "Shows a charter file, or the standing charter");
    show->footer("Example: keyturnctl -w larkfield.keyturn charter show");
    show->add_option("FILE", *showPath, "Charter file; the workspace's own when left out");
    show->callback([&context, showPath] {
        context.run = command(context, [&context, showPath] { return showCharter(context, *showPath); });
    });

    addNextCharterCommands(*charter, context);

    auto initPath = std::make_shared<std::string>();
    auto* init = app.add_subcommand("init", "Founds a workspace from a signed charter");
    init->footer("Example: keyturnctl -w larkfield.keyturn init --charter charter.json");
    init->add_option("--charter", *initPath, "Charter file signed to its own threshold")->required();
    init->callback([&context, initPath] {
        context.run = command(context, [&context, initPath] { return initWorkspace(context, *initPath); });
    });
}

} // namespace keyturn::app
