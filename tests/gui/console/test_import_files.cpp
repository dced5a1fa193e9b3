// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"
#include "ui/shell/entry_dialogs.h"
#include "ui/shell/import_file_list.h"

#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QTest>

using namespace keyturn;
using tests::kPatienceMs;
using tests::named;
using ui::shell::ImportFileList;
using ui::shell::View;

/// The list of files of the import dialog.
class TestImportFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("exports/deep")));
        for (const char* name : {"exports/a.csv", "exports/b.csv", "exports/deep/c.csv", "other.csv"}) {
            QFile file(path(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            QVERIFY(file.write("when,title\n2026-06-12T09:41:07Z," + QByteArray(name) + "\n") > 0);
        }
        QVERIFY(QFile::link(path("other.csv"), path("exports/link.csv")));
    }

    void takesFilesAndWhatLiesBelowFoldersOnceEach()
    {
        const auto window = m_fixture.signedIn("scribe", View::Timeline);
        auto* dialog = ui::shell::importDialog(window->session(), std::nullopt, window.get());
        dialog->open();
        auto* files = named<ImportFileList>(*dialog, "importFiles");
        const auto* act = named<QPushButton>(*dialog, "act");
        QVERIFY(!act->isEnabled());
        files->add({path("exports/b.csv")});
        QVERIFY(files->isLooking());
        QVERIFY(!act->isEnabled()); // What is not found yet would be left out.
        QTRY_COMPARE_WITH_TIMEOUT(files->paths(), QStringList{path("exports/b.csv")}, kPatienceMs);
        QMimeData dropped;
        dropped.setUrls({QUrl::fromLocalFile(path("exports")), QUrl::fromLocalFile(path("other.csv")),
                         QUrl(QStringLiteral("https://example.org/far.csv"))});
        QDragEnterEvent enter({}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QVERIFY(QCoreApplication::sendEvent(files, &enter));
        QVERIFY(enter.isAccepted());
        QDropEvent drop({}, Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QVERIFY(QCoreApplication::sendEvent(files, &drop));
        QTRY_VERIFY_WITH_TIMEOUT(!files->isLooking(), kPatienceMs);
        QCOMPARE(files->paths(), QStringList({path("exports/b.csv"), path("exports/a.csv"),
                                              path("exports/deep/c.csv"), path("other.csv")}));
        QTRY_VERIFY(act->isEnabled());

        // Taken off by keyboard, and the preview follows.
        auto* list = named<QListWidget>(*dialog, "files");
        list->setCurrentRow(3, QItemSelectionModel::ClearAndSelect);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(files->count(), 3);
        QVERIFY(QFile::exists(path("other.csv")));
        named<QPushButton>(*dialog, "act")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->isVisible(), kPatienceMs);
        const auto snapshot = window->session().liveSnapshot();
        QStringList imported;
        for (const auto& batch : snapshot->batches)
            imported += batch.facts.sourceName;
        QVERIFY(imported.contains(QStringLiteral("c.csv")));
        QVERIFY(!imported.contains(QStringLiteral("other.csv")));
    }

private:
    [[nodiscard]] QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

    tests::ConsoleFixture m_fixture;
    QTemporaryDir m_folder;
};

KEYTURN_TEST(TestImportFiles);
#include "test_import_files.moc"
