// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/timeline/event_columns.h"
#include "models/timeline/event_filter.h"
#include "models/timeline/overlay.h"
#include "ui/common/page.h"

#include <memory>

namespace keyturn::ui::review {

/// What the timeline shows at this moment, for all that stands beside it.
struct ReviewState
{
    common::ViewState view;
    keyturn::timeline::EventColumnsPointer columns; ///< Null until they have been read.
    keyturn::timeline::EventFilter filter;
    std::shared_ptr<const keyturn::timeline::Overlay> overlay;
    base::TimeRange visible; ///< The span on the axis.
};

/// Something that shows the timeline's data in another way: a table, charts. Filled only while on screen.
class ReviewPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ReviewPanel(service::Session& session, QWidget* parent) : QWidget(parent), m_session(session) {}
    /// Called whenever anything in @p state has changed while the panel is on screen. Never waits: what takes
    /// long is worked out on another thread.
    virtual void refresh(const ReviewState& state) = 0;
    /// Everything that refresh() set going has come in.
    [[nodiscard]] virtual bool isSettled() const { return true; }
    /// Shows the part of the panel that has this word; panels of one part take no notice.
    virtual void showPart(const QString& word) { Q_UNUSED(word) }
    /// The event that is chosen on the timeline.
    virtual void showChosen(quint64 batchSeq, quint32 leaf)
    {
        Q_UNUSED(batchSeq)
        Q_UNUSED(leaf)
    }

Q_SIGNALS:
    /// isSettled() has become true.
    void settled();
    /// The timeline is to show this span.
    void rangeChosen(keyturn::base::TimeRange range);
    /// The timeline is to choose this event, and show it.
    void eventChosen(quint64 batchSeq, quint32 leaf);
    /// The timeline is to show only what this query finds.
    void queryChosen(const QString& query);
    /// Something was done, in one sentence for the status bar.
    void said(const QString& sentence);

protected:
    [[nodiscard]] service::Session& session() const { return m_session; }

private:
    service::Session& m_session;
};

} // namespace keyturn::ui::review
