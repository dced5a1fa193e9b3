// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "models/base/text_safety.h"
#include "models/domain/statement.h"
#include "models/service/charter_file.h"

#include <QFile>

namespace keyturn::app {

namespace {

struct CharterDraftOptions
{
    std::string organisation;
    std::vector<std::string> members;
    std::vector<std::string> rules;
    std::string expires;
    std::string out;
};

/// "head-of-safety;Ines Okafor;Head of Safety;safety-lead;keys/ines.pem", services with "service:" before the
/// id.
base::Result<domain::Member> memberFromText(const std::string& given)
{
    const QStringList parts = text(given).split(QLatin1Char(';'));
    if (parts.size() != 5)
        return base::fail(CommandError::BadOption, QStringLiteral("--member"),
                          base::harmlessText(text(given), 80),
                          QStringLiteral("ID;NAME;TITLE;ROLE,ROLE;PUBLIC.pem"));
    domain::Member member;
    QString id = parts[0].trimmed();
    if (id.startsWith(QLatin1String("service:"))) {
        id = id.mid(8);
        member.kind = domain::MemberKind::Service;
    }
    member.id = domain::MemberId(id);
    member.name = parts[1].trimmed();
    member.title = parts[2].trimmed();
    for (const QString& word : parts[3].split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        KEYTURN_TRY_LET(role, wordOption<domain::Role>("ROLE", word.trimmed().toStdString()));
        member.roles.push_back(role);
    }
    QFile file(parts[4].trimmed());
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(service::ServiceError::FileFailure, base::harmlessText(file.fileName()),
                          file.errorString());
    KEYTURN_TRY_LET(key, crypto::PublicKey::fromPem(file.read(1 << 16)));
    member.keys.push_back({key.id(), crypto::toWord(key.type()), key.spki()});
    return member;
}

/// "charter=executive,legal" replaces the signatures that a rule of the usual ones asks for.
base::Result<void> applyRule(domain::Charter& charter, const std::string& given)
{
    const QString whole = text(given);
    const qsizetype equals = whole.indexOf(QLatin1Char('='));
    for (domain::Rule& rule : charter.rules) {
        if (equals < 0 || rule.id.value() != whole.left(equals))
            continue;
        rule.slotRoles.clear();
        for (const QString& word : whole.mid(equals + 1).split(QLatin1Char(','), Qt::SkipEmptyParts)) {
            KEYTURN_TRY_LET(role, wordOption<domain::Role>("--rule", word.trimmed().toStdString()));
            rule.slotRoles.push_back(role);
        }
        return {};
    }
    QStringList ids;
    for (const domain::Rule& rule : charter.rules)
        ids += rule.id.value() + QStringLiteral("=ROLE,ROLE");
    return base::fail(CommandError::BadOption, QStringLiteral("--rule"), base::harmlessText(whole, 80),
                      ids.join(QStringLiteral("; ")));
}

base::Result<int> draftCharter(const Context& context, const CharterDraftOptions& options)
{
    domain::Charter charter;
    charter.organisation = text(options.organisation);
    charter.acts = domain::usualActs();
    charter.rules = domain::usualRules();
    for (const std::string& given : options.members) {
        KEYTURN_TRY_LET(member, memberFromText(given));
        charter.members.push_back(std::move(member));
    }
    for (const std::string& given : options.rules)
        KEYTURN_TRY(applyRule(charter, given));
    if (!options.expires.empty()) {
        KEYTURN_TRY_LET(expires, context.time(options.expires));
        charter.expires = expires;
    }
    const QString out = text(options.out);
    KEYTURN_TRY(service::writeCharterDraft(out, charter));
    QString said =
        QStringLiteral("Wrote the draft %1: %2 members, %3 rules. Read it, change it, then have it signed.")
            .arg(out)
            .arg(charter.members.size())
            .arg(charter.rules.size());
    for (const QString& warning : domain::charterWarnings(charter))
        said += QStringLiteral("\nNote: ") + warning;
    context.print(
        {{QStringLiteral("file"), out},
         {QStringLiteral("members"), static_cast<qint64>(charter.members.size())},
         {QStringLiteral("warnings"), QJsonArray::fromStringList(domain::charterWarnings(charter))}},
        said);
    return 0;
}

QStringList roleWords(const std::vector<domain::Role>& roles)
{
    QStringList words;
    for (const domain::Role role : roles)
        words += domain::toWord(role);
    return words;
}

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

QJsonObject charterJson(const domain::Charter& charter)
{
    QJsonArray members;
    for (const domain::Member& member : charter.members) {
        QJsonArray keys;
        for (const domain::MemberKey& key : member.keys)
            keys.append(
                QJsonObject{{QStringLiteral("id"), key.id.hex()}, {QStringLiteral("type"), key.type}});
        members.append(
            QJsonObject{{QStringLiteral("id"), member.id.value()},
                        {QStringLiteral("kind"), domain::toWord(member.kind)},
                        {QStringLiteral("name"), member.name},
                        {QStringLiteral("title"), member.title},
                        {QStringLiteral("roles"), QJsonArray::fromStringList(roleWords(member.roles))},
                        {QStringLiteral("keys"), keys}});
    }
    QJsonArray rules;
    for (const domain::Rule& rule : charter.rules) {
        QStringList covers;
        for (const domain::Governed& governed : rule.covers)
            covers += domain::toText(governed);
        rules.append(QJsonObject{
            {QStringLiteral("id"), rule.id.value()},
            {QStringLiteral("title"), rule.title},
            {QStringLiteral("covers"), QJsonArray::fromStringList(covers)},
            {QStringLiteral("slots"), QJsonArray::fromStringList(roleWords(rule.slotRoles))},
            {QStringLiteral("refusal_blocks"), QJsonArray::fromStringList(roleWords(rule.refusalBlocks))},
            {QStringLiteral("proposal_valid_minutes"), static_cast<qint64>(rule.proposalValidMinutes)},
            {QStringLiteral("approval_valid_minutes"), static_cast<qint64>(rule.approvalValidMinutes)}});
    }
    return {{QStringLiteral("organisation"), charter.organisation},
            {QStringLiteral("version"), static_cast<qint64>(charter.version)},
            {QStringLiteral("demo"), charter.demo},
            {QStringLiteral("members"), members},
            {QStringLiteral("rules"), rules}};
}

QString charterText(const domain::Charter& charter)
{
    QStringList lines{
        QStringLiteral("Charter of %1, version %2").arg(charter.organisation).arg(charter.version)};
    lines += QStringLiteral("Members");
    for (const domain::Member& member : charter.members)
        lines +=
            QStringLiteral("  %1 (%2): %3")
                .arg(member.display(), member.id.value(), roleWords(member.roles).join(QStringLiteral(", ")));
    lines += QStringLiteral("Rules");
    for (const domain::Rule& rule : charter.rules)
        lines +=
            QStringLiteral("  %1: %2").arg(rule.title, roleWords(rule.slotRoles).join(QStringLiteral(" + ")));
    return lines.join(QLatin1Char('\n'));
}

base::Result<int> showCharter(const Context& context, const std::string& path)
{
    domain::Charter charter;
    if (!path.empty()) {
        KEYTURN_TRY_LET(file, service::readCharterFile(text(path)));
        charter = file.charter;
    } else {
        KEYTURN_TRY_LET(workspace, context.open(true));
        charter = workspace->snapshot()->charter;
    }
    context.print(charterJson(charter), charterText(charter));
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

    auto draftOptions = std::make_shared<CharterDraftOptions>();
    auto* draft = charter->add_subcommand("draft", "Writes a charter to be read and signed");
    draft->footer("Example: keyturnctl charter draft --organisation Larkfield \\\n"
                  "  --member 'ceo;Ada Stone;Chief Executive;executive;keys/ada.pem' … --out charter.json");
    draft->add_option("--organisation", draftOptions->organisation, "Name of the organisation")->required();
    draft
        ->add_option("--member", draftOptions->members,
                     "ID;NAME;TITLE;ROLE,ROLE;PUBLIC.pem (service:ID for services)")
        ->required();
    draft->add_option("--rule", draftOptions->rules, "RULE=ROLE,ROLE: the signatures a rule needs");
    draft
        ->add_option("--expires", draftOptions->expires,
                     "When the charter stops allowing anything to be restored")
        ->check(timeGiven());
    draft->add_option("--out", draftOptions->out, "File to write")->required();
    draft->callback([&context, draftOptions] {
        context.run =
            command(context, [&context, draftOptions] { return draftCharter(context, *draftOptions); });
    });

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

    auto initPath = std::make_shared<std::string>();
    auto* init = app.add_subcommand("init", "Founds a workspace from a signed charter");
    init->footer("Example: keyturnctl -w larkfield.keyturn init --charter charter.json");
    init->add_option("--charter", *initPath, "Charter file signed to its own threshold")->required();
    init->callback([&context, initPath] {
        context.run = command(context, [&context, initPath] { return initWorkspace(context, *initPath); });
    });
}

} // namespace keyturn::app
