// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/archive_reader.h"
#include "app/keyturnctl/context.h"
#include "app/keyturnctl/demo_story.h"
#include "models/crypto/digest_functions.h"
#include "models/domain/statement.h"
#include "models/service/charter_file.h"
#include "models/service/import_job.h"
#include "models/service/small_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

namespace keyturn::app {

namespace {

/// The one passphrase of all demo keys. It protects nothing: the workspace is marked DEMO and is no evidence.
constexpr char kDemoPassphrase[] = "larkfield demo";

base::Result<DemoStory::Keys> makeKeys(domain::Charter& charter, const QString& folder)
{
    if (!QDir().mkpath(folder))
        return base::fail(service::ServiceError::FileFailure, folder,
                          QStringLiteral("the folder cannot be made"));
    QFile passphrase(folder + QStringLiteral("/passphrase"));
    const QByteArray line = QByteArray(kDemoPassphrase) + '\n';
    if (!passphrase.open(QIODevice::WriteOnly | QIODevice::NewOnly) || passphrase.write(line) != line.size())
        return base::fail(service::ServiceError::FileFailure, passphrase.fileName(),
                          passphrase.errorString());
    const crypto::SecretBytes secret = crypto::SecretBytes::fromText(QString::fromLatin1(kDemoPassphrase));
    DemoStory::Keys keys;
    for (domain::Member& member : charter.members) {
        const bool service = member.kind == domain::MemberKind::Service;
        KEYTURN_TRY_LET(
            key, crypto::PrivateKey::generate(service ? crypto::KeyType::Ed25519 : crypto::KeyType::P256));
        KEYTURN_TRY(key.save(QStringLiteral("%1/%2.key").arg(folder, member.id.value()), secret));
        KEYTURN_TRY(crypto::savePublicKey(QStringLiteral("%1/%2.pem").arg(folder, member.id.value()),
                                          key.publicKey()));
        member.keys.push_back(
            {key.publicKey().id(), crypto::toWord(key.publicKey().type()), key.publicKey().spki()});
        keys.emplace(member.id, std::make_unique<crypto::PrivateKey>(std::move(key)));
    }
    return keys;
}

/// The founding signatures, by everybody whom the charter's own rule can use.
base::Result<std::vector<QByteArray>> signCharter(const domain::Charter& charter, const DemoStory::Keys& keys)
{
    domain::Statement statement;
    statement.subjects.push_back(
        {QStringLiteral("charter.json"), crypto::sha256(domain::encodeCharterDraft(charter))});
    statement.payload = domain::CharterSigned{charter};
    service::CharterFile file;
    file.charter = charter;
    KEYTURN_TRY_LET(bytes, domain::encodeStatement(statement));
    file.statement = bytes;
    for (const domain::Member& member : charter.members) {
        const std::size_t before = service::missingForFounding(file).size();
        if (before == 0)
            break;
        KEYTURN_TRY_LET(signature, keys.at(member.id)->sign(ledger::preAuthenticationEncoding(
                                       ledger::kInTotoPayloadType, file.statement)));
        file.signatures.push_back({member.keys.front().id, signature});
        if (service::missingForFounding(file).size() == before)
            file.signatures.pop_back(); // Fills no slot.
    }
    return service::foundingEnvelopes(file);
}

base::Result<std::uint64_t> importBackground(const Context& context, service::Workspace& workspace,
                                             const domain::MemberId& member, crypto::Signer& signer)
{
    QTemporaryDir folder;
    QFile archive(QStringLiteral(":/keyturn/demo/background.tar.xz"));
    if (!folder.isValid() || !archive.open(QIODevice::ReadOnly))
        return base::fail(service::ServiceError::FileFailure, archive.fileName(), archive.errorString());
    KEYTURN_TRY(unpackArchive(archive.readAll(), folder.path()));
    std::uint64_t records = 0;
    for (const char* source : {"atlas", "stix", "timesketch"}) {
        const QStringList paths{folder.filePath(QStringLiteral("background/") + QLatin1String(source))};
        for (const QString& path : service::filesToImport(paths)) {
            service::ImportRequest request;
            request.path = path;
            KEYTURN_TRY_LET(outcome,
                            service::importFile(workspace, member, signer, request,
                                                context.progress(QFileInfo(path).fileName()), kNever));
            records += outcome.records;
        }
    }
    return records;
}

base::Result<int> foundDemo(const Context& context)
{
    KEYTURN_TRY_LET(where, context.location());
    const QString folder = where + QStringLiteral(".keys");
    for (const QString& path : {where, folder})
        KEYTURN_TRY(service::checkFree(path));
    KEYTURN_TRY_LET(story, DemoStory::load());
    domain::Charter charter = story.charter();
    KEYTURN_TRY_LET(keys, makeKeys(charter, folder));
    KEYTURN_TRY(domain::checkCharter(charter));
    KEYTURN_TRY_LET(envelopes, signCharter(charter, keys));

    const auto clock = std::make_shared<StoryClock>();
    clock->set(story.beginsAt());
    service::OpenOptions options = context.openOptions();
    options.clock = clock;
    options.scenarioTimeForDemo = false;
    KEYTURN_TRY_LET(workspace, service::Workspace::found(where, envelopes, options));
    KEYTURN_TRY(story.setCatalogue(*workspace, keys));
    KEYTURN_TRY_LET(
        records, importBackground(context, *workspace, story.backgroundBy(), *keys.at(story.backgroundBy())));
    KEYTURN_TRY(story.play(*workspace, *clock, keys));

    QJsonArray members;
    for (const domain::Member& member : charter.members) {
        QStringList roles;
        for (const domain::Role role : member.roles)
            roles += domain::toWord(role);
        members.append(
            QJsonObject{{QStringLiteral("id"), member.id.value()},
                        {QStringLiteral("name"), member.name},
                        {QStringLiteral("title"), member.title},
                        {QStringLiteral("roles"), QJsonArray::fromStringList(roles)},
                        {QStringLiteral("key"), QStringLiteral("%1/%2.key").arg(folder, member.id.value())}});
    }
    context.print(
        {{QStringLiteral("workspace"), where}, {QStringLiteral("members"), members}},
        QStringLiteral("DEMO workspace %1: %2 entries, %3 real records beside the scripted week.\n"
                       "Keys of its members are in %4; one passphrase opens them all: %4/passphrase")
            .arg(where)
            .arg(workspace->health().size)
            .arg(records)
            .arg(folder));
    return 0;
}

} // namespace

void addDemoCommand(CLI::App& app, Context& context)
{
    auto* sub =
        app.add_subcommand("demo", "Founds a demo workspace at -w: a fictional week on real public samples");
    sub->footer("Example: keyturnctl demo -w larkfield.keyturn");
    sub->callback([&context] { context.run = command(context, [&context] { return foundDemo(context); }); });
}

} // namespace keyturn::app
