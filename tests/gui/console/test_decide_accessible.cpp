// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"

#include <QAccessible>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include <vector>

using namespace keyturn;
using tests::ConsoleFixture;
using tests::dialogNamed;
using tests::named;
using ui::shell::MainWindow;
using ui::shell::View;

namespace {

constexpr int kAccessPatienceMs = 20'000;

/// Everything visible below @p root, as a screen reader goes through it.
std::vector<QAccessibleInterface*> readingOrder(QAccessibleInterface* root)
{
    std::vector<QAccessibleInterface*> order;
    for (int i = 0; i < root->childCount(); ++i) {
        QAccessibleInterface* child = root->child(i);
        if (!child || child->state().invisible)
            continue;
        order.push_back(child);
        const auto below = readingOrder(child);
        order.insert(order.end(), below.begin(), below.end());
    }
    return order;
}

QAccessibleInterface* spoken(QObject* object)
{
    QAccessibleInterface* found = QAccessible::queryAccessibleInterface(object);
    if (!found)
        qFatal("nothing speaks for %s", qPrintable(object->objectName()));
    return found;
}

bool isButton(const QAccessibleInterface* one)
{
    return one->role() == QAccessible::Button || one->role() == QAccessible::ButtonMenu ||
           one->role() == QAccessible::CheckBox;
}

} // namespace

class TestDecideAccessible : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyButtonSaysWhatItDoesAndADisabledOneWhy()
    {
        ConsoleFixture fixture;
        fixture.setLeakingRoutes();
        fixture.propose({"EU"});
        fixture.breakGlass();
        const auto window = fixture.window("scribe", View::Decide);
        int buttons = 0;
        int disabled = 0;
        for (QAccessibleInterface* one : readingOrder(spoken(named<QWidget>(*window, "decidePage")))) {
            if (!isButton(one))
                continue;
            ++buttons;
            const QString name = one->text(QAccessible::Name);
            QVERIFY2(name.size() > 8 && name.contains(u' '), qPrintable(name));
            if (!one->state().disabled)
                continue;
            ++disabled;
            QVERIFY2(!one->text(QAccessible::Description).isEmpty(), qPrintable(name));
        }
        QVERIFY(buttons > 6);
        QVERIFY(disabled > 3);
    }

    void aCardIsAGroupWithItsHeadlineAndWhatPresses()
    {
        ConsoleFixture fixture;
        fixture.breakGlass();
        const auto window = fixture.window("scribe", View::Decide);
        const QAccessibleInterface* card = spoken(named<QWidget>(*window, "card:P-1"));
        QCOMPARE(card->role(), QAccessible::Grouping);
        QCOMPARE(card->text(QAccessible::Name), QStringLiteral("Suspend Larch 4 Agent worldwide"));
        const QString told = card->text(QAccessible::Description);
        QVERIFY2(told.contains(QStringLiteral("to be ratified by")), qPrintable(told));
        QVERIFY2(told.contains(QStringLiteral("Your roles (scribe)")), qPrintable(told));
    }

    void whatIsReadFirstIsSeenFirst()
    {
        ConsoleFixture fixture;
        fixture.setLeakingRoutes();
        fixture.propose({"EU"});
        fixture.breakGlass();
        const auto window = fixture.window("ciso", View::Decide);
        for (const char* name : {"card:P-2", "card:P-1"}) {
            int lastBottomPx = -1;
            int lastTopPx = -1;
            for (const QAccessibleInterface* one : readingOrder(spoken(named<QWidget>(*window, name)))) {
                if (one->childCount() > 0)
                    continue; // Only what is read, not what holds it.
                const QRect place = one->rect();
                const bool isBeside = place.top() < lastBottomPx && place.bottom() > lastTopPx;
                QVERIFY2(isBeside || place.top() >= lastTopPx, qPrintable(one->text(QAccessible::Name)));
                lastTopPx = place.top();
                lastBottomPx = place.bottom();
            }
            QVERIFY(lastTopPx > 0);
        }
    }

    void theKeyboardAloneLeadsFromOpeningToSigned()
    {
        ConsoleFixture fixture;
        fixture.proposeSuspension();
        fixture.rememberKeyFile("ceo");
        const auto window = fixture.window("ceo", View::Decide);
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        auto* card = named<QWidget>(*window, "card:P-1");
        QTRY_COMPARE(window->focusWidget(), card);
        QTest::keyClick(window.get(), Qt::Key_Return, Qt::ControlModifier);
        QDialog* dialog = dialogNamed(*window, "signDialog");
        QVERIFY(dialog);
        auto* passphrase = named<QLineEdit>(*dialog, "passphrase");
        QCOMPARE(dialog->focusWidget(), passphrase);
        QTest::keyClicks(dialog->focusWidget(), ConsoleFixture::passphrase());
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(window->session().liveSnapshot()->proposals.front().approvals.size(),
                                  std::size_t{1}, kAccessPatienceMs);
        // The card has moved to those that wait for others, and the focus with it.
        QTRY_VERIFY(!window->findChild<QDialog*>(QStringLiteral("signDialog")));
        QTRY_VERIFY(window->focusWidget() &&
                    window->focusWidget()->objectName() == QStringLiteral("card:P-1"));
    }

    void arrowsGoFromCardToCardAndReturnOpensTheSheet()
    {
        ConsoleFixture fixture;
        fixture.proposeSuspension();
        fixture.breakGlass();
        const auto window = fixture.window("ceo", View::Decide);
        auto* first = named<QWidget>(*window, "card:P-2");
        QTRY_COMPARE(window->focusWidget(), first);
        auto* sheet = named<QWidget>(*first, "cardSheet");
        QTest::keyClick(first, Qt::Key_Return);
        QVERIFY(sheet->isVisible());
        QTest::keyClick(first, Qt::Key_Return);
        QVERIFY(!sheet->isVisible());
        QTest::keyClick(first, Qt::Key_Down);
        QCOMPARE(window->focusWidget(), named<QWidget>(*window, "card:P-1"));
        QTest::keyClick(window->focusWidget(), Qt::Key_Up);
        QCOMPARE(window->focusWidget(), first);
    }
};

KEYTURN_TEST(TestDecideAccessible);
#include "test_decide_accessible.moc"
