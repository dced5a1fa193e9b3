// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "models/base/text_safety.h"
#include "models/service/small_file.h"

#include <QDir>
#include <QFile>

namespace keyturn::app {

namespace {

struct KeyNewOptions
{
    std::string name;
    std::string out = ".";
    std::string type = "p256";
};

base::Result<int> keyNew(const Context& context, const KeyNewOptions& options)
{
    const auto type = crypto::keyTypeFromWord(text(options.type));
    if (!type)
        return base::fail(CommandError::BadOption, QStringLiteral("--type"), text(options.type),
                          QStringLiteral("p256, ed25519"));
    const QString name = text(options.name);
    if (name.isEmpty() || name.contains(QLatin1Char('/')) || name.startsWith(QLatin1Char('.')) ||
        base::hasForbiddenCharacter(name))
        return base::fail(CommandError::BadOption, QStringLiteral("NAME"), base::harmlessText(name, 64),
                          QStringLiteral("a plain file name"));
    const QString folder = text(options.out);
    if (!QDir().mkpath(folder))
        return base::fail(service::ServiceError::FileFailure, folder,
                          QStringLiteral("the folder cannot be made"));
    const QString privatePath = QDir(folder).filePath(name + QStringLiteral(".key"));
    const QString publicPath = QDir(folder).filePath(name + QStringLiteral(".pem"));
    for (const QString& path : {privatePath, publicPath})
        KEYTURN_TRY(service::checkFree(path));
    KEYTURN_TRY_LET(secret, context.passphrase(QStringLiteral("New passphrase for %1").arg(name)));
    KEYTURN_TRY_LET(key, crypto::PrivateKey::generate(*type));
    KEYTURN_TRY(key.save(privatePath, secret));
    KEYTURN_TRY(crypto::savePublicKey(publicPath, key.publicKey()));
    context.print({{QStringLiteral("key_id"), key.publicKey().id().hex()},
                   {QStringLiteral("private"), privatePath},
                   {QStringLiteral("public"), publicPath}},
                  QStringLiteral("Made %1 (private, keep it safe) and %2.\nKey id %3")
                      .arg(privatePath, publicPath, key.publicKey().id().hex()));
    return 0;
}

} // namespace

void addKeyCommands(CLI::App& app, Context& context)
{
    auto* key = app.add_subcommand("key", "Keys of people and services");
    key->require_subcommand(1);
    auto options = std::make_shared<KeyNewOptions>();
    auto* make = key->add_subcommand("new", "Makes an encrypted private key and its public key");
    make->footer("Example: keyturnctl key new ines --out keys --passphrase-file ines.pass");
    make->add_option("NAME", options->name, "Name of the files: NAME.key and NAME.pem")->required();
    make->add_option("--out", options->out, "Folder to put them in");
    make->add_option("--type", options->type, "p256 (default) or ed25519");
    make->callback([&context, options] {
        context.run = command(context, [&context, options] { return keyNew(context, *options); });
    });
    addTokenCommands(*key, context);
}

} // namespace keyturn::app
