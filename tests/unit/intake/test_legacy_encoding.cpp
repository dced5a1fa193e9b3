// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/legacy_encoding.h"
#include "models/intake/record_builder.h"
#include "models/intake/source_stream.h"
#include "tests/support/test_registry.h"

#include <QBuffer>
#include <QTest>

#include <iconv.h>

namespace keyturn::tests {

/// Guesses about files in encodings older than UTF-8.
class TestLegacyEncoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void encodingIsTakenFromTheLookOfTheBytes_data();
    void encodingIsTakenFromTheLookOfTheBytes();
    void characterCutAtTheEndOfTheHeadDecidesNothing();
    void guessIsKeptWithTheRecordsItConcerns();
};
KEYTURN_TEST(TestLegacyEncoding);

namespace {

QByteArray encoded(const char* utf8, const char* encoding)
{
    QByteArray in(utf8);
    QByteArray out(in.size() * 2, '\0');
    char* from = in.data();
    char* to = out.data();
    auto fromLeft = static_cast<std::size_t>(in.size());
    auto toLeft = static_cast<std::size_t>(out.size());
    const iconv_t converter = iconv_open(encoding, "UTF-8");
    if (iconv(converter, &from, &fromLeft, &to, &toLeft) == static_cast<std::size_t>(-1))
        qFatal("%s cannot hold %s", encoding, utf8);
    iconv_close(converter);
    out.truncate(to - out.data());
    return out;
}

std::string legacyEncodingOf(const QByteArray& bytes, bool isCut = false)
{
    return intake::legacyEncodingOf({bytes.constData(), static_cast<std::size_t>(bytes.size())}, isCut);
}

} // namespace

void TestLegacyEncoding::encodingIsTakenFromTheLookOfTheBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("encoding");
    const QByteArray western = "WINDOWS-1252";
    const QByteArray japanese = "SHIFT_JIS";
    const QByteArray none;
    const auto row = [](const char* name, const QByteArray& bytes, const QByteArray& encoding) {
        QTest::newRow(name) << bytes << encoding;
    };
    row("German", encoded("Zeit;Störung\n01.02.2024;Größe geändert\n", "WINDOWS-1252"), western);
    row("French", encoded("date,sujet\n2024,« Accès refusé » à l’opérateur\n", "WINDOWS-1252"), western);
    row("Spanish", encoded("fecha,título\n2024,¿Quién cambió la contraseña?\n", "ISO-8859-1"), western);
    row("a euro sign", encoded("amount,what\n12 €,refund of the invoice\n", "WINDOWS-1252"), western);
    row("Japanese", encoded("日時,件名\n2024-02-01,サーバーが停止しました\n", "SHIFT_JIS"), japanese);
    row("Japanese of half width", encoded("時刻,ｹﾝﾒｲ\nエラーです\n", "SHIFT_JIS"), japanese);
    row("plain", "time,title\n2024,A\n", none);
    row("UTF-8", "time,title\n2024,Störung\n", none);
    row("UTF-8 with a damaged byte", "time,title\n2024,Störung \xFC berall\n", none);
    row("Russian", encoded("время,название\n2024,Отказ в доступе\n", "WINDOWS-1251"), none);
    row("Russian in KOI8", encoded("время,название\n2024,Отказ в доступе\n", "KOI8-R"), none);
    row("Greek", encoded("ώρα,τίτλος\n2024,Άρνηση πρόσβασης\n", "ISO-8859-7"), none);
    row("Chinese", encoded("时间,标题\n2024,服务器停止响应\n", "GBK"), none);
    row("a byte that is no character", "time,title\n2024,damaged \xFF here\n", none);
    row("no text",
        QByteArray("\x7F"
                   "ELF\0\0\xE9 program code",
                   20),
        none);
}

void TestLegacyEncoding::encodingIsTakenFromTheLookOfTheBytes()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArray, encoding);
    QCOMPARE(QByteArray::fromStdString(legacyEncodingOf(bytes)), encoding);
    QByteArray copy = bytes;
    QBuffer buffer(&copy);
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    intake::SourceStream stream(buffer);
    QCOMPARE(QByteArray::fromStdString(stream.encoding()), encoding);
    QCOMPARE(stream.isEncodingGuessed(), !encoding.isEmpty());
    if (!encoding.isEmpty())
        QCOMPARE(stream.text().readAll(),
                 QString::fromUtf8(stream.text().head().data(),
                                   static_cast<qsizetype>(stream.text().head().size()))
                     .toUtf8());
}

void TestLegacyEncoding::characterCutAtTheEndOfTheHeadDecidesNothing()
{
    const QByteArray japanese = encoded("サーバーが停止しました", "SHIFT_JIS");
    QCOMPARE(legacyEncodingOf(japanese.chopped(1), true), std::string("SHIFT_JIS"));
    QVERIFY(legacyEncodingOf(japanese.chopped(1), false).empty());
    const QByteArray utf8("the gateway dropped a request: Störung");
    QVERIFY(legacyEncodingOf(utf8.first(utf8.indexOf('\xC3') + 1), true).empty());
}

void TestLegacyEncoding::guessIsKeptWithTheRecordsItConcerns()
{
    intake::ImportHints hints;
    hints.guessedEncoding = "WINDOWS-1252";
    intake::RecordBuilder builder(hints, QStringLiteral("generic-csv/1"));
    builder.begin(1, "2024,St\xC3\xB6rung");
    QCOMPARE(builder.record().assumptions,
             std::vector<std::string>{intake::legacyEncodingAssumption("WINDOWS-1252")});
    builder.begin(2, "2024,outage");
    QVERIFY(builder.record().assumptions.empty());
    hints.guessedEncoding.clear();
    intake::RecordBuilder certain(hints, QStringLiteral("generic-csv/1"));
    certain.begin(1, "2024,St\xC3\xB6rung");
    QVERIFY(certain.record().assumptions.empty());
}

} // namespace keyturn::tests

#include "test_legacy_encoding.moc"
