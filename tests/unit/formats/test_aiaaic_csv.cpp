// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;
using domain::Layer;

namespace {

const QByteArray kAiaaicNames =
    "AIAAIC ID#,Headline,Occurred,Country(ies),Sector(s),Deployer(s),Developer(s),\"System\nname(s)\","
    "Technology(ies),Purpose(s),News trigger(s),Issue(s),External harms,,,Summary/links\n";
const QByteArray kAiaaicBelow = ",,,,,,,,,,,,Individual,Societal,Environmental,\n";

domain::NormalisedRecord aiaaic(const QByteArray& occurred, const QByteArray& issues = {})
{
    return readText("aiaaic-csv", kAiaaicNames + "AIAAIC1,H," + occurred + ",,,,,,,,," + issues + ",,,,\n")
        .records.at(0);
}

} // namespace

class TestAiaaicCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheSheetBelowItsTitles()
    {
        const QByteArray sheet =
            "\"Incidents [ REPORT INCIDENT ]\",,,,,,,,,,,,,,,\n" + kAiaaicNames + kAiaaicBelow +
            "AIAAIC1799,\"Chatbot, \"\"ill-advised\"\"\",2024,USA; UK,Health,Clinic,Maker,"
            "Bot One; Bot Two,Chatbot,Advice,Media,Safety; Accountability,Bodily injury,"
            "Trust,,https://example.org/x\n";
        QCOMPARE(recognisedIn(sheet), QStringLiteral("aiaaic-csv"));
        const Outcome outcome = readText("aiaaic-csv", sheet);
        QVERIFY(!outcome.error);
        QCOMPARE(outcome.rejections.size(), size_t{1}); // the second row of names, and it says so
        QVERIFY(outcome.rejections[0].reason.contains(QLatin1String("second row of column names")));
        const auto& record = outcome.records.at(0);
        QCOMPARE(record.number, std::uint64_t{2});
        QCOMPARE(record.title, std::string("Chatbot, \"ill-advised\""));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2024"));
        QCOMPARE(record.occurredAt.precision, base::TimePrecision::Year);
        QVERIFY(record.assumptions.empty());
        QCOMPARE(record.models, (std::vector<std::string>{"Bot One", "Bot Two"}));
        QCOMPARE(record.source, std::string("AIAAIC"));
        QCOMPARE(record.reference, std::string("AIAAIC1799"));
        QCOMPARE(record.layer, Layer::ModelBehaviour);
        QVERIFY(record.description.find("External harms, Individual: Bodily injury\nSocietal: Trust\n") !=
                std::string::npos);
        QVERIFY(record.description.find("System name(s): Bot One; Bot Two\n") != std::string::npos);
    }

    void knowsTheColumnsByOtherNames()
    {
        const Outcome outcome =
            readText("aiaaic-csv", "note\nAIAAIC ID#,Headline,Type,Released,Occurred,Deployer,System name,"
                                   "Ethical issue (taxonomy)\nA-1,H,System,2019,,D,S,Privacy\n");
        const auto& record = outcome.records.at(0);
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2019"));
        QCOMPARE(record.assumptions.size(), size_t{1});
        QCOMPARE(record.layer, Layer::DataPrivacy);
        QCOMPARE(record.models, std::vector<std::string>{"S"});
    }

    void neverInventsAPartOfADate()
    {
        QCOMPARE(aiaaic("2023-05").occurredAt.toIso(), QStringLiteral("2023-05"));
        QCOMPARE(aiaaic("May 2023").occurredAt.toIso(), QStringLiteral("2023-05"));
        QCOMPARE(aiaaic("Dec-2023").occurredAt.toIso(), QStringLiteral("2023-12"));
        for (const char* text : {"2019-2022", "2019; 2021", "2019 -", "c. 2019"}) {
            const auto record = aiaaic(text);
            QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2019"));
            QCOMPARE(record.assumptions, std::vector<std::string>{std::string("Occurred as written: ") +
                                                                  text + "; its first year is taken"});
        }
        QVERIFY(!aiaaic("soon").occurredAt.isKnown());
        QCOMPARE(aiaaic("20191").assumptions.size(), size_t{1});
        QVERIFY(!aiaaic("20191").occurredAt.isKnown());
    }

    void takesTheLayerWhereTheIssuesAgree()
    {
        QCOMPARE(aiaaic("2020", "Accuracy/reliability; Bias/discrimination").layer, Layer::ModelBehaviour);
        QCOMPARE(aiaaic("2020", "Accuracy & reliability").layer, Layer::ModelBehaviour);
        QCOMPARE(aiaaic("2020", "Bias/discrimination - race").layer, Layer::ModelBehaviour);
        QCOMPARE(aiaaic("2020", "Security; Employment").layer, Layer::System);
        QCOMPARE(aiaaic("2020", "Mis/disinformation").layer, Layer::AbuseAtScale);
        QCOMPARE(aiaaic("2020", "Employment").layer, Layer::NotStated);
        const auto torn = aiaaic("2020", "Privacy; Safety");
        QCOMPARE(torn.layer, Layer::NotStated);
        QCOMPARE(torn.assumptions.size(), size_t{1});
    }

    void rejectsRowsThatAreNoEntryAndReadsOn()
    {
        const Outcome outcome =
            readText("aiaaic-csv", kAiaaicNames + "A-1,,2020\n,,,,,,,,,,,,,,,\n,x\nA-2,H\n,,2020\n");
        QCOMPARE(outcome.records.size(), size_t{2}); // a headline alone is an entry
        QCOMPARE(outcome.rejections.size(), size_t{3});
    }

    void leavesOtherTablesAlone()
    {
        QCOMPARE(recognisedIn("Headline,Date\nx,2020\n"), QString());
        QCOMPARE(recognisedIn("a\nb\nc\nd\ne\nf\nAIAAIC ID#,Headline\n1,x\n"), QString());
    }
};

KEYTURN_TEST(TestAiaaicCsv);
#include "test_aiaaic_csv.moc"
