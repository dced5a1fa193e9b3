// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/decision_cards.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <map>

using namespace keyturn;
using items::CardGroup;
using tests::LedgerHarness;

namespace {

items::Viewer viewerNamed(const char* member)
{
    items::Viewer viewer;
    if (member)
        viewer.member = domain::MemberId(QLatin1String(member));
    return viewer;
}

items::DecisionCard firstCard(const LedgerHarness& harness, const items::Viewer& viewer)
{
    const auto cards = items::decisionCards(harness.snapshot(), harness.ledgerNow(), viewer, std::nullopt);
    return cards.empty() ? items::DecisionCard{} : cards.front();
}

/// A worldwide suspension proposed by the head of safety: executive, safety lead and legal must sign.
void proposeSuspension(LedgerHarness& harness)
{
    harness.setCatalogue();
    harness.must(
        harness.append("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-4"}))));
}

} // namespace

class TestDecisionCards : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void needsWhoeverCanFillAMissingSlot_data()
    {
        QTest::addColumn<QByteArray>("member");
        QTest::addColumn<bool>("isNeeded");
        QTest::addColumn<QString>("whyNot");
        QTest::newRow("executive") << QByteArray("ceo") << true << QString();
        QTest::newRow("legal") << QByteArray("counsel") << true << QString();
        QTest::newRow("other safety lead") << QByteArray("deputy") << true << QString();
        QTest::newRow("scribe") << QByteArray("scribe") << false
                                << QStringLiteral("Your roles (scribe) cannot fill a missing signature");
        QTest::newRow("security lead")
            << QByteArray("ciso") << false
            << QStringLiteral("Your roles (security lead) cannot fill a missing signature");
        QTest::newRow("service") << QByteArray("feed") << false << QStringLiteral("Only people decide");
        QTest::newRow("stranger") << QByteArray("nobody") << false
                                  << QStringLiteral("The charter does not name you");
    }
    void needsWhoeverCanFillAMissingSlot()
    {
        QFETCH(const QByteArray, member);
        QFETCH(const bool, isNeeded);
        QFETCH(const QString, whyNot);
        LedgerHarness harness;
        proposeSuspension(harness);
        const auto card = firstCard(harness, viewerNamed(member.constData()));
        QCOMPARE(card.group, isNeeded ? CardGroup::NeedsYou : CardGroup::WaitingForOthers);
        QCOMPARE(card.approve.whyNot, whyNot);
        QCOMPARE(card.approve.isEnabled(), isNeeded);
    }

    void saysThatTheViewerHasSigned()
    {
        LedgerHarness harness;
        proposeSuspension(harness);
        harness.must(harness.append("ceo", harness.approval("P-1")));
        const auto card = firstCard(harness, viewerNamed("ceo"));
        QCOMPARE(card.approve.whyNot, QStringLiteral("You have signed"));
        QCOMPARE(card.chips.size(), std::size_t{3});
        QCOMPARE(card.chips[0].sign, items::Sign::Done);
        QCOMPARE(card.chips[0].who, QStringLiteral("Mara Lindqvist, Chief Executive"));
        QCOMPARE(card.chips[1].sign, items::Sign::Waiting);
        QVERIFY(card.chips[1].detail.contains(QStringLiteral("Ines Okafor")));
        // The other executive can add nothing now.
        QVERIFY(!firstCard(harness, viewerNamed("coo")).approve.isEnabled());
    }

    void lookingBackForbidsEverySignature()
    {
        LedgerHarness harness;
        proposeSuspension(harness);
        items::Viewer viewer = viewerNamed("ceo");
        viewer.isRewound = true;
        const auto card = firstCard(harness, viewer);
        QCOMPARE(card.approve.whyNot, QStringLiteral("Nothing can be signed while you look back"));
        QCOMPARE(card.refuse.whyNot, card.approve.whyNot);
        QCOMPARE(items::whyMayNot(harness.snapshot(), viewer, domain::Act::Propose), card.approve.whyNot);
    }

    void aReadOnlyWorkspaceSaysWhy()
    {
        LedgerHarness harness;
        proposeSuspension(harness);
        items::Viewer viewer = viewerNamed("ceo");
        viewer.readOnlyReason = QStringLiteral("The disk is read-only.");
        QCOMPARE(firstCard(harness, viewer).approve.whyNot, viewer.readOnlyReason);
    }

    void whatIsFrozenTakesOnlyTheDecisionToLeaveAHead()
    {
        LedgerHarness harness;
        proposeSuspension(harness);
        const domain::AbandonedHead head{99, *base::Digest::fromHex(QString(64, u'a'))};
        domain::ChangeProposed wanted;
        wanted.abandons = head;
        wanted.rationale = QStringLiteral("The disk was lost");
        harness.must(harness.append("safety", harness.proposal("safety", wanted)));
        items::Viewer viewer = viewerNamed("ceo");
        viewer.readOnlyReason = QStringLiteral("Frozen.");
        const auto enabled = [&] {
            std::map<QString, bool> may;
            for (const auto& card : items::decisionCards(harness.snapshot(), harness.ledgerNow(), viewer, {}))
                may[card.id.value()] = card.approve.isEnabled() && card.refuse.isEnabled();
            return may;
        };
        QCOMPARE(enabled(), (std::map<QString, bool>{{"P-1", false}, {"P-2", false}}));
        QCOMPARE(items::whyMayNotLeaveHead(harness.snapshot(), viewer), viewer.readOnlyReason);
        viewer.mayLeaveHead = true;
        QCOMPARE(enabled(), (std::map<QString, bool>{{"P-1", false}, {"P-2", true}}));
        QCOMPARE(items::whyMayNotLeaveHead(harness.snapshot(), viewer), QString());
        QCOMPARE(items::whyMayNot(harness.snapshot(), viewer, domain::Act::Propose), viewer.readOnlyReason);
        QCOMPARE(items::openLeaving(harness.snapshot(), harness.ledgerNow(), head)->id.value(),
                 QStringLiteral("P-2"));
        QVERIFY(!items::openLeaving(harness.snapshot(), harness.ledgerNow(), {98, head.root}));
        viewer.isRewound = true;
        QCOMPARE(enabled(), (std::map<QString, bool>{{"P-1", false}, {"P-2", false}}));
        // It belongs to no incident, and is not to be missed in any.
        const domain::IncidentId incident = harness.openIncident();
        const auto shown = items::decisionCards(harness.snapshot(), harness.ledgerNow(), viewer, incident);
        QCOMPARE(shown.size(), std::size_t{1});
        QCOMPARE(shown.front().id.value(), QStringLiteral("P-2"));
    }

    void whoHasNotSignedInIsToldSo()
    {
        LedgerHarness harness;
        proposeSuspension(harness);
        QCOMPARE(firstCard(harness, viewerNamed(nullptr)).approve.whyNot,
                 QStringLiteral("Sign in to decide"));
        QCOMPARE(items::whyMayNot(harness.snapshot(), viewerNamed(nullptr), domain::Act::Import),
                 QStringLiteral("Sign in first"));
    }

    void onlyTheProposerMayWithdraw()
    {
        LedgerHarness harness;
        proposeSuspension(harness);
        QVERIFY(firstCard(harness, viewerNamed("safety")).withdraw.isShown);
        QVERIFY(!firstCard(harness, viewerNamed("ceo")).withdraw.isShown);
    }

    void decidedOnesStandLastAndKeepTheirSheet()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        harness.decide("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-3"})),
                       {"ceo", "safety", "counsel"});
        harness.clock.advanceMinutes(5);
        harness.must(
            harness.append("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-4"}))));
        const auto cards =
            items::decisionCards(harness.snapshot(), harness.ledgerNow(), viewerNamed("ceo"), std::nullopt);
        QCOMPARE(cards.size(), std::size_t{2});
        QCOMPARE(cards[0].id.value(), QStringLiteral("P-2"));
        QCOMPARE(cards[0].group, CardGroup::NeedsYou);
        QCOMPARE(cards[1].group, CardGroup::Decided);
        QCOMPARE(cards[1].status, QStringLiteral("In force"));
        for (const auto& card : cards) {
            const auto* proposal = harness.snapshot().proposal(card.id);
            QCOMPARE(card.shortCode, proposal->sheetSha256.shortCode());
            QVERIFY(card.sheet.startsWith(QStringLiteral("KEYTURN DECISION SHEET")));
        }
    }

    void aChangeOfAccessMakesOpenProposalsStale()
    {
        LedgerHarness harness;
        proposeSuspension(harness);
        harness.decide("safety", harness.restricting("safety", LedgerHarness::suspension({"larch-3"})),
                       {"ceo", "safety", "counsel"});
        const auto card = firstCard(harness, viewerNamed("ceo"));
        QCOMPARE(card.id.value(), QStringLiteral("P-1"));
        QVERIFY(card.approve.whyNot.startsWith(QStringLiteral("Access has changed")));
    }

    void expiryIsToldAndPressesInItsLastHours()
    {
        LedgerHarness harness;
        proposeSuspension(harness);
        const auto fresh = firstCard(harness, viewerNamed("ceo"));
        QVERIFY2(fresh.deadline.startsWith(QStringLiteral("Expires in ")), qPrintable(fresh.deadline));
        QVERIFY(!fresh.isUrgent);
        const base::UtcTime expires = harness.snapshot().proposals.front().facts.expiresAt;
        const auto cards = items::decisionCards(harness.snapshot(), expires.plusUs(-base::kUsPerHour),
                                                viewerNamed("ceo"), std::nullopt);
        QVERIFY(cards.front().isUrgent);
        QVERIFY(cards.front().deadline.startsWith(QStringLiteral("Expires in 1 h,")));
        const auto late =
            items::decisionCards(harness.snapshot(), expires.plusUs(1), viewerNamed("ceo"), std::nullopt);
        QCOMPARE(late.front().group, CardGroup::Decided);
        QCOMPARE(late.front().status, QStringLiteral("Expired"));
    }
};

KEYTURN_TEST(TestDecisionCards);
#include "test_decision_cards.moc"
