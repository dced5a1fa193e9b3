// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/storage/store_fixture.h"

#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>

using namespace keyturn;
using namespace keyturn::tests;
using storage::OpenMode;

/// Files and folders that may not be read or written.
class TestPermissions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysThatAFileCannotBeWritten();
    void readsInAFolderThatCannotBeWritten();
    void noticesAChangeOfAFileThatNobodyShouldChange();
    void saysThatAnUncleanFileNeedsAFolderToWriteTo();
    void saysThatAFileCannotBeRead();
};
KEYTURN_TEST(TestPermissions);

namespace {

void setMode(const QString& path, mode_t mode)
{
    if (::chmod(QFile::encodeName(path).constData(), mode) != 0)
        qFatal("cannot set the mode of %s", qPrintable(path));
}

} // namespace

void TestPermissions::saysThatAFileCannotBeWritten()
{
    const StoreFolder folder;
    makeWorkspace(folder.path());
    setMode(folder.path(), 0444);
    setMode(QFileInfo(folder.path()).path(), 0777);
    const WithoutPrivilege unprivileged;
    QCOMPARE(openOutcome(folder.path(), OpenMode::ReadWrite), "ledger/store-read-only");
    QCOMPARE(faultOf(*storage::openLedgerFile(folder.path(), OpenMode::ReadOnly).value()), QString());
}

void TestPermissions::readsInAFolderThatCannotBeWritten()
{
    const StoreFolder folder;
    makeWorkspace(folder.path());
    setMode(folder.path(), 0666);
    setMode(QFileInfo(folder.path()).path(), 0555);
    {
        const WithoutPrivilege unprivileged;
        QCOMPARE(openOutcome(folder.path(), OpenMode::ReadWrite), "ledger/store-read-only");
        const auto store = storage::openLedgerFile(folder.path(), OpenMode::ReadOnly).value();
        QCOMPARE(faultOf(*store), QString());
        QCOMPARE(store->reopen().value()->size().value(), 7u);
        const auto made = storage::createLedgerFile(folder.path("new"));
        QCOMPARE(outcomeOf(made), "ledger/store-failure");
        QVERIFY(made.error().sentence().contains("Permission denied"));
        QCOMPARE(outcomeOf(store->backupTo(folder.path("copy"), {})), "ledger/store-failure");
    }
    setMode(QFileInfo(folder.path()).path(), 0700);
    QCOMPARE(folder.names(), QStringList{"w.keyturn"});
}

void TestPermissions::noticesAChangeOfAFileThatNobodyShouldChange()
{
    const StoreFolder folder;
    makeWorkspace(folder.path());
    setMode(folder.path(), 0644);
    setMode(QFileInfo(folder.path()).path(), 0555);
    StorePointer reader;
    {
        const WithoutPrivilege unprivileged;
        reader = storage::openLedgerFile(folder.path(), OpenMode::ReadOnly).value();
        QCOMPARE(reader->size().value(), 7u);
    }
    setMode(QFileInfo(folder.path()).path(), 0755);
    const auto writer = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    VERIFY_OK(appendOne(*writer));
    QCOMPARE(outcomeOf(reader->size()), "ledger/store-failure");
    QCOMPARE(outcomeOf(reader->entries(0, 9)), "ledger/store-failure");
}

void TestPermissions::saysThatAnUncleanFileNeedsAFolderToWriteTo()
{
    const StoreFolder folder;
    const StoreFolder medium;
    {
        const auto store = storage::createLedgerFile(folder.path()).value();
        VERIFY_OK(appendBatch(*store, 2));
        // What a killed program would leave.
        QVERIFY(QFile::copy(folder.path(), medium.path()));
        QVERIFY(QFile::copy(folder.path("w.keyturn-wal"), medium.path("w.keyturn-wal")));
    }
    setMode(medium.path(), 0444);
    setMode(medium.path("w.keyturn-wal"), 0444);
    setMode(QFileInfo(medium.path()).path(), 0555);
    {
        const WithoutPrivilege unprivileged;
        const auto store = storage::openLedgerFile(medium.path(), OpenMode::ReadOnly);
        QVERIFY(!store || faultOf(**store).isEmpty());
        if (!store)
            QVERIFY2(store.error().sentence().contains("copy both files"),
                     qPrintable(store.error().sentence()));
        QCOMPARE(openOutcome(medium.path(), OpenMode::ReadWrite), "ledger/store-read-only");
    }
    setMode(QFileInfo(medium.path()).path(), 0700);
    setMode(medium.path(), 0600);
    setMode(medium.path("w.keyturn-wal"), 0600);
    // Reading where writing is allowed takes the write-ahead file in.
    QCOMPARE(storage::openLedgerFile(medium.path(), OpenMode::ReadOnly).value()->size().value(), 1u);
    QCOMPARE(faultOf(*storage::openLedgerFile(medium.path(), OpenMode::ReadWrite).value()), QString());
    QCOMPARE(medium.names(), QStringList{"w.keyturn"});
}

void TestPermissions::saysThatAFileCannotBeRead()
{
    const StoreFolder folder;
    makeWorkspace(folder.path());
    setMode(folder.path(), 0000);
    setMode(QFileInfo(folder.path()).path(), 0755);
    const WithoutPrivilege unprivileged;
    for (const OpenMode mode : {OpenMode::ReadOnly, OpenMode::ReadWrite}) {
        const auto store = storage::openLedgerFile(folder.path(), mode);
        QCOMPARE(outcomeOf(store), "ledger/store-failure");
        QVERIFY(store.error().sentence().contains("Permission denied"));
    }
}

#include "test_permissions.moc"
