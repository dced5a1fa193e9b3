// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/shown_table.h"
#include "tests/support/test_registry.h"
#include "ui/review/panel_dock.h"
#include "ui/review/query_edit.h"
#include "ui/timeline/timeline_view.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QTableView>

using namespace keyturn;
using tests::named;
using tests::ShownTable;
using ui::timeline::TimelineView;

/// Escape lets go of one thing after another, the nearest first, and of the panel below the timeline last.
class TestPanelEscape : public QObject
{
    Q_OBJECT

    [[nodiscard]] static bool isOpen(const ShownTable& shown, const char* panel = "tablePanel")
    {
        const auto* button = named<QToolButton>(*shown.window, qPrintable(QLatin1String(panel) + "Button"));
        return button->isChecked() && named<QWidget>(*shown.window, panel)->isVisible();
    }

private Q_SLOTS:
    void escapeClosesThePanelAndTheTimelineHasTheKeyboard()
    {
        const ShownTable shown;
        auto* view = named<TimelineView>(*shown.window, "timelineView");
        shown.table->setFocus();
        QVERIFY(isOpen(shown));
        shown.press(Qt::Key_Escape, Qt::ShiftModifier);
        QVERIFY(isOpen(shown));
        shown.press(Qt::Key_Escape);
        QVERIFY(!isOpen(shown));
        QVERIFY(!shown.panel->isVisible());
        QCOMPARE(shown.window->focusWidget(), view);
        // With none open it does nothing, and the next time the panel is there again.
        QTest::keyClick(view, Qt::Key_Escape);
        QCOMPARE(shown.window->focusWidget(), view);
        named<QToolButton>(*shown.window, "tablePanelButton")->click();
        QVERIFY(isOpen(shown));
    }

    void linesAreLetGoOfBeforeThePanel()
    {
        const ShownTable shown;
        shown.table->setFocus();
        shown.press(Qt::Key_Home);
        shown.press(Qt::Key_Down, Qt::ShiftModifier);
        shown.press(Qt::Key_Down, Qt::ShiftModifier);
        shown.press(Qt::Key_Escape);
        QVERIFY(isOpen(shown));
        QCOMPARE(shown.table->selection().count(), std::int64_t{1});
        QCOMPARE(shown.table->currentLine(), std::optional<std::int64_t>(2));
        shown.press(Qt::Key_Escape);
        QVERIFY(!isOpen(shown));
    }

    void theTimelineLetsGoOfWhatIsChosenBeforeThePanelCloses()
    {
        const ShownTable shown;
        auto* view = named<TimelineView>(*shown.window, "timelineView");
        shown.table->setFocus();
        shown.press(Qt::Key_Home);
        shown.press(Qt::Key_Return);
        QVERIFY(!view->focusedItemText().isEmpty());
        view->setFocus();
        QTest::keyClick(view, Qt::Key_Escape);
        QVERIFY(isOpen(shown));
        QTest::keyClick(view, Qt::Key_Escape);
        QVERIFY(!isOpen(shown));
    }

    void offersOfTheSearchLineCloseBeforeThePanel()
    {
        const ShownTable shown;
        auto* edit = shown.window->findChild<ui::review::QueryEdit*>();
        QVERIFY(edit);
        edit->setFocus();
        QTest::keyClicks(edit, QStringLiteral("sev"));
        QVERIFY(edit->isOffering());
        QTest::keyClick(edit->findChild<QCompleter*>()->popup(), Qt::Key_Escape);
        QVERIFY(!edit->isOffering());
        QVERIFY(isOpen(shown));
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!isOpen(shown));
        QCOMPARE(edit->text(), QStringLiteral("sev"));
    }

    void listsOfOtherPanelsPassItOn()
    {
        const ShownTable shown;
        for (const auto& [panel, list] : {std::pair{"sincePanel", "sinceTable"}}) {
            named<QToolButton>(*shown.window, qPrintable(QLatin1String(panel) + "Button"))->click();
            QVERIFY(isOpen(shown, panel));
            QTest::keyClick(named<QTableView>(*shown.window, list), Qt::Key_Escape);
            QVERIFY(!isOpen(shown, panel));
        }
    }
};

KEYTURN_TEST(TestPanelEscape);
#include "test_panel_escape.moc"
