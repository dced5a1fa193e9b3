// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/random_values.h"

namespace keyturn::tests {

/// Random statements of every kind: well-formed, not sensible.
class RandomStatements : public RandomValues
{
public:
    using RandomValues::RandomValues;

    /// A statement whose payload is the variant's alternative @p kind.
    domain::Statement statement(size_t kind)
    {
        domain::Statement out;
        out.subjects = some<domain::Subject>(1, 3, [&] { return domain::Subject{text(1, 20), digest()}; });
        if (flip())
            out.context = context();
        out.payload = payload(kind, std::make_index_sequence<std::variant_size_v<domain::Payload>>());
        return out;
    }

private:
    void fill(domain::CharterSigned& p) { p.charter = charter(); }
    void fill(domain::SeatIntroduced& p)
    {
        p.name = text();
        p.spki = bytes(44);
    }
    void fill(domain::BatchImported& p)
    {
        p.root = digest();
        p.count = number(0, 1u << 30);
        p.rejected = number(0, 1u << 30);
        p.withoutTime = number(0, 1u << 30);
        p.sourceSha256 = digest();
        p.sourceName = text();
        p.adapter = text();
        p.earliest = maybe([&] { return time(); });
        p.latest = maybe([&] { return time(); });
        p.incident = maybe([&] { return incident(); });
        p.blocks = static_cast<std::uint32_t>(number(0, 0xffffffff));
        p.layoutVersion = static_cast<std::uint32_t>(number(0, 0xffffffff));
        p.derivedSha256 = digest();
        p.rejectionsSha256 = maybe([&] { return digest(); });
    }
    void fill(domain::BatchRetracted& p)
    {
        p.batch = number(0, 1u << 30);
        p.reason = text();
    }
    void fill(domain::IncidentOpened& p)
    {
        p.title = text();
        p.summary = text();
        p.severity = word<domain::Severity>();
        p.nature = words<domain::Layer>();
        p.horizon = word<domain::Horizon>();
        p.cause = word<domain::Cause>();
        p.owner = id<domain::MemberId>();
        p.occurredAt = maybe([&] { return time(); });
        p.rehearsal = flip();
    }
    void fill(domain::IncidentChanged& p)
    {
        p.incident = incident();
        p.title = maybe([&] { return text(); });
        p.summary = maybe([&] { return text(); });
        p.severity = maybe([&] { return word<domain::Severity>(); });
        p.nature = maybe([&] { return words<domain::Layer>(); });
        p.horizon = maybe([&] { return word<domain::Horizon>(); });
        p.cause = maybe([&] { return word<domain::Cause>(); });
        p.owner = maybe([&] { return id<domain::MemberId>(); });
        p.status = maybe([&] { return word<domain::IncidentStatus>(); });
        p.reason = text();
    }
    void fill(domain::IncidentClosed& p)
    {
        p.incident = incident();
        p.reason = text();
        p.carried = {text(), text()};
    }
    void fill(domain::NoteAdded& p)
    {
        p.incident = maybe([&] { return incident(); });
        p.milestone = flip();
        p.title = text();
        p.text = text();
        p.occurredAt = maybe([&] { return time(); });
        p.about = maybe([&] { return proposal(); });
        p.view = maybe([&] {
            domain::SavedView view;
            view.query = text();
            view.from = maybe([&] { return time(); });
            view.until = maybe([&] { return time(); });
            view.lanes = {{text(), flip(), flip(), text()}, {text(), true, false, {}}};
            return view;
        });
        p.inReport = maybe([&] {
            return domain::ReportMark{maybe([] { return domain::RecordId(QStringLiteral("12:3")); }),
                                      maybe([] { return domain::NoteId(QStringLiteral("N-4")); })};
        });
        p.retires = maybe([] { return domain::NoteId(QStringLiteral("N-2")); });
    }
    void fill(domain::RequestReceived& p)
    {
        p.incident = maybe([&] { return incident(); });
        p.authority = text();
        p.jurisdiction = text();
        p.legalBasis = text();
        p.receivedAt = time();
        p.dueAt = maybe([&] { return time(); });
        p.demanded = words<domain::EvidenceItem>();
        p.description = text();
        p.confidential = flip();
        p.conflicts = some<domain::RequestReceived::Conflict>(0, 2, [&] {
            return domain::RequestReceived::Conflict{request(), word<domain::RequestConflict>()};
        });
    }
    void fill(domain::RequestAnswered& p)
    {
        p.request = request();
        p.covers = words<domain::EvidenceItem>();
        p.text = text();
        p.answeredAt = maybe([&] { return time(); });
    }
    void fill(domain::RequestClosed& p)
    {
        p.request = request();
        p.reason = text();
    }
    void fill(domain::CatalogueSet& p) { p.catalogue = catalogue(true); }
    void fill(domain::ChangeProposed& p)
    {
        p.restriction = maybe([&] { return restriction(); });
        p.reverts = maybe([&] { return change(); });
        p.reverted = maybe([&] { return restriction(); });
        p.supersedes = maybe([&] { return change(); });
        p.part = maybe([&] { return box(); });
        p.charter = maybe([&] { return charter(); });
        p.proofs = some<domain::KeyProof>(0, 2, [&] {
            return domain::KeyProof{digest(), bytes(number(0, 72))};
        });
        p.charterChanges = some<QString>(0, 2, [&] { return text(); });
        p.ratifiesEntries = some<std::uint64_t>(0, 2, [&] { return number(0, 9999); });
        p.ratifiedLines = some<QString>(0, 2, [&] { return text(); });
        p.abandons = maybe([&] { return domain::AbandonedHead{number(0, 9999), digest()}; });
        p.alsoNeeded = maybe([&] { return domain::AlsoNeeded{id<domain::RuleId>(), text(), roles()}; });
        p.preview = maybe([&] { return preview(); });
        p.gates = some<domain::GateLine>(0, 2, [&] {
            return domain::GateLine{gate(), word<domain::Layer>(), text(), text()};
        });
        p.incident = maybe([&] { return incident(); });
        p.incidentTitle = text();
        p.rationale = text();
        p.signalRecords = some<domain::RecordId>(0, 3, [&] {
            return domain::RecordId(QStringLiteral("%1:%2").arg(number(0, 9999)).arg(number(0, 9999)));
        });
        p.requests = some<domain::RequestId>(0, 3, [&] { return request(); });
        p.evidence = some<base::Digest>(0, 3, [&] { return digest(); });
        p.effectiveAt = maybe([&] { return time(); });
        p.reviewBy = maybe([&] { return time(); });
        p.expiresAt = time();
        p.rule = id<domain::RuleId>();
        p.ruleTitle = text();
        p.slotRoles = roles();
        p.effect = some<domain::ModelEffect>(0, 3, [&] {
            return domain::ModelEffect{id<domain::ModelId>(), number(0, 999), number(0, 999),
                                       number(0, 999),        number(0, 999), number(0, 999)};
        });
        p.organisation = text();
        p.demo = flip();
        p.rehearsal = flip();
        p.proposerName = text();
        p.names = catalogue(false);
        p.sheetTemplate = whole();
        p.sheetLanguage = text();
    }
    void fill(domain::ProposalApproved& p)
    {
        p.proposal = proposal();
        p.proposalEntry = digest();
        p.sheet = digest();
        p.slot = maybe([&] { return word<domain::Role>(); });
    }
    void fill(domain::ProposalRefused& p)
    {
        p.proposal = proposal();
        p.proposalEntry = digest();
        p.sheet = digest();
        p.reason = text();
    }
    void fill(domain::ProposalWithdrawn& p)
    {
        p.proposal = proposal();
        p.proposalEntry = digest();
        p.reason = text();
    }
    void fill(domain::GlassBroken& p) { fill(p.change); }
    void fill(domain::DependentsSet& p)
    {
        p.set = some<domain::Dependent>(0, 2, [&] { return dependent(); });
        p.removed = some<domain::DependentId>(0, 2, [&] { return id<domain::DependentId>(); });
    }
    void fill(domain::EvidenceAdded& p)
    {
        p.sha256 = digest();
        p.size = number(0, 9999);
        p.title = text();
        p.kind = word<domain::EvidenceKind>();
        p.fileName = text();
        p.stored = flip();
        p.incident = maybe([&] { return incident(); });
        p.requests = some<domain::RequestId>(0, 2, [&] { return request(); });
        p.gates = some<domain::GateId>(0, 2, [&] { return gate(); });
    }
    void fill(domain::GateOpened& p)
    {
        p.incident = incident();
        p.layer = word<domain::Layer>();
        p.criterion = text();
    }
    void fill(domain::GateMet& p)
    {
        p.gate = gate();
        p.evidence = some<base::Digest>(0, 2, [&] { return digest(); });
        p.how = text();
    }
    void fill(domain::GateWaived& p)
    {
        p.gate = gate();
        p.change = change();
        p.reason = text();
    }
    void fill(domain::WitnessRecorded& p) { p.note = bytes(number(0, 200)); }
    void fill(domain::DirectiveAcknowledged& p)
    {
        p.counter = number(0, 9999);
        p.revision = number(0, 9999);
        p.accessState = digest();
        p.headSize = number(0, 9999);
        p.headRoot = digest();
    }
    void fill(domain::GatewayProbed& p)
    {
        p.gateway = id<domain::MemberId>();
        p.revision = number(0, 9999);
        p.cell = {id<domain::ModelId>(), id<domain::ChannelId>(), id<domain::RegionId>(),
                  id<domain::TierId>(), id<domain::CapabilityId>()};
        p.seen = word<domain::Access>();
        p.how = text();
    }
    domain::GateId gate() { return domain::GateId(QStringLiteral("G-%1").arg(number(1, 99))); }
    domain::SignedPreview preview()
    {
        domain::SignedPreview out;
        out.shifts = some<domain::AccessShift>(0, 2, [&] {
            return domain::AccessShift{word<domain::Access>(), word<domain::Access>(), number(0, 999)};
        });
        out.dependents = number(0, 99);
        out.withoutTestedFallback = number(0, 99);
        out.dependentLines = some<domain::DependentLine>(0, 2, [&] {
            return domain::DependentLine{{id<domain::DependentId>(), number(0, 99), word<domain::Access>()},
                                         text(),
                                         text(),
                                         word<domain::Fallback>()};
        });
        out.leaks = number(0, 99);
        out.leakLines = some<domain::Leak>(0, 2, [&] {
            return domain::Leak{word<domain::LeakKind>(),
                                id<domain::RouteId>(),
                                id<domain::ModelId>(),
                                id<domain::ChannelId>(),
                                id<domain::RegionId>(),
                                text(),
                                some<domain::RouteId>(0, 2, [&] { return id<domain::RouteId>(); }),
                                number(0, 99)};
        });
        out.shadowedBy = some<domain::ChangeId>(0, 2, [&] { return change(); });
        return out;
    }

    template <size_t I>
    void emplace(domain::Payload& out)
    {
        out.emplace<I>();
        fill(std::get<I>(out));
    }
    template <size_t... I>
    domain::Payload payload(size_t kind, std::index_sequence<I...>)
    {
        domain::Payload out;
        ((I == kind ? emplace<I>(out) : void()), ...);
        return out;
    }
};

} // namespace keyturn::tests
