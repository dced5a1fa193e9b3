// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/preview.h"
#include "tests/support/test_registry.h"
#include "tests/unit/domain/domain_samples.h"
#include "tests/unit/domain/preview_reference.h"

#include <map>

using namespace keyturn::domain;
using namespace keyturn::tests;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Routes over all of the catalogue, some places with several and some with none; now and then they share an
/// alias, fail over in chains and circles, or name what the catalogue does not have.
void addRoutes(std::mt19937& random, Catalogue& catalogue)
{
    const std::size_t count = upTo(random, 24);
    for (std::size_t i = 0; i < count; ++i) {
        Route route;
        route.id = RouteId(u"q"_s + QString::number(i));
        route.model = catalogue.models[upTo(random, catalogue.models.size() - 1)].id;
        route.channel = catalogue.channels[upTo(random, catalogue.channels.size() - 1)].id;
        route.region = catalogue.regions[upTo(random, catalogue.regions.size() - 1)].id;
        if (oneIn(random, 20))
            route.model = ModelId(u"gone"_s);
        if (oneIn(random, 3))
            route.alias = oneIn(random, 2) ? u"latest"_s : u"stable"_s;
        if (!oneIn(random, 6))
            route.failsOverTo = RouteId(u"q"_s + QString::number(upTo(random, count)));
        catalogue.routes.push_back(route);
    }
}

void addFamilies(std::mt19937& random, Catalogue& catalogue)
{
    std::vector<Family> families{{u"one"_s, {}}, {u"two"_s, {}}};
    for (const auto& model : catalogue.models) {
        if (const std::size_t family = upTo(random, 2); family < families.size())
            families[family].models.push_back(model.id);
    }
    for (const Family& family : families) {
        if (family.models.size() >= 2)
            catalogue.families.push_back(family);
    }
}

std::vector<Dependent> randomDependents(std::mt19937& random, const Catalogue& catalogue)
{
    std::vector<Dependent> dependents;
    for (std::size_t i = upTo(random, 5); i > 0; --i) {
        Dependent dependent;
        dependent.id = DependentId(u"d"_s + QString::number(i));
        dependent.uses = randomBox(random, catalogue);
        dependent.fallback = static_cast<Fallback>(upTo(random, 2));
        dependents.push_back(dependent);
    }
    return dependents;
}

/// A small world: layers before, and after them one more, or one or two fewer.
struct World
{
    explicit World(std::uint32_t seed) : random(seed), catalogue(randomCatalogue(random))
    {
        addRoutes(random, catalogue);
        addFamilies(random, catalogue);
        dependents = randomDependents(random, catalogue);
        before = randomLayers(random, catalogue, 5);
        after = before;
        if (oneIn(random, 4)) {
            for (std::size_t i = upTo(random, 2); i > 0 && !after.empty(); --i)
                after.erase(after.begin() + static_cast<std::ptrdiff_t>(upTo(random, after.size() - 1)));
        } else {
            stops = randomRestriction(random, catalogue);
            after.push_back({ChangeId(u"C-9"_s), *stops});
        }
        shuffle(random, after);
    }

    std::mt19937 random;
    Catalogue catalogue;
    std::vector<Dependent> dependents;
    std::vector<Layered> before;
    std::vector<Layered> after;
    std::optional<Restriction> stops;
};

Restriction suspend(const char* model)
{
    Restriction restriction;
    restriction.scope.include.models = Selection<ModelId>::of({ModelId(QString::fromLatin1(model))});
    return restriction;
}

Route routeOn(const char* id, const char* model, const char* channel, const char* region)
{
    return {RouteId(QString::fromLatin1(id)),
            ModelId(QString::fromLatin1(model)),
            ChannelId(QString::fromLatin1(channel)),
            RegionId(QString::fromLatin1(region)),
            {},
            {}};
}

/// The leaks of putting @p stops in force where nothing is restricted.
std::vector<Leak> leaksAlone(const Restriction& stops, const Catalogue& catalogue)
{
    const std::vector<Layered> after{{ChangeId(u"C-1"_s), stops}};
    return previewChange({}, after, stops, catalogue, {}).leaks;
}

} // namespace

class TestPreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithEveryCell();
    void agreesOnWhatIsShadowedAndLoosened();
    void followsFailoverRoundACircle();
    void leavesOutAVeryLongChain();
    void takesExceptionsAndAllowedTiersAsMeant();
    void tellsARouteOnceUnderTheFirstKind();
    void showsDependentsWithoutATestedFallbackFirst();
    void hasNoLeaksForALift();
    void countsLargeCataloguesWithoutTheirCells();
};
KEYTURN_TEST(TestPreview);

void TestPreview::agreesWithEveryCell()
{
    std::map<LeakKind, int> leaks;
    std::size_t hits = 0;
    std::size_t longChains = 0;
    for (std::uint32_t seed = 0; seed < 3 * kSeeds; ++seed) {
        World world(seed);
        const auto found =
            previewChange(world.before, world.after, world.stops, world.catalogue, world.dependents);
        const auto expected =
            literalPreview(world.before, world.after, world.stops, world.catalogue, world.dependents);
        const QByteArray where = "seed " + QByteArray::number(seed);
        QVERIFY2(found.shifts == expected.shifts, where.constData());
        QVERIFY2(found.dependents == expected.dependents, where.constData());
        QVERIFY2(found.leaks == expected.leaks, where.constData());
        hits += found.dependents.size();
        for (const Leak& leak : found.leaks) {
            ++leaks[leak.kind];
            longChains += leak.via.size() > 2 ? 1 : 0;
        }
    }
    // The worlds must be such that something is compared.
    for (std::size_t kind = 0; kind < wordsOf<LeakKind>().size(); ++kind)
        QVERIFY2(leaks[static_cast<LeakKind>(kind)] > 20, wordsOf<LeakKind>()[kind]);
    QVERIFY(hits > 200);
    QVERIFY2(longChains > 20, QByteArray::number(qulonglong{longChains}).constData());
}

void TestPreview::agreesOnWhatIsShadowedAndLoosened()
{
    int shadowed = 0;
    int loosened = 0;
    for (std::uint32_t seed = 0; seed < 3 * kSeeds; ++seed) {
        World world(seed);
        const bool loosens = loosensAny(world.before, world.after, world.catalogue);
        QCOMPARE(loosens, literallyLoosens(world.before, world.after, world.catalogue));
        QCOMPARE(tightensOnly(world.before, world.after, world.catalogue), !loosens);
        loosened += loosens ? 1 : 0;
        for (const Layered& layer : world.after) {
            const auto shadows = shadowedBy(world.after, layer.change, world.catalogue);
            QCOMPARE(shadows, literalShadows(world.after, layer.change, world.catalogue));
            shadowed += shadows.empty() ? 0 : 1;
        }
        QVERIFY(shadowedBy(world.after, ChangeId(u"C-77"_s), world.catalogue).empty());
    }
    QVERIFY(shadowed > 100 && loosened > 50);
}

void TestPreview::followsFailoverRoundACircle()
{
    Catalogue catalogue = larkfieldCatalogue();
    catalogue.routes = {routeOn("start", "larch-4", "api", "EU"), routeOn("east", "larch-3", "api", "JP"),
                        routeOn("west", "larch-3", "api", "US"), routeOn("south", "larch-3", "api", "BR")};
    catalogue.routes[0].failsOverTo = RouteId(u"east"_s);
    catalogue.routes[1].failsOverTo = RouteId(u"west"_s);
    catalogue.routes[2].failsOverTo = RouteId(u"south"_s);
    catalogue.routes[3].failsOverTo = RouteId(u"east"_s);
    const auto leaks = leaksAlone(suspend("larch-4"), catalogue);
    QCOMPARE(leaks.size(), std::size_t{3});
    QCOMPARE(leaks[0].via, std::vector<RouteId>{RouteId(u"start"_s)});
    QCOMPARE(leaks[2].route, RouteId(u"south"_s));
    QCOMPARE(leaks[2].via,
             (std::vector<RouteId>{RouteId(u"start"_s), RouteId(u"east"_s), RouteId(u"west"_s)}));
    QCOMPARE(leaks[2].cells, std::uint64_t{4} * 4);
}

void TestPreview::leavesOutAVeryLongChain()
{
    Catalogue catalogue = larkfieldCatalogue();
    catalogue.routes = {routeOn("r0", "larch-4", "api", "EU")};
    for (std::size_t i = 1; i <= 20'000; ++i) {
        const QByteArray id = "r" + QByteArray::number(qulonglong{i});
        catalogue.routes.back().failsOverTo = RouteId(QString::fromLatin1(id));
        catalogue.routes.push_back(routeOn(id.constData(), "larch-3", "api", "EU"));
    }
    const auto leaks = leaksAlone(suspend("larch-4"), catalogue);
    QCOMPARE(leaks.size(), std::size_t{20'000});
    QCOMPARE(leaks[kMaximumVia - 1].via.size(), kMaximumVia);
    QCOMPARE(leaks[kMaximumVia - 1].via.front(), RouteId(u"r0"_s));
    QVERIFY(leaks[kMaximumVia].via.empty() && leaks.back().via.empty());
}

void TestPreview::takesExceptionsAndAllowedTiersAsMeant()
{
    Catalogue catalogue = larkfieldCatalogue();
    catalogue.routes = {routeOn("eu", "larch-4", "api", "EU"), routeOn("uk", "larch-4", "api", "UK")};
    Restriction stops = suspend("larch-4");
    Box testers;
    testers.regions = Selection<RegionId>::of({RegionId(u"UK"_s)});
    stops.scope.except = {testers};
    QVERIFY(leaksAlone(stops, catalogue).empty());
    // Named in no exception, the other region is a way round.
    stops.scope.except.clear();
    stops.scope.include.regions = Selection<RegionId>::of({RegionId(u"EU"_s)});
    QCOMPARE(leaksAlone(stops, catalogue).size(), std::size_t{1});
    Restriction limit = suspend("larch-4");
    limit.measure.kind = RestrictionKind::LimitTiers;
    limit.measure.allowedTiers = {TierId(u"research"_s)};
    QVERIFY(leaksAlone(limit, catalogue).empty());
}

void TestPreview::tellsARouteOnceUnderTheFirstKind()
{
    Catalogue catalogue = larkfieldCatalogue();
    catalogue.families = {{u"larch"_s, {ModelId(u"larch-4"_s), ModelId(u"larch-4-agent"_s)}}};
    catalogue.routes = {routeOn("stopped", "larch-4", "api", "EU"), routeOn("app", "larch-4", "app", "EU"),
                        routeOn("agent", "larch-4-agent", "api", "EU"), routeOn("us", "larch-4", "api", "US"),
                        routeOn("old", "larch-3", "api", "EU")};
    for (const std::size_t named : {std::size_t{0}, std::size_t{2}})
        catalogue.routes[named].alias = u"larch-latest"_s;
    Restriction stops = suspend("larch-4");
    stops.scope.include.channels = Selection<ChannelId>::of({ChannelId(u"api"_s)});
    stops.scope.include.regions = Selection<RegionId>::of({RegionId(u"EU"_s)});
    stops.scope.include.capabilities = Selection<CapabilityId>::of({CapabilityId(u"tool-use"_s)});
    const auto leaks = leaksAlone(stops, catalogue);
    QStringList told;
    for (const Leak& leak : leaks)
        told += toWord(leak.kind) + u' ' + leak.route.value() + u' ' + QString::number(leak.cells);
    QCOMPARE(told.join(u", "), u"alias agent 4, region us 4, channel app 4, capability old 4"_s);
}

void TestPreview::showsDependentsWithoutATestedFallbackFirst()
{
    const Catalogue catalogue = larkfieldCatalogue();
    const auto dependent = [](const char* id, Fallback fallback, bool everyRegion) {
        Dependent out;
        out.id = DependentId(QString::fromLatin1(id));
        out.fallback = fallback;
        if (!everyRegion)
            out.uses.regions = Selection<RegionId>::of({RegionId(u"EU"_s)});
        return out;
    };
    Dependent untouched = dependent("untouched", Fallback::None, true);
    untouched.uses.models = Selection<ModelId>::of({ModelId(u"larch-3"_s)});
    const std::vector<Dependent> dependents{
        dependent("tested", Fallback::Tested, true), dependent("small", Fallback::None, false), untouched,
        dependent("declared", Fallback::Declared, true), dependent("large", Fallback::None, true)};
    const std::vector<Layered> after{{ChangeId(u"C-1"_s), suspend("larch-4")}};
    const auto preview = previewChange({}, after, after[0].restriction, catalogue, dependents);
    QStringList order;
    for (const DependentHit& hit : preview.dependents)
        order += hit.id.value();
    QCOMPARE(order.join(u' '), u"declared large small tested"_s);
    QCOMPARE(preview.dependents[2].cells, std::uint64_t{3} * 4 * 4);
    QCOMPARE(preview.dependents[2].worst, Access::Suspended);
}

void TestPreview::hasNoLeaksForALift()
{
    Catalogue catalogue = larkfieldCatalogue();
    catalogue.routes = {routeOn("eu", "larch-4", "api", "EU")};
    const std::vector<Layered> before{{ChangeId(u"C-1"_s), suspend("larch-4")}};
    const auto preview = previewChange(before, {}, std::nullopt, catalogue, {});
    QCOMPARE(preview.shifts,
             (std::vector<AccessShift>{{Access::Suspended, Access::Open, std::uint64_t{3} * 8 * 4 * 4}}));
    QVERIFY(preview.leaks.empty() && preview.dependents.empty());
}

void TestPreview::countsLargeCataloguesWithoutTheirCells()
{
    const Catalogue catalogue = numberedCatalogue(4096, 4096, 4096, 4096, 4096);
    const std::vector<Layered> after{{ChangeId(u"C-1"_s), suspend("m7")}};
    Dependent everything;
    everything.id = DependentId(u"everything"_s);
    const auto preview = previewChange({}, after, after[0].restriction, catalogue, {{everything}});
    QCOMPARE(preview.shifts,
             (std::vector<AccessShift>{{Access::Open, Access::Suspended, std::uint64_t{1} << 48}}));
    QCOMPARE(preview.dependents.front().cells, std::uint64_t{1} << 48);
}

#include "test_preview.moc"
