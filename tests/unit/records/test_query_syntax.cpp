// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/query_syntax.h"
#include "tests/support/test_registry.h"
#include "tests/unit/records/sample_records.h"

using namespace keyturn;
using records::completionsAt;
using records::QueryCompletions;
using records::QueryReading;
using records::QueryTokenKind;
using records::QueryVocabulary;
using records::readQuery;

namespace {

/// The tokens as "kind:text" in order.
QStringList spelled(const QString& text)
{
    static const char* const kNames[] = {"minus", "key", "is", "word", "time", "text"};
    QStringList out;
    for (const auto& token : readQuery(text).tokens)
        out += QLatin1String(kNames[static_cast<int>(token.kind)]) + u'|' +
               text.sliced(token.start, token.length);
    return out;
}

/// The stretches that are underlined.
QStringList faultsOf(const QString& text)
{
    QStringList out;
    for (const auto& fault : readQuery(text).faults)
        out += text.sliced(fault.start, fault.length);
    return out;
}

QueryVocabulary someWords()
{
    QueryVocabulary words;
    words.sources = {{QStringLiteral("Northgate Security"), {}}, {QStringLiteral("gateway-3"), {}}};
    words.models = {{QStringLiteral("larch-4"), QStringLiteral("Larch 4")}};
    words.times = {{QStringLiteral("2026-06-12"), QStringLiteral("today")}};
    return words;
}

/// What is offered where '|' stands in @p text.
QueryCompletions offeredIn(QString text)
{
    const qsizetype cursor = text.indexOf(u'|');
    text.remove(cursor, 1);
    return completionsAt(text, cursor, someWords());
}

QStringList textsOf(const QueryCompletions& completions)
{
    QStringList out;
    for (const auto& offer : completions.offers)
        out += offer.text;
    return out;
}

/// @p text with the first thing offered at '|' written there.
QString afterFirstOffer(QString text)
{
    const auto completions = offeredIn(text);
    text.remove(QChar(u'|'));
    return completions.offers.empty()
               ? QStringLiteral("nothing offered")
               : text.replace(completions.start, completions.length, completions.offers.front().text);
}

} // namespace

class TestQuerySyntax : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheExampleOfTheLanguageApart()
    {
        const QString text = QStringLiteral(
            "layer:abuse-at-scale severity>=high source:northgate \"tool use\" -after:x after:2026-06-01");
        QCOMPARE(spelled(text), (QStringList{"key|layer", "is|:", "word|abuse-at-scale", "key|severity",
                                             "is|>=", "word|high", "key|source", "is|:", "text|northgate",
                                             "text|\"tool use\"", "minus|-", "key|after", "is|:", "time|x",
                                             "key|after", "is|:", "time|2026-06-01"}));
        QCOMPARE(faultsOf(text), QStringList{"-after:x"});
    }

    void takesAColonBeforeAComparison()
    {
        QCOMPARE(readQuery(QStringLiteral("severity:>=high")).query,
                 readQuery(QStringLiteral("severity>=high")).query);
        QVERIFY(readQuery(QStringLiteral("severity:>=high")).faults.empty());
        QCOMPARE(faultsOf(QStringLiteral("layer:>=system")), QStringList{"layer:>=system"});
        QCOMPARE(readQuery(QStringLiteral("title:>=x")).query.texts.front().text, QStringLiteral(">=x"));
    }

    void namesTheStretchThatIsWrong_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QStringList>("faults");
        QTest::newRow("sound") << "a layer:system" << QStringList{};
        QTest::newRow("word") << "a severity:hgh b" << QStringList{"hgh"};
        QTest::newRow("second word") << "severity:high,hig b" << QStringList{"hig"};
        QTest::newRow("empty word") << "severity:high, b" << QStringList{"high,"};
        QTest::newRow("quoted word") << "severity:\"hgh\"" << QStringList{"hgh"};
        QTest::newRow("key") << "a colour:red b" << QStringList{"colour"};
        QTest::newRow("no value") << "layer:" << QStringList{"layer:"};
        QTest::newRow("time") << "after:soon" << QStringList{"soon"};
        QTest::newRow("open quote") << "a \"b c" << QStringList{"\"b c"};
        QTest::newRow("several") << "x:1 ok severity>=hgh -" << QStringList{"x", "hgh", "-"};
    }
    void namesTheStretchThatIsWrong()
    {
        QFETCH(const QString, query);
        QFETCH(const QStringList, faults);
        QCOMPARE(faultsOf(query), faults);
        QCOMPARE(readQuery(query).faults.empty(), records::parseQuery(query).has_value());
    }

    void goesOnBehindAFault()
    {
        const QueryReading reading = readQuery(QStringLiteral("colour:red title:fire"));
        QCOMPARE(reading.faults.size(), std::size_t{1});
        QCOMPARE(reading.query.texts.size(), std::size_t{1});
        QCOMPARE(reading.query.texts.front().text, QStringLiteral("fire"));
    }

    void tokensStandInOrderAndWithinTheText()
    {
        tests::RandomRecords random(77);
        const QStringList pieces{QStringLiteral("layer"), QStringLiteral(":"),      QStringLiteral("\""),
                                 QStringLiteral("-"),     QStringLiteral(">="),     QStringLiteral(" "),
                                 QStringLiteral("after"), QStringLiteral("2026"),   QStringLiteral("\\"),
                                 QStringLiteral(","),     QStringLiteral("source"), QStringLiteral("high"),
                                 QStringLiteral("model"), QStringLiteral("no"),     QString(QChar(0xD800))};
        for (int i = 0; i < 20'000; ++i) {
            QString text;
            for (std::uint32_t n = random.below(9); n > 0; --n)
                text += pieces.at(
                    static_cast<qsizetype>(random.below(static_cast<std::uint32_t>(pieces.size()))));
            const QueryReading reading = readQuery(text);
            qsizetype at = 0;
            for (const auto& token : reading.tokens) {
                QVERIFY(token.start >= at && token.length > 0);
                at = token.end();
            }
            QVERIFY(at <= text.size());
            for (const auto& fault : reading.faults)
                QVERIFY(fault.start >= 0 && fault.length > 0 && fault.start + fault.length <= text.size());
            QCOMPARE(reading.faults.empty(), records::parseQuery(text).has_value());
            for (qsizetype cursor = 0; cursor <= text.size(); ++cursor) {
                const QueryCompletions offered = completionsAt(text, cursor, someWords());
                QVERIFY(offered.start <= cursor && offered.start >= 0 && offered.length >= 0);
                QVERIFY(offered.start + offered.length <= text.size());
            }
        }
    }

    void offersNamesWhereAPartBegins()
    {
        QVERIFY(textsOf(offeredIn(QStringLiteral("|"))).contains(QStringLiteral("layer:")));
        QCOMPARE(textsOf(offeredIn(QStringLiteral("tool se|"))), (QStringList{"severity>=", "severity:"}));
        QCOMPARE(textsOf(offeredIn(QStringLiteral("-so|"))), (QStringList{"source-kind:", "source:"}));
        QVERIFY(offeredIn(QStringLiteral("se|")).areKeys);
        QVERIFY(!offeredIn(QStringLiteral("se|")).offers.front().hint.isEmpty());
        QVERIFY(offeredIn(QStringLiteral("\"se|")).offers.empty());
        QVERIFY(offeredIn(QStringLiteral("bypass|")).offers.empty());
    }

    void offersTheWordsOfAnAttribute()
    {
        QCOMPARE(textsOf(offeredIn(QStringLiteral("severity>=h|"))).front(), QStringLiteral("high"));
        QCOMPARE(textsOf(offeredIn(QStringLiteral("layer:scale|"))), QStringList{"abuse-at-scale"});
        QCOMPARE(textsOf(offeredIn(QStringLiteral("layer:system,data|"))), QStringList{"data-privacy"});
        QVERIFY(!offeredIn(QStringLiteral("layer:|")).areKeys);
        QVERIFY(offeredIn(QStringLiteral("title:|")).offers.empty());
        QVERIFY(offeredIn(QStringLiteral("colour:|")).offers.empty());
    }

    void offersWhatTheWorkspaceKnows()
    {
        QCOMPARE(textsOf(offeredIn(QStringLiteral("source:gat|"))),
                 (QStringList{"gateway-3", "\"Northgate Security\""}));
        QCOMPARE(textsOf(offeredIn(QStringLiteral("model:larch 4|"))).size(), 0);
        QCOMPARE(textsOf(offeredIn(QStringLiteral("model:Larch|"))), QStringList{"larch-4"});
        QCOMPARE(textsOf(offeredIn(QStringLiteral("after:tod|"))), QStringList{"2026-06-12"});
    }

    void replacesTheWordAtTheCursor_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("name") << "a lay| b"
                              << "a layer: b";
        QTest::newRow("word") << "severity>=h|ih b"
                              << "severity>=high b";
        QTest::newRow("in a list") << "layer:sys|,data-privacy"
                                   << "layer:system,data-privacy";
        QTest::newRow("quoted") << "source:\"north|"
                                << "source:\"Northgate Security\"";
        QTest::newRow("closed quote") << "source:\"north|gte\" x"
                                      << "source:\"Northgate Security\" x";
        QTest::newRow("time") << "before:2026-|"
                              << "before:2026-06-12";
    }
    void replacesTheWordAtTheCursor()
    {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        QCOMPARE(afterFirstOffer(before), after);
    }

    void whatIsQuotedComesBackAsItWas()
    {
        for (const char* text :
             {"plain", "two words", "say \"no\"", "back\\slash", "-minus", "a:b", "a>=b"}) {
            const QString value = QString::fromUtf8(text);
            const QueryReading reading =
                readQuery(QStringLiteral("source:") + records::quotedForQuery(value));
            QVERIFY2(reading.faults.empty(), text);
            QCOMPARE(reading.query.texts.front().text, value);
        }
    }
};

KEYTURN_TEST(TestQuerySyntax);
#include "test_query_syntax.moc"
