// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/record_bytes.h"
#include "models/records/record_fields.h"
#include "tests/support/test_registry.h"
#include "tests/unit/records/sample_records.h"

using namespace keyturn;
using records::decodeNormalised;
using records::decodeRecord;
using records::encodeRecord;
using records::RecordsError;

namespace {

/// Everything of two records, said apart so that a failure names the field.
void compareRecords(const domain::NormalisedRecord& actual, const domain::NormalisedRecord& expected)
{
    QCOMPARE(actual.kind, expected.kind);
    QCOMPARE(actual.occurredAt, expected.occurredAt);
    QCOMPARE(actual.title, expected.title);
    QCOMPARE(actual.description, expected.description);
    QCOMPARE(actual.source, expected.source);
    QCOMPARE(actual.sourceKind, expected.sourceKind);
    QCOMPARE(actual.severity, expected.severity);
    QCOMPARE(actual.credibility, expected.credibility);
    QCOMPARE(actual.layer, expected.layer);
    QCOMPARE(actual.reference, expected.reference);
    QCOMPARE(actual.models, expected.models);
    QCOMPARE(actual.assumptions, expected.assumptions);
    QCOMPARE(actual.number, expected.number);
    QCOMPARE(actual.adapter, expected.adapter);
    QCOMPARE(actual.raw, expected.raw);
    QCOMPARE(actual.rawIsCut, expected.rawIsCut);
    QCOMPARE(actual.rawSha256, expected.rawSha256);
}

domain::NormalisedRecord fullRecord()
{
    domain::NormalisedRecord record;
    record.kind = domain::RecordKind::Escalation;
    record.occurredAt = {{1'781'257'267'123'456}, base::TimePrecision::Microsecond, QStringLiteral("+02:00")};
    record.title = "Say \"no\" now";
    record.description = "a\\b\n\x01";
    record.source = "Northgate";
    record.sourceKind = domain::SourceKind::Partner;
    record.severity = domain::Severity::High;
    record.credibility = domain::Credibility::ObservedBehaviour;
    record.layer = domain::Layer::AbuseAtScale;
    record.reference = "CVE-2026-1";
    record.models = {"larch-4", "larch-4-agent"};
    record.assumptions = {"time has no zone, read as UTC"};
    record.number = 18'446'744'073'709'551'615u;
    record.adapter = "timesketch-csv/1";
    record.raw = "äöü,🔑";
    record.rawIsCut = true;
    record.rawSha256 = std::string(64, 'b');
    return record;
}

} // namespace

class TestRecordBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesAreFixed()
    {
        QCOMPARE(encodeRecord(fullRecord()),
                 std::string(
                     R"({"v":1,"adapter":"timesketch-csv/1","n":18446744073709551615,"kind":"escalation",)"
                     R"("occurred_at":"2026-06-12T09:41:07.123456Z","us":1781257267123456,)"
                     "\"precision\":\"microsecond\",\"zone\":\"+02:00\",\"title\":\"Say \\\"no\\\" now\","
                     R"("description":"a\\b\n\u0001","source":"Northgate","source_kind":"partner",)"
                     R"("severity":"high","credibility":"observed-behaviour","layer":"abuse-at-scale",)"
                     R"("ref":"CVE-2026-1","models":["larch-4","larch-4-agent"],)"
                     R"("assumptions":["time has no zone, read as UTC"],"raw":"äöü,🔑","raw_cut":true,)"
                     R"("raw_sha256":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"})"));
        domain::NormalisedRecord empty;
        empty.title = "t";
        QCOMPARE(encodeRecord(empty), std::string(R"({"v":1,"n":0,"kind":"signal","title":"t"})"));
    }

    void keepsEveryField()
    {
        const auto decoded = decodeNormalised(encodeRecord(fullRecord()));
        QVERIFY(decoded);
        compareRecords(*decoded, fullRecord());
    }

    void keepsEveryFieldOfHostileRecords()
    {
        tests::RandomRecords random(1);
        for (int i = 0; i < 5000; ++i) {
            const domain::NormalisedRecord record = random.next();
            const auto decoded = decodeNormalised(encodeRecord(record));
            QVERIFY2(decoded, encodeRecord(record).c_str());
            compareRecords(*decoded, record);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void eventHoldsTheSame()
    {
        const auto event = decodeRecord(encodeRecord(fullRecord()));
        QVERIFY(event);
        QCOMPARE(event->kind, domain::RecordKind::Escalation);
        QCOMPARE(event->occurredAt, fullRecord().occurredAt);
        QCOMPARE(event->title, QStringLiteral("Say \"no\" now"));
        QCOMPARE(event->description, QStringLiteral("a\\b\n\x01"));
        QCOMPARE(event->source, QStringLiteral("Northgate"));
        QCOMPARE(event->sourceKind, domain::SourceKind::Partner);
        QCOMPARE(event->severity, domain::Severity::High);
        QCOMPARE(event->credibility, domain::Credibility::ObservedBehaviour);
        QCOMPARE(event->layer, domain::Layer::AbuseAtScale);
        QCOMPARE(event->reference, QStringLiteral("CVE-2026-1"));
        QCOMPARE(event->models, QStringList({QStringLiteral("larch-4"), QStringLiteral("larch-4-agent")}));
        QCOMPARE(event->assumptions, QStringList(QStringLiteral("time has no zone, read as UTC")));
        QCOMPARE(event->number, 18'446'744'073'709'551'615u);
        QCOMPARE(event->adapter, QStringLiteral("timesketch-csv/1"));
        QCOMPARE(event->raw, QString::fromUtf8("äöü,🔑"));
    }

    void statesTimesAsFinelyAsTheSource_data()
    {
        QTest::addColumn<int>("precision");
        QTest::addColumn<qint64>("us");
        QTest::addColumn<QByteArray>("written");
        constexpr qint64 kUs = 1'532'689'087'012'034; // 2018-07-27T10:58:07.012034Z
        QTest::newRow("year") << 1 << kUs << QByteArray("2018");
        QTest::newRow("month") << 2 << kUs << QByteArray("2018-07");
        QTest::newRow("day") << 3 << kUs << QByteArray("2018-07-27");
        QTest::newRow("hour") << 4 << kUs << QByteArray("2018-07-27T10:58Z");
        QTest::newRow("minute") << 5 << kUs << QByteArray("2018-07-27T10:58Z");
        QTest::newRow("second") << 6 << kUs << QByteArray("2018-07-27T10:58:07Z");
        QTest::newRow("millisecond") << 7 << kUs << QByteArray("2018-07-27T10:58:07.012Z");
        QTest::newRow("microsecond") << 8 << kUs << QByteArray("2018-07-27T10:58:07.012034Z");
        QTest::newRow("before 1970") << 8 << qint64{-1} << QByteArray("1969-12-31T23:59:59.999999Z");
        QTest::newRow("year 1") << 3 << qint64{-62'135'596'800'000'000} << QByteArray("0001-01-01");
    }
    void statesTimesAsFinelyAsTheSource()
    {
        QFETCH(const int, precision);
        QFETCH(const qint64, us);
        QFETCH(const QByteArray, written);
        domain::NormalisedRecord record = tests::plainRecord("t", 0);
        record.occurredAt = {{us}, static_cast<base::TimePrecision>(precision), {}};
        const QByteArray bytes = QByteArray::fromStdString(encodeRecord(record));
        QVERIFY2(bytes.contains("\"occurred_at\":\"" + written + "\",\"us\":" + QByteArray::number(us)),
                 bytes.constData());
        QCOMPARE(record.occurredAt.toIso().toLatin1(), written);
        QCOMPARE(decodeNormalised(encodeRecord(record))->occurredAt, record.occurredAt);
    }

    void replacesInvalidUtf8()
    {
        for (const char* invalid : {"\x80", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xFF"}) {
            domain::NormalisedRecord record = fullRecord();
            record.title = std::string("a") + invalid + "b";
            record.models = {invalid};
            const std::string bytes = encodeRecord(record);
            QVERIFY(QString::fromStdString(bytes).toStdString() == bytes);
            const auto decoded = decodeNormalised(bytes);
            QVERIFY(decoded);
            QVERIFY(QString::fromStdString(decoded->title).contains(QChar::ReplacementCharacter));
            QVERIFY(QString::fromStdString(decoded->models.front()).contains(QChar::ReplacementCharacter));
            QCOMPARE(decoded->raw, record.raw);
        }
    }

    void cutsWhatNoBlockCouldHold()
    {
        domain::NormalisedRecord record = fullRecord();
        record.rawIsCut = false;
        record.rawSha256.clear();
        record.raw = std::string(9u << 20, '\x01');
        record.description.clear();
        while (record.description.size() < (2u << 20))
            record.description += "aé";
        record.models.assign(3'000'000, "m");
        const auto decoded = decodeNormalised(encodeRecord(record));
        QVERIFY(decoded);
        QVERIFY(decoded->rawIsCut);
        // head -c 9437184 /dev/zero | tr '\\0' '\\1' | openssl dgst -sha256
        QCOMPARE(decoded->rawSha256,
                 std::string("da6b180f3e0a5e2d8b125cc606683c2a309cd9fb80a387ccfc2954455698bbb3"));
        QCOMPARE(decoded->raw, std::string(1u << 20, '\x01'));
        QVERIFY(decoded->description.size() <= (1u << 20) && decoded->description.size() > (1u << 20) - 3);
        QVERIFY(record.description.starts_with(decoded->description));
        QCOMPARE(decoded->assumptions.size(), std::size_t{2});
        QVERIFY(decoded->models.size() < 3'000'000);
        QVERIFY(encodeRecord(record).size() < (64u << 20));
    }

    void keepsRawOfAMegabyteWhole()
    {
        domain::NormalisedRecord record = fullRecord();
        record.raw.assign(1u << 20, '"');
        QCOMPARE(decodeNormalised(encodeRecord(record))->raw, record.raw);
    }

    void refusesWhatIsNoRecord_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray(R"({"v":1,"n":1,"kind":"signal")");
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("no version") << QByteArray(R"({"n":1,"kind":"signal"})");
        QTest::newRow("version 0") << QByteArray(R"({"v":0,"n":1,"kind":"signal"})");
        QTest::newRow("no kind") << QByteArray(R"({"v":1,"n":1})");
        QTest::newRow("unknown kind") << QByteArray(R"({"v":1,"kind":"gossip"})");
        QTest::newRow("unknown member") << QByteArray(R"({"v":1,"kind":"signal","extra":1})");
        QTest::newRow("repeated member") << QByteArray(R"({"v":1,"kind":"signal","kind":"note"})");
        QTest::newRow("wrong type") << QByteArray(R"({"v":1,"kind":"signal","title":1})");
        QTest::newRow("list of numbers") << QByteArray(R"({"v":1,"kind":"signal","models":[1]})");
        QTest::newRow("time as text") << QByteArray(R"({"v":1,"kind":"signal","us":"1"})");
        QTest::newRow("invalid UTF-8") << QByteArray("{\"v\":1,\"kind\":\"signal\",\"title\":\"\xff\"}");
        QTest::newRow("deep") << QByteArray(2000, '[');
    }
    void refusesWhatIsNoRecord()
    {
        QFETCH(const QByteArray, bytes);
        const auto decoded = decodeRecord({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        QVERIFY(!decoded);
        QVERIFY(decoded.error().is(RecordsError::BlockDamaged));
    }

    void laterVersionIsUnknownNotDamaged()
    {
        const auto decoded = decodeRecord(R"({"v":2,"kind":"signal","novelty":true})");
        QVERIFY(!decoded);
        QVERIFY(decoded.error().is(RecordsError::UnknownLayout));
    }

    void walkerGivesTheSameValuesAsTheReader()
    {
        tests::RandomRecords random(2);
        for (int i = 0; i < 2000; ++i) {
            const std::string bytes = encodeRecord(random.next());
            records::FieldWalker walker(bytes);
            records::FieldText value;
            std::string rebuilt;
            int last = -1;
            while (walker.next(value)) {
                QVERIFY(static_cast<int>(value.field) >= last);
                last = static_cast<int>(value.field);
                rebuilt += value.text;
            }
            QVERIFY2(!walker.failed(), bytes.c_str());
            QCOMPARE(last >= static_cast<int>(records::RecordField::Title), true);
            // Values alone, with keys, quotes and commas taken away, are shorter than the whole by just
            // those.
            QVERIFY(rebuilt.size() < bytes.size());
        }
    }

    void walkerStaysWithinAnyBytes()
    {
        tests::RandomRecords random(3);
        for (int i = 0; i < 500; ++i) {
            const std::string bytes = encodeRecord(random.next());
            for (std::size_t length = 0; length < bytes.size(); ++length) {
                const std::vector<char> cut(bytes.begin(),
                                            bytes.begin() + static_cast<std::ptrdiff_t>(length));
                records::FieldWalker walker(std::string_view(cut.data(), cut.size()));
                records::FieldText value;
                while (walker.next(value)) {
                }
                QVERIFY(walker.failed());
            }
        }
    }
};
KEYTURN_TEST(TestRecordBytes);
#include "test_record_bytes.moc"
