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

/// Measures from the chosen event or item to another one: Ctrl+click on that, or D at each of the two. The
/// distance stands as a bracket on the ruler until Escape or another choice.
class MeasureTool final : public QObject
{
    Q_OBJECT
public:
    explicit MeasureTool(timeline::TimelineView* view);
    /// As D does: begins at the item that the keyboard is at, or measures to it.
    void markItem();
    /// What is measured, or nothing.
    [[nodiscard]] const std::optional<std::pair<base::UtcTime, base::UtcTime>>& measured() const
    {
        return m_measured;
    }
    [[nodiscard]] bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    /// The distance, or what to do next, in one sentence.
    void said(const QString& sentence);

private:
    void measure(base::UtcTime from, base::UtcTime to);
    void clear();
    void paint(QPainter& painter, const timeline::TimelineScene& scene) const;

    timeline::TimelineView* m_view;
    std::optional<base::UtcTime> m_begun; ///< By D.
    std::optional<std::pair<base::UtcTime, base::UtcTime>> m_measured;
};

} // namespace keyturn::ui::review
