// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/proposal_draft.h"
#include "tests/unit/service/service_bench.h"

#include <QDir>
#include <QTest>

namespace keyturn::tests {
inline domain::MemberId memberNamed(const char* name)
{
    return domain::MemberId(QLatin1String(name));
}

/// A workspace in whose place an older copy was put back; what was lost lies beside it.
struct PutBack
{
    ServiceBench bench;
    service::OpenOptions elsewhere; ///< Another machine, which has seen what was lost.

    explicit PutBack(int lost = 3)
    {
        elsewhere = bench.options;
        elsewhere.seat.path = bench.folder.filePath(QStringLiteral("elsewhere"));
        {
            const auto workspace = bench.found();
            must(bench.say(*workspace, "safety", domain::CatalogueSet{LedgerHarness::catalogue()}));
            service::ChangeRequest request;
            request.restriction = LedgerHarness::suspension({"larch-4"});
            request.rationale = QStringLiteral("Bypass confirmed");
            propose(*workspace, request);
            must(
                workspace->store().backupTo(bench.path("old.keyturn"), [](int, int) { return true; }).map([] {
                    return 0;
                }));
            for (int i = 0; i < lost; ++i)
                must(bench.say(*workspace, "scribe", ServiceBench::note(QStringLiteral("Lost %1").arg(i))));
        }
        must(service::Workspace::open(bench.path(), elsewhere)).reset();
        if (!QFile::rename(bench.path(), bench.path("lost.keyturn")) ||
            !QFile::copy(bench.path("old.keyturn"), bench.path()))
            qFatal("cannot put the old copy back");
    }

    domain::ProposalId propose(service::Workspace& workspace, const service::ChangeRequest& request)
    {
        const auto draft = must(service::draftProposal(*workspace.snapshot(), workspace.ledgerNow(),
                                                       memberNamed("safety"), request));
        return must(bench.say(workspace, "safety", draft)).snapshot->proposals.back().id;
    }
    domain::ProposalId proposeLeaving(service::Workspace& workspace)
    {
        return proposeLeaving(workspace, *workspace.health().rivalHead);
    }
    domain::ProposalId proposeLeaving(service::Workspace& workspace, const domain::AbandonedHead& head)
    {
        service::ChangeRequest request;
        request.abandons = head;
        request.rationale = QStringLiteral("The disk was lost with these entries");
        return propose(workspace, request);
    }
    base::Result<service::Appended> approve(service::Workspace& workspace, const char* member,
                                            const domain::ProposalId& id)
    {
        return bench.say(workspace, member,
                         must(service::draftApproval(*workspace.snapshot(), id, std::nullopt)));
    }
    void decide(service::Workspace& workspace, const domain::ProposalId& id)
    {
        for (const char* member : {"ceo", "coo", "counsel"})
            must(approve(workspace, member, id));
    }
    [[nodiscard]] QStringList evidence(const service::OpenOptions& options) const
    {
        return QDir(options.seat.forkFolder()).entryList(QDir::Files, QDir::Name);
    }
};

inline void expectFrozenBy(const service::Workspace& workspace, const char* code)
{
    QVERIFY(workspace.health().readOnly);
    QCOMPARE(workspace.health().problems.size(), std::size_t{1});
    QCOMPARE(workspace.health().problems.front().code, QLatin1String(code));
    QVERIFY(workspace.health().rivalHead.has_value());
}

inline void expectGoingOn(ServiceBench& bench, service::Workspace& workspace)
{
    QVERIFY2(!workspace.health().readOnly, qPrintable(workspace.health().readOnlyReason));
    QVERIFY(workspace.health().problems.empty());
    QVERIFY(!workspace.health().rivalHead);
    QVERIFY(bench.say(workspace, "scribe", ServiceBench::note(QStringLiteral("Going on"))));
}

} // namespace keyturn::tests
