// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/catalogue.h"
#include "models/domain/domain_error.h"
#include "models/domain/statement.h"
#include "tests/support/test_registry.h"
#include "tests/unit/domain/domain_samples.h"

#include <functional>

using namespace keyturn::domain;
using namespace keyturn::tests;
using namespace Qt::Literals::StringLiterals;

namespace {

Route route(const char* id, const char* failsOverTo = nullptr)
{
    Route out{RouteId(QString::fromLatin1(id)),
              ModelId(u"larch-4"_s),
              ChannelId(u"api"_s),
              RegionId(u"EU"_s),
              {},
              {}};
    if (failsOverTo)
        out.failsOverTo = RouteId(QString::fromLatin1(failsOverTo));
    return out;
}

Family family(const char* name, std::initializer_list<const char*> models)
{
    Family out{QString::fromLatin1(name), {}};
    for (const char* model : models)
        out.models.emplace_back(QString::fromLatin1(model));
    return out;
}

} // namespace

class TestCatalogue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheReferenceCatalogue();
    void takesRoutesThatFailOverToEachOther();
    void takesFamiliesOfModels();
    void keepsTheBytesOfCataloguesWithoutFamilies();
    void namesWhatItListsAndFallsBackOnIds();
    void refusesWhatDoesNotHoldTogether_data();
    void refusesWhatDoesNotHoldTogether();
};
KEYTURN_TEST(TestCatalogue);

using Spoil = std::function<void(Catalogue&)>;
Q_DECLARE_METATYPE(Spoil)

void TestCatalogue::takesTheReferenceCatalogue()
{
    QVERIFY(checkCatalogue(larkfieldCatalogue()));
    QVERIFY(checkCatalogue(numberedCatalogue(200, 20, 60, 8, 12)));
    QVERIFY(Catalogue().isEmpty());
}

void TestCatalogue::takesRoutesThatFailOverToEachOther()
{
    Catalogue catalogue = larkfieldCatalogue();
    catalogue.routes = {route("eu", "us"), route("us", "eu")};
    QVERIFY(checkCatalogue(catalogue));
}

void TestCatalogue::takesFamiliesOfModels()
{
    Catalogue catalogue = larkfieldCatalogue();
    catalogue.families = {family("larch", {"larch-4", "larch-4-agent"})};
    QVERIFY(checkCatalogue(catalogue));
    const auto read = decodeCatalogueFile(encodeCatalogueFile(catalogue));
    QVERIFY(read && *read == catalogue);
}

void TestCatalogue::keepsTheBytesOfCataloguesWithoutFamilies()
{
    const QByteArray bytes = encodeCatalogueFile(larkfieldCatalogue());
    QVERIFY(!bytes.contains("families"));
    QVERIFY(decodeCatalogueFile(bytes));
    // One way to have none, so that equal catalogues have equal bytes.
    for (const char* none : {"[]", "null"}) {
        QByteArray spelt = bytes.trimmed();
        spelt.chop(1);
        const auto read = decodeCatalogueFile(spelt + ", \"families\": " + none + '}');
        QVERIFY2(!read, none);
        QVERIFY2(read.error().sentence().contains(u"families"), qPrintable(read.error().sentence()));
    }
}

void TestCatalogue::namesWhatItListsAndFallsBackOnIds()
{
    const Catalogue catalogue = larkfieldCatalogue();
    QCOMPARE(catalogue.nameOf(CapabilityId(u"code-execution"_s)), u"code execution"_s);
    QCOMPARE(catalogue.nameOf(ChannelId(u"northgate"_s)), u"Northgate"_s);
    QCOMPARE(catalogue.nameOf(ModelId(u"gone"_s)), u"gone"_s);
    QCOMPARE(numberedCatalogue(1, 1, 1, 1, 1).nameOf(RegionId(u"r0"_s)), u"r0"_s);
}

void TestCatalogue::refusesWhatDoesNotHoldTogether_data()
{
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, Spoil spoil, const QString& says) {
        QTest::newRow(name) << std::move(spoil) << says;
    };
    row(
        "no models", [](Catalogue& c) { c.models.clear(); }, u"models"_s);
    row(
        "no channels", [](Catalogue& c) { c.channels.clear(); }, u"channels"_s);
    row(
        "no regions", [](Catalogue& c) { c.regions.clear(); }, u"regions"_s);
    row(
        "no tiers", [](Catalogue& c) { c.tiers.clear(); }, u"tiers"_s);
    row(
        "no capabilities", [](Catalogue& c) { c.capabilities.clear(); }, u"capabilities"_s);
    row(
        "id twice",
        [](Catalogue& c) {
            c.regions.push_back({RegionId(u"EU"_s), u"Europe"_s});
        },
        u"EU"_s);
    row(
        "name twice",
        [](Catalogue& c) {
            c.models.push_back({ModelId(u"impostor"_s), u"larch-4"_s});
        },
        u"larch-4"_s);
    row(
        "name that is another's id",
        [](Catalogue& c) {
            c.models[2].name.clear();
            c.models[0].name = u"larch-3"_s;
        },
        u"larch-3"_s);
    row(
        "id with a blank", [](Catalogue& c) { c.tiers[0].id = TierId(u"self serve"_s); }, u"self serve"_s);
    row(
        "empty id", [](Catalogue& c) { c.tiers[0].id = TierId(); }, u"tiers"_s);
    row(
        "id of 65 characters", [](Catalogue& c) { c.tiers[0].id = TierId(QString(65, u'a')); }, u"tiers"_s);
    row(
        "id that is not ASCII", [](Catalogue& c) { c.models[0].id = ModelId(u"lаrch-4"_s); }, u"models"_s);
    row(
        "direction control in a name", [](Catalogue& c) { c.models[0].name = u"larch\u202e4"_s; },
        u"larch-4"_s);
    row(
        "name too long", [](Catalogue& c) { c.models[0].name = QString(201, u'x'); }, u"200"_s);
    row(
        "too many", [](Catalogue& c) { c.regions = numbered<RegionId>(u"r"_s, 4097); }, u"4096"_s);
    row(
        "route twice",
        [](Catalogue& c) {
            c.routes = {route("a"), route("a")};
        },
        u"“a”"_s);
    row(
        "route of an unknown model",
        [](Catalogue& c) {
            c.routes = {route("a")};
            c.routes[0].model = ModelId(u"larch-9"_s);
        },
        u"larch-9"_s);
    row(
        "route of an unknown channel",
        [](Catalogue& c) {
            c.routes = {route("a")};
            c.routes[0].channel = ChannelId(u"fax"_s);
        },
        u"fax"_s);
    row(
        "route of an unknown region",
        [](Catalogue& c) {
            c.routes = {route("a")};
            c.routes[0].region = RegionId(u"Mars"_s);
        },
        u"Mars"_s);
    row(
        "failover to nowhere", [](Catalogue& c) { c.routes = {route("a", "b")}; }, u"“b”"_s);
    row(
        "failover to itself", [](Catalogue& c) { c.routes = {route("a", "a")}; }, u"itself"_s);
    row(
        "family without a name",
        [](Catalogue& c) {
            c.families = {family(" ", {"larch-4", "larch-3"})};
        },
        u"families"_s);
    row(
        "family with a control character in its name",
        [](Catalogue& c) {
            c.families = {family("a\nb", {"larch-4", "larch-3"})};
        },
        u"control"_s);
    row(
        "family twice",
        [](Catalogue& c) {
            c.families = {family("a", {"larch-4", "larch-3"}), family("a", {"larch-4-agent", "larch-3"})};
        },
        u"“a”"_s);
    row(
        "family of one", [](Catalogue& c) { c.families = {family("a", {"larch-4"})}; }, u"two models"_s);
    row(
        "family with an unknown model",
        [](Catalogue& c) {
            c.families = {family("a", {"larch-4", "larch-9"})};
        },
        u"larch-9"_s);
    row(
        "model twice in a family",
        [](Catalogue& c) {
            c.families = {family("a", {"larch-4", "larch-4"})};
        },
        u"larch-4"_s);
    row(
        "model in two families",
        [](Catalogue& c) {
            c.families = {family("a", {"larch-4", "larch-3"}), family("b", {"larch-4-agent", "larch-3"})};
        },
        u"larch-3"_s);
    row(
        "bad route id", [](Catalogue& c) { c.routes = {route("a b")}; }, u"a b"_s);
}

void TestCatalogue::refusesWhatDoesNotHoldTogether()
{
    QFETCH(Spoil, spoil);
    QFETCH(QString, says);
    Catalogue catalogue = larkfieldCatalogue();
    spoil(catalogue);
    const auto checked = checkCatalogue(catalogue);
    QVERIFY(!checked);
    QVERIFY(checked.error().is(DomainError::BadCatalogue));
    QVERIFY2(checked.error().sentence().contains(says), qPrintable(checked.error().sentence()));
}

#include "test_catalogue.moc"
