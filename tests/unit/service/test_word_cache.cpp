// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/word_index.h"
#include "models/service/session.h"
#include "models/service/word_cache.h"
#include "tests/unit/service/service_bench.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

namespace keyturn::tests {

namespace {

using service::BlockDirectory;
using service::WordCache;

const std::atomic_bool kNotStopped{false};

QString writtenLines(const ServiceBench& bench, int batch, int lines)
{
    const QString path = bench.path(qPrintable(QStringLiteral("words-%1.jsonl").arg(batch)));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("the lines could not be written");
    for (int i = 0; i < lines; ++i)
        file.write(QStringLiteral("{\"message\": \"%1 %2 of quay %3\", \"timestamp\": %4, "
                                  "\"datetime\": \"2015-07-24T19:01:01+00:00\", "
                                  "\"timestamp_desc\": \"Write time\"}\n")
                       .arg(i % 3 == 0 ? QStringLiteral("Harbour") : QStringLiteral("Inland"))
                       .arg(i * 7'919)
                       .arg(batch)
                       .arg(1'437'764'461'000'000 + std::int64_t{i})
                       .toUtf8());
    return path;
}

/// A workspace of some batches, its directory, and a cache file beside it.
struct Cached
{
    ServiceBench bench;
    std::unique_ptr<service::Workspace> workspace;
    QString path;

    explicit Cached(int batches = 3, int lines = 5'000)
    {
        workspace = bench.found();
        for (int batch = 0; batch < batches; ++batch)
            must(bench.import(*workspace, writtenLines(bench, batch, lines)));
        path = WordCache::fileIn(bench.path("cache"), directory());
    }
    [[nodiscard]] BlockDirectory directory() const
    {
        return must(BlockDirectory::read(workspace->store(), workspace->snapshot()));
    }
    void extend(const std::atomic_bool& cancel = kNotStopped) const
    {
        const auto done = service::extendWordCache(path, workspace->store(), directory(), cancel);
        if (!done && !done.error().is(service::ServiceError::Cancelled))
            qFatal("%s", qPrintable(done.error().sentence()));
    }
    [[nodiscard]] std::uint64_t missing() const
    {
        return WordCache::read(path, directory())->recordsMissing(directory());
    }
    [[nodiscard]] QByteArray bytes() const
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void put(const QByteArray& bytes) const
    {
        QFile file(path);
        if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) ||
            file.write(bytes) != bytes.size())
            qFatal("the file could not be written");
    }
};

} // namespace

/// Word indexes kept on this machine: they save work, and never change what is found.
class TestWordCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyBlockIsIndexedAndOnlyTheOwnerReadsIt();
    void whatCameSinceIsAddedAndTheRestStays();
    void aDamagedFileIsMadeWholeAgain();
    void aFileCutAnywhereIsMadeWholeAgain();
    void whatItsEntryDoesNotVouchForIsNotIndexed();
    void cancelledItKeepsNothingHalf();
    void anotherLedgersFileIsAnother();
    void aSessionFindsTheSameWithIt();
    void aFolderThatCannotBeMadeIsTold();
};

void TestWordCache::everyBlockIsIndexedAndOnlyTheOwnerReadsIt()
{
    const Cached cached;
    QCOMPARE(cached.missing(), std::uint64_t{15'000});
    cached.extend();
    QCOMPARE(cached.missing(), std::uint64_t{0});
    QCOMPARE(QFileInfo(cached.path).permissions() & QFile::Permissions(0x0fff) &
                 ~(QFile::ReadUser | QFile::WriteUser),
             QFile::Permissions{});
    const auto words = WordCache::read(cached.path, cached.directory());
    const BlockDirectory directory = cached.directory();
    for (std::size_t i = 0; i < directory.places.size(); ++i) {
        const std::uint32_t records = directory.places[i].info.recordCount;
        const auto index =
            must(records::WordIndex::read(*words->words(directory.places[i].info.id), records));
        const auto found = index.find("harbour");
        QVERIFY(found.has_value());
        std::uint32_t count = 0;
        for (std::uint32_t record = 0; record < records; ++record)
            count += found->holds(record) ? 1 : 0;
        QVERIFY(count >= records / 3 && count <= records / 3 + 1);
    }
    QVERIFY(!words->words(directory.places.back().info.id + 1));
}

void TestWordCache::whatCameSinceIsAddedAndTheRestStays()
{
    Cached cached;
    cached.extend();
    const QByteArray before = cached.bytes();
    const auto held = WordCache::read(cached.path, cached.directory());
    must(cached.bench.import(*cached.workspace, writtenLines(cached.bench, 9, 4'500)));
    QCOMPARE(cached.missing(), std::uint64_t{4'500});
    cached.extend();
    QCOMPARE(cached.missing(), std::uint64_t{0});
    QVERIFY(cached.bytes().startsWith(before));
    // Whoever read it before goes on reading.
    const ledger::BlockInfo first = cached.directory().places[0].info;
    QVERIFY(records::WordIndex::read(*held->words(first.id), first.recordCount));
}

void TestWordCache::aDamagedFileIsMadeWholeAgain()
{
    const Cached cached;
    cached.extend();
    const QByteArray whole = cached.bytes();
    for (const qsizetype at : {qsizetype{0}, qsizetype{5}, qsizetype{20}, qsizetype{44}, qsizetype{60},
                               whole.size() / 2, whole.size() - 1}) {
        QByteArray damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        cached.put(damaged);
        QVERIFY2(cached.missing() > 0, qPrintable(QString::number(at)));
        cached.extend();
        QCOMPARE(cached.bytes(), whole);
    }
}

void TestWordCache::aFileCutAnywhereIsMadeWholeAgain()
{
    const Cached cached(2, 4'200);
    cached.extend();
    const QByteArray whole = cached.bytes();
    for (qsizetype size = 0; size < whole.size(); size += 1 + whole.size() / 9) {
        cached.put(whole.first(size));
        QVERIFY(cached.missing() > 0);
        cached.extend();
        QCOMPARE(cached.bytes(), whole);
    }
    cached.put(whole + "what was left behind");
    QCOMPARE(cached.missing(), std::uint64_t{0});
    cached.extend();
    QCOMPARE(cached.bytes(), whole);
}

void TestWordCache::whatItsEntryDoesNotVouchForIsNotIndexed()
{
    const Cached cached;
    cached.bench.tamper(
        QStringLiteral("SELECT bytes FROM block_salts ORDER BY block_id LIMIT 1 OFFSET 2"),
        QStringLiteral("UPDATE block_salts SET bytes = ? WHERE block_id = "
                       "(SELECT block_id FROM block_salts ORDER BY block_id LIMIT 1 OFFSET 2)"),
        [](QByteArray& bytes) { bytes[7] = static_cast<char>(bytes[7] ^ 1); });
    cached.extend();
    // The second of three batches is left out; the others are not.
    QCOMPARE(cached.missing(), std::uint64_t{5'000});
    const auto words = WordCache::read(cached.path, cached.directory());
    const BlockDirectory directory = cached.directory();
    const auto isIndexed = [&](std::size_t place) {
        return words->words(directory.places[place].info.id).has_value();
    };
    QVERIFY(isIndexed(0) && !isIndexed(2) && !isIndexed(3) && isIndexed(4));
}

void TestWordCache::cancelledItKeepsNothingHalf()
{
    const Cached cached;
    const std::atomic_bool always{true};
    const auto cancelled =
        service::extendWordCache(cached.path, cached.workspace->store(), cached.directory(), always);
    QVERIFY(!cancelled && cancelled.error().is(service::ServiceError::Cancelled));
    QCOMPARE(cached.missing(), std::uint64_t{15'000});
    cached.extend();
    const QByteArray whole = cached.bytes();
    QCOMPARE(cached.missing(), std::uint64_t{0});
    QVERIFY(whole.startsWith("KTWS"));
}

void TestWordCache::anotherLedgersFileIsAnother()
{
    const Cached one(1, 10);
    const Cached other(1, 10);
    QVERIFY(QFileInfo(one.path).fileName() != QFileInfo(other.path).fileName());
    one.extend();
    other.put(one.bytes());
    QCOMPARE(other.missing(), std::uint64_t{10});
}

void TestWordCache::aSessionFindsTheSameWithIt()
{
    constexpr int kLines = 26'000;
    static_assert(2 * kLines >= static_cast<int>(service::kRecordsWorthIndexing));
    Cached cached(2, kLines);
    service::OpenOptions options = cached.bench.options;
    const auto countsOf = [&] {
        service::Session session(options);
        session.open(cached.bench.path());
        const auto isReady = [&] {
            return session.columns() != nullptr && (options.wordFolder.isEmpty() || session.searchesWords());
        };
        if (!QTest::qWaitFor(isReady, 120'000))
            qFatal("the session was not ready");
        QStringList said;
        for (const char* query : {"harbour", "land", "-harbour", "harbour quay -inland", "7919",
                                  "\"of quay\"", "zymurgy", "harbour after:2015-07-24T19:01:01.02Z"}) {
            const auto found = must(brought(session.find(QLatin1String(query))));
            quint64 sum = 0;
            found.rows->forEach([&](timeline::EventRow row) { sum += row; });
            said += QStringLiteral("%1: %2, %3").arg(QLatin1String(query)).arg(found.count).arg(sum);
        }
        return said;
    };
    const QStringList without = countsOf();
    options.wordFolder = cached.bench.path("kept");
    QCOMPARE(countsOf(), without); // Made now,
    QCOMPARE(countsOf(), without); // and read.
    QVERIFY(without.front().startsWith(QStringLiteral("harbour: %1,").arg(2 * ((kLines + 2) / 3))));
}

void TestWordCache::aFolderThatCannotBeMadeIsTold()
{
    const Cached cached(1, 10);
    QFile file(cached.bench.path("taken"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto done = service::extendWordCache(WordCache::fileIn(file.fileName(), cached.directory()),
                                               cached.workspace->store(), cached.directory(), kNotStopped);
    QVERIFY(!done && done.error().is(service::ServiceError::FileFailure));
}

KEYTURN_TEST(TestWordCache);

} // namespace keyturn::tests

#include "test_word_cache.moc"
