// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/block_queue.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <atomic>
#include <thread>

namespace keyturn::tests {

using service::BlockQueue;

namespace {

/// A block of @p records of them.
std::unique_ptr<records::BlockBuilder::Unsealed> gathered(std::uint32_t records)
{
    records::BlockBuilder builder;
    domain::NormalisedRecord record;
    for (std::uint32_t i = 0; i < records; ++i) {
        record.number = i + 1;
        record.title = "The gateway dropped a request";
        builder.add(record);
    }
    return builder.takeUnsealed();
}

} // namespace

/// Blocks between the thread that parses and the one that stores.
class TestBlockQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blocksComeInOrderWhoeverSealedThem()
    {
        // None is taken before all are in: the last ones are sealed by this thread itself, while the first
        // may still be in the hands of the queue's.
        BlockQueue queue;
        for (std::uint32_t count = 1; count <= service::kBlocksInFlight; ++count)
            QVERIFY(queue.push(gathered(count * 100)));
        queue.close();
        for (std::uint32_t count = 1; count <= service::kBlocksInFlight; ++count) {
            auto block = queue.pop();
            QVERIFY(block.has_value());
            const records::EncodedBlock sealed = block->get();
            QCOMPARE(sealed.recordCount, count * 100);
            QCOMPARE(sealed.leaves.size(), std::size_t{count} * 100);
        }
        QVERIFY(!queue.pop().has_value());
    }

    void parserWaitsWhileTooManyAreOnTheirWay()
    {
        BlockQueue queue;
        std::atomic<std::uint32_t> pushed = 0;
        constexpr std::uint32_t kBlocks = 3 * service::kBlocksInFlight;
        std::thread parser([&] {
            for (std::uint32_t count = 1; count <= kBlocks; ++count) {
                if (!queue.push(gathered(count)))
                    break;
                pushed = count;
            }
            queue.close();
        });
        std::uint32_t taken = 0;
        bool isBounded = true;
        bool isInOrder = true;
        while (auto block = queue.pop()) {
            ++taken;
            isBounded = isBounded && pushed <= taken + service::kBlocksInFlight;
            isInOrder = isInOrder && block->get().recordCount == taken;
        }
        parser.join();
        QCOMPARE(taken, kBlocks);
        QVERIFY(isBounded);
        QVERIFY(isInOrder);
    }

    void parserThatWaitsIsToldWhenNothingMoreIsWanted()
    {
        BlockQueue queue;
        std::atomic_bool wasRefused = false;
        std::thread parser([&] {
            while (queue.push(gathered(1))) {
            }
            wasRefused = true;
            queue.close();
        });
        queue.abandon();
        std::size_t left = 0;
        while (queue.pop())
            ++left;
        parser.join();
        QVERIFY(wasRefused);
        QVERIFY(left <= service::kBlocksInFlight);
    }

    void queueEndsWithBlocksStillInIt()
    {
        std::future<records::EncodedBlock> kept;
        {
            BlockQueue queue;
            for (int i = 0; i < 8; ++i)
                QVERIFY(queue.push(gathered(records::kRecordsPerBlock)));
            auto first = queue.pop();
            QVERIFY(first.has_value());
            kept = std::move(*first);
        }
        // Sealed before the end or let go with it, but not waited for for ever.
        QVERIFY(kept.valid());
        QCOMPARE(kept.wait_for(std::chrono::seconds(0)), std::future_status::ready);
    }
};

KEYTURN_TEST(TestBlockQueue);

} // namespace keyturn::tests

#include "test_block_queue.moc"
