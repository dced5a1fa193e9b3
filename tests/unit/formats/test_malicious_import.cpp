// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_text.h"
#include "tests/unit/formats/formats_support.h"

#include <QBuffer>

using namespace keyturn;
using namespace keyturn::tests;

namespace {

constexpr qint64 kMebiByte = 1024 * 1024;

/// A figure of /proc/self/status in KiB. @param name VmHWM is the most memory that was ever held.
qint64 memoryKiB(const QByteArray& name)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        qFatal("no status of this process");
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith(name + ':'))
            return line.sliced(name.size() + 1).simplified().split(' ').front().toLongLong();
    }
    qFatal("the status does not tell %s", name.constData());
}

/// Lets VmHWM begin anew.
void forgetPeak()
{
    QFile refs(QStringLiteral("/proc/self/clear_refs"));
    if (!refs.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || refs.write("5") != 1)
        qFatal("the peak cannot be reset");
}

/// Counts what an adapter hands over, and keeps none of it.
class CountingSink final : public intake::RecordSink
{
public:
    void take(const domain::NormalisedRecord&) override { ++taken; }
    void reject(const intake::Rejection&) override { ++rejected; }
    bool progress(std::uint64_t) override { return true; }

    std::uint64_t taken = 0;
    std::uint64_t rejected = 0;
};

bool isRefusedFor(const Outcome& outcome, const char* reason)
{
    return outcome.error && outcome.error->is(intake::IntakeError::FormatMismatch) &&
           outcome.error->sentence().contains(QLatin1String(reason));
}

QByteArray bundleOf(const QByteArray& objects)
{
    return R"({"type":"bundle","id":"bundle--1","objects":[)" + objects + "]}";
}

} // namespace

/// A file that was made to harm whoever imports it.
class TestMaliciousImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void maliciousImportOfEndlessTextFillsNoMemory_data()
    {
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QByteArray>("piece");
        const auto row = [](const char* name, const char* format, const char* head, const char* piece) {
            QTest::newRow(name) << QByteArray(format) << QByteArray(head) << QByteArray(piece);
        };
        row("a line", "timesketch-jsonl", "{\"message\":\"", "x");
        row("a cell", "timesketch-csv", "message,datetime\n", "x");
        row("a quoted cell", "timesketch-csv", "message,datetime\n\"", "x");
        row("cells of a header", "timesketch-csv", "", "x,");
        row("cells of a row", "timesketch-csv", "message,datetime\n", "x,");
        row("an object", "stix-2.1", "{\"type\":\"bundle\",\"objects\":[{\"name\":\"", "x");
        row("a name of a member", "stix-2.1", "{\"", "x");
        row("a member before the objects", "stix-2.1", "{\"type\":\"", "x");
        row("brackets", "stix-2.1", "{\"type\":\"bundle\",\"objects\":[", "[");
        row("a line of JSON of any format", "ocsf", "{\"class_uid\":2004,\"message\":\"", "x");
        row("an object over many lines", "generic-jsonl", "{\n\"message\":\"a\",\n\"b\":[", "1,\n");
        row("nothing but brackets", "misp", "", "[");
        row("a cell of a table of names", "plaso-dynamic",
            "datetime,timestamp_desc,message,parser,display_name\n", "x");
        row("a line of a log", "syslog", "<34>Oct 11 22:14:15 h a: ", "x");
        row("a line before the fields", "zeek-tsv", "#fields\t", "x");
        row("a study", "atlas-yaml", "name: a\nsummary: ", "x");
        row("studies", "atlas-yaml", "case-studies:\n", "- name: a\n  summary: b\n");
    }
    void maliciousImportOfEndlessTextFillsNoMemory()
    {
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, head);
        QFETCH(QByteArray, piece);
        // In large pieces, or giving it would take longer than reading it.
        EndlessDevice device(head, piece.repeated(64 * 1024 / piece.size()), 256 * kMebiByte, {});
        CountingSink sink;
        forgetPeak();
        const qint64 beforeKiB = memoryKiB("VmRSS");
        const auto read = adapterFor(format.constData()).read(device, {}, sink);
        QVERIFY(!read || sink.rejected > 0);
        QCOMPARE(sink.taken, std::uint64_t{0});
        // What is read of one record, twice over while its buffer grows, with room for what is made of it.
        const qint64 grownKiB = memoryKiB("VmHWM") - beforeKiB;
        QVERIFY2(grownKiB < 160 * 1024, qPrintable(QStringLiteral("%1 KiB").arg(grownKiB)));
    }

    void maliciousImportOfALineJustTooLongHidesNoOther_data()
    {
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("a line") << QByteArray("timesketch-jsonl") << QByteArray("{\"message\":\"")
                                << QByteArray("\",\"datetime\":\"2026-06-12T09:00:00+00:00\","
                                              "\"timestamp_desc\":\"a\"}\n"
                                              "{\"message\":\"b\",\"datetime\":\"2026-06-12T09:00:00+00:00\","
                                              "\"timestamp_desc\":\"a\"}\n");
        QTest::newRow("a row") << QByteArray("timesketch-csv")
                               << QByteArray("message,datetime,timestamp_desc\n")
                               << QByteArray(",2026-06-12T09:00:00+00:00,a\nb,2026-06-12T09:00:00+00:00,a\n");
    }
    void maliciousImportOfALineJustTooLongHidesNoOther()
    {
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        // Its end is read together with the last of what is allowed.
        QByteArray text =
            before + QByteArray(static_cast<qsizetype>(intake::kMaximumRecordBytes) + 1, 'x') + after;
        QBuffer device(&text);
        QVERIFY(device.open(QIODevice::ReadOnly));
        CountingSink sink;
        QVERIFY(adapterFor(format.constData()).read(device, {}, sink));
        QCOMPARE(sink.taken, std::uint64_t{1});
        QCOMPARE(sink.rejected, std::uint64_t{1});
    }

    void maliciousImportNamesDepthAndNumberAsTheReason()
    {
        const auto isTooDeep = [](const QByteArray& text) {
            return isRefusedFor(readText("atlas-yaml", text), "nested too deeply");
        };
        QVERIFY(isTooDeep("name: " + QByteArray(100'000, '[')));
        QVERIFY(isTooDeep("name: " + QByteArray(100'000, '{')));
        // The parser itself would take gigabytes for this.
        forgetPeak();
        const qint64 beforeKiB = memoryKiB("VmRSS");
        QVERIFY(isTooDeep("name: " + QByteArray(4'000'000, '[')));
        QVERIFY(memoryKiB("VmHWM") - beforeKiB < 160 * 1024);
        QVERIFY(isTooDeep(QByteArray("- ").repeated(100)));
        QVERIFY(isTooDeep("name: " + QByteArray(100, '[') + QByteArray(100, ']')));
        QVERIFY(isRefusedFor(readText("atlas-yaml", "name: [" + QByteArray("x,").repeated(300'000) + "x]\n"),
                             "more than 250,000 values"));
    }

    void maliciousImportOfAParserThatStandsStillEnds()
    {
        // The parser finds empty documents here without end, at one place.
        QVERIFY(isRefusedFor(readText("atlas-yaml", "---\n,id: ATLAS\nname: x\n"), "a comma stands alone"));
        // Those of a file that really has some are none of that.
        const Outcome outcome =
            readText("atlas-yaml", "---\n---\n---\nid: AML.CS0001\nname: x\nsummary: s\n");
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.records.size(), size_t{1});
    }

    void maliciousImportHidesNoSecondValueOfAKey_data()
    {
        QTest::addColumn<QByteArray>("object");
        QByteArray many;
        for (int i = 0; i < 40; ++i)
            many += QByteArray(",\"k") + QByteArray::number(i) + "\":1";
        const auto row = [](const char* name, const QByteArray& object) { QTest::newRow(name) << object; };
        row("side by side", R"({"message":"a","type":"tool","name":"a","message":"b"})");
        row("within a member", R"({"message":"a","type":"tool","name":"a","in":{"x":1,"x":2}})");
        row("within a list", R"({"message":"a","type":"tool","name":"a","in":[{"y":1},{"x":1,"x":2}]})");
        row("within a list in a list", R"({"message":"a","type":"tool","name":"a","in":[[{"x":1,"x":2}]]})");
        row("among many", "{\"message\":\"a\",\"type\":\"tool\",\"name\":\"a\"" + many + ",\"k39\":2}");
        row("the first of many", "{\"message\":\"a\",\"type\":\"tool\",\"name\":\"a\"" + many + ",\"k0\":2}");
        row("written in escapes", R"({"message":"a","type":"tool","name":"a","\u006dessage":"b"})");
    }
    void maliciousImportHidesNoSecondValueOfAKey()
    {
        QFETCH(QByteArray, object);
        for (const Outcome& outcome :
             {readText("timesketch-jsonl", object + '\n'), readText("stix-2.1", bundleOf(object))}) {
            QVERIFY(outcome.records.empty());
            QCOMPARE(outcome.rejections.size(), size_t{1});
            QVERIFY(outcome.rejections[0].reason.contains(QStringLiteral("twice")));
        }
    }

    void maliciousImportHidesNothingBesideTheList()
    {
        const QByteArray tool = R"({"type":"tool","name":"seen"})";
        const auto says = [&](const QByteArray& text, const char* what) {
            const Outcome outcome = readText("stix-2.1", text);
            return outcome.records.size() == 1 &&
                   std::any_of(outcome.rejections.begin(), outcome.rejections.end(),
                               [&](const auto& one) { return one.reason.contains(QLatin1String(what)); });
        };
        const QByteArray bundle = bundleOf(tool);
        QVERIFY(readText("stix-2.1", bundle).rejections.empty());
        QVERIFY(says(bundle.chopped(1) + R"(,"objects":[{"type":"tool","name":"hidden"}]})", "second list"));
        for (const QByteArray& behind : {QByteArray("hidden"), QByteArray("[" + tool + "]"), QByteArray("7")})
            QVERIFY(says(bundle + behind, "behind the end"));
        // A bundle behind a bundle is no secret: it is read as well.
        const Outcome twoBundles = readText("stix-2.1", bundle + bundle);
        QVERIFY(twoBundles.records.size() == 2 && twoBundles.rejections.empty());
        QVERIFY(says(bundleOf(tool + "}"), "Stray brackets"));
    }

    void maliciousImportMakesNoNameWithoutMeasure()
    {
        const QByteArray longName(1024 * 1024, 'n');
        const auto outcome = readText("timesketch-jsonl", "{\"message\":\"m\",\"source\":\"" + longName +
                                                              "\",\"uuid\":\"" + longName + "\"}\n");
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.records[0].source.size(), size_t{2048});
        QCOMPARE(outcome.records[0].reference.size(), size_t{2048});
    }

    void maliciousImportDrivesNoTerminalByWhatIsSaidOfIt()
    {
        const QByteArray nasty = "\\u001b[31m\\u202e";
        const auto outcome =
            readText("timesketch-jsonl", "{\"message\":\"m\",\"" + nasty + "\":1,\"" + nasty + "\":2}\n");
        QCOMPARE(outcome.rejections.size(), size_t{1});
        const QString& reason = outcome.rejections[0].reason;
        QVERIFY2(reason.contains(QStringLiteral("U+202E")), qPrintable(reason));
        QVERIFY(!reason.contains(QChar(0x1b)) && !reason.contains(QChar(0x202e)));
    }

    void maliciousImportRemembersNoIdentityWithoutEnd()
    {
        constexpr int kRemembered = 100'000;
        QByteArray objects;
        for (int i = 0; i <= kRemembered; ++i)
            objects += "{\"type\":\"identity\",\"id\":\"identity--" + QByteArray::number(i) +
                       "\",\"name\":\"Somebody\"},";
        const auto toolBy = [](int identity) {
            return "{\"type\":\"tool\",\"name\":\"t\",\"created_by_ref\":\"identity--" +
                   QByteArray::number(identity) + "\"}";
        };
        const Outcome outcome =
            readText("stix-2.1", bundleOf(objects + toolBy(kRemembered - 1) + ',' + toolBy(kRemembered)));
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.records[outcome.records.size() - 2].source, std::string("Somebody"));
        QVERIFY(outcome.records.back().source != "Somebody");
    }
};

KEYTURN_TEST(TestMaliciousImport);
#include "test_malicious_import.moc"
