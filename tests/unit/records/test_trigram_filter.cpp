// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/block_scan.h"
#include "models/records/trigram_filter.h"
#include "tests/support/test_registry.h"
#include "tests/unit/records/sample_records.h"
#include "tests/unit/records/search_reference.h"

#include <lz4.h>

using namespace keyturn;
using records::FilterProbe;
using records::TrigramSet;
using tests::queryFor;

namespace {

std::string compressed(const std::string& text)
{
    std::string out(static_cast<std::size_t>(LZ4_compressBound(static_cast<int>(text.size()))), '\0');
    const int size = LZ4_compress_default(text.data(), out.data(), static_cast<int>(text.size()),
                                          static_cast<int>(out.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

} // namespace

class TestTrigramFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shortCutThroughLz4GivesTheSameSet()
    {
        tests::RandomRecords random(41);
        for (int round = 0; round < 150; ++round) {
            std::string text;
            for (std::uint32_t i = random.below(30); i > 0; --i)
                text += records::encodeRecord(random.next());
            if (round % 3 == 0)
                text = std::string(random.below(300), 'a') + random.text(3);
            TrigramSet slow;
            TrigramSet quick;
            slow.addText(text);
            quick.addText(text, compressed(text));
            QCOMPARE(quick.encode(1), slow.encode(1));
        }
    }

    void anotherTextsBlockIsNotBelieved()
    {
        const std::string text = "some text that stands here";
        TrigramSet slow;
        slow.addText(text);
        for (const std::string& wrong :
             {std::string(), std::string("\xff\xff"), compressed(text + "x"), text}) {
            TrigramSet quick;
            quick.addText(text, wrong);
            QCOMPARE(quick.encode(1), slow.encode(1));
        }
    }

    void neverDeniesATextThatStandsThere()
    {
        tests::RandomRecords random(42);
        for (int round = 0; round < 30; ++round) {
            std::vector<domain::NormalisedRecord> source;
            for (int i = 0; i < 20; ++i)
                source.push_back(random.next());
            const auto blocks = tests::MemoryBlocks::of(source, 100);
            for (const domain::NormalisedRecord& record : source) {
                const QString text = QString::fromStdString(record.raw);
                for (int i = 0; i < 20 && !text.isEmpty(); ++i) {
                    const auto at =
                        static_cast<qsizetype>(random.below(static_cast<std::uint32_t>(text.size())));
                    QString needle = text.mid(at, 1 + random.below(12));
                    if (needle.front().isLowSurrogate() || needle.back().isHighSurrogate())
                        continue;
                    for (const QString& variant :
                         {needle, needle.toUpper(), needle.toLower(), needle.toCaseFolded()}) {
                        const auto query = queryFor(variant);
                        const auto event = records::decodeRecord(records::encodeRecord(record));
                        if (records::matches(query, *event))
                            QVERIFY2(FilterProbe(query).mayMatch(blocks.block(0).filter),
                                     qPrintable(variant));
                    }
                }
            }
        }
    }

    void deniesMostTextsThatDoNotStandThere()
    {
        std::vector<domain::NormalisedRecord> source;
        for (int i = 0; i < 500; ++i)
            source.push_back(
                tests::plainRecord("tool call refused by policy number " + std::to_string(i * 7919), i));
        const auto blocks = tests::MemoryBlocks::of(source, 1000);
        int denied = 0;
        const QStringList absent{QStringLiteral("xylograph"), QStringLiteral("zeppelin"),
                                 QStringLiteral("Größenwahn"), QStringLiteral("データ漏洩"),
                                 QStringLiteral("quux")};
        for (const QString& word : absent)
            denied += FilterProbe(queryFor(word)).mayMatch(blocks.block(0).filter) ? 0 : 1;
        QCOMPARE(denied, absent.size());
        QVERIFY(FilterProbe(queryFor(QStringLiteral("REFUSED"))).mayMatch(blocks.block(0).filter));
    }

    void shortAndUnwantedTextsDenyNothing()
    {
        QVERIFY(!FilterProbe(queryFor(QStringLiteral("ab"))).canRuleOut());
        QVERIFY(FilterProbe(queryFor(QStringLiteral("abc"))).canRuleOut());
        records::Query query = queryFor(QStringLiteral("abcdef"));
        query.texts.front().negated = true;
        QVERIFY(!FilterProbe(query).canRuleOut());
    }

    void damagedFilterDeniesNothing()
    {
        const auto blocks = tests::MemoryBlocks::of({tests::plainRecord("title", 1)}, 10);
        const QByteArray filter = blocks.block(0).filter;
        const FilterProbe probe(queryFor(QStringLiteral("xylograph")));
        QVERIFY(!probe.mayMatch(filter));
        for (qsizetype size = 0; size < filter.size(); ++size)
            QVERIFY(probe.mayMatch(QByteArrayView(filter).first(size)));
        QByteArray huge = filter;
        huge[12] = 63;
        QVERIFY(probe.mayMatch(huge));
    }

    void sizeFollowsWhatIsInTheBlock()
    {
        const auto small = tests::MemoryBlocks::of({tests::plainRecord("title", 1)}, 10);
        QVERIFY(small.block(0).filter.size() < 200);
        tests::RandomRecords random(43);
        std::vector<domain::NormalisedRecord> source;
        for (int i = 0; i < 3000; ++i) {
            source.push_back(tests::plainRecord("t", i));
            for (int c = 0; c < 100; ++c)
                source.back().raw += static_cast<char>(0x20 + random.below(0x5f));
        }
        const auto large = tests::MemoryBlocks::of(source, 4096);
        QVERIFY(large.block(0).filter.size() > 16'000);
        QVERIFY(large.block(0).filter.size() <= 65'536 + 16);
    }

    void unicodeFoldsToAsciiOnlyFromKelvinAndLongS()
    {
        // What the choice of a term's stable run rests on (block_scan.cpp), over every code point.
        QSet<char32_t> targets;
        for (char32_t c = 0x80; c <= 0x10FFFF; ++c) {
            if (c >= 0xD800 && c <= 0xDFFF)
                continue;
            const QString text = QString::fromUcs4(&c, 1);
            const QString folded = text.toCaseFolded();
            QCOMPARE(folded.size(), text.size());
            if (folded == text)
                continue;
            const char32_t target = folded.toUcs4().front();
            targets.insert(target);
            QVERIFY(QChar::category(target) != QChar::Letter_Other);
        }
        for (char32_t c = 0; c < 0x80; ++c)
            QCOMPARE(targets.contains(c), c == U'k' || c == U's');
    }
};
KEYTURN_TEST(TestTrigramFilter);
#include "test_trigram_filter.moc"
