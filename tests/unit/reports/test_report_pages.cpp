// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/reports/report_story.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <thread>

using namespace keyturn;
using namespace keyturn::reports;
using tests::ReportStory;

namespace {

/// The text of each page, as poppler reads it.
QStringList pdfPages(const ReportStory& story, int& pageCount)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("report.pdf"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("no file for the report");
    const auto written = writePdf(layOut(story.report()), file);
    if (!written)
        qFatal("the report was not written: %s", qPrintable(written.error().sentence()));
    file.close();
    pageCount = *written;
    QProcess process;
    process.start(QStringLiteral("pdftotext"), {QStringLiteral("-layout"), path, QStringLiteral("-")});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        qFatal("pdftotext did not run: %s", qPrintable(process.errorString()));
    QStringList pages = QString::fromUtf8(process.readAllStandardOutput()).split(QLatin1Char('\f'));
    pages.removeLast();
    return pages;
}

/// Texts between the elements; empty when the page is not well-formed.
QString textOfHtml(const QByteArray& html)
{
    QXmlStreamReader reader(html);
    QString text;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::Characters)
            text += reader.text().toString() + QLatin1Char('\n');
    }
    return reader.hasError() ? QString() : text;
}

} // namespace

/// What people read.
class TestReportPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void htmlIsWellFormedAndEscapesHostileTitles()
    {
        const QByteArray html = ReportStory().html();
        const QString text = textOfHtml(html);
        QVERIFY2(!text.isEmpty(), "it is not well-formed");
        QVERIFY(text.contains(QStringLiteral("<script>alert(\"1\")</script> & ]]>")));
        QVERIFY(text.contains(QStringLiteral("Bypass of <safeguards> & more")));
        QVERIFY(!html.contains("<script"));
        QVERIFY(!html.contains("<b>"));
    }

    void htmlHoldsNoCharacterThatXmlHasNot()
    {
        ReportStory story;
        story.input.verification.problems.push_back(
            {7, QStringLiteral("bad-signature"),
             QStringLiteral("Entry \uFFFE7\uFFFF is not as it was signed.")});
        const QString html = QString::fromUtf8(story.html());
        QVERIFY(!html.contains(QChar(0xFFFE)) && !html.contains(QChar(0xFFFF)));
        QVERIFY(html.contains(QStringLiteral("Entry \uFFFD7\uFFFD is not as it was signed.")));
    }

    void htmlFetchesNothing()
    {
        const QByteArray html = ReportStory().html();
        for (const char* word : {"src=", "href=", "@import", "url("})
            QVERIFY2(!html.contains(word), word);
        QVERIFY(html.contains("default-src 'none'"));
    }

    void htmlSaysWhatItRestsOn()
    {
        ReportStory story;
        QVERIFY(textOfHtml(story.html()).contains(QStringLiteral("UNWITNESSED")));
        QVERIFY(textOfHtml(story.html()).contains(QStringLiteral("Verified: every one of")));
        story.input.verification.problems.push_back(
            {7, QStringLiteral("bad-signature"), QStringLiteral("Entry 7 is not as it was signed.")});
        story.input.verification.witnessed = true;
        const QString text = textOfHtml(story.html());
        QVERIFY(text.contains(QStringLiteral("NOT VERIFIED")));
        QVERIFY(text.contains(QStringLiteral("Entry 7 is not as it was signed.")));
        QVERIFY(!text.contains(QStringLiteral("UNWITNESSED")));
    }

    void aReportOfThePastSaysSo()
    {
        ReportStory story;
        const QString past = QStringLiteral("this report shows the first");
        QVERIFY(!textOfHtml(story.html()).contains(past));
        ++story.input.verification.size;
        story.input.knownAt = story.input.snapshot->lastTime;
        const QString text = textOfHtml(story.html());
        QVERIFY(text.contains(past));
        QVERIFY(text.contains(QStringLiteral("As known at")));
    }

    void pdfNamesPeopleAndNotTheirIds()
    {
        int count = 0;
        const QString text = pdfPages(ReportStory(), count).join(QLatin1Char('\n'));
        for (const char* name : {"Ines Okafor", "Ada Brandt", "Sam Weiss", "Noor Haddad", "UNWITNESSED",
                                 "It leaks through failover", "European AI Supervision Board", "Officer"})
            QVERIFY2(text.contains(QLatin1String(name)), name);
        for (const char* id : {"ciso", "scribe", "counsel", "coo"})
            QVERIFY2(!text.contains(QRegularExpression(QStringLiteral("\\b%1\\b").arg(QLatin1String(id)))),
                     id);
        for (const Decision& decision : ReportStory().report().decisions)
            QVERIFY(text.simplified().contains(decision.headline.section(QLatin1Char(' '), 0, 2)));
    }

    void everyPageCarriesTheMarksAndItsNumber()
    {
        int count = 0;
        const QStringList pages = pdfPages(ReportStory(true), count);
        QCOMPARE(pages.size(), count);
        QVERIFY(count > 1);
        for (int i = 0; i < count; ++i) {
            QVERIFY2(pages[i].contains(QStringLiteral("DEMO · REHEARSAL")), qPrintable(pages[i]));
            QVERIFY(pages[i].contains(QStringLiteral("Page %1 of %2").arg(i + 1).arg(count)));
        }
        QVERIFY(ReportStory(true).html().contains("DEMO \u00B7 REHEARSAL"));
    }

    void aRealIncidentCarriesNoMarks()
    {
        const ReportStory story(false, [](domain::Charter& charter) { charter.demo = false; });
        int count = 0;
        for (const QString& page : pdfPages(story, count))
            QVERIFY(!page.contains(QStringLiteral("DEMO")) && !page.contains(QStringLiteral("REHEARSAL")));
        QVERIFY(!story.html().contains("class=\"mark\""));
        QVERIFY(!story.timesketch().contains("DEMO"));
    }

    void pagesAreSetOnAnyThread()
    {
        const Document document = layOut(ReportStory().report());
        QByteArray files[3];
        int counts[3] = {};
        std::vector<std::thread> threads;
        for (int i = 0; i < 3; ++i)
            threads.emplace_back([&document, &file = files[i], &count = counts[i]] {
                QBuffer buffer(&file);
                if (buffer.open(QIODevice::WriteOnly))
                    count = writePdf(document, buffer).value_or(-1);
            });
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY(counts[0] > 1);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(counts[i], counts[0]);
            QVERIFY(files[i].startsWith("%PDF-") && files[i].trimmed().endsWith("%%EOF"));
        }
    }

    void longTextGoesOnOverPages()
    {
        ReportStory story;
        story.input.events.front().description = QStringLiteral("word ").repeated(20'000);
        story.input.events.front().title = QString(3'000, QLatin1Char('x'));
        int count = 0;
        const QString text = pdfPages(story, count).join(QLatin1Char('\n'));
        QVERIFY(text.contains(QStringLiteral("What this report rests on")));
    }
};

KEYTURN_TEST(TestReportPages);
#include "test_report_pages.moc"
