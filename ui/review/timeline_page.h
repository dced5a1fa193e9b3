// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_filter.h"
#include "models/timeline/item_name.h"
#include "models/timeline/overlay.h"
#include "ui/review/panel_dock.h"

#include <QTimer>

#include <memory>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace keyturn::ui::timeline {
class TimelineView;
}

namespace keyturn::ui::review {

class DetailsPane;
class TimelineStory;

/// The timeline with its filters, beside it all that is known of what is chosen, and below it panels that
/// show the same data in other ways.
class TimelinePage final : public common::Page
{
    Q_OBJECT
public:
    explicit TimelinePage(service::Session& session, QWidget* parent = nullptr);
    void refresh(const common::ViewState& state) override;
    [[nodiscard]] bool isSettled() const override;

private:
    void buildFilters(QHBoxLayout* bar);
    void buildPanels(QHBoxLayout* bar);
    void connectPanel(ReviewPanel* panel);
    void refreshPanels();
    void applyFilter();
    void search();
    void showRecord(quint64 batchSeq, quint32 leaf);
    void showOverlayItem(keyturn::timeline::OverlayKind kind, const QString& id);
    void showItem(const keyturn::timeline::ItemName& name);
    void showNothing();
    void takeOverlay();
    /// Shows the chosen item anew, as it stands at the moment that is shown.
    void retellShown();
    void showStory();
    void tell();

    timeline::TimelineView* m_view;
    QVBoxLayout* m_bars;      ///< Rows above the timeline.
    QVBoxLayout* m_underView; ///< The timeline, and what goes along its axis.
    PanelDock* m_panels;
    DetailsPane* m_details;
    TimelineStory* m_story;
    QLineEdit* m_query;
    QComboBox* m_severity;
    QToolButton* m_lanes;
    QMenu* m_laneMenu;
    QLabel* m_told;
    QTimer m_searchDelay;
    int m_searchGeneration = 0;
    int m_detailGeneration = 0;
    QString m_searchText;
    common::ViewState m_state;
    keyturn::timeline::EventColumnsPointer m_columns;
    std::shared_ptr<const keyturn::timeline::Overlay> m_overlay;
    keyturn::timeline::EventFilter m_filter;
    std::uint64_t m_foundCount = 0;
    bool m_hasShownStory = false;
};

} // namespace keyturn::ui::review
