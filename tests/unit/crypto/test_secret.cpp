// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/secret.h"
#include "tests/support/test_registry.h"

#include <utility>
#include <vector>

using keyturn::crypto::SecretBytes;

namespace {

QByteArray plain(const SecretBytes& secret)
{
    return QByteArray(secret.characters(), static_cast<qsizetype>(secret.size()));
}

} // namespace

class TestSecret : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodesTextAsUtf8_data();
    void encodesTextAsUtf8();
    void moveLeavesNothingBehind();
    void assignmentReplacesTheOldSecret();
    void duplicateIsApart();
    void chopsOnlyLineEndsAtTheEnd();
    void freshBytesAreZero();
    void growsBeyondTheMemorySetAside();
};

KEYTURN_TEST(TestSecret);

void TestSecret::encodesTextAsUtf8_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("empty") << QString() << QByteArray();
    QTest::newRow("ascii") << QStringLiteral("correct horse battery staple")
                           << QByteArray("correct horse battery staple");
    QTest::newRow("two bytes") << QStringLiteral("Grüße, ñandú") << QByteArray("Grüße, ñandú");
    QTest::newRow("three bytes") << QStringLiteral("合言葉は山と川") << QByteArray("合言葉は山と川");
    QTest::newRow("four bytes") << QStringLiteral("key \U0001F511 turn") << QByteArray("key \U0001F511 turn");
    QTest::newRow("lone high surrogate") << QString("a" + QString(QChar(0xD83D)) + "b")
                                         << QByteArray("a\xEF\xBF\xBD"
                                                       "b");
    QTest::newRow("lone low surrogate") << QString(QChar(0xDD11)) << QByteArray("\xEF\xBF\xBD");
}

void TestSecret::encodesTextAsUtf8()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(plain(SecretBytes::fromText(text)), expected);
}

void TestSecret::moveLeavesNothingBehind()
{
    SecretBytes first = SecretBytes::fromText(u"open sesame");
    const SecretBytes second = std::move(first);
    QCOMPARE(plain(second), QByteArray("open sesame"));
    QVERIFY(first.isEmpty()); // NOLINT: the state after a move is what is tested
    QVERIFY(first.bytes().empty());
}

void TestSecret::assignmentReplacesTheOldSecret()
{
    SecretBytes secret = SecretBytes::fromText(u"old");
    secret = SecretBytes::fromText(u"newer");
    QCOMPARE(plain(secret), QByteArray("newer"));
    SecretBytes& itself = secret;
    secret = std::move(itself);
    QCOMPARE(plain(secret), QByteArray("newer"));
}

void TestSecret::duplicateIsApart()
{
    const SecretBytes first = SecretBytes::fromText(u"twin");
    SecretBytes second = first.duplicate();
    second.bytes()[0] = std::byte{'T'};
    QCOMPARE(plain(first), QByteArray("twin"));
    QCOMPARE(plain(second), QByteArray("Twin"));
}

void TestSecret::chopsOnlyLineEndsAtTheEnd()
{
    for (const auto& [text, expected] : {std::pair{u"a b \r\n", "a b "}, std::pair{u"a\nb\n\n", "a\nb"},
                                         std::pair{u"plain", "plain"}, std::pair{u"\n", ""}}) {
        SecretBytes secret = SecretBytes::fromText(QStringView(text));
        secret.chopLineEnd();
        QCOMPARE(plain(secret), QByteArray(expected));
    }
    SecretBytes nothing;
    nothing.chopLineEnd();
    QVERIFY(nothing.isEmpty());
}

void TestSecret::freshBytesAreZero()
{
    const SecretBytes secret(9);
    QCOMPARE(plain(secret), QByteArray(9, '\0'));
}

void TestSecret::growsBeyondTheMemorySetAside()
{
    // Once for this program: what follows and what came before use it as the programs do.
    static_cast<void>(keyturn::crypto::setSecretMemoryAside());
    const SecretBytes small = SecretBytes::fromText(u"kept aside");
    const SecretBytes large(1 << 20);
    QCOMPARE(large.size(), std::size_t{1 << 20});
    QCOMPARE(plain(small.duplicate()), QByteArray("kept aside"));
    // Many at once: those that find no room lie in ordinary memory.
    std::vector<SecretBytes> many;
    for (int i = 0; i < 100; ++i)
        many.push_back(SecretBytes(8192));
    QCOMPARE(plain(many.back()), QByteArray(8192, '\0'));
}

#include "test_secret.moc"
