// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace keyturn;
using tests::ConsoleFixture;
using tests::dialogNamed;
using tests::named;
using ui::shell::MainWindow;
using ui::shell::View;

namespace {

constexpr int kBoardPatienceMs = 20'000;

/// All that @p widget shows as labels.
QString textsOf(const QWidget& widget)
{
    QStringList texts;
    for (const QLabel* label : widget.findChildren<QLabel*>()) {
        if (label->isVisibleTo(&widget))
            texts += label->text();
    }
    return texts.join(u'\n');
}

int topOf(const MainWindow& window, const char* name)
{
    return named<QWidget>(window, name)->mapTo(&window, QPoint(0, 0)).y();
}

} // namespace

class TestDecideBoard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoClicksAndAPassphraseLeadFromOpeningToSigned()
    {
        ConsoleFixture fixture;
        fixture.proposeSuspension();
        fixture.rememberKeyFile("ceo");
        const auto window = fixture.window("ceo", View::Decide);
        auto* approve = named<QPushButton>(*named<QWidget>(*window, "card:P-1"), "approve");
        QTest::mouseClick(approve, Qt::LeftButton);
        QDialog* dialog = dialogNamed(*window, "signDialog");
        QVERIFY(dialog);
        QTest::keyClicks(named<QLineEdit>(*dialog, "passphrase"), ConsoleFixture::passphrase());
        QTest::mouseClick(named<QPushButton>(*dialog, "act"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(window->session().liveSnapshot()->proposals.front().approvals.size(),
                                  std::size_t{1}, kBoardPatienceMs);
        QTRY_VERIFY(window->findChild<QTableView*>(QStringLiteral("signatures")));
    }

    void leaksAndWhoIsHitStandOnTheCardAndWholeInTheirDialog()
    {
        ConsoleFixture fixture;
        fixture.setLeakingRoutes();
        fixture.propose({"EU"});
        const auto window = fixture.window("ciso", View::Decide);
        const auto* card = named<QWidget>(*window, "card:P-1");
        const auto* block = named<QWidget>(*card, "consequences");
        QVERIFY(block->isVisible());
        const QString told = textsOf(*block);
        QVERIFY2(told.contains(QStringLiteral("would still serve what this means to stop")),
                 qPrintable(told));
        QVERIFY2(told.contains(QStringLiteral("Failover: Larch 4 on Larkfield API in United States")),
                 qPrintable(told));
        QVERIFY2(told.contains(QStringLiteral("1 dependent is hit, 1 without a tested fallback")),
                 qPrintable(told));
        QVERIFY(told.contains(QStringLiteral("Harrow Clinics (no fallback)")));
        named<QPushButton>(*block, "showAll")->click();
        QDialog* dialog = dialogNamed(*window, "detailsDialog");
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QTableView*>(QStringLiteral("dependents")),
                                 kBoardPatienceMs);
        const auto& facts = window->session().snapshot()->proposals.front().facts;
        QCOMPARE(named<QTableView>(*dialog, "leaks")->model()->rowCount(),
                 static_cast<int>(facts.preview->leaks));
        QCOMPARE(named<QTableView>(*dialog, "dependents")->model()->rowCount(), 1);
    }

    void anOverdueBreakGlassStandsFirst()
    {
        ConsoleFixture fixture;
        fixture.breakGlass();
        fixture.clock().advanceMinutes(5 * 60);
        fixture.proposeSuspension();
        const auto window = fixture.window("ceo", View::Decide);
        const auto* card = named<QWidget>(*window, "card:P-1");
        QVERIFY(topOf(*window, "card:P-1") < topOf(*window, "card:P-2"));
        const QString told = named<QLabel>(*card, "breakGlass")->text();
        QVERIFY2(told.startsWith(QStringLiteral("OVERDUE since ")), qPrintable(told));
        const auto* ratify = named<QPushButton>(*card, "approve");
        QCOMPARE(ratify->text(), QStringLiteral("Ratify: Suspend Larch 4 Agent worldwide"));
        QVERIFY(ratify->isEnabled());
        QVERIFY(!named<QPushButton>(*card, "withdraw")->isVisible());
    }

    void whoeverBrokeTheGlassIsToldThatOthersRatify()
    {
        ConsoleFixture fixture;
        fixture.breakGlass();
        const auto window = fixture.window("safety", View::Decide);
        const auto* card = named<QWidget>(*window, "card:P-1");
        QVERIFY(named<QLabel>(*card, "breakGlass")->text().startsWith(QStringLiteral("In force since ")));
        QVERIFY(!named<QPushButton>(*card, "approve")->isEnabled());
        QCOMPARE(named<QLabel>(*card, "whyNot")->text(),
                 QStringLiteral("You broke the glass, so others must ratify it"));
    }

    void aQuestionIsFoundByWhoeverProposed()
    {
        ConsoleFixture fixture;
        fixture.proposeSuspension();
        const QString question = QStringLiteral("Does this stop the fine-tuned siblings too?");
        {
            const auto window = fixture.window("ceo", View::Decide);
            window->session().signIn(service::KeyChoice::file(fixture.keyFile("ceo")),
                                     crypto::SecretBytes::fromText(ConsoleFixture::passphrase()));
            QTRY_VERIFY_WITH_TIMEOUT(window->session().signedIn(), kBoardPatienceMs);
            named<QPushButton>(*named<QWidget>(*window, "card:P-1"), "ask")->click();
            QDialog* dialog = dialogNamed(*window, "askDialog");
            QVERIFY(dialog);
            auto* act = named<QPushButton>(*dialog, "act");
            QVERIFY(!act->isEnabled());
            named<QPlainTextEdit>(*dialog, "question")->setPlainText(question);
            act->click();
            QTRY_COMPARE_WITH_TIMEOUT(window->session().liveSnapshot()->notes.size(), qsizetype{1},
                                      kBoardPatienceMs);
        }
        const auto window = fixture.window("safety", View::Decide);
        const auto* remarks = named<QWidget>(*named<QWidget>(*window, "card:P-1"), "remarks");
        QVERIFY(remarks->isVisible());
        QVERIFY(textsOf(*remarks).contains(question));
        QVERIFY(textsOf(*remarks).contains(QStringLiteral("Mara Lindqvist")));
    }

    void breakingTheGlassWarnsInWords()
    {
        ConsoleFixture fixture;
        const auto window = fixture.window("safety", View::Decide);
        auto* begin = named<QPushButton>(*named<QWidget>(*window, "decidePage"), "breakGlass");
        QVERIFY(begin->isEnabled());
        begin->click();
        QDialog* dialog = dialogNamed(*window, "proposeDialog");
        QVERIFY(dialog);
        const QString told = textsOf(*named<QWidget>(*dialog, "warning"));
        QVERIFY(told.contains(QStringLiteral("at once")));
        QVERIFY(told.contains(QStringLiteral("You cannot ratify it yourself")));
    }
};

KEYTURN_TEST(TestDecideBoard);
#include "test_decide_board.moc"
