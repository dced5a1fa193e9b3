// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/column_loading.h"
#include "models/service/text_reader.h"
#include "tests/unit/service/service_bench.h"

#include <QFile>
#include <QTest>

namespace keyturn::tests {

namespace {

constexpr int kRecordCount = 40'000;
constexpr int kReadPatienceMs = 60'000;

/// A workspace of ten blocks of log lines, and what lists of them need.
struct ManyLines
{
    ServiceBench bench;
    std::unique_ptr<service::Workspace> workspace;
    std::shared_ptr<const service::BlockDirectory> directory;
    timeline::EventColumnsPointer columns;

    ManyLines()
    {
        workspace = bench.found();
        const QString path = bench.path("many.jsonl");
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("the lines could not be written");
        for (int i = 0; i < kRecordCount; ++i)
            file.write(QStringLiteral("{\"message\": \"=Line %1\", \"timestamp\": %2, "
                                      "\"datetime\": \"2015-07-24T19:01:01+00:00\", "
                                      "\"timestamp_desc\": \"Write time\"}\n")
                           .arg(i)
                           .arg(1'437'764'461'000'000 + i)
                           .toUtf8());
        file.close();
        must(bench.import(*workspace, path));
        directory = std::make_shared<const service::BlockDirectory>(
            must(service::BlockDirectory::read(workspace->store(), workspace->snapshot())));
        columns = must(service::loadColumns(workspace->store(), *directory, service::ColumnTrust::Checked,
                                            std::atomic_bool{false}));
    }
    /// All rows, the last first.
    [[nodiscard]] service::TableExport everything(const QString& path) const
    {
        auto rows = std::make_shared<std::vector<timeline::EventRow>>();
        for (std::size_t row = columns->size(); row-- > 0;)
            rows->push_back(static_cast<timeline::EventRow>(row));
        service::TableExport request;
        request.path = path;
        request.columns = columns;
        request.rows = std::move(rows);
        request.headers = {QStringLiteral("Title"), QStringLiteral("Leaf")};
        request.cells = [](std::size_t, const timeline::EventText& text) {
            return QStringList{text.title, QString::number(text.key.leaf)};
        };
        return request;
    }
    void damageOneBlock() const
    {
        bench.tamper(
            QStringLiteral("SELECT bytes FROM block_text ORDER BY block_id LIMIT 1"),
            QStringLiteral(
                "UPDATE block_text SET bytes = ? WHERE block_id = (SELECT min(block_id) FROM block_text)"),
            [](QByteArray& bytes) { bytes.truncate(bytes.size() / 2); });
    }
};

QByteArray readAll(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("nothing there");
}

} // namespace

class TestTextReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTextsInTheOrderAskedFor()
    {
        const ManyLines many;
        service::TextReader reader;
        reader.setSource(must(many.workspace->store().reopen()), many.directory);
        std::vector<timeline::EventKey> keys;
        for (const std::uint32_t row : {39'999u, 0u, 20'000u, 0u, 5'000u})
            keys.push_back(many.columns->keyOf(row));
        const auto texts = must(reader.texts(keys).result());
        QCOMPARE(texts.size(), keys.size());
        for (std::size_t i = 0; i < keys.size(); ++i) {
            QVERIFY(texts[i].key == keys[i]);
            QCOMPARE(texts[i].title, QStringLiteral("=Line %1").arg(keys[i].leaf));
            QVERIFY(texts[i].isReadable);
        }
    }

    void saysSoBeforeThereIsAnythingToRead()
    {
        service::TextReader reader;
        const auto texts = reader.texts({{1, 2}}).result();
        QVERIFY(!texts && texts.error().is(service::ServiceError::Busy));
    }

    void aRecordThatCannotBeReadCostsOnlyItself()
    {
        const ManyLines many;
        many.damageOneBlock();
        service::TextReader reader;
        reader.setSource(must(many.workspace->store().reopen()), many.directory);
        const auto texts = must(reader.texts({many.columns->keyOf(0), many.columns->keyOf(39'999)}).result());
        QVERIFY(!texts[0].isReadable);
        QVERIFY(texts[1].isReadable);
    }

    void writesEveryRowAndDefusesFormulas()
    {
        const ManyLines many;
        service::TextReader reader;
        reader.setSource(must(many.workspace->store().reopen()), many.directory);
        const QString path = many.bench.path("out.csv");
        std::uint64_t last = 0;
        const auto written =
            must(reader.write(many.everything(path), [&](std::uint64_t done, std::uint64_t) { last = done; })
                     .result());
        QCOMPARE(written.rows, std::uint64_t{kRecordCount});
        QCOMPARE(last, std::uint64_t{kRecordCount});
        const QList<QByteArray> lines = readAll(path).split('\n');
        QCOMPARE(lines.size(), qsizetype{kRecordCount + 2});
        QCOMPARE(lines[0], QByteArray("Title,Leaf\r"));
        QCOMPARE(lines[1], QByteArray("'=Line 39999,39999\r"));
        QCOMPARE(lines[kRecordCount], QByteArray("'=Line 0,0\r"));
    }

    void aCancelledOrFailedExportLeavesTheFileAsItWas()
    {
        const ManyLines many;
        service::TextReader reader;
        reader.setSource(must(many.workspace->store().reopen()), many.directory);
        const QString path = many.bench.path("out.csv");
        QFile before(path);
        QVERIFY(before.open(QIODevice::WriteOnly));
        before.write("kept");
        before.close();
        auto outcome =
            reader.write(many.everything(path), [&](std::uint64_t, std::uint64_t) { reader.cancelWrite(); })
                .result();
        QVERIFY(!outcome && outcome.error().is(service::ServiceError::Cancelled));
        QCOMPARE(readAll(path), QByteArray("kept"));
        many.damageOneBlock();
        outcome = reader.write(many.everything(path), {}).result();
        QVERIFY(!outcome && outcome.error().is(service::ServiceError::RecordDamaged));
        QCOMPARE(readAll(path), QByteArray("kept"));
        outcome = reader.write(many.everything(many.bench.path("no/such/folder.csv")), {}).result();
        QVERIFY(!outcome && outcome.error().is(service::ServiceError::FileFailure));
    }

    void writesOneTableAtATime()
    {
        const ManyLines many;
        service::TextReader reader;
        reader.setSource(must(many.workspace->store().reopen()), many.directory);
        std::atomic_bool mayGoOn{false};
        auto first =
            reader.write(many.everything(many.bench.path("one.csv")), [&](std::uint64_t, std::uint64_t) {
                while (!mayGoOn)
                    QThread::msleep(1);
            });
        const auto second = reader.write(many.everything(many.bench.path("two.csv")), {}).result();
        QVERIFY(!second && second.error().is(service::ServiceError::Busy));
        mayGoOn = true;
        QTRY_VERIFY_WITH_TIMEOUT(first.isFinished(), kReadPatienceMs);
        QVERIFY(first.result());
    }
};

} // namespace keyturn::tests

using keyturn::tests::TestTextReader;
KEYTURN_TEST(TestTextReader);
#include "test_text_reader.moc"
