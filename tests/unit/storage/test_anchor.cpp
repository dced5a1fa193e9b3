// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/anchor.h"
#include "tests/support/test_registry.h"
#include "tests/unit/storage/store_fixture.h"

#include <QDir>
#include <QFile>
#include <QThread>

#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace keyturn;
using namespace keyturn::tests;
using storage::Anchor;
using storage::AnchorError;

class TestAnchor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsNothingBeforeTheFirst();
    void keepsWhatItWasGiven();
    void neverGoesBackward();
    void remembersEveryPlaceWithItsSize();
    void refusesAnotherRootForTheSameSize();
    void goesBackwardOnlyWhenReset();
    void keepsLogsApart();
    void takesAnyPath();
    void refusesEveryDamagedFile_data();
    void refusesEveryDamagedFile();
    void reportsALaterVersionAsSuch();
    void readsAnchorsWithoutANote();
    void losesNoRaiseOfTwoThreads();
    void changesNothingWhenTheDiskIsFull();
    void changesNothingInAFolderThatCannotBeWritten();
    void ignoresWhatAKilledWriterLeft();
};
KEYTURN_TEST(TestAnchor);

namespace {

Anchor anchorOf(std::uint64_t size, const QString& path = QStringLiteral("/srv/w.keyturn"),
                std::uint8_t log = 1)
{
    Anchor anchor;
    anchor.log.bytes.fill(log);
    anchor.size = size;
    anchor.root.bytes.fill(static_cast<std::uint8_t>(size));
    anchor.path = path;
    return anchor;
}

QString fileOf(const StoreFolder& folder)
{
    return folder.path(anchorOf(0).log.hex() + QStringLiteral(".anchor"));
}

Anchor readBack(const StoreFolder& folder, std::uint8_t log = 1)
{
    const auto anchor = storage::readAnchor(folder.path({}), anchorOf(0, {}, log).log);
    if (!anchor || !anchor->has_value())
        qFatal("no anchor");
    return **anchor;
}

} // namespace

void TestAnchor::knowsNothingBeforeTheFirst()
{
    const StoreFolder folder;
    QVERIFY(!storage::readAnchor(folder.path({}), anchorOf(0).log).value().has_value());
    QVERIFY(!storage::readAnchor(folder.path("missing"), anchorOf(0).log).value().has_value());
    QCOMPARE(folder.names(), QStringList());
}

void TestAnchor::keepsWhatItWasGiven()
{
    const StoreFolder folder;
    const QString inner = folder.path("made/on demand");
    VERIFY_OK(storage::raiseAnchor(inner, anchorOf(7)));
    Anchor expected = anchorOf(7);
    expected.places = {{expected.path, 7}};
    QCOMPARE(storage::readAnchor(inner, expected.log).value().value(), expected);
    QCOMPARE(QDir(inner).entryList(QDir::Files | QDir::Hidden), QStringList{expected.log.hex() + ".anchor"});
}

void TestAnchor::neverGoesBackward()
{
    const StoreFolder folder;
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(7)));
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(9)));
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(9)));
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(3)));
    QCOMPARE(readBack(folder).size, 9u);
    QCOMPARE(readBack(folder).root, anchorOf(9).root);
}

void TestAnchor::remembersEveryPlaceWithItsSize()
{
    const StoreFolder folder;
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(7, "/b")));
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(9, "/a")));
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(8, "/c")));
    QCOMPARE(readBack(folder).path, QString("/a"));
    const std::vector<storage::AnchorPlace> expected{{"/a", 9}, {"/b", 7}, {"/c", 8}};
    QCOMPARE(readBack(folder).places, expected);
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(5, "/b")));
    QCOMPARE(readBack(folder).places[1].size, 5u);
}

void TestAnchor::refusesAnotherRootForTheSameSize()
{
    const StoreFolder folder;
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(7)));
    Anchor other = anchorOf(7, "/elsewhere");
    other.root.bytes[0] ^= 1;
    const auto raised = storage::raiseAnchor(folder.path({}), other);
    QVERIFY(raised.error().is(AnchorError::Contradicts));
    QCOMPARE(raised.error().outcome(), base::Outcome::Integrity);
    QCOMPARE(readBack(folder).root, anchorOf(7).root);
    QCOMPARE(readBack(folder).places.size(), 1u);
}

void TestAnchor::goesBackwardOnlyWhenReset()
{
    const StoreFolder folder;
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(9, "/a")));
    VERIFY_OK(storage::resetAnchor(folder.path({}), anchorOf(3, "/b")));
    QCOMPARE(readBack(folder).size, 3u);
    QCOMPARE(readBack(folder).places, (std::vector<storage::AnchorPlace>{{"/b", 3}}));
}

void TestAnchor::keepsLogsApart()
{
    const StoreFolder folder;
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(9, "/a", 1)));
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(4, "/a", 2)));
    QCOMPARE(readBack(folder, 1).size, 9u);
    QCOMPARE(readBack(folder, 2).size, 4u);
    QVERIFY(QFile::remove(fileOf(folder)));
    QVERIFY(QFile::copy(folder.path(anchorOf(0, {}, 2).log.hex() + ".anchor"), fileOf(folder)));
    QCOMPARE(outcomeOf(storage::readAnchor(folder.path({}), anchorOf(0).log)), "storage/anchor-damaged");
}

void TestAnchor::takesAnyPath()
{
    const StoreFolder folder;
    const QString path = QString::fromUtf8("/srv/\u202e\n\t\"%41é/w");
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(9, path)));
    QCOMPARE(readBack(folder).path, path);
    QCOMPARE(readBack(folder).places.front().path, path);
}

void TestAnchor::refusesEveryDamagedFile_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::newRow("cut short") << QByteArray("]") << QByteArray();
    QTest::newRow("a digit of the root") << QByteArray("0909") << QByteArray("09xx");
    QTest::newRow("a size below zero") << QByteArray("\"size\": 9,") << QByteArray("\"size\": -9,");
    QTest::newRow("a fraction") << QByteArray("\"size\": 9,") << QByteArray("\"size\": 9.0,");
    QTest::newRow("two sizes") << QByteArray("\"size\": 9,") << QByteArray("\"size\": 9,\"size\": 8,");
    QTest::newRow("a member nobody knows")
        << QByteArray("\"size\": 9,") << QByteArray("\"size\": 9,\"more\": 8,");
    QTest::newRow("another log") << QByteArray("0101") << QByteArray("0201");
    QTest::newRow("not JSON") << QByteArray("{") << QByteArray("<");
}

void TestAnchor::refusesEveryDamagedFile()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    const StoreFolder folder;
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(9)));
    QFile file(fileOf(folder));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    QVERIFY2(bytes.contains(from), bytes.constData());
    bytes.replace(bytes.indexOf(from), from.size(), to);
    QVERIFY(file.resize(0) && file.seek(0) && file.write(bytes) == bytes.size());
    file.close();
    QCOMPARE(outcomeOf(storage::readAnchor(folder.path({}), anchorOf(0).log)), "storage/anchor-damaged");
    // It may be the only evidence of a rollback: nothing but a reset replaces it.
    QCOMPARE(outcomeOf(storage::raiseAnchor(folder.path({}), anchorOf(10))), "storage/anchor-damaged");
    VERIFY_OK(storage::resetAnchor(folder.path({}), anchorOf(10)));
    QCOMPARE(readBack(folder).size, 10u);
}

void TestAnchor::reportsALaterVersionAsSuch()
{
    const StoreFolder folder;
    QFile file(fileOf(folder));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"keyturn_anchor\": 3, \"unheard\": true}");
    file.close();
    QCOMPARE(outcomeOf(storage::readAnchor(folder.path({}), anchorOf(0).log)), "storage/anchor-newer");
}

void TestAnchor::readsAnchorsWithoutANote()
{
    const StoreFolder folder;
    QFile file(fileOf(folder));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"keyturn_anchor\": 1, \"log\": \"" + anchorOf(0).log.hex().toLatin1() +
               "\", \"size\": 7, \"root\": \"" + anchorOf(7).root.hex().toLatin1() +
               "\", \"path\": \"/srv/w.keyturn\", \"places\": []}");
    file.close();
    QCOMPARE(readBack(folder).size, 7u);
    QCOMPARE(readBack(folder).note, QByteArray());
    Anchor next = anchorOf(8);
    next.note = "origin\n8\nroot\n\n\u2014 seat signature\n";
    VERIFY_OK(storage::raiseAnchor(folder.path({}), next));
    QCOMPARE(readBack(folder).note, next.note);
}

void TestAnchor::losesNoRaiseOfTwoThreads()
{
    const StoreFolder folder;
    constexpr int kRounds = 40;
    std::atomic<int> failures = 0;
    const auto raise = [&](const QString& path, int offset) {
        for (int i = 1; i <= kRounds; ++i) {
            if (!storage::raiseAnchor(folder.path({}),
                                      anchorOf(static_cast<std::uint64_t>(2 * i + offset), path)))
                ++failures;
        }
    };
    const std::unique_ptr<QThread> other(QThread::create([&] { raise("/b", 1); }));
    other->start();
    raise("/a", 0);
    QVERIFY(other->wait());
    QCOMPARE(failures.load(), 0);
    QCOMPARE(readBack(folder).size, std::uint64_t{2 * kRounds + 1});
    QCOMPARE(readBack(folder).places,
             (std::vector<storage::AnchorPlace>{{"/a", 2 * kRounds}, {"/b", 2 * kRounds + 1}}));
}

void TestAnchor::changesNothingWhenTheDiskIsFull()
{
    const StoreFolder folder;
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(7)));
    // A limit on the size of files fails a write just as a full disk does.
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{100, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto raised = storage::raiseAnchor(folder.path({}), anchorOf(9));
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);
    QCOMPARE(outcomeOf(raised), "storage/anchor-failure");
    QCOMPARE(readBack(folder).size, 7u);
    QCOMPARE(folder.names().size(), 1);
}

void TestAnchor::changesNothingInAFolderThatCannotBeWritten()
{
    const StoreFolder folder;
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(7)));
    QCOMPARE(::chmod(QFile::encodeName(folder.path({})).constData(), 0555), 0);
    QCOMPARE(::chmod(QFile::encodeName(fileOf(folder)).constData(), 0444), 0);
    {
        const WithoutPrivilege unprivileged;
        QCOMPARE(outcomeOf(storage::raiseAnchor(folder.path({}), anchorOf(9))), "storage/anchor-failure");
        QCOMPARE(outcomeOf(storage::raiseAnchor(folder.path("inner"), anchorOf(9))),
                 "storage/anchor-failure");
        QCOMPARE(readBack(folder).size, 7u);
    }
    QCOMPARE(::chmod(QFile::encodeName(fileOf(folder)).constData(), 0000), 0);
    {
        const WithoutPrivilege unprivileged;
        QCOMPARE(outcomeOf(storage::readAnchor(folder.path({}), anchorOf(0).log)), "storage/anchor-failure");
    }
    QCOMPARE(::chmod(QFile::encodeName(folder.path({})).constData(), 0700), 0);
}

void TestAnchor::ignoresWhatAKilledWriterLeft()
{
    const StoreFolder folder;
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(7)));
    QFile left(fileOf(folder) + ".new");
    QVERIFY(left.open(QIODevice::WriteOnly));
    left.write("{\"keyturn_anch");
    left.close();
    QCOMPARE(readBack(folder).size, 7u);
    VERIFY_OK(storage::raiseAnchor(folder.path({}), anchorOf(9)));
    QCOMPARE(readBack(folder).size, 9u);
    QCOMPARE(folder.names().size(), 1);
}

#include "test_anchor.moc"
