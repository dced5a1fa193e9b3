// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/formats_support.h"

#include <QDirIterator>

using namespace keyturn;
using namespace keyturn::tests;
using formats::FieldRole;
using formats::ImportMapping;

namespace {

formats::MappedField named(const char* name, std::optional<FieldRole> role)
{
    return {QString::fromUtf8(name), 0, role};
}

formats::MappedField numbered(std::size_t number, std::optional<FieldRole> role)
{
    return {{}, number, role};
}

ImportMapping of(std::vector<formats::MappedField> fields)
{
    ImportMapping mapping;
    mapping.fields = std::move(fields);
    return mapping;
}

Outcome readMapped(const ImportMapping& mapping, const QByteArray& text, const char* format = "auto",
                   intake::ImportHints hints = {})
{
    hints.fileName = QStringLiteral("data.file");
    const auto adapter =
        formats::mappedAdapter(mapping, QString::fromLatin1(format),
                               {text.constData(), static_cast<size_t>(text.size())}, hints.fileName);
    if (!adapter)
        return {{}, {}, adapter.error()};
    QByteArray bytes = text;
    QBuffer device(&bytes);
    if (!device.open(QIODevice::ReadOnly))
        qFatal("a buffer did not open");
    CollectingSink sink;
    const auto read = (*adapter)->read(device, hints, sink);
    return {std::move(sink.records), std::move(sink.rejections),
            read ? std::nullopt : std::optional(read.error())};
}

/// The one record of a table with a header and a row.
domain::NormalisedRecord recordOf(const ImportMapping& mapping, const QByteArray& text)
{
    Outcome outcome = readMapped(mapping, text);
    if (outcome.error || outcome.records.size() != 1)
        qFatal("one record was expected: %s",
               outcome.error ? qPrintable(outcome.error->sentence()) : "there were others");
    return outcome.records.front();
}

QString timeAs(intake::TimeStyle style, const QByteArray& written)
{
    ImportMapping mapping = of({named("t", FieldRole::Time), named("what", FieldRole::Title)});
    mapping.times = style;
    return recordOf(mapping, "t,what\n" + written + ",x\n").occurredAt.toIso();
}

bool isSaid(const domain::NormalisedRecord& record, const char* words)
{
    return std::any_of(record.assumptions.begin(), record.assumptions.end(),
                       [&](const std::string& one) { return one.find(words) != std::string::npos; });
}

/// How the records that a printed guess of @p path gives differ from those of the guess; empty for not at
/// all.
QString differenceByPrintedGuess(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("unreadable: %s", qPrintable(path));
    const QByteArray text = file.readAll();
    const std::string_view head(text.constData(),
                                static_cast<size_t>(std::min<qsizetype>(text.size(), 65536)));
    const auto chosen = formats::chooseAdapter(QStringLiteral("auto"), head, path);
    if (!chosen || (*chosen)->format() != QLatin1String("generic-csv"))
        return {};
    const auto guessed = formats::guessFields(QStringLiteral("auto"), head, {}, path);
    if (!guessed)
        return guessed.error().sentence();
    const auto printed = formats::decodeMapping(formats::encodeMapping(guessed->guess), path);
    if (!printed)
        return printed.error().sentence();
    const Outcome guess = readText("generic-csv", text);
    const Outcome mapped = readMapped(*printed, text);
    if (guess.records.size() != mapped.records.size() || guess.records.empty() || mapped.error)
        return QStringLiteral("%1 records and not %2").arg(mapped.records.size()).arg(guess.records.size());
    for (size_t i = 0; i < guess.records.size(); ++i) {
        const auto& a = guess.records[i];
        const auto& b = mapped.records[i];
        if (a.occurredAt != b.occurredAt || a.title != b.title || a.source != b.source ||
            a.severity != b.severity || a.reference != b.reference || a.description != b.description)
            return QStringLiteral("record %1 differs").arg(i + 1);
    }
    return {};
}

} // namespace

class TestImportMapping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isWrittenAndReadAsItIs()
    {
        ImportMapping mapping = of({named("Opened “on”", FieldRole::Time), numbered(4, FieldRole::Title),
                                    named("Internal", std::nullopt)});
        mapping.delimiter = '\t';
        mapping.hasHeader = true;
        mapping.times = intake::TimeStyle::DayFirst;
        mapping.zone = QStringLiteral("Europe/Berlin");
        mapping.severityWords = {{QStringLiteral("P1"), domain::Severity::Critical},
                                 {QStringLiteral("sev 2"), domain::Severity::High}};
        mapping.source = QStringLiteral("Desk");
        mapping.layer = domain::Layer::ModelBehaviour;
        mapping.severity = domain::Severity::Medium;
        const QByteArray bytes = formats::encodeMapping(mapping);
        const auto read = formats::decodeMapping(bytes, QStringLiteral("m.json"));
        QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().sentence()));
        QCOMPARE(*read, mapping);
        QCOMPARE(formats::encodeMapping(*read), bytes);
        QVERIFY(bytes.contains("\"delimiter\": \"tab\"") && bytes.contains("\"role\": \"none\""));
        QCOMPARE(*formats::decodeMapping(R"({"version":1,"fields":[]})", QStringLiteral("m.json")),
                 ImportMapping());
    }

    void refusesWhatItDoesNotKnow_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("names");
        const auto row = [](const char* name, const char* text, const char* names) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(names);
        };
        row("no JSON", "version: 1", "JSON");
        row("a member", R"({"version":1,"fields":[],"colour":1})", "colour");
        row("a member of a field", R"({"version":1,"fields":[{"name":"a","role":"time","x":1}]})",
            "fields[0].x");
        row("a version", R"({"version":2,"fields":[]})", "version");
        row("no version", R"({"fields":[]})", "version");
        row("no fields", R"({"version":1})", "fields");
        row("a role", R"({"version":1,"fields":[{"name":"a","role":"when"}]})", "when");
        row("no role", R"({"version":1,"fields":[{"name":"a"}]})", "role");
        row("name and number", R"({"version":1,"fields":[{"name":"a","number":1,"role":"time"}]})", "name");
        row("neither", R"({"version":1,"fields":[{"role":"time"}]})", "name");
        row("number 0", R"({"version":1,"fields":[{"number":0,"role":"time"}]})", "number");
        row("a field twice",
            R"({"version":1,"fields":[{"name":"a","role":"time"},{"name":"a","role":"none"}]})", "twice");
        row("two titles",
            R"({"version":1,"fields":[{"name":"a","role":"title"},{"name":"b","role":"title"}]})", "title");
        row("a delimiter", R"({"version":1,"fields":[],"delimiter":"colon"})", "colon");
        row("a header", R"({"version":1,"fields":[],"header":"yes"})", "header");
        row("a style", R"({"version":1,"fields":[],"times":"weekly"})", "weekly");
        row("a zone", R"({"version":1,"fields":[],"zone":"Middle/Earth"})", "Middle/Earth");
        row("a severity", R"({"version":1,"fields":[],"severity_words":{"P1":"awful"}})", "awful");
        row("a constant", R"({"version":1,"fields":[],"layer":"somewhere"})", "somewhere");
        row("a member twice", R"({"version":1,"fields":[],"version":1})", "version");
    }
    void refusesWhatItDoesNotKnow()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, names);
        const auto read = formats::decodeMapping(text, QStringLiteral("m\x1b.json"));
        QVERIFY(!read);
        QVERIFY(read.error().is(intake::IntakeError::BadMapping));
        const QString sentence = read.error().sentence();
        QVERIFY2(sentence.contains(names) && sentence.contains(QLatin1String(".json")), qPrintable(sentence));
        QVERIFY(sentence.endsWith(QLatin1Char('.')) && !sentence.contains(QChar(0x1b)));
    }

    void givesColumnsTheRolesThatItNames()
    {
        const auto record = recordOf(
            of({named("b", FieldRole::Title), named("A", FieldRole::Time), named("c", FieldRole::Source),
                named("d", FieldRole::Reference), named("e", FieldRole::Model), named("f", FieldRole::Model),
                named("g", FieldRole::Description)}),
            "a,b,c,d,e,f,g,title\n2026-06-12,What,Who,R-1,larch-4,larch-5,Why,unmapped\n");
        QCOMPARE(record.title, std::string("What"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2026-06-12"));
        QCOMPARE(record.source, std::string("Who"));
        QCOMPARE(record.reference, std::string("R-1"));
        QCOMPARE(record.models, (std::vector<std::string>{"larch-4", "larch-5"}));
        QCOMPARE(record.description, std::string("Why"));
        QCOMPARE(record.adapter, std::string("generic-csv/1+mapping"));
        // What it says nothing of is in the raw text and nowhere else.
        QVERIFY(record.raw.find("unmapped") != std::string::npos);
        QVERIFY(record.title.find("unmapped") == std::string::npos);
    }

    void tellsColumnsByNumberWhereTheFileNamesNone()
    {
        ImportMapping mapping = of({numbered(3, FieldRole::Title), numbered(1, FieldRole::Time)});
        mapping.hasHeader = false;
        const Outcome outcome = readMapped(mapping, "2026-06-12,x,First\n2026-06-13,y,Second\n");
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].title, std::string("First"));
        QCOMPARE(outcome.records[1].occurredAt.toIso(), QStringLiteral("2026-06-13"));
        // A name asks for a header, even where the first row looks like none.
        QCOMPARE(readMapped(of({named("2024", FieldRole::Title)}), "2024,x\nFirst,y\n").records.at(0).title,
                 std::string("First"));
    }

    void refusesAFileThatLacksAField()
    {
        const QByteArray table = "date,title\n2026-06-12,x\n";
        const QByteArray json = "{\"date\":\"2026-06-12\",\"title\":\"x\"}\n";
        const auto sentenceOf = [](const ImportMapping& mapping, const QByteArray& text) {
            const Outcome outcome = readMapped(mapping, text);
            if (!outcome.error || !outcome.error->is(intake::IntakeError::MappingMismatch) ||
                !outcome.records.empty())
                return QString();
            return outcome.error->sentence();
        };
        for (const QByteArray& text : {table, json}) {
            const QString sentence = sentenceOf(of({named("Opened on", FieldRole::Time)}), text);
            QVERIFY(sentence.contains(QLatin1String("Opened on")));
            QVERIFY(sentence.contains(QLatin1String("data.file")));
            // A field that has no role need not be there.
            QVERIFY(!readMapped(of({named("Opened on", std::nullopt)}), text).error);
        }
        QVERIFY(sentenceOf(of({numbered(3, FieldRole::Time)}), table).contains(QLatin1Char('3')));
        QVERIFY(!sentenceOf(of({numbered(1, FieldRole::Time)}), json).isEmpty());
        QVERIFY(sentenceOf(of({named("DATE", FieldRole::Time)}), table).isEmpty());
        QVERIFY(!sentenceOf(of({named("DATE", FieldRole::Time)}), json).isEmpty());
        // Formats that say themselves what their fields mean take no mapping.
        QVERIFY(readMapped(of({}), json, "suricata-eve").error->is(intake::IntakeError::MappingMismatch));
    }

    void mapsJsonRecordsByTheNamesOfTheirMembers()
    {
        ImportMapping mapping = of({named("event.at", FieldRole::Time), named("note", FieldRole::Title)});
        mapping.times = intake::TimeStyle::DayFirst;
        const Outcome outcome =
            readMapped(mapping, R"({"event":{"at":"03/04/2026 10:00"},"note":"a","message":"m"})"
                                "\n"
                                R"({"note":"b","event":{"at":"13/04/2026 10:00"}})"
                                "\n"
                                R"({"other":"c"})"
                                "\n");
        QCOMPARE(outcome.records.size(), size_t{3});
        QCOMPARE(outcome.records[0].title, std::string("a"));
        QCOMPARE(outcome.records[0].occurredAt.toIso(), QStringLiteral("2026-04-03T10:00Z"));
        QCOMPARE(outcome.records[1].occurredAt.toIso(), QStringLiteral("2026-04-13T10:00Z"));
        QCOMPARE(outcome.records[2].title, std::string("c")); // something of it, not nothing
        QCOMPARE(outcome.records[0].adapter, std::string("generic-jsonl/1+mapping"));
        // In a list within an object, too.
        QCOMPARE(readMapped(of({named("x", FieldRole::Title)}), R"({"items":[{"x":"one"},{"x":"two"}]})")
                     .records.size(),
                 size_t{2});
    }

    void mapsWordsOfSeverityAndSaysWhichItDoesNotKnow()
    {
        ImportMapping mapping = of({named("prio", FieldRole::Severity), named("what", FieldRole::Title)});
        mapping.severityWords = {{QStringLiteral("P1"), domain::Severity::Critical},
                                 {QStringLiteral("low"), domain::Severity::High}};
        const auto of = [&](const char* word) {
            return recordOf(mapping, QByteArray("prio,what\n") + word + ",x\n");
        };
        QCOMPARE(of("p1").severity, domain::Severity::Critical);
        QCOMPARE(of("low").severity, domain::Severity::High); // as the mapping says, not as it is known
        QCOMPARE(of("medium").severity, domain::Severity::Medium);
        QCOMPARE(of("P7").severity, domain::Severity::NotStated);
        QVERIFY(isSaid(of("P7"), "P7"));
        QVERIFY(of("p1").assumptions.empty());
    }

    void saysWhatIsTheSameOfAllOnlyWhereARecordSaysNothing()
    {
        ImportMapping mapping = of({named("sev", FieldRole::Severity), named("src", FieldRole::Source),
                                    named("layer", FieldRole::Layer), named("what", FieldRole::Title)});
        mapping.severity = domain::Severity::Medium;
        mapping.source = QStringLiteral("Desk");
        mapping.layer = domain::Layer::System;
        const auto blank = recordOf(mapping, "sev,src,layer,what\n,,,x\n");
        QCOMPARE(blank.severity, domain::Severity::Medium);
        QCOMPARE(blank.source, std::string("Desk"));
        QCOMPARE(blank.layer, domain::Layer::System);
        const auto stated = recordOf(mapping, "sev,src,layer,what\nlow,Own,data-privacy,x\n");
        QCOMPARE(stated.severity, domain::Severity::Low);
        QCOMPARE(stated.source, std::string("Own"));
        QCOMPARE(stated.layer, domain::Layer::DataPrivacy);
        // A word that is not understood is none, not the constant.
        QCOMPARE(recordOf(mapping, "sev,src,layer,what\nweird,,,x\n").severity, domain::Severity::NotStated);
        intake::ImportHints hints;
        hints.defaultSource = QStringLiteral("of this import");
        QCOMPARE(readMapped(mapping, "sev,src,layer,what\n,,,x\n", "auto", hints).records.at(0).source,
                 std::string("of this import"));
    }

    void readsTimesInTheStyleThatItStates()
    {
        using intake::TimeStyle;
        QCOMPARE(timeAs(TimeStyle::DayFirst, "03/04/2026"), QStringLiteral("2026-04-03"));
        QCOMPARE(timeAs(TimeStyle::MonthFirst, "03/04/2026"), QStringLiteral("2026-03-04"));
        // Counts that no magnitude would tell.
        QCOMPARE(timeAs(TimeStyle::Seconds, "1000"), QStringLiteral("1970-01-01T00:16:40Z"));
        QCOMPARE(timeAs(TimeStyle::Milliseconds, "1000"), QStringLiteral("1970-01-01T00:00:01.000Z"));
        QCOMPARE(timeAs(TimeStyle::Microseconds, "1000"), QStringLiteral("1970-01-01T00:00:00.001000Z"));
        QCOMPARE(timeAs(TimeStyle::Nanoseconds, "1781257267000000000"),
                 QStringLiteral("2026-06-12T09:41:07.000000Z"));
        QCOMPARE(timeAs(TimeStyle::Seconds, "1781257267.5"), QStringLiteral("2026-06-12T09:41:07.500000Z"));
        QCOMPARE(timeAs(TimeStyle::Epoch, "1781257267"), QStringLiteral("2026-06-12T09:41:07Z"));
        QCOMPARE(timeAs(TimeStyle::Spreadsheet, "44197.5"), QStringLiteral("2021-01-01T12:00:00Z"));
        ImportMapping mapping = of({named("t", FieldRole::Time), named("what", FieldRole::Title)});
        mapping.times = TimeStyle::Iso;
        const auto unread = recordOf(mapping, "t,what\n03/04/2026,x\n");
        QVERIFY(!unread.occurredAt.isKnown() && isSaid(unread, "03/04/2026"));
        // A stated order is certain, whatever the values would tell.
        mapping.times = TimeStyle::DayFirst;
        QVERIFY(!isSaid(recordOf(mapping, "t,what\n03/04/2026,x\n"), "the other way round"));
    }

    void readsATimeOfDayBehindItsDateWhicheverColumnStandsFirst()
    {
        const auto fields = {named("clock", FieldRole::Time), named("day", FieldRole::Time),
                             named("what", FieldRole::Title)};
        QCOMPARE(recordOf(of(fields), "clock,day,what\n2:42:26 PM,9/27/2013,x\n").occurredAt.toIso(),
                 QStringLiteral("2013-09-27T14:42:26Z"));
        QCOMPARE(recordOf(of(fields), "day,clock,what\n9/27/2013,2:42:26 PM,x\n").occurredAt.toIso(),
                 QStringLiteral("2013-09-27T14:42:26Z"));
    }

    void splitsByTheDelimiterThatItStates()
    {
        ImportMapping mapping = of({named("b;c", FieldRole::Title)});
        mapping.delimiter = ',';
        QCOMPARE(recordOf(mapping, "a,b;c\n1;2,3;4\n").title, std::string("3;4"));
        mapping.delimiter.reset(); // the one between whose cells all fields are
        QCOMPARE(recordOf(mapping, "a,b;c\n1;2,3;4\n").title, std::string("3;4"));
        mapping.delimiter = '|'; // which stands nowhere
        QVERIFY(readMapped(mapping, "a,b;c\n1;2,3;4\n").error->is(intake::IntakeError::MappingMismatch));
    }

    void aPrintedGuessReadsATableAsTheGuessDoes()
    {
        QStringList folders{dataFile(QStringLiteral("intake/valid"))};
        if (const QString samples = qEnvironmentVariable("KEYTURN_SAMPLES"); !samples.isEmpty())
            folders += samples;
        int read = 0;
        for (const QString& folder : folders) {
            QDirIterator it(folder,
                            {QStringLiteral("*.csv"), QStringLiteral("*.txt"), QStringLiteral("*.tsv")},
                            QDir::Files, QDirIterator::Subdirectories);
            while (it.hasNext()) {
                const QString path = it.next();
                const QString difference = differenceByPrintedGuess(path);
                QVERIFY2(difference.isEmpty(), qPrintable(path + QLatin1String(": ") + difference));
                ++read;
            }
        }
        QVERIFY(read > 0);
        // Names that tell no column from another are numbers.
        const auto guess = formats::guessFields(
            QStringLiteral("auto"), "date,x,x,,title\n2026-06-12,1,2,3,t\n", {}, QStringLiteral("f"));
        QCOMPARE(guess->guess.fields[0].name, QStringLiteral("date"));
        for (const size_t i : {1, 2, 3})
            QCOMPARE(guess->guess.fields[i].number, i + 1);
    }
};

KEYTURN_TEST(TestImportMapping);
#include "test_import_mapping.moc"
