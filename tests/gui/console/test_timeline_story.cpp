// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/entered_signals.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"
#include "ui/common/text_block.h"
#include "ui/review/causal_list.h"
#include "ui/review/rewind_bar.h"
#include "ui/review/rewind_track.h"
#include "ui/review/timeline_page.h"
#include "ui/timeline/timeline_view.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace keyturn;
using tests::ConsoleFixture;
using tests::dialogNamed;
using tests::kPatienceMs;
using tests::named;
using timeline::ItemName;
using timeline::OverlayKind;
using timeline::OverlayName;
using ui::review::CausalList;
using ui::review::CausalRow;
using ui::review::RewindBar;
using ui::shell::MainWindow;
using ui::shell::View;
using ui::timeline::ArrowKind;
using ui::timeline::CausalArrow;
using ui::timeline::TimelineView;

namespace {

/// What the request asks and the proposal that answers it, signed by all it needs.
void playDecision(ConsoleFixture& fixture)
{
    domain::RequestReceived request;
    request.authority = QStringLiteral("Office for Model Safety");
    request.receivedAt = fixture.clock().now();
    fixture.say("counsel", request);
    const auto workspace = service::Workspace::open(fixture.location(), fixture.options());
    service::ChangeRequest wanted;
    wanted.restriction = tests::LedgerHarness::suspension({"larch-4"});
    wanted.rationale = QStringLiteral("The bypass works on every channel.");
    wanted.requests = {domain::RequestId(QStringLiteral("R-1"))};
    const auto draft = service::draftProposal(*(*workspace)->snapshot(), (*workspace)->ledgerNow(),
                                              domain::MemberId(QStringLiteral("safety")), wanted);
    if (!draft)
        qFatal("the proposal cannot be made: %s", qPrintable(draft.error().sentence()));
    fixture.say("safety", *draft);
    for (const char* member : {"safety", "counsel", "ceo"}) {
        const auto now = service::Workspace::open(fixture.location(), fixture.options());
        const auto approval = service::draftApproval(*(*now)->snapshot(),
                                                     domain::ProposalId(QStringLiteral("P-1")), std::nullopt);
        fixture.say(member, *approval);
    }
}

/// Clicks an item of the overlay where it is drawn.
void clickItem(TimelineView& view, OverlayKind kind, const QString& id)
{
    const auto& overlay = *view.frame()->overlay;
    for (std::uint32_t i = 0; i < overlay.bars.size(); ++i) {
        if (overlay.bars[i].kind == kind && overlay.bars[i].id == id) {
            const QRectF bar = view.scene().outlineOf(ui::timeline::BarItem{i});
            QTest::mouseClick(&view, Qt::LeftButton, {},
                              QPoint(qRound(bar.left()) + 1, qRound(bar.top()) + 3));
            return;
        }
    }
    qFatal("nothing is named %s", qPrintable(id));
}

const CausalRow* rowTitled(const CausalList& list, const QString& part)
{
    for (const CausalRow* row : list.findChildren<CausalRow*>()) {
        if (row->isVisibleTo(&list) && row->title().contains(part))
            return row;
    }
    return nullptr;
}

/// The window shows the ledger's first @p size entries, and all that follows from them.
[[nodiscard]] bool waitForTimeline(MainWindow& window, std::uint64_t size)
{
    return QTest::qWaitFor([&] { return window.session().snapshot()->size == size && window.isSettled(); },
                           kPatienceMs);
}

} // namespace

/// Why things came about, and how they stood before, in the real window.
class TestTimelineStory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arrowsLeadFromTheRequestToTheDecisionAndOnToItsSignatures()
    {
        ConsoleFixture fixture;
        playDecision(fixture);
        const auto window = fixture.window("ceo", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        QVERIFY(view->causalArrows().empty());
        clickItem(*view, OverlayKind::Proposal, QStringLiteral("P-1"));
        const auto arrows = view->causalArrows();
        const auto leads = [&](ArrowKind kind, const ItemName& cause, const ItemName& effect) {
            const auto* graph = view->causality();
            return std::any_of(arrows.begin(), arrows.end(), [&](const CausalArrow& arrow) {
                return arrow.kind == kind && graph->node(arrow.link.cause).name == cause &&
                       graph->node(arrow.link.effect).name == effect;
            });
        };
        const ItemName proposal = OverlayName{OverlayKind::Proposal, QStringLiteral("P-1")};
        QVERIFY(leads(ArrowKind::Cause, OverlayName{OverlayKind::Request, QStringLiteral("R-1")}, proposal));
        QVERIFY(leads(ArrowKind::Effect, proposal,
                      OverlayName{OverlayKind::Signature, QStringLiteral("P-1/ceo")}));
        // Heads are where the things are.
        for (const CausalArrow& arrow : arrows)
            QVERIFY(view->scene().canvas.adjusted(-1, -1, 1, 1).contains(arrow.to.toPoint()));
        QTest::keyClick(view, Qt::Key_Escape);
        QVERIFY(view->causalArrows().empty());
    }

    void whyAndWhatForAreListedByNameAndLeadThere()
    {
        ConsoleFixture fixture;
        playDecision(fixture);
        const auto window = fixture.window("ceo", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        clickItem(*view, OverlayKind::Proposal, QStringLiteral("P-1"));
        auto* why = named<CausalList>(*window, "whyList");
        auto* effects = named<CausalList>(*window, "effectsList");
        QVERIFY(why->isVisible() && effects->isVisible());
        const auto* request = rowTitled(*why, QStringLiteral("Office for Model Safety"));
        QVERIFY(request);
        QVERIFY(rowTitled(*effects, QStringLiteral("signed")));
        QVERIFY(!request->accessibleName().isEmpty());
        // By the keyboard.
        auto* row = const_cast<CausalRow*>(request);
        QVERIFY(row->focusPolicy() & Qt::TabFocus);
        row->setFocus();
        QTest::keyClick(row, Qt::Key_Space);
        QCOMPARE(named<ui::common::TextBlock>(*window, "detailsTitle")->text(),
                 QStringLiteral("Office for Model Safety"));
        QVERIFY(rowTitled(*effects, QStringLiteral("Suspend")));
        QVERIFY(!why->isVisibleTo(window.get()) || !rowTitled(*why, QStringLiteral("Suspend")));
    }

    void bracketsStepThroughTheLedgerAndTheWholeWindowFollows()
    {
        ConsoleFixture fixture;
        playDecision(fixture);
        const auto window = fixture.window("ceo", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        auto* bar = named<RewindBar>(*window, "rewindBar");
        const std::uint64_t full = window->session().liveSnapshot()->size;
        view->setFocus();
        QTest::keyClick(view, Qt::Key_BracketLeft);
        QVERIFY(window->session().knownAt().has_value());
        QVERIFY(waitForTimeline(*window, full - 1));
        QVERIFY2(bar->words().contains(QStringLiteral("approved")), qPrintable(bar->words()));
        QVERIFY(window->session().snapshot()->proposals.constFirst().status == domain::ProposalStatus::Open);
        for (std::uint64_t size = full - 2; size >= full - 3; --size) {
            QTest::keyClick(view, Qt::Key_BracketLeft);
            QVERIFY(waitForTimeline(*window, size));
        }
        // Before its signatures it was only proposed; one entry earlier nobody knew of it.
        QVERIFY(window->session().snapshot()->proposals.constFirst().approvals.empty());
        window->showView(View::Decide);
        QTRY_VERIFY_WITH_TIMEOUT(window->findChild<QWidget*>(QStringLiteral("card:P-1")), kPatienceMs);
        window->showView(View::Timeline);
        view->setFocus();
        QTest::keyClick(view, Qt::Key_BracketLeft);
        QVERIFY(waitForTimeline(*window, full - 4));
        QVERIFY(std::none_of(view->frame()->overlay->bars.begin(), view->frame()->overlay->bars.end(),
                             [](const auto& item) { return item.kind == OverlayKind::Proposal; }));
        window->showView(View::Decide);
        QTRY_VERIFY_WITH_TIMEOUT(!window->findChild<QWidget*>(QStringLiteral("card:P-1")), kPatienceMs);
        window->showView(View::Timeline);
        view->setFocus();
        QTest::keyClick(view, Qt::Key_BracketRight);
        QVERIFY(waitForTimeline(*window, full - 3));
        QTest::mouseClick(named<QToolButton>(*bar, "backToNow"), Qt::LeftButton);
        QVERIFY(!window->session().knownAt().has_value());
        QVERIFY(waitForTimeline(*window, full));
        QVERIFY(!named<QToolButton>(*bar, "backToNow")->isEnabled());
    }

    void eventsArePlacedByEitherOfTheirTimes()
    {
        ConsoleFixture fixture;
        playDecision(fixture);
        const auto window = fixture.window("ceo", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        auto* choice = named<QComboBox>(*window, "timeKey");
        QCOMPARE(view->timeKey(), timeline::TimeKey::OccurredAt);
        choice->setCurrentIndex(1);
        QCOMPARE(view->timeKey(), timeline::TimeKey::RecordedAt);
        choice->setCurrentIndex(0);
        QCOMPARE(view->timeKey(), timeline::TimeKey::OccurredAt);
    }

    void anEscalationComesOfWhatItRaises()
    {
        ConsoleFixture fixture;
        const auto window = fixture.window("ceo", View::Timeline);
        enterSignals(fixture, *window, 1);
        auto* view = named<TimelineView>(*window, "timelineView");
        const timeline::EventKey signal = window->session().columns()->keyOf(0);
        view->setVisibleRange(
            {tests::kSignalsStart.plusUs(-base::kUsPerHour), tests::kSignalsStart.plusUs(base::kUsPerHour)});
        QTRY_VERIFY_WITH_TIMEOUT(view->isSettled(), kPatienceMs);
        const QRectF drawn = view->scene().outlineOf(ui::timeline::EventItem{0});
        QTest::mouseClick(view, Qt::LeftButton, {}, drawn.center().toPoint());
        const auto* page = named<ui::review::TimelinePage>(*window, "timelinePage");
        QTRY_VERIFY_WITH_TIMEOUT(page->chosen(), kPatienceMs);
        named<QAction>(*window, "enterSignal")->trigger();
        QDialog* dialog = dialogNamed(*window, "signalDialog");
        QVERIFY(dialog);
        auto* raises = named<QCheckBox>(*dialog, "raises");
        QVERIFY(!raises->isVisible());
        auto* kind = named<QComboBox>(*dialog, "kind");
        kind->setCurrentIndex(kind->findData(static_cast<int>(domain::RecordKind::Escalation)));
        QVERIFY(raises->isVisible() && raises->text().contains(QStringLiteral("Signal 0")));
        named<QLineEdit>(*dialog, "title")->setText(QStringLiteral("Raised to leadership"));
        named<QLineEdit>(*dialog, "source")->setText(QStringLiteral("Northgate"));
        named<QPushButton>(*dialog, "act")->click();
        const auto columns = [&] { return window->session().columns(); };
        QVERIFY(QTest::qWaitFor([&] { return columns()->size() == 2 && window->isSettled(); }, kPatienceMs));
        const auto cameOfIt = view->causality()->whatCameOf(signal);
        QCOMPARE(cameOfIt.size(), std::size_t{1});
        QCOMPARE(view->causality()->node(cameOfIt.front().node).kind, QStringLiteral("Escalation"));
    }

    void aRoomSeesNoCauses()
    {
        ConsoleFixture fixture;
        playDecision(fixture);
        const auto window = fixture.window("ceo", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        auto* page = named<ui::review::TimelinePage>(*window, "timelinePage");
        clickItem(*view, OverlayKind::Proposal, QStringLiteral("P-1"));
        QVERIFY(!view->causalArrows().empty());
        page->setPresenting(true);
        QVERIFY(view->causalArrows().empty());
        QTRY_VERIFY_WITH_TIMEOUT(window->isSettled(), kPatienceMs);
        QVERIFY(view->causalArrows().empty());
        page->setPresenting(false);
        QVERIFY(view->causality() != nullptr);
    }

    void draggingServesTheNewestWish()
    {
        ConsoleFixture fixture;
        playDecision(fixture);
        const auto window = fixture.window("ceo", View::Timeline);
        auto* track = named<ui::review::RewindTrack>(*window, "rewindTrack");
        const std::uint64_t full = window->session().liveSnapshot()->size;
        for (int entry = static_cast<int>(full) - 2; entry > 3; --entry)
            track->setValue(entry);
        track->setValue(static_cast<int>(full) - 3);
        QVERIFY(waitForTimeline(*window, full - 2));
        QCOMPARE(*window->session().knownAt(), track->timeOf(static_cast<int>(full) - 3));
        QCOMPARE(track->value(), static_cast<int>(full) - 3);
    }

    void playingGoesOnAtItsRateAndEndsInThePresent()
    {
        ConsoleFixture fixture;
        playDecision(fixture);
        const auto window = fixture.window("ceo", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        auto* bar = named<RewindBar>(*window, "rewindBar");
        auto* rate = named<QComboBox>(*bar, "rewindRate");
        rate->setCurrentIndex(rate->findData(60));
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Space);
        QVERIFY(bar->isPlaying());
        const auto start = window->session().knownAt();
        QVERIFY(start.has_value());
        using namespace std::chrono_literals;
        const base::UtcTime before = *window->session().knownAt();
        bar->advance(2'000ms);
        QVERIFY(*window->session().knownAt() >= before.plusUs(120 * base::kUsPerSecond));
        QVERIFY(*window->session().knownAt() < before.plusUs(600 * base::kUsPerSecond));
        QTest::keyClick(view, Qt::Key_Space);
        QVERIFY(!bar->isPlaying());
        const auto paused = window->session().knownAt();
        QTest::qWait(250);
        QVERIFY(window->session().knownAt() == paused);
        QTest::keyClick(view, Qt::Key_Space);
        bar->advance(std::chrono::hours(48));
        QVERIFY(!bar->isPlaying());
        QVERIFY(!window->session().knownAt().has_value());
        QVERIFY(waitForTimeline(*window, window->session().liveSnapshot()->size));
    }

    void whatChangedSinceIsListedAndEachRowLeadsToIt()
    {
        ConsoleFixture fixture;
        playDecision(fixture);
        const auto window = fixture.window("ceo", View::Timeline);
        auto* view = named<TimelineView>(*window, "timelineView");
        view->setFocus();
        const std::uint64_t full = window->session().liveSnapshot()->size;
        QTest::keyClick(view, Qt::Key_BracketLeft);
        QTest::keyClick(view, Qt::Key_BracketLeft);
        QVERIFY(waitForTimeline(*window, full - 2));
        QTest::mouseClick(named<QToolButton>(*window, "sincePanelButton"), Qt::LeftButton);
        auto* table = named<QTableView>(*window, "sinceTable");
        QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() >= 3, kPatienceMs);
        QStringList texts;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            texts += table->model()->index(row, 2).data().toString();
        const QString all = texts.join(u'\n');
        QVERIFY2(texts.front().contains(QStringLiteral("Suspended, was")), qPrintable(all));
        QVERIFY2(texts.back().contains(QStringLiteral("approved")), qPrintable(all));
        table->setCurrentIndex(table->model()->index(table->model()->rowCount() - 1, 0));
        QVERIFY(named<ui::common::TextBlock>(*window, "detailsTitle")
                    ->text()
                    .contains(QStringLiteral("Suspend")));
    }
};

KEYTURN_TEST(TestTimelineStory);
#include "test_timeline_story.moc"
