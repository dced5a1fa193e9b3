// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/access.h"
#include "models/domain/change_order.h"
#include "tests/support/test_registry.h"
#include "tests/unit/domain/domain_samples.h"

using namespace keyturn::domain;
using namespace keyturn::tests;
using namespace Qt::Literals::StringLiterals;

namespace {

/// What areaAccess says, found by looking at every cell.
AreaAccess enumerated(std::span<const Layered> layers, const Box& area, const Catalogue& catalogue)
{
    AreaAccess out;
    std::vector<ChangeId> touching;
    bool first = true;
    for (const Cell& cell : allCells(catalogue)) {
        if (!area.contains(cell))
            continue;
        const EffectiveAccess effective = effectiveAccess(layers, cell);
        ++out.cells;
        out.open += effective.access == Access::Open ? 1 : 0;
        out.suspended += effective.access == Access::Suspended ? 1 : 0;
        out.loosest = first ? effective.access : std::min(out.loosest, effective.access);
        out.strictest = std::max(out.strictest, effective.access);
        touching.insert(touching.end(), effective.layers.begin(), effective.layers.end());
        first = false;
    }
    out.layers = inChangeOrder(std::move(touching));
    return out;
}

Layered layer(const char* change, RestrictionKind kind)
{
    Layered out;
    out.change = ChangeId(QString::fromLatin1(change));
    out.restriction.measure.kind = kind;
    return out;
}

const Cell kSomeCell{ModelId(u"larch-4"_s), ChannelId(u"api"_s), RegionId(u"EU"_s), TierId(u"free"_s),
                     CapabilityId(u"text"_s)};

} // namespace

class TestAccess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesOfACellWhatTheKindSays_data();
    void makesOfACellWhatTheKindSays();
    void suspendsOnlyTheTiersThatALimitLeavesOut();
    void suspendsOnlyTheCapabilitiesTurnedOff();
    void takesTheStrictestLayer();
    void neverDependsOnTheOrderOfLayers();
    void givesBackExactlyWhatWasWhenTheOnlyLayerIsLifted();
    void neverLoosensAccessByAddingALayer();
    void listsLayersInOrderOfTheirNumber();
    void saysOfAnAreaWhatItsCellsSay();
    void namesAnAreaInOneWord();
    void readsAModelsState();
    void writesTheSameBytesForTheSameLayersInAnyOrder();
    void writesOtherBytesForAnyOtherLayers();
};
KEYTURN_TEST(TestAccess);

void TestAccess::makesOfACellWhatTheKindSays_data()
{
    QTest::addColumn<RestrictionKind>("kind");
    QTest::addColumn<Access>("expected");
    QTest::newRow("suspend") << RestrictionKind::Suspend << Access::Suspended;
    QTest::newRow("limit-tiers") << RestrictionKind::LimitTiers << Access::Suspended;
    QTest::newRow("rate-limit") << RestrictionKind::RateLimit << Access::RateLimited;
    QTest::newRow("require-safeguard") << RestrictionKind::RequireSafeguard << Access::Safeguarded;
    QTest::newRow("disable-capability") << RestrictionKind::DisableCapability << Access::Suspended;
    QTest::newRow("reroute") << RestrictionKind::Reroute << Access::Rerouted;
    QTest::newRow("enhance-logging") << RestrictionKind::EnhanceLogging << Access::Logged;
}

void TestAccess::makesOfACellWhatTheKindSays()
{
    QFETCH(RestrictionKind, kind);
    QFETCH(Access, expected);
    Layered one = layer("C-1", kind);
    QCOMPARE(accessUnder(one.restriction, kSomeCell), expected);
    one.restriction.scope.include.regions = Selection<RegionId>::of({RegionId(u"US"_s)});
    QCOMPARE(accessUnder(one.restriction, kSomeCell), Access::Open);
}

void TestAccess::suspendsOnlyTheTiersThatALimitLeavesOut()
{
    Layered limit = layer("C-1", RestrictionKind::LimitTiers);
    limit.restriction.measure.allowedTiers = {TierId(u"research"_s), TierId(u"enterprise"_s)};
    QCOMPARE(accessUnder(limit.restriction, kSomeCell), Access::Suspended);
    Cell research = kSomeCell;
    research.tier = TierId(u"research"_s);
    QCOMPARE(accessUnder(limit.restriction, research), Access::Open);
    const AreaAccess area = areaAccess(std::span(&limit, 1), Box(), larkfieldCatalogue());
    QCOMPARE(area.suspended * 2, area.cells);
    QCOMPARE(area.open * 2, area.cells);
}

void TestAccess::suspendsOnlyTheCapabilitiesTurnedOff()
{
    Layered off = layer("C-1", RestrictionKind::DisableCapability);
    off.restriction.scope.include.capabilities =
        Selection<CapabilityId>::of({CapabilityId(u"code-execution"_s), CapabilityId(u"browsing"_s)});
    QCOMPARE(accessUnder(off.restriction, kSomeCell), Access::Open);
    Cell code = kSomeCell;
    code.capability = CapabilityId(u"code-execution"_s);
    QCOMPARE(accessUnder(off.restriction, code), Access::Suspended);
    const AreaAccess area = areaAccess(std::span(&off, 1), Box(), larkfieldCatalogue());
    QCOMPARE(area.suspended * 2, area.cells);
}

void TestAccess::takesTheStrictestLayer()
{
    const std::vector<Layered> layers{layer("C-1", RestrictionKind::RateLimit),
                                      layer("C-2", RestrictionKind::Suspend),
                                      layer("C-3", RestrictionKind::EnhanceLogging)};
    const EffectiveAccess effective = effectiveAccess(layers, kSomeCell);
    QCOMPARE(effective.access, Access::Suspended);
    QCOMPARE(effective.layers.size(), std::size_t{3});
    QCOMPARE(effectiveAccess({}, kSomeCell), EffectiveAccess());
}

void TestAccess::neverDependsOnTheOrderOfLayers()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const auto layers = randomLayers(random, catalogue, 6);
        auto shuffled = layers;
        shuffle(random, shuffled);
        for (const Cell& cell : allCells(catalogue))
            QCOMPARE(effectiveAccess(shuffled, cell), effectiveAccess(layers, cell));
        const Box area = randomBox(random, catalogue);
        QCOMPARE(areaAccess(shuffled, area, catalogue), areaAccess(layers, area, catalogue));
    }
}

void TestAccess::givesBackExactlyWhatWasWhenTheOnlyLayerIsLifted()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const auto before = randomLayers(random, catalogue, 4);
        auto during = before;
        during.insert(during.begin() + static_cast<std::ptrdiff_t>(upTo(random, before.size())),
                      {ChangeId(u"C-99"_s), randomRestriction(random, catalogue)});
        auto after = during;
        std::erase_if(after, [](const Layered& one) { return one.change.value() == u"C-99"; });
        for (const Cell& cell : allCells(catalogue))
            QCOMPARE(effectiveAccess(after, cell), effectiveAccess(before, cell));
        QCOMPARE(accessStateBytes(after), accessStateBytes(before));
        QVERIFY(accessStateBytes(during) != accessStateBytes(before));
    }
}

void TestAccess::neverLoosensAccessByAddingALayer()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const auto layers = randomLayers(random, catalogue, 4);
        auto more = layers;
        more.push_back({ChangeId(u"C-99"_s), randomRestriction(random, catalogue)});
        for (const Cell& cell : allCells(catalogue))
            QVERIFY(effectiveAccess(more, cell).access >= effectiveAccess(layers, cell).access);
    }
}

void TestAccess::listsLayersInOrderOfTheirNumber()
{
    const std::vector<Layered> layers{layer("C-10", RestrictionKind::Suspend),
                                      layer("C-9", RestrictionKind::Suspend),
                                      layer("C-2", RestrictionKind::RateLimit)};
    const std::vector<ChangeId> expected{ChangeId(u"C-2"_s), ChangeId(u"C-9"_s), ChangeId(u"C-10"_s)};
    QCOMPARE(effectiveAccess(layers, kSomeCell).layers, expected);
    QCOMPARE(areaAccess(layers, Box(), larkfieldCatalogue()).layers, expected);
}

void TestAccess::saysOfAnAreaWhatItsCellsSay()
{
    for (std::uint32_t seed = 0; seed < 2 * kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const auto layers = randomLayers(random, catalogue, 6);
        const Box area = oneIn(random, 3) ? Box() : randomBox(random, catalogue);
        QCOMPARE(areaAccess(layers, area, catalogue), enumerated(layers, area, catalogue));
    }
}

void TestAccess::namesAnAreaInOneWord()
{
    const Catalogue catalogue = larkfieldCatalogue();
    std::vector<Layered> layers;
    QCOMPARE(areaWord(areaAccess(layers, Box(), catalogue)), u"open"_s);
    layers.push_back(layer("C-1", RestrictionKind::RateLimit));
    QCOMPARE(areaWord(areaAccess(layers, Box(), catalogue)), u"rate-limited"_s);
    layers.push_back(layer("C-2", RestrictionKind::Suspend));
    layers.back().restriction.scope.include.regions = Selection<RegionId>::of({RegionId(u"EU"_s)});
    QCOMPARE(areaWord(areaAccess(layers, Box(), catalogue)), u"limited"_s);
    Box europe;
    europe.regions = Selection<RegionId>::of({RegionId(u"EU"_s)});
    QCOMPARE(areaWord(areaAccess(layers, europe, catalogue)), u"suspended"_s);
}

void TestAccess::readsAModelsState()
{
    AreaAccess area;
    area.cells = 4;
    area.open = 4;
    QCOMPARE(modelStatus(area, false), ModelStatus::Available);
    QCOMPARE(modelStatus(area, true), ModelStatus::UnderReview);
    area.open = 3;
    area.suspended = 1;
    QCOMPARE(modelStatus(area, true), ModelStatus::Limited);
    area.suspended = 4;
    area.open = 0;
    QCOMPARE(modelStatus(area, true), ModelStatus::Suspended);
    area.suspended = 0; // All of it under a measure.
    QCOMPARE(modelStatus(area, false), ModelStatus::Limited);
    QCOMPARE(modelStatus(AreaAccess(), false), ModelStatus::Available);
}

void TestAccess::writesTheSameBytesForTheSameLayersInAnyOrder()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const auto layers = randomLayers(random, catalogue, 12);
        auto shuffled = layers;
        shuffle(random, shuffled);
        QCOMPARE(accessStateBytes(shuffled), accessStateBytes(layers));
    }
    QCOMPARE(accessStateBytes({}), QByteArray("[]"));
}

void TestAccess::writesOtherBytesForAnyOtherLayers()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const auto a = randomLayers(random, catalogue, 3);
        const auto b = randomLayers(random, catalogue, 3);
        QCOMPARE(accessStateBytes(a) == accessStateBytes(b), a == b);
    }
}

#include "test_access.moc"
