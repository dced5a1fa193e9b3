// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/legacy_encoding.h"
#include "models/service/import_preview.h"
#include "tests/support/test_registry.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace keyturn;

namespace {

QString written(const QTemporaryDir& folder, const QByteArray& text)
{
    const QString path = folder.filePath(QStringLiteral("table.csv"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("a file could not be written");
    return path;
}

} // namespace

class TestImportPreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheFirstRecordsAndRejectionsAsTheyWouldBeImported()
    {
        const QTemporaryDir folder;
        QByteArray text = "date,title\n";
        for (int i = 0; i < 100; ++i)
            text += "2026-06-12,event " + QByteArray::number(i) + "\n";
        text.insert(text.indexOf("2026-06-12,event 1\n"), "2026-06-12,\"a\"b\n");
        service::ImportRequest request;
        request.path = written(folder, text);
        const auto preview = service::previewImport(request, 5);
        QVERIFY(preview.has_value());
        QCOMPARE(preview->format, QStringLiteral("generic-csv"));
        QCOMPARE(preview->records.size(), size_t{5});
        QCOMPARE(preview->records[1].title, std::string("event 1"));
        QCOMPARE(preview->rejected.size(), size_t{1});
        QCOMPARE(preview->rejected[0].record, std::uint64_t{2});
        QVERIFY(preview->encoding.isEmpty() && !preview->isCompressed);
    }

    void readsTheEncodingThatIsNamedAndSaysWhereItIsGuessed()
    {
        const QTemporaryDir folder;
        service::ImportRequest request;
        request.path = written(folder, "date,title\n2026-06-12,caf\xE9\n");
        const auto guessed = service::previewImport(request, 5);
        QVERIFY(guessed->isEncodingGuessed);
        QCOMPARE(guessed->records.at(0).title, std::string("caf\xC3\xA9"));
        const auto countOfGuess = [](const service::ImportPreview& preview) {
            const auto& all = preview.records.at(0).assumptions;
            return std::count(all.begin(), all.end(), intake::legacyEncodingAssumption("WINDOWS-1252"));
        };
        QCOMPARE(countOfGuess(*guessed), 1);
        request.encoding = QStringLiteral("WINDOWS-1252");
        const auto preview = service::previewImport(request, 5);
        QCOMPARE(preview->records.at(0).title, std::string("caf\xC3\xA9"));
        QCOMPARE(preview->encoding, QStringLiteral("WINDOWS-1252"));
        QVERIFY(!preview->isEncodingGuessed);
        QCOMPARE(countOfGuess(*preview), 0);
    }

    void showsTheFirstFileOfAnArchive()
    {
        const QTemporaryDir folder;
        written(folder, "date,title\n2026-06-12,inside\n");
        QProcess tar;
        tar.setWorkingDirectory(folder.path());
        tar.start(QStringLiteral("tar"),
                  {QStringLiteral("-czf"), QStringLiteral("a.tgz"), QStringLiteral("table.csv")});
        QVERIFY(tar.waitForFinished(60'000) && tar.exitCode() == 0);
        service::ImportRequest request;
        request.path = folder.filePath(QStringLiteral("a.tgz"));
        const auto preview = service::previewImport(request, 5);
        QVERIFY(preview.has_value());
        QCOMPARE(preview->member, QStringLiteral("table.csv"));
        QCOMPARE(preview->records.at(0).title, std::string("inside"));
    }

    void refusesWhatImportingWouldRefuse()
    {
        const QTemporaryDir folder;
        service::ImportRequest request;
        request.path = folder.filePath(QStringLiteral("missing"));
        QVERIFY(service::previewImport(request, 5).error().is(intake::IntakeError::FileMissing));
        request.path = written(folder, "no format at all\n");
        QVERIFY(service::previewImport(request, 5).error().is(intake::IntakeError::UnknownFormat));
        request.format = QStringLiteral("plaso-dynamic");
        QVERIFY(service::previewImport(request, 5).error().is(intake::IntakeError::FormatMismatch));
    }
};

KEYTURN_TEST(TestImportPreview);
#include "test_import_preview.moc"
