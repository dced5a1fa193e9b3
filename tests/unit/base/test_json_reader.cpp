// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"
#include "models/base/text_safety.h"
#include "tests/support/test_registry.h"

using namespace keyturn;
using namespace Qt::Literals::StringLiterals;
using base::JsonError;
using base::JsonReader;
using base::JsonValue;

namespace {

JsonValue json(const char* text)
{
    const auto value = base::parseStrictJson(text);
    if (!value)
        qFatal("%s", qPrintable(value.error().sentence()));
    return *value;
}

std::optional<int> coin(QStringView word)
{
    if (word == u"heads")
        return 1;
    if (word == u"tails")
        return 2;
    return std::nullopt;
}

} // namespace

class TestJsonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryKindOfField();
    void readsNothingWhereOptionalFieldsAreAbsentOrNull();
    void namesTheFirstFaultByItsPath();
    void refusesAFieldNobodyAskedFor();
    void showsAnUnknownFieldsNameAsItIs();
    void refusesFieldsOfAnotherType();
    void refusesIntegersOutOfRange();
    void refusesWordsOutsideAClosedList();
    void refusesDigestsAndTimesThatAreNone();
    void refusesWhatIsNoObject();
};
KEYTURN_TEST(TestJsonReader);

void TestJsonReader::readsEveryKindOfField()
{
    const JsonValue value =
        json(R"({"s":"x","i":5,"b":true,"l":["a","b"],"a":[1],"w":"tails","t":"2026-06-12T09:41:07Z",
        "d":"00000000000000000000000000000000000000000000000000000000000000ff","v":{"k":1}})");
    JsonReader reader(value, u"top"_s);
    QCOMPARE(reader.string("s"), u"x"_s);
    QCOMPARE(reader.integer("i", 0, 5), std::int64_t{5});
    QVERIFY(reader.boolean("b"));
    QCOMPARE(reader.strings("l"), (QStringList{u"a"_s, u"b"_s}));
    QCOMPARE(reader.array("a").size(), std::size_t{1});
    QCOMPARE(reader.word("w", coin), 2);
    QCOMPARE(base::toRfc3339(reader.time("t")), u"2026-06-12T09:41:07Z"_s);
    QCOMPARE(reader.digest("d").bytes[31], std::uint8_t{255});
    QVERIFY(reader.value("v").asObject());
    QVERIFY(reader.ok() && reader.finish());
}

void TestJsonReader::readsNothingWhereOptionalFieldsAreAbsentOrNull()
{
    const JsonValue value = json(R"({"s":null,"i":null,"t":null,"d":null,"w":null,"l":null,"b":null})");
    JsonReader reader(value, {});
    for (const char* key : {"s", "absent"})
        QVERIFY(!reader.optionalString(key));
    for (const char* key : {"i", "absent"})
        QVERIFY(!reader.optionalInteger(key, 0, 9));
    QVERIFY(!reader.optionalTime("t") && !reader.optionalDigest("d") && !reader.optionalWord("w", coin));
    QVERIFY(reader.stringsOrEmpty("l").isEmpty() && reader.arrayOrEmpty("absent").empty());
    QVERIFY(reader.booleanOr("b", true) && !reader.booleanOr("absent", false));
    QVERIFY(!reader.optionalValue("absent"));
    QVERIFY(reader.finish());
}

void TestJsonReader::namesTheFirstFaultByItsPath()
{
    const JsonValue value = json(R"({"i":"five"})");
    JsonReader reader(value, u"predicate.scope"_s);
    QCOMPARE(reader.integer("i", 1, 9), std::int64_t{1});
    QCOMPARE(reader.string("missing"), QString());
    const auto finished = reader.finish();
    QVERIFY(!finished && finished.error().is(JsonError::WrongType));
    QCOMPARE(finished.error().context.front(), u"predicate.scope.i"_s);
}

void TestJsonReader::refusesAFieldNobodyAskedFor()
{
    const JsonValue value = json(R"({"known":1,"extra":2})");
    JsonReader reader(value, u"top"_s);
    QCOMPARE(reader.integer("known", 0, 9), std::int64_t{1});
    const auto finished = reader.finish();
    QVERIFY(!finished && finished.error().is(JsonError::UnknownField));
    QCOMPARE(finished.error().context.front(), u"top.extra"_s);
}

void TestJsonReader::showsAnUnknownFieldsNameAsItIs()
{
    const JsonValue value = json(R"({"größe 漢":1})");
    JsonReader reader(value, u"top"_s);
    const auto finished = reader.finish();
    QVERIFY(!finished);
    QCOMPARE(finished.error().context.front(), u"top.größe 漢"_s);
    QVERIFY(!base::hasForbiddenCharacter(finished.error().sentence()));
}

void TestJsonReader::refusesFieldsOfAnotherType()
{
    const JsonValue value = json(R"({"s":1,"b":"true","l":["a",1],"a":{},"t":5})");
    const auto faultOf = [&](auto read) {
        JsonReader reader(value, {});
        read(reader);
        return !reader.ok();
    };
    QVERIFY(faultOf([](JsonReader& r) { (void)r.string("s"); }));
    QVERIFY(faultOf([](JsonReader& r) { (void)r.optionalString("s"); }));
    QVERIFY(faultOf([](JsonReader& r) { (void)r.boolean("b"); }));
    QVERIFY(faultOf([](JsonReader& r) { (void)r.booleanOr("b", false); }));
    QVERIFY(faultOf([](JsonReader& r) { (void)r.strings("l"); }));
    QVERIFY(faultOf([](JsonReader& r) { (void)r.array("a"); }));
    QVERIFY(faultOf([](JsonReader& r) { (void)r.time("t"); }));
    QVERIFY(faultOf([](JsonReader& r) { (void)r.value("absent"); }));
    QVERIFY(!faultOf([](JsonReader& r) { (void)r.optionalString("absent"); }));
}

void TestJsonReader::refusesIntegersOutOfRange()
{
    const JsonValue value = json(R"({"i":10})");
    JsonReader fits(value, {});
    QCOMPARE(fits.integer("i", 10, 10), std::int64_t{10});
    QVERIFY(fits.finish());
    JsonReader large(value, {});
    QCOMPARE(large.integer("i", 0, 9), std::int64_t{0});
    QVERIFY(large.finish().error().is(JsonError::BadValue));
    JsonReader small(value, {});
    QVERIFY(!small.optionalInteger("i", 11, 20));
    QVERIFY(small.finish().error().is(JsonError::BadValue));
}

void TestJsonReader::refusesWordsOutsideAClosedList()
{
    const JsonValue value = json(R"({"w":"edge"})");
    JsonReader reader(value, {});
    QVERIFY(!reader.optionalWord("w", coin));
    const auto finished = reader.finish();
    QVERIFY(finished.error().is(JsonError::BadValue));
    QVERIFY(finished.error().sentence().contains(u"edge"_s));
}

void TestJsonReader::refusesDigestsAndTimesThatAreNone()
{
    const JsonValue value = json(R"({"d":"00FF","t":"2026-06-12"})");
    JsonReader digest(value, {});
    QVERIFY(!digest.optionalDigest("d"));
    QVERIFY(digest.finish().error().is(JsonError::BadValue));
    JsonReader time(value, {});
    QVERIFY(!time.optionalTime("t"));
    QVERIFY(time.finish().error().is(JsonError::BadValue));
}

void TestJsonReader::refusesWhatIsNoObject()
{
    const JsonValue value = json("[1]");
    JsonReader reader(value, u"list[0]"_s);
    QCOMPARE(reader.string("a"), QString());
    const auto finished = reader.finish();
    QVERIFY(!finished && finished.error().is(JsonError::WrongType));
    QCOMPARE(finished.error().context.front(), u"list[0]"_s);
}

#include "test_json_reader.moc"
