// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/verify.h"
#include "tests/unit/service/service_bench.h"

#include <QDir>
#include <QProcess>
#include <QTest>

using namespace keyturn;
using namespace keyturn::tests;

namespace {

void writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly) ||
        file.write(bytes) != bytes.size())
        qFatal("%s was not written", qPrintable(path));
}

/// Runs a real archiver in @p folder.
void pack(const QString& folder, const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(program, arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        qFatal("%s failed: %s", qPrintable(program), process.readAllStandardError().constData());
}

const QByteArray kLine =
    "{\"message\":\"m\",\"datetime\":\"2026-06-12T09:41:07Z\",\"timestamp_desc\":\"d\"}\n";

base::Result<std::vector<service::ImportOutcome>>
importPathOf(ServiceBench& bench, service::Workspace& workspace, const QString& path)
{
    service::ImportRequest request;
    request.path = path;
    return service::importPath(workspace, domain::MemberId(QStringLiteral("feed")),
                               bench.harness.keyOf("feed"), request, {}, std::atomic_bool{false});
}

} // namespace

class TestImportArchive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesABatchOfEachFileInAnArchive()
    {
        const std::vector<std::pair<const char*, QStringList>> archives{
            {"all.zip", {QStringLiteral("zip"), QStringLiteral("-qr"), QStringLiteral("all.zip")}},
            {"all.tar", {QStringLiteral("tar"), QStringLiteral("-cf"), QStringLiteral("all.tar")}},
            {"all.tar.gz", {QStringLiteral("tar"), QStringLiteral("-czf"), QStringLiteral("all.tar.gz")}},
            {"all.tar.xz", {QStringLiteral("tar"), QStringLiteral("-cJf"), QStringLiteral("all.tar.xz")}},
        };
        for (const auto& [name, command] : archives) {
            ServiceBench bench;
            const auto workspace = bench.found();
            writeFile(bench.path("in/a.jsonl"), kLine + kLine);
            writeFile(bench.path("in/deep/b.jsonl"), kLine);
            writeFile(bench.path("in/nothing.txt"), "no format at all\n");
            pack(QFileInfo(bench.path("in")).path(), command.first(),
                 command.mid(1) + QStringList{QStringLiteral("in")});
            const auto outcomes = importPathOf(bench, *workspace, bench.path(name));
            QVERIFY2(outcomes, outcomes ? "" : qPrintable(outcomes.error().sentence()));
            std::uint64_t records = 0;
            std::uint64_t rejected = 0;
            for (const service::ImportOutcome& outcome : *outcomes) {
                records += outcome.records;
                rejected += outcome.rejectedCount;
            }
            QCOMPARE(outcomes->size(), size_t{3});
            QCOMPARE(records, std::uint64_t{3});
            QCOMPARE(rejected, std::uint64_t{1});
            QCOMPARE(workspace->snapshot()->batches.size(), 2);
            QStringList sources;
            for (const auto& batch : workspace->snapshot()->batches)
                sources += batch.facts.sourceName;
            sources.sort();
            QCOMPARE(sources.first(), QLatin1String(name) + QStringLiteral("/in/a.jsonl"));
        }
    }

    void followsNoLinkAndNoWayOutOfAnArchive()
    {
        ServiceBench bench;
        const auto workspace = bench.found();
        writeFile(bench.path("in/a.jsonl"), kLine);
        QVERIFY(QFile::link(QStringLiteral("/etc/passwd"), bench.path("in/link.jsonl")));
        writeFile(bench.path("out.jsonl"), kLine);
        writeFile(bench.path("other.jsonl"), kLine); // the same again would be stored as a hard link
        pack(bench.path("in"), QStringLiteral("tar"),
             {QStringLiteral("-cPf"), bench.path("bad.tar"), QStringLiteral("a.jsonl"),
              QStringLiteral("link.jsonl"), QStringLiteral("../out.jsonl"), bench.path("other.jsonl")});
        const auto outcomes = importPathOf(bench, *workspace, bench.path("bad.tar"));
        QVERIFY(outcomes.has_value());
        QCOMPARE(outcomes->size(), size_t{4});
        QCOMPARE((*outcomes)[0].records, std::uint64_t{1});
        QVERIFY((*outcomes)[1].rejected.at(0).reason.contains(QStringLiteral("link")));
        QVERIFY((*outcomes)[2].rejected.at(0).reason.contains(QStringLiteral("leads out")));
        QVERIFY((*outcomes)[3].rejected.at(0).reason.contains(QStringLiteral("leads out")));
        QCOMPARE(workspace->snapshot()->batches.size(), 1);
    }

    void rejectsAnEncryptedMemberAndReadsTheOthers()
    {
        ServiceBench bench;
        const auto workspace = bench.found();
        writeFile(bench.path("in/a.jsonl"), kLine);
        writeFile(bench.path("in/b.jsonl"), kLine + kLine);
        const QString zip = QStringLiteral("zip");
        pack(bench.path("in"), zip,
             {QStringLiteral("-q"), QStringLiteral("-P"), QStringLiteral("not told"), bench.path("part.zip"),
              QStringLiteral("a.jsonl")});
        pack(bench.path("in"), zip,
             {QStringLiteral("-q"), bench.path("part.zip"), QStringLiteral("b.jsonl")});
        const auto outcomes = importPathOf(bench, *workspace, bench.path("part.zip"));
        QVERIFY2(outcomes, outcomes ? "" : qPrintable(outcomes.error().sentence()));
        QCOMPARE(outcomes->size(), size_t{2});
        QCOMPARE((*outcomes)[0].records, std::uint64_t{0});
        QVERIFY((*outcomes)[0].rejected.at(0).reason.contains(QStringLiteral("encrypted")));
        QCOMPARE((*outcomes)[1].records, std::uint64_t{2});
        QCOMPARE(workspace->snapshot()->batches.size(), 1);
    }

    void keepsWhatStoodBeforeDamageAndNamesIt()
    {
        ServiceBench bench;
        const auto workspace = bench.found();
        writeFile(bench.path("in/a.jsonl"), kLine);
        QByteArray noise;
        for (int i = 0; i < 20'000; ++i)
            noise += "{\"message\":\"" + QByteArray::number(i * 7919 % 99991) +
                     "\",\"datetime\":\"2026-06-12T09:41:07Z\"}\n";
        writeFile(bench.path("in/b.jsonl"), noise);
        pack(bench.path("in"), QStringLiteral("tar"),
             {QStringLiteral("-czf"), bench.path("cut.tar.gz"), QStringLiteral("a.jsonl"),
              QStringLiteral("b.jsonl")});
        QFile packed(bench.path("cut.tar.gz"));
        QVERIFY(packed.resize(packed.size() / 2));
        const auto outcomes = importPathOf(bench, *workspace, bench.path("cut.tar.gz"));
        QVERIFY(outcomes.has_value());
        QCOMPARE(outcomes->at(0).records, std::uint64_t{1});
        QCOMPARE(outcomes->at(0).rejectedCount, std::uint64_t{0});
        QVERIFY(outcomes->back().rejectedCount > 0);
        QVERIFY(workspace->snapshot()->batches.size() >= 1);
    }
};

KEYTURN_TEST(TestImportArchive);
#include "test_import_archive.moc"
