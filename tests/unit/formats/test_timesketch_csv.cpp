// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;
using base::TimePrecision;

namespace {

const QByteArray kCsvHead = "message,timestamp,datetime,timestamp_desc\n";

Outcome readCsv(const QByteArray& text)
{
    return readText("timesketch-csv", text);
}

} // namespace

class TestTimesketchCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesEveryRowOfTimesketchsOwnFiles()
    {
        const std::vector<std::pair<const char*, size_t>> counts{
            {"valid/timesketch/sigma_events.csv", 4},
            {"valid/timesketch/csv_datetime_last_column.csv", 4},
            {"valid/timesketch/validate_timestamp_conversion.csv", 3},
            {"valid/timesketch/validate_no_datetime_timestamps.csv", 5},
        };
        for (const auto& [file, count] : counts) {
            const Outcome outcome = readFile("timesketch-csv", file);
            QVERIFY2(!outcome.error, file);
            QVERIFY2(outcome.rejections.empty(), file);
            QCOMPARE(outcome.records.size(), count);
            for (size_t i = 0; i < count; ++i) {
                QCOMPARE(outcome.records[i].number, std::uint64_t{i + 1});
                QVERIFY(outcome.records[i].occurredAt.isKnown());
            }
        }
    }

    void takesEachFieldFromWhereTheTableSays()
    {
        const auto record = readFile("timesketch-csv", "valid/timesketch/sigma_events.csv").records.at(3);
        QCOMPARE(record.title,
                 std::string("Install: zmap:amd64 (1.1.0-1) [Commandline: apt-get install zmap]"));
        QCOMPARE(record.description, std::string("foo"));
        QCOMPARE(record.source, std::string("apt_history"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2015-07-24T19:01:03Z"));
        QCOMPARE(record.occurredAt.zone, QStringLiteral("+00:00"));
        QCOMPARE(record.severity, domain::Severity::NotStated);
        QVERIFY(record.raw.starts_with("\"Install: zmap") && record.raw.ends_with("\"apt_history\""));
        QVERIFY(!record.rawIsCut);
    }

    void takesWordsOfThisProgramWhereTheSourceHasThem()
    {
        const auto record =
            readCsv("message,datetime,severity,credibility,layer,source_long,uuid\n"
                    "m,2026-01-02T03:04:05Z,High,observed-behaviour,data-privacy,Gateway,u-1\n")
                .records.at(0);
        QCOMPARE(record.severity, domain::Severity::High);
        QCOMPARE(record.credibility, domain::Credibility::ObservedBehaviour);
        QCOMPARE(record.layer, domain::Layer::DataPrivacy);
        QCOMPARE(record.source, std::string("Gateway"));
        QCOMPARE(record.reference, std::string("u-1"));
        const auto other = readCsv("message,datetime,severity\nm,2026-01-02T03:04:05Z,9\n").records.at(0);
        QCOMPARE(other.severity, domain::Severity::NotStated);
    }

    void keepsPrecisionAndZoneAsWritten()
    {
        const Outcome outcome = readCsv("message,datetime\n"
                                        "a,2026-01-02\n"
                                        "b,2026-01-02T03:04\n"
                                        "c,2026-01-02 03:04:05\n"
                                        "d,2026-01-02T03:04:05.123+02:00\n"
                                        "e,2026-01-02T03:04:05.123456Z\n"
                                        "f,2026\n");
        const auto& r = outcome.records;
        QCOMPARE(r.size(), size_t{6});
        QCOMPARE(r[0].occurredAt.precision, TimePrecision::Day);
        QCOMPARE(r[1].occurredAt.precision, TimePrecision::Minute);
        QCOMPARE(r[2].occurredAt.precision, TimePrecision::Second);
        QVERIFY(r[2].occurredAt.zone.isEmpty());
        QCOMPARE(r[2].assumptions, (std::vector<std::string>{"the time names no zone; it is read as UTC"}));
        QCOMPARE(r[3].occurredAt.zone, QStringLiteral("+02:00"));
        QCOMPARE(r[3].occurredAt.toIso(), QStringLiteral("2026-01-02T01:04:05.123Z"));
        QVERIFY(r[3].assumptions.empty());
        QCOMPARE(r[4].occurredAt.precision, TimePrecision::Microsecond);
        QCOMPARE(r[5].occurredAt.toIso(), QStringLiteral("2026"));
        QVERIFY(r[5].assumptions.empty());
    }

    void refinesDatetimeByTimestampOnlyWhereTheyAgree()
    {
        const Outcome outcome = readCsv(kCsvHead + "agree,1437764461276340,2015-07-24T19:01:01+00:00,d\n"
                                                   "differ,123456789,2015-07-24T19:01:01+00:00,d\n"
                                                   "alone,1437764461000000,,d\n"
                                                   "neither,,soon,d\n");
        const auto& r = outcome.records;
        QCOMPARE(r.size(), size_t{4});
        QCOMPARE(r[0].occurredAt.toIso(), QStringLiteral("2015-07-24T19:01:01.276340Z"));
        QCOMPARE(r[1].occurredAt.toIso(), QStringLiteral("2015-07-24T19:01:01Z"));
        QVERIFY(r[1].assumptions.at(0).starts_with("timestamp says 1970-01-01T00:02:03"));
        QCOMPARE(r[2].occurredAt.precision, TimePrecision::Microsecond);
        QCOMPARE(r[2].occurredAt.zone, QStringLiteral("Z"));
        QVERIFY(!r[3].occurredAt.isKnown());
    }

    void readsEveryKindOfLineEnd()
    {
        const QByteArray lf = kCsvHead + "a,,2026-01-02T03:04:05Z,d\n\nb,,2026-01-02T03:04:06Z,d";
        for (const QByteArray& end : {QByteArray("\n"), QByteArray("\r\n"), QByteArray("\r")}) {
            QByteArray text = lf;
            text.replace("\n", end);
            for (const QByteArray& whole : {text, text + end}) {
                const Outcome outcome = readCsv(whole);
                QVERIFY(!outcome.error && outcome.rejections.empty());
                QCOMPARE(outcome.records.size(), size_t{2});
                QCOMPARE(outcome.records[1].title, std::string("b"));
                QCOMPARE(outcome.records[1].raw, std::string("b,,2026-01-02T03:04:06Z,d"));
                QCOMPARE(outcome.records[1].description, std::string("d"));
            }
        }
    }

    void readsQuotedCells()
    {
        const auto record =
            readCsv(kCsvHead +
                    "\"He said \"\"stop\"\", twice\nand left\",,\"2026-01-02T03:04:05Z\",\"x,y\"\r\n")
                .records.at(0);
        QCOMPARE(record.title, std::string("He said \"stop\", twice"));
        QCOMPARE(record.description, std::string("He said \"stop\", twice\nand left\n\nx,y"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2026-01-02T03:04:05Z"));
        // A carriage return within a cell is data where lines end otherwise.
        const auto stray = readCsv(kCsvHead + "a\rb,,2026-01-02T03:04:05Z,d\n").records.at(0);
        QCOMPARE(stray.description, std::string("a\rb\n\nd"));
    }

    void keepsAShortRowThatHoldsMessageAndTime()
    {
        const Outcome outcome = readCsv(
            "message,datetime,a,b\nkept,2026-01-02T03:04:05Z\nnot kept\n,,,\nlast,2026-01-02,x,y,,,\n");
        QCOMPARE(outcome.records.size(), size_t{2});
        QVERIFY(outcome.records[0].assumptions.at(0).find("ends early") != std::string::npos);
        QCOMPARE(outcome.records[1].title, std::string("last"));
        QCOMPARE(outcome.rejections.size(), size_t{2});
        QCOMPARE(outcome.rejections[0].record, std::uint64_t{2});
        QVERIFY(outcome.rejections[0].reason.contains(QStringLiteral("1 of 4")));
        QCOMPARE(outcome.rejections[1].record, std::uint64_t{3});
    }

    void losesOnlyItsOwnLineToAStrayQuote()
    {
        const QByteArray rows = kCsvHead + "one,,2026-01-02T03:04:05Z,d\n"
                                           "two,,\"2026-01-02T03:04:05Z,d\n" // never closed
                                           "three,,2026-01-02T03:04:05Z,d\n"
                                           "\"four\" x,,2026-01-02T03:04:05Z,d\n"
                                           "five,,2026-01-02T03:04:05Z,\"d\"\n";
        const Outcome outcome = readCsv(rows);
        QCOMPARE(outcome.rejections.size(), size_t{2});
        QCOMPARE(outcome.rejections[0].record, std::uint64_t{2});
        QCOMPARE(outcome.rejections[0].offset, std::uint64_t(rows.indexOf("two")));
        QCOMPARE(outcome.rejections[1].record, std::uint64_t{4});
        QCOMPARE(outcome.records.size(), size_t{3});
        QCOMPARE(outcome.records[1].title, std::string("three"));
        QCOMPARE(outcome.records[2].title, std::string("five"));
    }

    void rejectsRowsWithTooManyCells()
    {
        const Outcome outcome =
            readCsv(kCsvHead + "a,b,,2026-01-02T03:04:05Z,d\nc,,2026-01-02T03:04:05Z,d\n");
        QCOMPARE(outcome.records.size(), size_t{1});
        QVERIFY(outcome.rejections.at(0).reason.contains(QStringLiteral("more cells than the 4 columns")));
    }

    void refusesATableThatIsNoTimesketchTable()
    {
        for (const char* text :
             {"", "\n\n", "a,b,c\n1,2,3\n", "message,host\nm,h\n", "datetime,host\n2026-01-01,h\n",
              "message,message,datetime\na,b,2026-01-01\n", "\"message"}) {
            const Outcome outcome = readCsv(text);
            QVERIFY2(outcome.error && outcome.error->is(intake::IntakeError::FormatMismatch), text);
        }
        const Outcome wide = readCsv("message,datetime" + QByteArray(20'000, ',') + "x\n");
        QVERIFY(wide.error && wide.error->is(intake::IntakeError::FormatMismatch));
        const Outcome utf16 = readCsv(QByteArray("\xFE\xFF\0m", 4));
        QVERIFY(utf16.error && utf16.error->is(intake::IntakeError::NotText));
    }

    void keepsHostileTextAsData()
    {
        const Outcome outcome =
            readCsv("\xEF\xBB\xBF" + kCsvHead + QByteArray("a\0b\x1b[2J\xE2\x80\xAE", 10) +
                    ",,2026-01-02T03:04:05Z,d\nbad\xFFutf,,2026-01-02T03:04:05Z,\"\xC3\"\n");
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].title, std::string("a\0b\x1b[2J\xE2\x80\xAE", 10));
        QCOMPARE(outcome.records[1].title, std::string("bad\xEF\xBF\xBDutf"));
        QCOMPARE(outcome.records[1].description, std::string("\xEF\xBF\xBD"));
        QVERIFY(outcome.records[1].rawIsCut);
        // SHA-256 of the row as it came, computed with sha256sum.
        QCOMPARE(outcome.records[1].rawSha256,
                 std::string("02052492d533b2e84c5a5137bd48c305eeab35f551d039d4fcaedbd5574901f8"));
    }

    void cutsLongTextsAtACharacterAndKeepsTheirHash()
    {
        const QByteArray message = QByteArray("\xC3\xA4").repeated(100'000);
        const auto record = readCsv(kCsvHead + message + ",,2026-01-02T03:04:05Z,d\n").records.at(0);
        QCOMPARE(record.raw.size(), size_t{64 * 1024});
        QVERIFY(record.rawIsCut);
        QCOMPARE(record.rawSha256.size(), size_t{64});
        QCOMPARE(record.title, QByteArray("\xC3\xA4").repeated(150).toStdString() + "…");
        QCOMPARE(record.description.size(), size_t{64 * 1024});
        QVERIFY(record.assumptions.at(0).find("64 KiB") != std::string::npos);
    }

    void skipsARowBeyondMeasureAndSaysItsSize()
    {
        for (const char* quote : {"", "\""}) {
            EndlessDevice device(
                kCsvHead + "before,,2026-01-02T03:04:05Z,d\n" + quote, "0123456789", 40LL * 1024 * 1024,
                QByteArray(quote) + ",,2026-01-02T03:04:05Z,d\nafter,,2026-01-02T03:04:05Z,d\n");
            const Outcome outcome = readDevice("timesketch-csv", device);
            QCOMPARE(outcome.records.size(), size_t{2});
            QCOMPARE(outcome.records[1].title, std::string("after"));
            QCOMPARE(outcome.records[1].number, std::uint64_t{3});
            QVERIFY(outcome.rejections.at(0).reason.contains(QStringLiteral("40.0 MiB")));
        }
    }

    void readsTheSameHoweverSlowlyTheBytesCome()
    {
        QByteArray text = kCsvHead;
        for (int i = 0; i < 200; ++i)
            text +=
                "\"row \"\"" + QByteArray::number(i) + "\"\"\r\nsecond line\",,2026-01-02T03:04:05Z,d\r\n";
        const Outcome atOnce = readCsv(text);
        QCOMPARE(atOnce.records.size(), size_t{200});
        for (const qint64 step : {1, 3, 1000}) {
            GrudgingDevice device(text, step);
            const Outcome slowly = readDevice("timesketch-csv", device);
            QCOMPARE(slowly.records.size(), size_t{200});
            for (size_t i = 0; i < 200; ++i)
                QVERIFY(slowly.records[i].raw == atOnce.records[i].raw);
        }
    }
};

KEYTURN_TEST(TestTimesketchCsv);
#include "test_timesketch_csv.moc"
