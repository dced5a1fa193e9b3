// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/records/block.h"
#include "models/service/session.h"
#include "tests/unit/service/service_bench.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <map>

namespace keyturn::tests {

namespace {

using service::Session;

constexpr int kRepeatPatienceMs = 60'000;
constexpr int kRepeatBatches = 2;
constexpr int kRepeatLines = 5'000; ///< More than a block holds.
static_assert(kRepeatLines > static_cast<int>(records::kRecordsPerBlock));

/// Two batches whose times interleave; most messages recur in both, some only differ in what they describe.
void importRepeating(ServiceBench& bench)
{
    const auto workspace = bench.found();
    for (int batch = 0; batch < kRepeatBatches; ++batch) {
        const QString path = bench.path(qPrintable(QStringLiteral("repeating-%1.jsonl").arg(batch)));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("the lines could not be written");
        for (int i = 0; i < kRepeatLines; ++i)
            file.write(QStringLiteral("{\"message\": \"Login %1\", \"timestamp\": %2, \"datetime\": "
                                      "\"2015-07-24T19:01:01+00:00\", \"timestamp_desc\": \"Write time\", "
                                      "\"data_type\": \"door:%3\"}\n")
                           .arg(i % 9 == 0 ? i : i % 7)
                           .arg(1'437'764'461'000'000 + std::int64_t{i} * 10 + batch)
                           .arg(i)
                           .toUtf8());
        file.close();
        must(bench.import(*workspace, path));
    }
}

struct OpenSession
{
    ServiceBench bench;
    std::unique_ptr<Session> session;

    OpenSession()
    {
        importRepeating(bench);
        session = std::make_unique<Session>(bench.options);
        session->open(bench.path());
        if (!QTest::qWaitFor([this] { return session->columns() != nullptr; }, kRepeatPatienceMs))
            qFatal("the columns were not loaded");
    }
};

} // namespace

/// Records that repeat each other, found in the blocks.
class TestRepeatFinder : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatRepeatsIsWhatALoopOverTheRecordsSaysRepeats();
    void progressIsToldAndEndsAtAll();
    void beingGivenUpEndsIt();
    void withoutEventsThereIsNothingToLookThrough();
};

void TestRepeatFinder::whatRepeatsIsWhatALoopOverTheRecordsSaysRepeats()
{
    OpenSession open;
    const auto columns = open.session->columns();
    const auto repeats = must(brought(open.session->repeats()));
    QCOMPARE(repeats->columns, columns);
    QCOMPARE(repeats->firsts.size(), columns->size());
    std::vector<timeline::EventKey> keys;
    for (timeline::EventRow row = 0; row < columns->size(); ++row)
        keys.push_back(columns->keyOf(row));
    const auto texts = must(brought(open.session->texts(keys)));
    std::map<std::pair<QString, QString>, timeline::EventRow> firsts;
    std::size_t folded = 0;
    for (timeline::EventRow row = 0; row < columns->size(); ++row) {
        const auto first = firsts.try_emplace({texts[row].title, texts[row].source}, row).first->second;
        QCOMPARE(repeats->firstOf(row), first);
        folded += first != row ? 1 : 0;
    }
    QVERIFY(folded > columns->size() / 2);
    QVERIFY(firsts.size() > 500);
}

void TestRepeatFinder::progressIsToldAndEndsAtAll()
{
    OpenSession open;
    QSignalSpy told(open.session.get(), &Session::lookedForRepeats);
    must(brought(open.session->repeats()));
    QTRY_VERIFY_WITH_TIMEOUT(!told.isEmpty(), kRepeatPatienceMs);
    for (const QList<QVariant>& one : told)
        QVERIFY(one[0].toULongLong() <= one[1].toULongLong());
    QCOMPARE(told.last()[0].toULongLong(), quint64{kRepeatBatches * kRepeatLines});
}

void TestRepeatFinder::beingGivenUpEndsIt()
{
    OpenSession open;
    auto first = open.session->repeats();
    auto second = open.session->repeats(); // Takes the first one's place.
    QVERIFY(brought(second));
    const auto outcome = brought(first);
    // It may have been through before it heard of it.
    QVERIFY(outcome || outcome.error().is(service::ServiceError::Cancelled));
    auto last = open.session->repeats();
    open.session.reset(); // The session waits for what it began.
    QVERIFY(last.isFinished());
}

void TestRepeatFinder::withoutEventsThereIsNothingToLookThrough()
{
    ServiceBench bench;
    Session session(bench.options);
    const auto outcome = brought(session.repeats());
    QVERIFY(!outcome && outcome.error().is(service::ServiceError::Busy));
}

KEYTURN_TEST(TestRepeatFinder);

} // namespace keyturn::tests

#include "test_repeat_finder.moc"
