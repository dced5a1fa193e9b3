// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/saved_views.h"
#include "models/timeline/event_filter.h"
#include "models/timeline/item_name.h"
#include "models/timeline/overlay.h"
#include "ui/review/panel_dock.h"

#include <memory>

class QComboBox;
class QHBoxLayout;
class QVBoxLayout;

namespace keyturn::ui::timeline {
class TimelineView;
}

namespace keyturn::ui::review {

class DetailsPane;
class ImportFilter;
class LanesMenu;
class Presentation;
class QueryBar;
class RecordSearch;
class ReviewTools;
class TimelineStory;
class ViewsMenu;

/// What a person has chosen on the timeline, for something else to refer to it.
struct ChosenItem
{
    QString reference; ///< A record's or a request's id.
    QString title;
};

/// The timeline with its filters, beside it all that is known of what is chosen, and below it panels that
/// show the same data in other ways.
class TimelinePage final : public common::Page
{
    Q_OBJECT
public:
    explicit TimelinePage(service::Session& session, QWidget* parent = nullptr);
    void refresh(const common::ViewState& state) override;
    [[nodiscard]] bool isSettled() const override;
    /// The timeline alone, for a room; the window hides what it has about the page.
    void setPresenting(bool isPresenting);
    /// Shows a panel below the timeline by its word, or a part of it: "table", "charts:signal-rate".
    void showPanel(const QString& word);
    /// Shows the events of one import alone, all its time, until a person goes back to all.
    void showOnlyImport(const state::BatchState& batch);
    /// The record or regulatory request that is chosen and shown; nothing where it is neither.
    [[nodiscard]] std::optional<ChosenItem> chosen() const;

Q_SIGNALS:
    void presentingChanged(bool isPresenting);

private:
    void buildFilters(QHBoxLayout* bar);
    void buildTools(QHBoxLayout* bar);
    void applyView(const items::ViewChoice& choice);
    void buildPanels(QHBoxLayout* bar);
    void connectPanel(ReviewPanel* panel);
    void refreshPanels();
    void applyFilter();
    void checkSettled();
    void chooseEvent(quint64 batchSeq, quint32 leaf);
    void showRecord(quint64 batchSeq, quint32 leaf);
    void showOverlayItem(keyturn::timeline::OverlayKind kind, const QString& id);
    void showItem(const keyturn::timeline::ItemName& name);
    void showNothing();
    void takeOverlay();
    /// Shows the chosen item anew, as it stands at the moment that is shown.
    void retellShown();
    void showStory();

    timeline::TimelineView* m_view;
    QVBoxLayout* m_bars;      ///< Rows above the timeline.
    QVBoxLayout* m_underView; ///< The timeline, and what goes along its axis.
    PanelDock* m_panels;
    DetailsPane* m_details;
    TimelineStory* m_story;
    QueryBar* m_query;
    ImportFilter* m_import;
    RecordSearch* m_search;
    ReviewTools* m_tools;
    Presentation* m_presentation;
    QWidget* m_bar; ///< Of everything but the search.
    QComboBox* m_severity;
    LanesMenu* m_lanes;
    int m_detailGeneration = 0;
    keyturn::timeline::ItemName m_told; ///< What the details pane tells of.
    common::ViewState m_state;
    keyturn::timeline::EventColumnsPointer m_columns;
    std::shared_ptr<const keyturn::timeline::Overlay> m_overlay;
    keyturn::timeline::EventFilter m_filter;
    bool m_hasShownStory = false;
};

} // namespace keyturn::ui::review
