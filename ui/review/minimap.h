// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/frame.h"
#include "models/timeline/time_axis.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace keyturn::ui::timeline {
class TimelineView;
} // namespace keyturn::ui::timeline

namespace keyturn::ui::review {

/// All time there is along the lower edge of the timeline: how much happened when, what the ledger tells, and
/// the span on the axis as a window that is dragged, drawn out at its edges, or moved by the arrow keys
/// (with Shift its width is changed). Lies exactly under the lanes.
class Minimap final : public QWidget
{
    Q_OBJECT
public:
    Minimap(timeline::TimelineView* view, QWidget* parent);
    ~Minimap() override;
    /// What there is. Which events of it count is what the view's frame says.
    void setData(const keyturn::timeline::EventColumnsPointer& columns,
                 const std::shared_ptr<const keyturn::timeline::Overlay>& overlay);
    /// The whole that is shown, a little more than the data; of a day about now where there is none.
    [[nodiscard]] const keyturn::timeline::TimeAxis& axis() const { return m_axis; }
    /// Where the window stands, in pixels.
    [[nodiscard]] QRectF windowRect() const;
    [[nodiscard]] bool isSettled() const { return m_weighing == 0; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// A person moved the window.
    void rangeChosen(const keyturn::base::TimeRange& range);
    void settled();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Grip { None, Window, Left, Right };
    struct Drag
    {
        Grip grip = Grip::None;
        double fromX = 0;
        base::TimeRange range; ///< At the start of the drag.
    };
    void layOut();
    void weigh();
    void describe();
    [[nodiscard]] Grip gripAt(double x) const;
    void choose(base::TimeRange range);
    [[nodiscard]] QRect strip() const;
    void paintDensity(QPainter& painter) const;
    void paintOverlay(QPainter& painter) const;
    void paintWindow(QPainter& painter) const;

    timeline::TimelineView* m_view;
    keyturn::timeline::EventColumnsPointer m_columns;
    std::shared_ptr<const keyturn::timeline::Overlay> m_overlay;
    keyturn::timeline::LaneIndexPointer m_index; ///< What was weighed.
    keyturn::timeline::TimeAxis m_axis;
    std::vector<std::uint32_t> m_weights; ///< Events of each pixel column.
    std::uint32_t m_heaviest = 0;
    int m_weighing = 0; ///< How many countings are under way.
    std::optional<Drag> m_drag;
};

} // namespace keyturn::ui::review
