// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/timeline_story.h"

#include "ui/review/details_pane.h"
#include "ui/review/panel_dock.h"
#include "ui/review/rewind_bar.h"
#include "ui/review/since_panel.h"
#include "ui/review/without_time_panel.h"
#include "ui/timeline/timeline_view.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QShortcut>
#include <QToolButton>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

TimelineStory::TimelineStory(service::Session& session, timeline::TimelineView* view, DetailsPane* details,
                             PanelDock* panels, QWidget* page)
    : QObject(page), m_session(session), m_view(view), m_details(details),
      m_titles(new TitleCache(session, this)), m_loader(new StoryLoader(this)),
      m_raised(new RaisedLoader(session, this)), m_versions(new VersionFinder(session, this)),
      m_bar(new RewindBar(session, page)), m_overlay(std::make_shared<kt::Overlay>()),
      m_causes(std::make_shared<kt::CausalGraph>())
{
    m_view->setTitler([this](quint64 batchSeq, quint32 leaf) { return m_titles->title(batchSeq, leaf); });
    m_view->setSourceNamer([this](const kt::EventKey& example) { return m_titles->source(example); });
    connect(m_titles, &TitleCache::titlesCame, this, [this] {
        m_view->retellTitles();
        showCauses();
        showVersions();
    });
    connect(m_versions, &VersionFinder::found, this, &TimelineStory::showVersions);
    connect(m_loader, &StoryLoader::ready, this, &TimelineStory::take);
    connect(m_raised, &RaisedLoader::came, this, &TimelineStory::followLanes);
    connect(m_details, &DetailsPane::itemChosen, this, &TimelineStory::itemChosen);
    addTimeChoice();
    m_bar->addTool(panels->add(
        {QStringLiteral("sincePanel"), tr("What changed since"), "since", QKeySequence(Qt::CTRL | Qt::Key_D)},
        [this](QWidget* parent) {
            auto* made = new SincePanel(m_session, parent);
            connect(made, &SincePanel::itemChosen, this, &TimelineStory::itemChosen);
            return made;
        }));
    m_withoutTime =
        panels->add({QStringLiteral("withoutTimePanel"), tr("Without a time"), "no-time",
                     QKeySequence(Qt::CTRL | Qt::Key_U)},
                    [this](QWidget* parent) { return new WithoutTimePanel(m_session, *m_titles, parent); });
    m_bar->addTool(m_withoutTime);
    connect(m_view, &timeline::TimelineView::withoutTimeRequested, panels,
            [panels] { panels->showPanel(QStringLiteral("withoutTimePanel")); });
    connectKeys(page);
}

void TimelineStory::addTimeChoice()
{
    auto* choice = new QComboBox(m_bar);
    choice->setObjectName(QStringLiteral("timeKey"));
    choice->setAccessibleName(tr("Time by which events are placed"));
    choice->addItem(tr("Time: happened"), static_cast<int>(kt::TimeKey::OccurredAt));
    choice->addItem(tr("Time: recorded"), static_cast<int>(kt::TimeKey::RecordedAt));
    choice->setToolTip(tr("Place events by when they happened, or by when they became known here"));
    connect(choice, &QComboBox::currentIndexChanged, this,
            [this, choice] { m_view->setTimeKey(static_cast<kt::TimeKey>(choice->currentData().toInt())); });
    m_bar->addTool(choice);
}

void TimelineStory::setPresenting(bool isPresenting)
{
    m_isPresenting = isPresenting;
    m_view->setCausality(m_isPresenting ? nullptr : m_causes);
}

void TimelineStory::connectKeys(QWidget* page)
{
    const auto on = [page, this](QKeyCombination key, void (RewindBar::*act)()) {
        auto* shortcut = new QShortcut(QKeySequence(key), page);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, m_bar, act);
    };
    on(Qt::Key_BracketLeft, &RewindBar::stepBack);
    on(Qt::Key_BracketRight, &RewindBar::stepForward);
    // Space presses buttons elsewhere: here it plays only where there is none to press.
    m_view->installEventFilter(this);
    if (auto* track = m_bar->findChild<QWidget*>(QStringLiteral("rewindTrack")))
        track->installEventFilter(this);
}

bool TimelineStory::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier && !key->isAutoRepeat()) {
            m_bar->togglePlay();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

void TimelineStory::refresh(const common::ViewState& state, const kt::EventColumnsPointer& columns)
{
    m_bar->refresh();
    if (columns && columns != m_columns) {
        m_columns = columns;
        m_raised->follow(columns);
        m_withoutTime->setVisible(columns->timedCount() < columns->size());
    }
    m_state = state;
    followLanes();
}

void TimelineStory::followLanes()
{
    if (m_session.snapshot())
        m_loader->wish({m_session.snapshot(), m_columns, m_state.now, m_state.incident,
                        m_view->laneLayout().barSplits(), m_raised->raised()});
}

void TimelineStory::take(const std::shared_ptr<const Story>& story)
{
    m_causes = story->causes;
    if (!m_isPresenting)
        m_view->setCausality(m_causes);
    if (!(*story->overlay == *m_overlay)) {
        m_overlay = story->overlay;
        Q_EMIT overlayChanged();
    }
    showCauses();
    Q_EMIT told();
}

void TimelineStory::setShown(const kt::ItemName& name)
{
    m_shown = name;
    m_versions->forget();
    showCauses();
    showVersions();
}

void TimelineStory::tellVersionsOf(const domain::Event& event)
{
    if (const auto* key = std::get_if<kt::EventKey>(&m_shown))
        m_versions->find(*key, event);
}

void TimelineStory::showVersions()
{
    std::vector<CausalList::Line> lines;
    const auto add = [&](const std::optional<kt::EventKey>& version, const QString& kind) {
        if (!version)
            return;
        const state::BatchState* batch = m_session.snapshot()->batch(version->batchSeq);
        lines.push_back({*version, kind, batch ? base::toDisplay(batch->origin.recordedAt) : QString(),
                         CausalList::titleOr(m_titles->title(version->batchSeq, version->leaf), *version)});
    };
    add(m_versions->newer(), tr("Newer version"));
    add(m_versions->earlier(), tr("Earlier version"));
    m_details->showVersions(std::move(lines));
}

void TimelineStory::showCauses()
{
    m_details->showCauses(*m_causes, m_shown,
                          [this](quint64 batchSeq, quint32 leaf) { return m_titles->title(batchSeq, leaf); });
}

} // namespace keyturn::ui::review
