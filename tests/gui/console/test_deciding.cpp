// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace keyturn;
using tests::ConsoleFixture;
using tests::dialogNamed;
using tests::named;
using ui::shell::MainWindow;
using ui::shell::View;

namespace {

QWidget* card(const MainWindow& window)
{
    return named<QWidget>(window, "card:P-1");
}

} // namespace

class TestDeciding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void approvingThroughTheSignDialogAppendsTheSignature()
    {
        ConsoleFixture fixture;
        fixture.proposeSuspension();
        const auto window = fixture.window("ceo", View::Decide);
        auto* approve = named<QPushButton>(*card(*window), "approve");
        QCOMPARE(approve->text(), QStringLiteral("Approve: Suspend Larch 4 worldwide"));
        QVERIFY(approve->isEnabled());
        approve->click();
        QDialog* dialog = dialogNamed(*window, "signDialog");
        QVERIFY(dialog);
        const auto* proposal =
            window->session().snapshot()->proposal(domain::ProposalId(QStringLiteral("P-1")));
        QCOMPARE(named<QLabel>(*dialog, "shortCode")->text(), proposal->sheetSha256.shortCode());
        QVERIFY(named<QPlainTextEdit>(*dialog, "sheet")
                    ->toPlainText()
                    .startsWith(QStringLiteral("KEYTURN DECISION SHEET")));
        auto* act = named<QPushButton>(*dialog, "act");
        QCOMPARE(act->text(), QStringLiteral("Approve: Suspend Larch 4 worldwide"));
        QVERIFY(!act->isEnabled());

        auto* passphrase = named<QLineEdit>(*dialog, "passphrase");
        named<QLineEdit>(*dialog, "keyFile")->setText(fixture.keyFile("ceo"));
        passphrase->setText(QStringLiteral("wrong"));
        QVERIFY(act->isEnabled());
        act->click();
        QVERIFY(passphrase->text().isEmpty());
        auto* error = named<QLabel>(*dialog, "error");
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), 20'000);
        QVERIFY(error->text().contains(QStringLiteral("passphrase"), Qt::CaseInsensitive));
        QVERIFY(window->session().liveSnapshot()->proposals.front().approvals.empty());

        passphrase->setText(ConsoleFixture::passphrase());
        act->click();
        QTRY_VERIFY_WITH_TIMEOUT(window->session().liveSnapshot()->proposals.front().approvals.size() == 1,
                                 20'000);
        QTRY_VERIFY(!named<QPushButton>(*card(*window), "approve")->isEnabled());
        QCOMPARE(named<QLabel>(*card(*window), "whyNot")->text(), QStringLiteral("You have signed"));
    }

    void aDisabledButtonSaysWhy()
    {
        ConsoleFixture fixture;
        fixture.proposeSuspension();
        const auto window = fixture.window("scribe", View::Decide);
        const auto* approve = named<QPushButton>(*card(*window), "approve");
        const QString why = QStringLiteral("Your roles (scribe) cannot fill a missing signature");
        QVERIFY(!approve->isEnabled());
        QCOMPARE(approve->toolTip(), why);
        QCOMPARE(approve->accessibleDescription(), why);
        const auto* shown = named<QLabel>(*card(*window), "whyNot");
        QVERIFY(shown->isVisible());
        QCOMPARE(shown->text(), why);
    }

    void lookingBackShowsTheBannerAndForbidsSigning()
    {
        ConsoleFixture fixture;
        fixture.proposeSuspension();
        const auto window = fixture.window("ceo", View::Decide);
        const auto* banner = named<QWidget>(*window, "rewindBanner");
        QVERIFY(!banner->isVisible());
        window->session().setKnownAt(window->session().now());
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(banner->accessibleName().contains(QStringLiteral("nothing can be signed here")));
        QTRY_VERIFY(!named<QPushButton>(*card(*window), "approve")->isEnabled());
        QCOMPARE(named<QLabel>(*card(*window), "whyNot")->text(),
                 QStringLiteral("Nothing can be signed while you look back"));
        // Before the proposal there is no card.
        window->session().setKnownAt(base::UtcTime{window->session().liveSnapshot()->entries.front().time});
        QTRY_VERIFY(window->session().snapshot()->proposals.isEmpty());
        QTRY_VERIFY(!window->findChild<QWidget*>(QStringLiteral("card:P-1")));

        named<QPushButton>(*window, "returnToNow")->click();
        QTRY_VERIFY(!banner->isVisible());
        QTRY_VERIFY(named<QPushButton>(*card(*window), "approve")->isEnabled());
    }

    void everyPageOpensByKeyboard()
    {
        ConsoleFixture fixture;
        fixture.proposeSuspension();
        const auto window = fixture.window("ceo", View::Decide);
        for (int i = 0; i < ui::shell::kViewCount; ++i) {
            QTest::keyClick(window.get(), static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
            QCOMPARE(window->view(), static_cast<View>(i));
            QTRY_VERIFY_WITH_TIMEOUT(window->isSettled(), 20'000);
        }
    }

    void whatCannotBeOpenedIsSaidOnTheStartPage()
    {
        ConsoleFixture fixture;
        MainWindow window(fixture.options(), {});
        window.show();
        const auto* state = named<QLabel>(window, "startState");
        QVERIFY(named<QPushButton>(window, "openWorkspace")->isVisible());
        QSignalSpy failures(&window, &MainWindow::openFailed);
        window.open(fixture.location() + QStringLiteral(".gone"));
        QTRY_COMPARE_WITH_TIMEOUT(failures.count(), 1, 20'000);
        QVERIFY(state->text().contains(failures.front().front().toString()));
        QVERIFY(named<QPushButton>(window, "openWorkspace")->isVisible());
    }
};

KEYTURN_TEST(TestDeciding);
#include "test_deciding.moc"
