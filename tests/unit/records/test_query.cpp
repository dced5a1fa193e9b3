// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/query.h"
#include "tests/support/test_registry.h"
#include "tests/unit/records/sample_records.h"

using namespace keyturn;
using records::Attribute;
using records::AttributePredicate;
using records::parseQuery;
using records::Query;
using records::RecordsError;
using records::TextPlace;
using records::TextTerm;

namespace {

constexpr std::int64_t kJune1Us = 1'780'272'000 * base::kUsPerSecond;

Query parsed(const char* text)
{
    auto query = parseQuery(QString::fromUtf8(text));
    if (!query)
        qWarning("%s", qPrintable(query.error().sentence()));
    return query.value_or(Query{{}, {}, {}, {{QStringLiteral("malformed"), TextPlace::Anywhere, true}}});
}

Query ofTexts(std::vector<TextTerm> texts)
{
    Query query;
    query.texts = std::move(texts);
    return query;
}

Query ofAttribute(Attribute attribute, std::uint32_t allowed)
{
    Query query;
    query.attributes.push_back({attribute, allowed});
    return query;
}

domain::Event eventAt(std::int64_t us)
{
    domain::Event event;
    event.occurredAt = {{us}, base::TimePrecision::Second, QStringLiteral("Z")};
    event.title = QStringLiteral("Safeguard bypass on larch-4-agent");
    event.description = QStringLiteral("Prompt \"ignore\" reaches the tool\nsecond line Straße");
    event.source = QStringLiteral("Northgate Security");
    event.reference = QStringLiteral("CASE-17");
    event.models = QStringList{QStringLiteral("larch-4"), QStringLiteral("larch-4-agent")};
    event.raw = QStringLiteral("{\"hidden\":true}");
    event.severity = domain::Severity::High;
    event.layer = domain::Layer::ModelBehaviour;
    return event;
}

} // namespace

class TestQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTexts()
    {
        const auto anywhere = TextPlace::Anywhere;
        QCOMPARE(parsed(""), Query());
        QCOMPARE(parsed("  \t "), Query());
        QCOMPARE(parsed("tool use"), ofTexts({{QStringLiteral("tool"), anywhere, false},
                                              {QStringLiteral("use"), anywhere, false}}));
        QCOMPARE(parsed("\"tool use\" -word"), ofTexts({{QStringLiteral("tool use"), anywhere, false},
                                                        {QStringLiteral("word"), anywhere, true}}));
        QCOMPARE(parsed("-\"two words\""), ofTexts({{QStringLiteral("two words"), anywhere, true}}));
        QCOMPARE(parsed("\"say \\\"no\\\" \\\\ \\n\""),
                 ofTexts({{QStringLiteral("say \"no\" \\ \\n"), anywhere, false}}));
        QCOMPARE(parsed("データ漏洩"), ofTexts({{QString::fromUtf8("データ漏洩"), anywhere, false}}));
        QCOMPARE(parsed("source:northgate"),
                 ofTexts({{QStringLiteral("northgate"), TextPlace::Source, false}}));
        QCOMPARE(parsed("-source:\"north gate\""),
                 ofTexts({{QStringLiteral("north gate"), TextPlace::Source, true}}));
        QCOMPARE(parsed("Title:a description:b ref:c model:d"),
                 ofTexts({{QStringLiteral("a"), TextPlace::Title, false},
                          {QStringLiteral("b"), TextPlace::Description, false},
                          {QStringLiteral("c"), TextPlace::Reference, false},
                          {QStringLiteral("d"), TextPlace::Model, false}}));
    }

    void whatOnlyLooksLikeAnAttributeIsText()
    {
        for (const char* text : {"https://example.org/?a=b", "status=200", "a>b", "10:30", "x<y", "title=x",
                                 "foo\"bar", "::1", "CVE-2026-1", ">="})
            QCOMPARE(parsed(text), ofTexts({{QString::fromUtf8(text), TextPlace::Anywhere, false}}));
        QCOMPARE(parsed("\"severity:high\""),
                 ofTexts({{QStringLiteral("severity:high"), TextPlace::Anywhere, false}}));
        QCOMPARE(parsed("-=-"), ofTexts({{QStringLiteral("=-"), TextPlace::Anywhere, true}}));
    }

    void readsAttributes()
    {
        QCOMPARE(parsed("layer:abuse-at-scale"), ofAttribute(Attribute::Layer, 1u << 4));
        QCOMPARE(parsed("LAYER:System,data-privacy"), ofAttribute(Attribute::Layer, 1u << 2 | 1u << 3));
        QCOMPARE(parsed("-layer:system"), ofAttribute(Attribute::Layer, 0b11011));
        QCOMPARE(parsed("severity:high"), ofAttribute(Attribute::Severity, 1u << 4));
        QCOMPARE(parsed("severity=high"), ofAttribute(Attribute::Severity, 1u << 4));
        QCOMPARE(parsed("severity>=high"), ofAttribute(Attribute::Severity, 0b110000));
        QCOMPARE(parsed("severity>high"), ofAttribute(Attribute::Severity, 0b100000));
        QCOMPARE(parsed("severity<=low"), ofAttribute(Attribute::Severity, 0b000110));
        QCOMPARE(parsed("severity<low"), ofAttribute(Attribute::Severity, 0b000010));
        QCOMPARE(parsed("severity:not-stated"), ofAttribute(Attribute::Severity, 1));
        QCOMPARE(parsed("-severity>=high"), ofAttribute(Attribute::Severity, 0b001111));
        QCOMPARE(parsed("credibility>=credible-threat-model"), ofAttribute(Attribute::Credibility, 0b1100));
        QCOMPARE(parsed("kind:escalation"), ofAttribute(Attribute::Kind, 1u << 1));
        QCOMPARE(parsed("source-kind:partner,customer"),
                 ofAttribute(Attribute::SourceKind, 1u << 3 | 1u << 4));
    }

    void readsTimes()
    {
        QCOMPARE(parsed("after:2026-06-01").notBefore, base::UtcTime{kJune1Us});
        QCOMPARE(parsed("after:2026-06").notBefore, base::UtcTime{kJune1Us});
        QCOMPARE(parsed("after:2026").notBefore, base::UtcTime{kJune1Us - 151 * base::kUsPerDay});
        QCOMPARE(parsed("before:2026-06-01T02:00:00+02:00").before, base::UtcTime{kJune1Us});
        QCOMPARE(parsed("before:2026-06-01T00:00:00.5Z").before, base::UtcTime{kJune1Us + 500'000});
        QCOMPARE(parsed("after:2026-06-01 after:2026-05-01").notBefore, base::UtcTime{kJune1Us});
        QCOMPARE(parsed("before:2026-06-01 before:2026-07-01").before, base::UtcTime{kJune1Us});
    }

    void refusesWithPartAndPlace_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("part");
        QTest::addColumn<int>("character");
        QTest::newRow("unknown attribute") << "word sevrity:high"
                                           << "sevrity:high" << 6;
        QTest::newRow("unknown value") << "layer:physical"
                                       << "layer:physical" << 1;
        QTest::newRow("unknown value in list") << "kind:note,gossip"
                                               << "kind:note,gossip" << 1;
        QTest::newRow("no value") << "a  layer: b"
                                  << "layer:" << 4;
        QTest::newRow("no text") << "source:"
                                 << "source:" << 1;
        QTest::newRow("empty quotes") << "a \"\""
                                      << "\"\"" << 3;
        QTest::newRow("empty quotes of attribute") << "title:\"\""
                                                   << "title:\"\"" << 1;
        QTest::newRow("open quote") << "ab \"cd ef"
                                    << "\"cd ef" << 4;
        QTest::newRow("text after quote") << "\"a\"b"
                                          << "\"a\"b" << 1;
        QTest::newRow("lone minus") << "a - b"
                                    << "-" << 3;
        QTest::newRow("order of layers") << "layer>=system"
                                         << "layer>=system" << 1;
        QTest::newRow("comparison with list") << "severity>=low,high"
                                              << "severity>=low,high" << 1;
        QTest::newRow("no time") << "after:tomorrow"
                                 << "after:tomorrow" << 1;
        QTest::newRow("no such day") << "before:2026-02-30"
                                     << "before:2026-02-30" << 1;
        QTest::newRow("no zone") << "after:2026-06-01T10:00:00"
                                 << "after:2026-06-01T10:00:00" << 1;
        QTest::newRow("negated time") << "-after:2026"
                                      << "-after:2026" << 1;
        QTest::newRow("terminal escape") << "sev\x1b[31m: a:b"
                                         << "a:b" << 11;
    }
    void refusesWithPartAndPlace()
    {
        QFETCH(const QString, query);
        QFETCH(const QString, part);
        QFETCH(const int, character);
        const auto result = parseQuery(query);
        QVERIFY(!result);
        QVERIFY(result.error().is(RecordsError::QueryMalformed));
        QCOMPARE(result.error().context.at(0), part);
        QVERIFY2(result.error().context.at(1).contains(QStringLiteral("character %1)").arg(character)),
                 qPrintable(result.error().context.at(1)));
        QCOMPARE(result.error().outcome(), base::Outcome::Usage);
    }

    void refusesWhatIsTooLong()
    {
        QVERIFY(parseQuery(QString(4096, u'x')));
        QVERIFY(parseQuery(QString(4097, u'x')).error().is(RecordsError::QueryMalformed));
    }

    void anyTextIsReadOrRefused()
    {
        tests::RandomRecords random(51);
        const QStringList pieces{
            QStringLiteral("layer"),    QStringLiteral(":"),      QStringLiteral("\""),
            QStringLiteral("-"),        QStringLiteral(">="),     QStringLiteral("after"),
            QStringLiteral("2026"),     QStringLiteral(" "),      QStringLiteral("\\"),
            QStringLiteral(","),        QStringLiteral("source"), QStringLiteral("high"),
            QStringLiteral("severity"), QString(QChar(0xD800))};
        for (int i = 0; i < 20000; ++i) {
            QString text;
            for (std::uint32_t n = random.below(9); n > 0; --n)
                text += pieces.at(
                    static_cast<qsizetype>(random.below(static_cast<std::uint32_t>(pieces.size()))));
            const auto query = parseQuery(text);
            if (query) {
                for (const TextTerm& term : query->texts)
                    QVERIFY(!term.text.isEmpty());
            } else {
                QVERIFY(query.error().is(RecordsError::QueryMalformed));
            }
        }
    }

    void everyPartMustHold()
    {
        const domain::Event event = eventAt(kJune1Us);
        for (const char* text :
             {"", "bypass", "BYPASS tool", "\"\\\"ignore\\\" reaches\"", "source:north severity>=high",
              "layer:model-behaviour -privacy", "after:2026-06-01 before:2026-06-02", "model:AGENT",
              "ref:case-17", "hidden", "description:line", "STRAßE", "\"line straße\""})
            QVERIFY2(records::matches(parsed(text), event), text);
        for (const char* text :
             {"bypass absent", "severity:low", "-bypass", "before:2026-06-01", "after:2026-06-02",
              "source:larch", "title:prompt", "model:northgate", "strasse", "high", "lin\u212A"})
            QVERIFY2(!records::matches(parsed(text), event), text);
    }

    void columnsGiveTheSameAnswerAsTheEvent()
    {
        tests::RandomRecords random(52);
        std::vector<domain::NormalisedRecord> source;
        for (int i = 0; i < 300; ++i)
            source.push_back(random.next());
        const auto blocks = tests::MemoryBlocks::of(source, 1000);
        const auto columns = records::decodeColumns(blocks.block(0).columns);
        const auto text = records::BlockText::decode(blocks.block(0).text, 300);
        QVERIFY(columns && text);
        for (const char* asked :
             {"", "severity>=high", "severity<=low", "-severity:not-stated", "layer:system,abuse-at-scale",
              "credibility:observed-behaviour kind:signal,note", "source-kind:regulator", "after:1970-02-01",
              "before:1970-02-01", "after:1969-12-01 before:1970-01-15 severity:low"}) {
            const Query query = parsed(asked);
            for (std::uint32_t i = 0; i < 300; ++i) {
                const auto event = records::decodeRecord(text->record(i));
                QCOMPARE(records::matchesColumns(query, *columns, i), records::matches(query, *event));
            }
        }
    }

    void recordsWithoutATimeAreLeftOutOfSpans()
    {
        domain::Event event = eventAt(kJune1Us);
        event.occurredAt = {};
        QVERIFY(!records::matches(parsed("after:1900"), event));
        QVERIFY(!records::matches(parsed("before:2100"), event));
        QVERIFY(records::matches(parsed("bypass"), event));
    }

    void snippetShowsTheFirstFoundTextHarmlessly()
    {
        domain::Event event = eventAt(0);
        QCOMPARE(records::snippet(parsed("reaches"), event, 30),
                 QStringLiteral("…\"ignore\" reaches the tool sec…"));
        QCOMPARE(records::snippet(parsed("bypass"), event, 500), event.title);
        QCOMPARE(records::snippet(parsed(""), event, 500), event.title);
        QCOMPARE(records::snippet(parsed("severity:high -absent"), event, 500), event.title);
        QCOMPARE(records::snippet(parsed("source:gate"), event, 500), event.source);
        event.raw = QString(500, u'x') + QStringLiteral(" \x1b[31mneedle\u202E ") + QString(500, u'y');
        const QString cut = records::snippet(parsed("needle"), event, 60);
        QVERIFY(cut.contains(QStringLiteral("needle")));
        QVERIFY(!cut.contains(QChar(0x1b)) && !cut.contains(QChar(0x202E)));
        event.raw = QString::fromUtf8("🔑").repeated(200) + QStringLiteral("needle");
        QVERIFY(!records::snippet(parsed("needle"), event, 31).toUtf8().contains('?'));
    }
};
KEYTURN_TEST(TestQuery);
#include "test_query.moc"
