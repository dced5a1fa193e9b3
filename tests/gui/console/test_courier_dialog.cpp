// SPDX-License-Identifier: GPL-3.0-or-later
// Signing a decision file where no workspace is, and taking the answer in where one is.
#include "models/service/courier.h"
#include "tests/gui/console/console_fixture.h"
#include "tests/support/test_registry.h"

#include <QAccessible>
#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

using namespace keyturn;
using tests::ConsoleFixture;
using ui::shell::MainWindow;
using ui::shell::View;

namespace {

template <typename T>
T* widgetNamed(const QObject& parent, const char* name)
{
    T* found = parent.findChild<T*>(QLatin1String(name));
    if (!found)
        qFatal("nothing is named %s", name);
    return found;
}

QDialog* shownDialog(const QWidget& window, const char* name)
{
    QDialog* dialog = nullptr;
    const bool came = QTest::qWaitFor(
        [&] {
            dialog = window.findChild<QDialog*>(QLatin1String(name));
            return dialog && dialog->isVisible();
        },
        20'000);
    return came ? dialog : nullptr;
}

/// Picks @p path in the file dialog of this name, as a person would.
void pick(const QWidget& window, const char* name, const QString& path)
{
    auto* dialog = qobject_cast<QFileDialog*>(shownDialog(window, name));
    if (!dialog)
        qFatal("no file is asked for by %s", name);
    Q_EMIT dialog->fileSelected(path);
    dialog->close();
}

/// A window on nothing, and the decision file that @p member was sent.
struct Elsewhere
{
    explicit Elsewhere(const char* member)
    {
        fixture.proposeSuspension();
        auto workspace = service::Workspace::open(fixture.location(), fixture.options());
        if (!workspace)
            qFatal("%s", qPrintable(workspace.error().sentence()));
        file = folder.filePath(QStringLiteral("p1.keyturn-decision"));
        const auto carried = service::courierOut(**workspace, domain::ProposalId(QStringLiteral("P-1")),
                                                 domain::MemberId(QLatin1String(member)), file);
        if (!carried)
            qFatal("%s", qPrintable(carried.error().sentence()));
        decision = carried->decision;
        window.resize(1280, 800);
        window.show();
    }
    /// The dialog on the file, opened from the start page and read.
    QDialog* open()
    {
        widgetNamed<QPushButton>(window, "signDecisionFile")->click();
        pick(window, "decisionFileDialog", file);
        QDialog* dialog = shownDialog(window, "courierDialog");
        const bool isRead = dialog && QTest::qWaitFor(
                                          [&] {
                                              const auto* choice =
                                                  dialog->findChild<QWidget*>(QStringLiteral("approve"));
                                              return (choice && choice->isVisible()) ||
                                                     widgetNamed<QLabel>(*dialog, "error")->isVisible();
                                          },
                                          20'000);
        // Keys go to the active window only.
        return isRead && QTest::qWaitForWindowActive(dialog) ? dialog : nullptr;
    }

    ConsoleFixture fixture;
    QTemporaryDir folder;
    QString file;
    service::CarriedDecision decision;
    MainWindow window{fixture.options(), {}};
};

} // namespace

class TestCourierDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsAllThatIsSignedAndComparedBeforeTheKeyIsAskedFor()
    {
        Elsewhere elsewhere("ceo");
        QDialog* dialog = elsewhere.open();
        QVERIFY(dialog);
        const service::CarriedDecision& decision = elsewhere.decision;
        QCOMPARE(widgetNamed<QPlainTextEdit>(*dialog, "sheet")->toPlainText().toUtf8(), decision.parts.sheet);
        QTRY_VERIFY(widgetNamed<QPlainTextEdit>(*dialog, "sheet")->hasFocus());
        QCOMPARE(widgetNamed<QLabel>(*dialog, "shortCode")->text(), decision.sheetSha256.shortCode());
        QCOMPARE(widgetNamed<QLabel>(*dialog, "log")->toolTip(), decision.parts.log.hex());
        QCOMPARE(widgetNamed<QLabel>(*dialog, "root")->toolTip(), decision.checkpoint.root.hex());
        QCOMPARE(widgetNamed<QLabel>(*dialog, "organisation")->text(), decision.change.organisation);
        QVERIFY(widgetNamed<QWidget>(*dialog, "demoMark")->isVisible());
        QVERIFY(widgetNamed<QLabel>(*dialog, "forWhom")->text().contains(decision.parts.member.display()));
        QVERIFY(widgetNamed<QLabel>(*dialog, "goodUntil")
                    ->text()
                    .contains(base::toDisplay(decision.context().notAfter)));
        // Nothing is decided for them.
        QVERIFY(!widgetNamed<QRadioButton>(*dialog, "approve")->isChecked());
        QVERIFY(!widgetNamed<QRadioButton>(*dialog, "refuse")->isChecked());
        QVERIFY(!widgetNamed<QPlainTextEdit>(*dialog, "reason")->isVisible());
        QVERIFY(!widgetNamed<QPushButton>(*dialog, "act")->isEnabled());
        QVERIFY(widgetNamed<QLabel>(*dialog, "whyNot")->isVisible());
        // All that can be reached by keyboard says what it is.
        for (const QWidget* field : dialog->findChildren<QWidget*>()) {
            if (!field->isVisible() || field->focusPolicy() == Qt::NoFocus ||
                field->objectName() == QStringLiteral("qt_spinbox_lineedit"))
                continue;
            QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(field));
            QVERIFY(spoken);
            QVERIFY2(!spoken->text(QAccessible::Name).isEmpty(), qPrintable(field->objectName()));
        }
    }

    void approvesWithoutAWorkspaceAndIsTakenInWhereOneIs()
    {
        Elsewhere elsewhere("ceo");
        QDialog* dialog = elsewhere.open();
        QVERIFY(dialog);
        auto* act = widgetNamed<QPushButton>(*dialog, "act");
        QTest::keyClick(dialog, Qt::Key_A, Qt::AltModifier);
        QTRY_VERIFY(widgetNamed<QRadioButton>(*dialog, "approve")->isChecked());
        QCOMPARE(act->text(), QStringLiteral("Approve: Suspend Larch 4 worldwide"));
        widgetNamed<QLineEdit>(*dialog, "keyFile")->setText(elsewhere.fixture.keyFile("coo"));
        auto* passphrase = widgetNamed<QLineEdit>(*dialog, "passphrase");
        passphrase->setText(ConsoleFixture::passphrase());
        act->click();
        auto* error = widgetNamed<QLabel>(*dialog, "error");
        QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), 20'000);
        QVERIFY(error->text().contains(elsewhere.decision.parts.member.display()));

        widgetNamed<QLineEdit>(*dialog, "keyFile")->setText(elsewhere.fixture.keyFile("ceo"));
        passphrase->setText(ConsoleFixture::passphrase());
        const QString answer = widgetNamed<QLineEdit>(*dialog, "answerFile")->text();
        QCOMPARE(answer, elsewhere.folder.filePath(QStringLiteral("p1.keyturn-answer")));
        QVERIFY(!QFileInfo::exists(answer));
        act->click();
        QVERIFY(passphrase->text().isEmpty());
        QDialog* answered = shownDialog(elsewhere.window, "answeredDialog");
        QVERIFY(answered);
        QCOMPARE(widgetNamed<QLineEdit>(*answered, "savedAs")->text(), answer);
        QVERIFY(!widgetNamed<QPushButton>(*answered, "cancel")->isVisible());
        QVERIFY(QFileInfo::exists(answer));
        widgetNamed<QPushButton>(*answered, "act")->click();

        const auto window = elsewhere.fixture.window("scribe", View::Decide);
        widgetNamed<QAction>(*window, "takeInDecision")->trigger();
        pick(*window, "answerFileDialog", answer);
        const auto approvals = [&] {
            return window->session().liveSnapshot()->proposals.constFirst().approvals.size();
        };
        QTRY_COMPARE_WITH_TIMEOUT(approvals(), std::size_t{1}, 20'000);
        widgetNamed<QAction>(*window, "takeInDecision")->trigger();
        pick(*window, "answerFileDialog", answer);
        QDialog* refused = shownDialog(*window, "notTakenInDialog");
        QVERIFY(refused);
        QVERIFY(widgetNamed<QLabel>(*refused, "error")->text().contains(QStringLiteral("used before")));
        QCOMPARE(approvals(), std::size_t{1});
    }

    void refusesOnlyWithAReason()
    {
        Elsewhere elsewhere("counsel");
        QDialog* dialog = elsewhere.open();
        QVERIFY(dialog);
        auto* act = widgetNamed<QPushButton>(*dialog, "act");
        widgetNamed<QLineEdit>(*dialog, "keyFile")->setText(elsewhere.fixture.keyFile("counsel"));
        widgetNamed<QLineEdit>(*dialog, "passphrase")->setText(ConsoleFixture::passphrase());
        QTest::keyClick(dialog, Qt::Key_R, Qt::AltModifier);
        auto* reason = widgetNamed<QPlainTextEdit>(*dialog, "reason");
        QTRY_VERIFY(reason->isVisible());
        QVERIFY(!act->isEnabled());
        reason->setPlainText(QStringLiteral("Failover leaks."));
        QVERIFY2(act->isEnabled(), qPrintable(act->toolTip()));
        QCOMPARE(act->text(), QStringLiteral("Refuse: Suspend Larch 4 worldwide"));
        act->click();
        QVERIFY(shownDialog(elsewhere.window, "answeredDialog"));
        const auto answer =
            service::readAnswerFile(elsewhere.folder.filePath(QStringLiteral("p1.keyturn-answer")));
        QVERIFY(answer);
        QCOMPARE(answer->proposal, domain::ProposalId(QStringLiteral("P-1")));
    }

    void showsWhyAChangedFileCannotBeSigned()
    {
        Elsewhere elsewhere("ceo");
        QFile file(elsewhere.file);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        bytes.replace("\"sheet\": \"", "\"sheet\": \"AAAA");
        file.seek(0);
        file.write(bytes);
        file.close();
        QDialog* dialog = elsewhere.open();
        QVERIFY(dialog);
        QVERIFY(widgetNamed<QLabel>(*dialog, "error")->isVisible());
        QVERIFY(widgetNamed<QLabel>(*dialog, "error")->text().contains(QStringLiteral("not the sheet")));
        QVERIFY(!widgetNamed<QPushButton>(*dialog, "act")->isEnabled());
        QVERIFY(!dialog->findChild<QLineEdit*>(QStringLiteral("passphrase")));
    }

    void lockingWipesThePassphraseAndClosesIt()
    {
        Elsewhere elsewhere("ceo");
        QDialog* dialog = elsewhere.open();
        QVERIFY(dialog);
        widgetNamed<QLineEdit>(*dialog, "passphrase")->setText(QStringLiteral("half typed"));
        elsewhere.window.session().lock();
        QTRY_VERIFY(!elsewhere.window.findChild<QDialog*>(QStringLiteral("courierDialog")));
    }
};

KEYTURN_TEST(TestCourierDialog);
#include "test_courier_dialog.moc"
