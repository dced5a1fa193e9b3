// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/import_preview.h"
#include "tests/unit/service/service_bench.h"

#include <QFile>

using namespace keyturn;
using namespace keyturn::tests;
using formats::FieldRole;
using formats::ImportMapping;

namespace {

class Folder
{
public:
    [[nodiscard]] QString file(const char* name, const QByteArray& text) const
    {
        const QString path = m_folder.filePath(QLatin1String(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("a file could not be written");
        return path;
    }

private:
    QTemporaryDir m_folder;
};

const QByteArray kTickets = "Opened on;Headline;Answer\n03/04/2026 10:00;Wrong;Right\n";

service::ImportPreview previewOf(service::ImportRequest request)
{
    return must(service::previewImport(request, 5));
}

/// A mapping of kTickets that takes what the guess leaves.
ImportMapping mappingOfTickets()
{
    ImportMapping mapping;
    mapping.fields = {{QStringLiteral("Opened on"), 0, FieldRole::Time},
                      {QStringLiteral("Headline"), 0, std::nullopt},
                      {QStringLiteral("Answer"), 0, FieldRole::Title}};
    mapping.times = intake::TimeStyle::DayFirst;
    return mapping;
}

} // namespace

class TestKeptMappings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheFieldsOfATableWithTheirFirstValuesAndWhatIsGuessed()
    {
        const Folder folder;
        service::ImportRequest request;
        request.path =
            folder.file("a.csv", "Opened on;Headline;;Headline\n"
                                 "03/04/2026;a;1;x\n03/04/2026;b;;x\n03/05/2026;c;2;x\n03/06/2026;d;3;x\n");
        const auto fields = *previewOf(request).fields;
        QCOMPARE(fields.fields.size(), size_t{4});
        QCOMPARE(fields.fields[0].name, QStringLiteral("Opened on"));
        QCOMPARE(fields.fields[0].guess.role, std::optional(FieldRole::Time));
        QCOMPARE(fields.fields[0].values,
                 (QStringList{QStringLiteral("03/04/2026"), QStringLiteral("03/05/2026"),
                              QStringLiteral("03/06/2026")}));
        QCOMPARE(fields.fields[2].values.first(), QStringLiteral("1"));
        QCOMPARE(fields.fields[3].guess.number, size_t{4}); // another has the name
        QVERIFY(!fields.isDayMonthCertain && !fields.mapping);
        QCOMPARE(fields.guess.delimiter, std::optional(';'));
        // Formats that say themselves what their fields mean have none to choose.
        request.path = folder.file("b.jsonl", "{\"message\":\"m\",\"datetime\":\"2026-06-12T09:41:07Z\","
                                              "\"timestamp_desc\":\"d\"}\n");
        QVERIFY(!previewOf(request).fields);
    }

    void aMappingKeptForAHeaderIsUsedForTheNextFileWithThatHeader()
    {
        const Folder folder;
        service::ImportRequest request;
        request.path = folder.file("a.csv", kTickets);
        const auto guessed = previewOf(request);
        QCOMPARE(guessed.records.at(0).title, std::string("Wrong"));
        request.kept.insert(guessed.fields->key, mappingOfTickets());
        request.path = folder.file("next.csv", "Opened on;Headline;Answer\n05/06/2026 10:00;One;Two\n");
        const auto kept = previewOf(request);
        QCOMPARE(kept.fields->key, guessed.fields->key);
        QCOMPARE(kept.fields->mapping, std::optional(mappingOfTickets()));
        QCOMPARE(kept.records.at(0).title, std::string("Two"));
        QCOMPARE(kept.records.at(0).occurredAt.toIso(), QStringLiteral("2026-06-05T10:00Z"));

        ServiceBench bench;
        auto workspace = bench.found();
        const auto outcomes =
            must(service::importPath(*workspace, domain::MemberId(QStringLiteral("feed")),
                                     bench.harness.keyOf("feed"), request, {}, std::atomic_bool{false}));
        QCOMPARE(outcomes.at(0).records, std::uint64_t{1});
        QCOMPARE(base::toRfc3339(*outcomes.at(0).earliest), QStringLiteral("2026-06-05T10:00:00Z"));

        // One column more, or another order, is another header.
        request.path = folder.file("other.csv", "Opened on;Answer;Headline\n05/06/2026 10:00;Two;One\n");
        QVERIFY(!previewOf(request).fields->mapping);
        // A format that is asked for by name needs no mapping.
        request.path = folder.file("next.csv", "Opened on;Headline;Answer\n05/06/2026 10:00;One;Two\n");
        request.format = QStringLiteral("generic-lines");
        QVERIFY(!previewOf(request).fields);
    }

    void findsAMappingAgainThatChangedWhereTheCellsEnd()
    {
        const Folder folder;
        service::ImportRequest request;
        request.path = folder.file("a.csv", "date;a,title\n2026-06-12;x,y\n");
        const QString key = previewOf(request).fields->key;
        ImportMapping mapping;
        mapping.delimiter = ',';
        mapping.fields = {{QStringLiteral("date;a"), 0, FieldRole::Title}};
        request.kept.insert(key, mapping);
        const auto kept = previewOf(request);
        QCOMPARE(kept.fields->key, key);
        QCOMPARE(kept.fields->fields.at(0).name, QStringLiteral("date;a"));
        QCOMPARE(kept.records.at(0).title, std::string("2026-06-12;x"));
    }

    void keepsMappingsOfJsonWhateverTheOrderOfTheMembers()
    {
        const Folder folder;
        service::ImportRequest request;
        request.path = folder.file("a.json", "{\"at\":\"2026-06-12\",\"message\":\"m\",\"other\":\"o\"}\n");
        const auto guessed = previewOf(request);
        ImportMapping mapping;
        mapping.fields = {{QStringLiteral("other"), 0, FieldRole::Title}};
        request.kept.insert(guessed.fields->key, mapping);
        request.path = folder.file("b.json", "{\"other\":\"o\",\"message\":\"m\",\"at\":\"2026-06-12\"}\n");
        QCOMPARE(previewOf(request).records.at(0).title, std::string("o"));
    }

    void showsTheFieldsOfATableWhoseGuessIsNoneSoThatTheyCanBeChosen()
    {
        const Folder folder;
        service::ImportRequest request;
        request.path = folder.file("a.csv", "q,w\n1,x\n2,y\n");
        QVERIFY(service::previewImport(request, 5).error().is(intake::IntakeError::UnknownFormat));
        request.format = QStringLiteral("generic-csv");
        const auto preview = previewOf(request);
        QVERIFY(!preview.refusal.isEmpty() && preview.records.empty());
        QCOMPARE(preview.fields->fields.size(), size_t{2});
        ImportMapping mapping;
        mapping.fields = {{QStringLiteral("w"), 0, FieldRole::Title}};
        request.kept.insert(preview.fields->key, mapping);
        QCOMPARE(previewOf(request).records.at(0).title, std::string("x"));
        // Now that somebody said what it is, the file is known without being asked for.
        request.format = QStringLiteral("auto");
        QCOMPARE(previewOf(request).records.at(0).title, std::string("x"));
    }

    void theZoneOfAMappingGoesBeforeThatOfTheImport()
    {
        const Folder folder;
        service::ImportRequest request;
        request.path = folder.file("a.csv", kTickets);
        request.zone = QStringLiteral("Asia/Tokyo");
        request.mapping = mappingOfTickets();
        QCOMPARE(previewOf(request).records.at(0).occurredAt.toIso(), QStringLiteral("2026-04-03T01:00Z"));
        request.mapping->zone = QStringLiteral("Europe/Berlin");
        const auto record = previewOf(request).records.at(0);
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2026-04-03T08:00Z"));
        QVERIFY(record.assumptions.at(0).find("as the import's mapping says") != std::string::npos);
        request.mapping->zone.clear();
        request.zone = QStringLiteral("Middle/Earth");
        QVERIFY(service::previewImport(request, 5).error().is(base::TimeError::NotAZone));
    }

    void aMappingThatDoesNotFitRefusesTheFileAndNamesTheField()
    {
        const Folder folder;
        service::ImportRequest request;
        request.path = folder.file("a.csv", "date,title\n2026-06-12,x\n");
        request.mapping = mappingOfTickets();
        const auto preview = previewOf(request);
        QVERIFY(preview.records.empty() && preview.refusal.contains(QLatin1String("Opened on")));
        ServiceBench bench;
        auto workspace = bench.found();
        const auto imported =
            service::importPath(*workspace, domain::MemberId(QStringLiteral("feed")),
                                bench.harness.keyOf("feed"), request, {}, std::atomic_bool{false});
        QVERIFY(!imported && imported.error().is(intake::IntakeError::MappingMismatch));
    }
};

KEYTURN_TEST(TestKeptMappings);
#include "test_kept_mappings.moc"
