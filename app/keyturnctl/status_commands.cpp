// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "app/keyturnctl/decision_facts.h"
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
            underReview = underReview || (snapshot.statusOf(proposal, now) == domain::ProposalStatus::Open &&
                                          !proposal.facts.rehearsal && restriction &&
                                          restriction->scope.include.models.contains(model.id));
        }
        lines.push_back(
            {model.id, model.name,
             domain::modelStatus(domain::areaAccess(layers, area, snapshot.catalogue), underReview)});
    }
    return lines;
}

/// The parts of the answer as they are collected: what a program reads, and what a person does.
class StatusReport
{
public:
    StatusReport(const state::Snapshot& snapshot, base::UtcTime now) : m_snapshot(snapshot), m_now(now) {}

    void tell(const service::Health& health, const std::optional<base::UtcTime>& witnessedAt)
    {
        m_lines += m_snapshot.charter.organisation +
                   (m_snapshot.charter.demo ? QStringLiteral("  ·  DEMO, not evidence") : QString());
        decisions();
        changes();
        models();
        requests();
        gates();
        gateways();
        ledger(health, witnessedAt);
    }
    [[nodiscard]] const QJsonObject& json() const { return m_json; }
    [[nodiscard]] QString text() const { return m_lines.join(QLatin1Char('\n')); }

private:
    void put(const char* key, const QJsonValue& value) { m_json.insert(QLatin1String(key), value); }
    void say(const QString& line) { m_lines += QStringLiteral("  ") + line; }
    [[nodiscard]] QString titleOf(const state::ChangeState& change) const
    {
        return domain::headline(change.restriction, m_snapshot.catalogue) +
               (change.rehearsal ? QStringLiteral("  [REHEARSAL]") : QString());
    }
    [[nodiscard]] QJsonObject changeJson(const state::ChangeState& change) const
    {
        return {{QStringLiteral("change"), change.id.value()},
                {QStringLiteral("title"), domain::headline(change.restriction, m_snapshot.catalogue)},
                {QStringLiteral("proposal"), change.proposal.value()},
                {QStringLiteral("rehearsal"), change.rehearsal}};
    }

    void decisions()
    {
        QJsonArray open;
        QJsonArray disputed;
        m_lines += QStringLiteral("Needs a decision");
        const qsizetype before = m_lines.size();
        for (const state::ProposalState& proposal : m_snapshot.proposals) {
            const bool isOpen = m_snapshot.statusOf(proposal, m_now) == domain::ProposalStatus::Open;
            if (!isOpen && !m_snapshot.isDisputed(proposal))
                continue;
            QJsonArray& list = isOpen ? open : disputed;
            list.append(decisionJson(m_snapshot, proposal, m_now));
            say(decisionText(m_snapshot, proposal, m_now).replace(QLatin1Char('\n'), QLatin1String("\n  ")));
        }
        if (m_lines.size() == before)
            say(QStringLiteral("nothing waits for a signature"));
        put("decisions", open);
        put("disputed", disputed);
    }

    void changes()
    {
        QJsonArray unratified;
        QJsonArray reviewDue;
        QJsonArray scheduled;
        QJsonArray disputed;
        for (const state::ChangeState& change : m_snapshot.changes) {
            QJsonObject object = changeJson(change);
            if (m_snapshot.isUnratified(change))
                unratified.append(unratifiedJson(change, object));
            if (change.isReviewDue(m_now)) {
                object.insert(QStringLiteral("review_by"), timeValue(change.reviewBy));
                reviewDue.append(object);
                say(QStringLiteral("review due: %1  %2").arg(change.id.value(), titleOf(change)));
            }
            if (change.status == domain::ChangeStatus::InForce && change.isScheduled(m_now)) {
                object.insert(QStringLiteral("effective_at"), timeValue(change.effectiveAt));
                scheduled.append(object);
                say(QStringLiteral("scheduled: %1  %2, from %3 (%4)")
                        .arg(change.id.value(), titleOf(change), base::toDisplay(*change.effectiveAt),
                             distanceText(m_now, *change.effectiveAt)));
            }
            if (m_snapshot.isDisputed(change))
                disputed.append(disputedJson(change));
        }
        QJsonArray shadowed;
        for (const Shadowed& one : shadowedChanges(m_snapshot, m_now)) {
            shadowed.append(QJsonObject{{QStringLiteral("change"), one.change.value()},
                                        {QStringLiteral("by"), idArray(one.by)}});
            say(toText(one));
        }
        put("unratified", unratified);
        put("review_due", reviewDue);
        put("scheduled", scheduled);
        put("disputed_changes", disputed);
        put("shadowed", shadowed);
    }

    QJsonObject unratifiedJson(const state::ChangeState& change, QJsonObject object)
    {
        const state::ProposalState* made = m_snapshot.proposal(change.proposal);
        const bool isOverdue = made->isOverdue(m_now);
        object.insert(QStringLiteral("member"), made->origin.member.value());
        object.insert(QStringLiteral("ratify_by"), timeValue(made->facts.expiresAt));
        object.insert(QStringLiteral("overdue"), isOverdue);
        say(QStringLiteral("%1: %2  %3, by %4, to be ratified by %5 (%6)")
                .arg(isOverdue ? QStringLiteral("BREAK-GLASS OVERDUE")
                               : QStringLiteral("break-glass unratified"),
                     change.id.value(), titleOf(change), m_snapshot.display(made->origin.member),
                     base::toDisplay(made->facts.expiresAt), distanceText(m_now, made->facts.expiresAt)));
        return object;
    }

    QJsonObject disputedJson(const state::ChangeState& change)
    {
        QJsonObject object = changeJson(change);
        QJsonArray entries;
        QStringList numbers;
        for (const std::uint64_t seq : disputedEntries(m_snapshot, change)) {
            entries.append(static_cast<qint64>(seq));
            numbers += QString::number(seq);
        }
        object.insert(QStringLiteral("entries"), entries);
        say(QStringLiteral("disputed: %1  %2, by the entries %3")
                .arg(change.id.value(), titleOf(change), numbers.join(QStringLiteral(", "))));
        return object;
    }

    void models()
    {
        QJsonArray models;
        m_lines += QStringLiteral("Models");
        for (const ModelLine& model : modelLines(m_snapshot, m_now)) {
            models.append(QJsonObject{{QStringLiteral("model"), model.id.value()},
                                      {QStringLiteral("name"), model.name},
                                      {QStringLiteral("state"), domain::toWord(model.status)}});
            say(QStringLiteral("%1: %2").arg(model.name, domain::toWord(model.status)));
        }
        put("models", models);
    }

    void requests()
    {
        QJsonArray clocks;
        m_lines += QStringLiteral("Requests of authorities");
        for (const state::RequestState& request : m_snapshot.requests) {
            if (request.status == domain::RequestStatus::Closed ||
                request.status == domain::RequestStatus::Answered)
                continue;
            clocks.append(requestJson(request, m_now));
            say(QStringLiteral("%1  %2%3")
                    .arg(request.id.value(), request.facts.authority,
                         request.facts.dueAt ? QStringLiteral(": due %1 (%2)")
                                                   .arg(base::toDisplay(*request.facts.dueAt),
                                                        distanceText(m_now, *request.facts.dueAt))
                                             : QString()));
        }
        if (clocks.isEmpty())
            say(QStringLiteral("none is open"));
        put("clocks", clocks);
    }

    void gates()
    {
        QJsonArray gates;
        QStringList lines;
        for (const state::IncidentState& incident : m_snapshot.incidents) {
            if (incident.status == domain::IncidentStatus::Closed)
                continue;
            for (const state::GateState& gate : m_snapshot.gates) {
                if (gate.facts.incident != incident.id || gate.status != domain::GateStatus::Open)
                    continue;
                gates.append(gateJson(gate));
                lines += QStringLiteral("  %1  %2: %3%4")
                             .arg(incident.id.value(), gate.id.value(), gate.facts.criterion,
                                  incident.facts.rehearsal ? QStringLiteral("  [REHEARSAL]") : QString());
            }
        }
        if (!lines.isEmpty())
            m_lines += QStringLiteral("Restoration gates open");
        m_lines += lines;
        put("gates", gates);
    }

    void gateways()
    {
        QJsonArray gateways;
        const std::vector<GatewayLine> lines = gatewayLines(m_snapshot);
        if (!lines.empty())
            m_lines += QStringLiteral("Gateways");
        for (const GatewayLine& line : lines) {
            gateways.append(gatewayJson(m_snapshot, line));
            say(gatewayText(m_snapshot, line));
        }
        put("gateways", gateways);
    }

    void ledger(const service::Health& health, const std::optional<base::UtcTime>& witnessedAt)
    {
        m_lines += QStringLiteral("Ledger");
        const std::uint64_t records = m_snapshot.recordsStanding();
        const std::uint64_t retracted = m_snapshot.records - records;
        say(QStringLiteral("%1 entries, %2 records, %3%4")
                .arg(health.size)
                .arg(records)
                .arg(retracted > 0 ? QStringLiteral("%1 more retracted, ").arg(retracted) : QString())
                .arg(health.problems.empty() ? QStringLiteral("sound") : QStringLiteral("NOT SOUND")));
        for (const service::Problem& problem : health.problems)
            say(problem.text);
        say(health.witnessed ? QStringLiteral("witnessed up to entry %1 by %2")
                                   .arg(health.witnessedSize)
                                   .arg(health.witnesses.join(QStringLiteral(", ")))
                             : QStringLiteral("UNWITNESSED: nobody else has signed its state"));
        put("organisation", m_snapshot.charter.organisation);
        put("demo", m_snapshot.charter.demo);
        put("now", timeValue(m_now));
        put("deliveries", QJsonArray());
        put("state_sha256", state::stateSha256(m_snapshot).hex());
        put("story_sha256", state::outcomeSha256(m_snapshot).hex());
        put("ledger",
            QJsonObject{{QStringLiteral("log"), m_snapshot.log.hex()},
                        {QStringLiteral("size"), static_cast<qint64>(health.size)},
                        {QStringLiteral("root"), health.root.hex()},
                        {QStringLiteral("records"), static_cast<qint64>(records)},
                        {QStringLiteral("records_retracted"), static_cast<qint64>(retracted)},
                        {QStringLiteral("witnessed_at"), timeValue(witnessedAt)},
                        {QStringLiteral("witnessed"), health.witnessed},
                        {QStringLiteral("witnessed_size"), static_cast<qint64>(health.witnessedSize)},
                        {QStringLiteral("witnesses"), QJsonArray::fromStringList(health.witnesses)},
                        {QStringLiteral("verified"), health.problems.empty()},
                        {QStringLiteral("problems"), problemsJson(health.problems)}});
    }

    const state::Snapshot& m_snapshot;
    base::UtcTime m_now;
    QJsonObject m_json;
    QStringList m_lines;
};

base::Result<int> status(const Context& context)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const service::Health& health = workspace->health();
    StatusReport report(*workspace->snapshot(), workspace->ledgerNow());
    report.tell(health, workspace->newestWitnessTime());
    context.print(report.json(), report.text());
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
