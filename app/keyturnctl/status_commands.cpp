// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "app/keyturnctl/json_shapes.h"
#include "models/domain/sheet.h"
#include "models/ledger/checkpoint.h"
#include "models/state/outcome_hash.h"

namespace keyturn::app {

namespace {

struct ModelLine
{
    domain::ModelId id;
    QString name;
    domain::ModelStatus status = domain::ModelStatus::Available;
};

std::vector<ModelLine> modelLines(const state::Snapshot& snapshot, base::UtcTime now)
{
    std::vector<ModelLine> lines;
    const std::vector<domain::Layered> layers = snapshot.layersInForce(now);
    for (const auto& model : snapshot.catalogue.models) {
        domain::Box area;
        area.models = domain::Selection<domain::ModelId>::of({model.id});
        bool underReview = false;
        for (const state::ProposalState& proposal : snapshot.proposals) {
            const auto& restriction =
                proposal.facts.restriction ? proposal.facts.restriction : proposal.facts.reverted;
            underReview =
                underReview || (snapshot.statusOf(proposal, now) == domain::ProposalStatus::Open &&
                                restriction && restriction->scope.include.models.contains(model.id));
        }
        lines.push_back(
            {model.id, model.name,
             domain::modelStatus(domain::areaAccess(layers, area, snapshot.catalogue), underReview)});
    }
    return lines;
}

base::Result<int> status(const Context& context)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    const base::UtcTime now = workspace->ledgerNow();
    const service::Health& health = workspace->health();

    QJsonArray decisions;
    QStringList lines;
    lines += snapshot.charter.organisation +
             (snapshot.charter.demo ? QStringLiteral("  ·  DEMO, not evidence") : QString());
    lines += QStringLiteral("Needs a decision");
    const qsizetype before = lines.size();
    for (const state::ProposalState& proposal : snapshot.proposals) {
        if (snapshot.statusOf(proposal, now) != domain::ProposalStatus::Open)
            continue;
        decisions.append(decisionJson(snapshot, proposal, now));
        lines += QStringLiteral("  ") +
                 decisionText(snapshot, proposal, now).replace(QLatin1Char('\n'), QLatin1String("\n  "));
    }
    if (lines.size() == before)
        lines += QStringLiteral("  nothing waits for a signature");
    QJsonArray reviewDue;
    for (const state::ChangeState& change : snapshot.changes) {
        if (!change.isReviewDue(now))
            continue;
        reviewDue.append(
            QJsonObject{{QStringLiteral("change"), change.id.value()},
                        {QStringLiteral("title"), domain::headline(change.restriction, snapshot.catalogue)},
                        {QStringLiteral("review_by"), timeValue(change.reviewBy)}});
        lines += QStringLiteral("  review due: %1  %2")
                     .arg(change.id.value(), domain::headline(change.restriction, snapshot.catalogue));
    }
    QJsonArray models;
    lines += QStringLiteral("Models");
    for (const ModelLine& model : modelLines(snapshot, now)) {
        models.append(QJsonObject{{QStringLiteral("model"), model.id.value()},
                                  {QStringLiteral("name"), model.name},
                                  {QStringLiteral("state"), domain::toWord(model.status)}});
        lines += QStringLiteral("  %1: %2").arg(model.name, domain::toWord(model.status));
    }
    QJsonArray clocks;
    lines += QStringLiteral("Requests of authorities");
    for (const state::RequestState& request : snapshot.requests) {
        if (request.status == domain::RequestStatus::Closed ||
            request.status == domain::RequestStatus::Answered)
            continue;
        clocks.append(requestJson(request, now));
        lines += QStringLiteral("  %1  %2%3")
                     .arg(request.id.value(), request.facts.authority,
                          request.facts.dueAt ? QStringLiteral(": due %1 (%2)")
                                                    .arg(base::toDisplay(*request.facts.dueAt),
                                                         distanceText(now, *request.facts.dueAt))
                                              : QString());
    }
    if (clocks.isEmpty())
        lines += QStringLiteral("  none is open");
    lines += QStringLiteral("Ledger");
    lines += QStringLiteral("  %1 entries, %2 records, %3")
                 .arg(health.size)
                 .arg(snapshot.records)
                 .arg(health.problems.empty() ? QStringLiteral("sound") : QStringLiteral("NOT SOUND"));
    for (const service::Problem& problem : health.problems)
        lines += QStringLiteral("  ") + problem.text;
    lines += health.witnessed ? QStringLiteral("  witnessed")
                              : QStringLiteral("  UNWITNESSED: nobody else has signed its state");

    context.print({{QStringLiteral("organisation"), snapshot.charter.organisation},
                   {QStringLiteral("demo"), snapshot.charter.demo},
                   {QStringLiteral("now"), timeValue(now)},
                   {QStringLiteral("decisions"), decisions},
                   {QStringLiteral("review_due"), reviewDue},
                   {QStringLiteral("models"), models},
                   {QStringLiteral("clocks"), clocks},
                   {QStringLiteral("deliveries"), QJsonArray()},
                   {QStringLiteral("state_sha256"), state::stateSha256(snapshot).hex()},
                   {QStringLiteral("story_sha256"), state::outcomeSha256(snapshot).hex()},
                   {QStringLiteral("ledger"),
                    QJsonObject{{QStringLiteral("log"), snapshot.log.hex()},
                                {QStringLiteral("size"), static_cast<qint64>(health.size)},
                                {QStringLiteral("root"), health.root.hex()},
                                {QStringLiteral("records"), static_cast<qint64>(snapshot.records)},
                                {QStringLiteral("witnessed_at"), QJsonValue()},
                                {QStringLiteral("verified"), health.problems.empty()},
                                {QStringLiteral("problems"), problemsJson(health.problems)}}}},
                  lines.join(QLatin1Char('\n')));
    return health.problems.empty() ? 0 : static_cast<int>(ExitStatus::Integrity);
}

} // namespace

void addStatusCommands(CLI::App& app, Context& context)
{
    auto* sub = app.add_subcommand("status", "What needs a decision, model states, requests, ledger health");
    sub->footer("Example: keyturnctl -w larkfield.keyturn status --json");
    sub->callback([&context] { context.run = command(context, [&context] { return status(context); }); });
}

} // namespace keyturn::app
