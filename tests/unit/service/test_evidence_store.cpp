// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/service/evidence_store.h"
#include "models/service/verify.h"
#include "tests/unit/service/service_bench.h"

#include <QTest>

namespace keyturn::tests {

using ledger::kBlobChunkBytes;

class TestEvidenceStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesBackWhatWasKept_data();
    void givesBackWhatWasKept();
    void signsForWhatWasReadOfAFileThatChanges();
    void keepsTheSameBytesOnceUnderTwoEntries();
    void leavesTheWorkspaceAsItWasWhenCancelled();
    void refusesBeforeReadingWhatTheRulesForbid();
    void refusesToSignForACopyThatIsDamaged();
    void saysWhyAFileCannotBeRead();
    void exportsOverNoFileAndSaysWhyNot();
    void findsADamagedFile_data();
    void findsADamagedFile();
    void missesAFileThatAnEntrySpeaksOf();
    void signsForADocumentAsEvidence();
    void takesADocumentInOnce();
    void namesTheEntryWhoseDocumentIsGone();
    void stopsVerifyingWhenCancelled();
};

namespace {

const std::atomic_bool kNever{false};

/// A file of @p size bytes in the bench's folder.
QString fileOf(const ServiceBench& bench, qsizetype size, char first = 'a')
{
    const QString path = bench.path("exhibit.bin");
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(first + i * 31 % 251);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != size)
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return file.readAll();
}

/// Names a kept file in a note.
domain::Payload asNote(const service::KeptFile& file)
{
    return ServiceBench::note(file.fileName + QLatin1Char(' ') + file.sha256.shortCode());
}

base::Result<service::EvidenceOutcome> add(ServiceBench& bench, service::Workspace& workspace,
                                           const QString& path, const service::Progress& progress = {},
                                           const std::atomic_bool& cancel = kNever)
{
    return service::addEvidenceFile(workspace, domain::MemberId(QStringLiteral("scribe")),
                                    bench.harness.keyOf("scribe"), path, asNote, progress, cancel);
}

base::Result<service::EvidenceOutcome> addDocument(ServiceBench& bench, service::Workspace& workspace,
                                                   const QString& path)
{
    service::EvidenceRequest request;
    request.path = path;
    return service::addEvidence(workspace, domain::MemberId(QStringLiteral("scribe")),
                                bench.harness.keyOf("scribe"), request, {}, kNever);
}

template <typename T>
QString nameOf(const base::Result<T>& result)
{
    return result ? QStringLiteral("ok") : result.error().name();
}

service::Verification verifiedFiles(const ServiceBench& bench)
{
    return must(service::verifyLocation(bench.path(), bench.options, {}, kNever));
}

} // namespace

void TestEvidenceStore::givesBackWhatWasKept_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::newRow("empty") << qsizetype{0};
    QTest::newRow("small") << qsizetype{1'234};
    QTest::newRow("a chunk") << kBlobChunkBytes;
    QTest::newRow("a chunk and a byte") << kBlobChunkBytes + 1;
    QTest::newRow("five chunks") << 5 * kBlobChunkBytes;
}

void TestEvidenceStore::givesBackWhatWasKept()
{
    QFETCH(qsizetype, size);
    ServiceBench bench;
    const auto workspace = bench.found();
    const QString path = fileOf(bench, size);
    const base::Digest sha256 = crypto::sha256(bytesOf(path));
    std::uint64_t told = 0;
    const auto kept =
        must(add(bench, *workspace, path, [&](std::uint64_t done, std::uint64_t) { told = done; }));
    QCOMPARE(told, static_cast<std::uint64_t>(size));
    QCOMPARE(kept.file.sha256, sha256);
    QCOMPARE(kept.file.size, static_cast<std::uint64_t>(size));
    QCOMPARE(kept.file.fileName, QStringLiteral("exhibit.bin"));
    QVERIFY(!kept.wasKept);
    QCOMPARE(kept.appended.seq, std::uint64_t{4});
    QCOMPARE(workspace->snapshot()->size, std::uint64_t{5});
    QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM staging")), 0);

    const QString out = bench.path("out.bin");
    must(service::exportEvidence(workspace->store(), sha256, out, {}, kNever).map([] { return 0; }));
    QVERIFY(bytesOf(out) == bytesOf(path));
    const auto result = verifiedFiles(bench);
    QVERIFY(result.ok());
    QCOMPARE(result.blobs, std::uint64_t{1});
}

void TestEvidenceStore::signsForWhatWasReadOfAFileThatChanges()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QString path = fileOf(bench, 2 * kBlobChunkBytes);
    bool changed = false;
    const auto kept = must(add(bench, *workspace, path, [&](std::uint64_t, std::uint64_t) {
        QFile file(path);
        if (std::exchange(changed, true) || !file.open(QIODevice::ReadWrite))
            return;
        // The part that was read, the part that was not, and one more.
        for (const qint64 at : {qint64{0}, kBlobChunkBytes + qint64{5}, 2 * kBlobChunkBytes + qint64{9}})
            if (!file.seek(at) || file.write("changed") != 7)
                qFatal("cannot change the file");
    }));
    QVERIFY(changed);
    QCOMPARE(kept.file.size, static_cast<std::uint64_t>(2 * kBlobChunkBytes + 16));
    QVERIFY(kept.file.sha256 != crypto::sha256(bytesOf(path)));
    const QString out = bench.path("out.bin");
    must(
        service::exportEvidence(workspace->store(), kept.file.sha256, out, {}, kNever).map([] { return 0; }));
    QCOMPARE(crypto::sha256(bytesOf(out)), kept.file.sha256);
}

void TestEvidenceStore::keepsTheSameBytesOnceUnderTwoEntries()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QString path = fileOf(bench, kBlobChunkBytes + 1);
    const auto first = must(add(bench, *workspace, path));
    const auto second = must(add(bench, *workspace, path));
    QVERIFY(second.wasKept);
    QCOMPARE(second.file.sha256, first.file.sha256);
    QCOMPARE(second.appended.seq, first.appended.seq + 1);
    QCOMPARE(must(workspace->store().blobs()).size(), std::size_t{1});
    QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM blob_chunks")), 2);
    QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM staging")), 0);
}

void TestEvidenceStore::leavesTheWorkspaceAsItWasWhenCancelled()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const std::uint64_t size = workspace->snapshot()->size;
    std::atomic_bool cancel{false};
    const auto outcome = add(
        bench, *workspace, fileOf(bench, 3 * kBlobChunkBytes),
        [&](std::uint64_t, std::uint64_t) { cancel = true; }, cancel);
    QCOMPARE(nameOf(outcome), QStringLiteral("service/cancelled"));
    QCOMPARE(must(workspace->store().size()), size);
    for (const char* table : {"blobs", "blob_chunks", "staging"})
        QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1String(table))), 0);

    const auto kept = must(add(bench, *workspace, fileOf(bench, 3 * kBlobChunkBytes)));
    const QString out = bench.path("out.bin");
    QCOMPARE(nameOf(service::exportEvidence(workspace->store(), kept.file.sha256, out, {}, cancel)),
             QStringLiteral("service/cancelled"));
    QVERIFY(!QFile::exists(out));
}

void TestEvidenceStore::refusesBeforeReadingWhatTheRulesForbid()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    // An auditor looks on and adds nothing; that there is no such file is never found out.
    const auto refused =
        service::addEvidenceFile(*workspace, domain::MemberId(QStringLiteral("auditor")),
                                 bench.harness.keyOf("auditor"), bench.path("absent"), asNote, {}, kNever);
    QVERIFY(!refused);
    QCOMPARE(refused.error().outcome(), base::Outcome::Refused);
    // Found out only when it is signed: the bytes are gone again, too.
    const auto other =
        service::addEvidenceFile(*workspace, domain::MemberId(QStringLiteral("scribe")),
                                 bench.harness.keyOf("ceo"), fileOf(bench, 10), asNote, {}, kNever);
    QVERIFY(!other);
    for (const char* table : {"blobs", "blob_chunks", "staging"})
        QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM %1").arg(QLatin1String(table))), 0);
}

void TestEvidenceStore::refusesToSignForACopyThatIsDamaged()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QString path = fileOf(bench, 1'000);
    must(add(bench, *workspace, path));
    bench.tamper(QStringLiteral("SELECT bytes FROM blob_chunks"),
                 QStringLiteral("UPDATE blob_chunks SET bytes = ?"),
                 [](QByteArray& bytes) { bytes[7] = 'x'; });
    const std::uint64_t size = must(workspace->store().size());
    QCOMPARE(nameOf(add(bench, *workspace, path)), QStringLiteral("ledger/blob-damaged"));
    QCOMPARE(must(workspace->store().size()), size);
}

void TestEvidenceStore::saysWhyAFileCannotBeRead()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    QCOMPARE(nameOf(add(bench, *workspace, bench.path("absent"))), QStringLiteral("intake/file-missing"));
    QCOMPARE(nameOf(add(bench, *workspace, bench.folder.path())), QStringLiteral("intake/file-unreadable"));
    QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM staging")), 0);
}

void TestEvidenceStore::exportsOverNoFileAndSaysWhyNot()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QString path = fileOf(bench, 1'000);
    const base::Digest sha256 = must(add(bench, *workspace, path)).file.sha256;
    const auto exported = [&](const base::Digest& which, const QString& to) {
        return service::exportEvidence(workspace->store(), which, to, {}, kNever);
    };
    const QByteArray before = bytesOf(path);
    QCOMPARE(nameOf(exported(sha256, path)), QStringLiteral("ledger/store-exists"));
    QVERIFY(bytesOf(path) == before);
    QCOMPARE(nameOf(exported(crypto::sha256("other"), bench.path("out"))),
             QStringLiteral("ledger/blob-missing"));
    const auto nowhere = exported(sha256, bench.path("no/folder"));
    QCOMPARE(nameOf(nowhere), QStringLiteral("service/file-failure"));
    QVERIFY2(nowhere.error().sentence().contains(bench.path("no/folder")),
             qPrintable(nowhere.error().sentence()));
    QVERIFY(!nowhere.error().sentence().contains(QStringLiteral("workspace")));
}

void TestEvidenceStore::findsADamagedFile_data()
{
    QTest::addColumn<QString>("damage");
    QTest::newRow("changed") << "UPDATE blob_chunks SET bytes = ? WHERE idx = 1";
    QTest::newRow("missing") << "DELETE FROM blob_chunks WHERE idx = 1 AND bytes <> ?";
}

void TestEvidenceStore::findsADamagedFile()
{
    QFETCH(QString, damage);
    ServiceBench bench;
    base::Digest sha256;
    {
        const auto workspace = bench.found();
        must(add(bench, *workspace, fileOf(bench, 500, 'b')));
        sha256 = must(add(bench, *workspace, fileOf(bench, kBlobChunkBytes + 500))).file.sha256;
    }
    bench.tamper(QStringLiteral("SELECT bytes FROM blob_chunks WHERE idx = 1"), damage,
                 [](QByteArray& bytes) { bytes[250] = 'x'; });
    const auto result = verifiedFiles(bench);
    QCOMPARE(result.problems.size(), std::size_t{1});
    QCOMPARE(result.blobs, std::uint64_t{2});
    const service::Problem& problem = result.problems.front();
    QCOMPARE(problem.code, QStringLiteral("blob"));
    QVERIFY(!problem.entry.has_value());
    QVERIFY2(problem.text.contains(sha256.shortCode()), qPrintable(problem.text));
}

void TestEvidenceStore::missesAFileThatAnEntrySpeaksOf()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const base::Digest sha256 = must(add(bench, *workspace, fileOf(bench, 500))).file.sha256;
    const base::Digest other = crypto::sha256("other");
    const auto result = must(service::verifyBlobs(
        workspace->store(), {{sha256, 500, 4}, {sha256, 501, 5}, {other, 500, 6}}, {}, kNever));
    QCOMPARE(result.problems.size(), std::size_t{2});
    QCOMPARE(result.problems[0].entry, std::optional<std::uint64_t>(5));
    QCOMPARE(result.problems[1].entry, std::optional<std::uint64_t>(6));
    QVERIFY(result.problems[1].text.contains(other.shortCode()));
}

void TestEvidenceStore::signsForADocumentAsEvidence()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QString path = fileOf(bench, 700);
    const auto added = must(addDocument(bench, *workspace, path));
    const state::EvidenceState* evidence = workspace->snapshot()->evidenceOf(added.file.sha256);
    QVERIFY(evidence);
    QCOMPARE(evidence->facts.size, std::uint64_t{700});
    QCOMPARE(evidence->facts.title, QStringLiteral("exhibit.bin"));
    QCOMPARE(evidence->facts.fileName, QStringLiteral("exhibit.bin"));
    QCOMPARE(evidence->facts.kind, domain::EvidenceKind::Other);
    QVERIFY(evidence->facts.stored);
    QCOMPARE(evidence->origin.seq, added.appended.seq);
    QVERIFY(verifiedFiles(bench).ok());
}

void TestEvidenceStore::takesADocumentInOnce()
{
    // An empty one, too: it stands in the way of no other.
    ServiceBench bench;
    const auto workspace = bench.found();
    for (const qsizetype size : {0, 10}) {
        must(addDocument(bench, *workspace, fileOf(bench, size)));
        QCOMPARE(nameOf(addDocument(bench, *workspace, fileOf(bench, size))),
                 QStringLiteral("domain/bad-statement"));
    }
    QCOMPARE(workspace->snapshot()->evidence.size(), 2);
    QCOMPARE(bench.number(QStringLiteral("SELECT count(*) FROM staging")), 0);
}

void TestEvidenceStore::namesTheEntryWhoseDocumentIsGone()
{
    ServiceBench bench;
    std::uint64_t seq = 0;
    {
        const auto workspace = bench.found();
        seq = must(addDocument(bench, *workspace, fileOf(bench, 700))).appended.seq;
    }
    bench.tamper(QStringLiteral("SELECT bytes FROM blob_chunks"),
                 QStringLiteral("DELETE FROM blob_chunks WHERE bytes = ?"), [](QByteArray&) {});
    bench.tamper(QStringLiteral("SELECT sha256 FROM blobs"),
                 QStringLiteral("DELETE FROM blobs WHERE sha256 = ?"), [](QByteArray&) {});
    const auto result = verifiedFiles(bench);
    QCOMPARE(result.problems.size(), std::size_t{1});
    QCOMPARE(result.problems[0].code, QStringLiteral("blob"));
    QCOMPARE(result.problems[0].entry, std::optional(seq));
}

void TestEvidenceStore::stopsVerifyingWhenCancelled()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    must(add(bench, *workspace, fileOf(bench, 2 * kBlobChunkBytes)));
    std::atomic_bool cancel{false};
    int calls = 0;
    const auto stopped = service::verifyBlobs(
        workspace->store(), {},
        [&](std::uint64_t, std::uint64_t) {
            ++calls;
            cancel = true;
        },
        cancel);
    QCOMPARE(nameOf(stopped), QStringLiteral("service/cancelled"));
    QCOMPARE(calls, 1);
}

KEYTURN_TEST(TestEvidenceStore);

} // namespace keyturn::tests

#include "test_evidence_store.moc"
