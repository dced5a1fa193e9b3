// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/timeline/shown_timeline.h"
#include "tests/support/test_registry.h"
#include "tests/unit/timeline/frame_reference.h"

#include <QApplication>

using namespace keyturn;
using tests::drag;
using tests::sendWheel;
using tests::ShownTimeline;
using tests::waitUntilSettled;
using timeline::LaneId;
using ui::timeline::TimelineView;

/// The real widget under random wheels, drags, clicks, keys, sizes, filters, rewinds, lanes, axes and
/// arrivals.
class TestTimelineInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsTheReferenceAfterAnyInput();
};

KEYTURN_TEST(TestTimelineInput);

namespace {

constexpr int kInputEvents = 10'000;
constexpr int kEventsPerComparison = 50;

constexpr Qt::Key kKeys[] = {Qt::Key_Left,   Qt::Key_Right,  Qt::Key_Up,       Qt::Key_Down, Qt::Key_Plus,
                             Qt::Key_Minus,  Qt::Key_Home,   Qt::Key_End,      Qt::Key_0,    Qt::Key_Enter,
                             Qt::Key_Escape, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_C};
constexpr Qt::KeyboardModifier kModifiers[] = {Qt::NoModifier, Qt::NoModifier, Qt::ShiftModifier,
                                               Qt::AltModifier};

/// Drives a view with whatever a person, a feed or the rest of the console may do.
class RandomInput
{
public:
    explicit RandomInput(ShownTimeline& shown)
        : m_shown(shown), m_view(shown.view), m_columns(shown.sample.columns)
    {
    }
    [[nodiscard]] const timeline::EventFilter& filter() const { return m_filter; }
    [[nodiscard]] const timeline::EventColumnsPointer& columns() const { return m_columns; }
    [[nodiscard]] int arrivals() const { return m_arrivals; }

    void step()
    {
        const QPoint at(pick(0, m_view.width() - 1), pick(0, m_view.height() - 1));
        switch (pick(0, 15)) {
        case 0:
        case 1:
        case 2:
            sendWheel(m_view, at, {0, pick(-480, 480)});
            break;
        case 3:
            sendWheel(m_view, at, {pick(-240, 240), pick(-240, 240)},
                      pick(0, 1) ? Qt::ShiftModifier : Qt::ControlModifier);
            break;
        case 4:
            drag(m_view, at, {pick(0, m_view.width() - 1), pick(0, m_view.height() - 1)});
            break;
        case 5:
            QTest::mouseClick(&m_view, Qt::LeftButton, {}, at);
            break;
        case 6:
            QTest::mouseDClick(&m_view, Qt::LeftButton, {}, at);
            break;
        case 7:
        case 8:
        case 9:
            QTest::keyClick(&m_view, kKeys[pick(0, std::size(kKeys) - 1)],
                            kModifiers[pick(0, std::size(kModifiers) - 1)]);
            break;
        case 10:
            if (pick(0, 3) == 0)
                m_view.resize(pick(300, 1'500), pick(150, 1'000));
            break;
        case 11:
            changeFilter();
            break;
        case 12:
            changeLanes();
            break;
        case 13:
            arrive();
            break;
        case 14:
            m_view.setTimeKey(pick(0, 2) ? timeline::TimeKey::OccurredAt : timeline::TimeKey::RecordedAt);
            break;
        default:
            QApplication::processEvents();
        }
    }

private:
    int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(m_random); }

    void changeFilter()
    {
        m_filter.atLeast = static_cast<domain::Severity>(pick(0, 4));
        m_filter.recordedBy.reset();
        if (pick(0, 2) == 0)
            m_filter.recordedBy = base::UtcTime{pick(0, 9) * base::kUsPerDay};
        m_filter.query = {};
        if (pick(0, 2) == 0)
            m_filter.query = *records::parseQuery(u"layer:system,data-privacy -source-kind:public");
        m_filter.found.reset();
        if (pick(0, 3) == 0) {
            auto found = std::make_shared<timeline::EventSet>(m_columns->size());
            for (std::size_t row = 0; row < m_columns->size(); row += static_cast<std::size_t>(pick(1, 200)))
                found->add(static_cast<timeline::EventRow>(row));
            m_filter.found = found;
        }
        m_view.setFilter(m_filter);
        m_view.setKnownAt(m_filter.recordedBy);
    }

    void changeLanes()
    {
        timeline::LaneLayout layout = m_view.laneLayout();
        const auto lane = static_cast<LaneId>(pick(0, timeline::kLaneCount - 1));
        if (layout.hidden.contains(lane))
            layout.hidden.remove(lane);
        else if (pick(0, 3) == 0)
            layout.hidden.add(lane);
        else if (pick(0, 1))
            splitLane(layout, lane);
        else
            layout.move(lane, static_cast<std::size_t>(pick(0, timeline::kLaneCount)));
        m_view.setLaneLayout(layout);
    }

    /// As the console does: what parts bars comes with another overlay.
    void splitLane(timeline::LaneLayout& layout, LaneId lane)
    {
        const auto ways = timeline::splitsOf(lane);
        const int way = pick(0, static_cast<int>(ways.size()));
        layout.split(lane, way == 0 ? timeline::SplitBy::Nothing : ways[static_cast<std::size_t>(way - 1)]);
        timeline::Overlay overlay = *m_shown.overlay;
        for (timeline::OverlayBar& bar : overlay.bars)
            bar.group.clear();
        for (const LaneId parted : {LaneId::Requests, LaneId::Decisions}) {
            if (layout.splitOf(parted) != timeline::SplitBy::Nothing)
                tests::splitBars(overlay, parted, static_cast<std::uint32_t>(pick(1, 100)));
        }
        m_shown.overlay = std::make_shared<timeline::Overlay>(std::move(overlay));
        m_view.setData(m_columns, m_shown.overlay);
    }

    /// A batch comes in; what was found stays found as long as rows stay.
    void arrive()
    {
        std::vector<tests::SampleEvent> events;
        for (int i = pick(1, 20); i > 0; --i) {
            tests::SampleEvent event = m_shown.sample.events[static_cast<std::size_t>(pick(0, 3'999))];
            event.sourceHash = static_cast<std::uint32_t>(pick(0, 40));
            events.push_back(event);
        }
        ++m_arrivals;
        timeline::EventColumnsBuilder builder;
        builder.add(tests::blockOf(events),
                    {static_cast<std::uint64_t>(100 + m_arrivals), {m_arrivals * base::kUsPerHour}, 0}, 0);
        const auto grown = builder.finish(*m_columns);
        if (!grown->continues(*m_columns))
            m_filter.found.reset();
        m_columns = grown;
        m_view.setData(m_columns, m_shown.overlay);
    }

    ShownTimeline& m_shown;
    TimelineView& m_view;
    timeline::EventColumnsPointer m_columns;
    timeline::EventFilter m_filter;
    std::mt19937 m_random{41};
    int m_arrivals = 0;
};

} // namespace

void TestTimelineInput::showsTheReferenceAfterAnyInput()
{
    ShownTimeline shown(41);
    QVERIFY(shown.isReady);
    TimelineView& view = shown.view;
    RandomInput input(shown);
    int compared = 0;
    for (int event = 0; event < kInputEvents; ++event) {
        input.step();
        QVERIFY(view.visibleRange().start >= timeline::kEarliestTime &&
                view.visibleRange().end <= timeline::kLatestTime);
        if (event % kEventsPerComparison != 0)
            continue;
        view.grab();
        QVERIFY(waitUntilSettled(view));
        QCOMPARE(view.frame()->index->columns(), input.columns());
        const QString difference = tests::differenceFromReference(*view.frame(), input.filter());
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
        const base::TimeRange& covered = view.frame()->covered;
        QVERIFY(covered.start <= view.visibleRange().start && view.visibleRange().end <= covered.end);
        ++compared;
    }
    QCOMPARE(compared, kInputEvents / kEventsPerComparison);
    QVERIFY(input.arrivals() > 300);
}

#include "test_timeline_input.moc"
