// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace keyturn;
using tests::ConsoleFixture;
using tests::dialogNamed;
using tests::kPatienceMs;
using tests::named;
using ui::shell::MainWindow;
using ui::shell::View;

namespace {

QDialog* proposing(const MainWindow& window)
{
    named<QPushButton>(window, "propose")->click();
    QDialog* dialog = dialogNamed(window, "proposeDialog");
    if (!dialog)
        qFatal("the propose dialog did not come");
    return dialog;
}

/// The hits that are offered, as their buttons say.
QStringList offered(const QDialog& dialog)
{
    QStringList texts;
    for (const QPushButton* button : dialog.findChildren<QPushButton*>()) {
        if (button->objectName().startsWith(QStringLiteral("hit:")) && button->isVisible())
            texts += button->accessibleName().section(u',', 0, 0);
    }
    texts.sort();
    return texts;
}

QPushButton* hitNamed(const QDialog& dialog, const QString& start)
{
    for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
        if (button->isVisible() && button->accessibleName().startsWith(start))
            return button;
    }
    qFatal("%s is not offered", qPrintable(start));
}

} // namespace

/// The records that a proposal rests on, searched and linked in its dialog.
class TestSignalPicker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsLinkedStandsOnTheSheetAndInTheProposal();
    void whatIsTakenBackIsNotProposed();
    void saysWhatIsWrongWithASearch();
    void isNotThereWhereThereAreNoRecords();
};

void TestSignalPicker::whatIsLinkedStandsOnTheSheetAndInTheProposal()
{
    ConsoleFixture fixture;
    fixture.enterSignals({"Bypass seen on Northgate", "Billing complaint", "Bypass confirmed in the lab"});
    const auto window = fixture.window("safety", View::Decide);
    QDialog* dialog = proposing(*window);
    named<QCheckBox>(*dialog, "larch-4")->click();
    named<QPlainTextEdit>(*dialog, "rationale")->setPlainText(QStringLiteral("Two sources agree"));
    auto* act = named<QPushButton>(*dialog, "act");
    QTRY_VERIFY_WITH_TIMEOUT(act->isEnabled(), kPatienceMs);
    auto* query = named<QLineEdit>(*dialog, "signalQuery");
    QTest::keyClicks(query, QStringLiteral("bypass"));
    const QStringList both{QStringLiteral("Link: Bypass confirmed in the lab"),
                           QStringLiteral("Link: Bypass seen on Northgate")};
    QTRY_COMPARE_WITH_TIMEOUT(offered(*dialog), both, kPatienceMs);
    // Enter searches, and proposes nothing.
    QTest::keyClick(query, Qt::Key_Return);
    QVERIFY(!window->findChild<QDialog*>(QStringLiteral("signDialog")));
    QTRY_COMPARE_WITH_TIMEOUT(offered(*dialog), both, kPatienceMs);
    hitNamed(*dialog, both.back())->click();
    hitNamed(*dialog, both.front())->click();
    QVERIFY(offered(*dialog).isEmpty());
    const auto* sheet = named<QPlainTextEdit>(*dialog, "sheet");
    const std::uint64_t batch = window->session().liveSnapshot()->batches.front().origin.seq;
    const auto record = [&](int leaf) { return QStringLiteral("%1:%2").arg(batch).arg(leaf); };
    QTRY_VERIFY_WITH_TIMEOUT(
        sheet->toPlainText().contains(record(0)) && sheet->toPlainText().contains(record(2)), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(act->isEnabled(), kPatienceMs);
    act->click();
    QDialog* signing = dialogNamed(*window, "signDialog");
    QVERIFY(signing);
    named<QLineEdit>(*signing, "keyFile")->setText(fixture.keyFile("safety"));
    named<QLineEdit>(*signing, "passphrase")->setText(ConsoleFixture::passphrase());
    named<QPushButton>(*signing, "act")->click();
    QTRY_COMPARE_WITH_TIMEOUT(window->session().liveSnapshot()->proposals.size(), 1, kPatienceMs);
    const auto& linked = window->session().liveSnapshot()->proposals.front().facts.signalRecords;
    QCOMPARE(linked, (std::vector{domain::RecordId(record(0)), domain::RecordId(record(2))}));
}

void TestSignalPicker::whatIsTakenBackIsNotProposed()
{
    ConsoleFixture fixture;
    fixture.enterSignals({"Bypass seen on Northgate"});
    const auto window = fixture.window("safety", View::Decide);
    QDialog* dialog = proposing(*window);
    named<QCheckBox>(*dialog, "larch-4")->click();
    named<QPlainTextEdit>(*dialog, "rationale")->setPlainText(QStringLiteral("It was seen"));
    named<QLineEdit>(*dialog, "signalQuery")->setText(QStringLiteral("northgate"));
    const QStringList one{QStringLiteral("Link: Bypass seen on Northgate")};
    QTRY_COMPARE_WITH_TIMEOUT(offered(*dialog), one, kPatienceMs);
    hitNamed(*dialog, one.front())->click();
    const auto* sheet = named<QPlainTextEdit>(*dialog, "sheet");
    const QString record =
        QStringLiteral("%1:0").arg(window->session().liveSnapshot()->batches.front().origin.seq);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->toPlainText().contains(record), kPatienceMs);
    named<QPushButton>(*dialog, "unlink")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!sheet->toPlainText().isEmpty() && !sheet->toPlainText().contains(record),
                             kPatienceMs);
    // It can be linked again.
    QTRY_COMPARE_WITH_TIMEOUT(offered(*dialog), one, kPatienceMs);
}

void TestSignalPicker::saysWhatIsWrongWithASearch()
{
    ConsoleFixture fixture;
    fixture.enterSignals({"Bypass seen on Northgate"});
    const auto window = fixture.window("safety", View::Decide);
    QDialog* dialog = proposing(*window);
    auto* query = named<QLineEdit>(*dialog, "signalQuery");
    const auto* told = named<QLabel>(*dialog, "signalsTold");
    query->setText(QStringLiteral("no such words"));
    QTRY_VERIFY_WITH_TIMEOUT(told->text().startsWith(QStringLiteral("No record has this in it")),
                             kPatienceMs);
    query->setText(QStringLiteral("layer:nowhere"));
    QTRY_VERIFY_WITH_TIMEOUT(told->text().contains(QStringLiteral("nowhere")), kPatienceMs);
    QVERIFY(told->isVisible());
    query->clear();
    QTRY_VERIFY_WITH_TIMEOUT(!told->isVisible(), kPatienceMs);
}

void TestSignalPicker::isNotThereWhereThereAreNoRecords()
{
    ConsoleFixture fixture;
    const auto window = fixture.window("safety", View::Decide);
    const QDialog* dialog = proposing(*window);
    QVERIFY(!dialog->findChild<QWidget*>(QStringLiteral("signalPicker")));
}

KEYTURN_TEST(TestSignalPicker);
#include "test_signal_picker.moc"
