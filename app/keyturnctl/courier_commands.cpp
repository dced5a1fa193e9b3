// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "app/keyturnctl/json_shapes.h"
#include "models/base/text_safety.h"
#include "models/service/courier.h"

#include <unistd.h>

namespace keyturn::app {

namespace {

struct CourierOptions
{
    std::string proposal;
    std::string member;
    std::string file;
    std::string out;
    std::string refusal;
    std::string slot;
    bool refuses = false;
};

QJsonObject decisionFileJson(const service::CarriedDecision& decision, const QString& file)
{
    return {{QStringLiteral("file"), file},
            {QStringLiteral("proposal"), decision.proposal.value()},
            {QStringLiteral("member"), decision.parts.member.id.value()},
            {QStringLiteral("organisation"), decision.change.organisation},
            {QStringLiteral("demo"), decision.change.demo},
            {QStringLiteral("rehearsal"), decision.change.rehearsal},
            {QStringLiteral("break_glass"), decision.urgency == domain::Urgency::BreakGlass},
            {QStringLiteral("may_approve"), decision.mayApprove()},
            {QStringLiteral("not_after"), timeValue(decision.context().notAfter)},
            {QStringLiteral("sheet_sha256"), decision.sheetSha256.hex()},
            {QStringLiteral("short_code"), decision.sheetSha256.shortCode()},
            {QStringLiteral("log"), decision.parts.log.hex()},
            {QStringLiteral("checkpoint"),
             QJsonObject{{QStringLiteral("size"), static_cast<qint64>(decision.checkpoint.size)},
                         {QStringLiteral("root"), decision.checkpoint.root.hex()}}}};
}

/// What two people compare, one with the file and one with the workspace.
QString comparedText(const service::CarriedDecision& decision)
{
    QString marks;
    if (decision.change.demo)
        marks += QStringLiteral(" [DEMO]");
    if (decision.change.rehearsal)
        marks += QStringLiteral(" [REHEARSAL]");
    if (decision.urgency == domain::Urgency::BreakGlass)
        marks += QStringLiteral(" [BREAK-GLASS]");
    const domain::Member& member = decision.parts.member;
    return QStringLiteral(
               "%1%2\n"
               "  %3: %4\n"
               "  For         %5\n"
               "  Good until  %6\n"
               "  Short code  %7\n"
               "  Ledger      %8\n"
               "  Entries     %9, root %10\n"
               "No file can show that its ledger and charter are the real ones. Have the short code, "
               "the ledger, its entries and root read to you\n"
               "by somebody who has the workspace, by telephone, and compare them.")
        .arg(decision.change.organisation, marks, decision.proposal.value(),
             domain::headline(decision.change), member.display(),
             base::toDisplay(decision.context().notAfter), decision.sheetSha256.shortCode(),
             decision.parts.log.hex())
        .arg(decision.checkpoint.size)
        .arg(decision.checkpoint.root.hex());
}

base::Result<int> courierOut(const Context& context, const CourierOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.openToDecide());
    const QString path = text(options.out);
    KEYTURN_TRY_LET(carried,
                    service::courierOut(*workspace, domain::ProposalId(text(options.proposal).toUpper()),
                                        domain::MemberId(text(options.member)), path));
    const service::CarriedDecision& decision = carried.decision;
    QString said = QStringLiteral("Wrote %1.\n\n%2").arg(path, comparedText(decision));
    if (carried.whyOnlyRefusal)
        said += QStringLiteral("\n%1 can only refuse with it: %2")
                    .arg(decision.parts.member.display(), carried.whyOnlyRefusal->sentence());
    context.print(decisionFileJson(decision, path), said);
    return 0;
}

base::Result<service::CourierVerdict> verdictOf(const CourierOptions& options)
{
    service::CourierVerdict verdict;
    if (options.refuses)
        verdict.refusal = text(options.refusal);
    if (!options.slot.empty()) {
        KEYTURN_TRY_LET(role, wordOption<domain::Role>("--slot", options.slot));
        verdict.slot = role;
    }
    return verdict;
}

base::Result<int> courierSign(const Context& context, const CourierOptions& options)
{
    KEYTURN_TRY_LET(verdict, verdictOf(options));
    KEYTURN_TRY_LET(decision, service::openDecision(text(options.file)));
    const auto clock = decision.clockFor(std::make_shared<base::SystemClock>());
    // Nobody is asked for a passphrase in vain.
    KEYTURN_TRY(service::checkTime(decision, clock->now()));
    KEYTURN_TRY(service::checkVerdict(decision, verdict));
    if (::isatty(STDERR_FILENO) != 0) {
        // Whoever signs by hand sees what they sign before the passphrase is asked for.
        std::fprintf(stderr, "%s\n%s\n\n", decision.parts.sheet.constData(),
                     qUtf8Printable(comparedText(decision)));
    }
    KEYTURN_TRY_LET(key, context.unlockKey());
    KEYTURN_TRY_LET(answer, service::signDecision(decision, verdict, *key, clock->now()));
    const QString path = text(options.out);
    KEYTURN_TRY(service::writeAnswerFile(path, answer));
    QJsonObject object = decisionFileJson(decision, path);
    object.insert(QStringLiteral("decision"),
                  verdict.refusal ? QStringLiteral("refuse") : QStringLiteral("approve"));
    context.print(object, QStringLiteral("%1 %2. Send %3 back to where the decision file came from.\n\n%4")
                              .arg(verdict.refusal ? QStringLiteral("Refused") : QStringLiteral("Approved"),
                                   decision.proposal.value(), path, comparedText(decision)));
    return 0;
}

base::Result<int> courierIn(const Context& context, const CourierOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.openToDecide());
    KEYTURN_TRY_LET(taken, service::courierIn(*workspace, text(options.file)));
    const state::Snapshot& snapshot = *taken.appended.snapshot;
    const state::ProposalState& proposal = *snapshot.proposal(taken.proposal);
    const QString said = QStringLiteral("%1 has %2 %3.")
                             .arg(snapshot.display(taken.member),
                                  taken.isApproval ? QStringLiteral("approved") : QStringLiteral("refused"),
                                  taken.proposal.value());
    context.print(decisionJson(snapshot, proposal, workspace->ledgerNow()),
                  said + QLatin1Char('\n') + decisionText(snapshot, proposal, workspace->ledgerNow()));
    return 0;
}

} // namespace

void addCourierCommands(CLI::App& app, Context& context)
{
    auto* courier =
        app.add_subcommand("courier", "A decision signed away from the workspace, carried as a file");
    courier->require_subcommand(1);
    auto options = std::make_shared<CourierOptions>();
    const auto runs = [&context, options](CLI::App* sub, auto body) {
        sub->callback([&context, options, body] {
            context.run = command(context, [&context, options, body] { return body(context, *options); });
        });
    };

    auto* out = courier->add_subcommand("out", "Writes a file for one member to sign elsewhere");
    out->footer(
        "Example: keyturnctl -w larkfield.keyturn courier out P-1 --for ceo --out p1.keyturn-decision");
    out->add_option("PROPOSAL", options->proposal, "P-1")->required();
    out->add_option("--for", options->member, "Who decides")->required();
    out->add_option("--out", options->out, "File to write")->required();
    runs(out, courierOut);

    auto* sign = courier->add_subcommand("sign", "Signs such a file; needs no workspace and no network");
    sign->footer(
        "Example: keyturnctl courier sign p1.keyturn-decision --out p1.keyturn-answer --key ceo.key");
    sign->add_option("FILE", options->file, "The decision file")->required();
    sign->add_option("--out", options->out, "Answer file to write")->required();
    auto* refuse = sign->add_option("--refuse", options->refusal, "Refuses, for this reason");
    refuse->each([options](const std::string&) { options->refuses = true; });
    sign->add_option("--slot", options->slot, "The role to approve as; any that fits when left out")
        ->excludes(refuse);
    runs(sign, courierSign);

    auto* in = courier->add_subcommand("in", "Takes in the answer: judged as if it had been signed here");
    in->footer("Example: keyturnctl -w larkfield.keyturn courier in p1.keyturn-answer");
    in->add_option("FILE", options->file, "The answer file")->required();
    runs(in, courierIn);
}

} // namespace keyturn::app
