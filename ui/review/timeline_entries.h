// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/saved_views.h"
#include "models/service/session.h"
#include "ui/timeline/timeline_scene.h"

#include <QObject>

#include <functional>
#include <optional>
#include <vector>

class QMenu;
class QPainter;

namespace keyturn::ui::timeline {
class TimelineView;
}

namespace keyturn::ui::review {

/// What people add to the timeline where they look at it: milestones and notes (M), and marks of what is to
/// stand in reports (R), which are shown as flags. Both also stand in the menu at the pointer.
class TimelineEntries final : public QObject
{
    Q_OBJECT
public:
    /// @param cursorTime where the keyboard is.
    TimelineEntries(service::Session& session, timeline::TimelineView* view,
                    std::function<base::UtcTime()> cursorTime);
    /// Shows the flags of what the session's snapshot has marked, in these columns.
    void refresh(const keyturn::timeline::EventColumnsPointer& columns,
                 const std::optional<domain::IncidentId>& incident);
    /// Opens the dialog for a milestone or note at @p at.
    void add(base::UtcTime at);
    /// Marks what is chosen for reports, or takes its mark back.
    void turnMark();
    [[nodiscard]] bool eventFilter(QObject* watched, QEvent* event) override;
    /// The rows that have flags; for tests.
    [[nodiscard]] const std::vector<keyturn::timeline::EventRow>& flaggedRows() const { return m_rows; }

Q_SIGNALS:
    /// Further actions for the menu at the pointer.
    void menuOpening(QMenu* menu, keyturn::base::UtcTime at);
    void said(const QString& sentence);

private:
    [[nodiscard]] std::optional<domain::ReportMark> chosenThing() const;
    void openMenu(const QPoint& position, const QPoint& globalPosition);
    void findRows();
    void paint(QPainter& painter, const timeline::TimelineScene& scene) const;

    service::Session& m_session;
    timeline::TimelineView* m_view;
    std::function<base::UtcTime()> m_cursorTime;
    std::optional<domain::IncidentId> m_incident;
    keyturn::timeline::EventColumnsPointer m_columns;
    items::MarkedForReports m_marked;
    std::vector<keyturn::timeline::EventRow> m_rows; ///< Of m_marked.events, as far as they were found.
    int m_generation = 0;
};

} // namespace keyturn::ui::review
