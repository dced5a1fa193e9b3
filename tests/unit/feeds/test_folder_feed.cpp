// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/folder_feed.h"
#include "tests/support/mock_clock.h"
#include "tests/support/test_registry.h"
#include "tests/unit/feeds/fake_host.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

namespace keyturn::tests {

using feeds::FeedError;
using feeds::Round;

class TestFolderFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesEachContentOnceWhateverItsName();
    void takesAFileAgainThatWasChanged();
    void letsAFileBeUntilItIsSettled();
    void takesAFileAtOnceThatCameByRenaming();
    void takesAFileWhoseClockIsAheadOnceItStandsStill();
    void passesOverLinksFoldersHiddenAndTemporaryFiles();
    void namesARefusedFileOnceAndAgainWhenItChanges();
    void remembersNothingThatWasNotReceivedOrKept();
    void movesWhatIsSignedAndNothingElse();
    void hearsOfAFolderThatTookTheOldOnesPlace();
    void readsAFileThatIsReplacedAsItWasOpened();
};

namespace {

/// A folder whose files have the times that a test gives them.
struct FolderBench
{
    QTemporaryDir folder;
    MockClock clock;
    FakeHost host;
    feeds::FeedState state;
    std::unique_ptr<feeds::FolderFeed> feed;

    explicit FolderBench(std::optional<QString> moveTo = std::nullopt) { open(std::move(moveTo)); }
    void open(std::optional<QString> moveTo = std::nullopt)
    {
        QDir(folder.path()).mkdir(QStringLiteral("in"));
        auto opened = feeds::FolderFeed::open(
            {folder.filePath(QStringLiteral("in")), 2 * base::kUsPerSecond, std::move(moveTo)}, clock);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().sentence()));
        feed = std::move(*opened);
    }
    [[nodiscard]] QString path(const char* name) const { return folder.filePath(QLatin1String(name)); }
    /// Writes a file that was last written to @p secondsAgo by the bench's clock.
    void write(const char* name, const QByteArray& content, std::int64_t secondsAgo = 60)
    {
        writeTestFile(path(name), content);
        const base::UtcTime at = clock.now().plusUs(-secondsAgo * base::kUsPerSecond);
        const timespec time{at.us / base::kUsPerSecond, 0};
        const timespec times[2] = {time, time};
        if (::utimensat(AT_FDCWD, QFile::encodeName(path(name)).constData(), times, 0) != 0)
            qFatal("no time can be set");
    }
    Round round() { return feed->round(state, host); }
};

} // namespace

void TestFolderFeed::takesEachContentOnceWhateverItsName()
{
    FolderBench bench;
    bench.write("in/b", "two");
    bench.write("in/a", "one");
    QVERIFY(!bench.round().error);
    QCOMPARE(bench.host.received, QStringList({QStringLiteral("in/a"), QStringLiteral("in/b")}));
    QCOMPARE(bench.host.contents, QByteArrayList({"one", "two"}));
    bench.write("in/copy", "one");
    QCOMPARE(bench.round().unchanged, std::uint64_t{3});
    // A new run knows it from the state alone.
    bench.open();
    QCOMPARE(bench.round().unchanged, std::uint64_t{3});
    QCOMPARE(bench.host.received.size(), 2);
}

void TestFolderFeed::takesAFileAgainThatWasChanged()
{
    FolderBench bench;
    bench.write("in/a", "one");
    bench.round();
    bench.write("in/a", "one more");
    bench.round();
    QCOMPARE(bench.host.contents, QByteArrayList({"one", "one more"}));
    // As long and as old as before, yet changed.
    bench.write("in/a", "one less");
    bench.round();
    QCOMPARE(bench.host.contents.size(), 3);
}

void TestFolderFeed::letsAFileBeUntilItIsSettled()
{
    FolderBench bench;
    bench.write("in/a", "half", 0);
    Round round = bench.round();
    QCOMPARE(round.waiting, std::uint64_t{1});
    QCOMPARE(round.firstWholeAt.value().us, bench.clock.now().plusUs(2 * base::kUsPerSecond).us);
    QVERIFY(bench.host.received.isEmpty());
    bench.clock.advanceUs(base::kUsPerSecond);
    bench.write("in/b", "later", 0);
    round = bench.round();
    QCOMPARE(round.firstWholeAt.value().us, bench.clock.now().plusUs(base::kUsPerSecond).us);
    QCOMPARE(round.lastWholeAt.value().us, bench.clock.now().plusUs(2 * base::kUsPerSecond).us);
    QVERIFY(QFile::remove(bench.path("in/b")));
    bench.write("in/a", "half and half", 0);
    bench.clock.advanceUs(base::kUsPerSecond);
    QCOMPARE(bench.round().waiting, std::uint64_t{1});
    bench.clock.advanceUs(base::kUsPerSecond);
    QCOMPARE(bench.round().waiting, std::uint64_t{0});
    QCOMPARE(bench.host.contents, QByteArrayList({"half and half"}));
}

void TestFolderFeed::takesAFileAtOnceThatCameByRenaming()
{
    FolderBench bench;
    bench.write("making", "whole", 0);
    QVERIFY(QFile::rename(bench.path("making"), bench.path("in/a")));
    QCOMPARE(bench.round().waiting, std::uint64_t{0});
    QCOMPARE(bench.host.contents, QByteArrayList({"whole"}));
}

void TestFolderFeed::takesAFileWhoseClockIsAheadOnceItStandsStill()
{
    FolderBench bench;
    bench.write("in/a", "one", -3600);
    QCOMPARE(bench.round().waiting, std::uint64_t{1});
    bench.clock.advanceUs(2 * base::kUsPerSecond);
    QCOMPARE(bench.round().waiting, std::uint64_t{0});
    QCOMPARE(bench.host.received.size(), 1);
}

void TestFolderFeed::passesOverLinksFoldersHiddenAndTemporaryFiles()
{
    FolderBench bench;
    bench.write("secret", "elsewhere");
    QVERIFY(QFile::link(bench.path("secret"), bench.path("in/link")));
    QVERIFY(QDir(bench.path("in")).mkdir(QStringLiteral("below")));
    for (const char* name :
         {"in/below/a", "in/.hidden", "in/a.tmp", "in/b.PART", "in/c~", "in/#d#", "in/e.crdownload"})
        bench.write(name, "passed over");
    const Round round = bench.round();
    QVERIFY(!round.error);
    QCOMPARE(round.waiting + round.unchanged, std::uint64_t{0});
    QVERIFY(bench.host.received.isEmpty());
}

void TestFolderFeed::namesARefusedFileOnceAndAgainWhenItChanges()
{
    FolderBench bench;
    bench.host.answer = [](const QByteArray& content) -> base::Result<feeds::Reception> {
        if (content.startsWith("bad"))
            return feeds::Reception{
                feeds::Reception::Kind::Refused,
                base::makeError(FeedError::FileUnreadable, QStringLiteral("a"), QString())};
        return feeds::Reception();
    };
    bench.write("in/a", "bad");
    bench.write("in/b", "good");
    for (int i = 0; i < 2; ++i)
        QVERIFY(!bench.round().error);
    QCOMPARE(bench.host.refused, QStringList({QStringLiteral("in/a")}));
    QCOMPARE(bench.host.contents, QByteArrayList({"bad", "good"}));
    bench.write("in/a", "bad still");
    bench.round();
    QCOMPARE(bench.host.refused.size(), 2);
    QCOMPARE(bench.state.done.size(), std::size_t{1});
}

void TestFolderFeed::remembersNothingThatWasNotReceivedOrKept()
{
    FolderBench bench;
    bench.write("in/a", "one");
    bench.host.answer = storeFails;
    QVERIFY(bench.round().error);
    QVERIFY(bench.state.done.empty());
    bench.host.answer = [](const QByteArray&) { return feeds::Reception(); };
    bench.host.keepFails = true;
    QVERIFY(bench.round().error);
    QVERIFY(bench.state.done.empty());
    bench.host.keepFails = false;
    QVERIFY(!bench.round().error);
    QCOMPARE(bench.host.contents.size(), 3);
    QCOMPARE(bench.state.done.size(), std::size_t{1});
}

void TestFolderFeed::movesWhatIsSignedAndNothingElse()
{
    FolderBench bench;
    QVERIFY(QDir(bench.folder.path()).mkdir(QStringLiteral("done")));
    bench.open(bench.path("done"));
    bench.host.answer = [](const QByteArray& content) -> base::Result<feeds::Reception> {
        if (content == "bad")
            return feeds::Reception{
                feeds::Reception::Kind::Refused,
                base::makeError(FeedError::FileUnreadable, QStringLiteral("c"), QString())};
        return feeds::Reception();
    };
    bench.write("done/a", "mine");
    bench.write("in/a", "one");
    bench.write("in/b", "two");
    bench.write("in/c", "bad");
    QVERIFY(!bench.round().error);
    QCOMPARE(QDir(bench.path("in")).entryList(QDir::Files), QStringList({QStringLiteral("c")}));
    QCOMPARE(readTestFile(bench.path("done/a")), QByteArray("mine"));
    QCOMPARE(readTestFile(bench.path("done/b")), QByteArray("two"));
    QCOMPARE(QDir(bench.path("done")).entryList({QStringLiteral("a.*")}).size(), 1);
    // Signed in an earlier run that ended before it was moved.
    bench.write("in/d", "two");
    bench.round();
    QVERIFY(QFile::exists(bench.path("done/d")));
    for (const char* wrong : {"in", "missing"}) {
        const auto refused = feeds::FolderFeed::open({bench.path("in"), 0, bench.path(wrong)}, bench.clock);
        QVERIFY(!refused && refused.error().is(FeedError::MoveFolderUnusable));
    }
}

void TestFolderFeed::hearsOfAFolderThatTookTheOldOnesPlace()
{
    FolderBench bench;
    bench.round();
    QVERIFY(QDir(bench.folder.path()).rename(QStringLiteral("in"), QStringLiteral("old")));
    const Round gone = bench.round();
    QVERIFY(gone.error && gone.error->is(FeedError::FolderUnreadable));
    QVERIFY(QDir(bench.folder.path()).mkdir(QStringLiteral("in")));
    QVERIFY(!bench.round().error);
    bench.write("making", "whole", 0);
    QVERIFY(QFile::rename(bench.path("making"), bench.path("in/a")));
    bench.round();
    QCOMPARE(bench.host.contents, QByteArrayList({"whole"}));
}

void TestFolderFeed::readsAFileThatIsReplacedAsItWasOpened()
{
    FolderBench bench;
    bench.write("in/a", "old");
    bench.host.answer = [&](const QByteArray& content) {
        if (content == "old") {
            bench.write("making", "new");
            if (::rename(QFile::encodeName(bench.path("making")).constData(),
                         QFile::encodeName(bench.path("in/a")).constData()) != 0)
                qFatal("not renamed");
        }
        return feeds::Reception();
    };
    bench.round();
    bench.round();
    QCOMPARE(bench.host.contents, QByteArrayList({"old", "new"}));
}

KEYTURN_TEST(TestFolderFeed);

} // namespace keyturn::tests

#include "test_folder_feed.moc"
