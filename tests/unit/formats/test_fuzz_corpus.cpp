// SPDX-License-Identifier: GPL-3.0-or-later
// Replays tests/fuzz without libFuzzer: seeds, and all that was ever found.
#include "tests/fuzz/fuzz_targets.h"
#include "tests/unit/formats/formats_support.h"

#include <QDir>
#include <QSet>

using namespace keyturn;
using namespace keyturn::tests;

namespace {

const QDir& fuzzFolder()
{
    static const QDir folder(QStringLiteral(KEYTURN_FUZZ_CORPUS));
    return folder;
}

/// The names of harnesses.txt, and the dictionary of each.
std::vector<std::pair<QString, QString>> listedHarnesses()
{
    QFile file(fuzzFolder().filePath(QStringLiteral("harnesses.txt")));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("harnesses.txt is unreadable");
    std::vector<std::pair<QString, QString>> all;
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).simplified();
        if (!line.isEmpty() && !line.startsWith(QLatin1Char('#')))
            all.emplace_back(line.section(QLatin1Char(' '), 0, 0), line.section(QLatin1Char(' '), 1, 1));
    }
    return all;
}

QByteArray bytesOf(const QFileInfo& info)
{
    QFile file(info.filePath());
    if (!file.open(QIODevice::ReadOnly))
        qFatal("unreadable: %s", qPrintable(info.filePath()));
    return file.readAll();
}

} // namespace

class TestFuzzCorpus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFormatHasAHarnessWithSeedsAndADictionary()
    {
        QSet<QString> listed;
        for (const auto& [name, dictionary] : listedHarnesses()) {
            listed += name;
            QVERIFY2(findFuzzTarget(name) != nullptr, qPrintable(name));
            QVERIFY2(!QDir(fuzzFolder().filePath(name)).isEmpty(QDir::Files), qPrintable(name));
            QVERIFY2(fuzzFolder().exists(dictionary + QStringLiteral(".dict")), qPrintable(dictionary));
        }
        for (const FuzzTarget& target : fuzzTargets())
            QVERIFY2(listed.contains(target.name), qPrintable(target.name));
        QCOMPARE(static_cast<std::size_t>(listed.size()), fuzzTargets().size());
    }

    void everyFormatReadsARecordOfItsSeeds()
    {
        for (const auto& adapter : formats::adapters()) {
            std::size_t records = 0;
            const QDir seeds(fuzzFolder().filePath(adapter->format()));
            for (const QFileInfo& seed : seeds.entryInfoList(QDir::Files))
                records += readText(*adapter, bytesOf(seed), {}).records.size();
            QVERIFY2(records > 0, qPrintable(adapter->format()));
        }
    }

    void noSeedAndNothingFoundBeforeBreaksARule_data()
    {
        QTest::addColumn<QString>("path");
        for (const FuzzTarget& target : fuzzTargets()) {
            const QDir folder(fuzzFolder().filePath(target.name));
            for (const QFileInfo& file : folder.entryInfoList(QDir::Files))
                QTest::newRow(qPrintable(target.name + QLatin1Char('/') + file.fileName()))
                    << file.filePath();
        }
    }
    void noSeedAndNothingFoundBeforeBreaksARule()
    {
        QFETCH(const QString, path);
        const QFileInfo file(path);
        const FuzzTarget* const target = findFuzzTarget(file.dir().dirName());
        const QByteArray bytes = bytesOf(file);
        const std::string fault =
            target->faultIn({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        QVERIFY2(fault.empty(), fault.c_str());
    }

    void seedsAreSmall()
    {
        constexpr qint64 kMostBytes = 4096;
        constexpr qint64 kMostBytesOfAll = 400 * 1024;
        qint64 sum = 0;
        for (const FuzzTarget& target : fuzzTargets()) {
            for (const QFileInfo& file :
                 QDir(fuzzFolder().filePath(target.name)).entryInfoList(QDir::Files)) {
                QVERIFY2(file.size() <= kMostBytes, qPrintable(file.filePath()));
                sum += file.size();
            }
        }
        QVERIFY(sum <= kMostBytesOfAll);
    }
};

KEYTURN_TEST(TestFuzzCorpus);
#include "test_fuzz_corpus.moc"
