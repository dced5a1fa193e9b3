// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/timeline_page.h"

#include "models/items/causality_of.h"
#include "models/items/details.h"
#include "models/items/words.h"
#include "ui/common/icons.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"
#include "ui/review/details_pane.h"
#include "ui/review/rewind_bar.h"
#include "ui/review/timeline_story.h"
#include "ui/timeline/timeline_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::review {

using common::kGridPx;

namespace {

/// Typing pauses this long before the records are searched.
constexpr int kSearchDelayMs = 200;

std::optional<std::uint32_t> ordinalOf(const std::optional<domain::IncidentId>& incident)
{
    bool isNumber = false;
    const uint number = incident ? QStringView(incident->value()).mid(2).toUInt(&isNumber) : 0;
    return isNumber && number > 0 ? std::optional<std::uint32_t>(number - 1) : std::nullopt;
}

} // namespace

TimelinePage::TimelinePage(service::Session& session, QWidget* parent)
    : Page(session, parent), m_view(new timeline::TimelineView(this)), m_bars(new QVBoxLayout),
      m_underView(new QVBoxLayout), m_panels(new PanelDock(this)), m_details(new DetailsPane(this)),
      m_story(new TimelineStory(session, m_view, m_details, m_panels, this)), m_query(new QLineEdit(this)),
      m_severity(new QComboBox(this)), m_lanes(new QToolButton(this)), m_laneMenu(new QMenu(m_lanes)),
      m_told(common::mutedLabel({}, this)), m_overlay(std::make_shared<keyturn::timeline::Overlay>())
{
    setObjectName(QStringLiteral("timelinePage"));
    m_view->setObjectName(QStringLiteral("timelineView"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(3 * kGridPx, 2 * kGridPx, 3 * kGridPx, kGridPx);
    bar->setSpacing(kGridPx);
    buildFilters(bar);
    buildPanels(bar);
    m_bars->setSpacing(0);
    m_bars->addLayout(bar);
    auto* along = new QWidget(this);
    along->setLayout(m_underView);
    m_underView->setContentsMargins(0, 0, 0, 0);
    m_underView->setSpacing(0);
    m_underView->addWidget(m_view, 1);
    m_underView->addWidget(m_story->bar());
    auto* stack = new QSplitter(Qt::Vertical, this);
    stack->addWidget(along);
    stack->addWidget(m_panels);
    stack->setStretchFactor(0, 3);
    stack->setStretchFactor(1, 2);
    stack->setChildrenCollapsible(false);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(stack);
    splitter->addWidget(m_details);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 0);
    splitter->setSizes({100 * kGridPx, 42 * kGridPx});
    splitter->setChildrenCollapsible(false);
    m_details->setMinimumWidth(36 * kGridPx);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(m_bars);
    layout->addWidget(splitter, 1);
    m_searchDelay.setSingleShot(true);
    m_searchDelay.setInterval(kSearchDelayMs);
    connect(&m_searchDelay, &QTimer::timeout, this, &TimelinePage::search);
    connect(m_view, &timeline::TimelineView::eventSelected, this, &TimelinePage::showRecord);
    connect(m_view, &timeline::TimelineView::overlayItemSelected, this, &TimelinePage::showOverlayItem);
    connect(m_view, &timeline::TimelineView::selectionCleared, this, &TimelinePage::showNothing);
    connect(m_story, &TimelineStory::overlayChanged, this, &TimelinePage::takeOverlay);
    connect(m_story, &TimelineStory::told, this, &TimelinePage::retellShown);
    connect(m_story, &TimelineStory::itemChosen, this, &TimelinePage::showItem);
    connect(m_view, &timeline::TimelineView::visibleRangeChanged, this, &TimelinePage::refreshPanels);
    connect(m_view, &timeline::TimelineView::frameShown, this, [this] {
        tell();
        if (isSettled())
            Q_EMIT settled();
    });
}

void TimelinePage::buildFilters(QHBoxLayout* bar)
{
    bar->addWidget(common::headingLabel(tr("Timeline"), 4, this));
    bar->addSpacing(kGridPx);
    m_told->setWordWrap(false);
    m_told->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    bar->addWidget(m_told, 1);
    m_query->setObjectName(QStringLiteral("query"));
    m_query->setPlaceholderText(tr("Search records"));
    m_query->setAccessibleName(tr("Search records"));
    m_query->setClearButtonEnabled(true);
    m_query->addAction(common::icon("search"), QLineEdit::LeadingPosition);
    m_query->setMinimumWidth(30 * kGridPx);
    bar->addWidget(m_query);
    m_severity->setObjectName(QStringLiteral("severity"));
    m_severity->setAccessibleName(tr("Least severity"));
    m_severity->addItem(tr("Any severity"), 0);
    for (const auto severity : {domain::Severity::Low, domain::Severity::Medium, domain::Severity::High,
                                domain::Severity::Critical})
        m_severity->addItem(severity == domain::Severity::Critical
                                ? items::label(severity)
                                : tr("%1 and worse").arg(items::label(severity)),
                            static_cast<int>(severity));
    bar->addWidget(m_severity);
    m_lanes->setText(tr("Lanes"));
    m_lanes->setObjectName(QStringLiteral("lanes"));
    m_lanes->setPopupMode(QToolButton::InstantPopup);
    m_lanes->setFocusPolicy(Qt::StrongFocus);
    for (const auto& lane : keyturn::timeline::laneSpecs()) {
        QAction* shown = m_laneMenu->addAction(keyturn::timeline::laneTitle(lane.id));
        shown->setCheckable(true);
        shown->setChecked(true);
        shown->setData(static_cast<int>(lane.id));
        connect(shown, &QAction::toggled, this, &TimelinePage::applyFilter);
    }
    m_lanes->setMenu(m_laneMenu);
    bar->addWidget(m_lanes);
    auto* fit = new QToolButton(this);
    fit->setIcon(common::icon("fit"));
    fit->setText(tr("Show everything"));
    fit->setToolTip(tr("Show everything (0)"));
    fit->setAccessibleName(fit->text());
    fit->setFocusPolicy(Qt::StrongFocus);
    bar->addWidget(fit);
    connect(fit, &QToolButton::clicked, m_view, &timeline::TimelineView::fitAll);
    connect(m_severity, &QComboBox::currentIndexChanged, this, &TimelinePage::applyFilter);
    connect(m_query, &QLineEdit::textChanged, this, [this] { m_searchDelay.start(); });
    auto* find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, m_query, [this] { m_query->setFocus(Qt::ShortcutFocusReason); });
}

void TimelinePage::buildPanels(QHBoxLayout* bar)
{
    // Each panel is one m_panels->add() here, its button laid out in the bar.
    Q_UNUSED(bar)
    connect(m_panels, &PanelDock::made, this, &TimelinePage::connectPanel);
    connect(m_panels, &PanelDock::shownChanged, this, &TimelinePage::refreshPanels);
}

void TimelinePage::connectPanel(ReviewPanel* panel)
{
    connect(panel, &ReviewPanel::rangeChosen, m_view, &timeline::TimelineView::setVisibleRange);
    connect(panel, &ReviewPanel::eventChosen, this, [this](quint64 batchSeq, quint32 leaf) {
        m_view->selectEvent(batchSeq, leaf);
        showRecord(batchSeq, leaf);
    });
    connect(panel, &ReviewPanel::queryChosen, m_query, &QLineEdit::setText);
    connect(panel, &ReviewPanel::said, this, &TimelinePage::said);
    connect(panel, &ReviewPanel::settled, this, [this] {
        if (isSettled())
            Q_EMIT settled();
    });
}

void TimelinePage::refreshPanels()
{
    if (m_panels->current() != nullptr)
        m_panels->refresh({m_state, m_columns, m_filter, m_overlay, m_view->visibleRange()});
}

void TimelinePage::refresh(const common::ViewState& state)
{
    const bool columnsCame = session().columns() && session().columns() != m_columns;
    m_state = state;
    if (columnsCame) {
        m_columns = session().columns();
        m_filter.found.reset();
        if (!m_searchText.isEmpty())
            m_searchDelay.start();
        takeOverlay();
    }
    m_story->refresh(state, m_columns);
    m_view->setNow(state.now);
    m_view->setKnownAt(session().knownAt());
    applyFilter();
}

void TimelinePage::takeOverlay()
{
    m_overlay = m_story->overlay();
    if (!m_columns)
        return;
    m_view->setData(m_columns, m_overlay);
    showStory();
    applyFilter();
}

void TimelinePage::showStory()
{
    // What the war room itself did is what one comes for; years of background are one key away.
    const auto extent = m_overlay->extent();
    if (m_hasShownStory || !extent)
        return;
    m_hasShownStory = true;
    const std::int64_t margin = std::max(extent->lengthUs() / 12, base::kUsPerHour);
    m_view->setVisibleRange({extent->start.plusUs(-margin), extent->end.plusUs(margin)});
}

bool TimelinePage::isSettled() const
{
    const ReviewPanel* panel = m_panels->current();
    return m_columns && m_story->isSettled() && m_view->isSettled() && m_view->frame() &&
           (panel == nullptr || panel->isSettled());
}

void TimelinePage::applyFilter()
{
    m_filter.atLeast = static_cast<domain::Severity>(m_severity->currentData().toInt());
    m_filter.incident = ordinalOf(m_state.incident);
    m_filter.recordedBy = session().knownAt();
    auto layout = m_view->laneLayout();
    layout.hidden = {};
    for (const QAction* shown : m_laneMenu->actions()) {
        const auto lane = static_cast<keyturn::timeline::LaneId>(shown->data().toInt());
        if (shown->isChecked())
            m_filter.lanes.add(lane);
        else {
            m_filter.lanes.remove(lane);
            layout.hidden.add(lane);
        }
    }
    if (!(layout == m_view->laneLayout()))
        m_view->setLaneLayout(layout);
    if (!(m_filter == m_view->filter()))
        m_view->setFilter(m_filter);
    refreshPanels();
    tell();
}

void TimelinePage::search()
{
    m_searchText = m_query->text().trimmed();
    const int generation = ++m_searchGeneration;
    if (m_searchText.isEmpty()) {
        m_filter.found.reset();
        applyFilter();
        return;
    }
    common::whenDone(session().find(m_searchText), this,
                     [this, generation](const base::Result<service::Session::Found>& found) {
                         if (generation != m_searchGeneration)
                             return;
                         if (!found) {
                             m_told->setText(found.error().sentence());
                             return;
                         }
                         // Rows of other columns than those shown would name other events.
                         if (found->columns != m_columns)
                             return;
                         m_filter.found = found->rows;
                         m_foundCount = found->count;
                         applyFilter();
                     });
}

void TimelinePage::tell()
{
    QString text;
    if (m_filter.found)
        text = tr("%1 found").arg(QLocale().toString(static_cast<qulonglong>(m_foundCount)));
    m_told->setText(text);
    m_told->setToolTip(text);
}

void TimelinePage::showRecord(quint64 batchSeq, quint32 leaf)
{
    const int generation = ++m_detailGeneration;
    if (ReviewPanel* panel = m_panels->current())
        panel->showChosen(batchSeq, leaf);
    const keyturn::timeline::EventKey key{batchSeq, leaf};
    m_story->setShown(key);
    common::whenDone(session().event(items::recordIdOf(key)), this,
                     [this, generation](const base::Result<domain::Event>& event) {
                         if (generation != m_detailGeneration)
                             return;
                         if (event)
                             m_details->show(items::detailsOf(*event, *session().snapshot()));
                         else
                             m_details->showSentence(event.error().sentence());
                     });
}

void TimelinePage::showOverlayItem(keyturn::timeline::OverlayKind kind, const QString& id)
{
    ++m_detailGeneration;
    items::Details details = items::detailsOf(*session().snapshot(), kind, id, m_state.now);
    if (details.title.isEmpty() && session().knownAt()) {
        // Chosen in a list of what has changed since.
        details = items::detailsOf(*session().liveSnapshot(), kind, id, m_state.now);
        details.kind = tr("%1, not known yet at this moment").arg(details.kind);
    }
    m_details->show(details);
    m_story->setShown(keyturn::timeline::OverlayName{kind, id});
}

void TimelinePage::showItem(const keyturn::timeline::ItemName& name)
{
    if (const auto* event = std::get_if<keyturn::timeline::EventKey>(&name)) {
        m_view->selectEvent(event->batchSeq, event->leaf);
        showRecord(event->batchSeq, event->leaf);
    } else if (const auto* item = std::get_if<keyturn::timeline::OverlayName>(&name)) {
        m_view->selectOverlayItem(item->kind, item->id);
        showOverlayItem(item->kind, item->id);
    }
}

void TimelinePage::showNothing()
{
    ++m_detailGeneration;
    m_details->showNothing();
    m_story->setShown({});
}

void TimelinePage::retellShown()
{
    if (const auto* item = std::get_if<keyturn::timeline::OverlayName>(&m_story->shown()))
        showOverlayItem(item->kind, item->id);
    if (isSettled())
        Q_EMIT settled();
}

} // namespace keyturn::ui::review
