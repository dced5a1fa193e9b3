// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_builder.h"
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;

namespace {

using SaidBy = intake::ZoneAssignment::SaidBy;

domain::NormalisedRecord readIn(const char* zone, const char* format, const QByteArray& text,
                                SaidBy saidBy = SaidBy::Import)
{
    intake::ImportHints hints;
    hints.zone.emplace(*base::LocalZone::named(QString::fromLatin1(zone)), saidBy);
    Outcome outcome = readText(format, text, hints);
    if (outcome.error || outcome.records.empty())
        qFatal("no record of %s", format);
    return outcome.records.front();
}

domain::NormalisedRecord rowIn(const char* zone, const QByteArray& time, SaidBy saidBy = SaidBy::Import)
{
    return readIn(zone, "generic-csv", "date,title\n" + time + ",x\n", saidBy);
}

} // namespace

class TestAssignedZone : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesAZonelessTimeTheInstantThatTheZonesClocksShow()
    {
        const auto record = rowIn("Europe/Berlin", "2026-06-12 11:41:07");
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2026-06-12T09:41:07Z"));
        QVERIFY(record.occurredAt.zone.isEmpty()); // nobody wrote one
        QCOMPARE(record.assumptions,
                 std::vector<std::string>{"the time names no zone; 2026-06-12T11:41:07 is taken to be in "
                                          "Europe/Berlin, as the import says"});
        QCOMPARE(rowIn("Europe/Berlin", "2026-06-12 11:41", SaidBy::Mapping).assumptions,
                 std::vector<std::string>{"the time names no zone; 2026-06-12T11:41 is taken to be in "
                                          "Europe/Berlin, as the import's mapping says"});
        QCOMPARE(rowIn("-05:00", "13.06.2026 11:41:07").occurredAt.toIso(),
                 QStringLiteral("2026-06-13T16:41:07Z"));
    }

    void leavesATimeAloneThatNamesItsZone()
    {
        const auto record = rowIn("Europe/Berlin", "2026-06-12T11:41:07+09:00");
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2026-06-12T02:41:07Z"));
        QVERIFY(record.assumptions.empty());
        // A count since 1970 is in UTC by what it is.
        QCOMPARE(rowIn("Europe/Berlin", "1781257267").occurredAt.toIso(),
                 QStringLiteral("2026-06-12T09:41:07Z"));
    }

    void leavesATimeInTheYearsThatCanBeWritten()
    {
        const auto first = rowIn("Europe/Berlin", "0001-01-01 00:00:00");
        QCOMPARE(first.occurredAt.toIso(), QStringLiteral("0001-01-01T00:00:00Z"));
        QCOMPARE(first.assumptions.at(0),
                 std::string("the time names no zone; 0001-01-01T00:00:00 is kept as written, as in "
                             "Europe/Berlin it would lie outside the years 1 to 9999"));
        QCOMPARE(rowIn("-05:00", "9999-12-31 23:00:00").occurredAt.toIso(),
                 QStringLiteral("9999-12-31T23:00:00Z"));
        QCOMPARE(rowIn("-05:00", "0001-01-01 00:00:00").occurredAt.toIso(),
                 QStringLiteral("0001-01-01T05:00:00Z"));
    }

    void takesTheEarlierOfTwoReadingsAndNamesBoth()
    {
        const auto twice = rowIn("Europe/Berlin", "2026-10-25 02:30:00");
        QCOMPARE(twice.occurredAt.toIso(), QStringLiteral("2026-10-25T00:30:00Z"));
        QVERIFY(twice.assumptions.at(0).ends_with("where clocks show it twice; of 2026-10-25T00:30:00Z and "
                                                  "2026-10-25T01:30:00Z the earlier is taken"));
        const auto never = rowIn("Europe/Berlin", "2026-03-29 02:30:00");
        QCOMPARE(never.occurredAt.toIso(), QStringLiteral("2026-03-29T00:30:00Z"));
        QVERIFY(
            never.assumptions.at(0).ends_with("where clocks skip it; of its readings 2026-03-29T00:30:00Z "
                                              "and 2026-03-29T01:30:00Z the earlier is "
                                              "taken"));
    }

    void keepsADayTheDayThatIsWritten()
    {
        const auto record = rowIn("Europe/Berlin", "2026-06-12");
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2026-06-12"));
        QCOMPARE(record.assumptions.size(), size_t{1});
        QVERIFY(record.assumptions[0].find("not moved to Europe/Berlin") != std::string::npos);
        QVERIFY(rowIn("Europe/Berlin", "2018").assumptions.empty());
    }

    void holdsForEveryFormatWhoseTimesNameNone()
    {
        for (const auto& [format, text] :
             {std::pair("suricata-fast",
                        "06/12/2026-11:41:07.000000  [**] [1:1:1] A [**] [Priority: 1] {TCP} "
                        "1.1.1.1:1 -> 2.2.2.2:2\n"),
              std::pair("syslog", "<34>Jun 12 2026 11:41:07 mymachine su: failed\n"),
              std::pair("generic-lines", "2026-06-12 11:41:07 failed\n"),
              std::pair("generic-jsonl", "{\"time\":\"2026-06-12 11:41:07\",\"message\":\"m\"}\n"),
              std::pair("timesketch-csv",
                        "message,datetime,timestamp_desc\nfailed,2026-06-12T11:41:07,seen\n")}) {
            const auto record = readIn("Europe/Berlin", format, text);
            QCOMPARE(base::toRfc3339(record.occurredAt.start), QStringLiteral("2026-06-12T09:41:07Z"));
            QVERIFY2(record.occurredAt.zone.isEmpty(), format);
        }
    }

    void doesNotMoveATimeThatItsRecordShowsToBeInUtc()
    {
        const auto of = [](const char* timestamp) {
            return readIn("Europe/Berlin", "timesketch-csv",
                          QByteArray("message,timestamp,datetime,timestamp_desc\nx,") + timestamp +
                              ",2026-06-12T11:41:07,seen\n");
        };
        // 11:41:07.25 UTC: datetime is in UTC. 09:41:07.25 UTC: it is in Berlin.
        QCOMPARE(of("1781264467250000").occurredAt.toIso(), QStringLiteral("2026-06-12T11:41:07.250000Z"));
        QCOMPARE(of("1781257267250000").occurredAt.toIso(), QStringLiteral("2026-06-12T09:41:07.250000Z"));
        const auto neither = of("1781200000000000");
        QCOMPARE(neither.occurredAt.toIso(), QStringLiteral("2026-06-12T09:41:07Z"));
        QVERIFY(neither.assumptions.back().starts_with("timestamp says "));
    }
};

KEYTURN_TEST(TestAssignedZone);
#include "test_assigned_zone.moc"
