// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "models/timeline/event_filter.h"
#include "models/timeline/frame.h"
#include "ui/review/query_bar.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace keyturn::ui::timeline {
class FrameLoader;
class TimelineView;
} // namespace keyturn::ui::timeline

namespace keyturn::ui::review {

/// Runs what the query bar asks for, and leads from hit to hit. In QueryMode::Filter the view's own frame
/// holds the hits; in QueryMode::Mark a second one is made of them, and its marks are painted over the view.
class RecordSearch final : public QObject
{
    Q_OBJECT
public:
    RecordSearch(service::Session& session, QueryBar* bar, timeline::TimelineView* view, QObject* parent);
    ~RecordSearch() override;

    /// The rows that are searched; a query that stands is asked again. @p now and the view's range become
    /// words that the bar offers.
    void setColumns(const keyturn::timeline::EventColumnsPointer& columns);
    void setNow(base::UtcTime now) { m_now = now; }
    /// What was found goes into @p filter where only that is to be shown; call whenever the filter is made
    /// anew.
    void applyTo(keyturn::timeline::EventFilter& filter);
    [[nodiscard]] const QString& query() const { return m_query; }
    [[nodiscard]] const HitCount& count() const { return m_count; }
    [[nodiscard]] bool isSettled() const;

Q_SIGNALS:
    /// What applyTo() does has changed.
    void changed();
    /// A person went to this hit.
    void hitChosen(quint64 batchSeq, quint32 leaf);
    /// isSettled() may have become true.
    void settled();

private:
    enum class Step { Next, Previous };
    void ask(const QString& query);
    void narrow(const std::shared_ptr<const keyturn::timeline::EventSet>& found);
    void takeSome(quint64 search, const service::Session::Found& found);
    void askForHits(bool areOthers);
    void takeFrame();
    void tell();
    void step(Step step);
    void showAll();
    void learnSources();
    [[nodiscard]] keyturn::timeline::LaneIndexPointer hits() const;

    service::Session& m_session;
    QueryBar* m_bar;
    timeline::TimelineView* m_view;
    timeline::FrameLoader* m_loader;
    keyturn::timeline::EventColumnsPointer m_columns;
    keyturn::timeline::EventFilter m_hitFilter; ///< All that holds for what is shown, and being found.
    keyturn::timeline::FramePointer m_hits;     ///< With QueryMode::Mark.
    items::QueryReading m_narrowing;            ///< What narrows now: the last that anything is known of.
    std::shared_ptr<const keyturn::timeline::EventSet> m_found; ///< Its texts' part; null without texts.
    std::optional<keyturn::timeline::EventKey> m_at;            ///< The event that was chosen last.
    QString m_query;
    QStringList m_sources;
    keyturn::timeline::EventColumnsPointer m_sourcesOf;
    HitCount m_count;
    base::UtcTime m_now;
    quint64 m_search = 0; ///< The session's number of the search under way.
    bool m_isSearching = false;
    bool m_isNarrowed = false; ///< There is a query, and something is known of it.
    bool m_isFrameOld = false; ///< The view's frame was made before the hits came.
};

} // namespace keyturn::ui::review
