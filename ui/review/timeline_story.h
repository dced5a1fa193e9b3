// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/page.h"
#include "ui/review/raised_loader.h"
#include "ui/review/story_loader.h"
#include "ui/review/title_cache.h"
#include "ui/review/version_finder.h"

class QToolButton;

namespace keyturn::ui::timeline {
class TimelineView;
}

namespace keyturn::ui::review {

class DetailsPane;
class PanelDock;
class RewindBar;

/// What the war room itself did, on the timeline: its items, why they came about, and how things stood at
/// earlier moments. Joins the view, the details pane and the rewind bar.
class TimelineStory final : public QObject
{
    Q_OBJECT
public:
    TimelineStory(service::Session& session, timeline::TimelineView* view, DetailsPane* details,
                  PanelDock* panels, QWidget* page);
    /// The bar, for the page to lay out along the view.
    [[nodiscard]] RewindBar* bar() const { return m_bar; }
    /// To be called whenever the page is refreshed.
    void refresh(const common::ViewState& state, const keyturn::timeline::EventColumnsPointer& columns);
    /// To be called whenever the lanes of the view were arranged anew.
    void followLanes();
    /// What is shown of it now; never null.
    [[nodiscard]] const std::shared_ptr<const keyturn::timeline::Overlay>& overlay() const
    {
        return m_overlay;
    }
    /// Everything has come in.
    [[nodiscard]] bool isSettled() const
    {
        return m_loader->isSettled() && m_raised->isSettled() && m_versions->isSettled();
    }
    /// A room is looking: causes are named nowhere, since some are confidential.
    void setPresenting(bool isPresenting);
    /// The details pane shows @p name now, or nothing: its causes and effects are told with it.
    void setShown(const keyturn::timeline::ItemName& name);
    /// The details pane has @p event, which is what is shown: its other versions are looked for.
    void tellVersionsOf(const domain::Event& event);
    [[nodiscard]] const keyturn::timeline::ItemName& shown() const { return m_shown; }

Q_SIGNALS:
    /// overlay() is another.
    void overlayChanged();
    /// A story has come in; what the details pane shows may have changed with it.
    void told();
    /// A person chose one of the causes or effects.
    void itemChosen(const keyturn::timeline::ItemName& name);

private:
    void take(const std::shared_ptr<const Story>& story);
    void showCauses();
    void showVersions();
    void addTimeChoice();
    void connectKeys(QWidget* page);
    bool eventFilter(QObject* watched, QEvent* event) override;

    service::Session& m_session;
    timeline::TimelineView* m_view;
    DetailsPane* m_details;
    TitleCache* m_titles;
    StoryLoader* m_loader;
    RaisedLoader* m_raised;
    VersionFinder* m_versions;
    RewindBar* m_bar;
    QToolButton* m_withoutTime;
    keyturn::timeline::EventColumnsPointer m_columns;
    std::shared_ptr<const keyturn::timeline::Overlay> m_overlay;
    std::shared_ptr<const keyturn::timeline::CausalGraph> m_causes;
    keyturn::timeline::ItemName m_shown;
    common::ViewState m_state;
    bool m_isPresenting = false;
};

} // namespace keyturn::ui::review
