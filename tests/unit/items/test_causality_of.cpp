// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/items/causality_of.h"
#include "models/items/entry_teller.h"
#include "models/items/overlay_of.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"

#include <QTest>

namespace keyturn::tests {

namespace {

using timeline::EventKey;
using timeline::ItemName;
using timeline::OverlayKind;
using timeline::OverlayName;

ItemName item(OverlayKind kind, const char* id)
{
    return OverlayName{kind, QLatin1String(id)};
}

bool leads(const timeline::CausalGraph& graph, const ItemName& cause, const ItemName& effect)
{
    const auto to = graph.find(effect);
    for (const timeline::CausalStep& step : graph.whatCameOf(cause)) {
        if (to && step.node == *to && step.depth == 1)
            return true;
    }
    return false;
}

/// A request and a signal, a suspension that names both and is signed, and its lifting, refused by one.
LedgerHarness aStory()
{
    LedgerHarness harness;
    harness.setCatalogue();
    const domain::IncidentId incident = harness.openIncident();
    harness.clock.advanceMinutes(10);
    domain::RequestReceived request;
    request.incident = incident;
    request.authority = QStringLiteral("Office for Model Safety");
    request.receivedAt = harness.ledgerNow();
    harness.must(harness.append("counsel", request));
    harness.clock.advanceMinutes(10);
    domain::ChangeProposed wanted;
    wanted.restriction = LedgerHarness::suspension({"larch-4"});
    wanted.incident = incident;
    wanted.requests = {domain::RequestId(QStringLiteral("R-1"))};
    wanted = harness.proposal("safety", wanted);
    harness.decide("safety", wanted, {"ceo", "safety", "counsel"});
    harness.clock.advanceMinutes(10);
    harness.must(harness.append("safety", harness.lifting("safety", "C-1")));
    harness.clock.advanceMinutes(10);
    harness.must(harness.append("ciso", harness.refusal("P-2")));
    return harness;
}

} // namespace

/// The ledger's own account of what led to what, and of itself.
class TestCausalityOf : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void followsARequestToItsDecisionAndToItsLifting()
    {
        const LedgerHarness harness = aStory();
        const auto graph = items::causalityOf(harness.snapshot(), harness.ledgerNow(), nullptr);
        QVERIFY(leads(graph, item(OverlayKind::Incident, "I-1"), item(OverlayKind::Request, "R-1")));
        QVERIFY(leads(graph, item(OverlayKind::Request, "R-1"), item(OverlayKind::Proposal, "P-1")));
        for (const char* signature : {"P-1/ceo", "P-1/safety", "P-1/counsel"}) {
            QVERIFY(
                leads(graph, item(OverlayKind::Proposal, "P-1"), item(OverlayKind::Signature, signature)));
            QVERIFY(leads(graph, item(OverlayKind::Signature, signature),
                          item(OverlayKind::Change, "P-1/outcome")));
        }
        QVERIFY(leads(graph, item(OverlayKind::Change, "P-1/outcome"), item(OverlayKind::Proposal, "P-2")));
        // Why was lifting it proposed? Because of everything that led to it.
        const auto why = graph.whyOf(item(OverlayKind::Proposal, "P-2"));
        QVERIFY(std::any_of(why.begin(), why.end(), [&](const timeline::CausalStep& step) {
            return graph.node(step.node).name == item(OverlayKind::Request, "R-1");
        }));
    }

    void saysWhyAModelIsInTheStateItIsIn()
    {
        const LedgerHarness harness = aStory();
        const auto& decided = *harness.snapshot().proposals.constFirst().decidedAt;
        const auto graph = items::causalityOf(harness.snapshot(), harness.ledgerNow(), nullptr);
        const ItemName suspended =
            OverlayName{OverlayKind::ModelState,
                        items::modelStateItemId(domain::ModelId(QStringLiteral("larch-4")), decided)};
        QVERIFY(graph.find(suspended).has_value());
        QVERIFY(leads(graph, item(OverlayKind::Change, "P-1/outcome"), suspended));
        const ItemName other =
            OverlayName{OverlayKind::ModelState,
                        items::modelStateItemId(domain::ModelId(QStringLiteral("larch-3")), decided)};
        QVERIFY(!leads(graph, item(OverlayKind::Change, "P-1/outcome"), other));
    }

    void namesEverythingInTheOverlayAlike()
    {
        const LedgerHarness harness = aStory();
        const auto overlay = items::overlayOf(harness.snapshot(), harness.ledgerNow(), std::nullopt);
        const auto graph = items::causalityOf(harness.snapshot(), harness.ledgerNow(), nullptr);
        for (const timeline::OverlayBar& bar : overlay.bars)
            QVERIFY(graph.find(OverlayName{bar.kind, bar.id}));
        for (const timeline::OverlayMark& mark : overlay.marks)
            QVERIFY(graph.find(OverlayName{mark.kind, mark.id}));
    }

    void leadsToAnEscalationFromWhatItsReferenceNames()
    {
        LedgerHarness harness = aStory();
        const auto batchOf = [&](std::uint32_t count) {
            domain::BatchImported batch;
            batch.count = count;
            batch.root = crypto::sha256("records");
            return harness.must(harness.append("feed", batch)).seq;
        };
        const state::Snapshot before = harness.snapshot();
        const EventKey signal{batchOf(2), 1};
        const EventKey escalation{batchOf(1), 0};
        const auto graphOf = [&](const state::Snapshot& snapshot, const QString& reference) {
            const std::vector<items::Raised> raised{{escalation, reference}};
            return items::causalityOf(snapshot, harness.ledgerNow(), nullptr, {}, raised);
        };
        const QString id = items::recordIdOf(signal).value();
        const ItemName request = item(OverlayKind::Request, "R-1");
        const auto both = graphOf(harness.snapshot(), id + QStringLiteral(", R-1"));
        QVERIFY(leads(both, signal, escalation));
        QVERIFY(leads(both, request, escalation));
        // What is not of this ledger is a source's own word.
        for (const QString& foreign : {QString(), QStringLiteral("NG-2231"), QStringLiteral("R-7"),
                                       QStringLiteral("%1:2").arg(signal.batchSeq), QStringLiteral("99:0")})
            QVERIFY2(!graphOf(harness.snapshot(), foreign).find(escalation), qPrintable(foreign));
        // Nor did it lead anywhere before it was raised.
        QVERIFY(!graphOf(before, QStringLiteral("R-1")).find(escalation));
    }

    void readsRecordIdsAsEvents()
    {
        QVERIFY((items::eventKeyOf(domain::RecordId(QStringLiteral("12:345"))) == EventKey{12, 345}));
        QCOMPARE(items::recordIdOf({12, 345}).value(), QStringLiteral("12:345"));
        for (const char* wrong : {"", ":", "12", "12:", ":345", "a:1", "1:b", "1:2:3"})
            QVERIFY2(!items::eventKeyOf(domain::RecordId(QLatin1String(wrong))), wrong);
    }

    void everyEntryIsTold()
    {
        const LedgerHarness harness = aStory();
        const items::EntryTeller teller(std::make_shared<const state::Snapshot>(harness.snapshot()));
        for (std::uint64_t seq = 0; seq < harness.snapshot().size; ++seq)
            QVERIFY2(!teller.text(seq).isEmpty(), qPrintable(QString::number(seq)));
        QVERIFY(teller.text(harness.snapshot().size).isEmpty());
        const std::uint64_t refused = harness.snapshot().size - 1;
        QVERIFY(teller.text(refused).contains(QStringLiteral("refused")));
        QVERIFY(teller.text(refused).contains(
            harness.snapshot().display(domain::MemberId(QStringLiteral("ciso")))));
        QVERIFY(!teller.text(refused).contains(QStringLiteral("P-2")));
        QCOMPARE(teller.item(refused), item(OverlayKind::Signature, "P-2/ciso"));
        QCOMPARE(teller.group(refused), items::EntryGroup::Decision);
    }

    void tellsWhatHasChangedSince()
    {
        const LedgerHarness harness = aStory();
        const items::EntryTeller teller(std::make_shared<const state::Snapshot>(harness.snapshot()));
        // Right before the suspension's last signature.
        const std::uint64_t size = harness.snapshot().proposals.constFirst().approvals.back().origin.seq;
        const std::vector<QByteArray> before(harness.entries().begin(),
                                             harness.entries().begin() + static_cast<std::ptrdiff_t>(size));
        const auto then = LedgerHarness::foldAll(before, state::SignatureCheck::AlreadyVerified);
        QVERIFY(then);
        const items::Table table = items::changesSince(*then, teller, QStringLiteral("Model behaviour: 3"));
        QVERIFY(table.rows.front().key.startsWith(QStringLiteral("model:larch-4/")));
        const auto told = [&table](const QString& part) {
            return std::any_of(table.rows.begin(), table.rows.end(), [&part](const items::TableRow& row) {
                return row.cells.back().text.contains(part);
            });
        };
        QVERIFY(told(QStringLiteral("approved")));
        QVERIFY(told(QStringLiteral("refused")));
        QVERIFY(told(QStringLiteral("Model behaviour: 3")));
        QVERIFY(!told(QStringLiteral("Office for Model Safety"))); // It was known.
        QVERIFY(items::changesSince(harness.snapshot(), teller, {}).rows.empty());
    }
};

KEYTURN_TEST(TestCausalityOf);

} // namespace keyturn::tests

#include "test_causality_of.moc"
