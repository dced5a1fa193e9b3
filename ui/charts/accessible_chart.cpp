// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/accessible_chart.h"

#include "ui/charts/chart_widget.h"

#include <QAccessibleWidget>
#include <QCoreApplication>

namespace keyturn::ui::charts {

namespace {

class AccessibleChart : public QAccessibleWidget
{
public:
    explicit AccessibleChart(ChartWidget* chart) : QAccessibleWidget(chart, QAccessible::Chart) {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        const auto* chart = static_cast<const ChartWidget*>(widget());
        const QString current = chart->currentText();
        switch (kind) {
        case QAccessible::Name:
            return current.isEmpty() ? chart->accessibleName()
                                     : QStringLiteral("%1: %2").arg(chart->accessibleName(), current);
        case QAccessible::Description:
            return chart->data() ? QCoreApplication::translate("Charts", "%1 bars; also as a table")
                                       .arg(chart->data()->categories.size())
                                 : QString();
        case QAccessible::Value:
            return current;
        default:
            return QAccessibleWidget::text(kind);
        }
    }
};

QAccessibleInterface* makeAccessibleChart(const QString& /*className*/, QObject* object)
{
    auto* chart = qobject_cast<ChartWidget*>(object);
    return chart ? new AccessibleChart(chart) : nullptr;
}

} // namespace

void installAccessibleChart()
{
    QAccessible::installFactory(makeAccessibleChart); // The same function is kept once.
}

} // namespace keyturn::ui::charts
