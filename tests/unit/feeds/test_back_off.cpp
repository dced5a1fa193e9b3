// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/back_off.h"
#include "tests/support/mock_clock.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <algorithm>

namespace keyturn::tests {

using feeds::BackOff;

class TestBackOff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksAgainAfterTheIntervalAsLongAsAllGoesWell();
    void waitsAtRandomBetweenTheLeastAndTwiceAsMuchForEachFailure();
    void neverWaitsLongerThanTheGreatest();
    void neverAsksBeforeTheServerWants();
    void drawsEveryNumberUpToTheMost();
};

namespace {

constexpr std::int64_t kSecond = base::kUsPerSecond;

/// Takes down what it was asked for and gives the least or the most of it.
struct FixedRandom
{
    bool givesMost = false;
    std::uint64_t asked = 0;

    feeds::RandomUpTo function()
    {
        return [this](std::uint64_t most) {
            asked = most;
            return givesMost ? most : 0;
        };
    }
};

} // namespace

void TestBackOff::asksAgainAfterTheIntervalAsLongAsAllGoesWell()
{
    const MockClock clock;
    const auto never = [](std::uint64_t) -> std::uint64_t { qFatal("nothing is random here"); };
    QCOMPARE(BackOff::ofInterval(30 * kSecond).next(clock.now(), 0, never, std::nullopt).us,
             clock.now().us + 30 * kSecond);
}

void TestBackOff::waitsAtRandomBetweenTheLeastAndTwiceAsMuchForEachFailure()
{
    const MockClock clock;
    const BackOff backOff = BackOff::ofInterval(10 * kSecond);
    std::int64_t most = 10 * kSecond;
    for (int failures = 1; failures <= 8; ++failures) {
        most *= 2;
        FixedRandom least{false};
        QCOMPARE(backOff.next(clock.now(), failures, least.function(), std::nullopt).us,
                 clock.now().us + 10 * kSecond);
        QCOMPARE(least.asked, static_cast<std::uint64_t>(most - 10 * kSecond));
        FixedRandom greatest{true};
        QCOMPARE(backOff.next(clock.now(), failures, greatest.function(), std::nullopt).us,
                 clock.now().us + most);
    }
}

void TestBackOff::neverWaitsLongerThanTheGreatest()
{
    const MockClock clock;
    FixedRandom random{true};
    for (const int failures : {9, 60, 64, 1'000'000})
        QCOMPARE(BackOff::ofInterval(10 * kSecond).next(clock.now(), failures, random.function(), {}).us,
                 clock.now().us + 60 * base::kUsPerMinute);
    // An interval longer than that is kept.
    QCOMPARE(BackOff::ofInterval(base::kUsPerDay).next(clock.now(), 3, random.function(), {}).us,
             clock.now().us + base::kUsPerDay);
}

void TestBackOff::neverAsksBeforeTheServerWants()
{
    const MockClock clock;
    FixedRandom random{false};
    const BackOff backOff = BackOff::ofInterval(10 * kSecond);
    const base::UtcTime late = clock.now().plusUs(500 * kSecond);
    QCOMPARE(backOff.next(clock.now(), 1, random.function(), late).us, late.us);
    QCOMPARE(backOff.next(clock.now(), 0, random.function(), late).us, late.us);
    // Sooner than the interval is sooner than is polite.
    QCOMPARE(backOff.next(clock.now(), 1, random.function(), clock.now()).us, clock.now().us + 10 * kSecond);
}

void TestBackOff::drawsEveryNumberUpToTheMost()
{
    const feeds::RandomUpTo random = feeds::systemRandom();
    std::array<int, 5> drawn{};
    for (int i = 0; i < 2000; ++i)
        ++drawn.at(random(4));
    // Each comes 400 times; half of that is eleven standard deviations away.
    QVERIFY(std::all_of(drawn.begin(), drawn.end(), [](int times) { return times > 200; }));
    QCOMPARE(random(0), std::uint64_t{0});
}

KEYTURN_TEST(TestBackOff);

} // namespace keyturn::tests

#include "test_back_off.moc"
