// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/courier.h"
#include "models/service/proposal_draft.h"
#include "models/service/small_file.h"
#include "tests/support/run_program.h"
#include "tests/unit/service/service_bench.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace keyturn::tests {

inline domain::MemberId person(const char* id)
{
    return domain::MemberId(QLatin1String(id));
}

/// A war room with one proposal, and the one file between it and somebody who is not there.
class CourierBench
{
public:
    CourierBench()
    {
        workspace = bench.found();
        must(bench.say(*workspace, "safety", domain::CatalogueSet{LedgerHarness::catalogue()}));
        proposal = propose({"larch-4"});
    }

    domain::ProposalId propose(const std::vector<const char*>& models)
    {
        service::ChangeRequest request;
        request.restriction = LedgerHarness::suspension(models);
        request.rationale = QStringLiteral("Abuse was observed across customers.");
        return propose(request);
    }
    domain::ProposalId propose(const service::ChangeRequest& request)
    {
        must(bench.say(*workspace, "safety",
                       must(service::draftProposal(*workspace->snapshot(), workspace->ledgerNow(),
                                                   person("safety"), request))));
        return workspace->snapshot()->proposals.constLast().id;
    }
    void approve(const domain::ProposalId& id, const std::vector<const char*>& members)
    {
        for (const char* member : members)
            must(bench.say(*workspace, member,
                           must(service::draftApproval(*workspace->snapshot(), id, std::nullopt))));
    }

    service::CarriedOut out(const char* member = "ceo")
    {
        return must(service::courierOut(*workspace, proposal, person(member), file()));
    }
    base::Result<service::CourierAnswer> sign(const service::CourierVerdict& verdict = {},
                                              const char* key = "ceo")
    {
        KEYTURN_TRY_LET(decision, service::openDecision(file()));
        return service::signDecision(decision, verdict, bench.harness.keyOf(key), bench.clock->now());
    }
    void answer(const service::CourierVerdict& verdict = {})
    {
        must(service::writeAnswerFile(answerFile(), must(sign(verdict))));
    }
    base::Result<service::TakenIn> in() { return service::courierIn(*workspace, answerFile()); }
    /// A step of the preparation without a value.
    static void must(const base::Result<void>& done)
    {
        if (!done)
            qFatal("a preparation failed: %s", qPrintable(done.error().sentence()));
    }
    template <typename T>
    static T must(base::Result<T> result)
    {
        return tests::must(std::move(result));
    }

    /// Changes one file as somebody on its way would.
    static void edit(const QString& path, const std::function<void(QJsonObject&)>& change)
    {
        QJsonObject object = QJsonDocument::fromJson(readTestFile(path)).object();
        change(object);
        must(service::replaceSmallFile(path, QJsonDocument(object).toJson()));
    }
    [[nodiscard]] QString file() const { return bench.path("p1.keyturn-decision"); }
    [[nodiscard]] QString answerFile() const { return bench.path("p1.keyturn-answer"); }
    [[nodiscard]] const state::ProposalState& state() const
    {
        return *workspace->snapshot()->proposal(proposal);
    }

    ServiceBench bench;
    std::unique_ptr<service::Workspace> workspace;
    domain::ProposalId proposal;
};

/// The call must fail with this error and no other.
#define EXPECT_ERROR(result, code)                                                                           \
    do {                                                                                                     \
        const auto& expected_ = (result);                                                                    \
        QVERIFY(!expected_);                                                                                 \
        QVERIFY2(expected_.error().is(code), qPrintable(expected_.error().sentence()));                      \
    } while (false)

} // namespace keyturn::tests
