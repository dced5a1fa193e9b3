// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/table_model.h"
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"
#include "ui/common/table_view.h"

#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace keyturn;
using tests::ConsoleFixture;
using tests::dialogNamed;
using tests::kPatienceMs;
using tests::named;
using ui::common::TableView;
using ui::shell::MainWindow;
using ui::shell::View;

namespace {

QString cellOf(const TableView& table, int row, int column, int role = Qt::DisplayRole)
{
    return table.QTableView::model()->index(row, column).data(role).toString();
}

/// Imports a file with two events and one line that is none, with the key that is unlocked. @return its
/// entry.
std::uint64_t importProbes(MainWindow& window, const QTemporaryDir& folder)
{
    service::ImportRequest request;
    request.path = folder.filePath(QStringLiteral("probes.jsonl"));
    QFile file(request.path);
    if (!file.open(QIODevice::WriteOnly) ||
        file.write("{\"message\":\"First probe\",\"datetime\":\"2026-06-12T03:04:05Z\"}\n"
                   "no line of JSON\n"
                   "{\"message\":\"Second probe\",\"datetime\":\"2026-06-12T03:05:05Z\"}\n") < 0)
        qFatal("the file could not be written");
    file.close();
    const auto importing = window.session().import({request});
    if (!QTest::qWaitFor(
            [&] {
                return importing.isFinished() && window.session().columns() &&
                       window.session().columns()->size() == 2;
            },
            kPatienceMs))
        qFatal("the file was not imported");
    return window.session().liveSnapshot()->batches.constLast().origin.seq;
}

QDialog* historyOf(const MainWindow& window)
{
    named<QAction>(window, "intakeHistory")->trigger();
    QDialog* history = dialogNamed(window, "intakeHistory");
    if (!history)
        qFatal("the intake history did not open");
    return history;
}

} // namespace

/// What came in, what was rejected, and its undoing, in the console.
class TestIntakeHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatToDoWhereNothingCameIn();
    void listsWhatCameInWithWhatWasRejected();
    void exportsWhatWasRejected();
    void retractsAnImportWithAReasonAndSaysSo();
    void retractingNeedsASignIn();
    void showsTheEventsOfOneImportAlone();
    void isAsItWasKnownWhileOneLooksBack();
};

void TestIntakeHistory::saysWhatToDoWhereNothingCameIn()
{
    ConsoleFixture fixture;
    const auto window = fixture.window("safety", View::Decide);
    const QDialog* history = historyOf(*window);
    QVERIFY(!named<TableView>(*history, "imports")->isVisible());
    bool isSaid = false;
    for (const QLabel* label : history->findChildren<QLabel*>())
        isSaid =
            isSaid || (label->isVisible() && label->text() == QStringLiteral("Nothing has been imported"));
    QVERIFY(isSaid);
}

void TestIntakeHistory::listsWhatCameInWithWhatWasRejected()
{
    ConsoleFixture fixture;
    const QTemporaryDir folder;
    const auto window = fixture.signedIn("safety", View::Decide);
    importProbes(*window, folder);
    const QDialog* history = historyOf(*window);
    const auto* imports = named<TableView>(*history, "imports");
    QCOMPARE(imports->QTableView::model()->rowCount(), 1);
    QCOMPARE(cellOf(*imports, 0, 0), QStringLiteral("probes.jsonl"));
    QCOMPARE(cellOf(*imports, 0, 1), QStringLiteral("Timesketch (JSON lines)"));
    QCOMPARE(cellOf(*imports, 0, 4), QStringLiteral("2"));
    QCOMPARE(cellOf(*imports, 0, 5), QStringLiteral("1"));
    QCOMPARE(cellOf(*imports, 0, 7), QStringLiteral("In use"));
    QVERIFY(!imports->accessibleName().isEmpty());
    const auto* rejected = named<TableView>(*history, "rejectedRecords");
    QTRY_VERIFY_WITH_TIMEOUT(rejected->isVisible(), kPatienceMs);
    QCOMPARE(rejected->QTableView::model()->rowCount(), 1);
    QCOMPARE(cellOf(*rejected, 0, 1), QStringLiteral("2"));
    QVERIFY(!cellOf(*rejected, 0, 3).isEmpty());
    QVERIFY(named<QPushButton>(*history, "exportRejected")->isEnabled());
}

void TestIntakeHistory::exportsWhatWasRejected()
{
    ConsoleFixture fixture;
    const QTemporaryDir folder;
    const auto window = fixture.signedIn("safety", View::Decide);
    importProbes(*window, folder);
    const QDialog* history = historyOf(*window);
    auto* button = named<QPushButton>(*history, "exportRejected");
    QTRY_VERIFY_WITH_TIMEOUT(button->isEnabled(), kPatienceMs);
    button->click();
    auto* files = history->findChild<QFileDialog*>();
    QVERIFY(files != nullptr);
    const QString path = folder.filePath(QStringLiteral("rejected.csv"));
    Q_EMIT files->fileSelected(path);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), kPatienceMs);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray csv = file.readAll();
    QVERIFY2(csv.startsWith("record,line,byte offset,reason\r\n2,2,60,"), csv.constData());
}

void TestIntakeHistory::retractsAnImportWithAReasonAndSaysSo()
{
    ConsoleFixture fixture;
    const QTemporaryDir folder;
    const auto window = fixture.signedIn("safety", View::Decide);
    const std::uint64_t entry = importProbes(*window, folder);
    const QDialog* history = historyOf(*window);
    auto* retract = named<QPushButton>(*history, "retractImport");
    QVERIFY(retract->isEnabled());
    retract->click();
    const QDialog* dialog = dialogNamed(*window, "retractDialog");
    QVERIFY(dialog);
    bool isSaid = false;
    for (const QLabel* label : dialog->findChildren<QLabel*>())
        isSaid = isSaid || label->text().contains(QStringLiteral("the 2 records of probes.jsonl"));
    QVERIFY(isSaid);
    auto* act = named<QPushButton>(*dialog, "act");
    QVERIFY(!act->isEnabled());
    named<QLineEdit>(*dialog, "reason")->setText(QStringLiteral("It was the wrong file"));
    QVERIFY(act->isEnabled());
    act->click();
    QTRY_VERIFY_WITH_TIMEOUT(window->session().liveSnapshot()->batch(entry)->retracted.has_value(),
                             kPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(window->session().columns()->size(), std::size_t{0}, kPatienceMs);
    // It stays listed, struck and said to be retracted.
    const auto* imports = named<TableView>(*history, "imports");
    QTRY_COMPARE_WITH_TIMEOUT(cellOf(*imports, 0, 7), QStringLiteral("Retracted"), kPatienceMs);
    QVERIFY(imports->QTableView::model()->index(0, 0).data(items::TableModel::StruckRole).toBool());
    QVERIFY(cellOf(*imports, 0, 7, Qt::AccessibleTextRole).contains(QStringLiteral("wrong file")));
    QVERIFY(named<QLabel>(*history, "importFacts")->text().contains(QStringLiteral("It was the wrong file")));
    QVERIFY(!retract->isEnabled());
    QCOMPARE(retract->accessibleDescription(), QStringLiteral("It is retracted already"));
    QVERIFY(!named<QPushButton>(*history, "showEvents")->isEnabled());
}

void TestIntakeHistory::retractingNeedsASignIn()
{
    ConsoleFixture fixture;
    fixture.enterSignals({"Seen on Northgate"});
    const auto window = fixture.window("safety", View::Decide);
    const auto* retract = named<QPushButton>(*historyOf(*window), "retractImport");
    QVERIFY(!retract->isEnabled());
    QVERIFY(retract->accessibleDescription().startsWith(QStringLiteral("Sign in first")));
    const auto other = fixture.signedIn("auditor", View::Decide);
    retract = named<QPushButton>(*historyOf(*other), "retractImport");
    QVERIFY(!retract->isEnabled());
    QVERIFY(retract->accessibleDescription().contains(QStringLiteral("may not do this")));
}

void TestIntakeHistory::showsTheEventsOfOneImportAlone()
{
    ConsoleFixture fixture;
    fixture.enterSignals({"Seen on Northgate", "Seen in the lab"});
    fixture.enterSignals({"Seen elsewhere"});
    const auto window = fixture.window("safety", View::Decide);
    QDialog* history = historyOf(*window);
    auto* imports = named<TableView>(*history, "imports");
    QCOMPARE(imports->QTableView::model()->rowCount(), 2);
    imports->setCurrentIndex(imports->QTableView::model()->index(1, 0)); // The first that came.
    named<QPushButton>(*history, "showEvents")->click();
    QCOMPARE(window->view(), View::Timeline);
    const auto* filter = named<QWidget>(*window, "importFilter");
    QTRY_VERIFY_WITH_TIMEOUT(filter->isVisible(), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(window->isSettled(), kPatienceMs);
    named<QPushButton>(*window, "showAllImports")->click();
    QVERIFY(!filter->isVisible());
}

void TestIntakeHistory::isAsItWasKnownWhileOneLooksBack()
{
    ConsoleFixture fixture;
    fixture.enterSignals({"Seen on Northgate"});
    const auto window = fixture.signedIn("safety", View::Decide);
    const base::UtcTime before = window->session().liveSnapshot()->lastTime;
    const std::uint64_t entry = window->session().liveSnapshot()->batches.constLast().origin.seq;
    fixture.say("scribe", domain::BatchRetracted{entry, QStringLiteral("A mistake")});
    QTRY_VERIFY_WITH_TIMEOUT(window->session().liveSnapshot()->batch(entry)->retracted.has_value(),
                             kPatienceMs);
    const QDialog* history = historyOf(*window);
    const auto* imports = named<TableView>(*history, "imports");
    QCOMPARE(cellOf(*imports, 0, 7), QStringLiteral("Retracted"));
    window->session().setKnownAt(before);
    QTRY_COMPARE_WITH_TIMEOUT(cellOf(*imports, 0, 7), QStringLiteral("In use"), kPatienceMs);
    QVERIFY(!named<QPushButton>(*history, "retractImport")->isEnabled());
    QVERIFY(named<QPushButton>(*history, "showEvents")->isEnabled());
}

KEYTURN_TEST(TestIntakeHistory);
#include "test_intake_history.moc"
