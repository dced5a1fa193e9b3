// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/bursts.h"

#include <QObject>

#include <atomic>
#include <memory>
#include <optional>

namespace keyturn::ui::timeline {
class TimelineView;
}

namespace keyturn::ui::review {

/// Leads to the next silence or the next burst of what the timeline shows. Looks around what is on the axis
/// first, where a silence of minutes may matter; then at everything. Works on another thread.
class PatternFinder final : public QObject
{
    Q_OBJECT
public:
    enum class Pattern { Gap, Burst };
    enum class Direction { Next, Previous };
    PatternFinder(timeline::TimelineView* view, QObject* parent);
    ~PatternFinder() override;
    /// Begins where @p from ends (or starts, backwards): the span selected now, or nothing for what is on the
    /// axis. One search at a time; a new one gives up the last.
    void find(Pattern pattern, Direction direction, const std::optional<base::TimeRange>& from);
    [[nodiscard]] bool isIdle() const { return !m_cancel; }

Q_SIGNALS:
    void found(const keyturn::base::TimeRange& span);
    /// What was found, or that nothing was, in one sentence.
    void said(const QString& sentence);
    void settled();

private:
    struct Answer
    {
        std::optional<base::TimeRange> span;
        QString sentence;
    };
    void take(const Answer& answer);

    timeline::TimelineView* m_view;
    std::shared_ptr<std::atomic_bool> m_cancel; ///< Of the search under way.
};

} // namespace keyturn::ui::review
