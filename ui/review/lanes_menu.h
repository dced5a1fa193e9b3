// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/service/session.h"
#include "models/timeline/lanes.h"

#include <QToolButton>

#include <optional>

class QMenu;

namespace keyturn::ui::timeline {
class TimelineView;
}

namespace keyturn::ui::review {

/// Which lanes are shown, as a menu. It also keeps the layout of the timeline's lanes between sessions, in
/// this person's settings, for each workspace apart. Interface thread.
class LanesMenu final : public QToolButton
{
    Q_OBJECT
public:
    LanesMenu(service::Session& session, timeline::TimelineView* view, QWidget* parent);
    /// Gives the view the lanes as they were left in this workspace, once it is open; nothing where that has
    /// been done.
    void restore();
    /// Gives the view @p layout.
    void take(const keyturn::timeline::LaneLayout& layout);
    /// The lanes that are ticked.
    [[nodiscard]] keyturn::timeline::LaneSet shown() const;

Q_SIGNALS:
    /// A lane was shown or hidden, or the view's lanes were changed by a person.
    void changed();

private:
    void tick();
    void turn();
    void keep();

    service::Session& m_session;
    timeline::TimelineView* m_view;
    QMenu* m_menu;
    std::optional<base::Digest> m_log; ///< Of the workspace whose lanes are shown.
};

} // namespace keyturn::ui::review
