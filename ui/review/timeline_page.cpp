// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/timeline_page.h"

#include "models/items/causality_of.h"
#include "models/items/details.h"
#include "models/items/presentable.h"
#include "models/items/words.h"
#include "ui/common/icons.h"
#include "ui/common/when_done.h"
#include "ui/common/widgets.h"
#include "ui/review/charts_panel.h"
#include "ui/review/details_pane.h"
#include "ui/review/event_table_panel.h"
#include "ui/review/import_filter.h"
#include "ui/review/lanes_menu.h"
#include "ui/review/minimap.h"
#include "ui/review/presentation.h"
#include "ui/review/query_bar.h"
#include "ui/review/record_search.h"
#include "ui/review/review_tools.h"
#include "ui/review/rewind_bar.h"
#include "ui/review/span_panel.h"
#include "ui/review/timeline_story.h"
#include "ui/review/views_menu.h"
#include "ui/timeline/timeline_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace keyturn::ui::review {

using common::kGridPx;

namespace {

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
      m_story(new TimelineStory(session, m_view, m_details, m_panels, this)), m_query(new QueryBar(this)),
      m_import(new ImportFilter(this)), m_search(new RecordSearch(session, m_query, m_view, this)),
      m_tools(new ReviewTools(session, m_view, m_query, this)),
      m_presentation(new Presentation(session, m_view, this)), m_bar(new QWidget(this)),
      m_severity(new QComboBox(this)), m_lanes(new LanesMenu(session, m_view, this)),
      m_overlay(std::make_shared<keyturn::timeline::Overlay>())
{
    setObjectName(QStringLiteral("timelinePage"));
    m_view->setObjectName(QStringLiteral("timelineView"));
    auto* bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(3 * kGridPx, 2 * kGridPx, 3 * kGridPx, kGridPx);
    bar->setSpacing(kGridPx);
    buildFilters(bar);
    buildTools(bar);
    buildPanels(bar);
    m_bars->setSpacing(0);
    m_bars->addWidget(m_presentation);
    m_bars->addWidget(m_bar);
    m_bars->addWidget(m_query);
    m_bars->addWidget(m_import);
    auto* along = new QWidget(this);
    along->setLayout(m_underView);
    m_underView->setContentsMargins(0, 0, 0, 0);
    m_underView->setSpacing(0);
    m_underView->addWidget(m_view, 1);
    m_underView->addWidget(m_story->bar());
    m_underView->addWidget(m_tools->minimap());
    m_underView->addWidget(m_tools->spanPanel());
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
    connect(m_search, &RecordSearch::changed, this, &TimelinePage::applyFilter);
    connect(m_import, &ImportFilter::changed, this, &TimelinePage::applyFilter);
    connect(m_search, &RecordSearch::hitChosen, this, &TimelinePage::chooseEvent);
    connect(m_search, &RecordSearch::settled, this, &TimelinePage::checkSettled);
    connect(m_view, &timeline::TimelineView::eventSelected, this, &TimelinePage::showRecord);
    connect(m_view, &timeline::TimelineView::overlayItemSelected, this, &TimelinePage::showOverlayItem);
    connect(m_view, &timeline::TimelineView::selectionCleared, this, &TimelinePage::showNothing);
    connect(m_story, &TimelineStory::overlayChanged, this, &TimelinePage::takeOverlay);
    connect(m_story, &TimelineStory::told, this, &TimelinePage::retellShown);
    connect(m_story, &TimelineStory::itemChosen, this, &TimelinePage::showItem);
    connect(m_view, &timeline::TimelineView::visibleRangeChanged, this, &TimelinePage::refreshPanels);
    connect(m_lanes, &LanesMenu::changed, this, &TimelinePage::applyFilter);
    connect(m_view, &timeline::TimelineView::frameShown, this, &TimelinePage::checkSettled);
}

void TimelinePage::buildFilters(QHBoxLayout* bar)
{
    bar->addWidget(common::headingLabel(tr("Timeline"), 4, this));
    bar->addSpacing(kGridPx);
    bar->addStretch(1);
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
}

void TimelinePage::buildTools(QHBoxLayout* bar)
{
    auto* views = new ViewsMenu(
        session(),
        [this] {
            const auto atLeast = static_cast<domain::Severity>(m_severity->currentData().toInt());
            return ViewsMenu::Looked{
                items::viewOf(m_query->text(), atLeast, std::nullopt, m_view->laneLayout()),
                m_view->visibleRange()};
        },
        this);
    bar->addWidget(views);
    bar->addWidget(m_tools->button());
    connect(views, &ViewsMenu::viewChosen, this, &TimelinePage::applyView);
    connect(views, &ViewsMenu::said, this, &TimelinePage::said);
    connect(m_tools, &ReviewTools::said, this, &TimelinePage::said);
    connect(m_tools, &ReviewTools::settled, this, &TimelinePage::checkSettled);
    connect(m_tools, &ReviewTools::presentationRequested, this,
            [this] { setPresenting(!m_presentation->isOn()); });
    connect(m_presentation, &Presentation::leaveRequested, this, [this] { setPresenting(false); });
}

void TimelinePage::applyView(const items::ViewChoice& choice)
{
    m_lanes->take(items::layoutOf(choice.view, m_view->laneLayout()));
    m_severity->setCurrentIndex(0); // It is part of the view's query.
    if (choice.view.from && choice.view.until)
        m_view->setVisibleRange({*choice.view.from, *choice.view.until});
    m_query->setText(choice.view.query);
    applyFilter();
    Q_EMIT said(tr("Showing the view “%1”").arg(choice.name));
}

void TimelinePage::setPresenting(bool isPresenting)
{
    if (isPresenting == m_presentation->isOn())
        return;
    for (QWidget* part : std::initializer_list<QWidget*>{m_bar, m_query, m_details, m_story->bar()})
        part->setVisible(!isPresenting);
    m_story->setPresenting(isPresenting);
    m_tools->setPresenting(isPresenting);
    if (isPresenting) {
        m_panels->showPanel({});
        m_presentation->begin();
    } else {
        m_presentation->end();
    }
    if (session().snapshot()) {
        takeOverlay(); // A room sees less of it.
        refresh(m_state);
    }
    Q_EMIT presentingChanged(isPresenting);
}

void TimelinePage::buildPanels(QHBoxLayout* bar)
{
    // Each panel is one m_panels->add() here, its button laid out in the bar.
    bar->addWidget(m_panels->add(
        {QStringLiteral("tablePanel"), tr("Table"), "table", QKeySequence(Qt::CTRL | Qt::Key_T)},
        [this](QWidget* parent) { return new EventTablePanel(session(), parent); }));
    bar->addWidget(m_panels->add(
        {QStringLiteral("chartsPanel"), tr("Charts"), "charts", QKeySequence(Qt::CTRL | Qt::Key_H)},
        [this](QWidget* parent) { return new ChartsPanel(session(), parent); }));
    m_panels->closeOnEscape(this, m_view);
    connect(m_panels, &PanelDock::made, this, &TimelinePage::connectPanel);
    connect(m_panels, &PanelDock::shownChanged, this, &TimelinePage::refreshPanels);
}

void TimelinePage::showPanel(const QString& word)
{
    m_panels->showPanel(word.section(u':', 0, 0) + QStringLiteral("Panel"));
    if (ReviewPanel* panel = m_panels->current(); panel != nullptr && word.contains(u':'))
        panel->showPart(word.section(u':', 1));
}

void TimelinePage::showOnlyImport(const state::BatchState& batch)
{
    if (batch.facts.earliest && batch.facts.latest) {
        const base::TimeRange events{*batch.facts.earliest, *batch.facts.latest};
        const std::int64_t margin = std::max(events.lengthUs() / 20, base::kUsPerMinute);
        m_hasShownStory = true; // What was asked for is not to be moved away from.
        m_view->setVisibleRange({events.start.plusUs(-margin), events.end.plusUs(margin)});
    }
    m_import->showOnly(batch);
}

void TimelinePage::connectPanel(ReviewPanel* panel)
{
    connect(panel, &ReviewPanel::rangeChosen, m_view, &timeline::TimelineView::setVisibleRange);
    connect(panel, &ReviewPanel::eventChosen, this, &TimelinePage::chooseEvent);
    connect(panel, &ReviewPanel::queryChosen, m_query, &QueryBar::setText);
    connect(panel, &ReviewPanel::said, this, &TimelinePage::said);
    connect(panel, &ReviewPanel::settled, this, &TimelinePage::checkSettled);
}

void TimelinePage::refreshPanels()
{
    const ReviewState state{m_state,          m_columns, m_filter, m_overlay, m_view->visibleRange(),
                            m_view->timeKey()};
    m_tools->refresh(state);
    if (m_panels->current() != nullptr)
        m_panels->refresh(state);
}

void TimelinePage::refresh(const common::ViewState& state)
{
    const bool columnsCame = session().columns() && session().columns() != m_columns;
    m_state = state;
    m_lanes->restore();
    if (columnsCame) {
        m_columns = session().columns();
        m_search->setColumns(m_columns);
        takeOverlay();
    }
    m_story->refresh(state, m_columns);
    m_search->setNow(state.now);
    m_view->setNow(state.now);
    m_view->setKnownAt(session().knownAt());
    applyFilter();
}

void TimelinePage::takeOverlay()
{
    m_overlay = m_story->overlay();
    if (m_presentation->isOn())
        m_overlay = std::make_shared<keyturn::timeline::Overlay>(
            items::presentable(*m_overlay, *session().snapshot()));
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
           m_search->isSettled() && m_tools->isSettled() && (panel == nullptr || panel->isSettled());
}

void TimelinePage::applyFilter()
{
    m_filter.atLeast = static_cast<domain::Severity>(m_severity->currentData().toInt());
    m_filter.incident = ordinalOf(m_state.incident);
    m_filter.batch = m_import->batch();
    m_filter.recordedBy = session().knownAt();
    m_filter.lanes = m_lanes->shown();
    m_story->followLanes();
    m_search->applyTo(m_filter);
    if (!(m_filter == m_view->filter()))
        m_view->setFilter(m_filter);
    refreshPanels();
}

void TimelinePage::checkSettled()
{
    if (isSettled())
        Q_EMIT settled();
}

void TimelinePage::chooseEvent(quint64 batchSeq, quint32 leaf)
{
    m_view->selectEvent(batchSeq, leaf);
    showRecord(batchSeq, leaf);
}

void TimelinePage::showRecord(quint64 batchSeq, quint32 leaf)
{
    const int generation = ++m_detailGeneration;
    if (ReviewPanel* panel = m_panels->current())
        panel->showChosen(batchSeq, leaf);
    const keyturn::timeline::EventKey key{batchSeq, leaf};
    m_story->setShown(key);
    common::whenDone(session().event(items::recordIdOf(key)), this,
                     [this, generation, key](const base::Result<domain::Event>& event) {
                         if (generation != m_detailGeneration)
                             return;
                         m_told = event ? kt::ItemName(key) : kt::ItemName();
                         if (!event)
                             return m_details->showSentence(event.error().sentence());
                         m_details->show(items::detailsOf(*event, *session().snapshot()));
                         m_story->tellVersionsOf(*event);
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
    m_told = keyturn::timeline::OverlayName{kind, id};
    m_story->setShown(m_told);
}

void TimelinePage::showItem(const keyturn::timeline::ItemName& name)
{
    if (const auto* event = std::get_if<keyturn::timeline::EventKey>(&name)) {
        chooseEvent(event->batchSeq, event->leaf);
    } else if (const auto* item = std::get_if<keyturn::timeline::OverlayName>(&name)) {
        m_view->selectOverlayItem(item->kind, item->id);
        showOverlayItem(item->kind, item->id);
    }
}

std::optional<ChosenItem> TimelinePage::chosen() const
{
    const kt::ItemName& name = m_story->shown();
    if (name != m_told)
        return std::nullopt; // What it is called is still being read.
    if (const auto* event = std::get_if<kt::EventKey>(&name))
        return ChosenItem{items::recordIdOf(*event).value(), m_details->title()};
    const auto* item = std::get_if<kt::OverlayName>(&name);
    if (item && item->kind == kt::OverlayKind::Request)
        return ChosenItem{item->id, m_details->title()};
    return std::nullopt;
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
    checkSettled();
}

} // namespace keyturn::ui::review
