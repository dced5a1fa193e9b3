// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "app/keyturnctl/json_shapes.h"
#include "models/domain/sheet.h"
#include "models/service/decision_export.h"
#include "models/service/proposal_draft.h"

#include <unistd.h>

namespace keyturn::app {

namespace {

struct DecideOptions
{
    std::string proposal;
    std::string slot;
    std::string reason;
    std::string out;
};

struct AccessOptions
{
    std::vector<std::string> models;
    std::vector<std::string> channels;
    std::vector<std::string> regions;
    std::vector<std::string> tiers;
    std::vector<std::string> capabilities;
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
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(payload, payloadOf(*workspace->snapshot(), decision, options));
    const domain::ProposalId id(text(options.proposal).toUpper());
    if (const state::ProposalState* shown = workspace->snapshot()->proposal(id);
        shown && ::isatty(STDERR_FILENO) != 0) {
        // Whoever signs by hand sees the sheet before the passphrase is asked for.
        if (const auto sheet = domain::renderSheet(shown->facts, shown->urgency()))
            std::fprintf(stderr, "%s\n", sheet->constData());
    }
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
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

template <typename Id>
base::Result<domain::Selection<Id>> pick(const char* what, const std::vector<std::string>& given,
                                         const std::vector<domain::Named<Id>>& known)
{
    std::vector<Id> ids;
    for (const QString& value : listOf(given)) {
        const Id id(value);
        const bool exists =
            std::any_of(known.begin(), known.end(), [&](const auto& named) { return named.id == id; });
        if (!exists)
            return base::fail(domain::DomainError::UnknownName, QString::fromLatin1(what), value);
        ids.push_back(id);
    }
    return ids.empty() ? domain::Selection<Id>::everything() : domain::Selection<Id>::of(ids);
}

base::Result<int> showAccess(const Context& context, const AccessOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    const domain::Catalogue& catalogue = snapshot.catalogue;
    if (catalogue.isEmpty())
        return base::fail(service::ServiceError::NoCatalogue);
    domain::Box area;
    KEYTURN_TRY_LET(models, pick("model", options.models, catalogue.models));
    KEYTURN_TRY_LET(channels, pick("channel", options.channels, catalogue.channels));
    KEYTURN_TRY_LET(regions, pick("region", options.regions, catalogue.regions));
    KEYTURN_TRY_LET(tiers, pick("tier", options.tiers, catalogue.tiers));
    KEYTURN_TRY_LET(capabilities, pick("capability", options.capabilities, catalogue.capabilities));
    area.models = models;
    area.channels = channels;
    area.regions = regions;
    area.tiers = tiers;
    area.capabilities = capabilities;
    const domain::AreaAccess access =
        domain::areaAccess(snapshot.layersInForce(workspace->ledgerNow()), area, catalogue);
    const QString word = domain::areaWord(access);
    QJsonArray layers;
    QStringList why;
    for (const domain::ChangeId& id : access.layers) {
        const state::ChangeState* change = snapshot.change(id);
        layers.append(
            QJsonObject{{QStringLiteral("change"), id.value()},
                        {QStringLiteral("kind"), domain::toWord(change->restriction.measure.kind)},
                        {QStringLiteral("title"), domain::headline(change->restriction, catalogue)}});
        why += QStringLiteral("  %1  %2").arg(id.value(), domain::headline(change->restriction, catalogue));
    }
    context.print({{QStringLiteral("access"), word},
                   {QStringLiteral("cells"), static_cast<qint64>(access.cells)},
                   {QStringLiteral("open"), static_cast<qint64>(access.open)},
                   {QStringLiteral("suspended"), static_cast<qint64>(access.suspended)},
                   {QStringLiteral("loosest"), domain::toWord(access.loosest)},
                   {QStringLiteral("strictest"), domain::toWord(access.strictest)},
                   {QStringLiteral("layers"), layers},
                   {QStringLiteral("proven"), false}},
                  why.isEmpty() ? word : word + QLatin1Char('\n') + why.join(QLatin1Char('\n')));
    return word == QLatin1String("open") ? 0 : 1;
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

    auto accessOptions = std::make_shared<AccessOptions>();
    auto* access = app.add_subcommand(
        "access", "Effective access, and the layers that make it so; exit 0 only when open");
    access->footer("Example: keyturnctl -w larkfield.keyturn access --model larch-4 --region EU");
    access->add_option("--model", accessOptions->models, "Model")->required();
    access->add_option("--channel", accessOptions->channels, "Channel; all when left out");
    access->add_option("--region", accessOptions->regions, "Region; all when left out");
    access->add_option("--tier", accessOptions->tiers, "Tier; all when left out");
    access->add_option("--capability", accessOptions->capabilities, "Capability; all when left out");
    access->callback([&context, accessOptions] {
        context.run =
            command(context, [&context, accessOptions] { return showAccess(context, *accessOptions); });
    });
}

} // namespace keyturn::app
