// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/formats_support.h"

#include <QDirIterator>

using namespace keyturn;
using namespace keyturn::tests;

namespace {

QString formatOf(const QByteArray& head)
{
    const auto chosen = formats::chooseAdapter(
        QStringLiteral("auto"), {head.constData(), static_cast<size_t>(head.size())}, QStringLiteral("f"));
    return chosen ? (*chosen)->format() : chosen.error().name();
}

} // namespace

class TestChooseAdapter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recognisesEveryValidFileByItsContent()
    {
        const std::vector<std::pair<const char*, QString>> folders{{"atlas", QStringLiteral("atlas-yaml")},
                                                                   {"stix", QStringLiteral("stix-2.1")}};
        int files = 0;
        for (const auto& [folder, format] : folders) {
            QDirIterator it(dataFolder() + QStringLiteral("/intake/valid/") + QLatin1String(folder),
                            QDir::Files);
            while (it.hasNext()) {
                QFile file(it.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                QCOMPARE(formatOf(file.read(64 * 1024)), format);
                ++files;
            }
        }
        QCOMPARE(files, 13);
        QCOMPARE(formatOf(fileBytes(QStringLiteral("valid/timesketch/sigma_events.csv"))),
                 QStringLiteral("timesketch-csv"));
        QCOMPARE(formatOf(fileBytes(QStringLiteral("valid/timesketch/sigma_events.jsonl"))),
                 QStringLiteral("timesketch-jsonl"));
        QCOMPARE(formatOf(fileBytes(QStringLiteral("valid/timesketch/large_field_event.jsonl")).left(300)),
                 QStringLiteral("timesketch-jsonl"));
    }

    void recognisesABundleWhoseTypeComesLast()
    {
        QCOMPARE(formatOf(R"({"id":"bundle--1","objects":[)" + QByteArray(60'000, ' ')),
                 QStringLiteral("stix-2.1"));
        QCOMPARE(formatOf(R"({"objects":[{"id":"tool--1","type":"tool"}]})"), QStringLiteral("stix-2.1"));
        QCOMPARE(formatOf(R"([{"id":"tool--1","type":"tool"},)"), QStringLiteral("stix-2.1"));
    }

    void doesNotGuessAtOtherFormats()
    {
        for (const char* head :
             {"", "\n", "{}", "[]", "{", "[1,2]", "a,b\n1,2\n", "hello world\n", "---\nkey: value\n",
              "\x7f"
              "ELF",
              R"({"Event":{"id":"1"}})", R"({"Findings":[{"Id":"x"}]})", "{\"message\":1}\n"})
            QCOMPARE(formatOf(head), QStringLiteral("intake/unknown-format"));
        QCOMPARE(formatOf(QByteArray("\xFF\xFEm\0", 4)), QStringLiteral("intake/unknown-format"));
        QCOMPARE(formatOf(QByteArray(65'536, '\0')), QStringLiteral("intake/unknown-format"));
    }

    void takesTheFormatAskedForWhateverTheContent()
    {
        const auto chosen =
            formats::chooseAdapter(QStringLiteral("timesketch-csv"), "{", QStringLiteral("f"));
        QVERIFY(chosen.has_value());
        QCOMPARE((*chosen)->versioned(), QStringLiteral("timesketch-csv/1"));
        const auto unknown =
            formats::chooseAdapter(QStringLiteral("docx"), "{", QStringLiteral("a\x1b[2J.docx"));
        QVERIFY(!unknown && unknown.error().is(intake::IntakeError::UnknownFormat));
        QVERIFY(!unknown.error().sentence().contains(QChar(0x1b)));
    }

    void namesEachFormatOnce()
    {
        QStringList formats;
        for (const auto& adapter : formats::adapters()) {
            QVERIFY(adapter->versioned().startsWith(adapter->format() + QLatin1Char('/')));
            formats += adapter->format();
        }
        formats.sort();
        const QStringList expected{
            QStringLiteral("agent-postmortems"),
            QStringLiteral("aiaaic-csv"),
            QStringLiteral("aiid-csv"),
            QStringLiteral("asff"),
            QStringLiteral("atlas-yaml"),
            QStringLiteral("avid"),
            QStringLiteral("cloudtrail"),
            QStringLiteral("dfir-iris"),
            QStringLiteral("kev"),
            QStringLiteral("kev-csv"),
            QStringLiteral("misp"),
            QStringLiteral("ocsf"),
            QStringLiteral("otel-logs"),
            QStringLiteral("statuspage"),
            QStringLiteral("stix-2.1"),
            QStringLiteral("suricata-eve"),
            QStringLiteral("thehive"),
            QStringLiteral("timesketch-csv"),
            QStringLiteral("timesketch-jsonl"),
            QStringLiteral("veris"),
            QStringLiteral("windows-event"),
        };
        QCOMPARE(formats, expected);
    }

    void saysInASentenceWhatEveryErrorIs()
    {
        for (int code = 1; code <= static_cast<int>(intake::IntakeError::Cancelled); ++code) {
            const auto error = base::makeError(static_cast<intake::IntakeError>(code), QStringLiteral("A"),
                                               QStringLiteral("B"), QStringLiteral("C"));
            QVERIFY(error.name() != QStringLiteral("intake/unlisted"));
            QVERIFY(error.sentence().endsWith(QLatin1Char('.')));
        }
    }
};

KEYTURN_TEST(TestChooseAdapter);
#include "test_choose_adapter.moc"
