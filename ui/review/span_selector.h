// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "ui/timeline/timeline_scene.h"

#include <QObject>

#include <optional>

class QPainter;

namespace keyturn::ui::timeline {
class TimelineView;
}

namespace keyturn::ui::review {

/// Selects a span of time on the timeline: by dragging with Shift held, or with S at one end and S at the
/// other. Escape takes it back. The span is shown over lanes and ruler.
class SpanSelector final : public QObject
{
    Q_OBJECT
public:
    explicit SpanSelector(timeline::TimelineView* view);
    [[nodiscard]] const std::optional<base::TimeRange>& span() const { return m_span; }
    void setSpan(const std::optional<base::TimeRange>& span);
    /// As S does: begins a span where the keyboard or the pointer is, or ends it there.
    void markEnd();
    /// Where the keyboard is: at its item, else under the pointer, else in the middle of the view.
    [[nodiscard]] base::UtcTime cursorTime() const;
    [[nodiscard]] bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    /// span() has changed for good: no drag is under way.
    void spanChanged();
    void said(const QString& sentence);

private:
    [[nodiscard]] bool press(const QPoint& position);
    void drag(const QPoint& position);
    void paint(QPainter& painter, const timeline::TimelineScene& scene) const;

    timeline::TimelineView* m_view;
    std::optional<base::TimeRange> m_span;
    std::optional<base::UtcTime> m_begun;     ///< By S.
    std::optional<base::UtcTime> m_dragStart; ///< While a drag is under way.
};

} // namespace keyturn::ui::review
