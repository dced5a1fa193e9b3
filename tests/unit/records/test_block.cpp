// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/records/block.h"
#include "tests/support/test_registry.h"
#include "tests/unit/records/sample_records.h"

#include <QtEndian>

#include <algorithm>
#include <future>
#include <limits>

using namespace keyturn;
using records::BlockBuilder;
using records::BlockText;
using records::decodeColumns;
using records::deriveParts;
using records::EncodedBlock;
using records::RecordsError;

namespace {

EncodedBlock sealedBlock(std::uint32_t seed, int count)
{
    tests::RandomRecords random(seed);
    BlockBuilder builder;
    for (int i = 0; i < count; ++i)
        static_cast<void>(builder.add(random.next()));
    return builder.seal();
}

QByteArrayView saltOf(const EncodedBlock& block, std::uint32_t index)
{
    return QByteArrayView(block.salts)
        .sliced(static_cast<qsizetype>(index * records::kSaltBytes), records::kSaltBytes);
}

/// What `verify` does with a block: true when nothing is wrong with it.
bool isSound(const EncodedBlock& block)
{
    if (crypto::sha256({block.columns, block.filter}) != block.derived)
        return false;
    if (!decodeColumns(block.columns))
        return false;
    const auto text = BlockText::decode(block.text, block.recordCount);
    if (!text || block.salts.size() != static_cast<qsizetype>(block.recordCount * records::kSaltBytes))
        return false;
    for (std::uint32_t i = 0; i < block.recordCount; ++i) {
        if (records::recordLeaf(saltOf(block, i), text->record(i)) != block.leaves[i])
            return false;
    }
    const auto derived = deriveParts(*text);
    return derived && derived->derived == block.derived;
}

bool holdsSameRecords(const EncodedBlock& block, const BlockText& expected)
{
    const auto text = BlockText::decode(block.text, block.recordCount);
    return text && text->whole() == expected.whole();
}

} // namespace

class TestBlock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesBackEveryRecordSortedByTime()
    {
        tests::RandomRecords random(11);
        std::vector<domain::NormalisedRecord> source;
        BlockBuilder builder;
        QVERIFY(builder.isEmpty());
        for (int i = 0; i < 1000; ++i) {
            source.push_back(random.next());
            QVERIFY(!builder.add(source.back()));
        }
        QVERIFY(!builder.isEmpty());
        const EncodedBlock block = builder.seal();
        QVERIFY(builder.isEmpty());
        const auto timeKey = [](const domain::NormalisedRecord& record) {
            return record.occurredAt.isKnown() ? record.occurredAt.start.us
                                               : std::numeric_limits<std::int64_t>::max();
        };
        std::stable_sort(source.begin(), source.end(),
                         [&](const auto& a, const auto& b) { return timeKey(a) < timeKey(b); });

        QCOMPARE(block.recordCount, 1000u);
        QCOMPARE(block.leaves.size(), std::size_t{1000});
        QCOMPARE(block.salts.size(), qsizetype{16000});
        const auto columns = decodeColumns(block.columns);
        const auto text = BlockText::decode(block.text, 1000);
        QVERIFY(columns && text);
        QCOMPARE(columns->size(), std::size_t{1000});
        QCOMPARE(text->size(), 1000u);
        for (std::uint32_t i = 0; i < 1000; ++i) {
            QCOMPARE(std::string(text->record(i)), records::encodeRecord(source[i]));
            QCOMPARE(columns->timeUs[i], timeKey(source[i]));
            QCOMPARE(columns->precision[i], source[i].occurredAt.precision);
            QCOMPARE(columns->kind[i], source[i].kind);
            QCOMPARE(columns->severity[i], source[i].severity);
            QCOMPARE(columns->layer[i], source[i].layer);
            QCOMPARE(columns->credibility[i], source[i].credibility);
            QCOMPARE(columns->sourceKind[i], source[i].sourceKind);
            QCOMPARE(block.leaves[i], records::recordLeaf(saltOf(block, i), text->record(i)));
            QCOMPARE(text->recordAtOffset(text->startOf(i)), i);
            QCOMPARE(text->recordAtOffset(text->startOf(i) + text->record(i).size() - 1), i);
        }
        QVERIFY(isSound(block));
    }

    void leafIsTheTreesLeafOfSaltThenBytes()
    {
        const QByteArray salt(16, 's');
        QCOMPARE(records::recordLeaf(salt, "record"), crypto::sha256(QByteArray(1, '\0') + salt + "record"));
    }

    void saltsDiffer()
    {
        const EncodedBlock block = sealedBlock(12, 300);
        QSet<QByteArray> seen;
        for (std::uint32_t i = 0; i < block.recordCount; ++i)
            seen.insert(saltOf(block, i).toByteArray());
        QCOMPARE(seen.size(), 300);
    }

    void derivedPartsAreMadeAnewFromTheText()
    {
        for (const int count : {0, 1, 2, 700}) {
            const EncodedBlock block = sealedBlock(13, count);
            const auto text = BlockText::decode(block.text, block.recordCount);
            QVERIFY(text);
            const auto derived = deriveParts(*text);
            QVERIFY(derived);
            QCOMPARE(derived->columns, block.columns);
            QCOMPARE(derived->filter, block.filter);
            QCOMPARE(derived->derived, block.derived);
            QCOMPARE(block.derived, crypto::sha256({block.columns, block.filter}));
            const auto quicker = deriveParts(*text, block.text);
            QVERIFY(quicker);
            QCOMPARE(quicker->columns, block.columns);
            QCOMPARE(quicker->filter, block.filter);
            QCOMPARE(quicker->derived, block.derived);
        }
    }

    void derivedPartsOfMendedTextAreThoseOfWhatIsStored()
    {
        domain::NormalisedRecord record = tests::plainRecord("a\xff", 1);
        record.source = "north\xffgate \"quoted\"";
        BlockBuilder builder;
        static_cast<void>(builder.add(record));
        QVERIFY(isSound(builder.seal()));
    }

    void isFullAtTheRecordLimitAndAtTheTextLimit()
    {
        BlockBuilder builder;
        for (std::uint32_t i = 1; i < records::kRecordsPerBlock; ++i)
            QVERIFY(!builder.add(tests::plainRecord("t", 1)));
        QVERIFY(builder.add(tests::plainRecord("t", 1)));
        QCOMPARE(builder.seal().recordCount, records::kRecordsPerBlock);
        domain::NormalisedRecord large = tests::plainRecord("t", 1);
        large.raw.assign(3u << 20, 'x');
        QVERIFY(!builder.add(large));
        QVERIFY(builder.add(large));
        QVERIFY(isSound(builder.seal()));
    }

    void sealsElsewhereWhileTheNextIsGathered()
    {
        tests::RandomRecords random(14);
        BlockBuilder builder;
        std::vector<std::future<EncodedBlock>> sealed;
        for (int block = 0; block < 8; ++block) {
            for (int i = 0; i < 50; ++i)
                static_cast<void>(builder.add(random.next()));
            sealed.push_back(std::async(std::launch::async, [unsealed = builder.takeUnsealed()]() mutable {
                return BlockBuilder::seal(std::move(unsealed));
            }));
            QVERIFY(builder.isEmpty());
        }
        for (auto& block : sealed) {
            const EncodedBlock taken = block.get();
            QCOMPARE(taken.recordCount, 50u);
            QVERIFY(isSound(taken));
        }
    }

    void everySingleBitFlipIsFoundOrChangesNoRecord()
    {
        const EncodedBlock sound = sealedBlock(15, 6);
        QVERIFY(isSound(sound));
        const auto expected = BlockText::decode(sound.text, sound.recordCount);
        QVERIFY(expected);
        int unchanged = 0;
        for (QByteArray EncodedBlock::*part :
             {&EncodedBlock::columns, &EncodedBlock::salts, &EncodedBlock::text, &EncodedBlock::filter}) {
            EncodedBlock flipped = sound;
            QByteArray& bytes = flipped.*part;
            for (qsizetype bit = 0; bit < bytes.size() * 8; ++bit) {
                const auto mask = static_cast<char>(1 << (bit % 8));
                bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ mask);
                if (isSound(flipped)) {
                    // A match in LZ4 may be flipped to an equal stretch elsewhere: other bytes for the same
                    // records.
                    QVERIFY(part == &EncodedBlock::text && holdsSameRecords(flipped, *expected));
                    ++unchanged;
                }
                bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ mask);
            }
        }
        QVERIFY(unchanged < sound.text.size() / 8);
        QVERIFY(isSound(sound));
    }

    void everyCutIsFound()
    {
        const EncodedBlock sound = sealedBlock(16, 20);
        for (qsizetype size = 0; size < sound.text.size(); ++size)
            QVERIFY(!BlockText::decode(QByteArrayView(sound.text).first(size), sound.recordCount));
        for (qsizetype size = 0; size < sound.columns.size(); ++size)
            QVERIFY(!decodeColumns(QByteArrayView(sound.columns).first(size)));
        QVERIFY(!decodeColumns(sound.columns + '\0'));
        QVERIFY(!BlockText::decode(sound.text + '\0', sound.recordCount));
        QVERIFY(!BlockText::decode(sound.text, sound.recordCount + 1));
    }

    void randomBytesNeverCrash()
    {
        const EncodedBlock sound = sealedBlock(17, 40);
        tests::RandomRecords random(18);
        for (int round = 0; round < 4000; ++round) {
            QByteArray text = sound.text;
            QByteArray columns = sound.columns;
            for (std::uint32_t i = 1 + random.below(8); i > 0; --i) {
                text[random.below(static_cast<std::uint32_t>(text.size()))] =
                    static_cast<char>(random.below(256));
                columns[random.below(static_cast<std::uint32_t>(columns.size()))] =
                    static_cast<char>(random.below(256));
            }
            static_cast<void>(decodeColumns(columns));
            if (const auto decoded = BlockText::decode(text, sound.recordCount))
                static_cast<void>(deriveParts(*decoded));
        }
    }

    void claimsBeyondThePartAreRefusedBeforeMemoryIsAskedFor()
    {
        const EncodedBlock sound = sealedBlock(19, 3);
        const auto with = [](QByteArray part, qsizetype at, std::uint32_t value) {
            qToLittleEndian(value, part.data() + at);
            return part;
        };
        constexpr qsizetype kCountAt = 8;
        constexpr qsizetype kTextBytesAt = 12;
        const auto isRefused = [](const auto& result) {
            return !result && result.error().is(RecordsError::BlockDamaged);
        };
        QVERIFY(isRefused(BlockText::decode(with(sound.text, kTextBytesAt, 0x7FFF'FFFF), 3)));
        QVERIFY(isRefused(BlockText::decode(with(sound.text, kTextBytesAt, 100u << 20), 3)));
        QVERIFY(isRefused(BlockText::decode(with(sound.text, kCountAt, 0xFFFF'FFFF), 0xFFFF'FFFF)));
        QVERIFY(isRefused(decodeColumns(with(sound.columns, kCountAt, 0xFFFF'FFFF))));
        QVERIFY(isRefused(decodeColumns(with(sound.columns, kCountAt, 1u << 20))));
        // A hundred megabytes in one record, which the lengths agree with and its few bytes cannot hold.
        QByteArray bomb = with(with(sound.text.first(kTextBytesAt), kCountAt, 1) + QByteArray(4, 0),
                               kTextBytesAt, 100u << 20);
        bomb += QByteArray::fromHex("8080803200");
        const auto decoded = BlockText::decode(bomb, 1);
        QVERIFY(isRefused(decoded));
        QVERIFY2(decoded.error().context.contains(QStringLiteral("it claims more than it can hold")),
                 qPrintable(decoded.error().sentence()));
    }

    void laterLayoutIsUnknownNotDamaged()
    {
        EncodedBlock block = sealedBlock(20, 3);
        constexpr qsizetype kVersionAt = 4;
        block.text[kVersionAt] = 2;
        block.columns[kVersionAt] = 2;
        QVERIFY(BlockText::decode(block.text, 3).error().is(RecordsError::UnknownLayout));
        QVERIFY(decodeColumns(block.columns).error().is(RecordsError::UnknownLayout));
    }

    void oneTextIsDecodedAfterAnother()
    {
        const EncodedBlock large = sealedBlock(21, 200);
        const EncodedBlock small = sealedBlock(22, 3);
        BlockText text;
        QCOMPARE(text.size(), 0u);
        QVERIFY(text.assign(large.text, 200));
        QVERIFY(text.assign(small.text, 3));
        QCOMPARE(text.size(), 3u);
        QCOMPARE(std::string(text.whole()), std::string(BlockText::decode(small.text, 3)->whole()));
        QVERIFY(!text.assign(QByteArrayView(small.text).chopped(1), 3));
        QCOMPARE(text.size(), 0u);
        QVERIFY(text.whole().empty());
    }

    void columnsWithUnknownValuesAreRefused()
    {
        const EncodedBlock block = sealedBlock(23, 4);
        constexpr qsizetype kPrecisionsAt = 12 + 4 * 12;
        for (qsizetype column = 0; column < 6; ++column) {
            QByteArray columns = block.columns;
            columns[kPrecisionsAt + column * 4] = 100;
            QVERIFY(decodeColumns(columns).error().is(RecordsError::BlockDamaged));
        }
    }
};
KEYTURN_TEST(TestBlock);
#include "test_block.moc"
