// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;

namespace {

QByteArray manyEvents(int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text +=
            "{\"message\":\"event " + QByteArray::number(i) + "\",\"datetime\":\"2026-01-02T03:04:05Z\"}\n";
    return text;
}

} // namespace

class TestDevices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheFileAndTheReasonWhereReadingFails()
    {
        for (const auto& adapter : formats::adapters()) {
            GrudgingDevice device(QByteArray(5000, ' '), 1000, 3000);
            CollectingSink sink;
            intake::ImportHints hints;
            hints.fileName = QStringLiteral("evidence.json");
            const auto result = adapter->read(device, hints, sink);
            QVERIFY(!result && result.error().is(intake::IntakeError::FileUnreadable));
            QVERIFY(result.error().sentence().contains(QStringLiteral("evidence.json")));
            QVERIFY(!result.error().sentence().contains(QChar(0x1b)));
        }
    }

    void keepsWhatWasReadBeforeTheFailure()
    {
        GrudgingDevice device(manyEvents(100), 500, 3000);
        const Outcome outcome = readDevice("timesketch-jsonl", device);
        QVERIFY(outcome.error.has_value());
        QVERIFY(outcome.records.size() > 10);
    }

    void stopsWhenTheSinkAsksTo()
    {
        for (const auto& adapter : formats::adapters()) {
            QByteArray bytes(3 * 1024 * 1024, ' ');
            QBuffer buffer(&bytes);
            QVERIFY(buffer.open(QIODevice::ReadOnly));
            CollectingSink sink;
            sink.stopAfterBytes = 1024 * 1024;
            const auto result = adapter->read(buffer, {}, sink);
            QVERIFY(!result);
            // A file whose beginning shows that it is none of the format's is read no further.
            if (result.error().is(intake::IntakeError::FormatMismatch)) {
                QVERIFY(sink.lastBytesRead <= 1024 * 1024);
                continue;
            }
            QVERIFY(result.error().is(intake::IntakeError::Cancelled));
            QCOMPARE(sink.lastBytesRead, std::uint64_t{2 * 1024 * 1024});
        }
    }

    void stopsWithinATableWhenTheSinkAsksTo()
    {
        const QByteArray header = "datetime,timestamp_desc,message,parser,display_name\n";
        QByteArray bytes = header;
        while (bytes.size() < 3 * 1024 * 1024)
            bytes += "2026-01-02T03:04:05Z,a,b,c,d\n";
        for (const char* format : {"plaso-dynamic", "generic-csv"}) {
            QBuffer buffer(&bytes);
            QVERIFY(buffer.open(QIODevice::ReadOnly));
            CollectingSink sink;
            sink.stopAfterBytes = 1024 * 1024;
            const auto result = adapterFor(format).read(buffer, {}, sink);
            QVERIFY(!result && result.error().is(intake::IntakeError::Cancelled));
            QCOMPARE(sink.lastBytesRead, std::uint64_t{2 * 1024 * 1024});
            QVERIFY(!sink.records.empty());
        }
    }
};

KEYTURN_TEST(TestDevices);
#include "test_devices.moc"
