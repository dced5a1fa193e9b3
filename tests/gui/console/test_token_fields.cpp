// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"
#include "tests/unit/tokens/soft_token.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTest>
#include <QToolButton>

using namespace keyturn;
using tests::ConsoleFixture;
using tests::dialogNamed;
using tests::named;
using tests::SoftToken;
using ui::shell::MainWindow;
using ui::shell::View;

namespace {

constexpr int kTokenPatienceMs = 60'000;

/// The charter names a second key of the chief executive, which is on a token.
struct TokenOfCeo
{
    SoftToken token;
    ConsoleFixture fixture;

    TokenOfCeo()
    {
        qputenv("KEYTURN_PKCS11_MODULE", SoftToken::modulePath().toUtf8());
        token.makeKey("of-somebody", "01", "EC:prime256v1");
        token.makeKey("of-the-ceo", "02", "EC:prime256v1");
        const auto signer =
            service::openSigner(service::KeyChoice::token(SoftToken::uri("object=of-the-ceo")),
                                crypto::SecretBytes::fromText(pin()));
        if (!signer)
            qFatal("the token could not be used: %s", qPrintable(signer.error().sentence()));
        const crypto::PublicKey& key = (*signer)->publicKey();
        domain::Charter next = fixture.charter();
        ++next.version;
        for (domain::Member& member : next.members) {
            if (member.id == ceo())
                member.keys.push_back({key.id(), QStringLiteral("p256"), key.spki()});
        }
        const auto proof = (*signer)->sign(domain::possessionBytes(fixture.log(), ceo(), key.id()));
        if (!proof)
            qFatal("the token did not sign: %s", qPrintable(proof.error().sentence()));
        fixture.adopt(next, {{key.id(), *proof}});
        QSettings().clear();
    }
    ~TokenOfCeo() { qunsetenv("KEYTURN_PKCS11_MODULE"); }
    TokenOfCeo(const TokenOfCeo&) = delete;
    TokenOfCeo& operator=(const TokenOfCeo&) = delete;

    [[nodiscard]] static domain::MemberId ceo() { return domain::MemberId(QStringLiteral("ceo")); }
    [[nodiscard]] static QString pin() { return QString::fromLatin1(SoftToken::kPin); }
};

void chooseToken(const QDialog& dialog)
{
    auto* place = named<QComboBox>(dialog, "keyPlace");
    place->setCurrentIndex(place->findText(QStringLiteral("Security token")));
}

QDialog* dialogFor(const MainWindow& window, const char* action, const char* name)
{
    named<QAction>(window, action)->trigger();
    QDialog* dialog = dialogNamed(window, name);
    if (!dialog)
        qFatal("%s did not come", name);
    return dialog;
}

/// The labels that are seen, with their buddies.
QStringList labelsOf(const QDialog& dialog)
{
    QStringList texts;
    for (const QLabel* label : dialog.findChildren<QLabel*>()) {
        if (label->isVisible())
            texts += label->text();
    }
    return texts;
}

} // namespace

/// The fields of a security token where a key is asked for.
class TestTokenFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theMembersOwnKeyIsChosenAndItsPinSignsIn();
    void aWrongPinIsToldAndNotKept();
    void aDecisionIsSignedWithTheToken();
    void whatWasTypedForAFileIsNoPin();
    void aMissingTokenIsSaidAndLookedForAgain();
};

void TestTokenFields::theMembersOwnKeyIsChosenAndItsPinSignsIn()
{
    TokenOfCeo with;
    const auto window = with.fixture.window("ceo", View::Decide);
    {
        QDialog* dialog = dialogFor(*window, "signIn", "signInDialog");
        QVERIFY(named<QLineEdit>(*dialog, "keyFile")->isVisible());
        QVERIFY(!named<QComboBox>(*dialog, "tokenKey")->isVisible());
        chooseToken(*dialog);
        QVERIFY(!named<QLineEdit>(*dialog, "keyFile")->isVisible());
        const auto* keys = named<QComboBox>(*dialog, "tokenKey");
        QVERIFY(keys->isVisible());
        QVERIFY(labelsOf(*dialog).contains(QStringLiteral("&PIN")));
        QTRY_COMPARE_WITH_TIMEOUT(keys->count(), 2, kTokenPatienceMs);
        QCOMPARE(keys->currentText(), QStringLiteral("of-the-ceo on Larkfield 1"));
        auto* act = named<QPushButton>(*dialog, "act");
        QVERIFY(!act->isEnabled());
        auto* secret = named<QLineEdit>(*dialog, "passphrase");
        secret->setText(TokenOfCeo::pin());
        QVERIFY(act->isEnabled());
        act->click();
        QVERIFY(secret->text().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(window->session().signedIn(), kTokenPatienceMs);
        QCOMPARE(window->session().signedIn()->member, TokenOfCeo::ceo());
    }
    // Where the key is has been remembered, its PIN has not.
    window->session().signOut();
    QTRY_VERIFY(!window->findChild<QDialog*>(QStringLiteral("signInDialog")));
    QDialog* again = dialogFor(*window, "signIn", "signInDialog");
    QCOMPARE(named<QComboBox>(*again, "keyPlace")->currentText(), QStringLiteral("Security token"));
    QTRY_COMPARE_WITH_TIMEOUT(named<QComboBox>(*again, "tokenKey")->currentText(),
                              QStringLiteral("of-the-ceo on Larkfield 1"), kTokenPatienceMs);
    QVERIFY(named<QLineEdit>(*again, "passphrase")->text().isEmpty());
    for (const QString& key : QSettings().allKeys())
        QVERIFY2(!QSettings().value(key).toString().contains(TokenOfCeo::pin()), qPrintable(key));
}

void TestTokenFields::aWrongPinIsToldAndNotKept()
{
    TokenOfCeo with;
    const auto window = with.fixture.window("ceo", View::Decide);
    QDialog* dialog = dialogFor(*window, "signIn", "signInDialog");
    chooseToken(*dialog);
    QTRY_COMPARE_WITH_TIMEOUT(named<QComboBox>(*dialog, "tokenKey")->count(), 2, kTokenPatienceMs);
    auto* secret = named<QLineEdit>(*dialog, "passphrase");
    secret->setText(QStringLiteral("0000-0000"));
    named<QPushButton>(*dialog, "act")->click();
    auto* error = named<QLabel>(*dialog, "error");
    QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), kTokenPatienceMs);
    QVERIFY2(error->text().contains(QStringLiteral("PIN")), qPrintable(error->text()));
    QVERIFY(secret->text().isEmpty());
    QVERIFY(!named<QPushButton>(*dialog, "act")->isEnabled());
    QVERIFY(!window->session().signedIn());
    // The key of somebody whom the charter does not name signs nobody in.
    auto* keys = named<QComboBox>(*dialog, "tokenKey");
    keys->setCurrentIndex(keys->findText(QStringLiteral("of-somebody on Larkfield 1")));
    secret->setText(TokenOfCeo::pin());
    named<QPushButton>(*dialog, "act")->click();
    QTRY_VERIFY_WITH_TIMEOUT(error->text().contains(QStringLiteral("charter")), kTokenPatienceMs);
    QVERIFY(!window->session().signedIn());
}

void TestTokenFields::aDecisionIsSignedWithTheToken()
{
    TokenOfCeo with;
    with.fixture.proposeSuspension();
    const auto window = with.fixture.window("ceo", View::Decide);
    named<QPushButton>(*named<QWidget>(*window, "card:P-2"), "approve")->click();
    QDialog* dialog = dialogNamed(*window, "signDialog");
    QVERIFY(dialog);
    chooseToken(*dialog);
    QTRY_COMPARE_WITH_TIMEOUT(named<QComboBox>(*dialog, "tokenKey")->currentText(),
                              QStringLiteral("of-the-ceo on Larkfield 1"), kTokenPatienceMs);
    named<QLineEdit>(*dialog, "passphrase")->setText(TokenOfCeo::pin());
    named<QPushButton>(*dialog, "act")->click();
    const auto approvals = [&] { return window->session().liveSnapshot()->proposals.back().approvals; };
    QTRY_COMPARE_WITH_TIMEOUT(approvals().size(), std::size_t{1}, kTokenPatienceMs);
    const auto& line = window->session().liveSnapshot()->entries.back();
    const domain::Member* member = window->session().liveSnapshot()->charter.member(TokenOfCeo::ceo());
    QCOMPARE(line.keyId, member->keys.back().id);
}

void TestTokenFields::whatWasTypedForAFileIsNoPin()
{
    TokenOfCeo with;
    const auto window = with.fixture.window("ceo", View::Decide);
    QDialog* dialog = dialogFor(*window, "signIn", "signInDialog");
    auto* secret = named<QLineEdit>(*dialog, "passphrase");
    secret->setText(ConsoleFixture::passphrase());
    chooseToken(*dialog);
    QVERIFY(secret->text().isEmpty());
    QCOMPARE(secret->echoMode(), QLineEdit::Password);
    secret->setText(TokenOfCeo::pin());
    named<QComboBox>(*dialog, "keyPlace")->setCurrentIndex(0);
    QVERIFY(secret->text().isEmpty());
    QVERIFY(labelsOf(*dialog).contains(QStringLiteral("&Passphrase")));
}

void TestTokenFields::aMissingTokenIsSaidAndLookedForAgain()
{
    ConsoleFixture fixture;
    QSettings().clear();
    SoftToken token;
    qputenv("KEYTURN_PKCS11_MODULE", SoftToken::modulePath().toUtf8());
    const auto window = fixture.window("ceo", View::Decide);
    QDialog* dialog = dialogFor(*window, "signIn", "signInDialog");
    chooseToken(*dialog);
    auto* again = [&]() -> QToolButton* {
        for (QToolButton* button : dialog->findChildren<QToolButton*>()) {
            if (button->accessibleName() == QStringLiteral("Look for tokens again"))
                return button;
        }
        qFatal("there is no button to look again");
    }();
    QTRY_VERIFY_WITH_TIMEOUT(again->isEnabled(), kTokenPatienceMs);
    QVERIFY(labelsOf(*dialog).contains(QStringLiteral("No token with a key is plugged in")));
    named<QLineEdit>(*dialog, "passphrase")->setText(TokenOfCeo::pin());
    QVERIFY(!named<QPushButton>(*dialog, "act")->isEnabled());
    token.makeKey("fresh", "01", "EC:prime256v1");
    again->click();
    const auto* keys = named<QComboBox>(*dialog, "tokenKey");
    QTRY_COMPARE_WITH_TIMEOUT(keys->currentText(), QStringLiteral("fresh on Larkfield 1"), kTokenPatienceMs);
    QVERIFY(!labelsOf(*dialog).contains(QStringLiteral("No token with a key is plugged in")));
    QVERIFY(named<QPushButton>(*dialog, "act")->isEnabled());
    // A module that cannot be had is said, and nothing can be chosen.
    qputenv("KEYTURN_PKCS11_MODULE", "/nowhere/module.so");
    again->click();
    QTRY_COMPARE_WITH_TIMEOUT(keys->count(), 0, kTokenPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(again->isEnabled(), kTokenPatienceMs);
    QVERIFY(!named<QPushButton>(*dialog, "act")->isEnabled());
    QVERIFY(!labelsOf(*dialog).filter(QStringLiteral("/nowhere/module.so")).isEmpty());
    qunsetenv("KEYTURN_PKCS11_MODULE");
}

KEYTURN_TEST(TestTokenFields);
#include "test_token_fields.moc"
