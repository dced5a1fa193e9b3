// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/token_error.h"
#include "models/tokens/token_uri.h"
#include "tests/support/test_registry.h"

using namespace keyturn;
using tokens::TokenError;
using tokens::TokenName;
using tokens::TokenUri;

namespace {

const TokenName kAdasToken{"Ada; 1", "Larkfield Ltd", "LK-2", "00ff"};

} // namespace

class TestTokenUri : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matchesWhatItNamesAndNothingElse_data();
    void matchesWhatItNamesAndNothingElse();
    void writesOneFormThatReadsBack();
    void takesTheModulesPath();
    void refusesWhatIsNoUri_data();
    void refusesWhatIsNoUri();
    void refusesPinsAndDoesNotShowThem_data();
    void refusesPinsAndDoesNotShowThem();
};

KEYTURN_TEST(TestTokenUri);

void TestTokenUri::matchesWhatItNamesAndNothingElse_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isMeant");
    const auto row = [](const char* text, bool isMeant) { QTest::newRow(text) << QString(text) << isMeant; };
    // RFC 7512 section 3: an empty path means everything.
    row("pkcs11:", true);
    row("pkcs11:token=Ada%3B%201", true);
    row("pkcs11:token=%41da%3b%201;object=sign", true);
    row("pkcs11:id=%01%ff;type=private", true);
    row("pkcs11:id=%01%FF;type=public", true);
    row("pkcs11:serial=00ff;manufacturer=Larkfield%20Ltd;model=LK-2", true);
    row("pkcs11:token=ada%3B%201", false);
    row("pkcs11:token=Ada", false);
    row("pkcs11:object=", false);
    row("pkcs11:object=sign;serial=00fe", false);
    row("pkcs11:id=%01", false);
    row("pkcs11:id=", false);
    row("pkcs11:model=LK", false);
    row("pkcs11:manufacturer=Larkfield", false);
}

void TestTokenUri::matchesWhatItNamesAndNothingElse()
{
    QFETCH(QString, text);
    QFETCH(bool, isMeant);
    const auto uri = TokenUri::parse(text);
    QVERIFY2(uri, uri ? "" : qPrintable(uri.error().sentence()));
    QCOMPARE(uri->matches(kAdasToken, "sign", QByteArray("\x01\xff")), isMeant);
    const auto again = TokenUri::parse(uri->toText());
    QVERIFY(again);
    QCOMPARE(again->toText(), uri->toText());
    QCOMPARE(again->matches(kAdasToken, "sign", QByteArray("\x01\xff")), isMeant);
}

void TestTokenUri::writesOneFormThatReadsBack()
{
    const TokenUri uri =
        TokenUri::ofKey(kAdasToken, "Schlüssel 1&2", QByteArray("\x00\xa0", 2), "/opt/a b/m.so");
    QCOMPARE(uri.toText(),
             QString("pkcs11:model=LK-2;manufacturer=Larkfield%20Ltd;serial=00ff;token=Ada%3B%201;"
                     "id=%00%A0;object=Schl%C3%BCssel%201%262?module-path=/opt/a%20b/m.so"));
    const auto read = TokenUri::parse(uri.toText());
    QVERIFY(read);
    QVERIFY(read->matches(kAdasToken, "Schlüssel 1&2", QByteArray("\x00\xa0", 2)));
    QCOMPARE(read->modulePath(), QString("/opt/a b/m.so"));
    QCOMPARE(read->tokenLabel(), kAdasToken.label);
}

void TestTokenUri::takesTheModulesPath()
{
    QCOMPARE(TokenUri::parse(u"pkcs11:object=a?module-path=/usr/lib/m.so")->modulePath(),
             QString("/usr/lib/m.so"));
    QCOMPARE(TokenUri::parse(u"pkcs11:object=a")->modulePath(), QString());
}

void TestTokenUri::refusesWhatIsNoUri_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const QString& text) { QTest::newRow(name) << text; };
    row("nothing", "");
    row("another scheme", "file:/a");
    row("capital letters", "PKCS11:object=a");
    row("no value", "pkcs11:object");
    row("no name", "pkcs11:=a");
    row("twice", "pkcs11:object=a;object=b");
    row("twice to the same effect", "pkcs11:object=a;object=a");
    row("an unknown attribute", "pkcs11:object=a;x-colour=red");
    row("a slot, which changes when tokens are plugged in", "pkcs11:slot-id=1;object=a");
    row("an unknown query", "pkcs11:object=a?x-colour=red");
    row("a module by its name", "pkcs11:object=a?module-name=softhsm2");
    row("a module without its folder", "pkcs11:object=a?module-path=m.so");
    row("an object that cannot sign", "pkcs11:object=a;type=cert");
    row("a blank", "pkcs11:object=a b");
    row("a cut percent", "pkcs11:object=a%4");
    row("a percent with a sign", "pkcs11:object=a%+4");
    row("a percent of other digits", "pkcs11:object=a%4g");
    row("broken UTF-8", "pkcs11:object=%C3");
    row("a control character", "pkcs11:token=%1B[2J");
    row("a direction", "pkcs11:token=%E2%80%AEada");
    row("a letter beyond ASCII", QString("pkcs11:object=ü"));
    row("endless", "pkcs11:object=" + QString(5000, 'a'));
}

void TestTokenUri::refusesWhatIsNoUri()
{
    QFETCH(QString, text);
    const auto uri = TokenUri::parse(text);
    QVERIFY(!uri);
    QVERIFY(uri.error().is(TokenError::BadUri));
}

void TestTokenUri::refusesPinsAndDoesNotShowThem_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char* text) { QTest::newRow(text) << QString(text); };
    row("pkcs11:object=a?pin-value=4711");
    row("pkcs11:object=a?module-path=/m.so&pin-value=4711");
    row("pkcs11:object=a?pin-source=file:/etc/4711");
    row("pkcs11:object=a;pin-value=4711");
    row("pkcs11:object=a?x=1;pin-value=4711");
    row("pkcs11:object=a;Pin-Value=4711");
}

void TestTokenUri::refusesPinsAndDoesNotShowThem()
{
    QFETCH(QString, text);
    const auto uri = TokenUri::parse(text);
    QVERIFY(!uri);
    QVERIFY(uri.error().is(TokenError::PinInUri));
    QVERIFY(!uri.error().sentence().contains("4711"));
}

#include "test_token_uri.moc"
