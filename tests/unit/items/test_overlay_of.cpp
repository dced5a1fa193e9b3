// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/causality_of.h"
#include "models/items/overlay_of.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"

#include <algorithm>
#include <map>

using namespace keyturn;
using tests::LedgerHarness;
using timeline::LaneId;
using timeline::SplitBy;

namespace {

timeline::LaneSplits splitsWith(LaneId lane, SplitBy by)
{
    timeline::LaneLayout layout = timeline::LaneLayout::usual();
    layout.split(lane, by);
    return layout.barSplits();
}

/// The overlay with one lane split.
timeline::Overlay overlayWith(const LedgerHarness& ledger, LaneId lane, SplitBy by)
{
    return items::overlayOf(ledger.snapshot(), ledger.ledgerNow(), std::nullopt, splitsWith(lane, by));
}

/// Which part each bar of a lane is in, by the bar's id.
std::map<QString, QString> partsIn(const timeline::Overlay& overlay, LaneId lane)
{
    std::map<QString, QString> parts;
    for (const timeline::OverlayBar& bar : overlay.bars) {
        if (bar.lane == lane)
            parts[bar.id] = bar.group;
    }
    return parts;
}

/// larch-4 is suspended in the EU five minutes in; later larch-3 and larch-4 are to be, everywhere.
LedgerHarness suspendedInEurope()
{
    LedgerHarness ledger;
    ledger.setCatalogue();
    ledger.clock.advanceMinutes(5);
    ledger.decide("safety", ledger.restricting("safety", LedgerHarness::suspension({"larch-4"}, {"EU"})),
                  {"safety", "ciso"});
    ledger.clock.advanceMinutes(5);
    ledger.must(ledger.append(
        "safety", ledger.restricting("safety", LedgerHarness::suspension({"larch-3", "larch-4"}))));
    return ledger;
}

} // namespace

class TestOverlayOf : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsArePartedByWhoAsksAndWhere()
    {
        LedgerHarness ledger;
        domain::RequestReceived request;
        request.authority = QStringLiteral("Office for AI Safety");
        request.jurisdiction = QStringLiteral("EU");
        request.demanded = {domain::EvidenceItem::Auditability};
        ledger.must(ledger.append("safety", request));
        request.authority = QStringLiteral("Ministry");
        ledger.must(ledger.append("safety", request));
        request.jurisdiction.clear();
        ledger.must(ledger.append("safety", request));
        using Parts = std::map<QString, QString>;
        QCOMPARE(partsIn(overlayWith(ledger, LaneId::Requests, SplitBy::Jurisdiction), LaneId::Requests),
                 (Parts{{QStringLiteral("R-1"), QStringLiteral("EU")},
                        {QStringLiteral("R-2"), QStringLiteral("EU")},
                        {QStringLiteral("R-3"), QStringLiteral("Jurisdiction not stated")}}));
        QCOMPARE(partsIn(overlayWith(ledger, LaneId::Requests, SplitBy::Authority), LaneId::Requests),
                 (Parts{{QStringLiteral("R-1"), QStringLiteral("Office for AI Safety")},
                        {QStringLiteral("R-2"), QStringLiteral("Ministry")},
                        {QStringLiteral("R-3"), QStringLiteral("Ministry")}}));
        for (const auto& [id, part] :
             partsIn(overlayWith(ledger, LaneId::Requests, SplitBy::Nothing), LaneId::Requests))
            QCOMPARE(part, QString());
    }

    void decisionsArePartedByTheModelsTheyName()
    {
        LedgerHarness ledger = suspendedInEurope();
        domain::Restriction everything = LedgerHarness::suspension({"larch-3"});
        everything.scope.include.models = domain::Selection<domain::ModelId>::everything();
        ledger.must(ledger.append("safety", ledger.restricting("safety", everything)));
        ledger.must(ledger.append("safety", ledger.lifting("safety", "C-1")));
        ledger.must(ledger.append("ceo", ledger.changingCharter("ceo", [](domain::Charter& charter) {
            charter.rules.back().slotRoles.push_back(domain::Role::SafetyLead);
        })));
        using Parts = std::map<QString, QString>;
        QCOMPARE(partsIn(overlayWith(ledger, LaneId::Decisions, SplitBy::Model), LaneId::Decisions),
                 (Parts{{QStringLiteral("P-1"), QStringLiteral("Larch 4")},
                        {QStringLiteral("P-2"), QStringLiteral("Larch 3, Larch 4")},
                        {QStringLiteral("P-3"), QStringLiteral("All models")},
                        {QStringLiteral("P-4"), QStringLiteral("Larch 4")},
                        {QStringLiteral("P-5"), QStringLiteral("No model named")}}));
    }

    void statesAreToldForEachRegionOrTier_data()
    {
        QTest::addColumn<int>("by");
        QTest::addColumn<QString>("suspendedRow");
        QTest::addColumn<QString>("limitedRow");
        QTest::newRow("regions") << static_cast<int>(SplitBy::Region)
                                 << QStringLiteral("Larch 4 · European Union") << QString();
        QTest::newRow("tiers") << static_cast<int>(SplitBy::Tier) << QString()
                               << QStringLiteral("Larch 4 · Free");
    }
    void statesAreToldForEachRegionOrTier()
    {
        QFETCH(const int, by);
        QFETCH(const QString, suspendedRow);
        QFETCH(const QString, limitedRow);
        const LedgerHarness ledger = suspendedInEurope();
        const auto overlay = overlayWith(ledger, LaneId::ModelStates, static_cast<SplitBy>(by));
        QStringList rows;
        QStringList ids;
        for (const timeline::OverlayBar& bar : overlay.bars) {
            if (bar.lane != LaneId::ModelStates)
                continue;
            if (!rows.contains(bar.row))
                rows << bar.row;
            QVERIFY2(!ids.contains(bar.id), qPrintable(bar.id));
            ids << bar.id;
            if (bar.status == domain::ModelStatus::Suspended)
                QCOMPARE(bar.row, suspendedRow);
            if (bar.row == suspendedRow && !bar.end)
                QCOMPARE(bar.status, std::optional(domain::ModelStatus::Suspended));
            if (bar.row == limitedRow && !bar.end)
                QCOMPARE(bar.status, std::optional(domain::ModelStatus::Limited));
        }
        QCOMPARE(rows.size(), qsizetype{9}); // Three models, three of either.
        QVERIFY(rows.contains(suspendedRow.isEmpty() ? limitedRow : suspendedRow));
    }

    void whatLedToTheStateOfARegionIsTold()
    {
        const LedgerHarness ledger = suspendedInEurope();
        const auto splits = splitsWith(LaneId::ModelStates, SplitBy::Region);
        const auto overlay = items::overlayOf(ledger.snapshot(), ledger.ledgerNow(), std::nullopt, splits);
        const auto graph = items::causalityOf(ledger.snapshot(), ledger.ledgerNow(), nullptr, splits);
        for (const timeline::OverlayBar& bar : overlay.bars)
            QVERIFY(graph.find(timeline::OverlayName{bar.kind, bar.id}));
        const auto europe = [](const char* region) {
            domain::Box box;
            box.models = domain::Selection<domain::ModelId>::of({domain::ModelId(QStringLiteral("larch-4"))});
            box.regions = domain::Selection<domain::RegionId>::of({domain::RegionId(QLatin1String(region))});
            return box;
        };
        const QString id = QStringLiteral("larch-4/17/region/EU");
        QVERIFY(items::concernsItem(europe("EU"), id));
        QVERIFY(!items::concernsItem(europe("US"), id));
        QVERIFY(items::concernsItem(europe("US"), QStringLiteral("larch-4/17")));
        QVERIFY(!items::concernsItem(europe("EU"), QStringLiteral("larch-3/17/region/EU")));
    }
};

KEYTURN_TEST(TestOverlayOf);
#include "test_overlay_of.moc"
