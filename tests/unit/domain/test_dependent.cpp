// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"
#include "models/domain/dependent.h"
#include "tests/support/random_statements.h"
#include "tests/support/test_registry.h"
#include "tests/unit/domain/domain_samples.h"

#include <functional>

using namespace keyturn;
using namespace keyturn::domain;
using namespace keyturn::tests;
using namespace Qt::Literals::StringLiterals;

namespace {

Dependent aDependent()
{
    Dependent dependent;
    dependent.id = DependentId(u"harrow-clinics"_s);
    dependent.name = u"Harrow Clinics"_s;
    dependent.contact = u"duty desk, desk@harrow.example"_s;
    dependent.uses.models = Selection<ModelId>::of({ModelId(u"larch-4"_s)});
    dependent.fallback = Fallback::Tested;
    dependent.fallbackModel = ModelId(u"larch-3"_s);
    return dependent;
}

} // namespace

class TestDependent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesOneThatTheCatalogueCanServe();
    void refusesWhatCannotBeRight_data();
    void refusesWhatCannotBeRight();
    void registersReadBackAsTheyWere();
    void refusesAnIdTwiceInARegister();
    void refusesUnknownFieldsInARegister();
};
KEYTURN_TEST(TestDependent);

using SpoilDependent = std::function<void(Dependent&)>;
Q_DECLARE_METATYPE(SpoilDependent)

void TestDependent::takesOneThatTheCatalogueCanServe()
{
    QVERIFY(checkDependent(aDependent(), larkfieldCatalogue()));
    Dependent dependent = aDependent();
    dependent.fallbackModel.reset(); // it may turn to people, or to somebody else's model
    dependent.contact.clear();
    dependent.uses = {};
    QVERIFY(checkDependent(dependent, larkfieldCatalogue()));
}

void TestDependent::refusesWhatCannotBeRight_data()
{
    QTest::addColumn<SpoilDependent>("spoil");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, SpoilDependent spoil, const QString& says) {
        QTest::newRow(name) << std::move(spoil) << says;
    };
    row(
        "id with a blank", [](Dependent& d) { d.id = DependentId(u"a b"_s); }, u"id"_s);
    row(
        "no name", [](Dependent& d) { d.name = u"  "_s; }, u"no name"_s);
    row(
        "name too long", [](Dependent& d) { d.name = QString(201, u'x'); }, u"200"_s);
    row(
        "contact too long", [](Dependent& d) { d.contact = QString(201, u'x'); }, u"200"_s);
    row(
        "direction control in the name", [](Dependent& d) { d.name = u"a\u202eb"_s; }, u"direction"_s);
    row(
        "line end in the contact", [](Dependent& d) { d.contact = u"a\nb"_s; }, u"control"_s);
    row(
        "unknown model",
        [](Dependent& d) { d.uses.models = Selection<ModelId>::of({ModelId(u"larch-9"_s)}); }, u"larch-9"_s);
    row(
        "unknown region",
        [](Dependent& d) { d.uses.regions = Selection<RegionId>::of({RegionId(u"Mars"_s)}); }, u"Mars"_s);
    row(
        "uses nothing", [](Dependent& d) { d.uses.models = Selection<ModelId>::of({}); }, u"no models"_s);
    row(
        "unknown fallback", [](Dependent& d) { d.fallbackModel = ModelId(u"larch-9"_s); }, u"larch-9"_s);
    row(
        "falls back on what it uses", [](Dependent& d) { d.fallbackModel = ModelId(u"larch-4"_s); },
        u"among the models"_s);
    row(
        "falls back on one of all", [](Dependent& d) { d.uses.models = {}; }, u"among the models"_s);
    row(
        "no fallback and yet one", [](Dependent& d) { d.fallback = Fallback::None; }, u"no fallback"_s);
}

void TestDependent::refusesWhatCannotBeRight()
{
    QFETCH(SpoilDependent, spoil);
    QFETCH(QString, says);
    Dependent dependent = aDependent();
    spoil(dependent);
    const auto checked = checkDependent(dependent, larkfieldCatalogue());
    QVERIFY(!checked);
    QVERIFY(checked.error().is(DomainError::BadDependent));
    QCOMPARE(checked.error().context.size(), 2);
    QVERIFY2(checked.error().sentence().contains(says), qPrintable(checked.error().sentence()));
}

void TestDependent::registersReadBackAsTheyWere()
{
    RandomStatements random(5);
    for (int round = 0; round < 100; ++round) {
        std::vector<Dependent> dependents;
        for (std::uint64_t i = random.number(0, 4); i > 0; --i)
            dependents.push_back(random.dependent());
        const auto read = decodeDependentsFile(encodeDependentsFile(dependents));
        QVERIFY2(read, qPrintable(read ? QString() : read.error().sentence()));
        QVERIFY(*read == dependents);
    }
}

void TestDependent::refusesAnIdTwiceInARegister()
{
    const auto read = decodeDependentsFile(encodeDependentsFile({aDependent(), aDependent()}));
    QVERIFY(!read);
    QVERIFY(read.error().is(DomainError::BadDependent));
    QVERIFY(read.error().sentence().contains(u"harrow-clinics"));
}

void TestDependent::refusesUnknownFieldsInARegister()
{
    const QByteArray bytes = encodeDependentsFile({aDependent()});
    QVERIFY(decodeDependentsFile(bytes));
    for (const char* place : {"\"dependents\"", "\"name\"", "\"channels\""}) {
        QByteArray changed = bytes;
        QVERIFY(changed.contains(place));
        const auto read = decodeDependentsFile(changed.insert(changed.indexOf(place), "\"surplus\": 1, "));
        QVERIFY(!read && read.error().is(base::JsonError::UnknownField));
    }
    QVERIFY(!decodeDependentsFile("[]"));
    QVERIFY(!decodeDependentsFile("{}"));
}

#include "test_dependent.moc"
