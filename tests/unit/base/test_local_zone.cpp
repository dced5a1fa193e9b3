// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/local_zone.h"
#include "tests/support/test_registry.h"

#include <QDateTime>
#include <QTimeZone>

#include <random>

using namespace keyturn;
using base::ClockShows;
using base::LocalReading;
using base::LocalZone;

namespace {

LocalReading readIn(const char* zone, const char* clock)
{
    const auto found = LocalZone::named(QString::fromLatin1(zone));
    if (!found)
        qFatal("no zone %s", zone);
    return found->read(base::parseLenientIso(clock)->start.us);
}

QString earlierIn(const char* zone, const char* clock)
{
    return base::toRfc3339(readIn(zone, clock).earlier);
}

QString laterIn(const char* zone, const char* clock)
{
    return base::toRfc3339(readIn(zone, clock).later);
}

} // namespace

class TestLocalZone : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAClockBySummerAndByWinter()
    {
        QCOMPARE(earlierIn("Europe/Berlin", "2026-06-12T11:41:07"), QStringLiteral("2026-06-12T09:41:07Z"));
        QCOMPARE(earlierIn("Europe/Berlin", "2026-01-12T11:41:07"), QStringLiteral("2026-01-12T10:41:07Z"));
        QCOMPARE(earlierIn("Asia/Kolkata", "2026-01-12T11:41:07"), QStringLiteral("2026-01-12T06:11:07Z"));
        QVERIFY(readIn("Europe/Berlin", "2026-06-12T11:41:07").shows == ClockShows::Once);
    }

    void readsATimeThatIsShownTwiceAsBothAndTheEarlierFirst()
    {
        const auto fold = readIn("Europe/Berlin", "2026-10-25T02:30:00");
        QVERIFY(fold.shows == ClockShows::Twice);
        QCOMPARE(base::toRfc3339(fold.earlier), QStringLiteral("2026-10-25T00:30:00Z"));
        QCOMPARE(base::toRfc3339(fold.later), QStringLiteral("2026-10-25T01:30:00Z"));
        QVERIFY(readIn("Europe/Berlin", "2026-10-25T01:59:59").shows == ClockShows::Once);
        QVERIFY(readIn("Europe/Berlin", "2026-10-25T02:00:00").shows == ClockShows::Twice);
        QVERIFY(readIn("Europe/Berlin", "2026-10-25T03:00:00").shows == ClockShows::Once);
    }

    void readsATimeThatClocksSkipByBothOffsetsAndTheEarlierFirst()
    {
        const auto gap = readIn("Europe/Berlin", "2026-03-29T02:30:00");
        QVERIFY(gap.shows == ClockShows::Never);
        QCOMPARE(base::toRfc3339(gap.earlier), QStringLiteral("2026-03-29T00:30:00Z"));
        QCOMPARE(base::toRfc3339(gap.later), QStringLiteral("2026-03-29T01:30:00Z"));
        QVERIFY(readIn("Europe/Berlin", "2026-03-29T01:59:59").shows == ClockShows::Once);
        QVERIFY(readIn("Europe/Berlin", "2026-03-29T02:00:00").shows == ClockShows::Never);
        QVERIFY(readIn("Europe/Berlin", "2026-03-29T03:00:00").shows == ClockShows::Once);
        // Half an hour, and a whole day left out where the date line was moved.
        QCOMPARE(laterIn("Australia/Lord_Howe", "2026-10-04T02:15:00"),
                 QStringLiteral("2026-10-03T15:45:00Z"));
        QVERIFY(readIn("Australia/Lord_Howe", "2026-10-04T02:15:00").shows == ClockShows::Never);
        QVERIFY(readIn("Pacific/Apia", "2011-12-30T12:00:00").shows == ClockShows::Never);
    }

    void takesAnOffsetAsEastOfUtcHoweverItIsWritten()
    {
        for (const char* name : {"+02:00", "+0200", "+02", "+2", "UTC+2", "UTC+02:00", "GMT+2"})
            QCOMPARE(earlierIn(name, "2026-06-12T11:41:07"), QStringLiteral("2026-06-12T09:41:07Z"));
        QCOMPARE(earlierIn("-05:30", "2026-06-12T11:41:07"), QStringLiteral("2026-06-12T17:11:07Z"));
        QCOMPARE(earlierIn("UTC", "2026-06-12T11:41:07"), QStringLiteral("2026-06-12T11:41:07Z"));
        QCOMPARE(earlierIn("Etc/UTC", "2026-06-12T11:41:07"), QStringLiteral("2026-06-12T11:41:07Z"));
    }

    void refusesWhatIsNoZone()
    {
        for (const char* name : {"", "Middle/Earth", "+15:00", "+2:60", "CET-1CEST,M3.5.0,M10.5.0/3",
                                 "Berlin", "../../etc/passwd", "\x1b[2J"}) {
            const auto zone = LocalZone::named(QString::fromLatin1(name));
            QVERIFY2(!zone && zone.error().is(base::TimeError::NotAZone), name);
            QVERIFY(!zone.error().sentence().contains(QChar(0x1b)));
        }
    }

    void findsEveryInstantAgainThatAZonesClocksShow()
    {
        std::mt19937_64 random(7);
        const std::int64_t first = base::fromCivil({1901, 1, 1, 0, 0, 0, 0})->us;
        const std::int64_t last = base::fromCivil({2099, 12, 1, 0, 0, 0, 0})->us;
        for (const char* name :
             {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia",
              "Asia/Kolkata", "America/Sao_Paulo", "Europe/Dublin"}) {
            const QTimeZone qt{QByteArray(name)};
            const LocalZone zone = *LocalZone::named(QString::fromLatin1(name));
            for (int i = 0; i < 3000; ++i) {
                const auto span = static_cast<std::uint64_t>((last - first) / base::kUsPerSecond);
                const std::int64_t us =
                    first + static_cast<std::int64_t>(random() % span) * base::kUsPerSecond;
                const auto instant = QDateTime::fromMSecsSinceEpoch(us / base::kUsPerMs, Qt::UTC);
                const LocalReading read = zone.read(us + qt.offsetFromUtc(instant) * base::kUsPerSecond);
                QVERIFY2(read.shows != ClockShows::Never && (read.earlier.us == us || read.later.us == us),
                         qPrintable(instant.toString(Qt::ISODate) + QLatin1Char(' ') + QLatin1String(name)));
            }
        }
    }
};

KEYTURN_TEST(TestLocalZone);
#include "test_local_zone.moc"
