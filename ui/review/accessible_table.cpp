// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/accessible_table.h"

#include "ui/review/event_table_view.h"

#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QLocale>

namespace keyturn::ui::review {

namespace {

QString spokenPlace(const EventTableView& view, std::int64_t lines)
{
    const QLocale locale;
    const QString all = locale.toString(static_cast<qlonglong>(lines));
    const auto line = view.currentLine();
    if (!line)
        return QCoreApplication::translate("EventTable", "%1 events").arg(all);
    const QString place = QCoreApplication::translate("EventTable", "Line %1 of %2")
                              .arg(locale.toString(static_cast<qlonglong>(*line + 1)), all);
    if (view.selection().count() < 2)
        return place;
    return QCoreApplication::translate("EventTable", "%1, %2 selected")
        .arg(place, locale.toString(static_cast<qlonglong>(view.selection().count())));
}

class AccessibleEventTable : public QAccessibleWidget
{
public:
    explicit AccessibleEventTable(EventTableView* view) : QAccessibleWidget(view, QAccessible::Table) {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        auto* view = static_cast<EventTableView*>(widget());
        const QString current = view->currentText();
        switch (kind) {
        case QAccessible::Name:
            return current.isEmpty() ? view->accessibleName()
                                     : QStringLiteral("%1: %2").arg(view->accessibleName(), current);
        case QAccessible::Description:
            return spokenPlace(*view, view->lineCount());
        case QAccessible::Value:
            return current;
        default:
            return QAccessibleWidget::text(kind);
        }
    }
};

QAccessibleInterface* makeAccessibleTable(const QString& /*className*/, QObject* object)
{
    auto* view = qobject_cast<EventTableView*>(object);
    return view ? new AccessibleEventTable(view) : nullptr;
}

} // namespace

void installAccessibleTable()
{
    QAccessible::installFactory(makeAccessibleTable); // The same function is kept once.
}

} // namespace keyturn::ui::review
