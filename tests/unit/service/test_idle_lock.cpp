// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/idle_lock.h"
#include "tests/support/mock_clock.h"
#include "tests/support/test_registry.h"

#include <QTest>

namespace keyturn::tests {

using namespace std::chrono_literals;
using service::IdleLock;

class TestIdleLock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_clock = std::make_shared<MockClock>();
        m_lock = std::make_unique<IdleLock>(m_clock);
    }

    void locksAfterIdleMinutes()
    {
        QCOMPARE(m_lock->limit(), 15min);
        m_clock->advanceMinutes(14);
        QVERIFY(!m_lock->isDue());
        pass(59s);
        QVERIFY(!m_lock->isDue());
        pass(1s);
        QVERIFY(m_lock->isDue());
    }

    void activityPutsTheLockOff()
    {
        m_clock->advanceMinutes(14);
        m_lock->noteActivity();
        m_clock->advanceMinutes(14);
        QVERIFY(!m_lock->isDue());
        m_clock->advanceMinutes(1);
        QVERIFY(m_lock->isDue());
    }

    void warnsInTheLastMinute()
    {
        m_clock->advanceMinutes(13);
        pass(59s);
        QVERIFY(!m_lock->locksIn());
        pass(1s);
        QCOMPARE(m_lock->locksIn(), std::optional(60s));
        pass(20'500ms);
        QCOMPARE(m_lock->locksIn(), std::optional(40s));
        m_lock->noteActivity();
        QVERIFY(!m_lock->locksIn());
        m_clock->advanceMinutes(20);
        QCOMPARE(m_lock->locksIn(), std::optional(0s));
    }

    void warnsForHalfOfAMinuteWhereThatIsTheLimit()
    {
        m_lock->setLimit(1min);
        pass(29s);
        QVERIFY(!m_lock->locksIn());
        pass(1s);
        QCOMPARE(m_lock->locksIn(), std::optional(30s));
    }

    void keepsTheLimitWithinAnHour()
    {
        m_lock->setLimit(0min);
        QCOMPARE(m_lock->limit(), 1min);
        m_lock->setLimit(-5min);
        QCOMPARE(m_lock->limit(), 1min);
        m_lock->setLimit(24h);
        QCOMPARE(m_lock->limit(), 60min);
    }

    void aShorterLimitCountsWhatHasPassed()
    {
        m_clock->advanceMinutes(6);
        QVERIFY(!m_lock->isDue());
        m_lock->setLimit(5min);
        QVERIFY(m_lock->isDue());
    }

    void aClockThatLeapsPastTheLimitLocksAtOnce()
    {
        pass(1s);
        QVERIFY(!m_lock->isDue());
        m_clock->advanceMinutes(8 * 60);
        // The first key pressed after a suspend comes before any timer.
        m_lock->noteActivity();
        QVERIFY(m_lock->isDue());
        m_lock->restart();
        QVERIFY(!m_lock->isDue());
    }

    void aClockSetBackNeverPutsTheLockOff()
    {
        m_clock->advanceMinutes(10);
        QVERIFY(!m_lock->isDue());
        m_clock->advanceMinutes(-24 * 60);
        QVERIFY(!m_lock->isDue());
        m_clock->advanceMinutes(5);
        QVERIFY(m_lock->isDue());
    }

private:
    void pass(std::chrono::microseconds time) { m_clock->advanceUs(time.count()); }

    std::shared_ptr<MockClock> m_clock;
    std::unique_ptr<IdleLock> m_lock;
};

KEYTURN_TEST(TestIdleLock);

} // namespace keyturn::tests

#include "test_idle_lock.moc"
