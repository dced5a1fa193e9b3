// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/review_tools.h"

#include "models/items/span_words.h"
#include "ui/review/measure_tool.h"
#include "ui/review/minimap.h"
#include "ui/review/query_bar.h"
#include "ui/review/span_panel.h"
#include "ui/review/span_selector.h"
#include "ui/review/time_dialogs.h"
#include "ui/review/timeline_entries.h"
#include "ui/timeline/timeline_view.h"

#include <QKeyEvent>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>

#include <algorithm>

namespace keyturn::ui::review {

ReviewTools::ReviewTools(service::Session& session, timeline::TimelineView* view, QueryBar* query,
                         QWidget* page)
    : QObject(page), m_session(session), m_view(view), m_query(query), m_page(page),
      m_button(new QToolButton(page)), m_selector(new SpanSelector(view)),
      m_spanPanel(new SpanPanel(session, page)), m_measure(new MeasureTool(view)),
      m_entries(new TimelineEntries(session, view, [this] { return m_selector->cursorTime(); })),
      m_finder(new PatternFinder(view, this)), m_minimap(new Minimap(view, page))
{
    view->installEventFilter(this);
    view->setLocalZone(secondZone());
    m_button->setObjectName(QStringLiteral("tools"));
    m_button->setText(tr("Tools"));
    m_button->setAccessibleName(m_button->text());
    m_button->setToolTip(tr("What can be done on the timeline, and its keys"));
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_button->setFocusPolicy(Qt::StrongFocus);
    auto* menu = new QMenu(m_button);
    fill(menu);
    m_button->setMenu(menu);
    connectTools();
    const auto key = [&](const QKeySequence& keys, auto act) {
        auto* shortcut = new QShortcut(keys, page);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    key(QKeySequence(Qt::CTRL | Qt::Key_G), &ReviewTools::goToTime);
    key(QKeySequence(Qt::Key_F11), &ReviewTools::presentationRequested);
}

void ReviewTools::connectTools()
{
    connect(m_selector, &SpanSelector::spanChanged, this, &ReviewTools::showSpan);
    connect(m_view, &timeline::TimelineView::frameShown, this, &ReviewTools::showSpan);
    connect(m_spanPanel, &SpanPanel::closeRequested, this, [this] {
        m_selector->setSpan(std::nullopt);
        m_view->setFocus();
    });
    connect(m_spanPanel, &SpanPanel::zoomRequested, this, [this] {
        if (m_selector->span())
            m_view->setVisibleRange(*m_selector->span());
    });
    connect(m_spanPanel, &SpanPanel::filterRequested, this, [this] {
        if (m_selector->span())
            m_query->setText(items::withSpan(m_query->text(), *m_selector->span()));
    });
    connect(m_finder, &PatternFinder::found, this, &ReviewTools::showFound);
    connect(m_minimap, &Minimap::rangeChosen, m_view, &timeline::TimelineView::setVisibleRange);
    connect(m_entries, &TimelineEntries::menuOpening, this, [this](QMenu* menu, base::UtcTime) {
        menu->addSeparator();
        fill(menu);
    });
    connect(m_selector, &SpanSelector::said, this, &ReviewTools::said);
    connect(m_spanPanel, &SpanPanel::said, this, &ReviewTools::said);
    connect(m_measure, &MeasureTool::said, this, &ReviewTools::said);
    connect(m_entries, &TimelineEntries::said, this, &ReviewTools::said);
    connect(m_finder, &PatternFinder::said, this, &ReviewTools::said);
    connect(m_spanPanel, &SpanPanel::settled, this, &ReviewTools::settled);
    connect(m_finder, &PatternFinder::settled, this, &ReviewTools::settled);
    connect(m_minimap, &Minimap::settled, this, &ReviewTools::settled);
}

void ReviewTools::fill(QMenu* menu)
{
    // The keys are the view's own; here they are told.
    const auto add = [&](const QString& text, const QKeySequence& keys, auto act) {
        QAction* action =
            menu->addAction(QStringLiteral("%1\t%2").arg(text, keys.toString(QKeySequence::NativeText)));
        connect(action, &QAction::triggered, this, act);
        return action;
    };
    add(tr("Go to a time…"), QKeySequence(Qt::CTRL | Qt::Key_G), &ReviewTools::goToTime);
    add(tr("Next silence"), QKeySequence(Qt::Key_G), [this] { find(Pattern::Gap, Direction::Next); });
    add(tr("Previous silence"), QKeySequence(Qt::SHIFT | Qt::Key_G),
        [this] { find(Pattern::Gap, Direction::Previous); });
    add(tr("Next burst"), QKeySequence(Qt::Key_B), [this] { find(Pattern::Burst, Direction::Next); });
    add(tr("Previous burst"), QKeySequence(Qt::SHIFT | Qt::Key_B),
        [this] { find(Pattern::Burst, Direction::Previous); });
    menu->addSeparator();
    add(tr("Begin or end a span of time here"), QKeySequence(Qt::Key_S), [this] { m_selector->markEnd(); });
    add(tr("Measure from or to this event"), QKeySequence(Qt::Key_D), [this] { m_measure->markItem(); });
    if (menu->parent() == m_button) {
        add(tr("Add a milestone or a note…"), QKeySequence(Qt::Key_M),
            [this] { m_entries->add(m_selector->cursorTime()); });
        add(tr("Mark the chosen for reports, or take it out"), QKeySequence(Qt::Key_R),
            [this] { m_entries->turnMark(); });
        menu->addSeparator();
        connect(menu->addAction(tr("Second time zone…")), &QAction::triggered, this,
                &ReviewTools::chooseZone);
        add(tr("Present to a room"), QKeySequence(Qt::Key_F11), &ReviewTools::presentationRequested);
    }
}

void ReviewTools::refresh(const ReviewState& state)
{
    m_minimap->setData(state.columns, state.overlay);
    if (m_session.snapshot())
        m_entries->refresh(state.columns, state.view.incident);
}

bool ReviewTools::isSettled() const
{
    return m_spanPanel->isSettled() && m_finder->isIdle() && m_minimap->isSettled();
}

bool ReviewTools::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_view || event->type() != QEvent::KeyPress)
        return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isShifted = key->modifiers() == Qt::ShiftModifier;
    if (!isShifted && key->modifiers() != Qt::NoModifier)
        return false;
    const Direction direction = isShifted ? Direction::Previous : Direction::Next;
    if (key->key() == Qt::Key_G || key->key() == Qt::Key_B) {
        find(key->key() == Qt::Key_G ? Pattern::Gap : Pattern::Burst, direction);
        return true;
    }
    return false;
}

void ReviewTools::find(Pattern pattern, Direction direction)
{
    m_finder->find(pattern, direction, m_selector->span());
}

void ReviewTools::showSpan()
{
    // A room is shown the span, not the figures in the small type of a desk.
    m_spanPanel->show(m_view->frame() ? m_view->frame()->index : nullptr,
                      m_isPresenting ? std::nullopt : m_selector->span());
}

void ReviewTools::setPresenting(bool isPresenting)
{
    m_isPresenting = isPresenting;
    showSpan();
}

void ReviewTools::showFound(const base::TimeRange& span)
{
    m_selector->setSpan(span);
    const base::TimeRange& visible = m_view->visibleRange();
    if (visible.start <= span.start && span.end <= visible.end && span.lengthUs() >= visible.lengthUs() / 20)
        return; // It is well in view.
    const std::int64_t marginUs = std::max(span.lengthUs(), base::kUsPerSecond);
    m_view->setVisibleRange({span.start.plusUs(-marginUs), span.end.plusUs(marginUs)});
}

void ReviewTools::goToTime()
{
    goToTimeDialog(
        m_session.now(), m_view->visibleRange(),
        [this](const base::TimeRange& range) {
            m_view->setVisibleRange(range);
            m_view->setFocus();
        },
        m_page->window())
        ->open();
}

void ReviewTools::chooseZone()
{
    secondZoneDialog([this](const QTimeZone& zone) { m_view->setLocalZone(zone); }, m_page->window())->open();
}

} // namespace keyturn::ui::review
