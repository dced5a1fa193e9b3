// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"

#include <QAction>
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

constexpr int kThawPatienceMs = 20'000;
const auto kFrozenReason = QStringLiteral("This workspace is frozen; the bar at the top says why");

QPushButton* buttonOn(const MainWindow& window, const char* card, const char* name)
{
    return named<QPushButton>(*named<QWidget>(window, card), name);
}

/// Proposes by clicks, as whoever looks, to go on without what was lost.
void proposeToContinue(ConsoleFixture& fixture, MainWindow& window, const char* member)
{
    named<QPushButton>(window, "wayOn")->click();
    QDialog* dialog = dialogNamed(window, "leaveHeadDialog");
    QVERIFY(dialog);
    auto* act = named<QPushButton>(*dialog, "act");
    const auto* whyNot = named<QLabel>(*dialog, "whyNot");
    QTRY_COMPARE_WITH_TIMEOUT(whyNot->text(), QStringLiteral("Say why: the reason is signed with it"),
                              kThawPatienceMs);
    QVERIFY(!act->isEnabled());
    named<QPlainTextEdit>(*dialog, "reason")->setPlainText(QStringLiteral("The disk was lost"));
    QVERIFY(act->isEnabled());
    act->click();
    fixture.sign(window, member);
    QTRY_COMPARE_WITH_TIMEOUT(window.session().liveSnapshot()->proposals.size(), 2, kThawPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!window.findChild<QDialog*>(QStringLiteral("leaveHeadDialog")), kThawPatienceMs);
}

void approveByClicks(ConsoleFixture& fixture, MainWindow& window, const char* member)
{
    const auto count = [&] { return window.session().liveSnapshot()->proposals.back().approvals.size(); };
    const auto before = count();
    auto* approve = buttonOn(window, "card:P-2", "approve");
    QVERIFY2(approve->isEnabled(), qPrintable(approve->toolTip()));
    approve->click();
    fixture.sign(window, member);
    QTRY_COMPARE_WITH_TIMEOUT(count(), before + 1, kThawPatienceMs);
}

} // namespace

class TestFrozen : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsInTheWayAndWhatWouldBeLost();
    void takesNothingButTheDecision();
    void goesOnByClicksOnceTheCharterIsMet();
    void whoMayNotProposeIsToldWhy();
    void whereNothingIsInTheWayNoWayOnIsShown();
};

void TestFrozen::saysWhatIsInTheWayAndWhatWouldBeLost()
{
    ConsoleFixture fixture;
    fixture.proposeSuspension();
    fixture.putOlderCopyBack(3);
    const auto window = fixture.window("ceo", View::Decide);
    QVERIFY(named<QWidget>(*window, "alarm")->isVisible());
    QVERIFY(named<QLabel>(*window, "alarmTitle")->text().contains(QStringLiteral("frozen")));
    QVERIFY(named<QLabel>(*window, "alarmDetail")->text().contains(QStringLiteral("older copy")));
    QCOMPARE(named<QWidget>(*window, "health")->accessibleName().section(u':', 0, 1),
             QStringLiteral("Ledger: FROZEN"));
    const auto* wayOn = named<QPushButton>(*window, "wayOn");
    QVERIFY(wayOn->isVisible());
    QCOMPARE(wayOn->text(), QStringLiteral("Propose to continue from this copy…"));
    // The same from the keyboard.
    auto* action = named<QAction>(*window, "leaveHead");
    QVERIFY(action->isVisible() && action->isEnabled());
    action->trigger();
    QDialog* dialog = dialogNamed(*window, "leaveHeadDialog");
    QVERIFY(dialog);
    const auto own = window->session().liveSnapshot()->size;
    const auto* here = named<QLabel>(*dialog, "headHere");
    QTRY_VERIFY_WITH_TIMEOUT(here->text().startsWith(QStringLiteral("%1 entries").arg(own)), kThawPatienceMs);
    const QString there = named<QLabel>(*dialog, "headThere")->text();
    QVERIFY2(there.startsWith(QStringLiteral("%1 entries").arg(own + 3)), qPrintable(there));
    QVERIFY2(there.contains(QStringLiteral("in this very file")), qPrintable(there));
    QVERIFY2(there.contains(QStringLiteral("signed by 1 seat")), qPrintable(there));
    const QString lost = named<QLabel>(*dialog, "headLost")->text();
    QVERIFY2(lost.startsWith(QStringLiteral("At least 3 entries")), qPrintable(lost));
}

void TestFrozen::takesNothingButTheDecision()
{
    ConsoleFixture fixture;
    fixture.proposeSuspension();
    fixture.putOlderCopyBack(3);
    const auto window = fixture.window("ceo", View::Decide);
    for (const char* name : {"approve", "refuse", "ask"}) {
        const auto* button = buttonOn(*window, "card:P-1", name);
        QVERIFY2(!button->isEnabled(), name);
        QCOMPARE(button->toolTip(), kFrozenReason);
    }
    for (const char* name : {"propose", "breakGlass", "import", "enterSignal", "openIncident"})
        QVERIFY2(!named<QAction>(*window, name)->isEnabled(), name);
    proposeToContinue(fixture, *window, "ceo");
    QTRY_VERIFY(window->findChild<QWidget*>(QStringLiteral("card:P-2")));
    QVERIFY(buttonOn(*window, "card:P-2", "approve")->isEnabled());
    QVERIFY(buttonOn(*window, "card:P-2", "refuse")->isEnabled());
    QVERIFY(buttonOn(*window, "card:P-2", "withdraw")->isEnabled());
    // A question is a fact, and no decision.
    QCOMPARE(buttonOn(*window, "card:P-2", "ask")->toolTip(), kFrozenReason);
    QVERIFY(!buttonOn(*window, "card:P-1", "approve")->isEnabled());
    // Nor by what lies beneath the buttons.
    const auto size = window->session().liveSnapshot()->size;
    const auto refused = window->session().prepare(
        domain::MemberId(QStringLiteral("ceo")),
        *service::draftApproval(*window->session().liveSnapshot(), domain::ProposalId(QStringLiteral("P-1")),
                                std::nullopt));
    QTRY_VERIFY_WITH_TIMEOUT(refused.isFinished(), kThawPatienceMs);
    QVERIFY(refused.result().error().is(service::ServiceError::ReadOnly));
    QCOMPARE(window->session().liveSnapshot()->size, size);
}

void TestFrozen::goesOnByClicksOnceTheCharterIsMet()
{
    ConsoleFixture fixture;
    fixture.proposeSuspension();
    fixture.putOlderCopyBack(3);
    {
        const auto window = fixture.window("ceo", View::Decide);
        proposeToContinue(fixture, *window, "ceo");
        // Proposed once is enough: from now on the way leads to the card.
        const auto* wayOn = named<QPushButton>(*window, "wayOn");
        QTRY_COMPARE(wayOn->text(), QStringLiteral("Show the decision"));
        QVERIFY(named<QLabel>(*window, "alarmDetail")
                    ->text()
                    .contains(QStringLiteral("Mara Lindqvist, Chief Executive has proposed")));
        window->showView(View::Timeline);
        named<QPushButton>(*window, "wayOn")->click();
        QCOMPARE(window->view(), View::Decide);
        QCOMPARE(window->focusWidget()->objectName(), QStringLiteral("card:P-2"));
        approveByClicks(fixture, *window, "ceo");
        QVERIFY(named<QWidget>(*window, "alarm")->isVisible());
        // Verified again, what outgrows the lost head is no other problem than that head.
        named<QAction>(*window, "verify")->trigger();
    }
    approveByClicks(fixture, *fixture.window("coo", View::Decide), "coo");
    const auto window = fixture.window("counsel", View::Decide);
    QVERIFY(named<QWidget>(*window, "alarm")->isVisible());
    approveByClicks(fixture, *window, "counsel");

    QTRY_VERIFY_WITH_TIMEOUT(!named<QWidget>(*window, "alarm")->isVisible(), kThawPatienceMs);
    QVERIFY(!named<QAction>(*window, "leaveHead")->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(window->session().health().fullyVerified, kThawPatienceMs);
    QVERIFY(!window->session().health().readOnly);
    QTRY_VERIFY(buttonOn(*window, "card:P-1", "approve")->isEnabled());
    buttonOn(*window, "card:P-1", "approve")->click();
    fixture.sign(*window, "counsel");
    QTRY_COMPARE_WITH_TIMEOUT(window->session().liveSnapshot()->proposals.front().approvals.size(), 1,
                              kThawPatienceMs);
}

void TestFrozen::whoMayNotProposeIsToldWhy()
{
    ConsoleFixture fixture;
    fixture.putOlderCopyBack(1);
    const auto window = fixture.window("auditor", View::Decide);
    const auto* wayOn = named<QPushButton>(*window, "wayOn");
    QVERIFY(wayOn->isVisible() && !wayOn->isEnabled());
    const auto* whyNot = named<QLabel>(*window, "alarmWhyNot");
    QVERIFY(whyNot->isVisible());
    QVERIFY2(whyNot->text().startsWith(QStringLiteral("Your roles (auditor) may not do this")),
             qPrintable(whyNot->text()));
}

void TestFrozen::whereNothingIsInTheWayNoWayOnIsShown()
{
    ConsoleFixture fixture;
    fixture.proposeSuspension();
    const auto window = fixture.window("ceo", View::Decide);
    QVERIFY(!named<QWidget>(*window, "alarm")->isVisible());
    QVERIFY(!named<QAction>(*window, "leaveHead")->isVisible());
    const auto nothing = window->session().rivalHead();
    QTRY_VERIFY_WITH_TIMEOUT(nothing.isFinished(), kThawPatienceMs);
    QVERIFY(nothing.result().error().is(service::ServiceError::NothingInTheWay));
}

KEYTURN_TEST(TestFrozen);
#include "test_frozen.moc"
