// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/causality.h"
#include "models/timeline/event_filter.h"
#include "models/timeline/frame.h"
#include "models/timeline/lanes.h"
#include "ui/timeline/causal_arrows.h"
#include "ui/timeline/frame_loader.h"
#include "ui/timeline/header_painter.h"
#include "ui/timeline/item_text.h"
#include "ui/timeline/item_travel.h"
#include "ui/timeline/timeline_scene.h"

#include <QElapsedTimer>
#include <QImage>
#include <QPoint>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QScrollBar;

namespace keyturn::ui::timeline {

/// The timeline: lanes of events and overlay items over time. Wheel zooms about the pointer, Shift+wheel and
/// dragging pan, double click zooms in. Keys: Left and Right go from item to item of the lane (with Shift
/// they pan), Up and Down change the lane, with Alt they move it; C folds it to a strip; + and - zoom, Home
/// and End go to the first and the last, 0 shows everything, Enter selects. Headers are dragged to another
/// place, folded by a double click, and have a menu, which the menu key opens for the lane one is in.
///
/// Frames are made on another thread; until a new one comes the old one is stretched. Times are handed in:
/// the view has no clock.
class TimelineView : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineView(QWidget* parent = nullptr);
    ~TimelineView() override;

    /// Shows these events and items. The first that are not empty are shown from end to end; later ones leave
    /// the view where it is. Neither may be null.
    void setData(keyturn::timeline::EventColumnsPointer columns,
                 std::shared_ptr<const keyturn::timeline::Overlay> overlay);
    void setFilter(const keyturn::timeline::EventFilter& filter);
    [[nodiscard]] const keyturn::timeline::EventFilter& filter() const { return m_filter; }
    /// Places events by this time of theirs.
    void setTimeKey(keyturn::timeline::TimeKey timeKey);
    [[nodiscard]] keyturn::timeline::TimeKey timeKey() const { return m_timeKey; }
    void setLaneLayout(const keyturn::timeline::LaneLayout& layout);
    [[nodiscard]] const keyturn::timeline::LaneLayout& laneLayout() const { return m_layout; }
    void setVisibleRange(const base::TimeRange& range);
    [[nodiscard]] const base::TimeRange& visibleRange() const { return m_scene.axis.visible(); }
    /// Shows everything there is, with a little margin.
    void fitAll();

    /// Marks the rewind: what is shown is as known then. Nothing: the present is shown.
    void setKnownAt(std::optional<base::UtcTime> time);
    /// Where the line of the present is, and things that last end.
    void setNow(std::optional<base::UtcTime> time);
    /// The reader's zone, shown beside UTC. The system's unless set.
    void setLocalZone(const QTimeZone& zone);
    /// Where titles for tooltips come from; called on the interface thread, must be quick.
    void setTitler(EventTitler titler);
    /// Where names of sources come from, for lanes split by source.
    void setSourceNamer(SourceNamer namer);

    /// Paints over the lanes and the ruler, for tools that stand beside the view; kept as long as the view.
    using Painter = std::function<void(QPainter&, const TimelineScene&)>;
    void addPainter(Painter painter) { m_painters.push_back(std::move(painter)); }
    /// A title or a source that was asked for is at hand now: what lacks it is told again.
    void retellTitles();
    /// What led to what: arrows are drawn for what is selected. Null: none.
    void setCausality(std::shared_ptr<const keyturn::timeline::CausalGraph> graph);
    /// What was set; may be null.
    [[nodiscard]] const keyturn::timeline::CausalGraph* causality() const { return m_arrows.graph(); }
    /// The arrows as they are drawn.
    [[nodiscard]] std::vector<CausalArrow> causalArrows() const { return m_arrows.arrows(m_scene); }

    /// Selects from outside: says nothing back. Unknown ones clear the selection.
    void selectEvent(quint64 batchSeq, quint32 leaf);
    void selectOverlayItem(keyturn::timeline::OverlayKind kind, const QString& id);
    void clearSelection();

    /// What is in view, in one line: "1,204 events, worst critical, 2026-06-12 09:00 to 10:00 UTC".
    [[nodiscard]] QString summary() const;
    /// The item the keyboard is at, in one line; empty where it is at none.
    [[nodiscard]] QString focusedItemText() const;
    /// What the keyboard is at, and what is chosen; of frame(), and only until another is shown.
    [[nodiscard]] const TimelineItem& focusedItem() const { return m_focused; }
    [[nodiscard]] const TimelineItem& selectedItem() const { return m_selected; }
    /// The frame shown; null until the first.
    [[nodiscard]] const keyturn::timeline::FramePointer& frame() const { return m_scene.frame; }
    /// No frame is on its way.
    [[nodiscard]] bool isSettled() const { return m_loader->isIdle(); }
    /// Where things are drawn; for tests and tools that point at them.
    [[nodiscard]] const TimelineScene& scene() const { return m_scene; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A person chose an event; of several drawn as one, the worst.
    void eventSelected(quint64 batchSeq, quint32 leaf);
    /// A person chose a bar or mark.
    void overlayItemSelected(keyturn::timeline::OverlayKind kind, const QString& id);
    /// A person chose nothing, where something had been chosen.
    void selectionCleared();
    /// A person moved, folded, hid or split a lane.
    void laneLayoutChanged(const keyturn::timeline::LaneLayout& layout);
    void visibleRangeChanged(const keyturn::base::TimeRange& range);
    /// A person wants to see the events that state no time.
    void withoutTimeRequested();
    /// A new frame is shown.
    void frameShown();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Press
    {
        QPoint position;
        keyturn::timeline::TimeAxis axis;
        int scrollPx = 0;
        bool isDrag = false;
        std::optional<keyturn::timeline::LaneId> lane; ///< Whose header was pressed: dragging moves it.
    };

    void applyTheme();
    void layOut();
    void arrange();
    void setAxis(const keyturn::timeline::TimeAxis& axis);
    void askForFrame(FrameLoader::Reason reason);
    [[nodiscard]] bool isFrameGood() const;
    void showFrame(const keyturn::timeline::FramePointer& frame);
    void setScroll(int scrollPx);
    void outdate();
    /// Paints with what is painted next, or when a screen would have shown the last picture.
    void outdateSoon();
    [[nodiscard]] const SceneCounts& counts() const;
    /// Takes over a layout that a person made, and says so.
    void rearrange(const keyturn::timeline::LaneLayout& layout);
    void dragLane(int y);
    void moveFocusLane(int step);
    void toggleCollapsed(keyturn::timeline::LaneId lane);
    [[nodiscard]] static QString splitText(keyturn::timeline::SplitBy by);
    void showLaneMenu(keyturn::timeline::LaneId lane, const QPoint& globalPosition);
    void announce();
    [[nodiscard]] bool isEmpty() const;
    /// Somebody listens to withoutTimeRequested(): only then does its text look like a link.
    [[nodiscard]] bool isWithoutTimeAsked() const;

    [[nodiscard]] keyturn::timeline::ItemName nameOf(const TimelineItem& item) const;
    /// When an event occurred, as find() takes it: by its time it is found quicker.
    [[nodiscard]] std::optional<std::int64_t> occurredUsOf(const TimelineItem& item) const;
    [[nodiscard]] TimelineItem find(const keyturn::timeline::ItemName& name,
                                    std::optional<std::int64_t> timeUs = std::nullopt) const;
    void selectNamed(const keyturn::timeline::ItemName& name);
    void findArrows();
    void tellTip();
    void choose(const TimelineItem& item);
    void focusItem(const TimelineItem& item);
    void travel(TravelDirection direction);
    void changeLane(int step);
    void zoomByKey(double factor);
    void goToEnd(TravelDirection direction);
    void hoverAt(const QPoint& position);
    void findHovered(const QPoint& position);

    void renderBase();
    void paintLive(QPainter& painter);
    void paintKnownAt(QPainter& painter);
    void paintRing(QPainter& painter, const TimelineItem& item, bool isStrong);
    void paintEmpty(QPainter& painter);

    FrameLoader* m_loader;
    QScrollBar* m_scrollBar;
    keyturn::timeline::EventColumnsPointer m_columns;
    std::shared_ptr<const keyturn::timeline::Overlay> m_overlay;
    keyturn::timeline::EventFilter m_filter;
    keyturn::timeline::TimeKey m_timeKey = keyturn::timeline::TimeKey::OccurredAt;
    keyturn::timeline::LaneLayout m_layout;
    TimelineScene m_scene;
    mutable std::optional<SceneCounts> m_counts; ///< Of the scene as it is; counted when asked for.
    EventTitler m_titler;
    std::vector<Painter> m_painters;
    CausalArrows m_arrows;
    std::optional<std::pair<QPoint, QPoint>> m_tip; ///< Where a tooltip was last asked for: here, on screen.
    TimelineItem m_hovered;
    TimelineItem m_focused;
    TimelineItem m_selected;
    keyturn::timeline::ItemName m_wanted; ///< Selected from outside before its frame was there.
    keyturn::timeline::LaneKey m_focusLane = keyturn::timeline::LaneId::ModelBehaviour;
    std::optional<QPoint> m_pointer;
    std::optional<Press> m_press;
    QImage m_base; ///< All but hover, selection, present and rewind.
    bool m_isBaseOld = true;
    QElapsedTimer m_sincePainted;
    QTimer* m_paintLater;
    bool m_hasFitted = false;
    QString m_announced;
};

} // namespace keyturn::ui::timeline
