// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/demo_steps.h"

namespace keyturn::app::demo {

namespace {

std::string utf8(const QString& text)
{
    return text.toStdString();
}

template <typename E>
std::vector<E> wordsAt(base::JsonReader& reader, const char* key)
{
    std::vector<E> values;
    for (const QString& word : reader.stringsOrEmpty(key)) {
        if (const auto value = domain::fromWord<E>(word))
            values.push_back(*value);
        else
            reader.reject(base::JsonError::BadValue, key, word);
    }
    return values;
}

template <typename Id>
std::vector<Id> idsAt(base::JsonReader& reader, const char* key)
{
    std::vector<Id> ids;
    for (const QString& value : reader.stringsOrEmpty(key))
        ids.emplace_back(value);
    return ids;
}

template <typename Id>
domain::Selection<Id> selectionAt(base::JsonReader& reader, const char* key)
{
    auto ids = idsAt<Id>(reader, key);
    return ids.empty() ? domain::Selection<Id>::everything() : domain::Selection<Id>::of(std::move(ids));
}

domain::RequestReceived requestOf(base::JsonReader& reader)
{
    domain::RequestReceived request;
    request.incident = incidentOf(reader);
    request.authority = reader.string("authority");
    request.jurisdiction = reader.string("jurisdiction");
    request.legalBasis = reader.string("legal_basis");
    request.receivedAt = reader.time("received_at");
    request.dueAt = reader.optionalTime("due_at");
    request.demanded = wordsAt<domain::EvidenceItem>(reader, "demanded");
    request.description = reader.string("description");
    for (const base::JsonValue& element : reader.arrayOrEmpty("conflicts")) {
        base::JsonReader conflict(element, QStringLiteral("conflicts"));
        const domain::RequestId with(conflict.string("with"));
        request.conflicts.push_back({with, conflict.word("kind", domain::fromWord<domain::RequestConflict>)});
        if (const auto done = conflict.finish(); !done)
            reader.take(done.error());
    }
    return request;
}

} // namespace

std::optional<domain::IncidentId> incidentOf(base::JsonReader& reader)
{
    if (const auto incident = reader.optionalString("incident"))
        return domain::IncidentId(*incident);
    return std::nullopt;
}

domain::NormalisedRecord recordOf(base::JsonReader& reader, const QString& act)
{
    domain::NormalisedRecord record;
    record.kind =
        act == QLatin1String("escalation") ? domain::RecordKind::Escalation : domain::RecordKind::Signal;
    record.title = utf8(reader.string("title"));
    record.description = utf8(reader.string("description"));
    record.source = utf8(reader.string("source"));
    record.sourceKind = reader.word("source_kind", domain::fromWord<domain::SourceKind>);
    record.severity = reader.word("severity", domain::fromWord<domain::Severity>);
    record.credibility = reader.word("credibility", domain::fromWord<domain::Credibility>);
    record.layer = reader.word("layer", domain::fromWord<domain::Layer>);
    for (const QString& model : reader.stringsOrEmpty("models"))
        record.models.push_back(utf8(model));
    if (const auto at = reader.optionalTime("occurred_at"))
        record.occurredAt = {*at, base::TimePrecision::Minute, QStringLiteral("Z")};
    return record;
}

base::Result<service::ChangeRequest> changeOf(base::JsonReader& reader, const QString& act,
                                              const state::Snapshot& now,
                                              const QHash<QString, domain::RecordId>& records,
                                              const QHash<QString, domain::ProposalId>& proposals)
{
    service::ChangeRequest request;
    request.incident = incidentOf(reader);
    request.rationale = reader.string("rationale");
    request.requests = idsAt<domain::RequestId>(reader, "requests");
    request.reviewBy = reader.optionalTime("review_by");
    for (const QString& name : reader.stringsOrEmpty("signals")) {
        if (const auto record = records.find(name); record != records.end())
            request.signalRecords.push_back(*record);
        else
            reader.reject(base::JsonError::BadValue, "signals", name);
    }
    if (act == QLatin1String("revert")) {
        const state::ProposalState* proposal = now.proposal(proposals.value(reader.string("reverts")));
        if (proposal && proposal->change)
            request.reverts = *proposal->change;
        else
            reader.reject(base::JsonError::BadValue, "reverts");
        return request;
    }
    domain::Restriction restriction;
    restriction.measure.kind = reader.word("kind", domain::fromWord<domain::RestrictionKind>);
    restriction.measure.allowedTiers = idsAt<domain::TierId>(reader, "allowed_tiers");
    if (const auto fallback = reader.optionalString("fallback"))
        restriction.measure.fallback = domain::ModelId(*fallback);
    restriction.scope.include.models = selectionAt<domain::ModelId>(reader, "models");
    restriction.scope.include.regions = selectionAt<domain::RegionId>(reader, "regions");
    restriction.scope.include.tiers = selectionAt<domain::TierId>(reader, "tiers");
    restriction.scope.include.capabilities = selectionAt<domain::CapabilityId>(reader, "capabilities");
    for (const QString& exception : reader.stringsOrEmpty("except")) {
        KEYTURN_TRY_LET(box, domain::boxFromText(exception));
        restriction.scope.except.push_back(box);
    }
    request.restriction = restriction;
    return request;
}

base::Result<domain::Payload> payloadOf(base::JsonReader& reader, const QString& act,
                                        const state::Snapshot& now,
                                        const QHash<QString, domain::ProposalId>& proposals)
{
    if (act == QLatin1String("incident-open")) {
        domain::IncidentOpened opened;
        opened.title = reader.string("title");
        opened.summary = reader.string("summary");
        opened.severity = reader.word("severity", domain::fromWord<domain::Severity>);
        opened.nature = wordsAt<domain::Layer>(reader, "nature");
        opened.owner = domain::MemberId(reader.string("owner"));
        opened.occurredAt = reader.optionalTime("occurred_at");
        return domain::Payload(opened);
    }
    if (act == QLatin1String("incident-set")) {
        domain::IncidentChanged changed;
        changed.incident = incidentOf(reader).value_or(domain::IncidentId());
        changed.severity = reader.optionalWord("severity", domain::fromWord<domain::Severity>);
        changed.cause = reader.optionalWord("cause", domain::fromWord<domain::Cause>);
        changed.status = reader.optionalWord("status", domain::fromWord<domain::IncidentStatus>);
        if (auto nature = wordsAt<domain::Layer>(reader, "nature"); !nature.empty())
            changed.nature = std::move(nature);
        changed.reason = reader.string("reason");
        return domain::Payload(changed);
    }
    if (act == QLatin1String("request"))
        return domain::Payload(requestOf(reader));
    if (act == QLatin1String("answer")) {
        domain::RequestAnswered answer;
        answer.request = domain::RequestId(reader.string("request"));
        answer.covers = wordsAt<domain::EvidenceItem>(reader, "covers");
        answer.text = reader.string("text");
        return domain::Payload(answer);
    }
    if (act == QLatin1String("note") || act == QLatin1String("milestone")) {
        domain::NoteAdded note;
        note.milestone = act == QLatin1String("milestone");
        note.title = reader.string("title");
        note.text = reader.string("text");
        note.incident = incidentOf(reader);
        return domain::Payload(note);
    }
    if (act == QLatin1String("approve")) {
        KEYTURN_TRY_LET(
            approval, service::draftApproval(now, proposals.value(reader.string("proposal")), std::nullopt));
        return domain::Payload(approval);
    }
    if (act == QLatin1String("refuse")) {
        const domain::ProposalId proposal = proposals.value(reader.string("proposal"));
        KEYTURN_TRY_LET(refusal, service::draftRefusal(now, proposal, reader.string("reason")));
        return domain::Payload(refusal);
    }
    return base::fail(domain::DomainError::BadStatement, act);
}

} // namespace keyturn::app::demo
