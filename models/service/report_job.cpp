// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/report_job.h"

#include "models/crypto/digest_functions.h"
#include "models/reports/report_parts.h"
#include "models/reports/writers.h"
#include "models/service/column_loading.h"
#include "models/service/verify.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>
#include <tuple>

namespace keyturn::service {

namespace {

/// Events read at once: bounds memory, while every block is decoded once a piece at most.
constexpr std::size_t kEventsAtOnce = 20'000;
constexpr qint64 kBytesAtOnce = 1 << 20;

struct EventPlace
{
    std::int64_t timeUs = 0;
    std::uint64_t batchSeq = 0;
    std::uint64_t leaf = 0;
    friend auto operator<=>(const EventPlace&, const EventPlace&) = default;
};

struct GatheredEvents
{
    std::vector<EventPlace> places; ///< In time order, those without time last.
    std::optional<base::UtcTime> firstSignal;
    std::optional<base::UtcTime> firstEscalation;
};

void keepEarliest(std::optional<base::UtcTime>& earliest, std::int64_t timeUs)
{
    if (!earliest || timeUs < earliest->us)
        earliest = base::UtcTime{timeUs};
}

bool isAsked(std::int64_t timeUs, bool isTimed, const ReportRequest& request)
{
    if (!isTimed)
        return !request.from && !request.to;
    return (!request.from || request.from->us <= timeUs) && (!request.to || timeUs < request.to->us);
}

base::Result<GatheredEvents> gather(Workspace& workspace, const BlockDirectory& whole, EventReader& reader,
                                    const ReportRequest& request, const std::atomic_bool& cancel)
{
    const state::Snapshot& snapshot = *whole.snapshot;
    BlockDirectory ours;
    ours.snapshot = whole.snapshot;
    for (const BlockDirectory::Place& place : whole.places) {
        if (snapshot.batches[static_cast<qsizetype>(place.batch)].facts.incident == request.incident)
            ours.places.push_back(place);
    }
    KEYTURN_TRY_LET(columns, loadColumns(workspace.store(), ours, ColumnTrust::Checked, cancel));
    GatheredEvents found;
    for (std::size_t i = 0; i < columns->size(); ++i) {
        const auto row = static_cast<timeline::EventRow>(i);
        const bool isTimed = columns->hasTime(row);
        const std::int64_t timeUs = columns->timesUs()[i];
        const timeline::LaneId lane = columns->lanes()[i];
        if (isTimed && lane <= timeline::LaneId::NotStated)
            keepEarliest(found.firstSignal, timeUs);
        if (isTimed && lane == timeline::LaneId::Escalations)
            keepEarliest(found.firstEscalation, timeUs);
        if (isAsked(timeUs, isTimed, request)) {
            const timeline::EventKey key = columns->keyOf(row);
            found.places.push_back({timeUs, key.batchSeq, key.leaf});
        }
    }
    // Records of other batches that the incident's proposals rest on.
    for (const state::ProposalState* proposal : reports::proposalsOf(snapshot, request.incident)) {
        for (const domain::RecordId& id : proposal->facts.signalRecords) {
            const auto parts = partsOf(id);
            const state::BatchState* batch = parts ? snapshot.batch(parts->first) : nullptr;
            if (batch && (batch->facts.incident == request.incident || batch->retracted))
                continue;
            KEYTURN_TRY_LET(event, reader.event(id));
            const bool isTimed = event.occurredAt.isKnown();
            const std::int64_t timeUs =
                isTimed ? event.occurredAt.start.us : std::numeric_limits<std::int64_t>::max();
            if (isTimed && event.kind == domain::RecordKind::Signal)
                keepEarliest(found.firstSignal, timeUs);
            if (isTimed && event.kind == domain::RecordKind::Escalation)
                keepEarliest(found.firstEscalation, timeUs);
            if (isAsked(timeUs, isTimed, request))
                found.places.push_back({timeUs, parts->first, parts->second});
        }
    }
    std::sort(found.places.begin(), found.places.end());
    found.places.erase(std::unique(found.places.begin(), found.places.end()), found.places.end());
    return found;
}

/// The events of @p places in their order, read in the order of the blocks.
base::Result<std::vector<domain::Event>> readEvents(EventReader& reader, std::span<const EventPlace> places,
                                                    const std::atomic_bool& cancel)
{
    std::vector<std::size_t> order(places.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::tie(places[a].batchSeq, places[a].leaf) < std::tie(places[b].batchSeq, places[b].leaf);
    });
    std::vector<domain::Event> events(places.size());
    for (const std::size_t i : order) {
        if (cancel.load())
            return base::fail(ServiceError::Cancelled);
        KEYTURN_TRY_LET(event, reader.event(places[i].batchSeq, places[i].leaf));
        event.raw.clear();
        events[i] = std::move(event);
    }
    return events;
}

/// Of the file as it lies there now: what another program will find.
base::Result<base::Digest> hashOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(ServiceError::FileFailure, path, file.errorString());
    crypto::Sha256Stream hash;
    while (!file.atEnd()) {
        const QByteArray piece = file.read(kBytesAtOnce);
        if (piece.isEmpty())
            return base::fail(ServiceError::FileFailure, path, file.errorString());
        hash.add(piece);
    }
    return hash.finish();
}

reports::VerificationSummary summaryOf(const Verification& found, const Workspace& workspace)
{
    reports::VerificationSummary summary;
    for (const Problem& problem : found.problems)
        summary.problems.push_back({problem.entry, problem.code, problem.text});
    summary.entries = found.entries;
    summary.records = found.records;
    summary.signatures = found.signatures;
    summary.witnessed = found.witnessed;
    summary.size = workspace.tree().size();
    summary.root = workspace.tree().root();
    return summary;
}

} // namespace

QStringList reportFormats()
{
    return {QStringLiteral("pdf"), QStringLiteral("html"), QStringLiteral("json"),
            QStringLiteral("timesketch")};
}

base::Result<WrittenReport> writeReport(Workspace& workspace, const state::SnapshotPointer& shown,
                                        const ReportRequest& request, const Progress& progress,
                                        const std::atomic_bool& cancel)
{
    if (!reportFormats().contains(request.format))
        return base::fail(reports::ReportError::UnknownFormat, request.format,
                          reportFormats().join(QStringLiteral(", ")));
    if (!shown->incident(request.incident))
        return base::fail(domain::DomainError::UnknownIncident, request.incident.value());
    OpenOptions options = workspace.options();
    options.readOnly = true;
    KEYTURN_TRY_LET(verification, verifyLocation(workspace.location(), options, progress, cancel));
    KEYTURN_TRY_LET(directory, BlockDirectory::read(workspace.store(), shown));
    EventReader reader(workspace.store(), directory);
    KEYTURN_TRY_LET(gathered, gather(workspace, directory, reader, request, cancel));

    reports::ReportInput input;
    input.snapshot = shown;
    input.incident = request.incident;
    input.eventCount = gathered.places.size();
    input.firstSignal = gathered.firstSignal;
    input.firstEscalation = gathered.firstEscalation;
    input.verification = summaryOf(verification, workspace);
    input.generatedAt = workspace.clock().now();
    if (shown->size < workspace.snapshot()->size)
        input.knownAt = shown->lastTime;
    input.from = request.from;
    input.to = request.to;
    input.audience = request.audience;
    input.programVersion = QCoreApplication::applicationVersion();
    for (const state::NoteState* mark : reports::marksFor(*shown, request.incident)) {
        if (!mark->facts.inReport->record)
            continue;
        KEYTURN_TRY_LET(event, reader.event(*mark->facts.inReport->record));
        input.marked.push_back(std::move(event));
    }
    const std::span<const EventPlace> places(gathered.places);
    const bool isForReading =
        request.format == QLatin1String("pdf") || request.format == QLatin1String("html");
    if (isForReading) {
        KEYTURN_TRY_LET(
            events,
            readEvents(reader, places.first(std::min(places.size(), reports::kEventsListed)), cancel));
        input.events = std::move(events);
    }
    const reports::Report report = reports::makeReport(input);
    const reports::EventSource source = [&](const reports::EventSink& sink) -> base::Result<void> {
        for (std::size_t done = 0; done < places.size();) {
            const auto piece = places.subspan(done, std::min(kEventsAtOnce, places.size() - done));
            KEYTURN_TRY_LET(events, readEvents(reader, piece, cancel));
            for (const domain::Event& event : events)
                KEYTURN_TRY(sink(event));
            done += piece.size();
            if (progress)
                progress(done, places.size());
        }
        return {};
    };

    QSaveFile file(request.path);
    if (!file.open(QIODevice::WriteOnly))
        return base::fail(ServiceError::FileFailure, request.path, file.errorString());
    WrittenReport written{request.path, {}, 0};
    if (request.format == QLatin1String("pdf")) {
        KEYTURN_TRY_LET(pages, reports::writePdf(reports::layOut(report), file));
        written.pages = pages;
    } else if (request.format == QLatin1String("html")) {
        KEYTURN_TRY(reports::writeHtml(reports::layOut(report), file));
    } else if (request.format == QLatin1String("json")) {
        KEYTURN_TRY(reports::writeJson(report, source, file));
    } else {
        KEYTURN_TRY(reports::writeTimesketch(report, source, file));
    }
    if (cancel.load())
        return base::fail(ServiceError::Cancelled);
    if (!file.commit())
        return base::fail(ServiceError::FileFailure, request.path, file.errorString());
    KEYTURN_TRY_LET(sha256, hashOf(request.path));
    written.sha256 = sha256;
    return written;
}

} // namespace keyturn::service
