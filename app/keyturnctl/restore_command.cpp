// SPDX-License-Identifier: GPL-3.0-or-later
// Going on from a backup, or with one side of a fork: what is in the way, and the decision that clears it.
#include "app/keyturnctl/json_shapes.h"
#include "app/keyturnctl/proposal_options.h"
#include "models/service/fork_check.h"
#include "models/service/small_file.h"

namespace keyturn::app {

namespace {

struct RestoreOptions
{
    bool propose = false;
    std::string because;
    std::string against;
    std::string from;
};

QJsonValue headJson(const std::optional<domain::AbandonedHead>& head)
{
    if (!head)
        return {};
    return QJsonObject{{QStringLiteral("size"), static_cast<qint64>(head->size)},
                       {QStringLiteral("root"), head->root.hex()}};
}

/// What keeps a workspace from going on, and what has been proposed and decided about it.
struct Standing
{
    QJsonObject object;
    QStringList lines;
};

Standing standingOf(const service::Workspace& workspace)
{
    const service::Health& health = workspace.health();
    const state::Snapshot& snapshot = *workspace.snapshot();
    const base::UtcTime now = workspace.ledgerNow();
    Standing out;
    QJsonArray proposals;
    for (const service::Problem& problem : health.problems)
        out.lines += problem.text;
    if (health.rivalHead)
        out.lines += QStringLiteral("To go on without the head of %1 entries, propose it with restore "
                                    "--propose and have the charter's people approve.")
                         .arg(health.rivalHead->size);
    for (const state::ProposalState& proposal : snapshot.proposals) {
        if (!proposal.facts.abandons || snapshot.statusOf(proposal, now) != domain::ProposalStatus::Open)
            continue;
        proposals.append(decisionJson(snapshot, proposal, now));
        out.lines += decisionText(snapshot, proposal, now);
    }
    QJsonArray abandoned;
    for (const state::AbandonedState& left : snapshot.abandoned) {
        QJsonObject object = headJson(left.head).toObject();
        object.insert(QStringLiteral("proposal"), left.proposal.value());
        object.insert(QStringLiteral("decided_at"), timeValue(left.origin.recordedAt));
        abandoned.append(object);
        out.lines += QStringLiteral("A head of %1 entries was left behind by %2, decided %3.")
                         .arg(left.head.size)
                         .arg(left.proposal.value(), base::toDisplay(left.origin.recordedAt));
    }
    if (health.problems.empty())
        out.lines.prepend(QStringLiteral("Nothing is in the way of the %1 entries here.").arg(health.size));
    out.object = {{QStringLiteral("size"), static_cast<qint64>(health.size)},
                  {QStringLiteral("root"), health.root.hex()},
                  {QStringLiteral("frozen"), !health.problems.empty()},
                  {QStringLiteral("rival_head"), headJson(health.rivalHead)},
                  {QStringLiteral("proposals"), proposals},
                  {QStringLiteral("abandoned"), abandoned},
                  {QStringLiteral("problems"), problemsJson(health.problems)}};
    return out;
}

base::Result<int> showStanding(const Context& context)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const Standing standing = standingOf(*workspace);
    context.print(standing.object, standing.lines.join(QLatin1Char('\n')));
    return workspace->health().problems.empty() ? 0 : static_cast<int>(ExitStatus::Integrity);
}

/// The head to leave behind: that of the other copy where one is named, else the one in the way.
base::Result<domain::AbandonedHead> headToLeave(const Context& context, service::Workspace& here,
                                                const RestoreOptions& options)
{
    if (options.against.empty()) {
        if (here.health().rivalHead)
            return *here.health().rivalHead;
        return base::fail(CommandError::NothingToDo, QStringLiteral("no other head of this ledger is known"));
    }
    KEYTURN_TRY_LET(there, service::Workspace::open(text(options.against), context.openOptions(true)));
    KEYTURN_TRY_LET(found, service::compareWorkspaces(here, *there));
    if (found.relation != ledger::TreeRelation::Diverged)
        return base::fail(CommandError::NothingToDo,
                          QStringLiteral("the two copies do not contradict each other"));
    KEYTURN_TRY(service::keepForkEvidence(here, found.here, found.there));
    return domain::AbandonedHead{found.there.size, found.there.root};
}

base::Result<int> proposeLeaving(const Context& context, const RestoreOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.openToDecide());
    service::ChangeRequest request;
    KEYTURN_TRY_LET(head, headToLeave(context, *workspace, options));
    request.abandons = head;
    request.rationale = text(options.because);
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    return submitProposal(context, *workspace, identity, request, domain::Urgency::Ordinary,
                          {{QStringLiteral("abandons"), headJson(head)}});
}

base::Result<int> putBack(const Context& context, const std::string& from)
{
    KEYTURN_TRY_LET(where, context.location());
    KEYTURN_TRY(service::checkFree(where));
    KEYTURN_TRY_LET(backup, service::Workspace::open(text(from), context.openOptions(true)));
    // That there is a newer head is what a backup is for; one that does not hold is of no use.
    const service::Health& health = backup->health();
    if (!health.problems.empty() && !health.rivalHead)
        return tl::make_unexpected(service::readOnlyError(health));
    const auto progress = context.progress(QStringLiteral("copying"));
    KEYTURN_TRY(backup->store().backupTo(where, [&](int done, int total) {
        if (progress)
            progress(static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(total));
        return true;
    }));
    KEYTURN_TRY_LET(restored, service::Workspace::open(where, context.openOptions(true)));
    Standing standing = standingOf(*restored);
    standing.object.insert(QStringLiteral("file"), where);
    standing.lines.prepend(QStringLiteral("Copied %1 entries to %2.").arg(health.size).arg(where));
    context.print(standing.object, standing.lines.join(QLatin1Char('\n')));
    return 0;
}

base::Result<int> restore(const Context& context, const RestoreOptions& options)
{
    if (!options.from.empty())
        return putBack(context, options.from);
    if (!options.propose)
        return showStanding(context);
    if (options.because.empty())
        return base::fail(CommandError::NothingToDo, QStringLiteral("say why with --because"));
    return proposeLeaving(context, options);
}

} // namespace

void addRestoreCommand(CLI::App& app, Context& context)
{
    auto options = std::make_shared<RestoreOptions>();
    auto* sub = app.add_subcommand(
        "restore", "Goes on from a backup, or with one side of a fork, by decision of the charter's people");
    sub->footer("Example: keyturnctl -w larkfield.keyturn restore --from backup.keyturn\n"
                "         keyturnctl -w larkfield.keyturn restore --propose --because 'The disk was lost' "
                "--as ceo --key ceo.key\n"
                "Without options it says what is in the way of this workspace.");
    auto* propose = sub->add_flag("--propose", options->propose,
                                  "Proposes to leave the other head behind; then approve as usual");
    sub->add_option("--because", options->because, "Why, in a paragraph")->needs(propose);
    sub->add_option("--against", options->against,
                    "The copy whose head is left behind; left out, it is the head that this machine has seen")
        ->needs(propose);
    sub->add_option("--from", options->from, "A backup to copy to the workspace's place, which must be free")
        ->excludes(propose);
    runs(sub, context, options, restore);
}

} // namespace keyturn::app
