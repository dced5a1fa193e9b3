// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/timeline_entries.h"

#include "models/service/background.h"
#include "ui/common/when_done.h"
#include "ui/review/review_dialogs.h"
#include "ui/timeline/timeline_view.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

namespace {

constexpr double kFlagPx = 9;

/// A flag on its pole, whose foot is at @p foot.
void paintFlag(QPainter& painter, const QPointF& foot, const timeline::TimelineScene& scene)
{
    QPainterPath cloth(foot + QPointF(0, -2 * kFlagPx));
    cloth.lineTo(foot + QPointF(kFlagPx, -1.5 * kFlagPx));
    cloth.lineTo(foot + QPointF(0, -kFlagPx));
    cloth.closeSubpath();
    painter.setPen(QPen(scene.theme.canvas, 4));
    painter.drawLine(foot, foot + QPointF(0, -2 * kFlagPx));
    painter.drawPath(cloth);
    painter.setPen(QPen(scene.theme.text, 1.5));
    painter.setBrush(scene.theme.accent);
    painter.drawLine(foot, foot + QPointF(0, -2 * kFlagPx));
    painter.drawPath(cloth);
}

} // namespace

TimelineEntries::TimelineEntries(service::Session& session, timeline::TimelineView* view,
                                 std::function<base::UtcTime()> cursorTime)
    : QObject(view), m_session(session), m_view(view), m_cursorTime(std::move(cursorTime))
{
    view->installEventFilter(this);
    view->addPainter(
        [this](QPainter& painter, const timeline::TimelineScene& scene) { paint(painter, scene); });
}

void TimelineEntries::refresh(const kt::EventColumnsPointer& columns,
                              const std::optional<domain::IncidentId>& incident)
{
    m_incident = incident;
    items::MarkedForReports marked = items::markedForReports(*m_session.snapshot());
    if (marked == m_marked && columns == m_columns)
        return;
    m_marked = std::move(marked);
    m_columns = columns;
    findRows();
}

void TimelineEntries::findRows()
{
    m_rows.clear();
    const int generation = ++m_generation;
    m_view->update();
    if (m_marked.events.empty() || !m_columns)
        return;
    // Every event is looked at once for each mark.
    common::whenDone(service::inBackground([columns = m_columns, events = m_marked.events] {
                         std::vector<kt::EventRow> rows;
                         for (const kt::EventKey& event : events) {
                             if (const auto row = columns->find(event))
                                 rows.push_back(*row);
                         }
                         return rows;
                     }),
                     this, [this, generation](const std::vector<kt::EventRow>& rows) {
                         if (generation != m_generation)
                             return;
                         m_rows = rows;
                         m_view->update();
                     });
}

void TimelineEntries::add(base::UtcTime at)
{
    if (!m_session.liveSnapshot())
        return;
    common::FormDialog* dialog = entryDialog(m_session, at, m_incident, m_view->window());
    connect(dialog, &QDialog::accepted, this, [this] { Q_EMIT said(tr("It stands on the timeline")); });
    dialog->open();
}

std::optional<domain::ReportMark> TimelineEntries::chosenThing() const
{
    const kt::FramePointer& frame = m_view->frame();
    const timeline::TimelineItem& chosen = m_view->selectedItem();
    if (!frame)
        return std::nullopt;
    if (const auto* event = std::get_if<timeline::EventItem>(&chosen))
        return items::markFor(frame->index->columns()->keyOf(event->row));
    if (const auto* mark = std::get_if<timeline::MarkItem>(&chosen)) {
        const kt::OverlayMark& found = frame->overlay->marks[mark->index];
        return items::markFor(found.kind, found.id);
    }
    return std::nullopt;
}

void TimelineEntries::turnMark()
{
    const auto thing = chosenThing();
    if (!thing) {
        Q_EMIT said(
            tr("Choose a record, a milestone or a note first: decisions, requests and incidents stand "
               "in reports by themselves"));
        return;
    }
    if (!m_session.signedIn()) {
        Q_EMIT said(tr("Sign in first: what you mark for reports is signed with your key"));
        return;
    }
    const bool isMarked = state::markOf(*m_session.liveSnapshot(), *thing) != nullptr;
    const auto record = [this, isMarked, thing = *thing](const QString& title) {
        common::whenDone(
            m_session.record(items::turnedMark(*m_session.liveSnapshot(), thing, title, m_incident)), this,
            [this, isMarked](const base::Result<service::Appended>& appended) {
                if (!appended)
                    Q_EMIT said(appended.error().sentence());
                else
                    Q_EMIT said(isMarked ? tr("It is taken out of reports") : tr("It is marked for reports"));
            });
    };
    if (thing->note) {
        const state::NoteState* note = state::noteOf(*m_session.liveSnapshot(), *thing->note);
        record(note != nullptr ? note->facts.title : QString());
        return;
    }
    common::whenDone(m_session.event(*thing->record), this,
                     [this, record](const base::Result<domain::Event>& event) {
                         if (event)
                             record(event->title);
                         else
                             Q_EMIT said(event.error().sentence());
                     });
}

bool TimelineEntries::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_view)
        return false;
    if (event->type() == QEvent::ContextMenu) {
        const auto* menu = static_cast<QContextMenuEvent*>(event);
        // Lane headers have a menu of their own, which the menu key opens: what is here has keys already.
        if (menu->reason() != QContextMenuEvent::Mouse || !m_view->scene().canvas.contains(menu->pos()))
            return false;
        openMenu(menu->pos(), menu->globalPos());
        return true;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->modifiers() != Qt::NoModifier)
        return false;
    if (key->key() == Qt::Key_M) {
        add(m_cursorTime());
        return true;
    }
    if (key->key() == Qt::Key_R) {
        turnMark();
        return true;
    }
    return false;
}

void TimelineEntries::openMenu(const QPoint& position, const QPoint& globalPosition)
{
    const timeline::TimelineScene& scene = m_view->scene();
    const base::UtcTime at = scene.timeAt(position.x());
    auto* menu = new QMenu(m_view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("timelineMenu"));
    menu->addAction(tr("Add a milestone or a note here…"), this, [this, at] { add(at); })
        ->setShortcut(Qt::Key_M);
    const auto thing = chosenThing();
    const bool isMarked =
        thing && m_session.liveSnapshot() && state::markOf(*m_session.liveSnapshot(), *thing) != nullptr;
    QAction* mark =
        menu->addAction(isMarked ? tr("Take the chosen out of reports") : tr("Mark the chosen for reports"),
                        this, &TimelineEntries::turnMark);
    mark->setShortcut(Qt::Key_R);
    mark->setEnabled(thing.has_value());
    Q_EMIT menuOpening(menu, at);
    menu->popup(globalPosition);
}

void TimelineEntries::paint(QPainter& painter, const timeline::TimelineScene& scene) const
{
    const kt::FramePointer& frame = m_view->frame();
    if (!frame || (m_rows.empty() && m_marked.notes.empty()))
        return;
    painter.save();
    painter.setClipRect(scene.canvas);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto flag = [&](const timeline::TimelineItem& item) {
        const auto at = scene.timeOf(item);
        const auto lane = scene.laneOf(item);
        const kt::LanePlace* place = lane ? scene.placeOf(*lane) : nullptr;
        if (!at || place == nullptr || !scene.axis.visible().contains(*at))
            return;
        const QRectF outline = scene.outlineOf(item);
        const QPointF foot = outline.isEmpty()
                                 ? QPointF(scene.xOf(*at), scene.yOf(place->topPx) + 2 * kFlagPx + 2)
                                 : QPointF(outline.center().x(), outline.top() + 2);
        // It never leaves its lane: above is somebody else's.
        paintFlag(painter, {foot.x(), std::max(foot.y(), scene.yOf(place->topPx) + 2 * kFlagPx + 1)}, scene);
    };
    if (frame->index->columns() == m_columns) {
        for (const kt::EventRow row : m_rows) {
            if (frame->index->contains(row))
                flag(timeline::EventItem{row});
        }
    }
    for (std::uint32_t i = 0; i < frame->overlay->marks.size(); ++i) {
        const kt::OverlayMark& mark = frame->overlay->marks[i];
        const bool isNote = mark.kind == kt::OverlayKind::Note || mark.kind == kt::OverlayKind::Milestone;
        if (isNote && std::find(m_marked.notes.begin(), m_marked.notes.end(), domain::NoteId(mark.id)) !=
                          m_marked.notes.end())
            flag(timeline::MarkItem{i});
    }
    painter.restore();
}

} // namespace keyturn::ui::review
