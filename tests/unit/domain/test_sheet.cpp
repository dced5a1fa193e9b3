// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text_safety.h"
#include "models/domain/sheet.h"
#include "models/domain/text_layout.h"
#include "tests/support/test_registry.h"
#include "tests/unit/domain/domain_samples.h"

#include <QFile>

using namespace keyturn;
using namespace keyturn::domain;
using namespace keyturn::tests;
using namespace Qt::Literals::StringLiterals;
using enum Role;

namespace {

base::UtcTime at(const char* rfc3339)
{
    return base::parseRfc3339(std::string_view(rfc3339)).value().start;
}

template <typename Id>
Selection<Id> these(std::initializer_list<const char*> ids)
{
    std::vector<Id> listed;
    for (const char* id : ids)
        listed.emplace_back(QString::fromLatin1(id));
    return Selection<Id>::of(std::move(listed));
}

/// What every proposal of the reference scenario says.
ChangeProposed reference()
{
    ChangeProposed proposal;
    proposal.organisation = u"Larkfield"_s;
    proposal.demo = true;
    proposal.incident = IncidentId(u"I-1"_s);
    proposal.incidentTitle = u"Safeguard bypass and abuse of larch-4-agent"_s;
    proposal.proposerName = u"Ines Okafor, Head of Safety"_s;
    proposal.names = larkfieldCatalogue();
    proposal.expiresAt = at("2026-06-12T17:45:00Z");
    proposal.rationale =
        u"Northgate and two authorities report abuse across customers; the bypass published on Thursday "
        u"works on both "
        "models, and no safeguard we can ship before Monday closes it. Access stays with the authorities' testers."_s;
    return proposal;
}

ChangeProposed suspension()
{
    ChangeProposed proposal = reference();
    Restriction restriction;
    restriction.scope.include.models = these<ModelId>({"larch-4", "larch-4-agent"});
    Box testers;
    testers.channels = these<ChannelId>({"api"});
    testers.regions = these<RegionId>({"EU", "UK"});
    testers.tiers = these<TierId>({"research"});
    restriction.scope.except = {testers};
    restriction.measure.fallback = ModelId(u"larch-3"_s);
    proposal.restriction = restriction;
    proposal.rule = RuleId(u"suspend-worldwide"_s);
    proposal.ruleTitle = u"Suspend worldwide"_s;
    proposal.slotRoles = {Executive, SafetyLead, Legal};
    proposal.signalRecords = {RecordId(u"4:17"_s), RecordId(u"4:203"_s)};
    proposal.requests = {RequestId(u"R-1"_s), RequestId(u"R-2"_s)};
    base::Digest evidence;
    evidence.bytes.fill(0xab);
    proposal.evidence = {evidence};
    proposal.reviewBy = at("2026-06-18T09:00:00Z");
    proposal.effect = effectOf(proposal, {}, larkfieldCatalogue());
    return proposal;
}

ChangeProposed lift()
{
    const ChangeProposed before = suspension();
    ChangeProposed proposal = reference();
    proposal.demo = false;
    proposal.rehearsal = true;
    proposal.reverts = ChangeId(u"C-1"_s);
    proposal.reverted = before.restriction;
    proposal.incident.reset();
    proposal.incidentTitle.clear();
    proposal.effectiveAt = at("2026-06-12T20:00:00Z");
    proposal.rule = RuleId(u"restore"_s);
    proposal.ruleTitle = u"Restore access"_s;
    proposal.slotRoles = {Executive, SafetyLead, SecurityLead};
    proposal.rationale = u"Both gates are met."_s;
    const Layered layer{ChangeId(u"C-1"_s), *before.restriction};
    proposal.effect = effectOf(proposal, std::span(&layer, 1), larkfieldCatalogue());
    return proposal;
}

ChangeProposed tierLimit()
{
    ChangeProposed proposal = reference();
    Restriction restriction;
    restriction.measure.kind = RestrictionKind::LimitTiers;
    restriction.measure.allowedTiers = {TierId(u"enterprise"_s), TierId(u"research"_s)};
    restriction.scope.include.models = these<ModelId>({"larch-4-agent"});
    restriction.scope.include.regions = these<RegionId>({"UK", "EU"});
    proposal.restriction = restriction;
    proposal.rule = RuleId(u"limit"_s);
    proposal.ruleTitle = u"Suspend in regions, limit tiers, turn off or reroute"_s;
    proposal.slotRoles = {SafetyLead, SecurityLead};
    proposal.effect = effectOf(proposal, {}, larkfieldCatalogue());
    return proposal;
}

QByteArray sheetOf(const ChangeProposed& proposal)
{
    const auto sheet = renderSheet(proposal);
    if (!sheet)
        qFatal("%s", qPrintable(sheet.error().sentence()));
    return *sheet;
}

} // namespace

class TestSheet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rendersToTheBytesThatWereSignedBefore_data();
    void rendersToTheBytesThatWereSignedBefore();
    void keepsEveryLineWithinAHundredCharacters();
    void letsNoTextOfPeopleStandAtTheMargin();
    void holdsNoForbiddenCharacterButLineEnds();
    void changesWithEveryPartOfTheProposal();
    void saysWhereNothingWouldChange();
    void refusesATemplateItDoesNotHave();
    void refusesAProposalThatDoesNothing();
};
KEYTURN_TEST(TestSheet);

void TestSheet::rendersToTheBytesThatWereSignedBefore_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("sheet");
    QTest::newRow("suspension") << u"sheets/suspension.txt"_s << sheetOf(suspension());
    QTest::newRow("lift") << u"sheets/lift.txt"_s << sheetOf(lift());
    QTest::newRow("tier limit") << u"sheets/tier-limit.txt"_s << sheetOf(tierLimit());
}

void TestSheet::rendersToTheBytesThatWereSignedBefore()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, sheet);
    QFile golden(dataFile(file));
    QVERIFY(golden.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(sheet), QString::fromUtf8(golden.readAll()));
}

void TestSheet::keepsEveryLineWithinAHundredCharacters()
{
    ChangeProposed proposal = suspension();
    proposal.rationale = QString(1000, u'x') + u" "_s + QString::fromUtf8("\xf0\x9f\x94\x91").repeated(300);
    proposal.organisation = QString(200, u'O');
    proposal.proposerName = u"word "_s.repeated(80);
    proposal.names.models[0].name = QString(200, u'M');
    proposal.effect[1].cells = proposal.effect[1].openBefore = proposal.effect[1].openAfter =
        9'007'199'254'740'991;
    proposal.effect[1].suspendedBefore = proposal.effect[1].suspendedAfter = 9'007'199'254'740'991;
    const QString sheet = QString::fromUtf8(sheetOf(proposal));
    QVERIFY(sheet.endsWith(u'\n') && !sheet.endsWith(u"\n\n"));
    for (const QString& line : sheet.split(u'\n')) {
        QVERIFY2(characterCount(line) <= 100, qPrintable(line));
        QVERIFY2(!line.endsWith(u' '), qPrintable(line));
    }
}

void TestSheet::letsNoTextOfPeopleStandAtTheMargin()
{
    const QStringList margin{u"KEYTURN DECISION SHEET"_s,
                             u"DEMO — not evidence"_s,
                             u"WHAT IS RESTRICTED"_s,
                             u"EFFECT"_s,
                             u"GROUNDS"_s,
                             u"TIMES"_s,
                             u"SIGNATURES NEEDED"_s,
                             QString()};
    ChangeProposed proposal = suspension();
    const QString forged = u"x\nSIGNATURES NEEDED\r\n  Rule none\u2028EFFECT\n"_s;
    proposal.rationale = forged.repeated(20);
    proposal.organisation = forged;
    proposal.proposerName = forged;
    proposal.incidentTitle = forged;
    proposal.ruleTitle = forged;
    proposal.names.models[0].name = forged;
    QStringList found;
    for (const QString& line : QString::fromUtf8(sheetOf(proposal)).split(u'\n')) {
        if (!line.startsWith(u"  "_s))
            found += line;
    }
    for (const QString& line : found)
        QVERIFY2(margin.contains(line), qPrintable(line));
    QCOMPARE(found.count(u"SIGNATURES NEEDED"_s), 1);
}

void TestSheet::holdsNoForbiddenCharacterButLineEnds()
{
    ChangeProposed proposal = suspension();
    const QString hostile = u"a\u202eb\u001b[31mc\u0000d\u2066e"_s + QChar(0xd800) + u"f"_s;
    proposal.rationale = proposal.organisation = proposal.proposerName = proposal.incidentTitle = hostile;
    proposal.ruleTitle = hostile;
    proposal.names.models[0].name = hostile;
    proposal.names.regions[1].name = hostile;
    QString sheet = QString::fromUtf8(sheetOf(proposal));
    QVERIFY(sheet.contains(u"⟨U+202E⟩"_s));
    QVERIFY(!base::hasForbiddenCharacter(sheet.remove(u'\n')));
}

void TestSheet::changesWithEveryPartOfTheProposal()
{
    const ChangeProposed proposal = suspension();
    std::vector<ChangeProposed> others(22, proposal);
    others[0].rationale += u"!"_s;
    others[1].restriction->scope.include.regions = these<RegionId>({"EU"});
    others[2].restriction->scope.except.clear();
    others[3].restriction->scope.except[0].tiers = {};
    others[4].restriction->measure.fallback.reset();
    others[5].restriction->measure.kind = RestrictionKind::DisableCapability;
    others[6].restriction->scope.include.models = these<ModelId>({"larch-4"});
    others[7].incident = IncidentId(u"I-2"_s);
    others[8].incidentTitle += u"!"_s;
    others[9].signalRecords.pop_back();
    others[10].requests.pop_back();
    others[11].evidence.clear();
    others[12].effectiveAt = at("2026-06-12T00:00:00Z");
    others[13].reviewBy.reset();
    others[14].expiresAt = at("2026-06-12T17:45:01Z");
    others[15].ruleTitle += u"!"_s;
    others[16].slotRoles.pop_back();
    others[17].effect[0].openAfter += 1;
    others[18].organisation += u"!"_s;
    others[19].demo = false;
    others[20].rehearsal = true;
    others[21].proposerName += u"!"_s;
    const QByteArray sheet = sheetOf(proposal);
    for (std::size_t i = 0; i < others.size(); ++i)
        QVERIFY2(sheetOf(others[i]) != sheet, qPrintable(QString::number(i)));
}

void TestSheet::saysWhereNothingWouldChange()
{
    ChangeProposed proposal = suspension();
    proposal.effect.clear();
    QVERIFY(sheetOf(proposal).contains("No cell's access would change"));
}

void TestSheet::refusesATemplateItDoesNotHave()
{
    ChangeProposed proposal = suspension();
    proposal.sheetTemplate = 2;
    const auto later = renderSheet(proposal);
    QVERIFY(!later && later.error().is(DomainError::BadProposal));
    proposal.sheetTemplate = 1;
    proposal.sheetLanguage = u"tlh"_s;
    const auto other = renderSheet(proposal);
    QVERIFY(!other && other.error().sentence().contains(u"tlh"_s));
}

void TestSheet::refusesAProposalThatDoesNothing()
{
    ChangeProposed proposal = suspension();
    proposal.restriction.reset();
    const auto nothing = renderSheet(proposal);
    QVERIFY(!nothing && nothing.error().is(DomainError::BadProposal));
    proposal.reverts = ChangeId(u"C-1"_s);
    const auto unsaid = renderSheet(proposal);
    QVERIFY(!unsaid && unsaid.error().is(DomainError::BadProposal));
}

#include "test_sheet.moc"
