// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/causality.h"
#include "tests/support/test_registry.h"

#include <QTest>

#include <random>
#include <set>

namespace keyturn::tests {

namespace {

using timeline::CausalGraph;
using timeline::EventKey;
using timeline::ItemName;
using timeline::OverlayKind;
using timeline::OverlayName;

ItemName thing(int number)
{
    return OverlayName{OverlayKind::Note, QStringLiteral("N-%1").arg(number)};
}

CausalGraph graphOf(int count, const std::vector<std::pair<int, int>>& links)
{
    CausalGraph graph;
    for (int i = 0; i < count; ++i)
        graph.add({thing(i), QStringLiteral("Note"), QString::number(i), base::UtcTime{1'000 - i}});
    for (const auto& [cause, effect] : links)
        graph.link(thing(cause), thing(effect));
    return graph;
}

std::vector<std::uint32_t> nodesOf(const std::vector<timeline::CausalStep>& steps)
{
    std::vector<std::uint32_t> nodes;
    for (const timeline::CausalStep& step : steps)
        nodes.push_back(step.node);
    return nodes;
}

} // namespace

/// What led to what.
class TestCausality : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsTheNearestFirstAndOfThoseTheEarliest()
    {
        // 0 → 1 → 3, 0 → 2 → 3, 3 → 4; later numbers are earlier in time.
        const CausalGraph graph = graphOf(5, {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {3, 4}});
        QCOMPARE(nodesOf(graph.whyOf(thing(4))), (std::vector<std::uint32_t>{3, 2, 1, 0}));
        QCOMPARE(nodesOf(graph.whatCameOf(thing(0))), (std::vector<std::uint32_t>{2, 1, 3, 4}));
        QCOMPARE(graph.whyOf(thing(4)).front().depth, 1u);
        QCOMPARE(graph.whyOf(thing(4)).back().depth, 3u);
        QVERIFY(graph.whyOf(thing(0)).empty());
        QVERIFY(graph.whatCameOf(thing(4)).empty());
        QVERIFY(graph.whyOf(thing(9)).empty());
    }

    void passesOverWhatIsNotThereTwiceOrItself()
    {
        CausalGraph graph = graphOf(2, {{0, 1}, {0, 1}, {0, 0}, {0, 7}, {7, 1}});
        QCOMPARE(graph.linksFrom(thing(0)).size(), std::size_t{1});
        QCOMPARE(graph.linksTo(thing(1)).size(), std::size_t{1});
        QCOMPARE(graph.add({thing(1), {}, QStringLiteral("again"), {}}), 1u);
        QCOMPARE(graph.node(1).title, QStringLiteral("1"));
        // An event and an overlay item never have one name.
        graph.add({EventKey{1, 2}, {}, {}, {}});
        QVERIFY(graph.find(EventKey{1, 2}).has_value());
        QVERIFY(!graph.find(EventKey{2, 1}).has_value());
    }

    void goesRoundACircleOnce()
    {
        const CausalGraph graph = graphOf(3, {{0, 1}, {1, 2}, {2, 0}});
        QCOMPARE(nodesOf(graph.whyOf(thing(0))), (std::vector<std::uint32_t>{2, 1}));
        QCOMPARE(nodesOf(graph.whatCameOf(thing(0))), (std::vector<std::uint32_t>{1, 2}));
        QCOMPARE(graph.linksFrom(thing(0)).size(), std::size_t{3});
    }

    void reachesAllThatIsReachableAndNothingElse()
    {
        std::mt19937 dice(5);
        for (int round = 0; round < 60; ++round) {
            const int count = 2 + static_cast<int>(dice() % 25);
            std::vector<std::pair<int, int>> links;
            for (int i = 0; i < 2 * count; ++i)
                links.emplace_back(dice() % static_cast<unsigned>(count),
                                   dice() % static_cast<unsigned>(count));
            const CausalGraph graph = graphOf(count, links);
            for (int start = 0; start < count; ++start) {
                // By going on until nothing new is reached.
                std::set<std::uint32_t> reached;
                for (bool isGrowing = true; isGrowing;) {
                    isGrowing = false;
                    for (const auto& [cause, effect] : links) {
                        const bool isOnWay =
                            cause == start || reached.contains(static_cast<std::uint32_t>(cause));
                        if (isOnWay && effect != start)
                            isGrowing =
                                reached.insert(static_cast<std::uint32_t>(effect)).second || isGrowing;
                    }
                }
                const auto told = nodesOf(graph.whatCameOf(thing(start)));
                QVERIFY((std::set<std::uint32_t>(told.begin(), told.end()) == reached));
                QCOMPARE(told.size(), reached.size());
                for (const std::uint32_t node : told) {
                    const auto back = nodesOf(graph.whyOf(thing(static_cast<int>(node))));
                    QVERIFY(std::find(back.begin(), back.end(), static_cast<std::uint32_t>(start)) !=
                            back.end());
                }
            }
        }
    }
};

KEYTURN_TEST(TestCausality);

} // namespace keyturn::tests

#include "test_causality.moc"
