// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/sheet.h"
#include "models/domain/text_layout.h"
#include "tests/support/test_registry.h"
#include "tests/unit/domain/domain_samples.h"

using namespace keyturn::domain;
using namespace keyturn::tests;
using namespace Qt::Literals::StringLiterals;

namespace {

template <typename Id>
Selection<Id> some(const char* ids)
{
    std::vector<Id> listed;
    for (const QString& id : QString::fromLatin1(ids).split(u' '))
        listed.emplace_back(id);
    return Selection<Id>::of(std::move(listed));
}

Restriction measure(RestrictionKind kind, const char* models)
{
    Restriction restriction;
    restriction.measure.kind = kind;
    restriction.scope.include.models = some<ModelId>(models);
    return restriction;
}

QString said(const Restriction& restriction)
{
    return headline(restriction, larkfieldCatalogue());
}

} // namespace

class TestHeadline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatASuspensionDoes();
    void saysWhoKeepsAccessUnderALimitOfTiers();
    void saysWhichCapabilityIsTurnedOff();
    void saysTheParameterOfOtherKinds();
    void countsExceptionsAndLongLists();
    void saysWhatALiftLifts();
    void takesNoMarkerInANameForItsOwn();
};
KEYTURN_TEST(TestHeadline);

void TestHeadline::saysWhatASuspensionDoes()
{
    Restriction restriction = measure(RestrictionKind::Suspend, "larch-4-agent larch-4");
    QCOMPARE(said(restriction), u"Suspend larch-4 and larch-4-agent worldwide"_s);
    restriction.scope.include.channels = some<ChannelId>("northgate");
    restriction.scope.include.tiers = some<TierId>("free self-serve");
    restriction.scope.include.regions = some<RegionId>("UK EU");
    QCOMPARE(said(restriction),
             u"Suspend larch-4 and larch-4-agent for self-serve and free on Northgate in EU and UK"_s);
    restriction = Restriction();
    QCOMPARE(said(restriction), u"Suspend all models worldwide"_s);
    restriction.scope.include.capabilities = some<CapabilityId>("browsing");
    QCOMPARE(said(restriction), u"Suspend browsing of all models worldwide"_s);
}

void TestHeadline::saysWhoKeepsAccessUnderALimitOfTiers()
{
    Restriction restriction = measure(RestrictionKind::LimitTiers, "larch-4-agent");
    restriction.measure.allowedTiers = {TierId(u"enterprise"_s), TierId(u"research"_s)};
    restriction.scope.include.regions = some<RegionId>("EU UK");
    QCOMPARE(said(restriction), u"Limit larch-4-agent to research and enterprise in EU and UK"_s);
}

void TestHeadline::saysWhichCapabilityIsTurnedOff()
{
    Restriction restriction = measure(RestrictionKind::DisableCapability, "larch-4-agent");
    restriction.scope.include.capabilities = some<CapabilityId>("code-execution");
    restriction.scope.include.tiers = some<TierId>("free self-serve");
    QCOMPARE(said(restriction),
             u"Turn code execution off for larch-4-agent for self-serve and free worldwide"_s);
}

void TestHeadline::saysTheParameterOfOtherKinds()
{
    Restriction restriction = measure(RestrictionKind::RateLimit, "larch-4");
    restriction.measure.requestsPerMinute = 60;
    QCOMPARE(said(restriction), u"Limit larch-4 to 60 requests a minute worldwide"_s);
    restriction = measure(RestrictionKind::RequireSafeguard, "larch-4");
    restriction.measure.safeguard = u"output filter 7"_s;
    QCOMPARE(said(restriction), u"Require “output filter 7” for larch-4 worldwide"_s);
    restriction = measure(RestrictionKind::Reroute, "larch-4");
    restriction.measure.fallback = ModelId(u"larch-3"_s);
    QCOMPARE(said(restriction), u"Reroute larch-4 to larch-3 worldwide"_s);
    QCOMPARE(said(measure(RestrictionKind::EnhanceLogging, "larch-4")), u"Log more of larch-4 worldwide"_s);
}

void TestHeadline::countsExceptionsAndLongLists()
{
    Restriction restriction = measure(RestrictionKind::Suspend, "larch-4");
    restriction.scope.include.regions = some<RegionId>("US EU UK JP");
    QCOMPARE(said(restriction), u"Suspend larch-4 in US, EU, UK and JP"_s);
    restriction.scope.include.regions = some<RegionId>("US EU UK JP KR IN");
    QCOMPARE(said(restriction), u"Suspend larch-4 in US, EU, UK and 3 more"_s);
    restriction.scope.include.regions = {};
    restriction.scope.except.resize(1);
    QCOMPARE(said(restriction), u"Suspend larch-4 worldwide, with 1 exception"_s);
    restriction.scope.except.resize(3);
    QCOMPARE(said(restriction), u"Suspend larch-4 worldwide, with 3 exceptions"_s);
}

void TestHeadline::saysWhatALiftLifts()
{
    ChangeProposed proposal;
    proposal.names = larkfieldCatalogue();
    proposal.reverts = ChangeId(u"C-3"_s);
    QCOMPARE(headline(proposal), u"Lift: C-3"_s);
    proposal.reverted = measure(RestrictionKind::Suspend, "larch-4");
    QCOMPARE(headline(proposal), u"Lift: Suspend larch-4 worldwide"_s);
}

void TestHeadline::takesNoMarkerInANameForItsOwn()
{
    Catalogue names = larkfieldCatalogue();
    names.models[0].name = u"%1 %2\u202e"_s;
    QCOMPARE(headline(measure(RestrictionKind::Suspend, "larch-4"), names),
             u"Suspend %1 %2⟨U+202E⟩ worldwide"_s);
}

class TestTextLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void breaksAtBlanks();
    void cutsWordsLongerThanALine();
    void neverHalvesASurrogatePair();
    void losesNoCharacterButBlanks();
};
KEYTURN_TEST(TestTextLayout);

void TestTextLayout::breaksAtBlanks()
{
    QCOMPARE(wrapText(u"one two three", 7), (QStringList{u"one two"_s, u"three"_s}));
    QCOMPARE(wrapText(u"  one   two ", 20), QStringList{u"one two"_s});
    QCOMPARE(wrapText(u"", 20), QStringList{QString()});
}

void TestTextLayout::cutsWordsLongerThanALine()
{
    QCOMPARE(wrapText(u"ab abcdefgh ij", 4), (QStringList{u"ab"_s, u"abcd"_s, u"efgh"_s, u"ij"_s}));
    QCOMPARE(wrapText(u"abcdef gh", 4), (QStringList{u"abcd"_s, u"ef"_s, u"gh"_s}));
}

void TestTextLayout::neverHalvesASurrogatePair()
{
    const QString keys = QString::fromUtf8("\xf0\x9f\x94\x91").repeated(5);
    const QStringList lines = wrapText(keys, 2);
    QCOMPARE(lines.size(), 3);
    for (const QString& line : lines)
        QVERIFY(line.isValidUtf16());
    QCOMPARE(characterCount(keys), 5);
}

void TestTextLayout::losesNoCharacterButBlanks()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        QString text;
        for (std::size_t i = upTo(random, 400); i > 0; --i)
            text += oneIn(random, 6)   ? u" "_s
                    : oneIn(random, 9) ? u"𝔎"_s
                                       : QString(QChar(u'a' + char16_t(upTo(random, 25))));
        const int width = 5 + static_cast<int>(upTo(random, 30));
        const QStringList lines = wrapText(text, width);
        for (const QString& line : lines)
            QVERIFY(characterCount(line) <= width);
        QCOMPARE(lines.join(QString()).remove(u' '), QString(text).remove(u' '));
    }
}

#include "test_headline.moc"
