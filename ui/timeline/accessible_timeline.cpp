// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/accessible_timeline.h"

#include "ui/timeline/timeline_view.h"

#include <QAccessibleWidget>

namespace keyturn::ui::timeline {

namespace {

class AccessibleTimeline : public QAccessibleWidget
{
public:
    explicit AccessibleTimeline(TimelineView* view) : QAccessibleWidget(view, QAccessible::Chart) {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        const auto* view = static_cast<const TimelineView*>(widget());
        switch (kind) {
        case QAccessible::Name: {
            const QString item = view->focusedItemText();
            return item.isEmpty() ? view->accessibleName()
                                  : QStringLiteral("%1: %2").arg(view->accessibleName(), item);
        }
        case QAccessible::Description:
            return view->summary();
        case QAccessible::Value:
            return view->focusedItemText();
        default:
            return QAccessibleWidget::text(kind);
        }
    }
};

QAccessibleInterface* makeAccessibleTimeline(const QString& /*className*/, QObject* object)
{
    auto* view = qobject_cast<TimelineView*>(object);
    return view ? new AccessibleTimeline(view) : nullptr;
}

} // namespace

void installAccessibleTimeline()
{
    QAccessible::installFactory(makeAccessibleTimeline); // The same function is kept once.
}

} // namespace keyturn::ui::timeline
