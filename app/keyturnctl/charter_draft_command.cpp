// SPDX-License-Identifier: GPL-3.0-or-later
// Charters as files to be read, edited and signed.

#include "app/keyturnctl/charter_shapes.h"
#include "app/keyturnctl/context.h"
#include "models/base/text_safety.h"
#include "models/ledger/checkpoint.h"
#include "models/service/charter_file.h"
#include "models/service/small_file.h"

namespace keyturn::app {

namespace {

struct CharterDraftOptions
{
    std::string organisation;
    std::vector<std::string> members;
    std::vector<std::string> rules;
    std::string breakGlass;
    std::string waivers;
    std::vector<std::string> witnesses;
    std::string expires;
    std::string out;
    bool fromStanding = false;
    bool acceptBrittle = false;
};

base::Result<crypto::PublicKey> keyInFile(const QString& path)
{
    KEYTURN_TRY_LET(pem, service::readSmallFile(path));
    return crypto::PublicKey::fromPem(pem);
}

base::Result<std::vector<domain::Role>> rolesIn(const char* option, const QString& given)
{
    std::vector<domain::Role> roles;
    if (given == QLatin1String("none"))
        return roles;
    for (const QString& word : given.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        KEYTURN_TRY_LET(role, wordOption<domain::Role>(option, word.trimmed().toStdString()));
        roles.push_back(role);
    }
    return roles;
}

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
    KEYTURN_TRY_LET(roles, rolesIn("ROLE", parts[3]));
    member.roles = roles;
    KEYTURN_TRY_LET(key, keyInFile(parts[4].trimmed()));
    member.keys.push_back({key.id(), crypto::toWord(key.type()), key.spki()});
    return member;
}

/// A member of an id that is there takes its place.
void setMember(domain::Charter& charter, domain::Member member)
{
    const auto at = std::find_if(charter.members.begin(), charter.members.end(),
                                 [&](const domain::Member& known) { return known.id == member.id; });
    if (at == charter.members.end())
        charter.members.push_back(std::move(member));
    else
        *at = std::move(member);
}

/// "charter=executive,legal" replaces the signatures that a rule asks for.
base::Result<void> applyRule(domain::Charter& charter, const std::string& given)
{
    const QString whole = text(given);
    const qsizetype equals = whole.indexOf(QLatin1Char('='));
    for (domain::Rule& rule : charter.rules) {
        if (equals < 0 || rule.id.value() != whole.left(equals))
            continue;
        KEYTURN_TRY_LET(roles, rolesIn("--rule", whole.mid(equals + 1)));
        rule.slotRoles = roles;
        return {};
    }
    QStringList ids;
    for (const domain::Rule& rule : charter.rules)
        ids += rule.id.value() + QStringLiteral("=ROLE,ROLE");
    return base::fail(CommandError::BadOption, QStringLiteral("--rule"), base::harmlessText(whole, 80),
                      ids.join(QStringLiteral("; ")));
}

/// "safety-lead,security-lead:120"; "none" for nobody.
base::Result<void> applyBreakGlass(domain::Charter& charter, const std::string& given)
{
    const QString whole = text(given);
    const qsizetype colon = whole.indexOf(QLatin1Char(':'));
    KEYTURN_TRY_LET(roles, rolesIn("--break-glass", colon < 0 ? whole : whole.left(colon)));
    if (roles.empty()) {
        charter.breakGlass.reset();
        return {};
    }
    domain::BreakGlassRule rule;
    rule.roles = roles;
    if (colon >= 0) {
        bool isNumber = false;
        rule.ratifyWithinMinutes = whole.mid(colon + 1).toLongLong(&isNumber);
        if (!isNumber)
            return base::fail(CommandError::BadOption, QStringLiteral("--break-glass"),
                              base::harmlessText(whole, 80),
                              QStringLiteral("ROLE,ROLE or ROLE,ROLE:MINUTES"));
    }
    charter.breakGlass = rule;
    return {};
}

/// "NAME=VERIFIERKEY", as C2SP tools write one, or "NAME=FILE.pem".
base::Result<domain::WitnessKey> witnessFromText(const std::string& given)
{
    const QString whole = text(given);
    const qsizetype equals = whole.indexOf(QLatin1Char('='));
    const auto bad = [&](const QString& wanted) {
        return base::fail(CommandError::BadOption, QStringLiteral("--witness"), base::harmlessText(whole, 80),
                          wanted);
    };
    if (equals < 1)
        return bad(QStringLiteral("NAME=VERIFIERKEY, NAME=PUBLIC.pem"));
    const QString name = whole.left(equals);
    const QString value = whole.mid(equals + 1);
    if (const auto verifier = ledger::readVerifierKey(value)) {
        // The name is hashed into what it signs, so another one would never verify.
        if (verifier->name != name)
            return bad(QStringLiteral("the name in the verifier key, which is %1")
                           .arg(base::harmlessText(verifier->name, 80)));
        return domain::WitnessKey{name, verifier->key.spki()};
    }
    KEYTURN_TRY_LET(key, keyInFile(value));
    if (key.type() != crypto::KeyType::Ed25519)
        return bad(QStringLiteral("an Ed25519 key"));
    return domain::WitnessKey{name, key.spki()};
}

/// What a draft begins with: the usual charter, or the standing one as its next version.
base::Result<domain::Charter> startOf(const Context& context, const CharterDraftOptions& options)
{
    if (!options.fromStanding) {
        if (options.organisation.empty() || options.members.empty())
            return base::fail(CommandError::BadOption, QStringLiteral("charter draft"), QString(),
                              QStringLiteral("--organisation with --member, --from-standing"));
        return domain::usualCharter(text(options.organisation));
    }
    if (!options.organisation.empty())
        return base::fail(CommandError::BadOption, QStringLiteral("--organisation"),
                          base::harmlessText(text(options.organisation), 80),
                          QStringLiteral("left out, because the organisation stays with a ledger"));
    KEYTURN_TRY_LET(workspace, context.open(true));
    domain::Charter charter = workspace->snapshot()->charter;
    ++charter.version;
    charter.format = static_cast<std::int64_t>(domain::CharterFormat::Current);
    return charter;
}

base::Result<int> draftCharter(const Context& context, const CharterDraftOptions& options)
{
    KEYTURN_TRY_LET(charter, startOf(context, options));
    for (const std::string& given : options.members) {
        KEYTURN_TRY_LET(member, memberFromText(given));
        if (options.fromStanding)
            setMember(charter, std::move(member));
        else
            charter.members.push_back(std::move(member));
    }
    for (const std::string& given : options.rules)
        KEYTURN_TRY(applyRule(charter, given));
    if (!options.breakGlass.empty())
        KEYTURN_TRY(applyBreakGlass(charter, options.breakGlass));
    if (!options.waivers.empty()) {
        KEYTURN_TRY_LET(roles, rolesIn("--waivers", text(options.waivers)));
        charter.waiverRoles = roles;
    }
    for (const std::string& given : options.witnesses) {
        KEYTURN_TRY_LET(witness, witnessFromText(given));
        charter.witnesses.push_back(witness);
    }
    if (options.acceptBrittle)
        charter.acceptsBrittle = true;
    if (!options.expires.empty()) {
        KEYTURN_TRY_LET(expires, context.time(options.expires));
        charter.expires = expires;
    }
    const QString out = text(options.out);
    KEYTURN_TRY(service::writeCharterDraft(out, charter));
    QString said =
        QStringLiteral("Wrote the draft %1: %2 members, %3 rules. Read it, change it, then %4.")
            .arg(out)
            .arg(charter.members.size())
            .arg(charter.rules.size())
            .arg(options.fromStanding ? QStringLiteral("propose it") : QStringLiteral("have it signed"));
    const QStringList warnings = domain::charterWarnings(charter);
    for (const QString& warning : warnings)
        said += QStringLiteral("\nNote: ") + warning;
    context.print({{QStringLiteral("file"), out},
                   {QStringLiteral("version"), static_cast<qint64>(charter.version)},
                   {QStringLiteral("members"), static_cast<qint64>(charter.members.size())},
                   {QStringLiteral("warnings"), QJsonArray::fromStringList(warnings)}},
                  said);
    return 0;
}

} // namespace

void addCharterDraftCommand(CLI::App& charter, Context& context)
{
    auto options = std::make_shared<CharterDraftOptions>();
    auto* draft = charter.add_subcommand("draft", "Writes a charter to be read and signed");
    draft->footer("Examples: keyturnctl charter draft --organisation Larkfield \\\n"
                  "            --member 'ceo;Ada Stone;Chief Executive;executive;keys/ada.pem' … --out "
                  "charter.json\n"
                  "          keyturnctl -w W charter draft --from-standing --out next.json");
    draft->add_option("--organisation", options->organisation, "Name of the organisation");
    draft->add_option("--member", options->members,
                      "ID;NAME;TITLE;ROLE,ROLE;PUBLIC.pem (service:ID for services)");
    draft->add_flag("--from-standing", options->fromStanding,
                    "Begin with the workspace's charter, as its next version");
    draft->add_option("--rule", options->rules, "RULE=ROLE,ROLE: the signatures a rule needs");
    draft->add_option("--break-glass", options->breakGlass,
                      "ROLE,ROLE[:MINUTES]: who may restrict alone, and when it must be ratified; none for "
                      "nobody");
    draft->add_option("--waivers", options->waivers,
                      "ROLE,ROLE: who may waive restoration gates; none for nobody");
    draft->add_option("--witness", options->witnesses,
                      "NAME=VERIFIERKEY or NAME=PUBLIC.pem: who cosigns checkpoints");
    draft->add_flag("--accept-brittle", options->acceptBrittle,
                    "Accept that the loss of two people may lock the charter for good");
    draft
        ->add_option("--expires", options->expires, "When the charter stops allowing anything to be restored")
        ->check(timeGiven());
    draft->add_option("--out", options->out, "File to write")->required();
    runs(draft, context, options, draftCharter);
}

} // namespace keyturn::app
