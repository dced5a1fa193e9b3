// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/block_layout.h"
#include "models/records/word_index.h"
#include "tests/support/test_registry.h"
#include "tests/unit/records/search_reference.h"

using namespace keyturn;
using namespace keyturn::tests;
using records::SearchSummary;

namespace {

QByteArray indexOf(const records::EncodedBlock& block)
{
    records::WordIndexBuilder builder;
    return builder.build(*records::BlockText::decode(block.text, block.recordCount));
}

/// Titles as they come, a second apart.
MemoryBlocks titled(const std::vector<std::string>& titles)
{
    std::vector<domain::NormalisedRecord> source;
    for (const std::string& title : titles)
        source.push_back(plainRecord(title, static_cast<int>(source.size())));
    return MemoryBlocks::of(source, source.size());
}

std::optional<int> countIn(const QByteArray& bytes, std::uint32_t recordCount, std::string_view needle)
{
    const auto index = records::WordIndex::read(bytes, recordCount);
    const auto found = index->find(needle);
    if (!found)
        return std::nullopt;
    int count = 0;
    for (std::uint32_t i = 0; i < recordCount; ++i)
        count += found->holds(i) ? 1 : 0;
    return count;
}

std::optional<int> countOf(const MemoryBlocks& blocks, std::string_view needle)
{
    return countIn(indexOf(blocks.block(0)), blocks.recordCount(0), needle);
}

} // namespace

class TestWordIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wordsAreFoundWithoutReadingTheText()
    {
        std::vector<domain::NormalisedRecord> source;
        for (int i = 0; i < 600; ++i)
            source.push_back(plainRecord(
                (i % 10 == 3 ? "Refused tool-use " : "accepted tool use ") + std::to_string(i * 7'919), i));
        const auto plain = MemoryBlocks::of(source, 100);
        const MemoryBlocks& blocks = plain.indexed();
        const auto read = readAll(blocks);
        records::SearchOptions places;
        places.searchFor = records::SearchFor::CountOnly;
        for (const char* text : {"refused", "REFUSED", "fuse", "refused tool", "-refused", "-refused tool",
                                 "zymurgy", "refused severity>=high", "refused after:2026-06-01"}) {
            blocks.textsRead = 0;
            SearchSummary summary;
            static_cast<void>(search(blocks, queryOf(text), places, &summary));
            QCOMPARE(summary.hits, searchNaively(read, queryOf(text)).size());
            QVERIFY2(blocks.textsRead == 0, text);
        }
        // What crosses words is looked for in the text, and only where its words are.
        for (const char* text : {"\"tool use\"", "title:refused", "tool-use", "7919"}) {
            QCOMPARE(search(blocks, queryOf(text)), searchNaively(read, queryOf(text)));
            QVERIFY2(blocks.textsRead > 0, text);
        }
        blocks.textsRead = 0;
        QVERIFY(search(blocks, queryOf("\"zymurgy use\"")).empty());
        QCOMPARE(blocks.textsRead.load(), 0);
    }

    void partsOfWordsAndAnyLetterCaseCount()
    {
        const auto blocks =
            titled({"Unrefusable", "REFUSED", "re fused", "refuse\nd", "xrefusedx", "refuse-d"});
        QCOMPARE(countOf(blocks, "refuse"), std::optional(4));
        QCOMPARE(countOf(blocks, "refused"), std::optional(2));
        QCOMPARE(countOf(blocks, "fuse"), std::optional(5));
        QCOMPARE(countOf(blocks, "unrefusable"), std::optional(1));
        QCOMPARE(countOf(blocks, "unrefusablex"), std::optional(0));
    }

    void lettersOfEscapesAreNoWords()
    {
        const auto blocks = titled({"a\nfeed",
                                    "a\x1b"
                                    "escape",
                                    "a\\nfeed"});
        QCOMPARE(countOf(blocks, "nfeed"), std::optional(1));
        QCOMPARE(countOf(blocks, "feed"), std::optional(2));
        QCOMPARE(countOf(blocks, "u001bescape"), std::optional(0));
        QCOMPARE(countOf(blocks, "001"), std::optional(0));
    }

    void rareWordsWithDigitsAreLeftToTheText()
    {
        std::vector<std::string> titles;
        for (int i = 0; i < 40; ++i)
            titles.push_back("host7 account" + std::to_string(i * 1'000'003));
        const auto blocks = titled(titles);
        QCOMPARE(countOf(blocks, "host7"), std::optional(40));
        QCOMPARE(countOf(blocks, "count"), std::nullopt);
        QCOMPARE(countOf(blocks, "zymurgy"), std::optional(0));
    }

    void theSameTextGivesTheSameBytes()
    {
        const auto blocks = MemoryBlocks::of(randomRecords(91, 300), 150);
        records::WordIndexBuilder builder;
        for (std::size_t i = 0; i < blocks.blockCount(); ++i) {
            const auto text = records::BlockText::decode(blocks.block(i).text, blocks.recordCount(i));
            QCOMPARE(builder.build(*text), indexOf(blocks.block(i)));
        }
    }

    void onlyPlainWordsOfThreeLettersAreAnswered()
    {
        QVERIFY(records::WordIndex::canAnswer("abc"));
        QVERIFY(records::WordIndex::canAnswer("0x7f"));
        for (const char* text : {"", "ab", "tool use", "a-b", "é12", "abc\n"})
            QVERIFY2(!records::WordIndex::canAnswer(text), text);
    }

    void manyWordsFindTheirPlace()
    {
        std::vector<std::string> titles;
        RandomRecords random(92);
        for (int i = 0; i < 4'000; ++i) {
            std::string title;
            for (int word = 0; word < 12; ++word) {
                for (std::uint32_t letters = 3 + random.below(9); letters > 0; --letters)
                    title.push_back(static_cast<char>('a' + random.below(26)));
                title.push_back(' ');
            }
            titles.push_back(title);
        }
        const QByteArray bytes = indexOf(titled(titles).block(0));
        for (int i = 0; i < 200; ++i) {
            const std::string& title = titles[random.below(4'000)];
            const std::string needle = title.substr(0, title.find(' ')).substr(0, 3 + random.below(4));
            const auto expected = std::count_if(titles.begin(), titles.end(), [&](const std::string& other) {
                return other.find(needle) != std::string::npos;
            });
            QCOMPARE(countIn(bytes, 4'000, needle), std::optional(static_cast<int>(expected)));
        }
    }

    void damagedIndexesAreRefusedOrMeanNothing()
    {
        const auto blocks = MemoryBlocks::of(randomRecords(93, 200), 200);
        const QByteArray whole = indexOf(blocks.block(0));
        RandomRecords random(94);
        for (qsizetype size = 0; size < whole.size(); size += 1 + size / 7) {
            const QByteArray cut = whole.first(size);
            if (const auto index = records::WordIndex::read(cut, 200))
                static_cast<void>(index->find("agent"));
        }
        for (int round = 0; round < 2'000; ++round) {
            QByteArray bytes = whole;
            for (std::uint32_t flips = 1 + random.below(8); flips > 0; --flips) {
                // The sizes at the start are what hurts most.
                const auto at = static_cast<qsizetype>(
                    random.below(2) ? random.below(64)
                                    : random.below(static_cast<std::uint32_t>(whole.size())));
                bytes[at] = static_cast<char>(random.below(256));
            }
            if (const auto index = records::WordIndex::read(bytes, 200)) {
                for (const char* needle : {"agent", "api", "northgate", "severity", "zzz"})
                    static_cast<void>(index->find(needle));
            }
        }
        QVERIFY(!records::WordIndex::read(whole, 199));
        QVERIFY(!records::WordIndex::read({}, 0));
    }
};
KEYTURN_TEST(TestWordIndex);
#include "test_word_index.moc"
