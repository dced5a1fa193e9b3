// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/storage/store_fixture.h"

using namespace keyturn;
using namespace keyturn::tests;
using storage::OpenMode;

/// Packed blocks: staged, adopted, dropped, mended.
class TestBlocks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsStagedBlocksBackUntilAdopted();
    void refusesToAdoptForAnEntryThatIsNotThere();
    void refusesToAdoptWhatWasDropped();
    void keepsStagedBlocksOfALivingOwner();
    void replacesOnlyDerivedParts();
    void keepsEmptyPartsEmpty();
};
KEYTURN_TEST(TestBlocks);

void TestBlocks::holdsStagedBlocksBackUntilAdopted()
{
    const StoreFolder folder;
    const auto store = created(folder);
    const auto staging = store->beginStaging().value();
    const auto other = store->beginStaging().value();
    QVERIFY(staging.value != other.value);
    VERIFY_OK(store->stageBlock(staging, 0, sampleBlock(0)));
    VERIFY_OK(store->stageBlock(other, 0, sampleBlock(7)));
    VERIFY_OK(store->stageBlock(staging, 1, sampleBlock(1)));
    QVERIFY(!store->stageBlock(staging, 1, sampleBlock(1)).has_value());
    QVERIFY(store->blocks().value().empty());
    const auto transaction = store->begin().value();
    VERIFY_OK(transaction->append(0, sampleEntry(0)));
    VERIFY_OK(transaction->putCheckpoint(1, "note 1"));
    VERIFY_OK(transaction->adopt(staging, 0));
    VERIFY_OK(transaction->commit());
    QCOMPARE(store->blocks().value().size(), 2u);
    QCOMPARE(faultOf(*store), QString());
    VERIFY_OK(store->dropStaging(other));
    VERIFY_OK(store->dropStaging(other));
    QCOMPARE(faultOf(*store), QString());
}

void TestBlocks::refusesToAdoptForAnEntryThatIsNotThere()
{
    const StoreFolder folder;
    const auto store = created(folder);
    const auto staging = store->beginStaging().value();
    VERIFY_OK(store->stageBlock(staging, 0, sampleBlock(0)));
    {
        const auto transaction = store->begin().value();
        VERIFY_OK(transaction->adopt(staging, 0));
        QCOMPARE(outcomeOf(transaction->commit()), "ledger/store-failure");
    }
    QVERIFY(store->blocks().value().empty());
    VERIFY_OK(store->stageBlock(staging, 1, sampleBlock(1)));
}

void TestBlocks::refusesToAdoptWhatWasDropped()
{
    const StoreFolder folder;
    const auto store = created(folder);
    const auto staging = store->beginStaging().value();
    VERIFY_OK(store->dropStaging(staging));
    QCOMPARE(outcomeOf(store->stageBlock(staging, 0, sampleBlock(0))), "ledger/store-failure");
    const auto transaction = store->begin().value();
    VERIFY_OK(transaction->append(0, sampleEntry(0)));
    QCOMPARE(outcomeOf(transaction->adopt(staging, 0)), "ledger/store-failure");
}

void TestBlocks::keepsStagedBlocksOfALivingOwner()
{
    const StoreFolder folder;
    auto store = created(folder);
    const auto staging = store->beginStaging().value();
    VERIFY_OK(store->stageBlock(staging, 0, sampleBlock(0)));
    store = storage::openLedgerFile(folder.path(), OpenMode::ReadWrite).value();
    VERIFY_OK(store->stageBlock(staging, 1, sampleBlock(1)));
}

void TestBlocks::replacesOnlyDerivedParts()
{
    const StoreFolder folder;
    const auto store = created(folder);
    VERIFY_OK(appendBatch(*store, 2));
    const auto block = store->blocks().value()[1];
    VERIFY_OK(store->replaceDerived(block.id, "columns", "filter"));
    QCOMPARE(store->blockPart(block.id, ledger::BlockPart::Columns).value(), QByteArray("columns"));
    QCOMPARE(store->blockPart(block.id, ledger::BlockPart::Filter).value(), QByteArray("filter"));
    QCOMPARE(store->blockPart(block.id, ledger::BlockPart::Text).value(), sampleBlock(1).text);
    QCOMPARE(store->blockPart(block.id, ledger::BlockPart::Salts).value(), sampleBlock(1).salts);
    VERIFY_OK(store->replaceDerived(block.id, sampleBlock(1).columns, sampleBlock(1).filter));
    QCOMPARE(faultOf(*store), QString());
    QCOMPARE(outcomeOf(store->replaceDerived(9'999, "c", "f")), "ledger/store-corrupt");
    QCOMPARE(outcomeOf(store->blockPart(9'999, ledger::BlockPart::Text)), "ledger/store-corrupt");
}

void TestBlocks::keepsEmptyPartsEmpty()
{
    const StoreFolder folder;
    const auto store = created(folder);
    const auto staging = store->beginStaging().value();
    VERIFY_OK(store->stageBlock(staging, 0, {}));
    const auto transaction = store->begin().value();
    VERIFY_OK(transaction->append(0, {}));
    VERIFY_OK(transaction->adopt(staging, 0));
    VERIFY_OK(transaction->commit());
    QCOMPARE(store->entries(0, 1).value().front(), QByteArray());
    const auto block = store->blocks().value().front();
    QCOMPARE(block.recordCount, 0u);
    for (const auto part : {ledger::BlockPart::Columns, ledger::BlockPart::Salts, ledger::BlockPart::Text,
                            ledger::BlockPart::Filter})
        QCOMPARE(store->blockPart(block.id, part).value(), QByteArray());
}

#include "test_blocks.moc"
