// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/decide_board.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <algorithm>

using namespace keyturn;
using items::CardGroup;
using items::DecisionKind;
using tests::LedgerHarness;

namespace {

items::DecideBoard boardFor(const LedgerHarness& harness, const char* member)
{
    items::Viewer viewer;
    viewer.member = domain::MemberId(QLatin1String(member));
    return items::decideBoard(harness.snapshot(), harness.ledgerNow(), viewer, std::nullopt);
}

QString factNamed(const items::DecisionCard& card, const char* name)
{
    const auto found = std::find_if(card.facts.begin(), card.facts.end(), [&](const items::CardFact& fact) {
        return fact.name == QLatin1String(name);
    });
    return found == card.facts.end() ? QString() : found->text;
}

/// larch-4 is suspended for an incident that has one gate.
void suspendForAnIncident(LedgerHarness& harness)
{
    harness.setCatalogue();
    const domain::IncidentId incident = harness.openIncident();
    harness.must(harness.append("scribe", domain::GateOpened{incident, domain::Layer::ModelBehaviour,
                                                             QStringLiteral("The bypass fails")}));
    domain::ChangeProposed wanted;
    wanted.restriction = LedgerHarness::suspension({"larch-4"});
    wanted.incident = incident;
    wanted.reviewBy = harness.ledgerNow().plusUs(base::kUsPerDay);
    harness.decide("safety", harness.proposal("safety", wanted), {"ceo", "safety", "counsel"});
}

} // namespace

class TestDecideBoardItems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatBrokeTheGlassStandsFirstAndIsRatified()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        harness.must(harness.append(
            "safety", harness.breakingGlass("safety", LedgerHarness::suspension({"larch-4-agent"}))));
        harness.clock.advanceMinutes(60);
        harness.must(
            harness.append("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-4"}))));
        const auto board = boardFor(harness, "ceo");
        const items::DecisionCard& card = board.cards.front();
        QCOMPARE(card.group, CardGroup::Unratified);
        QCOMPARE(card.kind, DecisionKind::BreakGlass);
        QVERIFY2(card.breakGlass.startsWith(QStringLiteral("In force since ")), qPrintable(card.breakGlass));
        QVERIFY2(card.breakGlass.contains(QStringLiteral("(in 3 h)")), qPrintable(card.breakGlass));
        QVERIFY(card.approve.text.startsWith(QStringLiteral("Ratify: ")));
        QVERIFY(card.approve.isEnabled());
        QVERIFY(!card.isOverdue);
        harness.clock.advanceMinutes(4 * 60);
        const items::DecisionCard late = boardFor(harness, "ceo").cards.front();
        QVERIFY(late.isOverdue);
        QVERIFY(late.breakGlass.startsWith(QStringLiteral("OVERDUE since ")));
        QVERIFY(factNamed(late, "If nobody signs").contains(QStringLiteral("stays in force")));
        QCOMPARE(boardFor(harness, "safety").cards.front().approve.whyNot,
                 QStringLiteral("You broke the glass, so others must ratify it"));
    }

    void saysWhoHasHadItForHowLong()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        harness.must(
            harness.append("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-4"}))));
        harness.must(harness.append("ceo", harness.approval("P-1")));
        harness.must(harness.append("safety", harness.approval("P-1")));
        harness.clock.advanceMinutes(3 * 60 + 12);
        QCOMPARE(boardFor(harness, "ceo").cards.front().waiting,
                 QStringLiteral("Noor Haddad has had this for 3 h 12 min"));
        // Whoever reads it knows of themselves.
        QVERIFY(boardFor(harness, "counsel").cards.front().waiting.isEmpty());
    }

    void saysWhatHappensIfNobodySigns()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        harness.must(
            harness.append("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-4"}))));
        const items::DecisionCard card = boardFor(harness, "ceo").cards.front();
        const QString told = factNamed(card, "If nobody signs");
        QVERIFY2(told.startsWith(QStringLiteral("it expires ")), qPrintable(told));
        QVERIFY2(told.endsWith(QStringLiteral("access stays as it is")), qPrintable(told));
        QCOMPARE(factNamed(card, "Review by"), QStringLiteral("no date; it does not lift by itself"));
    }

    void anAuthoritysDateStandsUnderByWhen()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        domain::RequestReceived request;
        request.authority = QStringLiteral("Office of Model Safety");
        request.jurisdiction = QStringLiteral("EU");
        request.receivedAt = harness.ledgerNow();
        request.dueAt = harness.ledgerNow().plusUs(72 * base::kUsPerHour);
        request.demanded = {domain::EvidenceItem::SafetyEvaluation};
        harness.must(harness.append("counsel", request));
        domain::ChangeProposed wanted;
        wanted.restriction = LedgerHarness::suspension({"larch-4"});
        wanted.requests = {domain::RequestId(QStringLiteral("R-1"))};
        harness.must(harness.append("safety", harness.proposal("safety", wanted)));
        const QString told = factNamed(boardFor(harness, "ceo").cards.front(), "By when");
        QVERIFY2(told.startsWith(QStringLiteral("Office of Model Safety expects an answer by ")),
                 qPrintable(told));
    }

    void aRestrictionWhoseReviewIsDueIsListedUntilItIsLifted()
    {
        LedgerHarness harness;
        suspendForAnIncident(harness);
        QVERIFY(boardFor(harness, "ceo").reviews.empty());
        harness.clock.advanceMinutes(25 * 60);
        const auto board = boardFor(harness, "ceo");
        QCOMPARE(board.reviews.size(), std::size_t{1});
        QCOMPARE(board.reviews.front().change.value(), QStringLiteral("C-1"));
        QVERIFY(board.reviews.front().due.startsWith(QStringLiteral("Review due since ")));
        QVERIFY(board.reviews.front().lift.isEnabled());
        QVERIFY(!boardFor(harness, "auditor").reviews.front().lift.isEnabled());
    }

    void openGatesAreListedWithWhatTheViewerMayDo()
    {
        LedgerHarness harness;
        suspendForAnIncident(harness);
        const auto board = boardFor(harness, "ceo");
        QCOMPARE(board.gates.size(), std::size_t{1});
        const items::GateItem& gate = board.gates.front().gates.front();
        QCOMPARE(gate.criterion, QStringLiteral("The bypass fails"));
        QVERIFY(gate.confirm.whyNot.contains(QStringLiteral("evidence")));
        QVERIFY(gate.waive.isEnabled());
        QVERIFY(!boardFor(harness, "safety").gates.front().gates.front().waive.isEnabled());
        const auto behind = items::changesBehind(harness.snapshot(), gate.id);
        QCOMPARE(behind.size(), std::size_t{1});
        harness.must(
            harness.append("ceo", domain::GateWaived{gate.id, domain::ChangeId(QStringLiteral("C-1")),
                                                     QStringLiteral("The model is retired")}));
        const auto waived = boardFor(harness, "ceo").gates.front().gates.front();
        QVERIFY2(waived.outcome.contains(QStringLiteral("The model is retired")), qPrintable(waived.outcome));
        QVERIFY(items::changesBehind(harness.snapshot(), gate.id).empty());
    }

    void whatIHaveSignedIsToldNewestFirst()
    {
        LedgerHarness harness;
        suspendForAnIncident(harness);
        const auto mine = boardFor(harness, "safety").signatures;
        QCOMPARE(mine.size(), std::size_t{2});
        QCOMPARE(mine[0].what, QStringLiteral("Approved: Suspend Larch 4 worldwide"));
        QCOMPARE(mine[0].outcome, QStringLiteral("In force"));
        QCOMPARE(mine[1].what, QStringLiteral("Proposed: Suspend Larch 4 worldwide"));
        QCOMPARE(boardFor(harness, "ceo").signatures.back().what,
                 QStringLiteral("Signed the charter of Larkfield"));
        QVERIFY(boardFor(harness, "auditor").signatures.empty());
    }

    void aQuestionStandsOnTheCard()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        harness.must(
            harness.append("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-4"}))));
        domain::NoteAdded note;
        note.about = domain::ProposalId(QStringLiteral("P-1"));
        note.title = QStringLiteral("Question");
        note.text = QStringLiteral("Why worldwide?");
        harness.must(harness.append("ceo", note));
        const auto remarks = boardFor(harness, "safety").cards.front().remarks;
        QCOMPARE(remarks.size(), std::size_t{1});
        QCOMPARE(remarks.front().who, QStringLiteral("Mara Lindqvist, Chief Executive"));
        QCOMPARE(remarks.front().text, QStringLiteral("Why worldwide?"));
    }

    void tellsEachKindOfDecisionApart()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        harness.decide("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-4"})),
                       {"ceo", "safety", "counsel"});
        domain::Box research;
        research.tiers = domain::Selection<domain::TierId>::of({domain::TierId(QStringLiteral("research"))});
        domain::ChangeProposed part;
        part.reverts = domain::ChangeId(QStringLiteral("C-1"));
        part.part = research;
        harness.must(harness.append("safety", harness.proposal("safety", part)));
        domain::ChangeProposed replacement;
        replacement.restriction = LedgerHarness::suspension({"larch-4"}, {"EU"});
        replacement.supersedes = domain::ChangeId(QStringLiteral("C-1"));
        harness.must(harness.append("safety", harness.proposal("safety", replacement)));
        harness.must(harness.append("safety", harness.lifting("safety", "C-1")));
        std::vector<DecisionKind> kinds;
        bool isAlsoNeeded = false;
        for (const items::DecisionCard& card : boardFor(harness, "ceo").cards) {
            kinds.push_back(card.kind);
            isAlsoNeeded =
                isAlsoNeeded || (card.kind == DecisionKind::Replacement && !card.alsoNeeded.empty());
        }
        for (const DecisionKind kind : {DecisionKind::Restriction, DecisionKind::PartialLift,
                                        DecisionKind::Replacement, DecisionKind::Lift})
            QVERIFY(std::find(kinds.begin(), kinds.end(), kind) != kinds.end());
        // What it loosens takes the signatures of a lift too.
        QVERIFY(isAlsoNeeded);
    }

    void theTableOfRestrictionsSaysHowEachStands()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        harness.must(harness.append(
            "safety", harness.breakingGlass("safety", LedgerHarness::suspension({"larch-4"}, {"EU"}))));
        harness.decide("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-4"})),
                       {"ceo", "safety", "counsel"});
        const auto table = items::restrictionTable(harness.snapshot(), harness.ledgerNow());
        QCOMPARE(table.rows.size(), std::size_t{2});
        const QString first = table.rows[0].cells[1].text;
        QVERIFY2(first.startsWith(QStringLiteral("Unratified")), qPrintable(first));
        QVERIFY2(first.contains(QStringLiteral("Does nothing while C-2 stands")), qPrintable(first));
        QCOMPARE(table.rows[1].cells[1].text, QStringLiteral("In force"));
    }
};

KEYTURN_TEST(TestDecideBoardItems);
#include "test_decide_board.moc"
