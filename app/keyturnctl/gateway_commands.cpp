// SPDX-License-Identifier: GPL-3.0-or-later
// What gateways claim to enforce, and what was seen of them.

#include "app/keyturnctl/json_shapes.h"
#include "app/keyturnctl/proposal_options.h"

namespace keyturn::app {

namespace {

struct GatewayOptions
{
    std::uint64_t revision = 0;
    std::uint64_t counter = 0;
    std::string gateway;
    std::string model;
    std::string channel;
    std::string region;
    std::string tier;
    std::string capability;
    std::string seen;
    std::string how;
};

base::Result<int> signAndShow(const Context& context, service::Workspace& workspace, const Identity& identity,
                              const domain::Payload& payload, const domain::MemberId& gateway)
{
    KEYTURN_TRY_LET(appended, workspace.execute(identity.member, payload, *identity.key));
    const state::Snapshot& snapshot = *appended.snapshot;
    for (const GatewayLine& line : gatewayLines(snapshot)) {
        if (line.member->id == gateway)
            context.print(gatewayJson(snapshot, line), gatewayText(snapshot, line));
    }
    return 0;
}

base::Result<int> acknowledge(const Context& context, const GatewayOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    const auto& revisions = workspace->snapshot()->accessRevisions;
    domain::DirectiveAcknowledged acknowledged;
    acknowledged.counter = options.counter;
    acknowledged.revision = options.revision;
    // Of a revision that never was there is nothing to fill in; the rules say so.
    if (options.revision > 0 && options.revision <= static_cast<std::uint64_t>(revisions.size()))
        acknowledged.accessState = revisions[static_cast<qsizetype>(options.revision) - 1];
    acknowledged.headSize = workspace->tree().size();
    acknowledged.headRoot = workspace->tree().root();
    return signAndShow(context, *workspace, identity, acknowledged, identity.member);
}

base::Result<int> probe(const Context& context, const GatewayOptions& options)
{
    KEYTURN_TRY_LET(seen, wordOption<domain::Access>("--seen", options.seen));
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    domain::GatewayProbed probed;
    probed.gateway = domain::MemberId(text(options.gateway));
    probed.revision = static_cast<std::uint64_t>(workspace->snapshot()->accessRevisions.size());
    probed.cell = {domain::ModelId(text(options.model)), domain::ChannelId(text(options.channel)),
                   domain::RegionId(text(options.region)), domain::TierId(text(options.tier)),
                   domain::CapabilityId(text(options.capability))};
    probed.seen = seen;
    probed.how = text(options.how);
    return signAndShow(context, *workspace, identity, probed, probed.gateway);
}

base::Result<int> listGateways(const Context& context)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    const std::vector<GatewayLine> lines = gatewayLines(snapshot);
    if (lines.empty())
        context.say(QStringLiteral("The charter names no gateway."));
    for (const GatewayLine& line : lines)
        context.print(gatewayJson(snapshot, line), gatewayText(snapshot, line));
    return 0;
}

} // namespace

void addGatewayCommands(CLI::App& app, Context& context)
{
    auto* gateway =
        app.add_subcommand("gateway", "What gateways claim to enforce, and what was seen of them");
    gateway->require_subcommand(1);
    auto options = std::make_shared<GatewayOptions>();

    auto* claim = gateway->add_subcommand("acknowledge", "A gateway's own word that it enforces a revision");
    claim->footer(
        "Example: keyturnctl -w W gateway acknowledge --revision 3 --counter 17 --as gateway-eu --key "
        "gateway-eu.key");
    claim->add_option("--revision", options->revision, "Revision of access that it enforces")
        ->required()
        ->check(CLI::PositiveNumber);
    claim->add_option("--counter", options->counter, "The gateway's own count, higher each time")
        ->required()
        ->check(CLI::PositiveNumber);
    runs(claim, context, options, acknowledge);

    auto* look = gateway->add_subcommand("probe", "What somebody else saw a gateway do with one combination");
    look->footer(
        "Example: keyturnctl -w W gateway probe gateway-eu --model larch-4 --channel api --region EU "
        "--tier free --capability tool-use --seen suspended --how 'Two calls were refused' --as ciso "
        "--key ciso.key");
    look->add_option("GATEWAY", options->gateway, "Its id in the charter")->required();
    look->add_option("--model", options->model, "Model asked for")->required();
    look->add_option("--channel", options->channel, "Channel it was asked on")->required();
    look->add_option("--region", options->region, "Region it was asked in")->required();
    look->add_option("--tier", options->tier, "Tier it was asked as")->required();
    look->add_option("--capability", options->capability, "Capability that was used")->required();
    look->add_option("--seen", options->seen,
                     "open, logged, safeguarded, rate-limited, rerouted or suspended")
        ->required();
    look->add_option("--how", options->how, "How it was seen")->required();
    runs(look, context, options, probe);

    auto* list = gateway->add_subcommand("list", "Lists gateways: what is claimed, what is proven");
    list->footer("Example: keyturnctl -w larkfield.keyturn gateway list --json");
    list->callback(
        [&context] { context.run = command(context, [&context] { return listGateways(context); }); });
}

} // namespace keyturn::app
