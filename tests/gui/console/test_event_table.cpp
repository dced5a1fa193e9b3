// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/csv.h"
#include "tests/gui/console/shown_table.h"
#include "tests/support/test_registry.h"
#include "ui/common/text_block.h"
#include "ui/timeline/timeline_view.h"

#include <QAccessible>
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace keyturn;
using tests::ConsoleFixture;
using tests::enteredSignal;
using tests::kSignals;
using tests::kTablePatienceMs;
using tests::named;
using tests::ShownTable;
using timeline::RowOrder;
using timeline::SortDirection;
using ui::review::EventTablePanel;
using ui::shell::View;

class TestEventTableView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsTheSameEventsAsALiteralCount()
    {
        const ShownTable shown;
        QCOMPARE(shown.table->lineCount(), std::int64_t{kSignals});
        QCOMPARE(shown.cell(0, "Title"), QStringLiteral("Signal 119"));
        timeline::FacetFilter facets;
        facets.of(timeline::Facet::Severity) = 1u << static_cast<unsigned>(domain::Severity::Critical);
        facets.of(timeline::Facet::SourceKind) = 1u << static_cast<unsigned>(domain::SourceKind::Customer);
        shown.panel->setFacets(facets);
        shown.panel->sortBy(RowOrder::Time, SortDirection::Ascending);
        shown.settle();
        std::vector<int> expected;
        for (int i = 0; i < kSignals; ++i) {
            const auto record = enteredSignal(i);
            if (record.severity == domain::Severity::Critical &&
                record.sourceKind == domain::SourceKind::Customer)
                expected.push_back(i);
        }
        QVERIFY(!expected.empty());
        QCOMPARE(shown.table->lineCount(), static_cast<std::int64_t>(expected.size()));
        for (std::size_t line = 0; line < expected.size(); ++line)
            QCOMPARE(shown.cell(static_cast<std::int64_t>(line), "Time"),
                     base::toDisplay(enteredSignal(expected[line]).occurredAt.start));
        QCOMPARE(named<QLabel>(*shown.panel, "facetText")->text(),
                 QStringLiteral("Only Severity: Critical; Kind of source: Customer"));
        named<QPushButton>(*shown.panel, "clearFacets")->click();
        shown.settle();
        QCOMPARE(shown.table->lineCount(), std::int64_t{kSignals});
    }

    void sortsByAColumnAndTurnsRound()
    {
        const ShownTable shown;
        Q_EMIT shown.table->header().sectionClicked(1);
        shown.settle();
        QCOMPARE(shown.cell(0, "Severity"), QStringLiteral("Not stated"));
        QCOMPARE(shown.cell(0, "Title"), QStringLiteral("Signal 0"));
        Q_EMIT shown.table->header().sectionClicked(1);
        shown.settle();
        QCOMPARE(shown.cell(0, "Severity"), QStringLiteral("Critical"));
        QCOMPARE(shown.table->header().sortIndicatorSection(), 1);
        // By its title a list of ten million is not sorted, and says so.
        QSignalSpy said(shown.panel, &EventTablePanel::said);
        Q_EMIT shown.table->header().sectionClicked(2);
        QCOMPARE(said.count(), 1);
        QCOMPARE(shown.table->header().sortIndicatorSection(), 1);
    }

    void theSearchOfTheTimelineFiltersTheTable()
    {
        const ShownTable shown;
        Q_EMIT shown.panel->queryChosen(QStringLiteral("source:Harrow layer:system"));
        std::int64_t expected = 0;
        for (int i = 0; i < kSignals; ++i)
            expected +=
                enteredSignal(i).source == "Harrow" && enteredSignal(i).layer == domain::Layer::System;
        QTRY_COMPARE_WITH_TIMEOUT(shown.table->lineCount(), expected, kTablePatienceMs);
    }

    void onlyWhatIsInViewFollowsTheTimeline()
    {
        const ShownTable shown;
        auto* view = named<ui::timeline::TimelineView>(*shown.window, "timelineView");
        named<QCheckBox>(*shown.panel, "onlyInView")->setChecked(true);
        view->setVisibleRange({tests::kSignalsStart, tests::kSignalsStart.plusUs(2 * base::kUsPerHour)});
        QTRY_COMPARE_WITH_TIMEOUT(shown.table->lineCount(), std::int64_t{6}, kTablePatienceMs);
        view->fitAll();
        QTRY_COMPARE_WITH_TIMEOUT(shown.table->lineCount(), std::int64_t{kSignals}, kTablePatienceMs);
    }

    void whatIsChosenHereIsChosenOnTheTimelineAndTheOtherWayRound()
    {
        const ShownTable shown;
        auto* view = named<ui::timeline::TimelineView>(*shown.window, "timelineView");
        shown.table->setFocus();
        shown.press(Qt::Key_Home);
        shown.press(Qt::Key_Down);
        shown.press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(named<ui::common::TextBlock>(*shown.window, "detailsTitle")->text(),
                                  QStringLiteral("Signal 118"), kTablePatienceMs);
        QVERIFY(view->focusedItemText().contains(base::toDisplay(enteredSignal(118).occurredAt.start)));
        const auto key = shown.window->session().columns()->keyOf(5);
        Q_EMIT view->eventSelected(key.batchSeq, key.leaf);
        QTRY_COMPARE_WITH_TIMEOUT(shown.table->currentLine(), std::optional<std::int64_t>(kSignals - 1 - 5),
                                  kTablePatienceMs);
        const auto [first, last] = shown.table->visibleLines();
        QVERIFY(first <= kSignals - 6 && kSignals - 6 < last);
        // Another order keeps the event, wherever it now stands.
        shown.panel->sortBy(RowOrder::Time, SortDirection::Ascending);
        QTRY_COMPARE_WITH_TIMEOUT(shown.table->currentLine(), std::optional<std::int64_t>(5),
                                  kTablePatienceMs);
    }

    void whatArrivesLeavesInViewWhatIsBeingRead()
    {
        const ShownTable shown;
        shown.table->setCurrentLine(3);
        shown.table->setTopLine(50);
        shown.settle();
        const QString read = shown.cell(50, "Title");
        std::vector<domain::NormalisedRecord> later;
        for (int i = kSignals; i < kSignals + 10; ++i)
            later.push_back(enteredSignal(i));
        shown.window->session().addByHand(std::move(later), std::nullopt);
        QTRY_COMPARE_WITH_TIMEOUT(shown.table->lineCount(), std::int64_t{kSignals + 10}, kTablePatienceMs);
        shown.settle();
        QCOMPARE(shown.table->visibleLines().first, std::int64_t{60});
        QCOMPARE(shown.cell(60, "Title"), read);
        QCOMPARE(shown.table->currentLine(), std::optional<std::int64_t>(13));
    }

    void whatIsChosenStaysChosenWhenMoreArrives()
    {
        const ShownTable shown;
        const auto titles = [&shown] {
            QStringList out;
            for (const auto& [first, last] : shown.table->selection().ranges()) {
                for (std::int64_t line = first; line < last; ++line)
                    out += base::toDisplay(base::UtcTime{shown.timeAt(line)});
            }
            return out;
        };
        int entered = kSignals;
        const auto enter = [&](int count) {
            std::vector<domain::NormalisedRecord> later;
            for (int i = 0; i < count; ++i)
                later.push_back(enteredSignal(entered++));
            shown.window->session().addByHand(std::move(later), std::nullopt);
            QTRY_COMPARE_WITH_TIMEOUT(shown.table->lineCount(), std::int64_t{entered}, kTablePatienceMs);
            shown.settle();
        };
        shown.table->setCurrentLine(3);
        shown.press(Qt::Key_Down, Qt::ShiftModifier);
        shown.table->setChosen(8, true);
        const QStringList chosen = titles();
        QCOMPARE(chosen.size(), qsizetype{3});
        const auto columns = shown.window->session().columns();
        enter(10);
        QVERIFY(shown.window->session().columns()->continues(*columns));
        QCOMPARE(titles(), chosen);
        QCOMPARE(shown.table->selection().ranges(),
                 (std::vector<ui::review::LineSelection::Range>{{13, 15}, {18, 19}}));
        QCOMPARE(shown.table->currentLine(), std::optional<std::int64_t>(14));
        // So many that all are put in order anew.
        enter(150);
        QVERIFY(!shown.window->session().columns()->continues(*columns));
        QCOMPARE(titles(), chosen);
        // Another order keeps them too.
        shown.panel->sortBy(RowOrder::Time, SortDirection::Ascending);
        shown.settle();
        QCOMPARE(titles(), QStringList(chosen.rbegin(), chosen.rend()));
        // What is shown no more is chosen no more.
        timeline::FacetFilter facets;
        facets.of(timeline::Facet::Severity) =
            1u << static_cast<unsigned>(enteredSignal(kSignals - 1 - 8).severity);
        shown.panel->setFacets(facets);
        shown.settle();
        QCOMPARE(titles(), QStringList{chosen.last()});
    }

    void whatIsChosenWhileTheRowsAreOnTheirWayStays()
    {
        const ShownTable shown;
        shown.panel->sortBy(RowOrder::Time, SortDirection::Ascending);
        QVERIFY(!shown.panel->isSettled());
        shown.table->setCurrentLine(0);
        shown.table->setChosen(1, true);
        shown.settle();
        QCOMPARE(shown.table->selection().ranges(),
                 (std::vector<ui::review::LineSelection::Range>{{kSignals - 2, kSignals}}));
    }

    void theKeyboardReachesEveryLine()
    {
        const ShownTable shown;
        shown.table->setFocus();
        shown.press(Qt::Key_End);
        QCOMPARE(shown.table->currentLine(), std::optional<std::int64_t>(kSignals - 1));
        const auto [first, last] = shown.table->visibleLines();
        QCOMPARE(last, std::int64_t{kSignals});
        shown.press(Qt::Key_Down);
        QCOMPARE(shown.table->currentLine(), std::optional<std::int64_t>(kSignals - 1));
        shown.press(Qt::Key_PageUp);
        QVERIFY(*shown.table->currentLine() < first + 1);
        shown.press(Qt::Key_Home);
        shown.press(Qt::Key_Down, Qt::ShiftModifier);
        shown.press(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(shown.table->selection().count(), std::int64_t{3});
        QVERIFY(named<QLabel>(*shown.panel, "tableTold")->text().contains(QStringLiteral("3 selected")));
        shown.press(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(shown.table->selection().count(), std::int64_t{kSignals});
    }

    void aScreenReaderIsToldTheLineAndItsPlace()
    {
        const ShownTable shown;
        shown.table->setFocus();
        shown.press(Qt::Key_Home);
        shown.press(Qt::Key_Down);
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(shown.table);
        QVERIFY(spoken);
        QCOMPARE(spoken->role(), QAccessible::Table);
        QVERIFY(spoken->text(QAccessible::Value).contains(QStringLiteral("Title: Signal 118")));
        QCOMPARE(spoken->text(QAccessible::Description), QStringLiteral("Line 2 of 120"));
    }

    void copiesWhatIsShownAsCsv()
    {
        const ShownTable shown;
        shown.panel->sortBy(RowOrder::Time, SortDirection::Ascending);
        shown.settle();
        shown.table->setFocus();
        shown.table->setCurrentLine(2);
        shown.press(Qt::Key_Down, Qt::ShiftModifier);
        QString expected;
        QStringList headers;
        for (int column = 0; column < shown.model().columnCount(); ++column)
            headers += shown.model().headerData(column, Qt::Horizontal).toString();
        expected += base::csvLine(headers);
        for (const int line : {2, 3}) {
            QStringList cells;
            for (int column = 0; column < shown.model().columnCount(); ++column)
                cells += shown.model().index(line, column).data().toString();
            expected += base::csvLine(cells);
        }
        QGuiApplication::clipboard()->clear();
        shown.press(Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(QGuiApplication::clipboard()->text(), expected, kTablePatienceMs);
        QVERIFY(expected.contains(QStringLiteral("\"'=1+1, said \"\"someone\"\" 3\"")));
    }

    void exportsEveryRowOfTheTable()
    {
        const ShownTable shown;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("events.csv"));
        QSignalSpy said(shown.panel, &EventTablePanel::said);
        shown.panel->exportTo(path);
        QTRY_COMPARE_WITH_TIMEOUT(said.count(), 1, kTablePatienceMs);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split(QStringLiteral("\r\n"));
        QCOMPARE(lines.size(), qsizetype{kSignals + 2});
        QVERIFY(lines[0].startsWith(QStringLiteral("Time,Severity,Title,Source,")));
        QVERIFY(lines[1].contains(QStringLiteral("Signal 119,Harrow")));
        QVERIFY(lines[kSignals].contains(QStringLiteral("Signal 0,Northgate")));
        // A place that cannot be written to is told of.
        shown.panel->exportTo(folder.filePath(QStringLiteral("none/events.csv")));
        QTRY_COMPARE_WITH_TIMEOUT(said.count(), 2, kTablePatienceMs);
        QVERIFY(said.last().first().toString().contains(QStringLiteral("could not be used")));
    }

    void repeatsAreFoldedIntoOneLineWithTheirNumber()
    {
        const ShownTable shown;
        constexpr int kRepeated = 5;
        std::vector<domain::NormalisedRecord> repeated;
        for (int i = 0; i < kRepeated; ++i) {
            repeated.push_back(enteredSignal(kSignals));
            repeated.back().description = "Port " + std::to_string(i);
            repeated.back().number = static_cast<std::uint64_t>(i) + 1;
        }
        repeated.back().severity = domain::Severity::Critical; // Worse: no repeat of the others.
        shown.window->session().addByHand(std::move(repeated), std::nullopt);
        QTRY_COMPARE_WITH_TIMEOUT(shown.table->lineCount(), std::int64_t{kSignals + kRepeated},
                                  kTablePatienceMs);
        auto* fold = named<QCheckBox>(*shown.panel, "foldRepeats");
        fold->click();
        shown.settle();
        QCOMPARE(shown.table->lineCount(), std::int64_t{kSignals + 2});
        QVERIFY(named<QLabel>(*shown.panel, "tableTold")->text().contains(QStringLiteral("122 different")));
        int folded = 0;
        for (std::int64_t line = 0; line < shown.table->lineCount(); ++line)
            folded += shown.cell(line, "Title") == QStringLiteral("4 × Signal 120") ? 1 : 0;
        QCOMPARE(folded, 1);
        // The file says how many each line stands for.
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("folded.csv"));
        shown.panel->exportTo(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), kTablePatienceMs);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split(QStringLiteral("\r\n"));
        QVERIFY(lines[0].endsWith(QStringLiteral(",Repeats,Record")));
        const auto isFolded = [](const QString& line) {
            return line.contains(QStringLiteral("Signal 120")) && line.contains(QStringLiteral(",4,"));
        };
        QCOMPARE(std::count_if(lines.begin(), lines.end(), isFolded), 1);
        fold->click();
        shown.settle();
        QCOMPARE(shown.table->lineCount(), std::int64_t{kSignals + kRepeated});
    }

    void columnsThatWereChosenAreRemembered()
    {
        {
            const ShownTable shown;
            auto* menu = named<QToolButton>(*shown.panel, "tableColumns")->menu();
            Q_EMIT menu->aboutToShow();
            const auto actionOf = [&](const char* title) {
                for (QAction* action : menu->actions()) {
                    if (action->text() == QLatin1String(title))
                        return action;
                }
                qFatal("no column is called %s", title);
            };
            QVERIFY(actionOf("Source")->isChecked());
            actionOf("Source")->trigger();
            actionOf("Recorded")->trigger();
            QCOMPARE(shown.model().headerData(shown.model().columnCount() - 1, Qt::Horizontal).toString(),
                     QStringLiteral("Recorded"));
        }
        const QStringList kept = QSettings().value(QStringLiteral("eventTable/columns")).toStringList();
        QVERIFY(kept.contains(QStringLiteral("recorded-at")));
        QVERIFY(!kept.contains(QStringLiteral("source")));
        QSettings().remove(QStringLiteral("eventTable"));
    }

    void anEmptyTableSaysWhatToDo()
    {
        ConsoleFixture fixture;
        const auto window = fixture.window("safety", View::Timeline);
        named<QToolButton>(*window, "tablePanelButton")->click();
        const auto* panel = named<EventTablePanel>(*window, "tablePanel");
        QTRY_VERIFY_WITH_TIMEOUT(panel->isSettled(), kTablePatienceMs);
        QStringList texts;
        for (const QLabel* label : panel->findChildren<QLabel*>()) {
            if (label->isVisible())
                texts += label->text();
        }
        QVERIFY(texts.contains(QStringLiteral("No events yet")));
        QVERIFY(!named<QPushButton>(*panel, "exportTable")->isEnabled());
    }
};

KEYTURN_TEST(TestEventTableView);
#include "test_event_table.moc"
