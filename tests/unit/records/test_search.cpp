// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_registry.h"
#include "tests/unit/records/search_reference.h"

using namespace keyturn;
using records::Query;
using records::TextPlace;
using namespace keyturn::tests;

class TestSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatAPlainReadingFinds()
    {
        tests::RandomRecords random(61);
        const auto blocks = MemoryBlocks::of(randomRecords(62, 400), 50);
        const auto read = readAll(blocks);
        int found = 0;
        for (int round = 0; round < 300; ++round) {
            Query query;
            for (std::uint32_t terms = 1 + random.below(3); terms > 0; --terms) {
                QString text = QString::fromStdString(random.text(2));
                if (random.below(3) == 0 && text.size() > 1)
                    text = text.mid(random.below(2), 1 + random.below(4));
                if (random.below(3) == 0)
                    text = text.toUpper();
                const bool half =
                    !text.isEmpty() && (text.front().isLowSurrogate() || text.back().isHighSurrogate());
                if (text.isEmpty() || half)
                    continue;
                query.texts.push_back({text,
                                       static_cast<TextPlace>(random.below(8) < 6 ? 0 : 1 + random.below(5)),
                                       random.below(4) == 0});
            }
            if (random.below(3) == 0)
                query.attributes.push_back(
                    {static_cast<records::Attribute>(random.below(5)), 1 + random.below(31)});
            if (random.below(5) == 0)
                query.notBefore = base::UtcTime{0};
            const auto expected = searchNaively(read, query);
            QCOMPARE(search(blocks, query, onWorkers(1)), expected);
            QCOMPARE(search(blocks, query, onWorkers(2)), expected);
            found += static_cast<int>(expected.size());
        }
        QVERIFY(found > 1000);
    }

    void findsEveryPieceOfARecord()
    {
        const auto source = randomRecords(63, 40);
        const auto blocks = MemoryBlocks::of(source, 10);
        const auto read = readAll(blocks);
        tests::RandomRecords random(64);
        for (const domain::NormalisedRecord& record : source) {
            for (const std::string* field : {&record.title, &record.description, &record.raw}) {
                const QString text = QString::fromStdString(*field);
                for (int i = 0; i < 12 && !text.isEmpty(); ++i) {
                    const auto at =
                        static_cast<qsizetype>(random.below(static_cast<std::uint32_t>(text.size())));
                    const QString needle = text.mid(at, 1 + random.below(20));
                    if (needle.front().isLowSurrogate() || needle.back().isHighSurrogate())
                        continue;
                    const auto expected = searchNaively(read, queryFor(needle));
                    QVERIFY(!expected.empty());
                    QCOMPARE(search(blocks, queryFor(needle), onWorkers(1)), expected);
                }
            }
        }
    }

    void keysAndClosedWordsAreNoText()
    {
        domain::NormalisedRecord record = tests::plainRecord("x", 1);
        record.description = "y";
        record.source = "z";
        record.severity = domain::Severity::High;
        record.models = {"m", "q"};
        const auto blocks = MemoryBlocks::of({record}, 10);
        for (const char* text : {"title",
                                 "description",
                                 "source",
                                 "severity",
                                 "high",
                                 "signal",
                                 "kind",
                                 "sample",
                                 "2026",
                                 "models",
                                 "second",
                                 ":",
                                 ",",
                                 "\\\"",
                                 "{",
                                 "[",
                                 "]",
                                 "}",
                                 "v",
                                 "1",
                                 "\"\\\",\\\"\"",
                                 "\"m\\\",\\\"q\"",
                                 "\"x\\\",\"",
                                 "xy"})
            QVERIFY2(search(blocks, queryOf(text)).empty(), text);
        for (const char* text : {"x", "X", "y", "z", "m", "q", "source:z", "model:Q", "title:x"})
            QCOMPARE(search(blocks, queryOf(text)).size(), std::size_t{1});
    }

    void partsOfEscapesAreNoText()
    {
        domain::NormalisedRecord record = tests::plainRecord("line\nfeed\\back\x1b"
                                                             "esc\ttab",
                                                             1);
        const auto blocks = MemoryBlocks::of({record}, 10);
        for (const QString& text :
             {QStringLiteral("nf"), QStringLiteral("u001b"), QStringLiteral("001bes"), QStringLiteral("bes"),
              QStringLiteral("ttab"), QStringLiteral("\\n"), QStringLiteral("\\\\")})
            QVERIFY2(search(blocks, queryFor(text)).empty(), qPrintable(text));
        for (const QString& text : {QStringLiteral("line\nfeed"), QStringLiteral("\n"), QStringLiteral("\\"),
                                    QStringLiteral("D\\B"), QStringLiteral("\x1b"),
                                    QStringLiteral("\x1b"
                                                   "ESC\t"),
                                    QStringLiteral("back\x1b")})
            QVERIFY2(search(blocks, queryFor(text)).size() == 1, qPrintable(text));
    }

    void foldsLettersAsTheTextAskedForDoes()
    {
        const auto blocks =
            MemoryBlocks::of({tests::plainRecord("ZÜRICH", 5), tests::plainRecord("zürich", 4),
                              tests::plainRecord("10 \u212A", 3), tests::plainRecord("10 k", 2),
                              tests::plainRecord("ΑΣΠΙΣ", 1)},
                             10);
        QCOMPARE(search(blocks, queryOf("Zürich")).size(), std::size_t{2});
        QCOMPARE(search(blocks, queryOf("rich")).size(), std::size_t{2});
        QCOMPARE(search(blocks, queryOf("K")).size(), std::size_t{1});
        QCOMPARE(search(blocks, queryOf("\u212A")).size(), std::size_t{2});
        QCOMPARE(search(blocks, queryOf("\"10 \u212A\"")).size(), std::size_t{2});
        QCOMPARE(search(blocks, queryOf("ασπισ")).size(), std::size_t{1});
    }

    void longRunsOfEscapesAreReadOnce()
    {
        domain::NormalisedRecord record = tests::plainRecord("t", 1);
        record.raw = std::string(60'000, '\\') + std::string(60'000, '\n');
        const auto blocks = MemoryBlocks::of({record}, 10);
        QVERIFY(search(blocks, queryOf("n")).empty());
        QCOMPARE(search(blocks, queryFor(QStringLiteral("\\\n"))).size(), std::size_t{1});
    }
};
KEYTURN_TEST(TestSearch);
#include "test_search.moc"
