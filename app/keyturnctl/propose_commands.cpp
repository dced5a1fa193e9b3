// SPDX-License-Identifier: GPL-3.0-or-later
// Proposals of access changes: ordinary ones, what is lifted, and what one person does at once.

#include "app/keyturnctl/decision_facts.h"
#include "app/keyturnctl/json_shapes.h"
#include "app/keyturnctl/proposal_options.h"
#include "models/base/text_safety.h"

namespace keyturn::app {

namespace {

struct ProposeOptions
{
    RestrictionOptions restriction;
    GroundOptions grounds;
    std::string supersedes;
};

struct RevertOptions
{
    std::string change;
    std::string part;
    GroundOptions grounds;
};

struct RatifyOptions
{
    std::string change;
    std::vector<std::string> entries;
    std::string slot;
    GroundOptions grounds;
};

/// Options of one of the structs above as a pointer to one of their parts.
template <typename Whole, typename Part>
std::shared_ptr<Part> partOf(const std::shared_ptr<Whole>& options, Part Whole::*part)
{
    return {options, &(options.get()->*part)};
}

base::Result<int> proposeRestriction(const Context& context, const ProposeOptions& options,
                                     domain::Urgency urgency)
{
    service::ChangeRequest request;
    KEYTURN_TRY_LET(restriction, restrictionOf(options.restriction));
    request.restriction = restriction;
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    KEYTURN_TRY_LET(incident, incidentOf(*workspace->snapshot(), options.grounds.incident));
    request.incident = incident;
    if (!options.supersedes.empty())
        request.supersedes = ledgerId<domain::ChangeId>(options.supersedes);
    KEYTURN_TRY(addGrounds(context, *workspace->snapshot(), options.grounds, request));
    return submitProposal(context, *workspace, identity, request, urgency);
}

base::Result<int> proposeRevert(const Context& context, const RevertOptions& options)
{
    service::ChangeRequest request;
    request.reverts = ledgerId<domain::ChangeId>(options.change);
    if (!options.part.empty()) {
        KEYTURN_TRY_LET(part, domain::boxFromText(text(options.part)));
        request.part = part;
    }
    KEYTURN_TRY_LET(workspace, context.open());
    const state::Snapshot& snapshot = *workspace->snapshot();
    const state::ChangeState* change = snapshot.change(*request.reverts);
    if (!change)
        return base::fail(domain::DomainError::UnknownChange, base::harmlessText(text(options.change), 40));
    KEYTURN_TRY_LET(identity, context.identity(snapshot.charter));
    if (options.grounds.incident.empty() && change->incident) {
        request.incident = change->incident;
    } else {
        KEYTURN_TRY_LET(incident, incidentOf(snapshot, options.grounds.incident));
        request.incident = incident;
    }
    KEYTURN_TRY(addGrounds(context, snapshot, options.grounds, request));
    return submitProposal(context, *workspace, identity, request, domain::Urgency::Ordinary);
}

base::Result<std::vector<std::uint64_t>> entriesOf(const std::vector<std::string>& given)
{
    std::vector<std::uint64_t> entries;
    for (const QString& word : listOf(given)) {
        bool isNumber = false;
        entries.push_back(word.toULongLong(&isNumber));
        if (!isNumber)
            return base::fail(CommandError::BadOption, QStringLiteral("--entries"),
                              base::harmlessText(word, 40), QStringLiteral("numbers of entries"));
    }
    std::sort(entries.begin(), entries.end());
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    return entries;
}

/// What is proposed to stand although it may have been signed by somebody else.
base::Result<int> proposeRatification(const Context& context, service::Workspace& workspace,
                                      const RatifyOptions& options, std::vector<std::uint64_t> entries)
{
    if (options.grounds.because.empty())
        return base::fail(CommandError::BadOption, QStringLiteral("--because"), QString(),
                          QStringLiteral("the ground on which disputed entries shall stand"));
    KEYTURN_TRY_LET(identity, context.identity(workspace.snapshot()->charter));
    service::ChangeRequest request;
    request.ratifiesEntries = std::move(entries);
    if (!options.grounds.incident.empty())
        request.incident = ledgerId<domain::IncidentId>(options.grounds.incident);
    KEYTURN_TRY(addGrounds(context, *workspace.snapshot(), options.grounds, request));
    context.say(QStringLiteral("Proposed to let disputed entries stand:"));
    return submitProposal(context, workspace, identity, request, domain::Urgency::Ordinary,
                          {{QStringLiteral("did"), QStringLiteral("proposed")}});
}

base::Result<int> approveBreakGlass(const Context& context, service::Workspace& workspace,
                                    const RatifyOptions& options, const domain::ProposalId& id)
{
    std::optional<domain::Role> slot;
    if (!options.slot.empty()) {
        KEYTURN_TRY_LET(role, wordOption<domain::Role>("--slot", options.slot));
        slot = role;
    }
    KEYTURN_TRY_LET(approval, service::draftApproval(*workspace.snapshot(), id, slot));
    showSheetBeforeSigning(*workspace.snapshot(), id);
    KEYTURN_TRY_LET(identity, context.identity(workspace.snapshot()->charter));
    KEYTURN_TRY_LET(appended, workspace.execute(identity.member, approval, *identity.key));
    const state::ProposalState* proposal = appended.snapshot->proposal(id);
    QJsonObject object = decisionJson(*appended.snapshot, *proposal, workspace.ledgerNow());
    object.insert(QStringLiteral("did"), QStringLiteral("approved"));
    context.print(object, QStringLiteral("Signed towards ratifying the break-glass:\n") +
                              decisionText(*appended.snapshot, *proposal, workspace.ledgerNow()));
    return 0;
}

base::Result<int> ratify(const Context& context, const RatifyOptions& options)
{
    KEYTURN_TRY_LET(entries, entriesOf(options.entries));
    if (options.change.empty() == entries.empty())
        return base::fail(CommandError::BadOption, QStringLiteral("CHANGE"), text(options.change),
                          QStringLiteral("a change, or --entries with the disputed entries"));
    KEYTURN_TRY_LET(workspace, context.open());
    if (!entries.empty())
        return proposeRatification(context, *workspace, options, entries);
    const state::Snapshot& snapshot = *workspace->snapshot();
    const auto id = ledgerId<domain::ChangeId>(options.change);
    const state::ChangeState* change = snapshot.change(id);
    if (!change)
        return base::fail(domain::DomainError::UnknownChange, base::harmlessText(id.value(), 40));
    if (snapshot.isUnratified(*change))
        return approveBreakGlass(context, *workspace, options, change->proposal);
    std::vector<std::uint64_t> disputed = disputedEntries(snapshot, *change);
    if (disputed.empty())
        return base::fail(CommandError::NothingToDo,
                          QStringLiteral("%1 waits for no ratification, and none of its entries is disputed")
                              .arg(id.value()));
    return proposeRatification(context, *workspace, options, std::move(disputed));
}

void addRatify(CLI::App& app, Context& context)
{
    auto options = std::make_shared<RatifyOptions>();
    auto* sub = app.add_subcommand(
        "ratify", "Signs towards ratifying a break-glass, or proposes to let disputed entries stand");
    sub->footer("Examples: keyturnctl -w W ratify C-2 --as ceo --key ceo.key\n"
                "          keyturnctl -w W ratify --entries 12,15 --because 'Confirmed with her' --as gc "
                "--key gc.key");
    sub->add_option("CHANGE", options->change,
                    "C-1: what one person did alone, or what disputed signatures decided");
    sub->add_option("--entries", options->entries, "Disputed entries by number, comma-separated");
    sub->add_option("--because", options->grounds.because, "Why disputed entries shall stand");
    sub->add_option("--slot", options->slot,
                    "For a break-glass, the role to sign as; any that fits when left out");
    sub->add_option("--evidence", options->grounds.evidence,
                    "Documents it rests on: their SHA-256, or the short code of it");
    sub->add_option("--incident", options->grounds.incident, "Incident that it belongs to");
    runs(sub, context, options, ratify);
}

} // namespace

void addProposeCommands(CLI::App& app, Context& context)
{
    auto options = std::make_shared<ProposeOptions>();
    auto* sub = app.add_subcommand("propose", "Proposes a restriction of access");
    sub->footer("Example: keyturnctl -w W propose suspend --models larch-4 --because 'Bypass confirmed' "
                "--incident I-1 "
                "--as head-of-safety --key hos.key");
    addRestrictionOptions(sub, partOf(options, &ProposeOptions::restriction));
    sub->add_option("--supersedes", options->supersedes,
                    "C-1: the change in force that it takes the place of");
    addGroundOptions(sub, partOf(options, &ProposeOptions::grounds));
    addTimeOptions(sub, partOf(options, &ProposeOptions::grounds));
    sub->callback([&context, options] {
        context.run = command(context, [&context, options] {
            return proposeRestriction(context, *options, domain::Urgency::Ordinary);
        });
    });

    auto glassOptions = std::make_shared<ProposeOptions>();
    auto* glass = app.add_subcommand(
        "break-glass", "Restricts access at once with one signature; a quorum has to ratify it");
    glass->footer("Example: keyturnctl -w W break-glass suspend --models larch-4 --because 'Active misuse' "
                  "--incident I-1 --as head-of-safety --key hos.key");
    addRestrictionOptions(glass, partOf(glassOptions, &ProposeOptions::restriction));
    addGroundOptions(glass, partOf(glassOptions, &ProposeOptions::grounds));
    glass->add_option("--review-by", glassOptions->grounds.reviewBy, "When it must be looked at again")
        ->check(timeGiven());
    glass->callback([&context, glassOptions] {
        context.run = command(context, [&context, glassOptions] {
            return proposeRestriction(context, *glassOptions, domain::Urgency::BreakGlass);
        });
    });

    auto revertOptions = std::make_shared<RevertOptions>();
    auto* revert = app.add_subcommand("revert", "Proposes to lift a restriction in force, whole or in part");
    revert->footer("Examples: keyturnctl -w W revert C-1 --because 'Safeguard verified' --as head-of-safety "
                   "--key hos.key\n"
                   "          keyturnctl -w W revert C-1 --part 'tiers=research;regions=EU' --because 'First "
                   "stage' --as hos --key hos.key");
    revert->add_option("CHANGE", revertOptions->change, "C-1")->required();
    revert->add_option("--part", revertOptions->part,
                       "Lift it only there, such as 'tiers=research;regions=EU'; the rest stays");
    addGroundOptions(revert, partOf(revertOptions, &RevertOptions::grounds));
    addTimeOptions(revert, partOf(revertOptions, &RevertOptions::grounds));
    runs(revert, context, revertOptions, proposeRevert);

    addRatify(app, context);
}

} // namespace keyturn::app
