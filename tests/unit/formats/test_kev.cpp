// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/record_builder.h"
#include "tests/unit/formats/hostile_members.h"

using namespace keyturn;
using namespace keyturn::tests;

namespace {

const QByteArray kKevHeader = "\"cveID\",\"vendorProject\",\"product\",\"vulnerabilityName\",\"dateAdded\","
                              "\"shortDescription\",\"requiredAction\",\"dueDate\","
                              "\"knownRansomwareCampaignUse\",\"notes\",\"cwes\"\r\n";

} // namespace

class TestKev : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheCatalogue()
    {
        const char* file = "valid/kev/known_exploited_vulnerabilities-abridged.json";
        QCOMPARE(recognisedIn(fileBytes(QString::fromLatin1(file))), QStringLiteral("kev"));
        const Outcome outcome = readFile("kev", file);
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{4});
        const auto& record = outcome.records[0];
        QCOMPARE(record.title, std::string("CVE-2025-48384: Git Link Following Vulnerability"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2025-08-25"));
        QCOMPARE(record.occurredAt.precision, base::TimePrecision::Day);
        QCOMPARE(record.source, std::string("CISA"));
        QCOMPARE(record.reference, std::string("CVE-2025-48384"));
        QCOMPARE(record.severity, domain::Severity::NotStated);
        QCOMPARE(record.credibility, domain::Credibility::ObservedBehaviour);
        QVERIFY(record.description.find("Weaknesses: CWE-59, CWE-436\n") != std::string::npos);
        QVERIFY(record.description.find("Due: 2025-09-15\n") != std::string::npos);
        QCOMPARE(record.assumptions,
                 (std::vector<std::string>{std::string(intake::kNoZoneAssumption),
                                           "the time is when the entry was added to the catalogue"}));
    }

    void readsTheTableAlike()
    {
        const QByteArray table = kKevHeader +
                                 "\"CVE-2025-48384\",\"Git\",\"Git\",\"Git Link Following Vulnerability\","
                                 "\"2025-08-25\",\"Git contains, a \"\"flaw\"\".\",\"Patch.\",\"2025-09-15\","
                                 "\"Unknown\",\"\",\"CWE-59,CWE-436\"\r\n";
        QCOMPARE(recognisedIn(table), QStringLiteral("kev-csv"));
        const Outcome outcome = readText("kev-csv", table);
        QCOMPARE(outcome.records.size(), size_t{1});
        const auto& record = outcome.records[0];
        QCOMPARE(record.title, std::string("CVE-2025-48384: Git Link Following Vulnerability"));
        QCOMPARE(
            record.description,
            std::string("Git contains, a \"flaw\".\n\nVendor: Git\nProduct: Git\nRequired action: Patch.\n"
                        "Due: 2025-09-15\nKnown use by ransomware: Unknown\n"
                        "Weaknesses: CWE-59,CWE-436"));
        QCOMPARE(record.occurredAt.toIso(), QStringLiteral("2025-08-25"));
    }

    void takesTheCallersSourceFirst()
    {
        intake::ImportHints hints;
        hints.defaultSource = QStringLiteral("Mirror");
        QCOMPARE(readText("kev", R"({"cveID":"CVE-1"})", hints).records.at(0).source, std::string("Mirror"));
    }

    void rejectsAnEntryWithoutItsNumber()
    {
        const Outcome json = readText(
            "kev", R"({"vulnerabilities":[{"product":"x"},7,{"cveID":"CVE-1","dateAdded":"soon"}]})");
        QCOMPARE(json.records.size(), size_t{1});
        QCOMPARE(json.rejections.size(), size_t{2});
        QVERIFY(!json.records[0].occurredAt.isKnown());
        QCOMPARE(json.records[0].assumptions, std::vector<std::string>{"dateAdded is not a time: soon"});
        const Outcome table = readText("kev-csv", kKevHeader + "\"\",\"Git\"\r\n");
        QVERIFY(table.records.empty());
        QCOMPARE(table.rejections.size(), size_t{1});
    }

    void survivesWrongTypes()
    {
        QCOMPARE(unsoundlyRead("kev", R"({"cveID":"CVE-1","dateAdded":"2025-01-02","cwes":["CWE-1"],)"
                                      R"("vulnerabilityName":"n","notes":"x"})"),
                 QByteArray());
        QCOMPARE(recognisedIn(R"({"vulnerabilities":[{"cve":{"id":"CVE-1"}}]})"), QString());
    }
};

KEYTURN_TEST(TestKev);
#include "test_kev.moc"
