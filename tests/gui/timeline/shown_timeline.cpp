// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/timeline/shown_timeline.h"

#include <QApplication>
#include <QMouseEvent>
#include <QTest>
#include <QWheelEvent>

namespace keyturn::tests {

using ui::timeline::TimelineView;

bool waitUntilSettled(const TimelineView& view)
{
    return QTest::qWaitFor([&view] { return view.isSettled() && view.frame(); }, 10'000);
}

void sendWheel(TimelineView& view, const QPointF& position, const QPoint& angle,
               Qt::KeyboardModifiers modifiers)
{
    QWheelEvent event(position, view.mapToGlobal(position), {}, angle, Qt::NoButton, modifiers,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&view, &event);
}

void drag(TimelineView& view, const QPoint& from, const QPoint& to)
{
    QTest::mousePress(&view, Qt::LeftButton, {}, from);
    for (int step = 1; step <= 4; ++step) {
        const QPoint at = from + (to - from) * step / 4;
        QMouseEvent move(QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                         Qt::NoModifier);
        QApplication::sendEvent(&view, &move);
    }
    QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
}

ShownTimeline::ShownTimeline(std::uint32_t seed, std::size_t events)
{
    EventSampleRules rules;
    rules.events = events;
    sample = sampleEvents(seed, rules);
    overlay = std::make_shared<timeline::Overlay>(sampleOverlay(seed, 12, rules.span));
    view.setLocalZone(QTimeZone("UTC"));
    view.resize(1'100, 900);
    view.setData(sample.columns, overlay);
    view.show();
    view.activateWindow();
    view.setFocus();
    isReady = waitUntilSettled(view);
}

} // namespace keyturn::tests
