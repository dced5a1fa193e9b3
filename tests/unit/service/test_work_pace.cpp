// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/work_pace.h"
#include "tests/support/test_registry.h"

#include <QTest>

namespace keyturn::tests {

/// How fast work goes and how long it will take.
class TestWorkPace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysNothingBeforeASecondHasPassed();
    void tellsThePaceOfTheLastTenSecondsOnly();
    void knowsNoEndWithoutATotal();
    void startsAfreshWithTheNextPieceOfWork();
    void saysWhatIsLeftInTheUnitThatPeopleUse_data();
    void saysWhatIsLeftInTheUnitThatPeopleUse();
};
KEYTURN_TEST(TestWorkPace);

using service::WorkPace;

void TestWorkPace::saysNothingBeforeASecondHasPassed()
{
    WorkPace pace;
    QVERIFY(!pace.bytesPerSecond() && pace.text().isEmpty());
    pace.note(0, 1'000, 0);
    pace.note(100, 1'000, 999);
    QVERIFY(!pace.bytesPerSecond() && !pace.secondsLeft() && pace.text().isEmpty());
    pace.note(100, 1'000, 1'000);
    QCOMPARE(pace.bytesPerSecond().value(), 100.0);
    QCOMPARE(pace.secondsLeft().value(), 9.0);
}

void TestWorkPace::tellsThePaceOfTheLastTenSecondsOnly()
{
    WorkPace pace;
    std::uint64_t done = 0;
    // A minute at 1,000 bytes a second, then one at 100; asked ten times a second.
    for (std::int64_t ms = 0; ms <= 120'000; ms += 100) {
        pace.note(done, 0, ms);
        done += ms < 60'000 ? 100 : 10;
        if (ms == 59'000)
            QCOMPARE(pace.bytesPerSecond().value(), 1'000.0);
    }
    QCOMPARE(pace.bytesPerSecond().value(), 100.0);
}

void TestWorkPace::knowsNoEndWithoutATotal()
{
    WorkPace pace;
    pace.note(0, 0, 0);
    pace.note(48'200'000, 0, 1'000);
    QVERIFY(!pace.secondsLeft());
    QCOMPARE(pace.text(), QStringLiteral("48.2 MB a second"));
}

void TestWorkPace::startsAfreshWithTheNextPieceOfWork()
{
    WorkPace pace;
    pace.note(0, 1'000, 0);
    pace.note(1'000, 1'000, 2'000);
    pace.note(10, 5'000, 2'100);
    QVERIFY(!pace.bytesPerSecond());
    pace.note(20, 5'000, 3'100);
    QCOMPARE(pace.bytesPerSecond().value(), 10.0);
    QCOMPARE(pace.secondsLeft().value(), 498.0);
}

void TestWorkPace::saysWhatIsLeftInTheUnitThatPeopleUse_data()
{
    QTest::addColumn<quint64>("total");
    QTest::addColumn<QString>("text");
    QTest::newRow("done") << quint64{1'000} << "1.0 kB a second, 1 s left";
    QTest::newRow("seconds") << quint64{43'500} << "1.0 kB a second, 43 s left";
    QTest::newRow("a minute") << quint64{61'000} << "1.0 kB a second, 60 s left";
    QTest::newRow("minutes") << quint64{62'000} << "1.0 kB a second, 2 min left";
    QTest::newRow("hours") << quint64{7'501'000} << "1.0 kB a second, 2 h 5 min left";
}

void TestWorkPace::saysWhatIsLeftInTheUnitThatPeopleUse()
{
    QFETCH(const quint64, total);
    WorkPace pace;
    pace.note(0, total, 0);
    pace.note(1'000, total, 1'000);
    QTEST(pace.text(), "text");
}

} // namespace keyturn::tests

#include "test_work_pace.moc"
