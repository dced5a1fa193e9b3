// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/storage/recording_vfs.h"
#include "tests/unit/storage/store_fixture.h"

#include <QFile>

using namespace keyturn;
using namespace keyturn::tests;
using storage::OpenMode;

/// Power cuts: of what was not synced, the disk has any part.
class TestPowerCuts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryReportedChange_data();
    void keepsEveryReportedChange();
};
KEYTURN_TEST(TestPowerCuts);

void TestPowerCuts::keepsEveryReportedChange_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 3; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestPowerCuts::keepsEveryReportedChange()
{
    QFETCH(quint32, seed);
    std::mt19937 random(seed);
    const StoreFolder folder;
    QVERIFY(storage::createLedgerFile(folder.path()).has_value());
    RecordingVfs::start(folder.path());
    storage::StoreOptions options;
    options.vfs = RecordingVfs::name();
    // Moments at which so many entries were reported as done.
    std::vector<std::pair<std::size_t, std::uint64_t>> reported{{0, 0}};
    for (int opening = 0; opening < 3; ++opening) {
        auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite, options).value();
        for (int i = 0; i < 6; ++i) {
            const auto seq = i % 3 == 2   ? appendBatch(*store, 3)
                             : i % 3 == 1 ? appendBlob(*store, {30'000, 30'000})
                                          : appendOne(*store);
            VERIFY_OK(seq);
            reported.emplace_back(RecordingVfs::moment(), *seq + 1);
        }
        // Closing folds the write-ahead file back: cuts fall into that, too.
        store.reset();
    }
    const std::uint64_t last = reported.back().second;
    for (int cut = 0; cut < 150; ++cut) {
        const std::size_t moment = random() % (RecordingVfs::moment() + 1);
        std::uint64_t expected = 0;
        for (const auto& [at, size] : reported) {
            if (at <= moment)
                expected = size;
        }
        const StoreFolder after;
        for (const auto& [suffix, bytes] : RecordingVfs::afterPowerCut(moment, random)) {
            QFile file(after.path() + QString::fromLatin1(suffix));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        }
        const auto store = storage::openLedgerFile(after.path(), OpenMode::ReadWrite);
        VERIFY_OK(store);
        QCOMPARE(faultOf(**store), QString());
        const std::uint64_t size = (*store)->size().value();
        QVERIFY2(size >= expected && size <= std::min(expected + 1, last),
                 qPrintable(QStringLiteral("%1 of %2 at %3").arg(size).arg(expected).arg(moment)));
    }
}

#include "test_power_cuts.moc"
