// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "tests/unit/state/state_checks.h"

using namespace keyturn;
using namespace keyturn::domain;
using state::StateError;
using tests::LedgerHarness;

/// What a proposal shows is what the ledger says: each line of it, falsified, is refused.
class TestProposals : public QObject
{
    Q_OBJECT

    static LedgerHarness ready()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        return ledger;
    }
    static ChangeProposed regional(const LedgerHarness& ledger)
    {
        return ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}, {"EU"}));
    }
    /// What appending says of a proposal in which one thing was changed after all was filled in.
    template <typename Change>
    static base::Result<tests::HarnessAppended> falsified(LedgerHarness& ledger, Change change)
    {
        ChangeProposed proposal = regional(ledger);
        change(proposal);
        return ledger.append("ceo", proposal);
    }

private Q_SLOTS:
    void acceptsAProposalThatShowsWhatIs()
    {
        LedgerHarness ledger = ready();
        KEYTURN_ACCEPTED(ledger.append("ceo", regional(ledger)));
        const state::ProposalState* proposal = ledger.snapshot().proposal(ProposalId(QStringLiteral("P-1")));
        QVERIFY(proposal);
        QCOMPARE(proposal->status, ProposalStatus::Open);
        QVERIFY(proposal->entryLeaf == ledger.tree().leaf(ledger.tree().size() - 1));
        QVERIFY(proposal->accessState == ledger.snapshot().accessStateSha256());
        QVERIFY(proposal->keyId == ledger.keyOf("ceo").publicKey().id());
        QVERIFY(!proposal->facts.effect.empty());
    }

    void onlyPeopleWithTheRoleMayPropose()
    {
        LedgerHarness ledger = ready();
        ChangeProposed proposal =
            ledger.restricting("auditor", LedgerHarness::suspension({"larch-4"}, {"EU"}));
        KEYTURN_REFUSED(ledger.append("auditor", proposal), DomainError::RoleMayNot);
        proposal = ledger.restricting("feed", LedgerHarness::suspension({"larch-4"}, {"EU"}));
        KEYTURN_REFUSED(ledger.append("feed", proposal), StateError::NotAPerson);
    }

    void theRuleFollowsFromWhatIsChangedAndHowFar()
    {
        LedgerHarness ledger = ready();
        const auto rule = [&](const Restriction& restriction) {
            return ledger.restricting("ceo", restriction).rule.value();
        };
        QCOMPARE(rule(LedgerHarness::suspension({"larch-4"}, {"EU"})), QStringLiteral("limit"));
        QCOMPARE(rule(LedgerHarness::suspension({"larch-4"})), QStringLiteral("suspend-worldwide"));
        // Listing every region is worldwide too.
        QCOMPARE(rule(LedgerHarness::suspension({"larch-4"}, {"EU", "UK", "US"})),
                 QStringLiteral("suspend-worldwide"));
    }

    void refusesAWeakerRule()
    {
        LedgerHarness ledger = ready();
        const ChangeProposed weak = regional(ledger);
        ChangeProposed strong = ledger.restricting("ceo", LedgerHarness::suspension({"larch-4"}));
        strong.rule = weak.rule;
        strong.ruleTitle = weak.ruleTitle;
        strong.slotRoles = weak.slotRoles;
        KEYTURN_REFUSED(ledger.append("ceo", strong), DomainError::BadProposal);
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.slotRoles.pop_back(); }),
                        DomainError::BadProposal);
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.ruleTitle += QStringLiteral("!"); }),
                        DomainError::BadProposal);
    }

    void refusesAnotherEffectThanIsComputed()
    {
        LedgerHarness ledger = ready();
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.effect.front().openAfter += 1; }),
                        DomainError::BadProposal);
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.effect.clear(); }),
                        DomainError::BadProposal);
    }

    void callsOutdatedWhatFittedTheLedgerItWasLaidOutOn()
    {
        LedgerHarness ledger = ready();
        const domain::Statement early = ledger.draft("ceo", regional(ledger));
        domain::Catalogue wider = LedgerHarness::catalogue();
        wider.channels.push_back({domain::ChannelId(QStringLiteral("partner")), QStringLiteral("Partner")});
        KEYTURN_ACCEPTED(ledger.append("safety", domain::CatalogueSet{wider}));
        const auto outdated = ledger.appendStatement(early, ledger.keyOf("ceo"));
        KEYTURN_REFUSED(outdated, DomainError::ProposalOutdated);
        QCOMPARE(outdated.error().outcome(), base::Outcome::Refused);
        // Laid out on what stands, the same effect is no longer outdated but wrong.
        domain::Statement wrong = ledger.draft("ceo", early.payload);
        KEYTURN_REFUSED(ledger.appendStatement(wrong, ledger.keyOf("ceo")), DomainError::BadProposal);
        // What makes no sense on any ledger is not excused by its age.
        domain::Statement silent = early;
        std::get<ChangeProposed>(silent.payload).rationale.clear();
        KEYTURN_REFUSED(ledger.appendStatement(silent, ledger.keyOf("ceo")), DomainError::BadProposal);
        KEYTURN_ACCEPTED(ledger.append("ceo", regional(ledger)));
    }

    void refusesNamesThatAreNotTheCatalogues()
    {
        LedgerHarness ledger = ready();
        KEYTURN_REFUSED(
            falsified(ledger, [](ChangeProposed& p) { p.names.models.front().name = QStringLiteral("Toy"); }),
            DomainError::BadProposal);
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.names.regions.clear(); }),
                        DomainError::BadProposal);
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.names = LedgerHarness::catalogue(); }),
                        DomainError::BadProposal);
    }

    void refusesAnotherOrganisationProposerOrMark()
    {
        LedgerHarness ledger = ready();
        KEYTURN_REFUSED(
            falsified(ledger, [](ChangeProposed& p) { p.organisation = QStringLiteral("Other"); }),
            DomainError::BadProposal);
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.demo = !p.demo; }),
                        DomainError::BadProposal);
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.proposerName = QStringLiteral("Noor"); }),
                        DomainError::BadProposal);
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.rehearsal = true; }),
                        DomainError::BadProposal);
        KEYTURN_REFUSED(
            falsified(ledger, [](ChangeProposed& p) { p.incidentTitle = QStringLiteral("Made up"); }),
            DomainError::BadProposal);
    }

    void refusesGroundsThatTheLedgerDoesNotHold()
    {
        LedgerHarness ledger = ready();
        BatchImported batch;
        batch.count = 3;
        batch.root = crypto::sha256("records");
        const std::uint64_t seq = ledger.must(ledger.append("feed", batch)).seq;
        const auto naming = [&](std::uint64_t entry, std::uint64_t index) {
            return falsified(ledger, [&](ChangeProposed& p) {
                p.signalRecords = {RecordId(QStringLiteral("%1:%2").arg(entry).arg(index))};
            });
        };
        KEYTURN_REFUSED(naming(seq, 3), DomainError::BadProposal);
        KEYTURN_REFUSED(naming(seq - 1, 0), DomainError::BadProposal);
        KEYTURN_REFUSED(naming(seq + 1, 0), DomainError::BadProposal);
        KEYTURN_ACCEPTED(naming(seq, 2));
        KEYTURN_REFUSED(
            falsified(ledger, [](ChangeProposed& p) { p.requests = {RequestId(QStringLiteral("R-1"))}; }),
            DomainError::UnknownRequest);
        ChangeProposed wanted = regional(ledger);
        wanted.incident = IncidentId(QStringLiteral("I-1"));
        KEYTURN_REFUSED(ledger.append("ceo", wanted), DomainError::UnknownIncident);
    }

    void refusesWhatTheCatalogueDoesNotHold()
    {
        LedgerHarness ledger = ready();
        KEYTURN_REFUSED(
            ledger.append("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"oak-1"}, {"EU"}))),
            DomainError::UnknownModel);
        Restriction limited = LedgerHarness::suspension({"larch-4"}, {"EU"});
        limited.measure.kind = RestrictionKind::LimitTiers;
        limited.measure.allowedTiers = {TierId(QStringLiteral("vip"))};
        KEYTURN_REFUSED(ledger.append("ceo", ledger.restricting("ceo", limited)), DomainError::UnknownName);
        Restriction rerouted = LedgerHarness::suspension({"larch-4"}, {"EU"});
        rerouted.measure.kind = RestrictionKind::Reroute;
        rerouted.measure.fallback = ModelId(QStringLiteral("oak-1"));
        KEYTURN_REFUSED(ledger.append("ceo", ledger.restricting("ceo", rerouted)), DomainError::UnknownModel);
    }

    void refusesAProposalThatIsNotOneThing()
    {
        LedgerHarness ledger = ready();
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.rationale = QStringLiteral(" "); }),
                        DomainError::BadProposal);
        KEYTURN_REFUSED(
            falsified(ledger, [](ChangeProposed& p) { p.reverts = ChangeId(QStringLiteral("C-1")); }),
            DomainError::BadProposal);
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.restriction.reset(); }),
                        DomainError::BadProposal);
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.reverted = p.restriction; }),
                        DomainError::BadProposal);
    }

    void refusesToStayOpenForLongerThanTheRuleAllows()
    {
        LedgerHarness ledger = ready();
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.expiresAt.us += 1; }),
                        DomainError::BadProposal);
        KEYTURN_ACCEPTED(falsified(ledger, [](ChangeProposed& p) { p.expiresAt.us -= base::kUsPerHour; }));
    }

    void refusesAProposalThatHasExpiredAlready()
    {
        LedgerHarness ledger = ready();
        KEYTURN_REFUSED(
            falsified(ledger, [&](ChangeProposed& p) { p.expiresAt = ledger.ledgerNow().plusUs(-1); }),
            DomainError::ProposalExpired);
    }

    void refusesASigningClockFarAhead()
    {
        LedgerHarness ledger = ready();
        const ChangeProposed proposal = regional(ledger);
        Statement statement = ledger.draft("ceo", proposal);
        statement.context->signedAt = ledger.ledgerNow().plusUs(301 * base::kUsPerSecond);
        KEYTURN_REFUSED(ledger.appendStatement(statement, ledger.keyOf("ceo")), StateError::SignedInFuture);
        statement.context->signedAt = ledger.ledgerNow().plusUs(300 * base::kUsPerSecond);
        KEYTURN_ACCEPTED(ledger.appendStatement(statement, ledger.keyOf("ceo")));
    }

    void refusesAnotherSheetThanIsRenderedAgain()
    {
        LedgerHarness ledger = ready();
        Statement statement = ledger.draft("ceo", regional(ledger));
        statement.subjects.front().sha256.bytes[0] ^= 1;
        KEYTURN_REFUSED(ledger.appendStatement(statement, ledger.keyOf("ceo")), DomainError::SheetDiffers);
        statement = ledger.draft("ceo", regional(ledger));
        statement.subjects.front().name = QStringLiteral("other.txt");
        KEYTURN_REFUSED(ledger.appendStatement(statement, ledger.keyOf("ceo")), DomainError::SheetDiffers);
    }

    void refusesASheetTemplateItDoesNotHave()
    {
        LedgerHarness ledger = ready();
        KEYTURN_REFUSED(falsified(ledger, [](ChangeProposed& p) { p.sheetTemplate = 99; }),
                        DomainError::BadProposal);
    }

    void refusesAProposalComputedOnAnotherAccessState()
    {
        LedgerHarness ledger = ready();
        Statement statement = ledger.draft("ceo", regional(ledger));
        statement.context->accessState->bytes[0] ^= 1;
        KEYTURN_REFUSED(ledger.appendStatement(statement, ledger.keyOf("ceo")),
                        DomainError::StaleAccessState);
        statement.context->accessState.reset();
        KEYTURN_REFUSED(ledger.appendStatement(statement, ledger.keyOf("ceo")), DomainError::BadStatement);
        const Statement early = ledger.draft("ceo", regional(ledger));
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-3"}, {"UK"})),
                      {"safety", "ciso"});
        KEYTURN_REFUSED(ledger.appendStatement(early, ledger.keyOf("ceo")), DomainError::StaleAccessState);
    }

    void refusesToLiftWhatIsNotInForceOrNotShownAsItIs()
    {
        LedgerHarness ledger = ready();
        ChangeProposed unknown = ledger.lifting("ceo", "C-1");
        unknown.reverted = LedgerHarness::suspension({"larch-4"}, {"EU"});
        KEYTURN_REFUSED(ledger.append("ceo", unknown), DomainError::UnknownChange);
        ledger.decide("ceo", regional(ledger), {"safety", "ciso"});
        ChangeProposed otherwise = ledger.lifting("ceo", "C-1");
        otherwise.reverted->scope.include.regions = Selection<RegionId>::of({RegionId(QStringLiteral("UK"))});
        KEYTURN_REFUSED(ledger.append("ceo", otherwise), DomainError::BadProposal);
        ledger.decide("ceo", ledger.lifting("ceo", "C-1"), {"ceo", "safety", "ciso"});
        KEYTURN_REFUSED(ledger.append("ceo", ledger.lifting("ceo", "C-1")), DomainError::ChangeNotInForce);
    }

    void anExpiredCharterTightensAndDoesNotLift()
    {
        LedgerHarness ledger(LedgerHarness::Start::Founded, [](Charter& charter) {
            charter.expires = tests::MockClock().now().plusUs(base::kUsPerDay);
        });
        ledger.setCatalogue();
        ledger.decide("ceo", regional(ledger), {"safety", "ciso"});
        KEYTURN_ACCEPTED(ledger.append("ceo", ledger.lifting("ceo", "C-1")));
        KEYTURN_ACCEPTED(ledger.append("ceo", ledger.approval("P-2")));
        ledger.clock.set(ledger.charter().expires->plusUs(-base::kUsPerMinute));
        KEYTURN_ACCEPTED(ledger.append("ceo", ledger.lifting("ceo", "C-1")));
        ledger.clock.set(ledger.charter().expires->plusUs(base::kUsPerMs));
        KEYTURN_REFUSED(ledger.append("safety", ledger.approval("P-3")), DomainError::CharterExpired);
        KEYTURN_REFUSED(ledger.append("ceo", ledger.lifting("ceo", "C-1")), DomainError::CharterExpired);
        ledger.decide("ceo", ledger.restricting("ceo", LedgerHarness::suspension({"larch-3"}, {"UK"})),
                      {"safety", "ciso"});
        QCOMPARE(ledger.snapshot().layersStanding().size(), size_t{2});
    }
};

KEYTURN_TEST(TestProposals);
#include "test_proposals.moc"
