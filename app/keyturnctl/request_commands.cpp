// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "app/keyturnctl/json_shapes.h"

#include <map>

namespace keyturn::app {

namespace {

struct RequestOptions
{
    std::string request;
    std::string incident;
    std::string authority;
    std::string jurisdiction;
    std::string basis;
    std::string received;
    std::string due;
    std::vector<std::string> evidence;
    std::string description;
    bool confidential = false;
    std::vector<std::string> conflicts;
    std::string text;
    std::string answeredAt;
    std::string reason;
    bool matrix = false;
};

base::Result<std::vector<domain::EvidenceItem>> itemsOf(const char* option,
                                                        const std::vector<std::string>& given)
{
    std::vector<domain::EvidenceItem> items;
    for (const QString& word : listOf(given)) {
        KEYTURN_TRY_LET(item, wordOption<domain::EvidenceItem>(option, word.toStdString()));
        items.push_back(item);
    }
    return items;
}

QString requestText(const state::RequestState& request, base::UtcTime now)
{
    QString line = QStringLiteral("%1  %2 (%3)  [%4%5]")
                       .arg(request.id.value(), request.facts.authority, request.facts.jurisdiction,
                            domain::toWord(request.status),
                            request.isOverdue(now) ? QStringLiteral(", OVERDUE") : QString());
    if (request.facts.dueAt)
        line += QStringLiteral("\n    due %1 (%2)")
                    .arg(base::toDisplay(*request.facts.dueAt), distanceText(now, *request.facts.dueAt));
    QStringList open;
    for (const domain::EvidenceItem item : request.open())
        open += domain::toWord(item);
    if (!open.isEmpty())
        line += QStringLiteral("\n    still to answer: %1").arg(open.join(QStringLiteral(", ")));
    return line;
}

base::Result<int> addRequest(const Context& context, const RequestOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    domain::RequestReceived facts;
    if (!options.incident.empty())
        facts.incident = domain::IncidentId(text(options.incident));
    facts.authority = text(options.authority);
    facts.jurisdiction = text(options.jurisdiction);
    facts.legalBasis = text(options.basis);
    facts.receivedAt = workspace->ledgerNow();
    if (!options.received.empty()) {
        KEYTURN_TRY_LET(received, context.time(options.received));
        facts.receivedAt = received;
    }
    if (!options.due.empty()) {
        KEYTURN_TRY_LET(due, context.time(options.due));
        facts.dueAt = due;
    }
    KEYTURN_TRY_LET(demanded, itemsOf("--evidence", options.evidence));
    facts.demanded = demanded;
    facts.description = text(options.description);
    facts.confidential = options.confidential;
    for (const std::string& conflict : options.conflicts) {
        const QString whole = text(conflict);
        const qsizetype colon = whole.indexOf(QLatin1Char(':'));
        KEYTURN_TRY_LET(
            kind, wordOption<domain::RequestConflict>("--conflict", whole.mid(colon + 1).toStdString()));
        facts.conflicts.push_back({domain::RequestId(whole.left(colon)), kind});
    }
    KEYTURN_TRY_LET(appended, workspace->execute(identity.member, facts, *identity.key));
    const state::RequestState& request = appended.snapshot->requests.back();
    context.print(requestJson(request, workspace->ledgerNow()), requestText(request, workspace->ledgerNow()));
    return 0;
}

void printMatrix(const Context& context, const state::Snapshot& snapshot)
{
    const auto items = domain::wordsOf<domain::EvidenceItem>();
    for (const state::RequestState& request : snapshot.requests) {
        QJsonObject row{{QStringLiteral("request"), request.id.value()},
                        {QStringLiteral("authority"), request.facts.authority}};
        QStringList cells;
        const std::vector<domain::EvidenceItem> open = request.open();
        for (std::size_t i = 0; i < items.size(); ++i) {
            const auto item = static_cast<domain::EvidenceItem>(i);
            const auto has = [&](const std::vector<domain::EvidenceItem>& list) {
                return std::find(list.begin(), list.end(), item) != list.end();
            };
            const QString cell = !has(request.facts.demanded) ? QStringLiteral("-")
                                 : has(open)                  ? QStringLiteral("open")
                                                              : QStringLiteral("answered");
            row.insert(QLatin1String(items[i]), cell == QLatin1String("-") ? QJsonValue() : QJsonValue(cell));
            cells += QStringLiteral("%1 %2").arg(QLatin1String(items[i]), cell);
        }
        context.print(
            row, QStringLiteral("%1  %2: %3")
                     .arg(request.id.value(), request.facts.authority, cells.join(QStringLiteral(" · "))));
    }
}

base::Result<int> listRequests(const Context& context, const RequestOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    const base::UtcTime now = workspace->ledgerNow();
    if (!options.request.empty()) {
        const state::RequestState* request = snapshot.request(domain::RequestId(text(options.request)));
        if (!request)
            return base::fail(domain::DomainError::UnknownRequest, text(options.request));
        context.print(requestJson(*request, now),
                      requestText(*request, now) + QStringLiteral("\n    ") + request->facts.description);
        return 0;
    }
    if (options.matrix) {
        printMatrix(context, snapshot);
        return 0;
    }
    if (snapshot.requests.isEmpty())
        context.say(QStringLiteral("No authority has asked for anything."));
    for (const state::RequestState& request : snapshot.requests)
        context.print(requestJson(request, now), requestText(request, now));
    return 0;
}

base::Result<int> answerRequest(const Context& context, const RequestOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    domain::RequestAnswered answer;
    answer.request = domain::RequestId(text(options.request));
    const state::RequestState* request = workspace->snapshot()->request(answer.request);
    if (!request)
        return base::fail(domain::DomainError::UnknownRequest, text(options.request));
    KEYTURN_TRY_LET(covers, itemsOf("--covers", options.evidence));
    answer.covers = covers.empty() ? request->open() : covers;
    answer.text = text(options.text);
    if (!options.answeredAt.empty()) {
        KEYTURN_TRY_LET(at, context.time(options.answeredAt));
        answer.answeredAt = at;
    }
    KEYTURN_TRY_LET(appended, workspace->execute(identity.member, answer, *identity.key));
    const state::RequestState* now = appended.snapshot->request(answer.request);
    context.print(requestJson(*now, workspace->ledgerNow()), requestText(*now, workspace->ledgerNow()));
    return 0;
}

base::Result<int> closeRequest(const Context& context, const RequestOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    const domain::RequestClosed closing{domain::RequestId(text(options.request)), text(options.reason)};
    KEYTURN_TRY_LET(appended, workspace->execute(identity.member, closing, *identity.key));
    const state::RequestState* now = appended.snapshot->request(closing.request);
    context.print(requestJson(*now, workspace->ledgerNow()), requestText(*now, workspace->ledgerNow()));
    return 0;
}

} // namespace

void addRequestCommands(CLI::App& app, Context& context)
{
    auto* request = app.add_subcommand("request", "Demands of authorities");
    request->require_subcommand(1);
    auto options = std::make_shared<RequestOptions>();
    const auto on = [&context, options](auto function) {
        return [&context, options, function] {
            context.run =
                command(context, [&context, options, function] { return function(context, *options); });
        };
    };

    auto* add = request->add_subcommand("add", "Enters a request");
    add->footer(
        "Example: keyturnctl -w W request add --authority 'Safety Institute' --jurisdiction UK --due "
        "2026-06-12T09:30:00Z --evidence safety-evaluation,auditability --incident I-1 --as gc --key gc.key");
    add->add_option("--authority", options->authority, "Who asks")->required();
    add->add_option("--jurisdiction", options->jurisdiction, "Where they have a say")->required();
    add->add_option("--basis", options->basis, "The law or agreement they name");
    add->add_option("--received", options->received, "When it came; now when left out")->check(timeGiven());
    add->add_option("--due", options->due, "When the answer is due")->check(timeGiven());
    add->add_option("--evidence", options->evidence,
                    "safety-evaluation, auditability, risk-mitigation, other");
    add->add_option("--description", options->description, "What exactly is asked");
    add->add_option("--incident", options->incident, "Incident it concerns");
    add->add_flag("--confidential", options->confidential, "The request itself is confidential");
    add->add_option("--conflict", options->conflicts, "R-1:preserve-or-delete and the like");
    add->callback(on(addRequest));

    auto* list = request->add_subcommand("list", "Lists requests");
    list->footer("Example: keyturnctl -w larkfield.keyturn request list --matrix");
    list->add_flag("--matrix", options->matrix, "Authority by evidence");
    list->callback(on(listRequests));

    auto* show = request->add_subcommand("show", "Shows one request");
    show->footer("Example: keyturnctl -w larkfield.keyturn request show R-1");
    show->add_option("REQUEST", options->request, "R-1")->required();
    show->callback(on(listRequests));

    auto* answer = request->add_subcommand("answer", "Records an answer, whole or in part");
    answer->footer("Example: keyturnctl -w W request answer R-1 --covers auditability --text 'Logs sent' "
                   "--as gc --key g.key");
    answer->add_option("REQUEST", options->request, "R-1")->required();
    answer->add_option("--covers", options->evidence, "Items it covers; all that are open when left out");
    answer->add_option("--text", options->text, "What was answered")->required();
    answer->add_option("--at", options->answeredAt, "When it was sent; now when left out")
        ->check(timeGiven());
    answer->callback(on(answerRequest));

    auto* close = request->add_subcommand("close", "Closes a request");
    close->footer("Example: keyturnctl -w W request close R-1 --because 'Accepted' --as gc --key gc.key");
    close->add_option("REQUEST", options->request, "R-1")->required();
    close->add_option("--because", options->reason, "Why")->required();
    close->callback(on(closeRequest));
}

} // namespace keyturn::app
