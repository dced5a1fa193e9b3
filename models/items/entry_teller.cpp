// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/entry_teller.h"

#include "models/base/text_safety.h"
#include "models/domain/sheet.h"
#include "models/items/overlay_of.h"
#include "models/items/words.h"

namespace keyturn::items {

using timeline::OverlayKind;
using timeline::OverlayName;

QString label(EntryGroup group)
{
    const char* words = "";
    switch (group) {
    case EntryGroup::Decision:
        words = QT_TRANSLATE_NOOP("items", "Decision");
        break;
    case EntryGroup::Request:
        words = QT_TRANSLATE_NOOP("items", "Regulatory request");
        break;
    case EntryGroup::Incident:
        words = QT_TRANSLATE_NOOP("items", "Incident");
        break;
    case EntryGroup::Signal:
        words = QT_TRANSLATE_NOOP("items", "Signals");
        break;
    case EntryGroup::Delivery:
        words = QT_TRANSLATE_NOOP("items", "Gateways");
        break;
    case EntryGroup::Organisation:
        words = QT_TRANSLATE_NOOP("items", "Organisation");
        break;
    }
    return QCoreApplication::translate("items", words);
}

EntryTeller::EntryTeller(state::SnapshotPointer snapshot) : m_snapshot(std::move(snapshot))
{
    index();
}

void EntryTeller::index()
{
    using Kind = Subject::Kind;
    const state::Snapshot& s = *m_snapshot;
    const auto put = [this](const state::Origin& origin, Kind kind, qsizetype place) {
        m_subjects.insert_or_assign(origin.seq, Subject{kind, place});
    };
    for (qsizetype i = 0; i < s.incidents.size(); ++i) {
        put(s.incidents.at(i).opened, Kind::IncidentOpened, i);
        if (s.incidents.at(i).closed)
            put(*s.incidents.at(i).closed, Kind::IncidentClosed, i);
    }
    for (qsizetype i = 0; i < s.requests.size(); ++i) {
        put(s.requests.at(i).received, Kind::RequestReceived, i);
        for (const auto& answer : s.requests.at(i).answers)
            put(answer.origin, Kind::RequestAnswered, i);
        if (s.requests.at(i).closed)
            put(*s.requests.at(i).closed, Kind::RequestClosed, i);
    }
    for (qsizetype i = 0; i < s.notes.size(); ++i)
        put(s.notes.at(i).origin, Kind::Note, i);
    for (qsizetype i = 0; i < s.batches.size(); ++i)
        put(s.batches.at(i).origin, Kind::Batch, i);
    for (qsizetype i = 0; i < s.batches.size(); ++i) {
        if (s.batches.at(i).retracted)
            put(s.batches.at(i).retracted->origin, Kind::BatchRetracted, i);
    }
    for (qsizetype i = 0; i < s.proposals.size(); ++i) {
        put(s.proposals.at(i).origin, Kind::Proposal, i);
        for (const auto& approval : s.proposals.at(i).approvals)
            put(approval.origin, Kind::Approval, i);
        for (const auto& refusal : s.proposals.at(i).refusals)
            put(refusal.origin, Kind::Refusal, i);
    }
    for (qsizetype i = 0; i < s.gates.size(); ++i) {
        put(s.gates.at(i).opened, Kind::Gate, i);
        if (s.gates.at(i).met)
            put(*s.gates.at(i).met, Kind::GateMet, i);
        for (const auto& waiver : s.gates.at(i).waivers)
            put(waiver.origin, Kind::GateWaived, i);
    }
    for (qsizetype i = 0; i < s.evidence.size(); ++i)
        put(s.evidence.at(i).origin, Kind::Evidence, i);
}

const EntryTeller::Subject* EntryTeller::subjectOf(std::uint64_t seq) const
{
    const auto found = m_subjects.find(seq);
    return found == m_subjects.end() ? nullptr : &found->second;
}

QString EntryTeller::textOf(const Subject& subject, const QString& who) const
{
    using Kind = Subject::Kind;
    const state::Snapshot& s = *m_snapshot;
    const qsizetype i = subject.place;
    switch (subject.kind) {
    case Kind::IncidentOpened:
        return tr("%1 opened the incident: %2").arg(who, s.incidents.at(i).facts.title);
    case Kind::IncidentClosed:
        return tr("%1 closed the incident: %2").arg(who, s.incidents.at(i).facts.title);
    case Kind::RequestReceived:
        return tr("%1 entered a request of %2").arg(who, s.requests.at(i).facts.authority);
    case Kind::RequestAnswered:
        return tr("%1 answered %2").arg(who, s.requests.at(i).facts.authority);
    case Kind::RequestClosed:
        return tr("%1 closed the request of %2").arg(who, s.requests.at(i).facts.authority);
    case Kind::Note:
        return (s.notes.at(i).facts.milestone ? tr("%1 set a milestone: %2") : tr("%1 noted: %2"))
            .arg(who, s.notes.at(i).facts.title);
    case Kind::Batch: {
        const domain::BatchImported& batch = s.batches.at(i).facts;
        return batch.count == 1
                   ? tr("%1 entered a record from %2").arg(who, batch.sourceName)
                   : tr("%1 imported %2 records from %3").arg(who).arg(batch.count).arg(batch.sourceName);
    }
    case Kind::BatchRetracted:
        return tr("%1 retracted the import of %2: %3")
            .arg(who, s.batches.at(i).facts.sourceName, s.batches.at(i).retracted->reason);
    case Kind::Proposal:
        return (s.proposals.at(i).breakGlass ? tr("%1 broke the glass: %2") : tr("%1 proposed: %2"))
            .arg(who, domain::headline(s.proposals.at(i).facts));
    case Kind::Approval:
        return tr("%1 approved: %2").arg(who, domain::headline(s.proposals.at(i).facts));
    case Kind::Refusal:
        return tr("%1 refused: %2").arg(who, domain::headline(s.proposals.at(i).facts));
    case Kind::Gate:
        return tr("%1 opened a restoration gate: %2").arg(who, s.gates.at(i).facts.criterion);
    case Kind::GateMet:
        return tr("%1 confirmed a restoration gate: %2").arg(who, s.gates.at(i).facts.criterion);
    case Kind::GateWaived:
        return tr("%1 waived a restoration gate: %2").arg(who, s.gates.at(i).facts.criterion);
    case Kind::Evidence:
        return tr("%1 added evidence: %2").arg(who, s.evidence.at(i).facts.title);
    }
    return {};
}

QString EntryTeller::text(std::uint64_t seq) const
{
    if (seq >= m_snapshot->size)
        return {};
    const state::EntryLine& line = m_snapshot->entries.at(static_cast<qsizetype>(seq));
    const QString who = line.member.value().isEmpty() ? tr("A seat") : m_snapshot->display(line.member);
    if (const Subject* subject = subjectOf(seq))
        return base::harmlessText(textOf(*subject, who), 300);
    static const std::unordered_map<QString, const char*> kTexts{
        {QStringLiteral("charter"), QT_TR_NOOP("%1 signed the founding charter")},
        {QStringLiteral("seat"), QT_TR_NOOP("A seat introduced itself")},
        {QStringLiteral("incident-changed"), QT_TR_NOOP("%1 changed what is stated of an incident")},
        {QStringLiteral("catalogue"), QT_TR_NOOP("%1 set the catalogue")},
        {QStringLiteral("dependents"), QT_TR_NOOP("%1 set the register of dependents")},
        {QStringLiteral("withdrawal"), QT_TR_NOOP("%1 withdrew a proposal")},
        {QStringLiteral("witness"), QT_TR_NOOP("%1 recorded a witness's signature")},
        {QStringLiteral("acknowledgement"), QT_TR_NOOP("%1 acknowledged the access decided")},
        {QStringLiteral("probe"), QT_TR_NOOP("%1 probed a gateway")},
    };
    const auto text = kTexts.find(line.kind);
    const QString words = text == kTexts.end() ? tr("%1 signed an entry") : tr(text->second);
    return words.contains(QLatin1String("%1")) ? base::harmlessText(words.arg(who), 300) : words;
}

timeline::ItemName EntryTeller::item(std::uint64_t seq) const
{
    using Kind = Subject::Kind;
    const Subject* subject = subjectOf(seq);
    if (!subject)
        return {};
    const state::Snapshot& s = *m_snapshot;
    const qsizetype i = subject->place;
    switch (subject->kind) {
    case Kind::IncidentOpened:
    case Kind::IncidentClosed:
        return OverlayName{OverlayKind::Incident, s.incidents.at(i).id.value()};
    case Kind::RequestReceived:
    case Kind::RequestAnswered:
    case Kind::RequestClosed:
        return OverlayName{OverlayKind::Request, s.requests.at(i).id.value()};
    case Kind::Note:
        return OverlayName{s.notes.at(i).facts.milestone ? OverlayKind::Milestone : OverlayKind::Note,
                           s.notes.at(i).id.value()};
    case Kind::Batch:
        if (s.batches.at(i).facts.count == 0 || s.batches.at(i).retracted)
            return {};
        return timeline::EventKey{seq, 0};
    case Kind::BatchRetracted:
        return {};
    case Kind::Proposal:
        return OverlayName{OverlayKind::Proposal, s.proposals.at(i).id.value()};
    case Kind::Approval:
    case Kind::Refusal:
        return OverlayName{
            OverlayKind::Signature,
            signatureItemId(s.proposals.at(i).id, s.entries.at(static_cast<qsizetype>(seq)).member)};
    case Kind::Gate:
    case Kind::GateMet:
    case Kind::GateWaived:
        return OverlayName{OverlayKind::Gate, s.gates.at(i).id.value()};
    case Kind::Evidence:
        return OverlayName{OverlayKind::Evidence, s.evidence.at(i).facts.sha256.hex()};
    }
    return {};
}

EntryGroup EntryTeller::group(std::uint64_t seq) const
{
    using Kind = Subject::Kind;
    if (const Subject* subject = subjectOf(seq)) {
        switch (subject->kind) {
        case Kind::RequestReceived:
        case Kind::RequestAnswered:
        case Kind::RequestClosed:
            return EntryGroup::Request;
        case Kind::Proposal:
        case Kind::Approval:
        case Kind::Refusal:
        case Kind::GateWaived:
            return EntryGroup::Decision;
        case Kind::Batch:
        case Kind::BatchRetracted:
            return EntryGroup::Signal;
        default:
            return EntryGroup::Incident;
        }
    }
    const QString& kind = m_snapshot->entries.at(static_cast<qsizetype>(seq)).kind;
    if (kind == QLatin1String("withdrawal"))
        return EntryGroup::Decision;
    if (kind == QLatin1String("incident-changed"))
        return EntryGroup::Incident;
    if (kind == QLatin1String("acknowledgement") || kind == QLatin1String("probe"))
        return EntryGroup::Delivery;
    return EntryGroup::Organisation;
}

} // namespace keyturn::items
