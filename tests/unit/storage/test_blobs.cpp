// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "tests/support/test_registry.h"
#include "tests/unit/storage/raw_sqlite.h"
#include "tests/unit/storage/store_fixture.h"

#include <QCoreApplication>
#include <QFile>

#include <csignal>
#include <sys/resource.h>

using namespace keyturn;
using namespace keyturn::tests;
using ledger::kBlobChunkBytes;
using storage::OpenMode;

/// Files kept by their hash: staged, adopted, dropped, copied.
class TestBlobs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsAStagedFileBackUntilAdopted();
    void keepsFilesOfEverySize_data();
    void keepsFilesOfEverySize();
    void keepsOneCopyOfTheSameBytes();
    void leavesNothingOfAFileThatWasNotAdopted();
    void refusesToAdoptWhatWasDropped();
    void refusesToAdoptLessThanWasRead();
    void refusesEmptyAndOversizedChunks();
    void namesAMissingChunk();
    void letsOthersAppendWhileAFileIsStaged();
    void removesStagedFilesOfTheDead();
    void copiesKeptFilesAndNoStagedOne();
    void exportsAWholeFileOrNone();
    void exportsNothingOfADamagedFile_data();
    void exportsNothingOfADamagedFile();
};
KEYTURN_TEST(TestBlobs);

namespace {

QStringList countOf(RawSqlite& raw, const char* table)
{
    return raw.rows(QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1String(table)));
}

} // namespace

void TestBlobs::holdsAStagedFileBackUntilAdopted()
{
    const StoreFolder folder;
    const auto store = created(folder);
    const auto blob = stageBlob(*store, 1, {1'000, 500}).value();
    const auto seat = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    for (ledger::LedgerStore* reader : {store.get(), seat.get()}) {
        QVERIFY(reader->blobs().value().empty());
        QVERIFY(!reader->blob(blob.sha256).value().has_value());
        QCOMPARE(outcomeOf(reader->blobChunk(blob.sha256, 0)), "ledger/store-corrupt");
    }
    {
        // Not before the entry is there for good, either.
        const auto transaction = store->begin().value();
        VERIFY_OK(transaction->append(0, sampleEntry(0)));
        VERIFY_OK(transaction->adoptBlob(blob));
        QVERIFY(seat->blobs().value().empty());
    }
    QVERIFY(store->blobs().value().empty());
    VERIFY_OK(adoptBlob(*store, blob));
    QCOMPARE(seat->blobs().value().size(), 1u);
    const auto kept = seat->blob(blob.sha256).value();
    QVERIFY(kept.has_value());
    QCOMPARE(kept->sha256, blob.sha256);
    QCOMPARE(kept->size, 1'500u);
    QCOMPARE(kept->chunks, 2u);
    QCOMPARE(seat->blobChunk(blob.sha256, 1).value(), sampleBytes(500, 2));
    QCOMPARE(faultOf(*seat), QString());
}

void TestBlobs::keepsFilesOfEverySize_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::newRow("empty") << qsizetype{0};
    QTest::newRow("one byte") << qsizetype{1};
    QTest::newRow("a chunk") << kBlobChunkBytes;
    QTest::newRow("a chunk and a byte") << kBlobChunkBytes + 1;
    QTest::newRow("five chunks") << 5 * kBlobChunkBytes;
}

void TestBlobs::keepsFilesOfEverySize()
{
    QFETCH(qsizetype, size);
    const StoreFolder folder;
    const auto store = created(folder);
    const QByteArray bytes = sampleBytes(size, 9);
    const ledger::StagedBlob blob{store->beginStaging().value(), crypto::sha256(bytes),
                                  static_cast<std::uint64_t>(size)};
    for (qsizetype from = 0; from < size; from += kBlobChunkBytes)
        VERIFY_OK(store->stageBlobChunk(blob.staging, bytes.mid(from, kBlobChunkBytes)));
    VERIFY_OK(adoptBlob(*store, blob));
    const auto kept = store->blob(blob.sha256).value();
    QVERIFY(kept.has_value());
    QCOMPARE(kept->size, blob.size);
    QByteArray back;
    for (std::uint32_t i = 0; i < kept->chunks; ++i)
        back += store->blobChunk(blob.sha256, i).value();
    QVERIFY(back == bytes);
    QCOMPARE(outcomeOf(store->blobChunk(blob.sha256, kept->chunks)), "ledger/store-corrupt");
    QCOMPARE(faultOf(*store), QString());
}

void TestBlobs::keepsOneCopyOfTheSameBytes()
{
    const StoreFolder folder;
    const auto store = created(folder);
    for (const std::initializer_list<qsizetype>& sizes :
         {std::initializer_list<qsizetype>{1'000, 500}, std::initializer_list<qsizetype>{}}) {
        const auto first = stageBlob(*store, 1, sizes).value();
        const auto again = stageBlob(*store, 1, sizes).value();
        QCOMPARE(again.sha256, first.sha256);
        VERIFY_OK(adoptBlob(*store, first));
        VERIFY_OK(adoptBlob(*store, again));
        VERIFY_OK(store->dropStaging(again.staging));
    }
    QCOMPARE(store->size().value(), 4u);
    QCOMPARE(store->blobs().value().size(), 2u);
    QCOMPARE(faultOf(*store), QString());
    RawSqlite raw(folder.path());
    QCOMPARE(countOf(raw, "blobs"), QStringList{"2"});
    QCOMPARE(countOf(raw, "blob_chunks"), QStringList{"2"});
    QCOMPARE(countOf(raw, "staging"), QStringList{"0"});
}

void TestBlobs::leavesNothingOfAFileThatWasNotAdopted()
{
    const StoreFolder folder;
    const auto store = created(folder);
    VERIFY_OK(appendBlob(*store, {700}));
    const auto blob = stageBlob(*store, 1, {1'000, 500, 3}).value();
    VERIFY_OK(store->dropStaging(blob.staging));
    VERIFY_OK(store->dropStaging(blob.staging));
    RawSqlite raw(folder.path());
    QCOMPARE(countOf(raw, "blobs"), QStringList{"1"});
    QCOMPARE(countOf(raw, "blob_chunks"), QStringList{"1"});
    QCOMPARE(countOf(raw, "staging"), QStringList{"0"});
    QCOMPARE(faultOf(*store), QString());
}

void TestBlobs::refusesToAdoptWhatWasDropped()
{
    const StoreFolder folder;
    const auto store = created(folder);
    for (const std::initializer_list<qsizetype>& sizes :
         {std::initializer_list<qsizetype>{1'000}, std::initializer_list<qsizetype>{}}) {
        const auto blob = stageBlob(*store, 1, sizes).value();
        VERIFY_OK(store->dropStaging(blob.staging));
        QCOMPARE(outcomeOf(store->stageBlobChunk(blob.staging, "more")), "ledger/store-failure");
        QCOMPARE(outcomeOf(adoptBlob(*store, blob)), "ledger/store-failure");
    }
    QCOMPARE(store->size().value(), 0u);
    QVERIFY(store->blobs().value().empty());
}

void TestBlobs::refusesToAdoptLessThanWasRead()
{
    const StoreFolder folder;
    const auto store = created(folder);
    auto blob = stageBlob(*store, 1, {1'000}).value();
    blob.size += 1;
    QCOMPARE(outcomeOf(adoptBlob(*store, blob)), "ledger/store-failure");
    blob.size = 0;
    QCOMPARE(outcomeOf(adoptBlob(*store, blob)), "ledger/store-failure");
    QCOMPARE(store->size().value(), 0u);
    QVERIFY(store->blobs().value().empty());
}

void TestBlobs::refusesEmptyAndOversizedChunks()
{
    const StoreFolder folder;
    const auto store = created(folder);
    const auto staging = store->beginStaging().value();
    for (const qsizetype size : {qsizetype{0}, kBlobChunkBytes + 1})
        QCOMPARE(outcomeOf(store->stageBlobChunk(staging, sampleBytes(size, 1))), "ledger/store-failure");
    RawSqlite raw(folder.path());
    QCOMPARE(countOf(raw, "blobs"), QStringList{"0"});
}

void TestBlobs::namesAMissingChunk()
{
    const StoreFolder folder;
    const auto store = created(folder);
    VERIFY_OK(appendBlob(*store, {700, 200}));
    RawSqlite(folder.path()).run("DELETE FROM blob_chunks WHERE idx = 1");
    const auto sha256 = store->blobs().value().front().sha256;
    VERIFY_OK(store->blobChunk(sha256, 0));
    const auto missing = store->blobChunk(sha256, 1);
    QCOMPARE(outcomeOf(missing), "ledger/store-corrupt");
    QVERIFY(missing.error().sentence().contains(sha256.shortCode()));
}

void TestBlobs::letsOthersAppendWhileAFileIsStaged()
{
    const StoreFolder folder;
    const auto store = created(folder);
    const auto seat = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    const auto staging = store->beginStaging().value();
    crypto::Sha256Stream hash;
    for (quint32 i = 0; i < 3; ++i) {
        VERIFY_OK(store->stageBlobChunk(staging, sampleBytes(100, i)));
        hash.add(sampleBytes(100, i));
        VERIFY_OK(appendOne(*seat));
        VERIFY_OK(appendBlob(*seat, {50}));
    }
    QCOMPARE(adoptBlob(*store, {staging, hash.finish(), 300}).value(), 6u);
    QCOMPARE(seat->blobs().value().size(), 4u);
    QCOMPARE(faultOf(*seat), QString());
}

void TestBlobs::removesStagedFilesOfTheDead()
{
    const StoreFolder folder;
    auto store = created(folder);
    const auto dead = stageBlob(*store, 1, {100, 100}).value();
    const auto alive = stageBlob(*store, 5, {100}).value();
    RawSqlite raw(folder.path());
    raw.run(
        QStringLiteral("UPDATE staging SET owner = replace(owner, '_%1_', '_4194305_') WHERE token = '%2'")
            .arg(QCoreApplication::applicationPid())
            .arg(QString::fromLatin1(dead.staging.value)));
    store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    QCOMPARE(countOf(raw, "blobs"), QStringList{"1"});
    QCOMPARE(countOf(raw, "blob_chunks"), QStringList{"1"});
    QCOMPARE(outcomeOf(adoptBlob(*store, dead)), "ledger/store-failure");
    VERIFY_OK(adoptBlob(*store, alive));
    QCOMPARE(faultOf(*store), QString());
}

void TestBlobs::copiesKeptFilesAndNoStagedOne()
{
    const StoreFolder folder;
    const auto store = created(folder);
    VERIFY_OK(appendBlob(*store, {700, 200}));
    const auto staged = stageBlob(*store, 3, {1'000, 1}).value();
    VERIFY_OK(store->backupTo(folder.path("copy"), {}));
    const auto copy = storage::openLedgerFile(folder.path("copy"), OpenMode::ReadWrite).value();
    QCOMPARE(copy->blobs().value().size(), 1u);
    QCOMPARE(faultOf(*copy), QString());
    RawSqlite raw(folder.path("copy"));
    QCOMPARE(countOf(raw, "blobs"), QStringList{"1"});
    QCOMPARE(countOf(raw, "blob_chunks"), QStringList{"2"});
    QCOMPARE(countOf(raw, "staging"), QStringList{"0"});
    VERIFY_OK(adoptBlob(*store, staged));
}

void TestBlobs::exportsAWholeFileOrNone()
{
    const StoreFolder folder;
    const auto store = created(folder);
    VERIFY_OK(appendBlob(*store, {kBlobChunkBytes, 200}));
    const auto kept = store->blobs().value().front();
    const QString out = folder.path("out");
    QCOMPARE(outcomeOf(store->exportBlob(crypto::sha256("other"), out, {})), "ledger/blob-missing");
    QCOMPARE(outcomeOf(store->exportBlob(kept.sha256, out, [](auto, auto) { return false; })),
             "ledger/cancelled");
    QCOMPARE(outcomeOf(store->exportBlob(kept.sha256, folder.path("no/out"), {})), "ledger/store-missing");
    QCOMPARE(outcomeOf(store->exportBlob(kept.sha256, folder.path(), {})), "ledger/store-exists");
    {
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{50'000, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto full = store->exportBlob(kept.sha256, out, {});
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        std::signal(SIGXFSZ, handler);
        QCOMPARE(outcomeOf(full), "ledger/store-full");
    }
    QCOMPARE(folder.names().filter("out") + folder.names().filter("keyturn-new"), QStringList());
    std::uint64_t last = 0;
    VERIFY_OK(store->exportBlob(kept.sha256, out, [&](std::uint64_t done, std::uint64_t total) {
        last = done;
        return total == kept.size;
    }));
    QCOMPARE(last, kept.size);
    QFile file(out);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(crypto::sha256(file.readAll()), kept.sha256);
    QCOMPARE(outcomeOf(store->exportBlob(kept.sha256, out, {})), "ledger/store-exists");
}

void TestBlobs::exportsNothingOfADamagedFile_data()
{
    QTest::addColumn<QString>("damage");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("changed") << "UPDATE blob_chunks SET bytes = zeroblob(200) WHERE idx = 1"
                             << "ledger/blob-damaged";
    QTest::newRow("cut") << "UPDATE blob_chunks SET bytes = zeroblob(0) WHERE idx = 1"
                         << "ledger/blob-damaged";
    QTest::newRow("missing") << "DELETE FROM blob_chunks WHERE idx = 0"
                             << "ledger/store-corrupt";
    QTest::newRow("uncounted") << "UPDATE blobs SET chunks = 1"
                               << "ledger/blob-damaged";
    QTest::newRow("another size") << "UPDATE blobs SET size = 1"
                                  << "ledger/blob-damaged";
}

void TestBlobs::exportsNothingOfADamagedFile()
{
    QFETCH(QString, damage);
    QFETCH(QString, outcome);
    const StoreFolder folder;
    const auto store = created(folder);
    VERIFY_OK(appendBlob(*store, {700, 200}));
    RawSqlite(folder.path()).run(damage);
    const auto sha256 = store->blobs().value().front().sha256;
    const auto exported = store->exportBlob(sha256, folder.path("out"), {});
    QCOMPARE(outcomeOf(exported), outcome);
    QCOMPARE(exported.error().outcome(), base::Outcome::Integrity);
    QCOMPARE(folder.names().filter("out") + folder.names().filter("keyturn-new"), QStringList());
}

#include "test_blobs.moc"
