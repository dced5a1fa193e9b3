// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/retry_after.h"
#include "tests/support/mock_clock.h"
#include "tests/support/test_registry.h"

#include <QTest>

namespace keyturn::tests {

class TestRetryAfter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAllThreeFormsOfAnHttpDate();
    void readsYearsOfTwoDigitsAsAtMostFiftyYearsAhead();
    void readsNothingElseAsADate_data();
    void readsNothingElseAsADate();
    void countsSecondsFromNow();
    void believesNoServerForLongerThanADay();
    void saysNothingWhereTheFieldSaysNothing();
};

namespace {

const MockClock retryClock; // 12 June 2026, 09:00 UTC

QString dateText(const char* text)
{
    const auto time = feeds::parseHttpDate(text, retryClock.now());
    return time ? base::toRfc3339(*time) : QStringLiteral("none");
}

} // namespace

void TestRetryAfter::readsAllThreeFormsOfAnHttpDate()
{
    // The examples of RFC 9110, 5.6.7.
    const QString expected = QStringLiteral("1994-11-06T08:49:37Z");
    QCOMPARE(dateText("Sun, 06 Nov 1994 08:49:37 GMT"), expected);
    QCOMPARE(dateText("Sunday, 06-Nov-94 08:49:37 GMT"), expected);
    QCOMPARE(dateText("Sun Nov  6 08:49:37 1994"), expected);
    QCOMPARE(dateText("Sun Nov 16 08:49:37 1994"), QStringLiteral("1994-11-16T08:49:37Z"));
}

void TestRetryAfter::readsYearsOfTwoDigitsAsAtMostFiftyYearsAhead()
{
    QCOMPARE(dateText("Friday, 12-Jun-76 09:00:00 GMT"), QStringLiteral("2076-06-12T09:00:00Z"));
    QCOMPARE(dateText("Sunday, 12-Jun-77 09:00:00 GMT"), QStringLiteral("1977-06-12T09:00:00Z"));
}

void TestRetryAfter::readsNothingElseAsADate_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET",
          "Sun, 31 Feb 2026 08:00:00 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
          "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
          "Sun, -6 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "2026-06-12T09:00:00Z"})
        QTest::newRow(*text ? text : "empty") << QByteArray(text);
}

void TestRetryAfter::readsNothingElseAsADate()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!feeds::parseHttpDate(text, retryClock.now()));
}

void TestRetryAfter::countsSecondsFromNow()
{
    const base::UtcTime now = retryClock.now();
    QCOMPARE(feeds::retryAfter("120", now).value().us, now.us + 120 * base::kUsPerSecond);
    QCOMPARE(feeds::retryAfter(" 0 ", now).value().us, now.us);
    QCOMPARE(feeds::retryAfter("Fri, 12 Jun 2026 09:05:00 GMT", now).value().us,
             now.us + 5 * base::kUsPerMinute);
    // A date that has passed asks for nothing.
    QCOMPARE(feeds::retryAfter("Sun, 06 Nov 1994 08:49:37 GMT", now).value().us, now.us);
}

void TestRetryAfter::believesNoServerForLongerThanADay()
{
    const base::UtcTime now = retryClock.now();
    for (const char* field : {"86401", "99999999999999999999999", "Sat, 12 Jun 2027 09:00:00 GMT"})
        QCOMPARE(feeds::retryAfter(field, now).value().us, now.us + base::kUsPerDay);
}

void TestRetryAfter::saysNothingWhereTheFieldSaysNothing()
{
    for (const char* field : {"", "-1", "1.5", "+5", "in a while"})
        QVERIFY2(!feeds::retryAfter(field, retryClock.now()), field);
}

KEYTURN_TEST(TestRetryAfter);

} // namespace keyturn::tests

#include "test_retry_after.moc"
