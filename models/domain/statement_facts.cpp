// SPDX-License-Identifier: GPL-3.0-or-later
// Batches, incidents, notes and requests as JSON.

#include "models/domain/statement_codec.h"

namespace keyturn::domain {

KEYTURN_FIELDS_OF(ViewLane);
KEYTURN_FIELDS_OF(SavedView);
KEYTURN_FIELDS_OF(ReportMark);

namespace {

void fields(auto& visit, Same<BatchImported> auto& batch)
{
    visit("root", batch.root);
    visit("count", batch.count);
    visit("rejected", batch.rejected);
    visit("without_time", batch.withoutTime);
    visit("source_sha256", batch.sourceSha256);
    visit("source_name", batch.sourceName);
    visit("adapter", batch.adapter);
    visit("earliest", batch.earliest);
    visit("latest", batch.latest);
    visit("incident", batch.incident);
    visit("blocks", batch.blocks);
    visit("layout_version", batch.layoutVersion);
    visit("derived_sha256", batch.derivedSha256);
    // Absent in what was written before it was thought of.
    visit("rejections_sha256", batch.rejectionsSha256);
}

void fields(auto& visit, Same<BatchRetracted> auto& retraction)
{
    visit("batch", retraction.batch);
    visit("reason", retraction.reason);
}

void fields(auto& visit, Same<IncidentOpened> auto& incident)
{
    visit("title", incident.title);
    visit("summary", incident.summary);
    visit("severity", incident.severity);
    visit("nature", incident.nature);
    visit("horizon", incident.horizon);
    visit("cause", incident.cause);
    visit("owner", incident.owner);
    visit("occurred_at", incident.occurredAt);
    visit("rehearsal", incident.rehearsal);
}

void fields(auto& visit, Same<IncidentChanged> auto& change)
{
    visit("incident", change.incident);
    visit("title", change.title);
    visit("summary", change.summary);
    visit("severity", change.severity);
    visit("nature", change.nature);
    visit("horizon", change.horizon);
    visit("cause", change.cause);
    visit("owner", change.owner);
    visit("status", change.status);
    visit("reason", change.reason);
}

void fields(auto& visit, Same<IncidentClosed> auto& closing)
{
    visit("incident", closing.incident);
    visit("reason", closing.reason);
    visit("carried", closing.carried);
}

void fields(auto& visit, Same<ViewLane> auto& lane)
{
    visit("lane", lane.lane);
    visit.unless(true, "shown", lane.isShown);
    visit.unless(false, "folded", lane.isFolded);
    visit.unless(QString(), "split", lane.split);
}

void fields(auto& visit, Same<SavedView> auto& view)
{
    visit("query", view.query);
    visit("from", view.from);
    visit("until", view.until);
    visit.ifAny("lanes", view.lanes);
}

void fields(auto& visit, Same<ReportMark> auto& mark)
{
    visit("record", mark.record);
    visit("note", mark.note);
}

void fields(auto& visit, Same<NoteAdded> auto& note)
{
    visit("incident", note.incident);
    visit("milestone", note.milestone);
    visit("title", note.title);
    visit("text", note.text);
    visit("occurred_at", note.occurredAt);
    visit("about", note.about);
    // Absent in what was written before they were thought of.
    visit("view", note.view);
    visit("in_report", note.inReport);
    visit("retires", note.retires);
}

void fields(auto& visit, Same<RequestReceived::Conflict> auto& conflict)
{
    visit("with", conflict.with);
    visit("kind", conflict.kind);
}

void fields(auto& visit, Same<RequestReceived> auto& request)
{
    visit("incident", request.incident);
    visit("authority", request.authority);
    visit("jurisdiction", request.jurisdiction);
    visit("legal_basis", request.legalBasis);
    visit("received_at", request.receivedAt);
    visit("due_at", request.dueAt);
    visit("demanded", request.demanded);
    visit("description", request.description);
    visit("confidential", request.confidential);
    visit("conflicts", request.conflicts);
}

void fields(auto& visit, Same<RequestAnswered> auto& answer)
{
    visit("request", answer.request);
    visit("covers", answer.covers);
    visit("text", answer.text);
    visit("answered_at", answer.answeredAt);
}

void fields(auto& visit, Same<RequestClosed> auto& closing)
{
    visit("request", closing.request);
    visit("reason", closing.reason);
}

} // namespace

KEYTURN_DEFINE_FIELDS(BatchImported);
KEYTURN_DEFINE_FIELDS(BatchRetracted);
KEYTURN_DEFINE_FIELDS(IncidentOpened);
KEYTURN_DEFINE_FIELDS(IncidentChanged);
KEYTURN_DEFINE_FIELDS(IncidentClosed);
KEYTURN_DEFINE_FIELDS(ViewLane);
KEYTURN_DEFINE_FIELDS(SavedView);
KEYTURN_DEFINE_FIELDS(ReportMark);
KEYTURN_DEFINE_FIELDS(NoteAdded);
KEYTURN_DEFINE_FIELDS(RequestReceived::Conflict);
KEYTURN_DEFINE_FIELDS(RequestReceived);
KEYTURN_DEFINE_FIELDS(RequestAnswered);
KEYTURN_DEFINE_FIELDS(RequestClosed);

} // namespace keyturn::domain
