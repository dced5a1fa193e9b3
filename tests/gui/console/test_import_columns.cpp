// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/format_names.h"
#include "models/service/import_job.h"
#include "tests/gui/console/console_fixture.h"
#include "tests/gui/console/find_widgets.h"
#include "tests/support/test_registry.h"
#include "ui/shell/entry_dialogs.h"

#include <QComboBox>
#include <QDateTime>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QSet>
#include <QSettings>
#include <QTableView>
#include <QTest>

using namespace keyturn;
using tests::kPatienceMs;
using tests::named;
using ui::shell::View;

namespace {

const QByteArray kHeader = "Opened on;Headline;Finding\n";

/// The import dialog of a member who is signed in, on files of the test's own.
class ImportBench
{
public:
    ImportBench() : m_window(m_fixture.signedIn("scribe", View::Timeline)) {}

    QString file(const char* name, const QByteArray& text)
    {
        const QString path = m_folder.filePath(QLatin1String(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("a file could not be written");
        return path;
    }
    /// A new dialog with one file, once its beginning has been looked at.
    ui::common::FormDialog& dialogOn(const QString& path)
    {
        delete m_dialog;
        m_dialog = ui::shell::importDialog(m_window->session(), std::nullopt, m_window.get());
        m_dialog->open();
        auto* files = named<QListWidget>(*m_dialog, "files");
        files->addItem(path);
        files->setCurrentRow(0);
        settle();
        return *m_dialog;
    }
    [[nodiscard]] QString cell(int row, int column)
    {
        const auto* model = named<QTableView>(*m_dialog, "importPreviewTable")->model();
        return model->index(row, column).data().toString();
    }
    /// Until the preview says @p text there.
    bool becomes(int row, int column, const QString& text)
    {
        return QTest::qWaitFor([&] { return cell(row, column) == text; }, kPatienceMs);
    }
    QComboBox* role(int field)
    {
        return named<QComboBox>(*m_dialog, qPrintable(QStringLiteral("role%1").arg(field)));
    }
    QString said() { return named<QLabel>(*m_dialog, "columnsSaid")->text(); }
    /// Imports, and waits until the dialog is done.
    void import()
    {
        const QPointer<QDialog> dialog(m_dialog);
        const QString path = named<QListWidget>(*m_dialog, "files")->item(0)->text();
        named<QPushButton>(*m_dialog, "act")->click();
        if (!QTest::qWaitFor([&] { return !dialog || !dialog->isVisible(); }, kPatienceMs))
            qFatal("%s was not imported", qPrintable(path));
        m_dialog = nullptr;
    }
    [[nodiscard]] tests::ConsoleFixture& fixture() { return m_fixture; }

private:
    void settle()
    {
        const auto* panel = named<QWidget>(*m_dialog, "importPreview");
        const bool hasLooked = QTest::qWaitFor(
            [&] {
                return panel->isVisible() &&
                       named<QTableView>(*m_dialog, "importPreviewTable")->model()->rowCount() > 0;
            },
            kPatienceMs);
        if (!hasLooked)
            qFatal("the file was not looked at");
    }

    tests::ConsoleFixture m_fixture;
    std::unique_ptr<ui::shell::MainWindow> m_window;
    QTemporaryDir m_folder;
    QPointer<ui::common::FormDialog> m_dialog;
};

void choose(QComboBox* box, const char* start)
{
    for (int i = 0; i < box->count(); ++i) {
        if (box->itemText(i).startsWith(QLatin1String(start))) {
            box->setCurrentIndex(i);
            return;
        }
    }
    qFatal("there is nothing like %s to choose", start);
}

} // namespace

class TestImportColumns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QSettings().remove(QStringLiteral("importMappings")); }

    void listsEveryColumnWithItsFirstValuesAndMarksTheGuess()
    {
        ImportBench bench;
        auto& dialog = bench.dialogOn(bench.file(
            "a.csv", kHeader + "03/04/2026 10:00;Call;It wrote an exploit\n03/05/2026 10:00;Call;None\n"));
        QCOMPARE(bench.role(0)->currentText(), QStringLiteral("When it happened (guessed)"));
        QCOMPARE(bench.role(1)->currentText(), QStringLiteral("What happened, the title (guessed)"));
        QCOMPARE(bench.role(2)->currentText(), QStringLiteral("Kept in the raw record only (guessed)"));
        for (int i = 0; i < 3; ++i) {
            QVERIFY(!bench.role(i)->accessibleName().isEmpty());
            QVERIFY(bench.role(i)->focusPolicy() & Qt::TabFocus);
        }
        QCOMPARE(bench.role(2)->accessibleName(), QStringLiteral("What Finding means"));
        QCOMPARE(bench.role(2)->accessibleDescription(),
                 QStringLiteral("First values: It wrote an exploit  ·  None"));
        for (const char* name : {"delimiter", "timeStyle", "columnsZone"})
            QVERIFY2(!named<QComboBox>(dialog, name)->accessibleName().isEmpty(), name);
        QVERIFY(named<QLabel>(dialog, "dayMonthDoubt")->isVisible()); // 03/04 fits both
        QVERIFY(!named<QPushButton>(dialog, "backToGuess")->isVisible());
        // A file that says itself what its fields mean has none to choose.
        auto& other = bench.dialogOn(bench.file(
            "b.jsonl",
            "{\"message\":\"m\",\"datetime\":\"2026-06-12T09:41:07Z\",\"timestamp_desc\":\"d\"}\n"));
        QVERIFY(!named<QWidget>(other, "importColumns")->isVisible());
    }

    void everyChangeRenewsThePreview()
    {
        ImportBench bench;
        auto& dialog =
            bench.dialogOn(bench.file("a.csv", kHeader + "03/04/2026 10:00;Call;It wrote an exploit\n"));
        QCOMPARE(bench.cell(0, 1), QStringLiteral("Call"));
        // By keyboard: the third box, up to what it is.
        auto* box = bench.role(2);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_W);
        QTest::keyClick(box, Qt::Key_Down);
        choose(box, "What happened");
        QVERIFY(bench.becomes(0, 1, QStringLiteral("It wrote an exploit")));
        // One column may be the title: the other is none any more, and the box that was used keeps the focus.
        QCOMPARE(bench.role(1)->currentText(), QStringLiteral("Kept in the raw record only"));
        QCOMPARE(bench.role(2), box);
        QVERIFY(box->hasFocus());
        choose(named<QComboBox>(dialog, "timeStyle"), "Day first");
        QVERIFY(bench.becomes(0, 0, QStringLiteral("2026-04-03 10:00 UTC")));
        QVERIFY(!named<QLabel>(dialog, "dayMonthDoubt")->isVisible());
        choose(named<QComboBox>(dialog, "zone"), "Asia/Tokyo");
        QVERIFY(bench.becomes(0, 0, QStringLiteral("2026-04-03 01:00 UTC")));
        choose(named<QComboBox>(dialog, "columnsZone"), "Europe/Berlin");
        QVERIFY(bench.becomes(0, 0, QStringLiteral("2026-04-03 08:00 UTC")));
        choose(named<QComboBox>(dialog, "delimiter"), "Bars");
        QVERIFY(bench.becomes(0, 1, QStringLiteral("03/04/2026 10:00;Call;It wrote an exploit")));
        choose(named<QComboBox>(dialog, "delimiter"), "Semicolons");
        QVERIFY(bench.becomes(0, 1, QStringLiteral("Call")));
        QCOMPARE(bench.role(2)->accessibleName(), QStringLiteral("What Finding means"));
    }

    void aMappingSavedForAHeaderIsUsedForTheNextFileWithThatHeader()
    {
        ImportBench bench;
        bench.dialogOn(bench.file("a.csv", kHeader + "03/04/2026 10:00;Call;It wrote an exploit\n"));
        choose(bench.role(2), "What happened");
        QVERIFY(bench.becomes(0, 1, QStringLiteral("It wrote an exploit")));
        bench.import();

        auto& next = bench.dialogOn(bench.file("b.csv", kHeader + "03/05/2026 10:00;Call;Nothing\n"));
        QCOMPARE(bench.cell(0, 1), QStringLiteral("Nothing"));
        QCOMPARE(bench.role(2)->currentText(), QStringLiteral("What happened, the title"));
        const QDate day =
            QDateTime::fromMSecsSinceEpoch(bench.fixture().clock().now().us / base::kUsPerMs, Qt::UTC).date();
        QCOMPARE(bench.said(), QStringLiteral("Columns as you set them on %1.")
                                   .arg(QLocale().toString(day, QStringLiteral("d MMMM yyyy"))));
        // The way back.
        named<QPushButton>(next, "backToGuess")->click();
        QVERIFY(bench.becomes(0, 1, QStringLiteral("Call")));
        QTRY_VERIFY(!named<QPushButton>(next, "backToGuess")->isVisible());
        bench.import();
        bench.dialogOn(bench.file("c.csv", kHeader + "03/06/2026 10:00;Call;Nothing\n"));
        QCOMPARE(bench.cell(0, 1), QStringLiteral("Call"));

        // Another header is another matter.
        choose(bench.role(2), "What happened");
        QVERIFY(bench.becomes(0, 1, QStringLiteral("Nothing")));
        bench.import();
        bench.dialogOn(bench.file("d.csv", "Opened on;Headline;Result\n03/05/2026 10:00;Call;Nothing\n"));
        QCOMPARE(bench.cell(0, 1), QStringLiteral("Call"));
    }

    void whatIsNotImportedIsNotKept()
    {
        ImportBench bench;
        auto& dialog = bench.dialogOn(bench.file("a.csv", kHeader + "03/04/2026 10:00;Call;It wrote\n"));
        choose(bench.role(2), "What happened");
        QVERIFY(bench.becomes(0, 1, QStringLiteral("It wrote")));
        dialog.reject();
        bench.dialogOn(bench.file("b.csv", kHeader + "03/05/2026 10:00;Call;Nothing\n"));
        QCOMPARE(bench.cell(0, 1), QStringLiteral("Call"));
        // Nor does a damaged entry of the settings stand in the way.
        bench.import();
        for (const QString& key : {QStringLiteral("x"), QString(64, u'0')})
            QSettings().setValue(QStringLiteral("importMappings/%1/mapping").arg(key), QStringLiteral("{"));
        bench.dialogOn(bench.file("c.csv", kHeader + "03/05/2026 10:00;Call;Nothing\n"));
        QCOMPARE(bench.cell(0, 1), QStringLiteral("Call"));
    }

    void everyFormatHasANameForPeopleThatNoOtherHas()
    {
        QSet<QString> names;
        for (const QString& word : service::importFormats()) {
            QVERIFY2(items::formatName(word) != word, qPrintable(word));
            names.insert(items::formatName(word));
        }
        QCOMPARE(names.size(), service::importFormats().size());
        QCOMPARE(items::formatName(QStringLiteral("none such")), QStringLiteral("none such"));
    }

    void namesFormatsForPeople()
    {
        ImportBench bench;
        auto& dialog = bench.dialogOn(bench.file("a.csv", kHeader + "03/04/2026 10:00;Call;It wrote\n"));
        const auto* formats = named<QComboBox>(dialog, "format");
        const int stix = formats->findData(QStringLiteral("stix-2.1"));
        QCOMPARE(formats->itemText(stix), QStringLiteral("STIX 2.1"));
        QCOMPARE(formats->itemData(stix, Qt::ToolTipRole).toString(),
                 QStringLiteral("In the terminal: stix-2.1"));
        bool isSaid = false;
        for (const QLabel* label : named<QWidget>(dialog, "importPreview")->findChildren<QLabel*>())
            isSaid = isSaid || label->text().contains(QLatin1String("Read as Table (CSV)"));
        QVERIFY(isSaid);
    }
};

KEYTURN_TEST(TestImportColumns);
#include "test_import_columns.moc"
