// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/review/pattern_finder.h"
#include "ui/review/review_panel.h"

#include <QObject>

class QMenu;
class QToolButton;

namespace keyturn::ui::timeline {
class TimelineView;
}

namespace keyturn::ui::review {

class MeasureTool;
class Minimap;
class QueryBar;
class SpanPanel;
class SpanSelector;
class TimelineEntries;

/// The tools about one timeline: made, put together, and listed with their keys in one menu.
class ReviewTools final : public QObject
{
    Q_OBJECT
public:
    ReviewTools(service::Session& session, timeline::TimelineView* view, QueryBar* query, QWidget* page);
    /// The menu of tools; for the caller to lay out, as the three below.
    [[nodiscard]] QToolButton* button() const { return m_button; }
    [[nodiscard]] SpanPanel* spanPanel() const { return m_spanPanel; }
    [[nodiscard]] Minimap* minimap() const { return m_minimap; }
    /// The timeline shows something else.
    void refresh(const ReviewState& state);
    [[nodiscard]] bool isSettled() const;
    /// A room is looking: the figures of a span are put away.
    void setPresenting(bool isPresenting);
    [[nodiscard]] bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void said(const QString& sentence);
    void settled();
    void presentationRequested();

private:
    using Pattern = PatternFinder::Pattern;
    using Direction = PatternFinder::Direction;
    void connectTools();
    void fill(QMenu* menu);
    void find(Pattern pattern, Direction direction);
    void showSpan();
    void showFound(const base::TimeRange& span);
    void goToTime();
    void chooseZone();

    service::Session& m_session;
    timeline::TimelineView* m_view;
    QueryBar* m_query;
    QWidget* m_page;
    QToolButton* m_button;
    bool m_isPresenting = false;
    SpanSelector* m_selector;
    SpanPanel* m_spanPanel;
    MeasureTool* m_measure;
    TimelineEntries* m_entries;
    PatternFinder* m_finder;
    Minimap* m_minimap;
};

} // namespace keyturn::ui::review
