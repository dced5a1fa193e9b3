// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "app/keyturnctl/decision_facts.h"
#include "app/keyturnctl/json_shapes.h"
#include "models/domain/sheet.h"
#include "models/service/decision_export.h"
#include "models/service/proposal_draft.h"

namespace keyturn::app {

namespace {

struct DecideOptions
{
    std::string proposal;
    std::string slot;
    std::string reason;
    std::string out;
};

enum class Decision { Approve, Refuse, Withdraw };

base::Result<domain::Payload> payloadOf(const state::Snapshot& snapshot, Decision decision,
                                        const DecideOptions& options)
{
    const domain::ProposalId id(text(options.proposal).toUpper());
    switch (decision) {
    case Decision::Approve: {
        std::optional<domain::Role> slot;
        if (!options.slot.empty()) {
            KEYTURN_TRY_LET(role, wordOption<domain::Role>("--slot", options.slot));
            slot = role;
        }
        KEYTURN_TRY_LET(approval, service::draftApproval(snapshot, id, slot));
        return domain::Payload(approval);
    }
    case Decision::Refuse: {
        KEYTURN_TRY_LET(refusal, service::draftRefusal(snapshot, id, text(options.reason)));
        return domain::Payload(refusal);
    }
    case Decision::Withdraw:
        break;
    }
    KEYTURN_TRY_LET(withdrawal, service::draftWithdrawal(snapshot, id, text(options.reason)));
    return domain::Payload(withdrawal);
}

base::Result<int> decide(const Context& context, Decision decision, const DecideOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.openToDecide());
    KEYTURN_TRY_LET(payload, payloadOf(*workspace->snapshot(), decision, options));
    const domain::ProposalId id(text(options.proposal).toUpper());
    showSheetBeforeSigning(*workspace->snapshot(), id);
    const state::ProposalState* shown = workspace->snapshot()->proposal(id);
    // Of a next charter, also those whom only it names.
    const bool isNext = decision == Decision::Approve && shown->facts.charter;
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter,
                                               isNext ? &*shown->facts.charter : nullptr));
    KEYTURN_TRY_LET(appended, workspace->execute(identity.member, payload, *identity.key));
    const state::ProposalState* proposal = appended.snapshot->proposal(id);
    context.print(decisionJson(*appended.snapshot, *proposal, workspace->ledgerNow()),
                  decisionText(*appended.snapshot, *proposal, workspace->ledgerNow()));
    return 0;
}

base::Result<int> showSheet(const Context& context, const DecideOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const domain::ProposalId id(text(options.proposal).toUpper());
    const state::ProposalState* proposal = workspace->snapshot()->proposal(id);
    if (!proposal)
        return base::fail(domain::DomainError::UnknownProposal, text(options.proposal));
    KEYTURN_TRY_LET(sheet, domain::renderSheet(proposal->facts, proposal->urgency()));
    QJsonObject object{{QStringLiteral("proposal"), proposal->id.value()},
                       {QStringLiteral("sheet"), QString::fromUtf8(sheet)},
                       {QStringLiteral("sheet_sha256"), proposal->sheetSha256.hex()},
                       {QStringLiteral("short_code"), proposal->sheetSha256.shortCode()}};
    if (!options.out.empty()) {
        KEYTURN_TRY_LET(files, service::exportDecision(*workspace, id, text(options.out)));
        object.insert(QStringLiteral("files"), QJsonArray::fromStringList(files));
        context.print(object, QStringLiteral("Wrote:\n  ") + files.join(QStringLiteral("\n  ")));
        return 0;
    }
    if (context.json())
        Context::printJson(object);
    else
        std::fwrite(sheet.constData(), 1, static_cast<size_t>(sheet.size()), stdout);
    return 0;
}

} // namespace

void addDecisionCommands(CLI::App& app, Context& context)
{
    auto options = std::make_shared<DecideOptions>();
    const auto add = [&](const char* name, const char* about, const char* example, Decision decision) {
        auto* sub = app.add_subcommand(name, about);
        sub->footer(example);
        sub->add_option("PROPOSAL", options->proposal, "P-1")->required();
        sub->callback([&context, options, decision] {
            context.run = command(
                context, [&context, options, decision] { return decide(context, decision, *options); });
        });
        return sub;
    };
    add("approve", "Signs a proposal",
        "Example: keyturnctl -w W approve P-1 --as ceo --key ceo.key --passphrase-file ceo.pass",
        Decision::Approve)
        ->add_option("--slot", options->slot, "The role to sign as; any that fits when left out");
    add("refuse", "Refuses a proposal, with a reason",
        "Example: keyturnctl -w W refuse P-1 --because 'Failover leaks' --as ciso --key ciso.key",
        Decision::Refuse)
        ->add_option("--because", options->reason, "Why")
        ->required();
    add("withdraw", "Takes one's own proposal back",
        "Example: keyturnctl -w W withdraw P-1 --because 'Superseded' --as head-of-safety --key hos.key",
        Decision::Withdraw)
        ->add_option("--because", options->reason, "Why")
        ->required();

    auto* sheet = app.add_subcommand("sheet", "Shows the exact text that is signed");
    sheet->footer("Example: keyturnctl -w larkfield.keyturn sheet P-1");
    sheet->add_option("PROPOSAL", options->proposal, "P-1")->required();
    sheet->add_option(
        "--out", options->out,
        "Folder for the sheet, the statements, signatures and keys, so that openssl can check them");
    sheet->callback([&context, options] {
        context.run = command(context, [&context, options] { return showSheet(context, *options); });
    });
}

} // namespace keyturn::app
