// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/feeds/http_feed.h"
#include "tests/support/mock_clock.h"
#include "tests/support/test_registry.h"
#include "tests/unit/feeds/fake_host.h"
#include "tests/unit/feeds/scripted_server.h"

#include <QTemporaryDir>
#include <QTest>

namespace keyturn::tests {

using feeds::FeedError;
using feeds::Round;

class TestHttpFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksWithWhatTheLastAnswerSaid();
    void remembersNothingThatWasNotReceived();
    void takesTheSameBytesOnceWhereTheServerHasNoTags();
    void waitsAsLongAsABusyServerWants();
    void refusesAnAnswerThatEndsEarly_data();
    void refusesAnAnswerThatEndsEarly();
    void refusesMoreThanTheLimitWhateverTheServerSays_data();
    void refusesMoreThanTheLimitWhateverTheServerSays();
    void givesUpOnAServerThatFallsSilent();
    void stopsWhenItIsTold();
    void sendsSecretsToOneOriginOnly();
    void followsNoRedirectWithoutAPlace();
    void countsAndHashesWhatWasCompressed();
    void takesNoBodyThatIsCodedInAWayItCannotRead_data();
    void takesNoBodyThatIsCodedInAWayItCannotRead();
    void readsOnlyTheFinalAnswer();
    void givesUpOnAHeadWithoutEnd();
    void saysWhyAServerCannotBeReached();
};

namespace {

/// A feed of one scripted server.
struct HttpBench
{
    QTemporaryDir folder;
    MockClock clock;
    FakeHost host;
    feeds::FeedState state;
    feeds::HttpOptions options;
    ScriptedServer server;

    explicit HttpBench(ScriptedServer::Script script) : server(std::move(script))
    {
        options.bodyFolder = folder.path();
        options.limits.bodyBytes = 100'000;
    }
    Round round(const char* path = "/alerts")
    {
        return feeds::HttpFeed(server.address(path), options, clock).round(state, host);
    }
};

/// `printf '[{"a":1}]' | gzip -n`
const QByteArray kPackedList =
    QByteArray::fromHex("1f8b08000000000000038bae564a54b232ac8d05007d73cbf209000000");

bool failsWith(const Round& round, FeedError error)
{
    if (round.error && !round.error->is(error))
        qWarning("%s", qPrintable(round.error->sentence()));
    return round.error && round.error->is(error);
}

} // namespace

void TestHttpFeed::asksWithWhatTheLastAnswerSaid()
{
    HttpBench bench([](const QByteArray& request) {
        if (request.contains("\r\nIf-None-Match: W/\"1\"\r\n") &&
            request.contains("\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"))
            return answerWith("304 Not Modified", "ETag: W/\"1\"\r\n", {});
        return answerWith("200 OK", "ETag: W/\"1\"\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
                          "one");
    });
    QVERIFY(!bench.round().error);
    QCOMPARE(bench.host.contents, QByteArrayList({"one"}));
    const Round again = bench.round();
    QVERIFY(!again.error);
    QCOMPARE(again.unchanged, std::uint64_t{1});
    QCOMPARE(bench.host.contents.size(), 1);
    QCOMPARE(bench.server.requests().size(), 2);
    QVERIFY(!bench.server.requests()[0].contains("If-"));
}

void TestHttpFeed::remembersNothingThatWasNotReceived()
{
    HttpBench bench([](const QByteArray&) { return answerWith("200 OK", "ETag: \"1\"\r\n", "one"); });
    bench.host.answer = storeFails;
    QVERIFY(bench.round().error);
    bench.host.answer = [](const QByteArray&) -> base::Result<feeds::Reception> {
        return feeds::Reception{feeds::Reception::Kind::Refused, base::makeError(FeedError::Stopped)};
    };
    QVERIFY(bench.round().error);
    bench.host.answer = [](const QByteArray&) { return feeds::Reception(); };
    bench.host.keepFails = true;
    QVERIFY(bench.round().error);
    QVERIFY(bench.state == feeds::FeedState());
    bench.host.keepFails = false;
    QVERIFY(!bench.round().error);
    QCOMPARE(bench.state.etag, QByteArray("\"1\""));
    QVERIFY(bench.state.body == crypto::sha256(QByteArrayView("one")));
}

void TestHttpFeed::takesTheSameBytesOnceWhereTheServerHasNoTags()
{
    HttpBench bench([](const QByteArray&) { return answerWith("200 OK", {}, "one"); });
    bench.round();
    QCOMPARE(bench.round().unchanged, std::uint64_t{1});
    QCOMPARE(bench.host.contents.size(), 1);
}

void TestHttpFeed::waitsAsLongAsABusyServerWants()
{
    HttpBench bench([](const QByteArray& request) {
        return request.contains(" /seconds ")
                   ? answerWith("503 Busy", "Retry-After: 120\r\n", "busy")
                   : answerWith("429 Slow", "Retry-After: Fri, 12 Jun 2026 09:05:00 GMT\r\n", {});
    });
    const Round seconds = bench.round("/seconds");
    QVERIFY(failsWith(seconds, FeedError::Busy));
    QCOMPARE(seconds.notBefore.value().us, bench.clock.now().plusUs(120 * base::kUsPerSecond).us);
    QCOMPARE(bench.round("/date").notBefore.value().us, bench.clock.now().plusUs(5 * base::kUsPerMinute).us);
}

void TestHttpFeed::refusesAnAnswerThatEndsEarly_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("before its length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[1,2");
    QTest::newRow("before its last chunk")
        << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n[1,2\r\n");
    QTest::newRow("within a chunk") << QByteArray(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n[1,2");
    // Whole to the transport: what is within is not.
    QTest::newRow("within its compression")
        << answerWith("200 OK", "Content-Encoding: gzip\r\n", kPackedList.chopped(5)).bytes;
}

void TestHttpFeed::refusesAnAnswerThatEndsEarly()
{
    QFETCH(const QByteArray, answer);
    HttpBench bench([&](const QByteArray&) { return ScriptedServer::Answer{answer}; });
    QVERIFY(failsWith(bench.round(), FeedError::CutOff));
    QVERIFY(bench.host.contents.isEmpty());
}

void TestHttpFeed::refusesMoreThanTheLimitWhateverTheServerSays_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("its length stated") << QByteArray("Content-Length: 100001\r\n");
    QTest::newRow("no length stated") << QByteArray("Connection: close\r\n");
}

void TestHttpFeed::refusesMoreThanTheLimitWhateverTheServerSays()
{
    QFETCH(const QByteArray, fields);
    HttpBench bench([&](const QByteArray&) {
        return ScriptedServer::Answer{"HTTP/1.1 200 OK\r\n" + fields + "\r\n" + QByteArray(100'001, 'x')};
    });
    QVERIFY(failsWith(bench.round(), FeedError::TooLarge));
    QVERIFY(bench.host.contents.isEmpty());
    bench.options.limits.bodyBytes = 100'001;
    QVERIFY(!bench.round().error);
    QCOMPARE(bench.host.contents.value(0).size(), 100'001);
}

void TestHttpFeed::givesUpOnAServerThatFallsSilent()
{
    QByteArray said;
    HttpBench bench([&](const QByteArray&) {
        return ScriptedServer::Answer{said, ScriptedServer::Then::SayNothing};
    });
    bench.options.limits.stallMs = 200;
    QVERIFY(failsWith(bench.round(), FeedError::Stalled));
    said = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[1,2";
    QVERIFY(failsWith(bench.round(), FeedError::Stalled));
    QVERIFY(bench.host.contents.isEmpty());
}

void TestHttpFeed::stopsWhenItIsTold()
{
    HttpBench bench([&](const QByteArray&) {
        return ScriptedServer::Answer{{}, ScriptedServer::Then::SayNothing};
    });
    bench.host.stopped = true;
    QVERIFY(failsWith(bench.round(), FeedError::Stopped));
}

void TestHttpFeed::sendsSecretsToOneOriginOnly()
{
    ScriptedServer other([](const QByteArray&) { return answerWith("200 OK", {}, "one"); });
    HttpBench bench([&](const QByteArray& request) {
        if (request.contains(" /within "))
            return answerWith("308 There", "Location: /again\r\n", {});
        return answerWith("302 There", "Location: " + other.address("/x").toEncoded() + "\r\n", {});
    });
    bench.options.secrets = {{"Authorization", "Bearer s3cret"}};
    bench.options.secretsFor = bench.server.address("/");
    QVERIFY(!bench.round("/within").error);
    QCOMPARE(bench.server.requests().size(), 2);
    for (const QByteArray& request : bench.server.requests())
        QVERIFY(request.contains("Authorization: Bearer s3cret"));
    QCOMPARE(other.requests().size(), 1);
    QVERIFY(!other.requests()[0].contains("s3cret"));
    QCOMPARE(bench.host.received, QStringList({bench.server.address("/within").toString()}));
}

void TestHttpFeed::followsNoRedirectWithoutAPlace()
{
    HttpBench bench([](const QByteArray& request) {
        if (request.contains(" /user "))
            return answerWith("302 There", "Location: http://user:pa55@127.0.0.1/\r\n", {});
        return answerWith("302 There", {}, {});
    });
    QVERIFY(failsWith(bench.round(), FeedError::RedirectRefused));
    const Round user = bench.round("/user");
    QVERIFY(failsWith(user, FeedError::RedirectRefused));
    QVERIFY(!user.error->sentence().contains(QLatin1String("pa55")));
}

void TestHttpFeed::countsAndHashesWhatWasCompressed()
{
    HttpBench bench(
        [](const QByteArray&) { return answerWith("200 OK", "Content-Encoding: gzip\r\n", kPackedList); });
    QVERIFY(!bench.round().error);
    QCOMPARE(bench.host.contents, QByteArrayList({"[{\"a\":1}]"}));
    QVERIFY(bench.state.body == crypto::sha256(QByteArrayView("[{\"a\":1}]")));
}

void TestHttpFeed::takesNoBodyThatIsCodedInAWayItCannotRead_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("another coding") << QByteArray("Content-Encoding: br\r\n") << QByteArray("[1,2]");
    QTest::newRow("two codings") << QByteArray("Content-Encoding: gzip, br\r\n") << kPackedList;
    QTest::newRow("no gzip") << QByteArray("Content-Encoding: gzip\r\n") << QByteArray("[1,2]");
    QByteArray damaged = kPackedList;
    damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1); // Of its checksum.
    QTest::newRow("another checksum") << QByteArray("Content-Encoding: gzip\r\n") << damaged;
}

void TestHttpFeed::takesNoBodyThatIsCodedInAWayItCannotRead()
{
    QFETCH(const QByteArray, fields);
    QFETCH(const QByteArray, body);
    HttpBench bench([&](const QByteArray&) { return answerWith("200 OK", fields, body); });
    QVERIFY(failsWith(bench.round(), FeedError::Unreachable));
    QVERIFY(bench.host.contents.isEmpty());
    QVERIFY(bench.state == feeds::FeedState());
}

void TestHttpFeed::readsOnlyTheFinalAnswer()
{
    HttpBench bench([](const QByteArray&) {
        ScriptedServer::Answer answer = answerWith("200 OK", "ETag: \"2\"\r\n", "two");
        answer.bytes.prepend("HTTP/1.1 103 Early Hints\r\nETag: \"1\"\r\n\r\n");
        return answer;
    });
    QVERIFY(!bench.round().error);
    QCOMPARE(bench.state.etag, QByteArray("\"2\""));
    QCOMPARE(bench.host.contents, QByteArrayList({"two"}));
}

void TestHttpFeed::givesUpOnAHeadWithoutEnd()
{
    HttpBench bench([](const QByteArray&) {
        return ScriptedServer::Answer{"HTTP/1.1 200 OK\r\n" +
                                      QByteArray("X-Padding: 0123456789\r\n").repeated(20'000)};
    });
    const Round round = bench.round();
    QVERIFY(failsWith(round, FeedError::Unreachable));
    QVERIFY(round.error->sentence().contains(QLatin1String("head has no end"))); // By our bound.
}

void TestHttpFeed::saysWhyAServerCannotBeReached()
{
    QUrl gone;
    {
        const ScriptedServer server([](const QByteArray&) { return ScriptedServer::Answer(); });
        gone = server.address("/x");
    }
    HttpBench bench([](const QByteArray&) { return ScriptedServer::Answer(); });
    const Round refused = feeds::HttpFeed(gone, bench.options, bench.clock).round(bench.state, bench.host);
    QVERIFY(failsWith(refused, FeedError::Unreachable));
    QVERIFY(refused.error->sentence().contains(gone.toString()));
    // Closed without a word.
    QVERIFY(failsWith(bench.round(), FeedError::Unreachable));
}

KEYTURN_TEST(TestHttpFeed);

} // namespace keyturn::tests

#include "test_http_feed.moc"
