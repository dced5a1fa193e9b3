// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keyturnctl/demo_steps.h"

#include <algorithm>

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

/// What the story's names at @p key stand for.
template <typename Value>
std::vector<Value> namedAt(base::JsonReader& reader, const char* key, const QHash<QString, Value>& made)
{
    std::vector<Value> values;
    for (const QString& name : reader.stringsOrEmpty(key)) {
        if (const auto value = made.find(name); value != made.end())
            values.push_back(*value);
        else
            reader.reject(base::JsonError::BadValue, key, name);
    }
    return values;
}

/// The change that the proposal named at @p key has become.
domain::ChangeId changeAt(base::JsonReader& reader, const char* key, const state::Snapshot& now,
                          const Made& made)
{
    const QString name = reader.string(key);
    const state::ProposalState* proposal = now.proposal(made.proposals.value(name));
    if (proposal && proposal->change)
        return *proposal->change;
    reader.reject(base::JsonError::BadValue, key, name);
    return {};
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
    request.confidential = reader.booleanOr("confidential", false);
    for (const base::JsonValue& element : reader.arrayOrEmpty("conflicts")) {
        base::JsonReader conflict(element, QStringLiteral("conflicts"));
        const domain::RequestId with(conflict.string("with"));
        request.conflicts.push_back({with, conflict.word("kind", domain::fromWord<domain::RequestConflict>)});
        if (const auto done = conflict.finish(); !done)
            reader.take(done.error());
    }
    return request;
}

base::Result<domain::Restriction> restrictionOf(base::JsonReader& reader)
{
    constexpr std::int64_t kMostRequests = 1'000'000;
    domain::Restriction restriction;
    domain::Measure& measure = restriction.measure;
    measure.kind = reader.word("kind", domain::fromWord<domain::RestrictionKind>);
    measure.allowedTiers = idsAt<domain::TierId>(reader, "allowed_tiers");
    measure.requestsPerMinute = reader.optionalInteger("requests_per_minute", 1, kMostRequests);
    measure.safeguard = reader.optionalString("safeguard").value_or(QString());
    if (const auto fallback = reader.optionalString("fallback"))
        measure.fallback = domain::ModelId(*fallback);
    domain::Box& include = restriction.scope.include;
    include.models = selectionAt<domain::ModelId>(reader, "models");
    include.channels = selectionAt<domain::ChannelId>(reader, "channels");
    include.regions = selectionAt<domain::RegionId>(reader, "regions");
    include.tiers = selectionAt<domain::TierId>(reader, "tiers");
    include.capabilities = selectionAt<domain::CapabilityId>(reader, "capabilities");
    for (const QString& exception : reader.stringsOrEmpty("except")) {
        KEYTURN_TRY_LET(box, domain::boxFromText(exception));
        restriction.scope.except.push_back(box);
    }
    return restriction;
}

domain::IncidentOpened incidentOpenedOf(base::JsonReader& reader)
{
    domain::IncidentOpened opened;
    opened.title = reader.string("title");
    opened.summary = reader.string("summary");
    opened.severity = reader.word("severity", domain::fromWord<domain::Severity>);
    opened.nature = wordsAt<domain::Layer>(reader, "nature");
    opened.owner = domain::MemberId(reader.string("owner"));
    opened.occurredAt = reader.optionalTime("occurred_at");
    return opened;
}

domain::IncidentChanged incidentChangedOf(base::JsonReader& reader)
{
    domain::IncidentChanged changed;
    changed.incident = incidentOf(reader).value_or(domain::IncidentId());
    changed.severity = reader.optionalWord("severity", domain::fromWord<domain::Severity>);
    changed.horizon = reader.optionalWord("horizon", domain::fromWord<domain::Horizon>);
    changed.cause = reader.optionalWord("cause", domain::fromWord<domain::Cause>);
    changed.status = reader.optionalWord("status", domain::fromWord<domain::IncidentStatus>);
    if (auto nature = wordsAt<domain::Layer>(reader, "nature"); !nature.empty())
        changed.nature = std::move(nature);
    changed.reason = reader.string("reason");
    return changed;
}

domain::NoteAdded noteOf(base::JsonReader& reader, bool milestone, const Made& made)
{
    domain::NoteAdded note;
    note.milestone = milestone;
    note.title = reader.string("title");
    note.text = reader.string("text");
    note.incident = incidentOf(reader);
    if (const auto about = reader.optionalString("about"))
        note.about = made.proposals.value(*about);
    return note;
}

} // namespace

std::optional<domain::IncidentId> incidentOf(base::JsonReader& reader)
{
    if (const auto incident = reader.optionalString("incident"))
        return domain::IncidentId(*incident);
    return std::nullopt;
}

domain::NormalisedRecord recordOf(base::JsonReader& reader, const QString& act, const Made& made)
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
    QStringList raised;
    for (const domain::RecordId& signal : namedAt(reader, "raises", made.records))
        raised += signal.value();
    record.reference = utf8(raised.join(QStringLiteral(", ")));
    if (const auto at = reader.optionalTime("occurred_at"))
        record.occurredAt = {*at, base::TimePrecision::Minute, QStringLiteral("Z")};
    return record;
}

base::Result<service::ChangeRequest> changeOf(base::JsonReader& reader, const QString& act,
                                              const state::Snapshot& now, const Made& made)
{
    service::ChangeRequest request;
    request.incident = incidentOf(reader);
    request.rationale = reader.string("rationale");
    request.requests = idsAt<domain::RequestId>(reader, "requests");
    request.signalRecords = namedAt(reader, "signals", made.records);
    request.evidence = namedAt(reader, "evidence", made.evidence);
    request.reviewBy = reader.optionalTime("review_by");
    if (act != QLatin1String("revert")) {
        KEYTURN_TRY_LET(restriction, restrictionOf(reader));
        request.restriction = restriction;
        return request;
    }
    request.reverts = changeAt(reader, "reverts", now, made);
    if (const auto part = reader.optionalString("part")) {
        KEYTURN_TRY_LET(box, domain::boxFromText(*part));
        request.part = box;
    }
    return request;
}

domain::EvidenceAdded evidenceOf(base::JsonReader& reader)
{
    domain::EvidenceAdded evidence;
    evidence.title = reader.string("title");
    evidence.kind = reader.word("kind", domain::fromWord<domain::EvidenceKind>);
    evidence.incident = incidentOf(reader);
    evidence.requests = idsAt<domain::RequestId>(reader, "requests");
    evidence.gates = idsAt<domain::GateId>(reader, "gates");
    return evidence;
}

base::Result<std::vector<domain::Payload>> probesOf(base::JsonReader& reader, const state::Snapshot& now)
{
    domain::GatewayProbed probe;
    probe.gateway = domain::MemberId(reader.string("gateway"));
    probe.revision = static_cast<std::uint64_t>(now.accessRevisions.size());
    probe.cell.tier = domain::TierId(reader.string("tier"));
    probe.cell.capability = domain::CapabilityId(reader.string("capability"));
    probe.seen = reader.word("seen", domain::fromWord<domain::Access>);
    const QString how = reader.string("how");
    std::vector<domain::Payload> probes;
    for (const QString& id : reader.strings("routes")) {
        const auto& routes = now.catalogue.routes;
        const auto route = std::find_if(routes.begin(), routes.end(),
                                        [&](const domain::Route& one) { return one.id.value() == id; });
        if (route == routes.end()) {
            reader.reject(base::JsonError::BadValue, "routes", id);
            break;
        }
        probe.cell.model = route->model;
        probe.cell.channel = route->channel;
        probe.cell.region = route->region;
        probe.how = QStringLiteral("%1 (route %2)").arg(how, id);
        probes.emplace_back(probe);
    }
    KEYTURN_TRY(reader.finish());
    return probes;
}

domain::DirectiveAcknowledged acknowledgement(const state::Snapshot& now, const base::Digest& root,
                                              const domain::MemberId& gateway)
{
    const state::GatewayState* before = now.gateway(gateway);
    domain::DirectiveAcknowledged acknowledged;
    acknowledged.counter = before ? before->counter + 1 : 1;
    acknowledged.revision = static_cast<std::uint64_t>(now.accessRevisions.size());
    acknowledged.accessState = now.accessRevisions.last();
    acknowledged.headSize = now.size;
    acknowledged.headRoot = root;
    return acknowledged;
}

base::Result<domain::Payload> payloadOf(base::JsonReader& reader, const QString& act,
                                        const state::Snapshot& now, const Made& made)
{
    if (act == QLatin1String("incident-open"))
        return domain::Payload(incidentOpenedOf(reader));
    if (act == QLatin1String("incident-set"))
        return domain::Payload(incidentChangedOf(reader));
    if (act == QLatin1String("request"))
        return domain::Payload(requestOf(reader));
    if (act == QLatin1String("answer")) {
        domain::RequestAnswered answer;
        answer.request = domain::RequestId(reader.string("request"));
        answer.covers = wordsAt<domain::EvidenceItem>(reader, "covers");
        answer.text = reader.string("text");
        return domain::Payload(answer);
    }
    if (act == QLatin1String("note") || act == QLatin1String("milestone"))
        return domain::Payload(noteOf(reader, act == QLatin1String("milestone"), made));
    if (act == QLatin1String("gate-open")) {
        domain::GateOpened gate;
        gate.incident = incidentOf(reader).value_or(domain::IncidentId());
        gate.layer = reader.word("layer", domain::fromWord<domain::Layer>);
        gate.criterion = reader.string("criterion");
        return domain::Payload(gate);
    }
    if (act == QLatin1String("gate-meet"))
        return domain::Payload(domain::GateMet{domain::GateId(reader.string("gate")),
                                               namedAt(reader, "evidence", made.evidence),
                                               reader.string("how")});
    if (act == QLatin1String("gate-waive"))
        return domain::Payload(domain::GateWaived{domain::GateId(reader.string("gate")),
                                                  changeAt(reader, "change", now, made),
                                                  reader.string("reason")});
    if (act == QLatin1String("approve")) {
        const domain::ProposalId proposal = made.proposals.value(reader.string("proposal"));
        KEYTURN_TRY_LET(approval, service::draftApproval(now, proposal, std::nullopt));
        return domain::Payload(approval);
    }
    if (act == QLatin1String("refuse")) {
        const domain::ProposalId proposal = made.proposals.value(reader.string("proposal"));
        KEYTURN_TRY_LET(refusal, service::draftRefusal(now, proposal, reader.string("reason")));
        return domain::Payload(refusal);
    }
    return base::fail(domain::DomainError::BadStatement, act);
}

} // namespace keyturn::app::demo
