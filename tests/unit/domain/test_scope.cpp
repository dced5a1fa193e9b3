// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/scope.h"
#include "tests/support/test_registry.h"
#include "tests/unit/domain/domain_samples.h"

using namespace keyturn::domain;
using namespace keyturn::tests;
using namespace Qt::Literals::StringLiterals;

namespace {

Selection<RegionId> regionsOf(std::initializer_list<const char*> ids)
{
    std::vector<RegionId> listed;
    for (const char* id : ids)
        listed.emplace_back(QString::fromLatin1(id));
    return Selection<RegionId>::of(std::move(listed));
}

} // namespace

class TestScope : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sortsAndThinsASelection();
    void holdsWhatIsIncludedAndNotExcepted();
    void countsAsMuchAsEnumerating();
    void countsAllCellsOfACatalogue();
    void isWorldwideWhenNoRegionIsLeftOut();
    void staysWorldwideWhateverIsExcepted();
    void refusesNamesThatTheCatalogueDoesNotHave();
    void refusesADimensionWithoutAnything();
    void refusesIdsOutOfOrder();
    void refusesAScopeThatItsExceptionsUseUp();
    void refusesTooManyExceptions();
    void readsAnExceptionFromText();
    void refusesTextThatIsNoException_data();
    void refusesTextThatIsNoException();
    void writesBoxesThatReadBackTheSame();
};
KEYTURN_TEST(TestScope);

void TestScope::sortsAndThinsASelection()
{
    const auto selection = regionsOf({"UK", "EU", "UK"});
    QCOMPARE(selection.ids, (std::vector<RegionId>{RegionId(u"EU"_s), RegionId(u"UK"_s)}));
    QVERIFY(selection.contains(RegionId(u"UK"_s)) && !selection.contains(RegionId(u"US"_s)));
    QVERIFY(Selection<RegionId>::everything().contains(RegionId(u"gained-later"_s)));
}

void TestScope::holdsWhatIsIncludedAndNotExcepted()
{
    Scope scope;
    scope.include.regions = regionsOf({"EU", "UK"});
    Box testers;
    testers.regions = regionsOf({"UK"});
    testers.tiers = Selection<TierId>::of({TierId(u"research"_s)});
    scope.except = {testers};
    Cell cell{ModelId(u"m"_s), ChannelId(u"c"_s), RegionId(u"UK"_s), TierId(u"free"_s), CapabilityId(u"k"_s)};
    QVERIFY(scope.contains(cell));
    cell.tier = TierId(u"research"_s);
    QVERIFY(!scope.contains(cell));
    cell.region = RegionId(u"EU"_s);
    QVERIFY(scope.contains(cell));
    cell.region = RegionId(u"US"_s);
    QVERIFY(!scope.contains(cell));
}

void TestScope::countsAsMuchAsEnumerating()
{
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const Scope scope = randomScope(random, catalogue);
        const auto cells = allCells(catalogue);
        const auto held =
            std::count_if(cells.begin(), cells.end(), [&](const Cell& cell) { return scope.contains(cell); });
        QCOMPARE(cellCount(scope, catalogue), static_cast<std::uint64_t>(held));
    }
}

void TestScope::countsAllCellsOfACatalogue()
{
    QCOMPARE(cellCount(Scope(), numberedCatalogue(200, 20, 60, 8, 12)), std::uint64_t{23'040'000});
    QCOMPARE(cellCount(Scope(), numberedCatalogue(3, 2, 1, 1, 1)), std::uint64_t{6});
    QCOMPARE(cellCount(Scope(), Catalogue()), std::uint64_t{0});
}

void TestScope::isWorldwideWhenNoRegionIsLeftOut()
{
    const Catalogue catalogue = larkfieldCatalogue();
    Scope scope;
    QCOMPARE(reachOf(scope, catalogue), Reach::Worldwide);
    scope.include.regions = regionsOf({"US", "EU", "UK", "JP", "KR", "IN", "BR", "ROW"});
    QCOMPARE(reachOf(scope, catalogue), Reach::Worldwide);
    scope.include.regions = regionsOf({"US", "EU", "UK", "JP", "KR", "IN", "BR"});
    QCOMPARE(reachOf(scope, catalogue), Reach::Regional);
}

void TestScope::staysWorldwideWhateverIsExcepted()
{
    const Catalogue catalogue = larkfieldCatalogue();
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        Scope scope = randomScope(random, catalogue);
        scope.include.regions = {};
        QCOMPARE(reachOf(scope, catalogue), Reach::Worldwide);
    }
}

void TestScope::refusesNamesThatTheCatalogueDoesNotHave()
{
    const Catalogue catalogue = larkfieldCatalogue();
    Scope scope;
    scope.include.models = Selection<ModelId>::of({ModelId(u"larch-5"_s)});
    const auto model = checkScope(scope, catalogue);
    QVERIFY(!model && model.error().is(DomainError::UnknownModel));
    QVERIFY(model.error().sentence().contains(u"larch-5"_s));
    scope.include.models = {};
    Box box;
    box.regions = regionsOf({"EU", "Mars"});
    scope.except = {box};
    const auto region = checkScope(scope, catalogue);
    QVERIFY(!region && region.error().is(DomainError::UnknownName));
    QCOMPARE(region.error().context, (QStringList{u"regions"_s, u"Mars"_s}));
}

void TestScope::refusesADimensionWithoutAnything()
{
    Scope scope;
    scope.include.tiers = {false, {}};
    const auto empty = checkScope(scope, larkfieldCatalogue());
    QVERIFY(!empty && empty.error().is(DomainError::BadScope));
    scope.include.tiers = {true, {TierId(u"free"_s)}};
    const auto both = checkScope(scope, larkfieldCatalogue());
    QVERIFY(!both && both.error().is(DomainError::BadScope));
}

void TestScope::refusesIdsOutOfOrder()
{
    Scope scope;
    scope.include.regions = {false, {RegionId(u"UK"_s), RegionId(u"EU"_s)}};
    const auto unsorted = checkScope(scope, larkfieldCatalogue());
    QVERIFY(!unsorted && unsorted.error().is(DomainError::BadScope));
    scope.include.regions = {false, {RegionId(u"EU"_s), RegionId(u"EU"_s)}};
    const auto twice = checkScope(scope, larkfieldCatalogue());
    QVERIFY(!twice && twice.error().is(DomainError::BadScope));
}

void TestScope::refusesAScopeThatItsExceptionsUseUp()
{
    Scope scope;
    scope.include.regions = regionsOf({"EU"});
    QVERIFY(checkScope(scope, larkfieldCatalogue()));
    Box europe;
    europe.regions = regionsOf({"EU", "UK"});
    scope.except = {europe};
    const auto nothing = checkScope(scope, larkfieldCatalogue());
    QVERIFY(!nothing && nothing.error().is(DomainError::BadScope));
}

void TestScope::refusesTooManyExceptions()
{
    Scope scope;
    Box box;
    box.regions = regionsOf({"EU"});
    scope.except.assign(32, box);
    QVERIFY(checkScope(scope, larkfieldCatalogue()));
    scope.except.push_back(box);
    const auto result = checkScope(scope, larkfieldCatalogue());
    QVERIFY(!result && result.error().is(DomainError::BadScope));
}

void TestScope::readsAnExceptionFromText()
{
    const auto box = boxFromText(u" regions = UK, EU ; tiers=research");
    QVERIFY(box);
    QCOMPARE(box->regions, regionsOf({"EU", "UK"}));
    QCOMPARE(box->tiers, Selection<TierId>::of({TierId(u"research"_s)}));
    QVERIFY(box->models.all && box->channels.all && box->capabilities.all);
    QCOMPARE(toText(*box), u"regions=EU,UK;tiers=research"_s);
    QCOMPARE(boxFromText(u"everything"), Box());
}

void TestScope::refusesTextThatIsNoException_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("no key") << u"EU,UK"_s;
    QTest::newRow("unknown key") << u"planets=Mars"_s;
    QTest::newRow("key twice") << u"regions=EU;regions=UK"_s;
    QTest::newRow("no names") << u"regions="_s;
    QTest::newRow("empty name") << u"regions=EU,,UK"_s;
    QTest::newRow("trailing separator") << u"regions=EU;"_s;
    QTest::newRow("name with a blank") << u"tiers=self serve"_s;
    QTest::newRow("name with a direction control") << u"tiers=free\u202e"_s;
    QTest::newRow("equals sign in a name") << u"tiers=a=b"_s;
}

void TestScope::refusesTextThatIsNoException()
{
    QFETCH(QString, text);
    const auto box = boxFromText(text);
    QVERIFY(!box);
    QVERIFY(box.error().is(DomainError::BadScope));
    QVERIFY(!box.error().sentence().contains(u'\u202e'));
}

void TestScope::writesBoxesThatReadBackTheSame()
{
    const Catalogue catalogue = larkfieldCatalogue();
    for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Box box = randomBox(random, catalogue);
        QCOMPARE(boxFromText(toText(box)), box);
    }
}

#include "test_scope.moc"
