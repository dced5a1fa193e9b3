// SPDX-License-Identifier: GPL-3.0-or-later
// Regulatory requests and their answers.

#include "models/domain/reason.h"
#include "models/state/fold_rules.h"

#include <algorithm>

namespace keyturn::state {

using domain::DomainError;

namespace {

/// The request that is answered or closed, unless it is closed already.
base::Result<const RequestState*> requestNotClosed(const Case& judged, const domain::RequestId& id)
{
    const RequestState* request = judged.snapshot.request(id);
    if (!request)
        return base::fail(DomainError::UnknownRequest, id.value());
    if (request->status == domain::RequestStatus::Closed)
        return base::fail(DomainError::RequestNotOpen, id.value(), domain::toWord(request->status));
    return request;
}

RequestState& requestOf(Snapshot& snapshot, const domain::RequestId& id)
{
    return snapshot.requests[id.value().mid(2).toLongLong() - 1];
}

} // namespace

base::Result<void> check(const Case& judged, const domain::RequestReceived& request)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Request));
    KEYTURN_TRY(checkIncident(judged, request.incident));
    if (request.authority.trimmed().isEmpty())
        return badStatement(QT_TRANSLATE_NOOP("errors", "the request names no authority"));
    if (hasRepeats(request.demanded))
        return badStatement(QT_TRANSLATE_NOOP("errors", "the same evidence is demanded twice"));
    if (request.dueAt && *request.dueAt < request.receivedAt)
        return badStatement(QT_TRANSLATE_NOOP("errors", "the request is due before it was received"));
    for (const auto& conflict : request.conflicts) {
        if (!judged.snapshot.request(conflict.with))
            return base::fail(DomainError::UnknownRequest, conflict.with.value());
    }
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::RequestReceived& request)
{
    RequestState state;
    state.id = domain::RequestId(numbered('R', snapshot.requests.size()));
    state.facts = request;
    state.received = accepted.origin;
    snapshot.requests.append(std::move(state));
}

base::Result<void> check(const Case& judged, const domain::RequestAnswered& answer)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Request));
    KEYTURN_TRY_LET(request, requestNotClosed(judged, answer.request));
    const auto& demanded = request->facts.demanded;
    if (answer.covers.empty() && !demanded.empty())
        return badStatement(QT_TRANSLATE_NOOP("errors", "the answer covers nothing that was demanded"));
    if (hasRepeats(answer.covers))
        return badStatement(QT_TRANSLATE_NOOP("errors", "the answer names the same evidence twice"));
    for (const domain::EvidenceItem item : answer.covers) {
        if (std::find(demanded.begin(), demanded.end(), item) == demanded.end())
            return badStatement(
                QT_TRANSLATE_NOOP("errors", "the answer covers evidence that was not demanded"));
    }
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::RequestAnswered& answer)
{
    RequestState& request = requestOf(snapshot, answer.request);
    request.answers.push_back({answer, accepted.origin});
    request.status =
        request.open().empty() ? domain::RequestStatus::Answered : domain::RequestStatus::InPreparation;
}

base::Result<void> check(const Case& judged, const domain::RequestClosed& closing)
{
    KEYTURN_TRY(checkMayAct(judged, domain::Act::Request));
    KEYTURN_TRY_LET(request, requestNotClosed(judged, closing.request));
    if (request->status != domain::RequestStatus::Answered && closing.reason.trimmed().isEmpty())
        return badStatement(QT_TRANSLATE_NOOP(
            "errors", "the request is not answered in full, and no reason is given to close it"));
    return checkAboutLedger(judged);
}

void fold(Snapshot& snapshot, const Accepted& accepted, const domain::RequestClosed& closing)
{
    RequestState& request = requestOf(snapshot, closing.request);
    request.status = domain::RequestStatus::Closed;
    request.closed = accepted.origin;
    request.closingReason = closing.reason;
}

} // namespace keyturn::state
