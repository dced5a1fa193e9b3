// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;
using base::TimePrecision;

class TestAtlas : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsOneStudyPerFile()
    {
        for (const char* name :
             {"AML.CS0000", "AML.CS0003", "AML.CS0006", "AML.CS0009", "AML.CS0012", "AML.CS0026"}) {
            const QByteArray file = "valid/atlas/" + QByteArray(name) + ".yaml";
            const Outcome outcome = readFile("atlas-yaml", file.constData());
            QVERIFY2(!outcome.error, name);
            QCOMPARE(outcome.records.size(), size_t{1});
            QVERIFY(outcome.rejections.empty());
            QCOMPARE(outcome.records[0].reference, std::string(name));
            QCOMPARE(outcome.records[0].number, std::uint64_t{1});
            QCOMPARE(outcome.records[0].adapter, std::string("atlas-yaml/1"));
            QVERIFY(outcome.records[0].raw == fileBytes(QString::fromLatin1(file)).toStdString());
        }
    }

    void readsAllStudiesOfTheWholeKnowledgeBase()
    {
        const Outcome outcome = readFile("atlas-yaml", "valid/atlas/ATLAS-4.9.1-abridged.yaml");
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.records.size(), size_t{3});
        QCOMPARE(outcome.records[2].number, std::uint64_t{3});
        QCOMPARE(outcome.records[0].reference, std::string("AML.CS0000"));
        // Each record keeps its own lines and no others'.
        for (const auto& record : outcome.records) {
            QVERIFY(record.raw.starts_with("- id: " + record.reference));
            QCOMPARE(QByteArray::fromStdString(record.raw).count("object-type: case-study"), 1);
        }
    }

    void keepsOnlyThePrecisionThatTheGranularityStates()
    {
        const auto ofYear = readFile("atlas-yaml", "valid/atlas/AML.CS0000.yaml").records.at(0);
        QCOMPARE(ofYear.occurredAt.precision, TimePrecision::Year);
        QCOMPARE(ofYear.occurredAt.toIso(), QStringLiteral("2020"));
        // The file says 2020-04-16 and MONTH: the 16th is not known.
        const auto ofMonth = readFile("atlas-yaml", "valid/atlas/AML.CS0006.yaml").records.at(0);
        QCOMPARE(ofMonth.occurredAt.toIso(), QStringLiteral("2020-04"));
        QCOMPARE(base::toRfc3339(ofMonth.occurredAt.start), QStringLiteral("2020-04-01T00:00:00Z"));
        const auto ofDay = readFile("atlas-yaml", "valid/atlas/AML.CS0009.yaml").records.at(0);
        QCOMPARE(ofDay.occurredAt.toIso(), QStringLiteral("2016-03-23"));
        QVERIFY(ofDay.occurredAt.zone.isEmpty());
    }

    void takesEachFieldFromWhereTheTableSays()
    {
        const auto tay = readFile("atlas-yaml", "valid/atlas/AML.CS0009.yaml").records.at(0);
        QCOMPARE(tay.title, std::string("Tay Poisoning"));
        QVERIFY(tay.description.starts_with("Microsoft created Tay, a Twitter chatbot"));
        QVERIFY(tay.description.find("Kind of study: incident") != std::string::npos);
        QCOMPARE(tay.source, std::string("Microsoft"));
        QCOMPARE(tay.credibility, domain::Credibility::ObservedBehaviour);
        QCOMPARE(tay.severity, domain::Severity::NotStated);
        QCOMPARE(tay.layer, domain::Layer::NotStated);
        QCOMPARE(tay.sourceKind, domain::SourceKind::NotStated);
        const auto exercise = readFile("atlas-yaml", "valid/atlas/AML.CS0000.yaml").records.at(0);
        QCOMPARE(exercise.credibility, domain::Credibility::NotStated);
        QCOMPARE(exercise.source, std::string("MITRE ATLAS"));
    }

    void usesTheCallersSourceWhereNoReporterIsNamed()
    {
        intake::ImportHints hints;
        hints.defaultSource = QStringLiteral("Threat desk");
        hints.kind = domain::RecordKind::Note;
        const auto record =
            readText("atlas-yaml", fileBytes(QStringLiteral("valid/atlas/AML.CS0000.yaml")), hints)
                .records.at(0);
        QCOMPARE(record.source, std::string("Threat desk"));
        QCOMPARE(record.kind, domain::RecordKind::Note);
    }

    void keepsAStudyWithoutAUsableDate()
    {
        const Outcome outcome =
            readText("atlas-yaml", "name: A\nobject-type: case-study\nincident-date: last spring\n");
        QCOMPARE(outcome.records.size(), size_t{1});
        QVERIFY(!outcome.records[0].occurredAt.isKnown());
        QVERIFY(outcome.records[0].assumptions.at(0).find("last spring") != std::string::npos);
    }

    void takesADateAsWrittenWhereNoGranularityIsStated()
    {
        const Outcome outcome = readText("atlas-yaml", "name: A\nsummary: s\nincident-date: 2021\n");
        QCOMPARE(outcome.records.at(0).occurredAt.toIso(), QStringLiteral("2021"));
    }

    void readsSeveralDocumentsAndWrappedStudies()
    {
        const Outcome outcome = readText(
            "atlas-yaml", "---\nstudy:\n  name: One\n  summary: s\nmeta: {}\n---\nname: Two\nsummary: t\n");
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].title, std::string("One"));
        QCOMPARE(outcome.records[1].title, std::string("Two"));
    }

    void rejectsAStudyWithoutANameAndKeepsTheRest()
    {
        const Outcome outcome = readFile("atlas-yaml", "invalid/atlas-study-without-name.yaml");
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.rejections.size(), size_t{1});
        QCOMPARE(outcome.rejections[0].record, std::uint64_t{2});
        QVERIFY(outcome.rejections[0].offset > 0);
        QVERIFY(outcome.rejections[0].reason.contains(QStringLiteral("no name")));
    }

    void rejectsAStudyThatNamesAKeyTwice()
    {
        const Outcome outcome = readText("atlas-yaml", "name: A\nname: B\nsummary: s\n");
        QVERIFY(outcome.records.empty());
        QVERIFY(outcome.rejections.at(0).reason.contains(QStringLiteral("“name” twice")));
    }

    void keepsTheStudiesBeforeAFault()
    {
        const Outcome outcome = readFile("atlas-yaml", "invalid/atlas-broken-third-study.yaml");
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.rejections.size(), size_t{1});
        QCOMPARE(outcome.rejections[0].record, std::uint64_t{3});
        QVERIFY2(outcome.rejections[0].reason.contains(QStringLiteral("a quote is opened and never closed")),
                 qPrintable(outcome.rejections[0].reason));
    }

    void refusesAFileWithoutACaseStudy()
    {
        for (const char* text : {"", "just text", "a: b\n", "- 1\n- 2\n", "case-studies: 5\n"}) {
            const Outcome outcome = readText("atlas-yaml", text);
            QVERIFY2(outcome.error && outcome.error->is(intake::IntakeError::FormatMismatch), text);
        }
    }

    void refusesAliases()
    {
        // Nine levels of nine: 9^9 values from half a kilobyte, if they were followed.
        QByteArray bomb = "name: &a0 [x,x,x,x,x,x,x,x,x]\n";
        for (int i = 1; i < 9; ++i) {
            const QByteArray below = "*a" + QByteArray::number(i - 1);
            bomb += "k" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [";
            for (int j = 0; j < 9; ++j)
                bomb += (j > 0 ? "," : "") + below;
            bomb += "]\n";
        }
        const Outcome outcome = readText("atlas-yaml", bomb);
        QVERIFY(outcome.error && outcome.error->is(intake::IntakeError::FormatMismatch));
        QVERIFY(outcome.error->sentence().contains(QStringLiteral("alias")));
    }

    void refusesDepthAndNumbersBeyondMeasure()
    {
        const auto isRefused = [](const QByteArray& text) {
            const Outcome outcome = readText("atlas-yaml", text);
            return outcome.error && outcome.error->is(intake::IntakeError::FormatMismatch);
        };
        QVERIFY(isRefused("name: " + QByteArray(100'000, '[')));
        QVERIFY(isRefused("name: " + QByteArray(100'000, '{')));
        QVERIFY(isRefused(QByteArray("- ").repeated(100'000)));
        QVERIFY(isRefused("name: [" + QByteArray("x,").repeated(300'000) + "x]\n"));
        QVERIFY(isRefused("name: a\nsummary: " + QByteArray(5 * 1024 * 1024, 'x')));
    }

    void refusesWhatIsNotUtf8Text()
    {
        for (const QByteArray& text : {QByteArray("\xFF\xFEn\0a\0", 6), QByteArray("name: a\0b\n", 10)}) {
            const Outcome outcome = readText("atlas-yaml", text);
            QVERIFY(outcome.error && outcome.error->is(intake::IntakeError::NotText));
        }
    }

    void replacesBytesThatAreNotUtf8AndSaysSo()
    {
        const Outcome outcome = readText("atlas-yaml", "\xEF\xBB\xBFname: caf\xE9 bar\nsummary: s\n");
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.records[0].title, std::string("caf\xEF\xBF\xBD bar"));
        QVERIFY(outcome.records[0].assumptions.at(0).find("UTF-8") != std::string::npos);
        QVERIFY(outcome.records[0].rawIsCut);
        QCOMPARE(outcome.records[0].rawSha256.size(), size_t{64});
    }

    void keepsEscapesAndDirectionMarksAsData()
    {
        const Outcome outcome = readText("atlas-yaml", "name: \"a\\e[31m\xE2\x80\xAE b\"\nsummary: s\n");
        QCOMPARE(outcome.records.at(0).title, std::string("a\x1b[31m\xE2\x80\xAE b"));
    }
};

KEYTURN_TEST(TestAtlas);
#include "test_atlas.moc"
