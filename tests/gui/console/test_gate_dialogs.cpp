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
using ui::shell::View;

namespace {

constexpr int kGatePatienceMs = 20'000;
const auto kEvidenceHash = QString(64, u'a');

/// A document that stays where it is.
domain::EvidenceAdded evaluation()
{
    domain::EvidenceAdded evidence;
    evidence.sha256 = *base::Digest::fromHex(kEvidenceHash);
    evidence.size = 12;
    evidence.title = QStringLiteral("Bypass evaluation");
    evidence.fileName = QStringLiteral("evaluation.pdf");
    evidence.stored = false;
    return evidence;
}

const state::GateState& firstGate(ui::shell::MainWindow& window)
{
    return window.session().liveSnapshot()->gates.front();
}

} // namespace

/// The dialogs that say a restoration gate is met, or goes unmet.
class TestGateDialogs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGateIsConfirmedByItsEvidenceAndHow();
    void confirmingNeedsASignIn();
    void aWaiverIsSignedAfreshWithItsReason();
    void whoMayNotWaiveIsToldWhy();
};

void TestGateDialogs::aGateIsConfirmedByItsEvidenceAndHow()
{
    ConsoleFixture fixture;
    fixture.suspendForAnIncident();
    fixture.say("scribe", evaluation());
    const auto window = fixture.signedIn("scribe", View::Decide);
    named<QPushButton>(*named<QWidget>(*window, "gate:G-1"), "confirmGate")->click();
    QDialog* dialog = dialogNamed(*window, "confirmGateDialog");
    QVERIFY(dialog);
    auto* act = named<QPushButton>(*dialog, "act");
    const auto* whyNot = named<QLabel>(*dialog, "whyNot");
    QVERIFY(!act->isEnabled());
    QCOMPARE(whyNot->text(), QStringLiteral("Choose the evidence that shows it"));
    auto* box = dialog->findChild<QCheckBox*>(kEvidenceHash);
    QVERIFY(box);
    QCOMPARE(box->text(), QStringLiteral("Bypass evaluation"));
    box->click();
    QVERIFY(!act->isEnabled());
    QCOMPARE(whyNot->text(), QStringLiteral("Say how it was seen to hold"));
    named<QPlainTextEdit>(*dialog, "how")->setPlainText(QStringLiteral("Run against 400 prompts"));
    QVERIFY(act->isEnabled());
    act->click();
    QTRY_COMPARE_WITH_TIMEOUT(firstGate(*window).status, domain::GateStatus::Met, kGatePatienceMs);
    QCOMPARE(firstGate(*window).how, QStringLiteral("Run against 400 prompts"));
    QCOMPARE(firstGate(*window).met->member.value(), QStringLiteral("scribe"));
    QTRY_VERIFY(!window->findChild<QDialog*>(QStringLiteral("confirmGateDialog")));
    // No gate is open any more, so none is listed.
    QTRY_VERIFY(!window->findChild<QWidget*>(QStringLiteral("gate:G-1")));
}

void TestGateDialogs::confirmingNeedsASignIn()
{
    ConsoleFixture fixture;
    fixture.suspendForAnIncident();
    fixture.say("scribe", evaluation());
    const auto window = fixture.window("scribe", View::Decide);
    named<QPushButton>(*named<QWidget>(*window, "gate:G-1"), "confirmGate")->click();
    QDialog* dialog = dialogNamed(*window, "confirmGateDialog");
    QVERIFY(dialog);
    dialog->findChild<QCheckBox*>(kEvidenceHash)->click();
    named<QPlainTextEdit>(*dialog, "how")->setPlainText(QStringLiteral("Run against 400 prompts"));
    QVERIFY(!named<QPushButton>(*dialog, "act")->isEnabled());
    QVERIFY(named<QLabel>(*dialog, "whyNot")->text().startsWith(QStringLiteral("Sign in first")));
    named<QPushButton>(*dialog, "cancel")->click();
    QCOMPARE(firstGate(*window).status, domain::GateStatus::Open);
}

void TestGateDialogs::aWaiverIsSignedAfreshWithItsReason()
{
    ConsoleFixture fixture;
    fixture.suspendForAnIncident();
    // That a key is unlocked is not enough for a waiver.
    const auto window = fixture.signedIn("ceo", View::Decide);
    named<QPushButton>(*named<QWidget>(*window, "gate:G-1"), "waiveGate")->click();
    QDialog* dialog = dialogNamed(*window, "waiveGateDialog");
    QVERIFY(dialog);
    const auto* change = named<QComboBox>(*dialog, "change");
    QCOMPARE(change->count(), 1);
    QCOMPARE(change->currentText(), QStringLiteral("Suspend Larch 4 worldwide"));
    auto* act = named<QPushButton>(*dialog, "act");
    QVERIFY(!act->isEnabled());
    named<QPlainTextEdit>(*dialog, "reason")->setPlainText(QStringLiteral("The model is retired"));
    QVERIFY(act->isEnabled());
    act->click();
    QDialog* signing = dialogNamed(*window, "signDialog");
    QVERIFY(signing);
    QVERIFY(firstGate(*window).waivers.empty());
    const QString sheet = named<QPlainTextEdit>(*signing, "sheet")->toPlainText();
    for (const char* part : {"WAIVE A RESTORATION GATE", "The bypass fails", "Suspend Larch 4 worldwide",
                             "The model is retired"})
        QVERIFY2(sheet.contains(QLatin1String(part)), part);
    named<QLineEdit>(*signing, "keyFile")->setText(fixture.keyFile("ceo"));
    QVERIFY(!named<QPushButton>(*signing, "act")->isEnabled());
    named<QLineEdit>(*signing, "passphrase")->setText(ConsoleFixture::passphrase());
    named<QPushButton>(*signing, "act")->click();
    QTRY_COMPARE_WITH_TIMEOUT(firstGate(*window).waivers.size(), std::size_t{1}, kGatePatienceMs);
    QCOMPARE(firstGate(*window).waivers.front().reason, QStringLiteral("The model is retired"));
    QCOMPARE(firstGate(*window).waivers.front().change.value(), QStringLiteral("C-1"));
    // It is waived for that change alone, and stays open.
    QCOMPARE(firstGate(*window).status, domain::GateStatus::Open);
    QTRY_VERIFY(!named<QPushButton>(*named<QWidget>(*window, "gate:G-1"), "waiveGate")->isEnabled());
}

void TestGateDialogs::whoMayNotWaiveIsToldWhy()
{
    ConsoleFixture fixture;
    fixture.suspendForAnIncident();
    const auto window = fixture.window("safety", View::Decide);
    const auto* waive = named<QPushButton>(*named<QWidget>(*window, "gate:G-1"), "waiveGate");
    QVERIFY(!waive->isEnabled());
    QVERIFY2(waive->toolTip().contains(QStringLiteral("may not do this")), qPrintable(waive->toolTip()));
}

KEYTURN_TEST(TestGateDialogs);
#include "test_gate_dialogs.moc"
