// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/entry.h"
#include "models/service/dependents_file.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"

#include <QFile>
#include <QTemporaryDir>

using namespace keyturn;
using namespace keyturn::domain;
using tests::LedgerHarness;

namespace {

base::Result<service::DependentsFile> readRegister(const QByteArray& bytes,
                                                   const Catalogue& catalogue = LedgerHarness::catalogue())
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("register"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("the register could not be written");
    file.close();
    return service::readDependentsFile(path, catalogue);
}

Dependent customer(int number)
{
    Dependent one;
    one.id = DependentId(QStringLiteral("customer-%1").arg(number, 5, 10, QLatin1Char('0')));
    one.name = QStringLiteral("Kundin Nr. %1 für alle Fälle").arg(number);
    one.contact = QString(150, QLatin1Char('x'));
    one.uses.models = Selection<ModelId>::of({ModelId(QStringLiteral("larch-4"))});
    return one;
}

} // namespace

class TestDependentsFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsWhatTheRegisterWrites()
    {
        const std::vector<Dependent> register_{customer(1), customer(2)};
        const auto file = readRegister(encodeDependentsFile(register_));
        QVERIFY(file);
        QCOMPARE(file->format, QStringLiteral("json"));
        QVERIFY(file->dependents == register_);
        QVERIFY(file->rejected.empty());
    }

    void readsColumnsInAnyOrderAndListsByBlanksAndSemicolons()
    {
        const auto file =
            readRegister("\xEF\xBB\xBFName,ID,models,fallback,regions\r\n"
                         "\"Harrow, \"\"North\"\"\",harrow,larch-4;larch-3, tested , US  EU \r\n");
        QVERIFY(file);
        QCOMPARE(file->format, QStringLiteral("csv"));
        QCOMPARE(file->dependents.size(), std::size_t{1});
        const Dependent& one = file->dependents.front();
        QCOMPARE(one.name, QStringLiteral("Harrow, \"North\""));
        QCOMPARE(one.uses.models.ids.size(), std::size_t{2});
        QCOMPARE(one.uses.regions.ids.size(), std::size_t{2});
        QVERIFY(one.uses.tiers.all);
        QCOMPARE(one.fallback, Fallback::Tested);
        QCOMPARE(one.kind, DependentKind::Customer);
    }

    void rejectsRowsAloneAndNamesThem()
    {
        const auto file = readRegister("id,name,kind,models\n"
                                       "good,Good,team,larch-4\n"
                                       "unknown,Unknown,team,pine\n"
                                       "good,Again,team,larch-4\n"
                                       "kind,Kind,planet,larch-4\n"
                                       "long,Long,team,larch-4,more\n"
                                       "utf,\xff\xfe,team,larch-4\n"
                                       ",None,team,larch-4\n"
                                       "last,Last,team,larch-4\n");
        QVERIFY(file);
        QCOMPARE(file->dependents.size(), std::size_t{2});
        std::vector<std::uint64_t> numbers;
        for (const intake::Rejection& rejection : file->rejected) {
            numbers.push_back(rejection.record);
            QVERIFY(rejection.reason.endsWith(QLatin1Char('.')));
        }
        QVERIFY((numbers == std::vector<std::uint64_t>{2, 3, 4, 5, 6, 7}));
    }

    void rejectsAFaultyOneOfAJsonRegisterAlone()
    {
        const auto file =
            readRegister(R"({"dependents": [{"id": "a"}, 7, {"id": "b", "name": "B", "kind": "team",
            "contact": "", "uses": {"models": "all", "channels": "all", "regions": "all", "tiers": "all",
            "capabilities": "all"}, "fallback": "none"}]})");
        QVERIFY(file);
        QCOMPARE(file->dependents.size(), std::size_t{1});
        QCOMPARE(file->rejected.size(), std::size_t{2});
        QCOMPARE(file->rejected[1].record, std::uint64_t{2});
    }

    void refusesWhatIsNoRegister_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("broken JSON") << QByteArray("{\"dependents\": [");
        QTest::newRow("another JSON") << QByteArray("{\"models\": []}");
        QTest::newRow("unknown column") << QByteArray("id,name,planet\n");
        QTest::newRow("column twice") << QByteArray("id,name,id\n");
        QTest::newRow("no id") << QByteArray("name,kind\n");
        QTest::newRow("an open quote") << QByteArray("id,\"name\n");
    }
    void refusesWhatIsNoRegister()
    {
        QFETCH(QByteArray, bytes);
        const auto file = readRegister(bytes);
        QVERIFY(!file);
        QVERIFY2(file.error().is(intake::IntakeError::FormatMismatch), qPrintable(file.error().sentence()));
    }

    void keepsEveryEntryUnderTheLimitOfOne()
    {
        LedgerHarness ledger;
        ledger.setCatalogue();
        std::vector<Dependent> wanted;
        for (int i = 0; i < 700; ++i)
            wanted.push_back(customer(i));
        const auto entries = service::entriesForDependents({}, wanted);
        QVERIFY(entries.size() > 1);
        for (const DependentsSet& entry : entries) {
            const auto appended = ledger.append("ciso", entry);
            QVERIFY2(appended, appended ? "" : qPrintable(appended.error().sentence()));
            QVERIFY(ledger.entries().back().size() <= ledger::kMaximumEntryBytes);
        }
        QVERIFY(ledger.snapshot().dependents == wanted);
    }

    void entersOnlyWhatIsNewOrDiffers()
    {
        const std::vector<Dependent> standing{customer(1), customer(2), customer(3)};
        std::vector<Dependent> wanted{customer(4), customer(2), customer(1)};
        wanted[1].fallback = Fallback::Declared;
        const auto entries = service::entriesForDependents(standing, wanted);
        QCOMPARE(entries.size(), std::size_t{1});
        QVERIFY((entries.front().set == std::vector<Dependent>{wanted[0], wanted[1]}));
        QVERIFY(service::entriesForDependents(standing, standing).empty());
    }

    void rejectsOneThatNoEntryCanHold()
    {
        Catalogue catalogue = LedgerHarness::catalogue();
        const auto like = catalogue.models.front();
        QByteArray row = "id,name,models\nlong,Long,";
        for (int i = 0; i < 1'000; ++i) {
            catalogue.models.push_back(like);
            const QString id = QStringLiteral("a-model-with-a-name-that-takes-its-room-%1").arg(i);
            catalogue.models.back().id = ModelId(id);
            row += id.toUtf8() + ' ';
        }
        const auto file = readRegister(row + "\nshort,Short,larch-4\n", catalogue);
        QVERIFY(file);
        QCOMPARE(file->dependents.size(), std::size_t{1});
        QCOMPARE(file->rejected.size(), std::size_t{1});
        QVERIFY2(file->rejected.front().reason.contains(QStringLiteral("more than one entry can hold")),
                 qPrintable(file->rejected.front().reason));
    }

    void takesAnIdThatIsRepeatedAsOne()
    {
        QByteArray row = "id,name,models\nlong,Long,";
        for (int i = 0; i < 20'000; ++i)
            row += "larch-4 ";
        const auto file = readRegister(row + '\n');
        QVERIFY(file);
        QCOMPARE(file->dependents.front().uses.models.ids.size(), std::size_t{1});
    }
};

KEYTURN_TEST(TestDependentsFile);
#include "test_dependents_file.moc"
