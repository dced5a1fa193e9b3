// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/source_stream.h"
#include "tests/unit/formats/formats_support.h"

#include <QDir>
#include <QDirIterator>

#include <set>

using namespace keyturn;
using namespace keyturn::tests;

namespace {

/// A row of expected-intake.tsv: what comes of one file, or of every file that a pattern names.
struct Expected
{
    QString path;
    QString format;
    std::size_t records = 0;
    std::size_t rejected = 0;
    QString remark;
};

std::vector<Expected> expectedIntake()
{
    QFile table(dataFile(QStringLiteral("expected-intake.tsv")));
    if (!table.open(QIODevice::ReadOnly))
        qFatal("expected-intake.tsv is unreadable");
    std::vector<Expected> rows;
    while (!table.atEnd()) {
        const QString line = QString::fromUtf8(table.readLine()).trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        const QStringList cells = line.split(QLatin1Char('\t'));
        if (cells.size() < 4)
            qFatal("a row of expected-intake.tsv has too few cells: %s", qPrintable(line));
        rows.push_back(
            {cells[0], cells[1], cells[2].toULongLong(), cells[3].toULongLong(), cells.value(4).trimmed()});
    }
    return rows;
}

/// What came of a file, in the words of the table.
struct Actual
{
    QString format;
    std::size_t records = 0;
    std::size_t rejected = 0;
    QString first; ///< The first reason.
};

Actual intakeOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("unreadable: %s", qPrintable(path));
    intake::SourceStream stream(file);
    const auto adapter =
        formats::chooseAdapter(QStringLiteral("auto"), stream.text().head(), QFileInfo(path).fileName());
    if (!adapter)
        return {QStringLiteral("none"), 0, 0, adapter.error().sentence()};
    CollectingSink sink;
    intake::ImportHints hints;
    hints.fileName = QFileInfo(path).fileName();
    const auto read = (*adapter)->read(stream.text(), hints, sink);
    if (!read)
        sink.rejections.push_back({0, 0, read.error().sentence()});
    return {(*adapter)->format(), sink.records.size(), sink.rejections.size(),
            sink.rejections.empty() ? QString() : sink.rejections.front().reason};
}

/// The row of @p path, whose pattern may have a * for a name's part; nullptr where there is none.
const Expected* rowOf(const std::vector<Expected>& rows, const QString& path)
{
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Expected& row) {
        const qsizetype star = row.path.indexOf(QLatin1Char('*'));
        return star < 0 ? row.path == path
                        : path.startsWith(row.path.left(star)) && path.endsWith(row.path.mid(star + 1));
    });
    return found == rows.end() ? nullptr : &*found;
}

/// Compares every file of @p folder with the table; the differences, a line each.
QStringList differencesIn(const QString& folder, const QString& before)
{
    const std::vector<Expected> rows = expectedIntake();
    QStringList differences;
    QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString file = it.next();
        const QString path = before + QDir(folder).relativeFilePath(file);
        if (path.startsWith(QLatin1String("LICENSES/")) || path.endsWith(QLatin1String("README.md")))
            continue;
        const Actual actual = intakeOf(file);
        const Expected* row = rowOf(rows, path);
        const bool isAsExpected = row != nullptr && row->format == actual.format &&
                                  row->records == actual.records && row->rejected == actual.rejected;
        if (!isAsExpected)
            differences += QStringLiteral("%1\t%2\t%3\t%4\t%5")
                               .arg(path, actual.format)
                               .arg(actual.records)
                               .arg(actual.rejected)
                               .arg(actual.first);
    }
    differences.sort();
    return differences;
}

} // namespace

class TestExpectedIntake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsRejectedOrReadByItsShapeAloneHasAReason()
    {
        for (const Expected& row : expectedIntake()) {
            const bool needsReason = row.rejected > 0 || row.format == QLatin1String("none") ||
                                     row.format.startsWith(QLatin1String("generic-"));
            QVERIFY2(!needsReason || !row.remark.isEmpty(), qPrintable(row.path));
        }
    }

    void everyFileOfTheSelectionGivesWhatTheTableSays()
    {
        const QStringList differences =
            differencesIn(dataFile(QStringLiteral("intake/valid")), QStringLiteral("valid/"));
        for (const QString& difference : differences)
            qWarning("%s", qPrintable(difference));
        QCOMPARE(differences.size(), qsizetype{0});
    }

    void everySampleGivesWhatTheTableSays()
    {
        const QString samples = qEnvironmentVariable("KEYTURN_SAMPLES");
        if (samples.isEmpty())
            QSKIP("KEYTURN_SAMPLES names no folder of samples.");
        const QStringList differences = differencesIn(samples, {});
        for (const QString& difference : differences)
            qWarning("%s", qPrintable(difference));
        QCOMPARE(differences.size(), qsizetype{0});
    }
};

KEYTURN_TEST(TestExpectedIntake);
#include "test_expected_intake.moc"
