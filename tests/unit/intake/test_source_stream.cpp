// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/decoded_device.h"
#include "models/intake/source_stream.h"
#include "models/intake/unpacked_device.h"
#include "tests/support/test_registry.h"

#include <QBuffer>
#include <QProcess>
#include <QStringEncoder>

using namespace keyturn;

namespace {

/// What a real program makes of @p bytes.
QByteArray packedBy(const QString& program, const QStringList& arguments, const QByteArray& bytes)
{
    QProcess process;
    process.start(program, arguments);
    process.write(bytes);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        qFatal("%s failed", qPrintable(program));
    return process.readAllStandardOutput();
}

struct Read
{
    QByteArray text;
    QString error;
    bool isDecompressed = false;
    std::string encoding;
};

Read readAll(QByteArray bytes, const std::string& encoding = {})
{
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::ReadOnly))
        qFatal("a buffer did not open");
    intake::SourceStream stream(buffer, encoding);
    Read out;
    out.isDecompressed = stream.isDecompressed();
    out.encoding = stream.encoding();
    QByteArray chunk(10'007, Qt::Uninitialized);
    while (true) {
        const qint64 count = stream.text().read(chunk.data(), chunk.size());
        if (count < 0)
            out.error = stream.text().errorString();
        if (count <= 0)
            return out;
        out.text += chunk.first(count);
    }
}

QByteArray someText()
{
    QByteArray text;
    for (int i = 0; i < 40'000; ++i)
        text += "line " + QByteArray::number(i) + ": \xC3\xA9\xE2\x82\xAC\xF0\x9F\x94\x92\n";
    return text;
}

} // namespace

class TestSourceStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decompressesWhatRealProgramsCompress()
    {
        const QByteArray text = someText();
        for (const QString& program : {QStringLiteral("gzip"), QStringLiteral("xz"), QStringLiteral("bzip2"),
                                       QStringLiteral("zstd")}) {
            const QByteArray packed = packedBy(program, {QStringLiteral("-c")}, text);
            QVERIFY(packed.size() < text.size());
            const Read read = readAll(packed);
            QVERIFY2(read.error.isEmpty(), qPrintable(read.error));
            QVERIFY(read.isDecompressed);
            QVERIFY2(read.text == text, qPrintable(program));
            // Two behind each other, as rotated logs are put together.
            QVERIFY2(readAll(packed + packed).text == text + text, qPrintable(program));
        }
    }

    void saysWhereCompressionIsDamaged()
    {
        const QByteArray packed = packedBy(QStringLiteral("gzip"), {QStringLiteral("-c")}, someText());
        const Read cut = readAll(packed.first(packed.size() / 2));
        QVERIFY(!cut.error.isEmpty());
        QVERIFY(!cut.text.isEmpty());
        QByteArray changed = packed;
        changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 0x40);
        QVERIFY(!readAll(changed).error.isEmpty());
    }

    void refusesABombAndNamesTheRatio()
    {
        const QByteArray inner(200 * 1024 * 1024, 'a');
        const QByteArray bomb =
            packedBy(QStringLiteral("xz"), {QStringLiteral("-c"), QStringLiteral("-1")}, inner);
        QVERIFY(static_cast<std::uint64_t>(bomb.size()) * intake::UnpackedDevice::kMaximumRatio <
                static_cast<std::uint64_t>(inner.size()));
        const Read read = readAll(bomb);
        QVERIFY(read.error.contains(QStringLiteral("1000 times")));
        QVERIFY(read.text.size() < inner.size());
    }

    void readsWideTextWithAndWithoutAMark()
    {
        const QString text = QString::fromUtf8(someText());
        for (const auto& [encoding, name] : {std::pair(QStringConverter::Utf16LE, "UTF-16LE"),
                                             std::pair(QStringConverter::Utf16BE, "UTF-16BE"),
                                             std::pair(QStringConverter::Utf32LE, "UTF-32LE")}) {
            for (const bool hasMark : {true, false}) {
                if (!hasMark && encoding == QStringConverter::Utf32LE)
                    continue;
                QStringEncoder encoder(encoding, hasMark ? QStringConverter::Flag::WriteBom
                                                         : QStringConverter::Flag::Default);
                const QByteArray bytes = encoder.encode(text);
                const Read read = readAll(bytes);
                QCOMPARE(read.encoding, std::string(name));
                QByteArray expected = text.toUtf8();
                if (hasMark)
                    expected.prepend("\xEF\xBB\xBF"); // which ChunkReader steps over
                QVERIFY(read.text == expected);
            }
        }
        QVERIFY(readAll("plain text, no noughts in it").encoding.empty());
        QVERIFY(readAll(QByteArray(64, '\0')).encoding.empty());
    }

    void readsTheEncodingThatAPersonNames()
    {
        QCOMPARE(readAll("caf\xE9 \x80", "WINDOWS-1252").text, QByteArray("caf\xC3\xA9 \xE2\x82\xAC"));
        QCOMPARE(readAll("\x83\x4C\x81\x5B", "SHIFT_JIS").text, QByteArray("\xE3\x82\xAD\xE3\x83\xBC"));
        // What the encoding does not know is shown as such, and nothing behind it is lost.
        QCOMPARE(readAll("a\x81z", "WINDOWS-1252").text, QByteArray("a\xEF\xBF\xBDz"));
        QVERIFY(!readAll("a", "no such encoding").error.isEmpty());
    }

    void cutPairsAtTheEndAreShown()
    {
        const Read read = readAll(QByteArray("\xFF\xFE"
                                             "a\0b",
                                             5));
        QVERIFY(read.text.endsWith("a\xEF\xBF\xBD"));
    }
};

KEYTURN_TEST(TestSourceStream);
#include "test_source_stream.moc"
