// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "models/tokens/token_signer.h"

#include <QFileInfo>

namespace keyturn::app {

namespace {

struct TokenOptions
{
    std::string module;
    std::string uri;
    std::string out;
};

QJsonObject tokenKeyJson(const tokens::TokenKey& key)
{
    return {{QStringLiteral("uri"), key.uri},
            {QStringLiteral("key_id"), key.publicKey.id().hex()},
            {QStringLiteral("type"), crypto::toWord(key.publicKey.type())},
            {QStringLiteral("token"), key.token.label},
            {QStringLiteral("serial"), key.token.serial},
            {QStringLiteral("label"), key.label}};
}

base::Result<int> listKeys(const Context& context, const TokenOptions& options)
{
    const QString module =
        options.module.empty() ? QString() : QFileInfo(text(options.module)).absoluteFilePath();
    KEYTURN_TRY_LET(keys, tokens::listTokenKeys(module));
    QJsonArray listed;
    QStringList lines;
    for (const tokens::TokenKey& key : keys) {
        listed.append(tokenKeyJson(key));
        lines += QStringLiteral("%1  %2  %3  %4\n  %5")
                     .arg(key.publicKey.id().shortCode(), crypto::toWord(key.publicKey.type()),
                          key.token.label, key.label, key.uri);
    }
    context.print({{QStringLiteral("keys"), listed}},
                  lines.isEmpty() ? QStringLiteral("No token that is plugged in has a P-256 or Ed25519 key.")
                                  : lines.join(QLatin1Char('\n')));
    return 0;
}

base::Result<int> writePublicKey(const Context& context, const TokenOptions& options)
{
    KEYTURN_TRY_LET(uri, tokens::TokenUri::parse(text(options.uri)));
    KEYTURN_TRY_LET(key, tokens::findTokenKey(uri));
    const QString path = text(options.out);
    KEYTURN_TRY(crypto::savePublicKey(path, key.publicKey));
    QJsonObject object = tokenKeyJson(key);
    object.insert(QStringLiteral("public"), path);
    context.print(object, QStringLiteral("Wrote %1.\nKey id %2").arg(path, key.publicKey.id().hex()));
    return 0;
}

} // namespace

void addTokenCommands(CLI::App& key, Context& context)
{
    auto* token = key.add_subcommand("token", "Keys on hardware tokens (PKCS#11)");
    token->require_subcommand(1);
    auto options = std::make_shared<TokenOptions>();
    auto* list =
        token->add_subcommand("list", "Lists the keys on tokens that are plugged in; asks for no PIN");
    list->footer("Example: keyturnctl key token list --module /usr/lib/x86_64-linux-gnu/opensc-pkcs11.so");
    list->add_option("--module", options->module,
                     "PKCS#11 module (KEYTURN_PKCS11_MODULE, else all that p11-kit knows)");
    list->callback([&context, options] {
        context.run = command(context, [&context, options] { return listKeys(context, *options); });
    });
    auto* publicKey =
        token->add_subcommand("public", "Writes the public key of a token's key, for a charter");
    publicKey->footer("Example: keyturnctl key token public 'pkcs11:token=Ada;object=sign' --out ada.pem");
    publicKey->add_option("URI", options->uri, "The key, as a pkcs11: URI (RFC 7512)")->required();
    publicKey->add_option("--out", options->out, "File to write")->required();
    publicKey->callback([&context, options] {
        context.run = command(context, [&context, options] { return writePublicKey(context, *options); });
    });
}

} // namespace keyturn::app
