// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"
#include "models/base/text_safety.h"
#include "tests/support/test_registry.h"

#include <random>

using namespace keyturn;
using namespace Qt::Literals::StringLiterals;
using base::JsonArray;
using base::JsonError;
using base::JsonObject;
using base::JsonValue;
using base::parseStrictJson;

Q_DECLARE_METATYPE(keyturn::base::JsonError)

namespace {

/// @p depth arrays within each other around nothing.
QByteArray nested(int depth)
{
    return QByteArray(depth, '[') + QByteArray(depth, ']');
}

/// @p depth objects within each other around a number.
QByteArray nestedObjects(int depth)
{
    return QByteArray("{\"a\":").repeated(depth) + "1" + QByteArray(depth, '}');
}

JsonValue randomValue(std::mt19937& random, int depth)
{
    switch (random() % (depth > 4 ? 4 : 6)) {
    case 0:
        return {};
    case 1:
        return random() % 2 == 0;
    case 2:
        return static_cast<std::int64_t>((std::uint64_t{random()} << 21) ^ random()) *
               (random() % 2 == 0 ? 1 : -1);
    case 3: {
        QString text;
        for (std::size_t i = random() % 12; i > 0; --i) {
            static const QStringList parts{u"a"_s,  u"\""_s, u"\\"_s, u"/"_s,     u"ü"_s,
                                           u"漢"_s, u"𝔎"_s,  u" "_s,  u"\u00a0"_s};
            text += parts[static_cast<qsizetype>(random() % 9)];
        }
        return text;
    }
    case 4: {
        JsonArray array;
        for (std::size_t i = random() % 4; i > 0; --i)
            array.push_back(randomValue(random, depth + 1));
        return array;
    }
    default: {
        JsonObject object;
        for (std::size_t i = random() % 4; i > 0; --i)
            object.emplace_back(u"key %1"_s.arg(i), randomValue(random, depth + 1));
        return object;
    }
    }
}

} // namespace

class TestStrictJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEachKindOfValue();
    void keepsMembersInTheOrderWritten();
    void takesWhatIsAllowed_data();
    void takesWhatIsAllowed();
    void refusesWhatIsNotAllowed_data();
    void refusesWhatIsNotAllowed();
    void namesTheKeyThatStandsTwice();
    void showsHostileTextHarmless();
    void refusesInvalidUtf8_data();
    void refusesInvalidUtf8();
    void refusesEveryTruncation();
    void writesWhatItReadsBack();
    void writesTheSameBytesForTheSameValue();
    void escapesWhatJsonMustEscape();
    void indentsForPeople();
};
KEYTURN_TEST(TestStrictJson);

void TestStrictJson::readsEachKindOfValue()
{
    const auto value = parseStrictJson(R"( {"n":null,"t":true,"i":-7,"s":"ü\u00fc\n😀","a":[1,[]],"o":{}} )");
    // A line end in a string is a control character: not in signed text.
    QVERIFY(!value && value.error().is(JsonError::ForbiddenCharacter));
    const auto good =
        parseStrictJson(R"( {"n":null,"t":true,"i":-7,"s":"ü\u00fc😀\ud83d\ude00","a":[1,[]],"o":{}} )");
    QVERIFY(good);
    const JsonObject expected{{u"n"_s, JsonValue()},
                              {u"t"_s, true},
                              {u"i"_s, -7},
                              {u"s"_s, u"üü😀😀"_s},
                              {u"a"_s, JsonArray{1, JsonArray{}}},
                              {u"o"_s, JsonObject{}}};
    QCOMPARE(*good, JsonValue(expected));
}

void TestStrictJson::keepsMembersInTheOrderWritten()
{
    const auto value = parseStrictJson(R"({"b":1,"a":2,"B":3})");
    QVERIFY(value);
    const JsonObject& object = *value->asObject();
    QCOMPARE(object[0].first, u"b"_s);
    QCOMPARE(object[1].first, u"a"_s);
    QCOMPARE(object[2].first, u"B"_s);
}

void TestStrictJson::takesWhatIsAllowed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("2^53-1") << QByteArray("9007199254740991");
    QTest::newRow("-(2^53-1)") << QByteArray("-9007199254740991");
    QTest::newRow("zero") << QByteArray("0");
    QTest::newRow("minus zero") << QByteArray("-0");
    QTest::newRow("32 arrays") << nested(32);
    QTest::newRow("31 objects around a number") << nestedObjects(31);
    QTest::newRow("same key in two objects") << QByteArray(R"([{"a":1},{"a":2}])");
    QTest::newRow("same key at two depths") << QByteArray(R"({"a":{"a":2}})");
    QTest::newRow("keys that differ in case") << QByteArray(R"({"a":1,"A":2})");
    QTest::newRow("surrogate pair") << QByteArray(R"("\ud83d\ude00")");
    QTest::newRow("white space around") << QByteArray(" \t\r\n[ 1 , 2 ] \n");
    QTest::newRow("zero-width joiner, which emoji need") << QByteArray("\"\xe2\x80\x8d\"");
    QTest::newRow("empty string and key") << QByteArray(R"({"":""})");
}

void TestStrictJson::takesWhatIsAllowed()
{
    QFETCH(QByteArray, bytes);
    const auto value = parseStrictJson(bytes);
    QVERIFY2(value, value ? "" : qPrintable(value.error().sentence()));
}

void TestStrictJson::refusesWhatIsNotAllowed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<JsonError>("error");
    const auto row = [](const char* name, const QByteArray& bytes, JsonError error) {
        QTest::newRow(name) << bytes << error;
    };
    row("nothing", "", JsonError::Malformed);
    row("white space only", " \n", JsonError::Malformed);
    row("byte order mark", "\xef\xbb\xbf{}", JsonError::ByteOrderMark);
    row("UTF-16", QByteArray("\xff\xfe{\0}\0", 6), JsonError::Malformed);
    row("two values", "1 2", JsonError::Malformed);
    row("text after the value", "{} x", JsonError::Malformed);
    row("trailing comma", "[1,]", JsonError::Malformed);
    row("single quotes", "{'a':1}", JsonError::Malformed);
    row("key without quotes", "{a:1}", JsonError::Malformed);
    row("comment", "[1] // one", JsonError::Malformed);
    row("NaN", "NaN", JsonError::Malformed);
    row("leading zero", "01", JsonError::Malformed);
    row("plus sign", "+1", JsonError::Malformed);
    row("NUL after the value", QByteArray("{}\0", 3), JsonError::Malformed);
    row("raw line end in a string", "\"a\nb\"", JsonError::Malformed);
    row("bad escape", R"("\x41")", JsonError::Malformed);
    row("key twice", R"({"a":1,"b":2,"a":1})", JsonError::DuplicateKey);
    row("key twice, once escaped", R"({"a":1,"\u0061":2})", JsonError::DuplicateKey);
    row("key twice, deep", R"([{"x":[{"k":1,"k":2}]}])", JsonError::DuplicateKey);
    row("empty key twice", R"({"":1,"":2})", JsonError::DuplicateKey);
    row("fraction", "1.5", JsonError::NotAnInteger);
    row("fraction of nothing", "1.0", JsonError::NotAnInteger);
    row("exponent", "1e2", JsonError::NotAnInteger);
    row("minus zero as a fraction", "-0.0", JsonError::NotAnInteger);
    row("2^53", "9007199254740992", JsonError::IntegerTooLarge);
    row("-2^53", "-9007199254740992", JsonError::IntegerTooLarge);
    row("2^63", "9223372036854775808", JsonError::IntegerTooLarge);
    row("2^64-1", "18446744073709551615", JsonError::IntegerTooLarge);
    row("33 arrays", nested(33), JsonError::TooDeep);
    row("32 objects around a number", nestedObjects(32), JsonError::TooDeep);
    row("100,000 arrays", nested(100'000), JsonError::TooDeep);
    row("escaped NUL", R"("\u0000")", JsonError::ForbiddenCharacter);
    row("escaped line end", R"("a\nb")", JsonError::ForbiddenCharacter);
    row("escaped tab", R"("a\tb")", JsonError::ForbiddenCharacter);
    row("terminal escape", R"("\u001b[31m")", JsonError::ForbiddenCharacter);
    row("DEL", "\"\x7f\"", JsonError::ForbiddenCharacter);
    row("C1 control", R"("\u0085")", JsonError::ForbiddenCharacter);
    row("right-to-left override", R"("\u202e")", JsonError::ForbiddenCharacter);
    row("right-to-left override in UTF-8", "\"\xe2\x80\xae\"", JsonError::ForbiddenCharacter);
    row("isolate in a key", R"({"a\u2066":1})", JsonError::ForbiddenCharacter);
    row("Arabic letter mark", R"("\u061c")", JsonError::ForbiddenCharacter);
    row("line separator", R"("\u2028")", JsonError::ForbiddenCharacter);
    row("byte order mark inside", R"("\ufeff")", JsonError::ForbiddenCharacter);
}

void TestStrictJson::refusesWhatIsNotAllowed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(JsonError, error);
    const auto value = parseStrictJson(bytes);
    QVERIFY(!value);
    QVERIFY2(value.error().is(error), qPrintable(value.error().name()));
    QCOMPARE(value.error().outcome(), base::Outcome::Integrity);
}

void TestStrictJson::namesTheKeyThatStandsTwice()
{
    const auto value = parseStrictJson(R"({"scope":1,"scope":2})");
    QVERIFY(!value);
    QCOMPARE(value.error().context, QStringList{u"scope"_s});
}

void TestStrictJson::showsHostileTextHarmless()
{
    const auto value = parseStrictJson(R"({"\u001b[2J\u202eevil":1})");
    QVERIFY(!value);
    QVERIFY(!base::hasForbiddenCharacter(value.error().sentence()));
    QVERIFY(value.error().sentence().contains(u"⟨U+202E⟩evil"_s));
}

void TestStrictJson::refusesInvalidUtf8_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("lone continuation") << QByteArray("\x80");
    QTest::newRow("cut sequence") << QByteArray("\xe2\x82");
    QTest::newRow("overlong slash") << QByteArray("\xc0\xaf");
    QTest::newRow("surrogate in UTF-8") << QByteArray("\xed\xa0\x80");
    QTest::newRow("beyond U+10FFFF") << QByteArray("\xf4\x90\x80\x80");
    QTest::newRow("Latin-1") << QByteArray("caf\xe9");
    QTest::newRow("lone high surrogate") << QByteArray(R"(\ud800)");
    QTest::newRow("lone low surrogate") << QByteArray(R"(\udc00)");
    QTest::newRow("high surrogate and a letter") << QByteArray(R"(\ud83dx)");
    QTest::newRow("high surrogate and another") << QByteArray(R"(\ud83d\ud83d)");
    QTest::newRow("surrogates the wrong way round") << QByteArray(R"(\ude00\ud83d)");
    QTest::newRow("high surrogate and an escape") << QByteArray(R"(\ud83d\u0041)");
}

void TestStrictJson::refusesInvalidUtf8()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseStrictJson("\"" + text + "\""));
    QVERIFY(!parseStrictJson("{\"" + text + "\":1}"));
}

void TestStrictJson::refusesEveryTruncation()
{
    const QByteArray whole = R"({"a":[1,true,null,"text"],"b":{"c":-5}})";
    QVERIFY(parseStrictJson(whole));
    for (qsizetype size = 0; size < whole.size(); ++size)
        QVERIFY2(!parseStrictJson(QByteArrayView(whole).first(size)), whole.left(size).constData());
}

void TestStrictJson::writesWhatItReadsBack()
{
    for (std::uint32_t seed = 0; seed < 500; ++seed) {
        std::mt19937 random(seed);
        const JsonValue value = randomValue(random, 0);
        const auto compact = parseStrictJson(base::toJsonBytes(value));
        QVERIFY2(compact && *compact == value, base::toJsonBytes(value).constData());
        const auto indented = parseStrictJson(base::toIndentedJsonBytes(value));
        QVERIFY(indented && *indented == value);
    }
}

void TestStrictJson::writesTheSameBytesForTheSameValue()
{
    const QByteArray bytes = R"({"b":[1,-2,"ü/𝔎"],"a":null,"c":{"d":false}})";
    const auto value = parseStrictJson(bytes);
    QVERIFY(value);
    QCOMPARE(base::toJsonBytes(*value), bytes);
}

void TestStrictJson::escapesWhatJsonMustEscape()
{
    QCOMPARE(base::toJsonBytes(u"a\"b\\c/d\n\r\t\u0001\u001f\u007f"_s),
             QByteArray("\"a\\\"b\\\\c/d\\n\\r\\t\\u0001\\u001f\x7f\""));
    // At each place of a longer text: it is escaped a word of bytes at a time.
    for (qsizetype place = 0; place < 40; ++place) {
        for (const char* special : {"\"", "\\", "\n", "\x01"}) {
            QByteArray text(40, 'x');
            text[place] = *special;
            std::string written;
            base::appendJsonString(written, {text.constData(), static_cast<std::size_t>(text.size())});
            const QByteArray before(place, 'x');
            const QByteArray after(39 - place, 'x');
            const QByteArray escaped = *special == '\n' ? QByteArray("\\n")
                                       : *special == 1  ? QByteArray("\\u0001")
                                                        : QByteArray("\\") + special;
            QCOMPARE(QByteArray::fromStdString(written), "\"" + before + escaped + after + "\"");
        }
        // Bytes beside those that are escaped, and beyond ASCII, stay.
        for (const unsigned char plain : {0x20, 0x21, 0x23, 0x5b, 0x5d, 0x7f, 0x80, 0xa0, 0xc3, 0xff}) {
            std::string text(40, 'x');
            text[static_cast<std::size_t>(place)] = static_cast<char>(plain);
            std::string written;
            base::appendJsonString(written, text);
            QCOMPARE(written, '"' + text + '"');
        }
    }
    // Where every byte takes the most room, at every length.
    for (std::size_t size = 0; size < 600; ++size) {
        std::string expected = "\"";
        for (std::size_t i = 0; i < size; ++i)
            expected += "\\u0002";
        std::string written;
        base::appendJsonString(written, std::string(size, '\x02'));
        QCOMPARE(written, expected + '"');
    }
    // Whatever the length, and behind what stood there before: one byte after another, as RFC 8259 has it.
    std::mt19937 random(7);
    for (std::size_t size = 0; size < 4'000; size += 1 + size / 9) {
        std::string text;
        std::string expected = "before\"";
        while (text.size() < size) {
            const char c = random() % 3 == 0 ? static_cast<char>(random() % 0x60) : 'x';
            text.push_back(c);
            const auto code = static_cast<unsigned>(c);
            if (c == '"' || c == '\\')
                expected += {'\\', c};
            else if (c == '\n' || c == '\r' || c == '\t')
                expected += {'\\', c == '\n' ? 'n' : c == '\r' ? 'r' : 't'};
            else if (code < 0x20)
                expected += QStringLiteral("\\u%1").arg(code, 4, 16, QLatin1Char('0')).toStdString();
            else
                expected += c;
        }
        std::string written = "before";
        base::appendJsonString(written, text);
        QCOMPARE(written, expected + '"');
    }
}

void TestStrictJson::indentsForPeople()
{
    const JsonObject object{{u"a"_s, JsonArray{1, 2}}, {u"b"_s, JsonObject{}}, {u"c"_s, JsonArray{}}};
    QCOMPARE(base::toIndentedJsonBytes(object),
             QByteArray("{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {},\n  \"c\": []\n}\n"));
}

#include "test_strict_json.moc"
