// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"
#include "tests/unit/reports/report_story.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace keyturn;
using namespace keyturn::reports;
using tests::ReportStory;

namespace {

/// A disk with room for so many bytes.
class FullDevice : public QIODevice
{
public:
    explicit FullDevice(qint64 roomBytes) : m_roomBytes(roomBytes) { open(WriteOnly | Unbuffered); }

protected:
    qint64 readData(char* /*bytes*/, qint64 /*size*/) override { return -1; }
    qint64 writeData(const char* /*bytes*/, qint64 size) override
    {
        const qint64 taken = std::min(size, m_roomBytes);
        m_roomBytes -= taken;
        return taken;
    }

private:
    qint64 m_roomBytes;
};

/// Rows of RFC 4180 text, read by nothing of the writer's.
QList<QStringList> csvRows(const QString& text)
{
    QList<QStringList> rows(1);
    QString cell;
    bool isQuoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isQuote = c == QLatin1Char('"');
        if (isQuoted && isQuote && i + 1 < text.size() && text[i + 1] == c)
            cell += text[++i];
        else if (isQuote)
            isQuoted = !isQuoted;
        else if (isQuoted || (c != QLatin1Char(',') && c != QLatin1Char('\r') && c != QLatin1Char('\n')))
            cell += c;
        else if (c != QLatin1Char('\r')) {
            rows.back() += std::exchange(cell, {});
            if (c == QLatin1Char('\n'))
                rows.append(QStringList());
        }
    }
    rows.removeLast();
    return rows;
}

} // namespace

/// What other programs read.
class TestReportData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonIsReadByAnotherParserAndHoldsEveryLine()
    {
        const ReportStory story;
        QJsonParseError error;
        const QJsonObject report = QJsonDocument::fromJson(story.json(), &error).object();
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(report[QStringLiteral("format")].toString(), QStringLiteral("keyturn-incident-report/1"));
        QCOMPARE(report[QStringLiteral("decisions")].toArray().size(), 3);
        QCOMPARE(static_cast<std::size_t>(report[QStringLiteral("timeline")].toArray().size()),
                 story.report().doings.size() + 2);
        const QJsonObject verification = report[QStringLiteral("verification")].toObject();
        QVERIFY(verification[QStringLiteral("ok")].toBool());
        QCOMPARE(verification[QStringLiteral("witnessed")], QJsonValue(false));
        QCOMPARE(verification[QStringLiteral("root")].toString(), story.ledger.tree().root().hex());
    }

    void jsonWithoutATimelineIsStillWhole()
    {
        ReportStory story;
        story.input.to = base::UtcTime{0};
        story.input.events.clear();
        const QJsonObject report = QJsonDocument::fromJson(story.json()).object();
        QVERIFY(report.contains(QStringLiteral("timeline")));
        QVERIFY(report[QStringLiteral("timeline")].toArray().isEmpty());
    }

    void timesketchGetsEveryEventWithATimeInEachRow()
    {
        const ReportStory story;
        const QList<QStringList> rows = csvRows(QString::fromUtf8(story.timesketch()));
        QCOMPARE(static_cast<std::size_t>(rows.size()), 1 + story.report().doings.size() + 2);
        QCOMPARE(rows.front().first(3), (QStringList{QStringLiteral("message"), QStringLiteral("datetime"),
                                                     QStringLiteral("timestamp_desc")}));
        for (const QStringList& row : rows) {
            QCOMPARE(row.size(), rows.front().size());
            QVERIFY(!row[0].isEmpty());
            QVERIFY(&row == &rows.front() || base::parseRfc3339(row[1]).has_value());
        }
        QCOMPARE(rows.back()[2], QStringLiteral("Recorded (no time stated)"));
    }

    void maliciousImportStartsNoFormulaInACell()
    {
        for (const QStringList& row : csvRows(QString::fromUtf8(ReportStory().timesketch()))) {
            for (const QString& cell : row)
                QVERIFY2(cell.isEmpty() || !QStringLiteral("=+-@").contains(cell.front()), qPrintable(cell));
        }
        QVERIFY(ReportStory().timesketch().contains("'=HYPERLINK"));
    }

    void aSourceThatFailsEndsTheReport()
    {
        const ReportStory story;
        QByteArray bytes;
        QBuffer buffer(&bytes);
        QVERIFY(buffer.open(QIODevice::WriteOnly));
        const EventSource broken = [](const EventSink&) -> base::Result<void> {
            return base::fail(ReportError::WriteFailed, QStringLiteral("gone"));
        };
        QVERIFY(!writeJson(story.report(), broken, buffer));
        QVERIFY(!writeTimesketch(story.report(), broken, buffer));
    }

    void aReportThatFindsNoRoomIsNoReport()
    {
        const ReportStory story;
        // Any of the pieces that a report is written in may be the one that the disk takes no more.
        const auto whole = story.json().size();
        for (const qint64 room : {qint64{0}, whole / 2, whole - 1}) {
            FullDevice disk(room);
            const auto json = writeJson(story.report(), story.source(), disk);
            QVERIFY(!json && json.error().is(ReportError::WriteFailed));
        }
        FullDevice disk(200);
        const auto lines = writeTimesketch(story.report(), story.source(), disk);
        QVERIFY(!lines && lines.error().is(ReportError::WriteFailed));
    }
};

KEYTURN_TEST(TestReportData);
#include "test_report_data.moc"
