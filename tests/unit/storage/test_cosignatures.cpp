// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ledger/witness.h"
#include "tests/support/test_registry.h"
#include "tests/unit/storage/failing_vfs.h"
#include "tests/unit/storage/store_fixture.h"

#include <QThread>

#include <atomic>

using namespace keyturn;
using namespace keyturn::tests;
using storage::OpenMode;

/// What others add to a stored checkpoint: signature lines and time stamps.
class TestCosignatures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addsLinesAndKeepsAllThatWereThere();
    void refusesANoteOverAnotherText();
    void refusesASizeThatWasNeverSigned();
    void refusesANoteThatIsNone();
    void losesNoLineOfTwoThreads();
    void keepsEachTokenOnce();
    void carriesTokensIntoACopy();
    void changesWhollyOrNotAtAllWhenTheDeviceFails_data();
    void changesWhollyOrNotAtAllWhenTheDeviceFails();
};
KEYTURN_TEST(TestCosignatures);

namespace {

constexpr char kText[] = "keyturn.dev/log\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";

QByteArray noteBy(const QStringList& names, const QByteArray& text = kText)
{
    ledger::SignedNote note{text, {}};
    for (const QString& name : names)
        note.signatures.push_back({name, "hash", "signature by " + name.toUtf8()});
    return ledger::encodeNote(note);
}

/// A workspace of one entry with a checkpoint by "seat".
StorePointer signedStore(const StoreFolder& folder, const storage::StoreOptions& options = {})
{
    auto store = storage::createLedgerFile(
        folder.path(),
        [](ledger::LedgerStore& made) -> base::Result<void> {
            KEYTURN_TRY_LET(transaction, made.begin());
            KEYTURN_TRY(transaction->append(0, sampleEntry(0)));
            KEYTURN_TRY(transaction->putCheckpoint(1, noteBy({"seat"})));
            return transaction->commit();
        },
        options);
    if (!store)
        qFatal("%s", qPrintable(store.error().sentence()));
    return std::move(*store);
}

QByteArray storedNote(ledger::LedgerStore& store)
{
    return store.newestCheckpoint().value()->note;
}

} // namespace

void TestCosignatures::addsLinesAndKeepsAllThatWereThere()
{
    const StoreFolder folder;
    const auto store = signedStore(folder);
    VERIFY_OK(store->addCosignatures(1, noteBy({"seat", "first"})));
    QCOMPARE(storedNote(*store), noteBy({"seat", "first"}));
    // Another witness saw only the seat's line.
    VERIFY_OK(store->addCosignatures(1, noteBy({"seat", "second"})));
    QCOMPARE(storedNote(*store), noteBy({"seat", "first", "second"}));
    VERIFY_OK(store->addCosignatures(1, noteBy({"second"})));
    QCOMPARE(storedNote(*store), noteBy({"seat", "first", "second"}));
    QCOMPARE(storedNote(*storage::openLedgerFile(folder.path(), OpenMode::ReadOnly).value()),
             noteBy({"seat", "first", "second"}));
}

void TestCosignatures::refusesANoteOverAnotherText()
{
    const StoreFolder folder;
    const auto store = signedStore(folder);
    const QByteArray other = QByteArray(kText).replace("AAAA=", "AAAE=");
    QCOMPARE(outcomeOf(store->addCosignatures(1, noteBy({"seat", "first"}, other))), "ledger/note-differs");
    QCOMPARE(storedNote(*store), noteBy({"seat"}));
}

void TestCosignatures::refusesASizeThatWasNeverSigned()
{
    const StoreFolder folder;
    const auto store = signedStore(folder);
    QCOMPARE(outcomeOf(store->addCosignatures(2, noteBy({"first"}))), "ledger/no-such-checkpoint");
    QCOMPARE(outcomeOf(store->addToken(2, "token")), "ledger/no-such-checkpoint");
    QCOMPARE(store->checkpoints().value().size(), 1u);
    QVERIFY(store->tokens().value().empty());
}

void TestCosignatures::refusesANoteThatIsNone()
{
    const StoreFolder folder;
    const auto store = signedStore(folder);
    QCOMPARE(outcomeOf(store->addCosignatures(1, "anything")), "ledger/note-malformed");
    // More lines than a note may have would make the stored one unreadable.
    QStringList names;
    for (int i = 0; i < 100; ++i)
        names += QStringLiteral("witness-%1").arg(i);
    QCOMPARE(outcomeOf(store->addCosignatures(1, noteBy(names))), "ledger/note-malformed");
    QCOMPARE(storedNote(*store), noteBy({"seat"}));
}

void TestCosignatures::losesNoLineOfTwoThreads()
{
    const StoreFolder folder;
    const auto store = signedStore(folder);
    constexpr int kRounds = 20;
    std::atomic<int> failures = 0;
    const auto add = [&](ledger::LedgerStore& at, const QString& prefix) {
        for (int i = 0; i < kRounds; ++i) {
            if (!at.addCosignatures(1, noteBy({prefix + QString::number(i)})))
                ++failures;
        }
    };
    const std::unique_ptr<QThread> other(QThread::create(
        [&] { add(*storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value(), "a"); }));
    other->start();
    add(*store, "b");
    QVERIFY(other->wait());
    QCOMPARE(failures.load(), 0);
    QCOMPARE(ledger::readNote(storedNote(*store)).value().signatures.size(), 1u + 2 * kRounds);
}

void TestCosignatures::keepsEachTokenOnce()
{
    const StoreFolder folder;
    const auto store = signedStore(folder);
    VERIFY_OK(store->addToken(1, "token"));
    VERIFY_OK(store->addToken(1, "token"));
    VERIFY_OK(store->addToken(1, "another"));
    const auto tokens = store->tokens().value();
    QCOMPARE(tokens.size(), 2u);
    for (const auto& stored : tokens) {
        QCOMPARE(stored.size, std::uint64_t{1});
        QVERIFY(stored.token == "token" || stored.token == "another");
    }
}

void TestCosignatures::carriesTokensIntoACopy()
{
    const StoreFolder folder;
    const auto store = signedStore(folder);
    VERIFY_OK(store->addToken(1, "token"));
    VERIFY_OK(store->addCosignatures(1, noteBy({"first"})));
    VERIFY_OK(store->backupTo(folder.path("copy"), [](int, int) { return true; }));
    const auto copy = storage::openLedgerFile(folder.path("copy"), OpenMode::ReadOnly).value();
    QCOMPARE(copy->tokens().value().size(), 1u);
    QCOMPARE(storedNote(*copy), noteBy({"seat", "first"}));
}

void TestCosignatures::changesWhollyOrNotAtAllWhenTheDeviceFails_data()
{
    QTest::addColumn<int>("fault");
    QTest::newRow("full") << static_cast<int>(DeviceFault::Full);
    QTest::newRow("broken") << static_cast<int>(DeviceFault::WriteError);
    QTest::newRow("not syncing") << static_cast<int>(DeviceFault::SyncError);
}

void TestCosignatures::changesWhollyOrNotAtAllWhenTheDeviceFails()
{
    QFETCH(int, fault);
    storage::StoreOptions options;
    options.vfs = FailingVfs::name();
    for (int passed = 0;; ++passed) {
        const StoreFolder folder;
        const auto store = signedStore(folder, options);
        FailingVfs::failAfter(passed, static_cast<DeviceFault>(fault), FailingVfs::Lasting::Once);
        const auto added = store->addCosignatures(1, noteBy({"first"}));
        const auto stamped = store->addToken(1, "token");
        const bool hasFailed = FailingVfs::stopFailing();
        QCOMPARE(storedNote(*store), added ? noteBy({"seat", "first"}) : noteBy({"seat"}));
        QCOMPARE(store->tokens().value().size(), stamped ? 1u : 0u);
        if (!hasFailed) {
            VERIFY_OK(added);
            VERIFY_OK(stamped);
            QVERIFY(passed > 0);
            return;
        }
        QVERIFY(!added || !stamped);
    }
}

#include "test_cosignatures.moc"
