// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace keyturn;
using tests::ConsoleFixture;
using tests::dialogNamed;
using tests::named;
using ui::shell::MainWindow;
using ui::shell::View;

namespace {

constexpr int kLiftPatienceMs = 20'000;

QDialog* proposeDialog(const MainWindow& window, QPushButton* button)
{
    button->click();
    QDialog* dialog = dialogNamed(window, "proposeDialog");
    if (!dialog)
        qFatal("the propose dialog did not come");
    return dialog;
}

QString whyNotOf(const QDialog& dialog)
{
    return named<QLabel>(dialog, "whyNot")->text();
}

/// The dialog lays out a sheet, which @p member signs; gives what was proposed.
domain::ChangeProposed proposeIt(ConsoleFixture& fixture, MainWindow& window, QDialog& dialog,
                                 const char* member)
{
    const auto before = window.session().liveSnapshot()->proposals.size();
    auto* act = named<QPushButton>(dialog, "act");
    if (!QTest::qWaitFor([&] { return act->isEnabled(); }, kLiftPatienceMs))
        qFatal("it may not be proposed: %s", qPrintable(whyNotOf(dialog)));
    act->click();
    fixture.sign(window, member);
    const auto isThere = [&] { return window.session().liveSnapshot()->proposals.size() == before + 1; };
    if (!QTest::qWaitFor(isThere, kLiftPatienceMs))
        qFatal("it was not proposed");
    return window.session().liveSnapshot()->proposals.back().facts;
}

} // namespace

/// Proposals on a change that is in force: to lift it in part, and to put another in its place.
class TestLifting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void liftsOnlyWhereItIsChosen();
    void openGatesKeepAPartShut();
    void puttingAnotherInItsPlaceNamesWhatGoes();
};

void TestLifting::liftsOnlyWhereItIsChosen()
{
    ConsoleFixture fixture;
    fixture.suspend();
    fixture.clock().advanceMinutes(25 * 60);
    const auto window = fixture.window("ceo", View::Decide);
    QDialog* dialog =
        proposeDialog(*window, named<QPushButton>(*named<QWidget>(*window, "review:C-1"), "liftInPart"));
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Lift a restriction in part"));
    QVERIFY(whyNotOf(*dialog).startsWith(QStringLiteral("Choose where it is lifted")));
    QVERIFY(!named<QPushButton>(*dialog, "act")->isEnabled());
    // What is lifted is measured already: nothing here asks for a measure.
    QVERIFY(!dialog->findChild<QComboBox*>(QStringLiteral("kind")));
    named<QCheckBox>(*dialog, "EU")->click();
    QTRY_VERIFY_WITH_TIMEOUT(whyNotOf(*dialog).contains(QStringLiteral("reason")), kLiftPatienceMs);
    named<QPlainTextEdit>(*dialog, "rationale")->setPlainText(QStringLiteral("Patched there first"));
    QTRY_VERIFY_WITH_TIMEOUT(named<QPushButton>(*dialog, "act")->isEnabled(), kLiftPatienceMs);
    QVERIFY(named<QPlainTextEdit>(*dialog, "sheet")
                ->toPlainText()
                .contains(QStringLiteral("Patched there first")));
    const domain::ChangeProposed proposed = proposeIt(fixture, *window, *dialog, "ceo");
    QCOMPARE(proposed.reverts->value(), QStringLiteral("C-1"));
    domain::Box europe;
    europe.regions = domain::Selection<domain::RegionId>::of({domain::RegionId(QStringLiteral("EU"))});
    QVERIFY(proposed.part == europe);
    QTRY_VERIFY(!window->findChild<QDialog*>(QStringLiteral("proposeDialog")));
    QTRY_VERIFY(window->findChild<QWidget*>(QStringLiteral("card:P-2")));
}

void TestLifting::openGatesKeepAPartShut()
{
    ConsoleFixture fixture;
    fixture.suspendForAnIncident();
    fixture.clock().advanceMinutes(25 * 60);
    const auto window = fixture.window("ceo", View::Decide);
    QDialog* dialog =
        proposeDialog(*window, named<QPushButton>(*named<QWidget>(*window, "review:C-1"), "liftInPart"));
    named<QCheckBox>(*dialog, "EU")->click();
    named<QPlainTextEdit>(*dialog, "rationale")->setPlainText(QStringLiteral("Patched there first"));
    QTRY_VERIFY2_WITH_TIMEOUT(whyNotOf(*dialog).contains(QStringLiteral("gate")),
                              qPrintable(whyNotOf(*dialog)), kLiftPatienceMs);
    QVERIFY(!named<QPushButton>(*dialog, "act")->isEnabled());
}

void TestLifting::puttingAnotherInItsPlaceNamesWhatGoes()
{
    ConsoleFixture fixture;
    fixture.suspend({"EU"});
    const auto window = fixture.window("safety", View::Decide);
    QDialog* dialog = proposeDialog(*window, named<QPushButton>(*window, "propose"));
    auto* supersedes = named<QComboBox>(*dialog, "supersedes");
    QCOMPARE(supersedes->count(), 2);
    QVERIFY(supersedes->currentData().toString().isEmpty());
    supersedes->setCurrentIndex(1);
    QVERIFY2(supersedes->currentText().startsWith(QStringLiteral("Suspend Larch 4")),
             qPrintable(supersedes->currentText()));
    named<QCheckBox>(*dialog, "larch-4")->click();
    named<QCheckBox>(*dialog, "UK")->click();
    named<QCheckBox>(*dialog, "EU")->click();
    named<QPlainTextEdit>(*dialog, "rationale")->setPlainText(QStringLiteral("Seen in Britain as well"));
    QTRY_VERIFY_WITH_TIMEOUT(
        named<QPushButton>(*dialog, "act")->text().contains(QStringLiteral("Replace C-1")), kLiftPatienceMs);
    QVERIFY(named<QPlainTextEdit>(*dialog, "sheet")->toPlainText().contains(QStringLiteral("C-1")));
    const domain::ChangeProposed proposed = proposeIt(fixture, *window, *dialog, "safety");
    QCOMPARE(proposed.supersedes->value(), QStringLiteral("C-1"));
    QCOMPARE(proposed.restriction->scope.include.regions.ids.size(), std::size_t{2});
    QVERIFY(proposed.reverted.has_value());
    QTRY_VERIFY(window->findChild<QWidget*>(QStringLiteral("card:P-2")));
}

KEYTURN_TEST(TestLifting);
#include "test_lifting.moc"
