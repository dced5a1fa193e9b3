// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/charter_draft.h"
#include "models/items/charter_tables.h"
#include "models/items/charter_words.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <algorithm>

using namespace keyturn;
using tests::LedgerHarness;

namespace {

domain::MemberId idOf(const char* member)
{
    return domain::MemberId(QLatin1String(member));
}

const domain::Rule& ruleOf(const domain::Charter& charter, const char* id)
{
    const auto found =
        std::find_if(charter.rules.begin(), charter.rules.end(),
                     [&](const domain::Rule& rule) { return rule.id.value() == QLatin1String(id); });
    if (found == charter.rules.end())
        qFatal("no rule %s", id);
    return *found;
}

void removeMember(domain::Charter& charter, const char* id)
{
    std::erase_if(charter.members, [&](const domain::Member& member) { return member.id == idOf(id); });
}

/// More executives, safety leads, security leads and lawyers than any rule asks for.
domain::Charter wellStaffed(const LedgerHarness& harness)
{
    domain::Charter charter = harness.charter();
    const std::vector<domain::Member> members = charter.members;
    for (int copy = 1; copy <= 3; ++copy) {
        for (domain::Member member : members) {
            if (member.kind == domain::MemberKind::Service)
                continue;
            member.id = domain::MemberId(member.id.value() + QString::number(copy));
            member.name += u' ' + QString::number(copy);
            member.keys.front().id.bytes[0] ^= static_cast<std::uint8_t>(copy);
            charter.members.push_back(std::move(member));
        }
    }
    return charter;
}

/// Proposes the next charter and has those sign whose signatures it needs.
void adopt(LedgerHarness& harness, const domain::Charter& next)
{
    domain::ChangeProposed change;
    change.charter = next;
    change.rationale = QStringLiteral("The organisation has changed.");
    harness.decide("ceo", harness.proposal("ceo", change), {"ceo", "coo", "counsel"});
    if (harness.snapshot().charter.version != next.version)
        qFatal("the next charter does not stand");
}

} // namespace

class TestCharterWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBrittleRuleNamesBothPeopleWhoCannotBeSpared()
    {
        LedgerHarness harness;
        const auto words = items::ruleWords(harness.charter(), ruleOf(harness.charter(), "safeguard"));
        QCOMPARE(words.verdict.text,
                 QStringLiteral("Would be locked if neither Ines Okafor nor Jun Park could sign"));
        QCOMPARE(words.verdict.tone, items::Tone::Pending);
    }

    void aRuleThatOnePersonHoldsNamesThatPerson()
    {
        LedgerHarness harness;
        const auto words =
            items::ruleWords(harness.charter(), ruleOf(harness.charter(), "suspend-worldwide"));
        QVERIFY(words.verdict.text.startsWith(
            QStringLiteral("Would be locked if Noor Haddad could not sign, and in 2 other cases")));
        QVERIFY(words.verdict.detail.contains(QStringLiteral("neither Mara Lindqvist nor Tomas Reyes")));
    }

    void aRuleThatAnyTwoCanBeSparedFromCountsItsPeople()
    {
        LedgerHarness harness;
        const domain::Charter charter = wellStaffed(harness);
        const auto words = items::ruleWords(charter, ruleOf(charter, "safeguard"));
        QCOMPARE(words.verdict.text, QStringLiteral("Can be met by 8 people"));
        QCOMPARE(words.verdict.sign, items::Sign::Done);
    }

    void aRuleThatNobodyCanMeetSaysWhichSignatureStaysOut()
    {
        LedgerHarness harness;
        domain::Charter charter = harness.charter();
        removeMember(charter, "counsel");
        const auto words = items::ruleWords(charter, ruleOf(charter, "charter"));
        QCOMPARE(words.verdict.text, QStringLiteral("Nobody can meet it"));
        QVERIFY(words.verdict.detail.contains(QStringLiteral("nobody is left to sign as legal")));
        QVERIFY(words.signers.back().people.isEmpty());
    }

    void onlyPeopleWithAKeyCanSign()
    {
        LedgerHarness harness;
        domain::Charter charter = harness.charter();
        QCOMPARE(items::ruleWords(charter, ruleOf(charter, "restore")).signers.front().people,
                 (QStringList{QStringLiteral("Mara Lindqvist, Chief Executive"),
                              QStringLiteral("Tomas Reyes, Chief Operating Officer")}));
        charter.members.front().keys.clear();
        QCOMPARE(items::ruleWords(charter, ruleOf(charter, "restore")).signers.front().people,
                 QStringList{QStringLiteral("Tomas Reyes, Chief Operating Officer")});
    }

    void aDraftTellsEveryRuleThatNobodyCouldMeet()
    {
        LedgerHarness harness;
        domain::Charter draft = items::nextDraft(harness.charter());
        QCOMPARE(items::draftWords(harness.charter(), draft).whyNot(),
                 QStringLiteral("Nothing is changed yet"));
        removeMember(draft, "counsel");
        const auto words = items::draftWords(harness.charter(), draft);
        QCOMPARE(words.problems.size(), qsizetype{2}); // Suspend worldwide, and the charter itself.
        QCOMPARE(words.whyNot(), words.problems.front());
        QVERIFY(words.whyNot().contains(QStringLiteral("Suspend worldwide")));
        QCOMPARE(words.changes, QStringList{QStringLiteral(
                                    "Leaves: Noor Haddad, General Counsel (counsel), who was legal")});
    }

    void aDraftThatTwoAbsencesWouldLockIsRefusedUntilThatIsAccepted()
    {
        LedgerHarness harness;
        domain::Charter draft = items::nextDraft(harness.charter());
        draft.acceptsBrittle = false;
        const auto refused = items::draftWords(harness.charter(), draft);
        QCOMPARE(refused.problems.size(), qsizetype{1});
        QVERIFY(refused.whyNot().contains(QStringLiteral("Change the charter")));
        QVERIFY(!refused.fragile.contains(refused.whyNot()));
        draft.acceptsBrittle = true;
        draft.expires = base::UtcTime{harness.ledgerNow().us + 100 * base::kUsPerDay};
        const auto taken = items::draftWords(harness.charter(), draft);
        QVERIFY2(taken.whyNot().isEmpty(), qPrintable(taken.whyNot()));
        QVERIFY(!taken.fragile.isEmpty());
    }

    void peopleAreShownByNameWithShortKeys()
    {
        LedgerHarness harness;
        const auto table = items::memberTable(harness.snapshot());
        QCOMPARE(table.rows.size(), harness.charter().members.size());
        QCOMPARE(table.rows.front().cells[0].text, QStringLiteral("Mara Lindqvist"));
        const auto& key = harness.charter().members.front().keys.front();
        QVERIFY(table.rows.front().cells[3].text.startsWith(key.id.shortCode()));
        QVERIFY(!table.rows.front().cells[3].text.contains(key.id.hex()));
        QVERIFY(table.rows.front().cells[3].detail.startsWith(key.id.hex()));
    }

    void membersAndKeysSayTheCharterThatFirstNamedThem()
    {
        LedgerHarness harness;
        harness.clock.advanceMinutes(60);
        domain::Charter next = items::nextDraft(harness.charter());
        domain::Member promoted = *next.member(idOf("scribe"));
        promoted.id = items::freshMemberId(harness.charter(), next, QStringLiteral("Renée  Vogt"));
        QCOMPARE(promoted.id.value(), QStringLiteral("renee-vogt"));
        promoted.name = QStringLiteral("Renée Vogt");
        promoted.keys.clear();
        next.members.push_back(promoted);
        adopt(harness, next);
        const auto words = items::memberWords(harness.snapshot(), promoted);
        QVERIFY(words.since.startsWith(QStringLiteral("Since version 2 of the charter, ")));
        QVERIFY(words.keys.empty());
        const auto old = items::memberWords(harness.snapshot(), harness.charter().members.front());
        QVERIFY(old.since.startsWith(QStringLiteral("Since version 1")));
        QVERIFY(old.keys.front().further.startsWith(QStringLiteral("since version 1")));
    }

    void theHistoryTellsWhoSignedWhatCharterAndWhatItChanged()
    {
        LedgerHarness harness;
        domain::Charter next = items::nextDraft(harness.charter());
        removeMember(next, "auditor");
        adopt(harness, next);
        const auto table = items::charterTable(harness.snapshot(), harness.ledgerNow());
        QCOMPARE(table.rows.size(), std::size_t{2});
        QCOMPARE(table.rows[0].cells[0].text, QStringLiteral("2, standing"));
        QVERIFY(table.rows[0].cells[3].text.startsWith(QStringLiteral("Leaves: Petra Novak")));
        for (const items::TableRow& row : table.rows) {
            QCOMPARE(row.cells[2].text.count(u'\n'), qsizetype{2});
            QVERIFY(row.cells[2].text.contains(QStringLiteral("Noor Haddad, General Counsel")));
        }
        QCOMPARE(table.rows[1].cells[3].text, QStringLiteral("The founding charter"));
    }

    void aRevokedKeyIsMarkedAndItsEntriesAreListed()
    {
        LedgerHarness harness;
        harness.setCatalogue();
        domain::NoteAdded note;
        note.title = QStringLiteral("Called the regulator");
        note.text = QStringLiteral("No answer.");
        const auto written = harness.must(harness.append("scribe", note));
        const domain::MemberKey key = harness.charter().member(idOf("scribe"))->keys.front();
        QCOMPARE(items::firstEntryOf(harness.snapshot(), key.id), written.seq);
        QVERIFY(items::revocationInWords(harness.snapshot(), key.id, written.seq)
                    .startsWith(QStringLiteral("One entry signed with this key becomes disputed")));
        // No witness has seen anything, so a later entry chosen disputes the same.
        QVERIFY(items::revocationInWords(harness.snapshot(), key.id, written.seq + 1)
                    .contains(QStringLiteral("no witness saw them")));
        QVERIFY(items::entryInWords(harness.snapshot(), written.seq)
                    .startsWith(QStringLiteral("Note by Sam Weiss, War-room Scribe, ")));
        domain::Charter next = items::nextDraft(harness.charter());
        items::revokeKey(next, {key.id, idOf("scribe"), written.seq, QStringLiteral("Laptop stolen")});
        QVERIFY(next.member(idOf("scribe"))->keys.empty());
        adopt(harness, next);

        const auto disputed = items::disputedTable(harness.snapshot());
        QCOMPARE(disputed.rows.size(), std::size_t{1});
        QCOMPARE(disputed.rows.front().key, QString::number(written.seq));
        QCOMPARE(disputed.rows.front().cells[1].text, QStringLiteral("Note"));
        QCOMPARE(disputed.rows.front().cells[0].tone, items::Tone::Severe);
        const auto words =
            items::memberWords(harness.snapshot(), *harness.snapshot().charter.member(idOf("scribe")));
        QVERIFY(words.keys.front().isRevoked);
        QVERIFY(words.keys.front().further.contains(QStringLiteral("Laptop stolen")));
    }

    void coveringAThingTakesItFromTheRuleThatHadIt()
    {
        LedgerHarness harness;
        domain::Charter draft = items::nextDraft(harness.charter());
        domain::Rule rule;
        rule.id = items::freshRuleId(draft);
        rule.title = QStringLiteral("Rate limits");
        rule.slotRoles = {domain::Role::SafetyLead};
        draft.rules.push_back(rule);
        const domain::Governed governed{domain::Governed::Act::Restrict, domain::RestrictionKind::RateLimit,
                                        domain::Reach::Worldwide};
        items::coverWith(draft, draft.rules.size() - 1, governed);
        QCOMPARE(draft.ruleFor(governed)->id, rule.id);
        const auto words = items::draftWords(harness.charter(), draft);
        QVERIFY2(words.whyNot().isEmpty(), qPrintable(words.whyNot()));
    }

    void theTablesAreSoundModels()
    {
        LedgerHarness harness;
        items::TableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (const items::Table& table :
             {items::memberTable(harness.snapshot()), items::ruleTable(harness.charter()),
              items::charterTable(harness.snapshot(), harness.ledgerNow()),
              items::disputedTable(harness.snapshot())}) {
            model.setTable(table);
            QCOMPARE(model.rowCount(), static_cast<int>(table.rows.size()));
            for (const items::TableRow& row : table.rows)
                QCOMPARE(row.cells.size(), static_cast<std::size_t>(table.headers.size()));
        }
    }

    void whatNobodyMayDoIsSaidInWords()
    {
        LedgerHarness harness(LedgerHarness::Start::Founded, [](domain::Charter& charter) {
            charter.breakGlass.reset();
            charter.waiverRoles.clear();
        });
        const auto lines = items::powersInWords(harness.snapshot(), harness.ledgerNow());
        QCOMPARE(lines[0].text, QStringLiteral("Nobody may restrict access alone."));
        QVERIFY(lines[1].text.startsWith(QStringLiteral("Nobody may waive a gate")));
        QVERIFY(items::charterInWords(harness.snapshot(), harness.ledgerNow())
                    .endsWith(QStringLiteral("it does not expire")));
    }
};

KEYTURN_TEST(TestCharterWords);
#include "test_charter_words.moc"
