// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/context.h"
#include "models/service/event_search.h"
#include "models/state/chronicle.h"

#include <algorithm>
#include <cstdio>

namespace keyturn::app {

namespace {

struct TimelineOptions
{
    std::string from;
    std::string to;
    std::vector<std::string> lanes;
    std::vector<std::string> layers;
    std::string severity;
    std::string query;
    std::string incident;
    std::string asKnownAt;
    std::uint64_t limit = 0;
    bool count = false;
};

/// Where a line of the timeline comes from: small, because there may be millions. The text is read when it is
/// printed.
struct Place
{
    std::int64_t orderUs = 0;
    std::uint64_t entry = 0;
    std::uint64_t leaf = 0;
    const state::ChronicleEvent* told = nullptr; ///< One of the war room's own; else an imported event.
};

/// Signals stand in the lane of their layer of concern, everything else in that of its kind.
QString laneWord(const domain::Event& event)
{
    return event.kind == domain::RecordKind::Signal ? domain::toWord(event.layer)
                                                    : domain::toWord(event.kind);
}

QJsonObject eventJson(const domain::Event& event)
{
    const domain::Layer layer = event.layer;
    return {{QStringLiteral("id"), event.id.value()},
            {QStringLiteral("occurred_at"),
             event.occurredAt.isKnown() ? QJsonValue(event.occurredAt.toIso()) : QJsonValue()},
            {QStringLiteral("precision"), base::toWord(event.occurredAt.precision)},
            {QStringLiteral("zone"),
             event.occurredAt.zone.isEmpty() ? QJsonValue() : QJsonValue(event.occurredAt.zone)},
            {QStringLiteral("recorded_at"), base::toRfc3339(event.recordedAt)},
            {QStringLiteral("lane"), laneWord(event)},
            {QStringLiteral("kind"), domain::toWord(event.kind)},
            {QStringLiteral("layer"), domain::toWord(layer)},
            {QStringLiteral("severity"), domain::toWord(event.severity)},
            {QStringLiteral("credibility"), domain::toWord(event.credibility)},
            {QStringLiteral("title"), event.title},
            {QStringLiteral("source"), event.source},
            {QStringLiteral("incident"),
             event.incident.isEmpty() ? QJsonValue() : QJsonValue(event.incident.value())},
            {QStringLiteral("entry"), static_cast<qint64>(event.entry)}};
}

QString eventText(const domain::Event& event)
{
    const QString when =
        event.occurredAt.isKnown() ? base::toDisplay(event.occurredAt) : QStringLiteral("no time");
    return QStringLiteral("%1  %2  %3  %4")
        .arg(when, -23)
        .arg(domain::toWord(event.severity), -13)
        .arg(event.title, event.source.isEmpty() ? QString() : QStringLiteral("(%1)").arg(event.source));
}

QJsonObject toldJson(const state::ChronicleEvent& event)
{
    return {{QStringLiteral("id"), event.id},
            {QStringLiteral("occurred_at"), base::toRfc3339(event.occurredAt)},
            {QStringLiteral("precision"), QStringLiteral("millisecond")},
            {QStringLiteral("zone"), QStringLiteral("Z")},
            {QStringLiteral("recorded_at"), base::toRfc3339(event.recordedAt)},
            {QStringLiteral("lane"), state::toWord(event.lane)},
            {QStringLiteral("kind"), event.kind},
            {QStringLiteral("layer"), QStringLiteral("not-stated")},
            {QStringLiteral("severity"), domain::toWord(event.severity)},
            {QStringLiteral("credibility"), QStringLiteral("not-stated")},
            {QStringLiteral("title"), event.title},
            {QStringLiteral("source"), event.member.value()},
            {QStringLiteral("incident"), event.incident ? QJsonValue(event.incident->value()) : QJsonValue()},
            {QStringLiteral("entry"), static_cast<qint64>(event.entry)}};
}

QString toldText(const state::ChronicleEvent& event)
{
    return QStringLiteral("%1  %2  %3")
        .arg(base::toDisplay(event.occurredAt), -23)
        .arg(event.kind, -13)
        .arg(event.title);
}

/// Everything a run of `timeline` filters by.
struct Filter
{
    std::optional<base::UtcTime> from;
    std::optional<base::UtcTime> to;
    QStringList lanes;
    std::optional<domain::IncidentId> incident;
    records::Query query;
};

base::Result<Filter> filterOf(const Context& context, const TimelineOptions& options)
{
    Filter filter;
    QString query = text(options.query);
    if (!options.layers.empty())
        query += QStringLiteral(" layer:%1").arg(listOf(options.layers).join(QLatin1Char(',')));
    if (!options.severity.empty())
        query += QStringLiteral(" severity>=%1").arg(text(options.severity));
    KEYTURN_TRY_LET(parsed, records::parseQuery(query));
    filter.query = parsed;
    if (!options.from.empty()) {
        KEYTURN_TRY_LET(from, context.time(options.from));
        filter.from = from;
        filter.query.notBefore = filter.query.notBefore ? std::max(*filter.query.notBefore, from) : from;
    }
    if (!options.to.empty()) {
        KEYTURN_TRY_LET(to, context.time(options.to));
        filter.to = to;
        filter.query.before = filter.query.before ? std::min(*filter.query.before, to) : to;
    }
    filter.lanes = listOf(options.lanes);
    if (!options.incident.empty())
        filter.incident = domain::IncidentId(text(options.incident));
    return filter;
}

bool passes(const Filter& filter, const state::ChronicleEvent& event, std::optional<domain::Severity> atLeast)
{
    if (filter.from && event.occurredAt < *filter.from)
        return false;
    if (filter.to && event.occurredAt >= *filter.to)
        return false;
    if (!filter.lanes.isEmpty() && !filter.lanes.contains(state::toWord(event.lane)))
        return false;
    if (filter.incident && event.incident != filter.incident)
        return false;
    if (atLeast && event.severity < *atLeast)
        return false;
    for (const records::TextTerm& term : filter.query.texts) {
        const bool stands = event.title.contains(term.text, Qt::CaseInsensitive) ||
                            event.detail.contains(term.text, Qt::CaseInsensitive);
        if (stands == term.negated)
            return false;
    }
    return true;
}

base::Result<int> timeline(const Context& context, const TimelineOptions& options)
{
    KEYTURN_TRY_LET(filter, filterOf(context, options));
    std::optional<domain::Severity> atLeast;
    if (!options.severity.empty()) {
        KEYTURN_TRY_LET(severity, wordOption<domain::Severity>("--severity", options.severity));
        atLeast = severity;
    }
    KEYTURN_TRY_LET(workspace, context.open(true));
    state::SnapshotPointer snapshot = workspace->snapshot();
    if (!options.asKnownAt.empty()) {
        KEYTURN_TRY_LET(at, context.time(options.asKnownAt));
        KEYTURN_TRY_LET(known, workspace->asKnownAt(at));
        snapshot = known;
    }
    const std::vector<state::ChronicleEvent> told = state::chronicle(*snapshot);
    std::vector<Place> places;
    if (options.layers.empty()) {
        for (const state::ChronicleEvent& event : told) {
            if (passes(filter, event, atLeast))
                places.push_back({event.occurredAt.us, event.entry, 0, &event});
        }
    }
    KEYTURN_TRY_LET(directory, service::BlockDirectory::read(workspace->store(), snapshot));
    base::Result<void> read;
    const auto take = [&](std::span<const service::FoundEvent> found) {
        for (const service::FoundEvent& one : found) {
            if (!filter.lanes.isEmpty() || filter.incident) {
                const auto event = service::eventOf(one, directory);
                if (!event) {
                    read = base::passOn(event);
                    return false;
                }
                if (!filter.lanes.isEmpty() && !filter.lanes.contains(laneWord(*event)) &&
                    !filter.lanes.contains(domain::toWord(event->kind)))
                    continue;
                if (filter.incident && event->incident != *filter.incident)
                    continue;
            }
            // Events without a time carry the largest one, so they stand last, in the order they were
            // entered.
            places.push_back({one.hit->timeUs, one.batchSeq, one.leaf, nullptr});
        }
        return true;
    };
    KEYTURN_TRY(service::searchEvents(workspace->store(), directory, filter.query, {}, take, kNever));
    KEYTURN_TRY(read);
    std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) {
        return std::tie(a.orderUs, a.entry, a.leaf) < std::tie(b.orderUs, b.entry, b.leaf);
    });
    // With a limit, the latest are what a reader wants; they are still printed in time order.
    const std::size_t skip =
        options.limit > 0 && places.size() > options.limit ? places.size() - options.limit : 0;
    service::EventReader reader(workspace->store(), directory);
    for (std::size_t i = skip; i < places.size(); ++i) {
        const Place& place = places[i];
        if (place.told) {
            context.print(toldJson(*place.told), toldText(*place.told));
            continue;
        }
        KEYTURN_TRY_LET(event, reader.event(place.entry, place.leaf));
        context.print(eventJson(event), eventText(event));
    }
    return 0;
}

base::Result<int> search(const Context& context, const TimelineOptions& options)
{
    KEYTURN_TRY_LET(query, records::parseQuery(text(options.query)));
    KEYTURN_TRY_LET(workspace, context.open(true));
    KEYTURN_TRY_LET(directory, service::BlockDirectory::read(workspace->store(), workspace->snapshot()));
    records::SearchOptions how;
    how.searchFor = options.count ? records::SearchFor::CountOnly : records::SearchFor::Hits;
    if (!options.count && options.limit > 0)
        how.maximumHits = options.limit;
    base::Result<void> read;
    const auto take = [&](std::span<const service::FoundEvent> found) {
        for (const service::FoundEvent& one : found) {
            auto event = service::eventOf(one, directory);
            if (!event) {
                read = base::passOn(event);
                return false;
            }
            QJsonObject json = eventJson(*event);
            const QString snippet = records::snippet(query, *event, 160);
            json.insert(QStringLiteral("snippet"), snippet);
            context.print(json,
                          eventText(*event) +
                              (snippet == event->title ? QString() : QStringLiteral("\n    ") + snippet));
        }
        std::fflush(stdout);
        return true;
    };
    KEYTURN_TRY_LET(summary, service::searchEvents(workspace->store(), directory, query, how, take, kNever));
    KEYTURN_TRY(read);
    if (options.count)
        context.print({{QStringLiteral("hits"), static_cast<qint64>(summary.hits)},
                       {QStringLiteral("records"), static_cast<qint64>(summary.records)}},
                      QStringLiteral("%1 of %2 records").arg(summary.hits).arg(summary.records));
    else if (summary.hits == 0)
        context.say(QStringLiteral("No record of %1 matches.").arg(summary.records));
    return 0;
}

} // namespace

void addTimelineCommands(CLI::App& app, Context& context)
{
    auto options = std::make_shared<TimelineOptions>();
    auto* sub = app.add_subcommand("timeline", "Events, requests and decisions in time order");
    sub->footer("Example: keyturnctl -w W timeline --from 2026-06-08T00:00:00Z --severity high --json");
    sub->add_option("--from", options->from, "Not before this time")->check(timeGiven());
    sub->add_option("--to", options->to, "Before this time")->check(timeGiven());
    sub->add_option("--lane", options->lanes,
                    "Lanes: a layer of concern, escalation, request, decision, incident, note");
    sub->add_option("--layer", options->layers, "Layers of concern");
    sub->add_option("--severity", options->severity, "At least this severity");
    sub->add_option("--query", options->query, "Query, as for search");
    sub->add_option("--incident", options->incident, "Only of this incident");
    sub->add_option("--as-known-at", options->asKnownAt, "As it was known at this time")->check(timeGiven());
    sub->add_option("--limit", options->limit, "Only the latest N");
    sub->callback([&context, options] {
        context.run = command(context, [&context, options] { return timeline(context, *options); });
    });

    auto searchOptions = std::make_shared<TimelineOptions>();
    searchOptions->limit = 100;
    auto* find = app.add_subcommand("search", "Searches all records, the last imported first");
    find->footer(
        "Example: keyturnctl -w W search 'layer:abuse-at-scale severity>=high \"tool use\"' --limit 20");
    find->add_option("QUERY", searchOptions->query, "Words and attributes, all of which must hold")
        ->required();
    find->add_option("--limit", searchOptions->limit, "At most N (100; 0 for all)");
    find->add_flag("--count", searchOptions->count, "Only count");
    find->callback([&context, searchOptions] {
        context.run = command(context, [&context, searchOptions] { return search(context, *searchOptions); });
    });
}

} // namespace keyturn::app
