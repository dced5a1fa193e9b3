// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gui/console/entered_signals.h"
#include "ui/review/event_table_panel.h"
#include "ui/review/event_table_view.h"

#include <QHeaderView>
#include <QSettings>
#include <QTest>
#include <QToolButton>

#include <memory>

namespace keyturn::tests {

inline constexpr int kTablePatienceMs = 20'000;
inline constexpr int kSignals = 120;

/// A window whose timeline has the table open over kSignals signals.
struct ShownTable
{
    ConsoleFixture fixture;
    std::unique_ptr<ui::shell::MainWindow> window;
    ui::review::EventTablePanel* panel = nullptr;
    ui::review::EventTableView* table = nullptr;

    ShownTable()
    {
        QSettings().remove(QStringLiteral("eventTable"));
        window = fixture.window("safety", ui::shell::View::Timeline);
        enterSignals(fixture, *window, kSignals);
        named<QToolButton>(*window, "tablePanelButton")->click();
        panel = named<ui::review::EventTablePanel>(*window, "tablePanel");
        table = named<ui::review::EventTableView>(*window, "eventTable");
        settle();
    }
    void settle() const
    {
        if (!QTest::qWaitFor([&] { return window->isSettled() && panel->isSettled(); }, kTablePatienceMs))
            qFatal("the table did not settle");
    }
    [[nodiscard]] const QAbstractItemModel& model() const { return *table->header().model(); }
    [[nodiscard]] QString cell(std::int64_t line, const char* title) const
    {
        for (int column = 0; column < model().columnCount(); ++column) {
            if (model().headerData(column, Qt::Horizontal).toString() == QLatin1String(title))
                return model().index(static_cast<int>(line), column).data().toString();
        }
        qFatal("no column is called %s", title);
    }
    /// The time of a line's event, in microseconds.
    [[nodiscard]] std::int64_t timeAt(std::int64_t line) const
    {
        const auto row = model().index(static_cast<int>(line), 0).data(items::EventTableModel::EventRowRole);
        return window->session().columns()->timesUs()[row.toUInt()];
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(table, key, modifiers);
    }
};

} // namespace keyturn::tests
