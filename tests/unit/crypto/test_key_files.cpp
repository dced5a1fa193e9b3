// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/keys.h"
#include "tests/support/run_program.h"
#include "tests/support/test_registry.h"

#include <QFileInfo>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace keyturn;
using crypto::CryptoError;
using crypto::KeyType;
using crypto::PrivateKey;
using crypto::SecretBytes;

namespace {

mode_t modeOf(const QString& path)
{
    struct stat status;
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return 0;
    return status.st_mode & 07777;
}

} // namespace

class TestKeyFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void loadsWhatItSaved_data();
    void loadsWhatItSaved();
    void openSslReadsOurKeyFile_data();
    void openSslReadsOurKeyFile();
    void readsKeyFilesMadeByOpenSsl_data();
    void readsKeyFilesMadeByOpenSsl();
    void seatKeyNeedsNoPassphrase();
    void kindsOfPrivateFileAreNotConfused();
    void refusesWrongPassphrase();
    void refusesShortPassphrase();
    void refusesToOverwrite();
    void refusesFilesThatOthersMayRead_data();
    void refusesFilesThatOthersMayRead();
    void refusesEveryTruncation();
    void refusesWhatIsNoKeyFile();
    void refusesUnbearableKeyDerivation();
    void refusesOtherEncryption();
    void refusesKeysOfOtherKinds();
    void namesFilesThatCannotBeOpened();
    void leavesNothingBehindWhenTheFolderIsMissing();
    void publicKeyFileIsForEverybody();

private:
    QString path(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }

    std::unique_ptr<QTemporaryDir> m_folder;
    const SecretBytes m_passphrase = SecretBytes::fromText(u"correct horse 合言葉");
};

KEYTURN_TEST(TestKeyFiles);

void TestKeyFiles::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestKeyFiles::loadsWhatItSaved_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::newRow("P-256") << KeyType::P256;
    QTest::newRow("Ed25519") << KeyType::Ed25519;
}

void TestKeyFiles::loadsWhatItSaved()
{
    QFETCH(KeyType, type);
    const auto made = PrivateKey::generate(type);
    QVERIFY(made);
    QVERIFY(made->save(path("a.key"), m_passphrase));
    QCOMPARE(modeOf(path("a.key")), mode_t{0600});
    auto loaded = PrivateKey::load(path("a.key"), m_passphrase);
    QVERIFY(loaded);
    QCOMPARE(loaded->publicKey().id(), made->publicKey().id());
    const auto signature = loaded->sign("text");
    QVERIFY(signature);
    QVERIFY(made->publicKey().verify("text", *signature));
}

void TestKeyFiles::openSslReadsOurKeyFile_data()
{
    loadsWhatItSaved_data();
}

void TestKeyFiles::openSslReadsOurKeyFile()
{
    QFETCH(KeyType, type);
    const auto made = PrivateKey::generate(type);
    QVERIFY(made);
    QVERIFY(made->save(path("a.key"), SecretBytes::fromText(u"correct horse")));
    const QString passphrase = tests::writeTestFile(path("passphrase"), "correct horse\n");
    const auto read =
        tests::runOpenssl({"pkey", "-in", path("a.key"), "-passin", "file:" + passphrase, "-pubout"});
    QVERIFY2(read.status == 0, read.errors.constData());
    QCOMPARE(read.output, made->publicKey().toPem());
    const auto wrong =
        tests::runOpenssl({"pkey", "-in", path("a.key"), "-passin", "pass:incorrect", "-noout"});
    QVERIFY(wrong.status != 0);
    // The strength that trust.md promises, read by a program that is not ours.
    const auto parsed = tests::runOpenssl({"asn1parse", "-in", path("a.key")});
    QCOMPARE(parsed.status, 0);
    for (const char* part : {":PBES2", ":PBKDF2", ":hmacWithSHA256", ":aes-256-cbc", ":0927C0"})
        QVERIFY2(parsed.output.contains(part), part);
}

void TestKeyFiles::readsKeyFilesMadeByOpenSsl_data()
{
    QTest::addColumn<QStringList>("generate");
    QTest::addColumn<QStringList>("encrypt");
    QTest::addColumn<KeyType>("type");
    const QStringList curve{"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"};
    QTest::newRow("P-256, PBKDF2") << curve << QStringList{"-v2", "aes-256-cbc"} << KeyType::P256;
    QTest::newRow("P-256, scrypt") << curve << QStringList{"-scrypt"} << KeyType::P256;
    QTest::newRow("Ed25519, PBKDF2") << QStringList{"-algorithm", "ED25519"}
                                     << QStringList{"-v2", "aes-128-cbc"} << KeyType::Ed25519;
}

void TestKeyFiles::readsKeyFilesMadeByOpenSsl()
{
    QFETCH(QStringList, generate);
    QFETCH(QStringList, encrypt);
    QFETCH(KeyType, type);
    QCOMPARE(tests::runOpenssl(QStringList{"genpkey", "-out", path("plain.pem")} + generate).status, 0);
    const auto sealed = tests::runOpenssl(QStringList{"pkcs8", "-topk8", "-in", path("plain.pem"), "-out",
                                                      path("a.key"), "-passout", "pass:correct horse"} +
                                          encrypt);
    QVERIFY2(sealed.status == 0, sealed.errors.constData());
    const auto key = PrivateKey::load(path("a.key"), SecretBytes::fromText(u"correct horse"));
    QVERIFY2(key, key ? "" : qPrintable(key.error().sentence()));
    QCOMPARE(key->publicKey().type(), type);
    const auto wanted = tests::runOpenssl({"pkey", "-in", path("plain.pem"), "-pubout"});
    QCOMPARE(key->publicKey().toPem(), wanted.output);
}

void TestKeyFiles::seatKeyNeedsNoPassphrase()
{
    const auto made = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(made);
    QVERIFY(made->saveUnencryptedSeatKey(path("seat.key")));
    QCOMPARE(modeOf(path("seat.key")), mode_t{0600});
    const auto loaded = PrivateKey::loadUnencryptedSeatKey(path("seat.key"));
    QVERIFY(loaded);
    QCOMPARE(loaded->publicKey().id(), made->publicKey().id());
    const auto read = tests::runOpenssl({"pkey", "-in", path("seat.key"), "-pubout"});
    QCOMPARE(read.output, made->publicKey().toPem());
}

void TestKeyFiles::kindsOfPrivateFileAreNotConfused()
{
    const auto made = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(made);
    QVERIFY(made->saveUnencryptedSeatKey(path("seat.key")));
    QVERIFY(made->save(path("person.key"), m_passphrase));
    QVERIFY(PrivateKey::load(path("seat.key"), m_passphrase).error().is(CryptoError::NotAKey));
    QVERIFY(PrivateKey::loadUnencryptedSeatKey(path("person.key")).error().is(CryptoError::NotAKey));
}

void TestKeyFiles::refusesWrongPassphrase()
{
    const auto made = PrivateKey::generate(KeyType::P256);
    QVERIFY(made);
    QVERIFY(made->save(path("a.key"), m_passphrase));
    // An empty UTF-16 literal may come to stand at an odd address, where Qt cannot measure it.
    for (const QString& wrong :
         {QString(), QStringLiteral("correct horse"), QStringLiteral("Correct horse 合言葉"),
          QStringLiteral("correct horse 合言葉\n")}) {
        const auto loaded = PrivateKey::load(path("a.key"), SecretBytes::fromText(wrong));
        QVERIFY(!loaded);
        QVERIFY(loaded.error().is(CryptoError::WrongPassphrase));
        QVERIFY(loaded.error().sentence().contains(path("a.key")));
        QCOMPARE(loaded.error().outcome(), base::Outcome::Refused);
    }
}

void TestKeyFiles::refusesShortPassphrase()
{
    const auto made = PrivateKey::generate(KeyType::P256);
    QVERIFY(made);
    for (const QString& text : {QString(), QStringLiteral("7 bytes")}) {
        const auto saved = made->save(path("a.key"), SecretBytes::fromText(text));
        QVERIFY(!saved);
        QVERIFY(saved.error().is(CryptoError::PassphraseTooShort));
        QVERIFY(!QFileInfo::exists(path("a.key")));
    }
    QVERIFY(made->save(path("a.key"), SecretBytes::fromText(u"8 bytes!")));
}

void TestKeyFiles::refusesToOverwrite()
{
    const auto made = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(made);
    tests::writeTestFile(path("a.key"), "precious");
    QVERIFY(made->save(path("a.key"), m_passphrase).error().is(CryptoError::FileExists));
    QVERIFY(made->saveUnencryptedSeatKey(path("a.key")).error().is(CryptoError::FileExists));
    QVERIFY(crypto::savePublicKey(path("a.key"), made->publicKey()).error().is(CryptoError::FileExists));
    QCOMPARE(tests::readTestFile(path("a.key")), QByteArray("precious"));
    // Nor is a link followed to a place where a file could be made.
    QVERIFY(QFile::link(path("elsewhere"), path("link.key")));
    QVERIFY(made->saveUnencryptedSeatKey(path("link.key")).error().is(CryptoError::FileExists));
    QVERIFY(!QFileInfo::exists(path("elsewhere")));
}

void TestKeyFiles::refusesFilesThatOthersMayRead_data()
{
    QTest::addColumn<int>("mode");
    for (const int mode : {0640, 0604, 0620, 0602, 0610, 0644, 0666})
        QTest::newRow(qPrintable(QString::number(mode, 8))) << mode;
}

void TestKeyFiles::refusesFilesThatOthersMayRead()
{
    QFETCH(int, mode);
    const auto made = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(made);
    QVERIFY(made->saveUnencryptedSeatKey(path("seat.key")));
    QCOMPARE(::chmod(QFile::encodeName(path("seat.key")).constData(), static_cast<mode_t>(mode)), 0);
    const auto seat = PrivateKey::loadUnencryptedSeatKey(path("seat.key"));
    QVERIFY(!seat);
    QVERIFY(seat.error().is(CryptoError::UnsafeMode));
    QVERIFY(PrivateKey::load(path("seat.key"), m_passphrase).error().is(CryptoError::UnsafeMode));
    QCOMPARE(::chmod(QFile::encodeName(path("seat.key")).constData(), 0400), 0);
    QVERIFY(PrivateKey::loadUnencryptedSeatKey(path("seat.key")));
}

void TestKeyFiles::refusesEveryTruncation()
{
    const auto made = PrivateKey::generate(KeyType::P256);
    QVERIFY(made);
    QVERIFY(made->save(path("whole.key"), m_passphrase));
    const QByteArray pem = tests::readTestFile(path("whole.key"));
    const QString cut = path("cut.key");
    tests::writeTestFile(cut, {});
    QCOMPARE(::chmod(QFile::encodeName(cut).constData(), 0600), 0);
    // The last dashes of the end line are needed too; only the last line end is not.
    for (qsizetype length = 0; length < pem.size() - 1; ++length) {
        tests::writeTestFile(cut, pem.first(length));
        const auto loaded = PrivateKey::load(cut, m_passphrase);
        QVERIFY2(!loaded, qPrintable(QString::number(length)));
        QVERIFY2(loaded.error().is(CryptoError::NotAKey), qPrintable(QString::number(length)));
    }
}

void TestKeyFiles::refusesWhatIsNoKeyFile()
{
    const QString file = path("a.key");
    tests::writeTestFile(file, {});
    QCOMPARE(::chmod(QFile::encodeName(file).constData(), 0600), 0);
    for (const QByteArray& content :
         {QByteArray("hello"), QByteArray(70'000, 'x'), QByteArray(100, '\0'),
          QByteArray("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"),
          QByteArray("-----BEGIN ENCRYPTED PRIVATE KEY-----\n-----END ENCRYPTED PRIVATE KEY-----\n"),
          QByteArray("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")}) {
        tests::writeTestFile(file, content);
        const auto loaded = PrivateKey::load(file, m_passphrase);
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().is(CryptoError::NotAKey), qPrintable(loaded.error().sentence()));
        QVERIFY(PrivateKey::loadUnencryptedSeatKey(file).error().is(CryptoError::NotAKey));
    }
    QCOMPARE(::mkfifo(QFile::encodeName(path("pipe")).constData(), 0600), 0);
    QVERIFY(PrivateKey::load(path("pipe"), m_passphrase).error().is(CryptoError::NotAKey));
    QVERIFY(PrivateKey::load(m_folder->path(), m_passphrase).error().is(CryptoError::NotAKey));
}

void TestKeyFiles::refusesUnbearableKeyDerivation()
{
    const auto made = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(made);
    QVERIFY(made->save(path("a.key"), m_passphrase));
    const QList<QByteArray> lines = tests::readTestFile(path("a.key")).trimmed().split('\n');
    const QByteArray der = QByteArray::fromBase64(lines.mid(1, lines.size() - 2).join());
    const qsizetype rounds = der.indexOf(QByteArray::fromHex("02030927c0"));
    QVERIFY(rounds > 0);
    // 8,388,607, a negative number and none in place of 600,000.
    for (const char* value : {"02037fffff", "0203ffffff", "0203000000"}) {
        QByteArray changed = der;
        changed.replace(rounds, 5, QByteArray::fromHex(value));
        tests::writeTestFile(path("a.key"),
                             lines.first() + '\n' + changed.toBase64() + '\n' + lines.last() + '\n');
        const auto loaded = PrivateKey::load(path("a.key"), m_passphrase);
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().is(CryptoError::NotAKey), qPrintable(loaded.error().sentence()));
    }
}

void TestKeyFiles::refusesOtherEncryption()
{
    QCOMPARE(tests::runOpenssl({"genpkey", "-algorithm", "ED25519", "-out", path("plain.pem")}).status, 0);
    // PBES1 with triple DES: too weak, whatever the passphrase. The traditional form is no PKCS#8 at all.
    QCOMPARE(tests::runOpenssl({"pkcs8", "-topk8", "-in", path("plain.pem"), "-out", path("a.key"),
                                "-passout", "pass:correct horse", "-v1", "PBE-SHA1-3DES"})
                 .status,
             0);
    const auto old = PrivateKey::load(path("a.key"), SecretBytes::fromText(u"correct horse"));
    QVERIFY(!old);
    QVERIFY2(old.error().is(CryptoError::NotAKey), qPrintable(old.error().sentence()));
    QCOMPARE(
        tests::runOpenssl({"ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path("sec1.pem")})
            .status,
        0);
    QCOMPARE(::chmod(QFile::encodeName(path("sec1.pem")).constData(), 0600), 0);
    QVERIFY(PrivateKey::loadUnencryptedSeatKey(path("sec1.pem")).error().is(CryptoError::NotAKey));
}

void TestKeyFiles::refusesKeysOfOtherKinds()
{
    QCOMPARE(tests::runOpenssl({"genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048",
                                "-aes-256-cbc", "-pass", "pass:correct horse", "-out", path("a.key")})
                 .status,
             0);
    const auto loaded = PrivateKey::load(path("a.key"), SecretBytes::fromText(u"correct horse"));
    QVERIFY(!loaded);
    QVERIFY2(loaded.error().is(CryptoError::UnsupportedKey), qPrintable(loaded.error().sentence()));
    QVERIFY(loaded.error().sentence().contains("RSA"));
}

void TestKeyFiles::namesFilesThatCannotBeOpened()
{
    const auto missing = PrivateKey::load(path("missing.key"), m_passphrase);
    QVERIFY(!missing);
    QVERIFY(missing.error().is(CryptoError::FileFailure));
    QVERIFY(missing.error().sentence().contains(path("missing.key")));
    QCOMPARE(missing.error().outcome(), base::Outcome::Storage);
}

void TestKeyFiles::leavesNothingBehindWhenTheFolderIsMissing()
{
    const auto made = PrivateKey::generate(KeyType::Ed25519);
    QVERIFY(made);
    QVERIFY(made->save(path("nowhere/a.key"), m_passphrase).error().is(CryptoError::FileFailure));
    QVERIFY(!QFileInfo::exists(path("nowhere")));
}

void TestKeyFiles::publicKeyFileIsForEverybody()
{
    const auto made = PrivateKey::generate(KeyType::P256);
    QVERIFY(made);
    const mode_t before = ::umask(077);
    const auto saved = crypto::savePublicKey(path("a.pub"), made->publicKey());
    ::umask(before);
    QVERIFY(saved);
    QCOMPARE(modeOf(path("a.pub")), mode_t{0644});
    QCOMPARE(tests::readTestFile(path("a.pub")), made->publicKey().toPem());
}

#include "test_key_files.moc"
