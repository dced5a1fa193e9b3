// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "app/keyturnctl/json_shapes.h"
#include "models/base/text_safety.h"

namespace keyturn::app {

namespace {

struct IncidentOptions
{
    std::string incident;
    std::string title;
    std::string summary;
    std::string severity;
    std::vector<std::string> nature;
    std::string horizon;
    std::string cause;
    std::string owner;
    std::string occurredAt;
    std::string status;
    std::string reason;
    std::vector<std::string> carry;
    bool rehearsal = false;
};

struct NoteOptions
{
    std::string title;
    std::string text;
    std::string incident;
    std::string at;
};

base::Result<std::vector<domain::Layer>> layersOf(const std::vector<std::string>& given)
{
    std::vector<domain::Layer> layers;
    for (const QString& word : listOf(given)) {
        KEYTURN_TRY_LET(layer, wordOption<domain::Layer>("--nature", word.toStdString()));
        layers.push_back(layer);
    }
    return layers;
}

QString incidentText(const state::Snapshot& snapshot, const state::IncidentState& incident)
{
    QString text = QStringLiteral("%1  %2  [%3, severity %4%5]")
                       .arg(incident.id.value(), incident.facts.title, domain::toWord(incident.status),
                            domain::toWord(incident.facts.severity),
                            incident.facts.rehearsal ? QStringLiteral(", REHEARSAL") : QString());
    text += QStringLiteral("\n    opened %1 by %2")
                .arg(base::toDisplay(incident.opened.recordedAt), snapshot.display(incident.opened.member));
    return text;
}

base::Result<int> openIncident(const Context& context, const IncidentOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    domain::IncidentOpened facts;
    facts.title = text(options.title);
    facts.summary = text(options.summary);
    if (!options.severity.empty()) {
        KEYTURN_TRY_LET(severity, wordOption<domain::Severity>("--severity", options.severity));
        facts.severity = severity;
    }
    KEYTURN_TRY_LET(nature, layersOf(options.nature));
    facts.nature = nature;
    if (!options.horizon.empty()) {
        KEYTURN_TRY_LET(horizon, wordOption<domain::Horizon>("--horizon", options.horizon));
        facts.horizon = horizon;
    }
    if (!options.cause.empty()) {
        KEYTURN_TRY_LET(cause, wordOption<domain::Cause>("--cause", options.cause));
        facts.cause = cause;
    }
    facts.owner = options.owner.empty() ? identity.member : domain::MemberId(text(options.owner));
    if (!options.occurredAt.empty()) {
        KEYTURN_TRY_LET(at, context.time(options.occurredAt));
        facts.occurredAt = at;
    }
    facts.rehearsal = options.rehearsal;
    KEYTURN_TRY_LET(appended, workspace->execute(identity.member, facts, *identity.key));
    const state::IncidentState& incident = appended.snapshot->incidents.back();
    context.print(incidentJson(incident), incidentText(*appended.snapshot, incident));
    return 0;
}

base::Result<int> listIncidents(const Context& context, const std::string& only)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    if (!only.empty()) {
        const state::IncidentState* incident = snapshot.incident(domain::IncidentId(text(only)));
        if (!incident)
            return base::fail(domain::DomainError::UnknownIncident, text(only));
        context.print(incidentJson(*incident),
                      incidentText(snapshot, *incident) + QStringLiteral("\n    ") + incident->facts.summary);
        return 0;
    }
    if (snapshot.incidents.isEmpty())
        context.say(QStringLiteral("No incident has been opened."));
    for (const state::IncidentState& incident : snapshot.incidents)
        context.print(incidentJson(incident), incidentText(snapshot, incident));
    return 0;
}

base::Result<int> setIncident(const Context& context, const IncidentOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    domain::IncidentChanged change;
    change.incident = domain::IncidentId(text(options.incident));
    change.reason = text(options.reason);
    if (!options.title.empty())
        change.title = text(options.title);
    if (!options.summary.empty())
        change.summary = text(options.summary);
    if (!options.severity.empty()) {
        KEYTURN_TRY_LET(severity, wordOption<domain::Severity>("--severity", options.severity));
        change.severity = severity;
    }
    if (!options.nature.empty()) {
        KEYTURN_TRY_LET(nature, layersOf(options.nature));
        change.nature = nature;
    }
    if (!options.horizon.empty()) {
        KEYTURN_TRY_LET(horizon, wordOption<domain::Horizon>("--horizon", options.horizon));
        change.horizon = horizon;
    }
    if (!options.cause.empty()) {
        KEYTURN_TRY_LET(cause, wordOption<domain::Cause>("--cause", options.cause));
        change.cause = cause;
    }
    if (!options.owner.empty())
        change.owner = domain::MemberId(text(options.owner));
    if (!options.status.empty()) {
        KEYTURN_TRY_LET(status, wordOption<domain::IncidentStatus>("--state", options.status));
        change.status = status;
    }
    KEYTURN_TRY_LET(appended, workspace->execute(identity.member, change, *identity.key));
    const state::IncidentState* incident = appended.snapshot->incident(change.incident);
    context.print(incidentJson(*incident), incidentText(*appended.snapshot, *incident));
    return 0;
}

base::Result<int> closeIncident(const Context& context, const IncidentOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    domain::IncidentClosed closing;
    closing.incident = domain::IncidentId(text(options.incident));
    closing.reason = text(options.reason);
    for (const std::string& line : options.carry)
        closing.carried += text(line);
    KEYTURN_TRY_LET(appended, workspace->execute(identity.member, closing, *identity.key));
    const state::IncidentState* incident = appended.snapshot->incident(closing.incident);
    context.print(incidentJson(*incident), incidentText(*appended.snapshot, *incident));
    return 0;
}

base::Result<int> addNote(const Context& context, const NoteOptions& options, bool milestone)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    domain::NoteAdded note;
    note.milestone = milestone;
    note.title = text(options.title);
    note.text = text(options.text);
    if (!options.incident.empty())
        note.incident = domain::IncidentId(text(options.incident));
    if (!options.at.empty()) {
        KEYTURN_TRY_LET(at, context.time(options.at));
        note.occurredAt = at;
    }
    KEYTURN_TRY_LET(appended, workspace->execute(identity.member, note, *identity.key));
    const state::NoteState& added = appended.snapshot->notes.back();
    context.print({{QStringLiteral("note"), added.id.value()},
                   {QStringLiteral("milestone"), milestone},
                   {QStringLiteral("title"), note.title},
                   {QStringLiteral("entry"), static_cast<qint64>(added.origin.seq)}},
                  QStringLiteral("%1  %2").arg(added.id.value(), note.title));
    return 0;
}

struct AskOptions
{
    std::string proposal;
    std::string question;
};

base::Result<int> ask(const Context& context, const AskOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    const domain::ProposalId about(text(options.proposal).toUpper());
    const state::ProposalState* proposal = workspace->snapshot()->proposal(about);
    if (!proposal)
        return base::fail(domain::DomainError::UnknownProposal,
                          base::harmlessText(text(options.proposal), 40));
    KEYTURN_TRY_LET(identity, context.identity(workspace->snapshot()->charter));
    domain::NoteAdded note;
    note.title = text(options.question);
    note.incident = proposal->facts.incident;
    note.about = about;
    KEYTURN_TRY_LET(appended, workspace->execute(identity.member, note, *identity.key));
    const state::NoteState& added = appended.snapshot->notes.back();
    context.print({{QStringLiteral("note"), added.id.value()},
                   {QStringLiteral("about"), about.value()},
                   {QStringLiteral("text"), note.title},
                   {QStringLiteral("entry"), static_cast<qint64>(added.origin.seq)}},
                  QStringLiteral("%1  on %2, for %3: %4")
                      .arg(added.id.value(), about.value(),
                           appended.snapshot->display(proposal->origin.member), note.title));
    return 0;
}

void addFactOptions(CLI::App* sub, const std::shared_ptr<IncidentOptions>& options)
{
    sub->add_option("--summary", options->summary, "What is known, in a paragraph");
    sub->add_option("--severity", options->severity, "informational, low, medium, high or critical");
    sub->add_option("--nature", options->nature, "Layers of concern, comma-separated");
    sub->add_option("--horizon", options->horizon, "undetermined, temporary or structural");
    sub->add_option("--cause", options->cause, "undetermined, model-behaviour, deployment or both");
    sub->add_option("--owner", options->owner, "Member who owns it");
}

} // namespace

void addIncidentCommands(CLI::App& app, Context& context)
{
    auto* incident = app.add_subcommand("incident", "What a war room is about");
    incident->require_subcommand(1);
    auto options = std::make_shared<IncidentOptions>();

    auto* open = incident->add_subcommand("open", "Opens an incident");
    open->footer("Example: keyturnctl -w larkfield.keyturn incident open 'Safeguard bypass on larch-4-agent' "
                 "--severity high --as scribe --key scribe.key");
    open->add_option("TITLE", options->title, "One line")->required();
    addFactOptions(open, options);
    open->add_option("--occurred-at", options->occurredAt, "When it began, as far as known")
        ->check(timeGiven());
    open->add_flag("--rehearsal", options->rehearsal, "An exercise: marked everywhere, never delivered");
    open->callback([&context, options] {
        context.run = command(context, [&context, options] { return openIncident(context, *options); });
    });

    auto* list = incident->add_subcommand("list", "Lists incidents");
    list->footer("Example: keyturnctl -w larkfield.keyturn incident list --json");
    list->callback([&context] {
        context.run = command(context, [&context] { return listIncidents(context, std::string()); });
    });

    auto* show = incident->add_subcommand("show", "Shows one incident");
    show->footer("Example: keyturnctl -w larkfield.keyturn incident show I-1");
    show->add_option("INCIDENT", options->incident, "I-1")->required();
    show->callback([&context, options] {
        context.run =
            command(context, [&context, options] { return listIncidents(context, options->incident); });
    });

    auto* set = incident->add_subcommand("set", "Changes what is known of an incident");
    set->footer("Example: keyturnctl -w larkfield.keyturn incident set I-1 --severity critical --as scribe "
                "--key s.key");
    set->add_option("INCIDENT", options->incident, "I-1")->required();
    set->add_option("--title", options->title, "One line");
    addFactOptions(set, options);
    set->add_option("--state", options->status, "open, contained or restored");
    set->add_option("--because", options->reason, "Why");
    set->callback([&context, options] {
        context.run = command(context, [&context, options] { return setIncident(context, *options); });
    });

    auto* close = incident->add_subcommand("close", "Closes an incident whose ends are tied up or carried");
    close->footer("Example: keyturnctl -w larkfield.keyturn incident close I-1 --because 'Restored' --carry "
                  "'R-2: goes on'");
    close->add_option("INCIDENT", options->incident, "I-1")->required();
    close->add_option("--because", options->reason, "Why")->required();
    close->add_option("--carry", options->carry, "ID: why a loose end is carried");
    close->callback([&context, options] {
        context.run = command(context, [&context, options] { return closeIncident(context, *options); });
    });

    auto askOptions = std::make_shared<AskOptions>();
    auto* asking =
        app.add_subcommand("ask", "Asks about a proposal before deciding; signed, and shown with it");
    asking->footer(
        "Example: keyturnctl -w W ask P-1 'Does the EU failover still serve it?' --as gc --key gc.key");
    asking->add_option("PROPOSAL", askOptions->proposal, "P-1")->required();
    asking->add_option("TEXT", askOptions->question, "The question, in a line")->required();
    runs(asking, context, askOptions, ask);

    for (const bool milestone : {false, true}) {
        auto noteOptions = std::make_shared<NoteOptions>();
        auto* note = milestone ? app.add_subcommand("milestone", "Marks a key event on the timeline")
                               : app.add_subcommand("note", "Adds a signed note");
        note->footer(
            milestone
                ? "Example: keyturnctl -w W milestone 'Board informed' --incident I-1 --as scribe --key s.key"
                : "Example: keyturnctl -w W note 'Called Northgate' --incident I-1 --as scribe --key s.key");
        note->add_option("TITLE", noteOptions->title, "One line")->required();
        note->add_option("--text", noteOptions->text, "More");
        note->add_option("--incident", noteOptions->incident, "Incident it belongs to");
        note->add_option("--at", noteOptions->at, "When it happened")->check(timeGiven());
        note->callback([&context, noteOptions, milestone] {
            context.run = command(context, [&context, noteOptions, milestone] {
                return addNote(context, *noteOptions, milestone);
            });
        });
    }
}

} // namespace keyturn::app
