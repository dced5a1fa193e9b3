// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/ledger/entry.h"
#include "tests/support/test_registry.h"

#include <limits>

using namespace keyturn;
using ledger::Entry;
using ledger::EntryHeader;
using ledger::LedgerError;

namespace {

const QByteArray kSamplePayload = R"({"payload":"aGVsbG8=","payloadType":"application/vnd.in-toto+json"})";

EntryHeader sampleHeader()
{
    EntryHeader header;
    header.log = crypto::sha256("founding charter");
    header.seq = 41;
    header.prev = crypto::sha256("the entry before");
    header.time = base::parseRfc3339(QStringView(u"2026-06-12T09:41:07.250Z"))->start;
    header.type = QString::fromLatin1(ledger::kEnvelopeMediaType);
    return header;
}

QByteArray sampleBytes()
{
    return ledger::makeEntry(sampleHeader(), kSamplePayload)->bytes;
}

} // namespace

class TestEntry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasTheDocumentedBytes();
    void readsBackWhatItMade_data();
    void readsBackWhatItMade();
    void leafHashIsOverAllBytes();
    void everyChangedByteIsRefusedOrChangesTheLeafHash();
    void everyTruncationAndExtensionIsRefused();
    void refusesEveryOtherSpelling_data();
    void refusesEveryOtherSpelling();
    void namesLaterVersionsAsUnknown();
    void refusesMoreThanTheLargestEntry();
    void refusesHeadersThatCouldNotBeReadBack_data();
    void refusesHeadersThatCouldNotBeReadBack();
    void keepsWholeMillisecondsOnly();
    void namesTheEntryThatIsMalformed();
};

KEYTURN_TEST(TestEntry);

void TestEntry::hasTheDocumentedBytes()
{
    const QByteArray expected = "keyturn-entry/1\n"
                                "log " +
                                crypto::sha256("founding charter").hex().toLatin1() +
                                "\n"
                                "seq 41\n"
                                "prev " +
                                crypto::sha256("the entry before").hex().toLatin1() +
                                "\n"
                                "time 2026-06-12T09:41:07.250Z\n"
                                "type application/vnd.dsse.envelope.v1+json\n"
                                "len " +
                                QByteArray::number(kSamplePayload.size()) +
                                "\n"
                                "\n" +
                                kSamplePayload;
    QCOMPARE(sampleBytes(), expected);
}

void TestEntry::readsBackWhatItMade_data()
{
    QTest::addColumn<quint64>("seq");
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("first") << quint64{0} << kSamplePayload;
    QTest::newRow("largest seq") << std::numeric_limits<quint64>::max() << kSamplePayload;
    QTest::newRow("no payload") << quint64{7} << QByteArray();
    QTest::newRow("payload of line ends") << quint64{7} << QByteArray("\n\n\r\n\n");
    QTest::newRow("payload with zero bytes") << quint64{7} << QByteArray("a\0b\xff", 4);
    QTest::newRow("payload like a header") << quint64{10} << sampleBytes();
}

void TestEntry::readsBackWhatItMade()
{
    QFETCH(quint64, seq);
    QFETCH(QByteArray, payload);
    EntryHeader header = sampleHeader();
    header.seq = seq;
    const auto made = ledger::makeEntry(header, payload);
    QVERIFY(made);
    const auto read = ledger::readEntry(made->bytes);
    QVERIFY2(read, read ? "" : qPrintable(read.error().sentence()));
    QCOMPARE(read->header, header);
    QCOMPARE(made->header, header);
    QCOMPARE(read->payload, payload);
    QCOMPARE(read->bytes, made->bytes);
    QCOMPARE(read->leafHash(), made->leafHash());
}

void TestEntry::leafHashIsOverAllBytes()
{
    const auto entry = ledger::readEntry(sampleBytes());
    QVERIFY(entry);
    QCOMPARE(entry->leafHash(), crypto::sha256({QByteArrayView("\0", 1), entry->bytes}));
}

void TestEntry::everyChangedByteIsRefusedOrChangesTheLeafHash()
{
    const QByteArray good = sampleBytes();
    const base::Digest leaf = ledger::readEntry(good)->leafHash();
    const qsizetype headerSize = good.size() - kSamplePayload.size();
    const EntryHeader header = sampleHeader();
    for (qsizetype i = 0; i < good.size(); ++i) {
        for (int mask = 1; mask < 256; ++mask) {
            QByteArray changed = good;
            changed[i] = static_cast<char>(changed[i] ^ mask);
            const auto read = ledger::readEntry(changed);
            if (!read)
                continue;
            const QByteArray where = QByteArray::number(i) + " ^ " + QByteArray::number(mask);
            QVERIFY2(read->leafHash() != leaf, where.constData());
            // One spelling: a change of the header that still reads says something else.
            if (i < headerSize)
                QVERIFY2(!(read->header == header), where.constData());
            else
                QVERIFY2(read->payload != kSamplePayload, where.constData());
        }
    }
}

void TestEntry::everyTruncationAndExtensionIsRefused()
{
    const QByteArray good = sampleBytes();
    for (qsizetype length = 0; length < good.size(); ++length)
        QVERIFY2(!ledger::readEntry(good.first(length)), qPrintable(QString::number(length)));
    for (const char* more : {"\n", " ", "x"}) {
        QVERIFY(!ledger::readEntry(good + more));
        QVERIFY(!ledger::readEntry(more + good));
    }
    QVERIFY(!ledger::readEntry(good + QByteArray(1, '\0')));
    QVERIFY(!ledger::readEntry(good + good));
}

void TestEntry::refusesEveryOtherSpelling_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    const QByteArray log = crypto::sha256("founding charter").hex().toLatin1();
    const auto row = [](const char* name, const QByteArray& from, const QByteArray& to) {
        QTest::newRow(name) << from << to;
    };
    row("carriage returns", "seq 41\n", "seq 41\r\n");
    row("leading zero in seq", "seq 41", "seq 041");
    row("plus before seq", "seq 41", "seq +41");
    row("negative seq", "seq 41", "seq -41");
    row("blank before seq", "seq 41", "seq  41");
    row("blank after seq", "seq 41", "seq 41 ");
    row("tab for blank", "seq 41", "seq\t41");
    row("seq beyond 64 bits", "seq 41", "seq 18446744073709551616");
    row("no seq", "seq 41", "seq ");
    row("hexadecimal seq", "seq 41", "seq 0x29");
    row("leading zero in len", "len ", "len 0");
    row("capital hexadecimal", log, log.toUpper());
    row("short log", log, log.chopped(2));
    row("long log", log, log + "00");
    row("offset instead of Z", "07.250Z", "07.250+00:00");
    row("small z", "07.250Z", "07.250z");
    row("microseconds", "07.250Z", "07.250000Z");
    row("no fraction", "07.250Z", "07Z");
    row("two fraction digits", "07.250Z", "07.25Z");
    row("comma", "07.250Z", "07,250Z");
    row("blank for T", "2026-06-12T09", "2026-06-12 09");
    row("small t", "2026-06-12T09", "2026-06-12t09");
    row("leap second", "09:41:07.250Z", "23:59:60.999Z");
    row("no such day", "2026-06-12T", "2026-06-31T");
    row("two media types", "type application/", "type text/plain application/");
    row("no subtype", "application/vnd.dsse.envelope.v1+json", "application/");
    row("no slash", "application/vnd.dsse.envelope.v1+json", "application");
    row("media type with parameter", "v1+json\n", "v1+json; charset=utf-8\n");
    row("fields swapped", "seq 41\nprev", "prev 41\nseq");
    row("field missing", "seq 41\n", "");
    row("field twice", "seq 41\n", "seq 41\nseq 41\n");
    row("field unknown", "seq 41\n", "seq 41\nnote hello\n");
    row("capital field", "seq 41", "Seq 41");
    row("second empty line", "\n\n", "\n\n\n");
    row("no empty line", "\n\n", "\n");
    row("other family", "keyturn-entry/1", "keyturn-entrx/1");
    row("byte order mark", "keyturn-entry/1", "\xEF\xBB\xBFkeyturn-entry/1");
    row("version with leading zero", "keyturn-entry/1", "keyturn-entry/01");
}

void TestEntry::refusesEveryOtherSpelling()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QByteArray bytes = sampleBytes();
    const qsizetype at = bytes.indexOf(from);
    QVERIFY(at >= 0);
    bytes.replace(at, from.size(), to);
    const auto read = ledger::readEntry(bytes);
    QVERIFY(!read);
    QVERIFY2(read.error().is(LedgerError::EntryMalformed), qPrintable(read.error().name()));
    QCOMPARE(read.error().outcome(), base::Outcome::Integrity);
}

void TestEntry::namesLaterVersionsAsUnknown()
{
    for (const char* version : {"keyturn-entry/2", "keyturn-entry/10"}) {
        const auto read = ledger::readEntry(sampleBytes().replace("keyturn-entry/1", version));
        QVERIFY(!read);
        QVERIFY(read.error().is(LedgerError::UnknownVersion));
        QVERIFY(read.error().outcome() != base::Outcome::Integrity);
        QVERIFY(read.error().sentence().contains(version));
    }
}

void TestEntry::refusesMoreThanTheLargestEntry()
{
    const qsizetype headerSize =
        ledger::makeEntry(sampleHeader(), QByteArray(60'000, 'x'))->bytes.size() - 60'000;
    const qsizetype room = ledger::kMaximumEntryBytes - headerSize;
    const auto largest = ledger::makeEntry(sampleHeader(), QByteArray(room, 'x'));
    QVERIFY(largest);
    QCOMPARE(largest->bytes.size(), qsizetype{65'535});
    QVERIFY(ledger::readEntry(largest->bytes));
    const auto larger = ledger::makeEntry(sampleHeader(), QByteArray(room + 1, 'x'));
    QVERIFY(!larger);
    QVERIFY(larger.error().is(LedgerError::EntryTooLarge));
    QVERIFY(ledger::readEntry(largest->bytes + 'x').error().is(LedgerError::EntryTooLarge));
}

void TestEntry::refusesHeadersThatCouldNotBeReadBack_data()
{
    QTest::addColumn<QString>("type");
    for (const char* type : {"", "text", "text/", "/plain", "text/plain\nlen 0", "text/pl ain",
                             "text/plain; x=y", "text/a/b", "te\xC3\xA4/plain", "-text/plain"})
        QTest::newRow(type) << QString::fromUtf8(type);
    QTest::newRow("too long") << "text/" + QString(128, QLatin1Char('x'));
}

void TestEntry::refusesHeadersThatCouldNotBeReadBack()
{
    QFETCH(QString, type);
    EntryHeader header = sampleHeader();
    header.type = type;
    const auto made = ledger::makeEntry(header, kSamplePayload);
    QVERIFY(!made);
    QVERIFY(made.error().is(LedgerError::EntryMalformed));
}

void TestEntry::keepsWholeMillisecondsOnly()
{
    for (const std::int64_t us : {std::int64_t{1'718'185'267'250'999}, std::int64_t{-1}, std::int64_t{0}}) {
        EntryHeader header = sampleHeader();
        header.time = {us};
        const auto made = ledger::makeEntry(header, kSamplePayload);
        QVERIFY(made);
        QVERIFY(made->header.time.us <= us && us - made->header.time.us < base::kUsPerMs);
        QCOMPARE(ledger::readEntry(made->bytes)->header, made->header);
    }
    EntryHeader header = sampleHeader();
    header.time = {std::numeric_limits<std::int64_t>::max() / 2};
    QVERIFY(ledger::makeEntry(header, kSamplePayload).error().is(LedgerError::EntryMalformed));
}

void TestEntry::namesTheEntryThatIsMalformed()
{
    const auto known = ledger::readEntry(sampleBytes().replace("07.250Z", "07.25ZZ"));
    QCOMPARE(known.error().context.value(0), QString("41"));
    QVERIFY(known.error().sentence().contains("time"));
    const auto unknown = ledger::readEntry("garbage");
    QCOMPARE(unknown.error().context.value(0), QString("?"));
    QVERIFY(ledger::readEntry({}).error().is(LedgerError::EntryMalformed));
}

#include "test_entry.moc"
