// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/presentable.h"
#include "models/items/query_help.h"
#include "models/items/saved_views.h"
#include "models/items/span_words.h"
#include "models/items/words.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"

#include <set>

using namespace keyturn;
using tests::LedgerHarness;

class TestSavedViews : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLaneHasAWordOfItsOwn()
    {
        std::set<QString> words;
        for (const timeline::LaneSpec& spec : timeline::laneSpecs()) {
            const QString word = items::laneWord(spec.id);
            QVERIFY(!word.isEmpty());
            QCOMPARE(items::laneFromWord(word), std::optional(spec.id));
            words.insert(word);
        }
        QCOMPARE(words.size(), timeline::kLaneCount);
        QVERIFY(!items::laneFromWord(u"nonsense"));
    }

    void lanesComeBackAsTheyWere()
    {
        timeline::LaneLayout layout = timeline::LaneLayout::usual();
        layout.move(timeline::LaneId::Decisions, 0);
        layout.hidden.add(timeline::LaneId::Requests);
        layout.collapsed.add(timeline::LaneId::System);
        layout.split(timeline::LaneId::DataPrivacy, timeline::SplitBy::SourceKind);
        layout.split(timeline::LaneId::ModelStates, timeline::SplitBy::Tier);
        const auto view =
            items::viewOf(QStringLiteral(" tool "), domain::Severity::High, std::nullopt, layout);
        QCOMPARE(view.query, QStringLiteral("tool severity>=high"));
        QVERIFY(!view.from);
        timeline::LaneLayout other = timeline::LaneLayout::usual();
        other.hidden.add(timeline::LaneId::Notes);
        QCOMPARE(items::layoutOf(view, other), layout);
    }

    void whatAViewDoesNotNameStaysAsItIs()
    {
        timeline::LaneLayout now = timeline::LaneLayout::usual();
        now.hidden.add(timeline::LaneId::Notes);
        QCOMPARE(items::layoutOf({}, now), now);
        domain::SavedView view;
        view.lanes = {{QStringLiteral("of-a-later-version"), true, false, {}},
                      {QStringLiteral("decisions"), true, true, QStringLiteral("weather")}};
        const auto layout = items::layoutOf(view, now);
        QCOMPARE(layout.order.front(), timeline::LaneId::Decisions);
        QVERIFY(layout.collapsed.contains(timeline::LaneId::Decisions));
        QVERIFY(layout.hidden.contains(timeline::LaneId::Notes));
    }

    void keptLanesComeBackAsTheyWere()
    {
        timeline::LaneLayout layout = timeline::LaneLayout::usual();
        QCOMPARE(items::layoutOfKept(items::keptLanes(layout)), layout);
        layout.move(timeline::LaneId::Notes, 2);
        layout.hidden.add(timeline::LaneId::Requests);
        layout.collapsed.add(timeline::LaneId::System);
        layout.split(timeline::LaneId::System, timeline::SplitBy::Source);
        QCOMPARE(items::layoutOfKept(items::keptLanes(layout)), layout);
        QVERIFY(items::keptLanes(layout).contains(QStringLiteral("system:shown:folded:source")));
    }

    void everyWayOfSplittingIsKept()
    {
        for (const timeline::LaneSpec& spec : timeline::laneSpecs()) {
            for (const timeline::SplitBy by : timeline::splitsOf(spec.id)) {
                timeline::LaneLayout layout = timeline::LaneLayout::usual();
                layout.split(spec.id, by);
                QCOMPARE(layout.splitOf(spec.id), by);
                QCOMPARE(items::layoutOfKept(items::keptLanes(layout)), layout);
            }
        }
        // What is a way for one lane is none for another.
        QCOMPARE(
            items::layoutOfKept({QStringLiteral("system:shown:open:tier")}).splitOf(timeline::LaneId::System),
            timeline::SplitBy::Nothing);
    }

    void keptLanesAreReadAsFarAsTheyAreKnown()
    {
        QCOMPARE(items::layoutOfKept({}), timeline::LaneLayout::usual());
        const auto layout = items::layoutOfKept(
            {QStringLiteral("weather:shown:open:"), QStringLiteral("notes"), QString(),
             QStringLiteral("system:hidden:folded:by-moon:and-more"), QStringLiteral("::::")});
        timeline::LaneLayout wanted = timeline::LaneLayout::usual();
        wanted.move(timeline::LaneId::Notes, 0);
        wanted.move(timeline::LaneId::System, 1);
        wanted.hidden.add(timeline::LaneId::System);
        wanted.collapsed.add(timeline::LaneId::System);
        QCOMPARE(layout, wanted);
    }

    void aMarkIsTurnedRound()
    {
        LedgerHarness ledger;
        domain::NoteAdded note;
        note.title = QStringLiteral("Seen");
        note.milestone = true;
        ledger.must(ledger.append("safety", note));
        const auto thing = items::markFor(timeline::OverlayKind::Milestone, QStringLiteral("N-1"));
        QVERIFY(thing);
        QVERIFY(!items::markFor(timeline::OverlayKind::Proposal, QStringLiteral("P-1")));
        const auto mark = items::turnedMark(ledger.snapshot(), *thing, note.title, std::nullopt);
        QCOMPARE(mark.inReport, thing);
        ledger.must(ledger.append("safety", mark));
        QCOMPARE(items::markedForReports(ledger.snapshot()).notes,
                 std::vector<domain::NoteId>{domain::NoteId(QStringLiteral("N-1"))});
        const auto back = items::turnedMark(ledger.snapshot(), *thing, note.title, std::nullopt);
        QCOMPARE(back.retires, std::optional(domain::NoteId(QStringLiteral("N-2"))));
        ledger.must(ledger.append("safety", back));
        QVERIFY(items::markedForReports(ledger.snapshot()).notes.empty());
    }

    void aRoomSeesNoConfidentialRequest()
    {
        LedgerHarness ledger;
        domain::RequestReceived request;
        request.authority = QStringLiteral("Office for AI Safety");
        request.demanded = {domain::EvidenceItem::Auditability};
        ledger.must(ledger.append("safety", request));
        request.confidential = true;
        ledger.must(ledger.append("safety", request));
        timeline::Overlay overlay;
        for (const char* id : {"R-1", "R-2", "R-3"}) {
            timeline::OverlayBar bar;
            bar.kind = timeline::OverlayKind::Request;
            bar.id = QString::fromUtf8(id);
            bar.title = QStringLiteral("Office for AI Safety");
            bar.group = bar.title; // As the lane split by authority has it.
            overlay.bars.push_back(bar);
        }
        const auto shown = items::presentable(overlay, ledger.snapshot());
        QCOMPARE(shown.bars[0].title, QStringLiteral("Office for AI Safety"));
        QCOMPARE(shown.bars[0].group, QStringLiteral("Office for AI Safety"));
        QCOMPARE(shown.bars[1].title, QStringLiteral("Confidential request"));
        QCOMPARE(shown.bars[1].group, QStringLiteral("Confidential request"));
        QCOMPARE(shown.bars[2].title, QStringLiteral("Confidential request")); // Not known of.
    }

    void aSpanReplacesTheSpanOfAQuery()
    {
        const base::TimeRange span{{0}, {base::kUsPerDay}};
        const QString wanted = QStringLiteral("after:1970-01-01T00:00:00Z before:1970-01-02T00:00:00Z");
        QCOMPARE(items::withSpan({}, span), wanted);
        const QString query = items::withSpan(
            QStringLiteral("\"tool  use\" after:2026-06-01 severity>=high Before:2027"), span);
        QVERIFY(query.startsWith(QStringLiteral("\"tool  use\"")));
        QVERIFY(query.endsWith(wanted));
        QVERIFY(!query.contains(QStringLiteral("2026")) && !query.contains(QStringLiteral("2027")));
        QVERIFY(query.contains(QStringLiteral("severity>=high")));
        QCOMPARE(items::withSpan(query, span).count(QStringLiteral("after:")), 1);
    }

    void lengthsAreTold_data()
    {
        QTest::addColumn<qint64>("us");
        QTest::addColumn<QString>("text");
        QTest::newRow("µs") << qint64{40} << QStringLiteral("40 µs");
        QTest::newRow("ms") << qint64{1'250} << QStringLiteral("1.25 ms");
        QTest::newRow("s") << qint64{1'250'000} << QStringLiteral("1.25 s");
        QTest::newRow("min") << qint64{64 * base::kUsPerSecond} << QStringLiteral("1 min 4 s");
        QTest::newRow("h") << qint64{11'524 * base::kUsPerSecond} << QStringLiteral("3 h 12 min 4 s");
        QTest::newRow("d") << qint64{2 * base::kUsPerDay + 5 * base::kUsPerMinute}
                           << QStringLiteral("2 d 0 h 5 min");
    }
    void lengthsAreTold()
    {
        QFETCH(const qint64, us);
        QFETCH(const QString, text);
        QCOMPARE(items::exactLengthText(us), text);
    }

    void queriesAreOfferedTheCataloguesModelsAndDates()
    {
        LedgerHarness ledger;
        ledger.must(ledger.append("safety", domain::CatalogueSet{LedgerHarness::catalogue()}));
        const base::UtcTime now{1'781'254'800 * base::kUsPerSecond}; // Friday 2026-06-12.
        const auto words = items::queryVocabulary(ledger.snapshot(), {QStringLiteral("Northgate")}, now,
                                                  base::TimeRange{{0}, {base::kUsPerHour}});
        QCOMPARE(words.models.size(), LedgerHarness::catalogue().models.size());
        QStringList times;
        for (const auto& offer : words.times)
            times += offer.text;
        QCOMPARE(times, (QStringList{"2026-06-12", "2026-06-11", "2026-06-08", "2026-06", "2026",
                                     "1970-01-01T00:00:00Z", "1970-01-01T01:00:00Z"}));
        for (const QString& time : times)
            QVERIFY(items::readQuery(QStringLiteral("after:") + time).faults.empty());
    }
};

KEYTURN_TEST(TestSavedViews);
#include "test_saved_views.moc"
