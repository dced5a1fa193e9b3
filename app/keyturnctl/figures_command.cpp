// SPDX-License-Identifier: GPL-3.0-or-later
// How long decisions took.

#include "app/keyturnctl/context.h"
#include "app/keyturnctl/json_shapes.h"
#include "models/domain/sheet.h"
#include "models/service/event_reader.h"
#include "models/state/figures.h"

namespace keyturn::app {

namespace {

struct FiguresOptions
{
    bool rehearsals = false;
    std::string incident;
};

/// Seconds, which is what programs reckon with; null for what is not known.
QJsonValue seconds(const std::optional<std::int64_t>& us)
{
    return us ? QJsonValue(static_cast<qint64>(*us / base::kUsPerSecond)) : QJsonValue();
}

QString spanText(const std::optional<std::int64_t>& us)
{
    return us ? lengthText(*us) : QStringLiteral("not known");
}

QJsonObject figuresJson(const state::Snapshot& snapshot, const state::DecisionFigures& figures)
{
    QJsonArray waits;
    for (const state::SlotWait& wait : figures.waits)
        waits.append(QJsonObject{
            {QStringLiteral("role"), domain::toWord(wait.role)},
            {QStringLiteral("member"), wait.filledBy ? QJsonValue(wait.filledBy->value()) : QJsonValue()},
            {QStringLiteral("waited_seconds"), seconds(wait.waitedUs)},
            {QStringLiteral("running"), wait.isRunning}});
    return {
        {QStringLiteral("proposal"), figures.proposal.value()},
        {QStringLiteral("title"), domain::headline(snapshot.proposal(figures.proposal)->facts)},
        {QStringLiteral("change"), figures.change ? QJsonValue(figures.change->value()) : QJsonValue()},
        {QStringLiteral("incident"), figures.incident ? QJsonValue(figures.incident->value()) : QJsonValue()},
        {QStringLiteral("state"), domain::toWord(figures.status)},
        {QStringLiteral("break_glass"), figures.breakGlass},
        {QStringLiteral("rehearsal"), figures.rehearsal},
        {QStringLiteral("first_signal"),
         figures.firstSignal ? QJsonValue(figures.firstSignal->value()) : QJsonValue()},
        {QStringLiteral("first_signal_at"), timeValue(figures.firstSignalAt)},
        {QStringLiteral("proposed_at"), timeValue(figures.proposed)},
        {QStringLiteral("quorum_at"), timeValue(figures.quorum)},
        {QStringLiteral("signal_to_proposal_seconds"), seconds(figures.signalToProposalUs())},
        {QStringLiteral("proposal_to_quorum_seconds"), seconds(figures.proposalToQuorumUs())},
        {QStringLiteral("waits"), waits}};
}

QString figuresText(const state::Snapshot& snapshot, const state::DecisionFigures& figures)
{
    QStringList lines{QStringLiteral("%1  %2  [%3%4%5]")
                          .arg(figures.proposal.value(),
                               domain::headline(snapshot.proposal(figures.proposal)->facts),
                               domain::toWord(figures.status),
                               figures.breakGlass ? QStringLiteral(", BREAK-GLASS") : QString(),
                               figures.rehearsal ? QStringLiteral(", REHEARSAL") : QString())};
    lines += QStringLiteral("    first signal to proposal: %1").arg(spanText(figures.signalToProposalUs()));
    lines += QStringLiteral("    proposal to quorum: %1")
                 .arg(figures.quorum ? spanText(figures.proposalToQuorumUs()) : QStringLiteral("no quorum"));
    for (const state::SlotWait& wait : figures.waits) {
        const QString who = wait.filledBy    ? snapshot.display(*wait.filledBy)
                            : wait.isRunning ? QStringLiteral("still waited for")
                                             : QStringLiteral("never signed");
        lines +=
            QStringLiteral("    %1: %2 (%3)").arg(domain::toWord(wait.role), lengthText(wait.waitedUs), who);
    }
    return lines.join(QLatin1Char('\n'));
}

QJsonObject summaryJson(const state::FiguresSummary& summary)
{
    QJsonArray roles;
    for (const auto& role : summary.roles)
        roles.append(QJsonObject{{QStringLiteral("role"), domain::toWord(role.role)},
                                 {QStringLiteral("given"), static_cast<qint64>(role.given)},
                                 {QStringLiteral("median_waited_seconds"), seconds(role.medianWaitedUs)},
                                 {QStringLiteral("missing"), static_cast<qint64>(role.missing)}});
    return {{QStringLiteral("decisions"), static_cast<qint64>(summary.decisions)},
            {QStringLiteral("met"), static_cast<qint64>(summary.met)},
            {QStringLiteral("median_signal_to_proposal_seconds"), seconds(summary.medianSignalToProposalUs)},
            {QStringLiteral("median_proposal_to_quorum_seconds"), seconds(summary.medianProposalToQuorumUs)},
            {QStringLiteral("roles"), roles}};
}

QString summaryText(const state::FiguresSummary& summary)
{
    QStringList lines{
        QStringLiteral("%1 proposals, %2 with a quorum").arg(summary.decisions).arg(summary.met)};
    lines += QStringLiteral("    first signal to proposal, median: %1")
                 .arg(spanText(summary.medianSignalToProposalUs));
    lines +=
        QStringLiteral("    proposal to quorum, median: %1").arg(spanText(summary.medianProposalToQuorumUs));
    for (const auto& role : summary.roles)
        lines += QStringLiteral("    %1: %2 signatures, median wait %3, %4 waited for")
                     .arg(domain::toWord(role.role))
                     .arg(role.given)
                     .arg(spanText(role.medianWaitedUs))
                     .arg(role.missing);
    return lines.join(QLatin1Char('\n'));
}

base::Result<int> showFigures(const Context& context, const FiguresOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::SnapshotPointer snapshot = workspace->snapshot();
    KEYTURN_TRY_LET(directory, service::BlockDirectory::read(workspace->store(), snapshot));
    service::EventReader reader(workspace->store(), directory);
    const auto occurredAt = [&](const domain::RecordId& record) -> std::optional<base::UtcTime> {
        // A record that cannot be read any more costs its own time and no figure; verifying tells of it.
        const auto event = reader.event(record);
        return event && event->occurredAt.isKnown() ? std::optional(event->occurredAt.start) : std::nullopt;
    };
    auto figures = state::decisionFigures(
        *snapshot, workspace->ledgerNow(),
        options.rehearsals ? state::FiguresOf::Rehearsals : state::FiguresOf::RealDecisions, occurredAt);
    if (!options.incident.empty()) {
        const domain::IncidentId incident(text(options.incident).toUpper());
        if (!snapshot->incident(incident))
            return base::fail(domain::DomainError::UnknownIncident, text(options.incident));
        std::erase_if(figures, [&](const state::DecisionFigures& one) { return one.incident != incident; });
    }
    const state::FiguresSummary summary = state::summaryOf(figures);
    QJsonArray decisions;
    QStringList lines;
    for (const state::DecisionFigures& one : figures) {
        decisions.append(figuresJson(*snapshot, one));
        lines += figuresText(*snapshot, one);
    }
    lines += summaryText(summary);
    context.print({{QStringLiteral("rehearsals"), options.rehearsals},
                   {QStringLiteral("decisions"), decisions},
                   {QStringLiteral("summary"), summaryJson(summary)}},
                  lines.join(QLatin1Char('\n')));
    return 0;
}

} // namespace

void addFiguresCommands(CLI::App& app, Context& context)
{
    auto options = std::make_shared<FiguresOptions>();
    auto* sub = app.add_subcommand(
        "figures",
        "How long decisions took: from the first signal to the proposal to the quorum, and for whom "
        "they waited");
    sub->footer("Example: keyturnctl -w larkfield.keyturn figures --incident I-1 --json");
    sub->add_flag("--rehearsals", options->rehearsals,
                  "Those of rehearsals, which are never mixed with others");
    sub->add_option("--incident", options->incident, "Only those of this incident");
    runs(sub, context, options, showFigures);
}

} // namespace keyturn::app
