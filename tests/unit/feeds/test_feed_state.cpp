// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/feeds/feed_address.h"
#include "models/feeds/feed_state.h"
#include "models/feeds/header_file.h"
#include "models/feeds/taxii_messages.h"
#include "tests/support/run_program.h"
#include "tests/support/test_registry.h"

#include <QTemporaryDir>
#include <QTest>

namespace keyturn::tests {

using feeds::FeedError;
using feeds::FeedState;

/// What feeds remember, and what they are told beforehand.
class TestFeedState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBackWhatWasKept();
    void forgetsTheOldestFilesOnly();
    void staysSmallEnoughToBeRead();
    void keepsNoValidatorThatCouldNotBeReadBack();
    void namesDamageAndLaterVersions();
    void refusesCredentialsInAddressesAndNeverShowsThem();
    void showsNoQuery();
    void keepsSecretsToTlsAndThisMachine();
    void takesHeadersOnlyFromAPrivateFile();
    void refusesHeadersThatCouldSmuggle_data();
    void refusesHeadersThatCouldSmuggle();
    void knowsTheMediaTypeOfTaxii();
};

namespace {

base::Digest digestOf(int number)
{
    return crypto::sha256(QByteArray::number(number));
}

QString headerFile(const QTemporaryDir& folder, const QByteArray& content)
{
    const QString path = writeTestFile(folder.filePath(QStringLiteral("headers")), content);
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    return path;
}

} // namespace

void TestFeedState::readsBackWhatWasKept()
{
    FeedState state;
    state.etag = "W/\"a\xe4-\\\"1\"";
    state.lastModified = "Sun, 06 Nov 1994 08:49:37 GMT";
    state.body = digestOf(0);
    state.collections[QStringLiteral("ä-1")] = {QStringLiteral("2026-06-12T09:00:00.123456789Z"), {}};
    state.collections[QStringLiteral("b")] = {{}, QStringLiteral("p/2+x")};
    state.addDone(digestOf(1));
    state.addDone(digestOf(2));
    state.failuresInARow = 7;
    const auto read = feeds::readFeedState(feeds::feedStateBytes(state), QStringLiteral("state.json"));
    QVERIFY2(read, read ? "" : qPrintable(read.error().sentence()));
    QVERIFY(*read == state);
    QVERIFY(*feeds::readFeedState(feeds::feedStateBytes({}), {}) == FeedState());
}

void TestFeedState::forgetsTheOldestFilesOnly()
{
    FeedState state;
    for (int i = 0; i < static_cast<int>(FeedState::kMostDone) + 3; ++i)
        state.addDone(digestOf(i));
    QCOMPARE(state.done.size(), FeedState::kMostDone);
    QVERIFY(state.done.front() == digestOf(3));
    QVERIFY(state.done.back() == digestOf(static_cast<int>(FeedState::kMostDone) + 2));
}

void TestFeedState::staysSmallEnoughToBeRead()
{
    FeedState state;
    for (std::size_t i = 0; i < FeedState::kMostDone; ++i)
        state.addDone(digestOf(static_cast<int>(i)));
    QVERIFY(feeds::feedStateBytes(state).size() < (1 << 20) - 64 * 1024);
}

void TestFeedState::keepsNoValidatorThatCouldNotBeReadBack()
{
    FeedState state;
    state.etag = QByteArray(5000, 'x');
    state.lastModified = "\x01";
    const auto read = feeds::readFeedState(feeds::feedStateBytes(state), {});
    QVERIFY(read);
    QVERIFY(read->etag.isEmpty());
    QVERIFY(read->lastModified.isEmpty());
}

void TestFeedState::namesDamageAndLaterVersions()
{
    const QByteArray whole = feeds::feedStateBytes({});
    for (const QByteArray& damaged :
         {whole.left(whole.size() / 2), QByteArray(), QByteArray("[]"),
          QByteArray(whole).replace("\"done_sha256\":[", "\"done_sha256\":[\"12\""),
          QByteArray(whole).replace("\"etag\"", "\"tag\"")}) {
        const auto read = feeds::readFeedState(damaged, QStringLiteral("state.json"));
        QVERIFY2(!read && read.error().is(FeedError::StateDamaged), damaged.constData());
        QVERIFY(read.error().sentence().contains(QLatin1String("state.json")));
    }
    const auto later = feeds::readFeedState(QByteArray(whole).replace("\"format\":1", "\"format\":2"), {});
    QVERIFY(!later && later.error().is(FeedError::StateNewer));
}

void TestFeedState::refusesCredentialsInAddressesAndNeverShowsThem()
{
    for (const char* given :
         {"https://user:pa55@h.example/x", "https://pa55@h.example/", "http://:pa55@h/"}) {
        const auto address = feeds::parseAddress(QString::fromLatin1(given));
        QVERIFY(!address && address.error().is(FeedError::CredentialsInUrl));
        QVERIFY(!address.error().sentence().contains(QLatin1String("pa55")));
    }
    for (const char* given : {"", "h.example", "ftp://h.example/", "file:///etc/passwd", "https://",
                              "https:///x", "https://h.example/ x", "https://user:pa55@h.example:x/"}) {
        const auto address = feeds::parseAddress(QString::fromLatin1(given));
        QVERIFY2(!address && address.error().is(FeedError::BadUrl), given);
        QVERIFY(!address.error().sentence().contains(QLatin1String("pa55")));
    }
}

void TestFeedState::showsNoQuery()
{
    const auto address = feeds::parseAddress(QStringLiteral("https://h.example:8443/a%20b?key=pa55#part"));
    QVERIFY(address);
    QCOMPARE(feeds::shownAddress(*address), QStringLiteral("https://h.example:8443/a b"));
}

void TestFeedState::keepsSecretsToTlsAndThisMachine()
{
    const auto at = [](const char* text) { return QUrl(QString::fromLatin1(text)); };
    QVERIFY(feeds::keepsSecrets(at("https://h.example/")));
    QVERIFY(feeds::keepsSecrets(at("http://127.0.0.1:80/")));
    QVERIFY(feeds::keepsSecrets(at("http://[::1]/")));
    QVERIFY(feeds::keepsSecrets(at("http://127.8.9.10/")));
    QVERIFY(feeds::keepsSecrets(at("http://[::ffff:127.0.0.1]/")));
    QVERIFY(!feeds::keepsSecrets(at("http://128.0.0.1/")));
    QVERIFY(!feeds::keepsSecrets(at("http://[::2]/")));
    QVERIFY(!feeds::keepsSecrets(at("http://[::ffff:10.0.0.1]/")));
    QVERIFY(!feeds::keepsSecrets(at("http://127.0.0.1.example/")));
    QVERIFY(!feeds::keepsSecrets(at("http://h.example/")));
    QVERIFY(!feeds::keepsSecrets(at("http://localhost.example/")));
    QVERIFY(feeds::isSameOrigin(at("https://h/a"), at("https://h:443/b?c")));
    for (const char* other : {"http://h/a", "https://h:444/a", "https://g/a", "https://h.example/a"})
        QVERIFY2(!feeds::isSameOrigin(at("https://h/a"), at(other)), other);
}

void TestFeedState::takesHeadersOnlyFromAPrivateFile()
{
    const QTemporaryDir folder;
    const QString path = headerFile(folder, "# siem\nAuthorization: Bearer a.b==\r\n\nX-Key:  k \n");
    const auto fields = feeds::readHeaderFile(path);
    QVERIFY2(fields, fields ? "" : qPrintable(fields.error().sentence()));
    const std::vector<feeds::HttpField> expected{{"Authorization", "Bearer a.b=="}, {"X-Key", "k"}};
    QVERIFY(*fields == expected);
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
    const auto open = feeds::readHeaderFile(path);
    QVERIFY(!open && open.error().is(FeedError::HeaderFileOpen));
    const auto missing = feeds::readHeaderFile(folder.filePath(QStringLiteral("missing")));
    QVERIFY(!missing && missing.error().is(FeedError::HeaderFileUnusable));
}

void TestFeedState::refusesHeadersThatCouldSmuggle_data()
{
    QTest::addColumn<QByteArray>("content");
    for (const char* content : {"", "# nothing\n", "no colon pa55", ": pa55", "A B: pa55", "A: pa55\rB: c",
                                "A: p\xc3\xa4"
                                "55",
                                "Host: pa55", "content-length: 5", "If-None-Match: pa55"})
        QTest::newRow(*content ? content : "empty") << QByteArray(content);
}

void TestFeedState::refusesHeadersThatCouldSmuggle()
{
    QFETCH(const QByteArray, content);
    const QTemporaryDir folder;
    const auto fields = feeds::readHeaderFile(headerFile(folder, content));
    QVERIFY(!fields && fields.error().is(FeedError::HeaderFileUnusable));
    QVERIFY(!fields.error().sentence().contains(QLatin1String("pa55")));
}

void TestFeedState::knowsTheMediaTypeOfTaxii()
{
    for (const char* type :
         {"application/taxii+json;version=2.1", "application/taxii+json",
          "Application/TAXII+json ; Version=\"2.1\"", "application/taxii+json;charset=utf-8;version=2.1"})
        QVERIFY2(feeds::isTaxiiMediaType(type), type);
    for (const char* type : {"", "application/json", "text/html", "application/taxii+json;version=2.0",
                             "application/vnd.oasis.taxii+json"})
        QVERIFY2(!feeds::isTaxiiMediaType(type), type);
}

KEYTURN_TEST(TestFeedState);

} // namespace keyturn::tests

#include "test_feed_state.moc"
