// SPDX-License-Identifier: GPL-3.0-or-later
// Files that were made to harm whoever imports them, as far as the war room itself has to see to it; what is
// inside them is in tests/unit/intake.
#include "models/service/dependents_file.h"
#include "models/service/small_file.h"
#include "tests/support/run_program.h"
#include "tests/unit/service/service_bench.h"

#include <QDir>
#include <QTest>

namespace keyturn::tests {

class TestMaliciousFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void maliciousImportFollowsNoLinkOutOfItsFolder();
    void maliciousImportListsNoFaultsWithoutEnd();
    void maliciousImportSignsNoNameThatTurnsTextAround();
    void maliciousImportIsNoSmallFileWithoutEnd();
    void maliciousImportIsNoRegisterWithoutEnd();
};

void TestMaliciousFiles::maliciousImportFollowsNoLinkOutOfItsFolder()
{
    const QTemporaryDir outside;
    const QTemporaryDir folder;
    const QString secret = writeTestFile(outside.filePath(QStringLiteral("secret.jsonl")), "{}");
    const QString plain = writeTestFile(folder.filePath(QStringLiteral("plain.jsonl")), "{}");
    QVERIFY(QFile::link(secret, folder.filePath(QStringLiteral("link.jsonl"))));
    QVERIFY(QFile::link(outside.path(), folder.filePath(QStringLiteral("inner"))));
    QCOMPARE(service::filesToImport({folder.path()}), QStringList{plain});
    // One that is named is the person's own wish.
    QCOMPARE(service::filesToImport({secret}), QStringList{secret});
}

void TestMaliciousFiles::maliciousImportListsNoFaultsWithoutEnd()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    constexpr std::size_t kFaulty = service::kMaximumRejectionsListed + 500;
    QByteArray lines = "{\"message\":\"good\",\"datetime\":\"2026-01-02T03:04:05Z\"}\n";
    lines += QByteArray("no line of JSON\n").repeated(static_cast<qsizetype>(kFaulty));
    const auto outcome = must(bench.import(*workspace, writeTestFile(bench.path("faulty.jsonl"), lines)));
    QCOMPARE(outcome.records, std::uint64_t{1});
    QCOMPARE(outcome.rejectedCount, std::uint64_t{kFaulty});
    QCOMPARE(outcome.rejected.size(), service::kMaximumRejectionsListed);
}

void TestMaliciousFiles::maliciousImportSignsNoNameThatTurnsTextAround()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    const QString path = bench.folder.filePath(QStringLiteral("a\x1b[31m\u202eb.jsonl"));
    QVERIFY(QFile::copy(threeLogLines(), path));
    const auto outcome = must(bench.import(*workspace, path));
    QVERIFY(outcome.file.endsWith(QStringLiteral("a⟨U+001B⟩[31m⟨U+202E⟩b.jsonl")));
    QCOMPARE(workspace->snapshot()->batches.last().facts.sourceName,
             QStringLiteral("a⟨U+001B⟩[31m⟨U+202E⟩b.jsonl"));
}

void TestMaliciousFiles::maliciousImportIsNoSmallFileWithoutEnd()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("file"));
    const QByteArray most(service::kMaximumSmallFileBytes, 'x');
    QCOMPARE(must(service::readSmallFile(writeTestFile(path, most))), most);
    QVERIFY(service::readSmallFile(writeTestFile(path, most + 'x'))
                .error()
                .is(service::ServiceError::FileFailure));
}

void TestMaliciousFiles::maliciousImportIsNoRegisterWithoutEnd()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("register.csv"));
    QFile file(path);
    // Of holes: only its length is to be looked at.
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write("id,name\nharrow,Harrow\n") > 0);
    QVERIFY(file.resize(service::kMaximumDependentsFileBytes + 1));
    file.close();
    const auto read = service::readDependentsFile(path, LedgerHarness::catalogue());
    QVERIFY(!read);
    QVERIFY(read.error().is(intake::IntakeError::FileUnreadable));
}

KEYTURN_TEST(TestMaliciousFiles);

} // namespace keyturn::tests

#include "test_malicious_files.moc"
