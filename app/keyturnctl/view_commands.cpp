// SPDX-License-Identifier: GPL-3.0-or-later
// Saved views of the timeline, and marks of what is to stand in reports.

#include "app/keyturnctl/json_shapes.h"
#include "app/keyturnctl/proposal_options.h"
#include "models/items/saved_views.h"
#include "models/records/query.h"

#include <QJsonArray>

namespace keyturn::app {

namespace {

struct ViewOptions
{
    std::string name;
    std::string query;
    std::string from;
    std::string until;
    std::vector<std::string> lanes;
    std::string note;
    std::string thing;
    std::string incident;
};

QJsonObject viewJson(const items::ViewChoice& choice)
{
    QJsonArray lanes;
    for (const domain::ViewLane& lane : choice.view.lanes)
        lanes.append(QJsonObject{{QStringLiteral("lane"), lane.lane},
                                 {QStringLiteral("shown"), lane.isShown},
                                 {QStringLiteral("folded"), lane.isFolded},
                                 {QStringLiteral("split"), lane.split}});
    QJsonObject out{{QStringLiteral("note"), choice.id.value()},
                    {QStringLiteral("name"), choice.name},
                    {QStringLiteral("query"), choice.view.query},
                    {QStringLiteral("lanes"), lanes}};
    if (choice.view.from)
        out.insert(QStringLiteral("from"), base::toRfc3339(*choice.view.from));
    if (choice.view.until)
        out.insert(QStringLiteral("until"), base::toRfc3339(*choice.view.until));
    return out;
}

QString viewText(const items::ViewChoice& choice)
{
    QString out = QStringLiteral("%1  %2\n    %3").arg(choice.id.value(), choice.name, choice.savedBy);
    if (!choice.view.query.isEmpty())
        out += QStringLiteral("\n    search: %1").arg(choice.view.query);
    if (choice.view.from)
        out += QStringLiteral("\n    span: %1 to %2")
                   .arg(base::toDisplay(*choice.view.from), base::toDisplay(*choice.view.until));
    return out;
}

/// Lanes by their words, from the top; those that are not named are hidden below.
base::Result<timeline::LaneLayout> lanesNamed(const std::vector<std::string>& words)
{
    timeline::LaneLayout layout = timeline::LaneLayout::usual();
    if (words.empty())
        return layout;
    layout.hidden = timeline::LaneSet::all();
    std::size_t place = 0;
    for (const std::string& word : words) {
        const auto lane = items::laneFromWord(text(word));
        if (!lane) {
            QStringList known;
            for (const timeline::LaneSpec& spec : timeline::laneSpecs())
                known += items::laneWord(spec.id);
            return base::fail(CommandError::BadOption, QStringLiteral("--lane"), text(word),
                              known.join(QStringLiteral(", ")));
        }
        layout.hidden.remove(*lane);
        layout.move(*lane, place++);
    }
    return layout;
}

base::Result<int> sign(const Context& context, service::Workspace& workspace, const domain::NoteAdded& note,
                       const QString& said)
{
    KEYTURN_TRY_LET(identity, context.identity(workspace.snapshot()->charter));
    KEYTURN_TRY_LET(appended, workspace.execute(identity.member, note, *identity.key));
    const state::NoteState& added = appended.snapshot->notes.back();
    context.print({{QStringLiteral("note"), added.id.value()},
                   {QStringLiteral("title"), note.title},
                   {QStringLiteral("entry"), static_cast<qint64>(added.origin.seq)}},
                  QStringLiteral("%1  %2").arg(added.id.value(), said));
    return 0;
}

base::Result<int> saveView(const Context& context, const ViewOptions& options)
{
    KEYTURN_TRY(records::parseQuery(text(options.query)));
    KEYTURN_TRY_LET(layout, lanesNamed(options.lanes));
    std::optional<base::TimeRange> range;
    if (!options.from.empty()) {
        KEYTURN_TRY_LET(from, context.time(options.from));
        KEYTURN_TRY_LET(until, context.time(options.until));
        range = base::TimeRange{from, until};
    }
    KEYTURN_TRY_LET(workspace, context.open());
    domain::NoteAdded note;
    note.title = text(options.name).trimmed();
    note.view = items::viewOf(text(options.query), domain::Severity::NotStated, range, layout);
    for (const items::ViewChoice& choice : items::viewChoices(*workspace->snapshot())) {
        if (choice.name.compare(note.title, Qt::CaseInsensitive) == 0)
            note.retires = choice.id;
    }
    return sign(context, *workspace, note, note.title);
}

base::Result<int> listViews(const Context& context, const ViewOptions&)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const auto choices = items::viewChoices(*workspace->snapshot());
    for (const items::ViewChoice& choice : choices)
        context.print(viewJson(choice), viewText(choice));
    if (choices.empty())
        context.say(QStringLiteral("No view has been saved."));
    return 0;
}

base::Result<int> retire(const Context& context, const ViewOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    domain::NoteAdded note;
    note.retires = ledgerId<domain::NoteId>(options.note);
    const state::NoteState* retired = state::noteOf(*workspace->snapshot(), *note.retires);
    note.title = QStringLiteral("Removed: %1").arg(retired ? retired->facts.title : note.retires->value());
    return sign(context, *workspace, note, note.title);
}

base::Result<int> addMark(const Context& context, const ViewOptions& options)
{
    KEYTURN_TRY_LET(workspace, context.open());
    KEYTURN_TRY_LET(incident, onlyIncident(*workspace->snapshot(), options.incident));
    domain::ReportMark thing;
    if (options.thing.find(':') != std::string::npos)
        thing.record = domain::RecordId(text(options.thing));
    else
        thing.note = ledgerId<domain::NoteId>(options.thing);
    domain::NoteAdded note;
    note.incident = incident;
    note.inReport = thing;
    note.title = QStringLiteral("For reports: %1").arg(text(options.thing));
    return sign(context, *workspace, note, note.title);
}

base::Result<int> listMarks(const Context& context, const ViewOptions&)
{
    KEYTURN_TRY_LET(workspace, context.open(true));
    const state::Snapshot& snapshot = *workspace->snapshot();
    const auto marks = state::standingMarks(snapshot);
    for (const state::NoteState* mark : marks) {
        const domain::ReportMark& thing = *mark->facts.inReport;
        const QString id = thing.record ? thing.record->value() : thing.note->value();
        context.print({{QStringLiteral("note"), mark->id.value()},
                       {QStringLiteral("marks"), id},
                       {QStringLiteral("member"), mark->origin.member.value()},
                       {QStringLiteral("title"), mark->facts.title}},
                      QStringLiteral("%1  %2\n    marked by %3, %4")
                          .arg(mark->id.value(), mark->facts.title, snapshot.display(mark->origin.member),
                               base::toDisplay(mark->origin.recordedAt)));
    }
    if (marks.empty())
        context.say(QStringLiteral("Nothing is marked for reports."));
    return 0;
}

} // namespace

void addViewCommands(CLI::App& app, Context& context)
{
    auto* view = app.add_subcommand("view", "Saved views of the timeline, shared by all seats");
    view->require_subcommand(1);
    auto options = std::make_shared<ViewOptions>();

    auto* save = view->add_subcommand("save", "Saves a view; under a name that stands, replaces that one");
    save->footer("Example: keyturnctl -w W view save 'Night of the bypass' --query 'severity>=high' "
                 "--from 2026-06-12T00:00:00Z --until 2026-06-13T00:00:00Z --as scribe --key s.key");
    save->add_option("NAME", options->name, "What it is called")->required();
    save->add_option("--query", options->query, "What is searched for, as the timeline takes it");
    auto* from = save->add_option("--from", options->from, "Left edge of the axis")->check(timeGiven());
    auto* until = save->add_option("--until", options->until, "Right edge of the axis")->check(timeGiven());
    from->needs(until);
    until->needs(from);
    save->add_option("--lane", options->lanes,
                     "A lane to show; more of them stand below it, the others are hidden");
    runs(save, context, options, saveView);

    auto* list = view->add_subcommand("list", "Lists the views that stand");
    list->footer("Example: keyturnctl -w larkfield.keyturn view list --json");
    runs(list, context, options, listViews);

    auto* remove = view->add_subcommand("retire", "Takes a saved view away");
    remove->footer("Example: keyturnctl -w W view retire N-3 --as scribe --key s.key");
    remove->add_option("NOTE", options->note, "N-3: the note that saved it")->required();
    runs(remove, context, options, retire);

    auto* mark = app.add_subcommand("mark", "Marks of what is to stand in reports");
    mark->require_subcommand(1);

    auto* add = mark->add_subcommand("add", "Marks a record, a milestone or a note");
    add->footer("Example: keyturnctl -w W mark add 12:345 --incident I-1 --as scribe --key s.key");
    add->add_option("THING", options->thing, "12:345, a record; or N-2, a milestone or a note")->required();
    add->add_option("--incident", options->incident, "In reports of this incident only");
    runs(add, context, options, addMark);

    auto* listed = mark->add_subcommand("list", "Lists the marks that stand");
    listed->footer("Example: keyturnctl -w larkfield.keyturn mark list");
    runs(listed, context, options, listMarks);

    auto* take = mark->add_subcommand("retire", "Takes a mark back");
    take->footer("Example: keyturnctl -w W mark retire N-4 --as scribe --key s.key");
    take->add_option("NOTE", options->note, "N-4: the note that made the mark")->required();
    runs(take, context, options, retire);
}

} // namespace keyturn::app
