// SPDX-License-Identifier: GPL-3.0-or-later
// The charter that follows the standing one: enrolments, checks, the proposal.

#include "app/keyturnctl/charter_shapes.h"
#include "app/keyturnctl/proposal_options.h"
#include "models/base/text_safety.h"
#include "models/service/charter_file.h"
#include "models/service/enrolment.h"

namespace keyturn::app {

namespace {

struct NextCharterOptions
{
    std::string member;
    std::string file;
    std::string out;
    std::vector<std::string> enrolments;
    GroundOptions grounds;
};

base::Result<int> enrol(const Context& context, const NextCharterOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    KEYTURN_TRY_LET(key, context.unlockKey());
    const domain::MemberId member(text(options.member));
    KEYTURN_TRY_LET(enrolment, service::makeEnrolment(workspace->snapshot()->log, member, *key));
    const QString out = text(options.out);
    KEYTURN_TRY(service::writeEnrolmentFile(out, enrolment));
    context.print({{QStringLiteral("file"), out},
                   {QStringLiteral("member"), member.value()},
                   {QStringLiteral("key_id"), enrolment.key.id.hex()},
                   {QStringLiteral("log"), enrolment.log.hex()}},
                  QStringLiteral("Wrote %1: shows that %2 holds the key %3. Send it to whoever proposes the "
                                 "charter, and tell them the code by other means.")
                      .arg(out, base::harmlessText(member.value(), 64), enrolment.key.id.shortCode()));
    return 0;
}

base::Result<int> proposeCharter(const Context& context, const NextCharterOptions& options)
{
    KEYTURN_TRY_LET(file, service::readCharterFile(text(options.file)));
    std::vector<service::Enrolment> enrolments;
    for (const std::string& path : options.enrolments) {
        KEYTURN_TRY_LET(enrolment, service::readEnrolmentFile(text(path)));
        enrolments.push_back(enrolment);
    }
    KEYTURN_TRY_LET(workspace, context.open());
    const state::Snapshot& snapshot = *workspace->snapshot();
    KEYTURN_TRY_LET(identity, context.identity(snapshot.charter));
    service::ChangeRequest request;
    request.charter = file.charter;
    request.proofs = service::proofsFrom(snapshot.charter, file.charter, enrolments);
    if (!options.grounds.incident.empty())
        request.incident = ledgerId<domain::IncidentId>(options.grounds.incident);
    KEYTURN_TRY(addGrounds(context, snapshot, options.grounds, request));
    return submitProposal(context, *workspace, identity, request, domain::Urgency::Ordinary);
}

/// Whether an error is about what a charter says, rather than about reading it.
bool isOfCharter(const base::Error& error)
{
    return error.is(domain::DomainError::BadCharter) || error.is(domain::DomainError::CharterUnsatisfiable) ||
           error.is(domain::DomainError::CharterBrittle);
}

/// Where a workspace is named and the file is not a founding charter: whether it may follow, and what it
/// changes.
base::Result<QStringList> changesFromStanding(const Context& context, const domain::Charter& next)
{
    if (!context.location() || next.version <= 1)
        return QStringList();
    KEYTURN_TRY_LET(workspace, context.open(true));
    const domain::Charter& standing = workspace->snapshot()->charter;
    KEYTURN_TRY(domain::checkSuccession(standing, next));
    return domain::charterDifferences(standing, next);
}

int sayWhatIsWrong(const Context& context, const QString& path, const base::Error& error)
{
    context.print(
        {{QStringLiteral("file"), path},
         {QStringLiteral("ok"), false},
         {QStringLiteral("problems"), QJsonArray{QJsonObject{{QStringLiteral("code"), error.name()},
                                                             {QStringLiteral("text"), error.sentence()}}}}},
        error.sentence());
    return static_cast<int>(ExitStatus::Refused);
}

base::Result<int> checkCharterFile(const Context& context, const NextCharterOptions& options)
{
    const QString path = text(options.file);
    const auto file = service::readCharterFile(path);
    if (!file && isOfCharter(file.error()))
        return sayWhatIsWrong(context, path, file.error());
    if (!file)
        return base::passOn(file);
    const auto changes = changesFromStanding(context, file->charter);
    if (!changes && isOfCharter(changes.error()))
        return sayWhatIsWrong(context, path, changes.error());
    if (!changes)
        return base::passOn(changes);
    const QStringList warnings = domain::charterWarnings(file->charter);
    QStringList lines{QStringLiteral("The charter holds together: every rule can be met.")};
    for (const QString& change : *changes)
        lines += QStringLiteral("  ") + change;
    for (const QString& warning : warnings)
        lines += QStringLiteral("Note: ") + warning;
    context.print({{QStringLiteral("file"), path},
                   {QStringLiteral("ok"), true},
                   {QStringLiteral("problems"), QJsonArray()},
                   {QStringLiteral("changes"), QJsonArray::fromStringList(*changes)},
                   {QStringLiteral("warnings"), QJsonArray::fromStringList(warnings)}},
                  lines.join(QLatin1Char('\n')));
    return 0;
}

} // namespace

void addNextCharterCommands(CLI::App& charter, Context& context)
{
    auto options = std::make_shared<NextCharterOptions>();

    auto* check =
        charter.add_subcommand("check", "Says what is wrong with a charter file; exit 1 if anything");
    check->footer("Example: keyturnctl charter check charter.json\n"
                  "With -w, also whether it may follow the standing charter, and what it changes.");
    check->add_option("FILE", options->file, "Charter file")->required();
    runs(check, context, options, checkCharterFile);

    auto* enrolment = charter.add_subcommand(
        "enrol", "Shows that a new member, or a member with a new key, holds that key");
    enrolment->footer(
        "Example: keyturnctl -w W charter enrol deputy --key deputy.key --out deputy.enrolment");
    enrolment->add_option("MEMBER", options->member, "The id that the next charter gives")->required();
    enrolment->add_option("--out", options->out, "File to write")->required();
    runs(enrolment, context, options, enrol);

    auto* propose = charter.add_subcommand("propose", "Proposes a charter to follow the standing one");
    propose->footer(
        "Example: keyturnctl -w W charter propose next.json --because 'A deputy joins' --enrolment "
        "deputy.enrolment --as ceo --key ceo.key");
    propose->add_option("FILE", options->file, "Charter file")->required();
    propose->add_option("--because", options->grounds.because, "The ground, in a paragraph")->required();
    propose->add_option("--enrolment", options->enrolments, "Enrolment files, one for each new key");
    propose->add_option("--evidence", options->grounds.evidence,
                        "Documents it rests on: their SHA-256, or the short code of it");
    propose->add_option("--incident", options->grounds.incident, "Incident that it belongs to");
    runs(propose, context, options, proposeCharter);
}

} // namespace keyturn::app
