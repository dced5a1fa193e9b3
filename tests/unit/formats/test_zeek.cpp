// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/formats/formats_support.h"

using namespace keyturn;
using namespace keyturn::tests;

class TestZeek : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheJsonLinesOfARecordedAttack()
    {
        const Outcome outcome = readFile("zeek-json", "valid/zeek/apt29_day1_first_lines.log");
        QVERIFY(!outcome.error && outcome.rejections.empty());
        QCOMPARE(outcome.records.size(), size_t{12});
        const auto& first = outcome.records[0];
        QCOMPARE(first.occurredAt.toIso(), QStringLiteral("2020-04-30T00:06:39.824370Z"));
        QCOMPARE(first.title, std::string("conn udp dns 10.0.1.6 to 10.0.0.4"));
        QCOMPARE(first.source, std::string("bobs.bigwheel.local"));
        QCOMPARE(first.reference, std::string("Cvf4XX17hSAgXDdGEd"));
        QVERIFY(first.description.find("From: 10.0.1.6 port 54243\nTo: 10.0.0.4 port 53") == 0);
    }

    void titlesANoticeByItsMessageAndAWeirdByItsName()
    {
        const Outcome outcome =
            readText("zeek-json", R"({"ts":1588207244.74,"note":"SSL::Invalid","msg":"failed"})"
                                  "\n"
                                  R"({"_path":"weird","ts":1588207244,"name":"ip_hdr_len_zero"})"
                                  "\n{\"a\":1}\n");
        QCOMPARE(outcome.records.at(0).title, std::string("failed"));
        QCOMPARE(outcome.records.at(1).title, std::string("weird ip_hdr_len_zero"));
        QCOMPARE(outcome.rejections.size(), size_t{1});
    }

    void readsLinesOfFieldsAsTheirHeadingsNameThem()
    {
        const QByteArray text =
            "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n"
            "#path\tdns\n#open\t2026-06-12-00-00-00\n"
            "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tquery\tqtype_name\n"
            "#types\ttime\tstring\taddr\tport\taddr\tport\tstring\tstring\n"
            "1781257267.123456\tCx\t10.0.0.1\t53\t10.0.0.2\t53\ta\\x09b.example\tA\n"
            "1781257268.5\tCy\t-\t-\t10.0.0.2\t53\n"
            "#close\t2026-06-12-01-00-00\n"
            "#separator \\x7c\n#path|conn\n#fields|ts|uid|proto\n1781257269|Cz|tcp\n";
        const auto chosen =
            formats::chooseAdapter(QStringLiteral("auto"), text.toStdString(), QStringLiteral("f"));
        QCOMPARE((*chosen)->format(), QStringLiteral("zeek-tsv"));
        const Outcome outcome = readText("zeek-tsv", text);
        QCOMPARE(outcome.records.size(), size_t{2});
        QCOMPARE(outcome.records[0].title, std::string("dns A a\tb.example"));
        QCOMPARE(outcome.records[0].occurredAt.toIso(), QStringLiteral("2026-06-12T09:41:07.123456Z"));
        QCOMPARE(outcome.records[1].title, std::string("conn tcp"));
        QCOMPARE(outcome.rejections.size(), size_t{1});
        QVERIFY(outcome.rejections[0].reason.contains(QStringLiteral("6 fields")));
    }

    void refusesLinesBeforeTheFieldsAreNamed()
    {
        const Outcome outcome = readText("zeek-tsv", "1\t2\n#fields\tts\tproto\n1781257267\ttcp\n");
        QCOMPARE(outcome.records.size(), size_t{1});
        QCOMPARE(outcome.rejections.size(), size_t{1});
    }

    void titlesDetectionsByWhatWasDetected()
    {
        const Outcome outcome = readText(
            "zeek-json",
            R"({"_path":"signatures","ts":1588207244.5,"sig_id":"s-1","event_msg":"10.0.0.1: Found root!"})"
            "\n"
            R"({"ts":1588207244.5,"seen.indicator":"bad.example","seen.indicator_type":"Intel::DOMAIN","seen.where":"DNS::IN_REQUEST"})"
            "\n"
            R"({"_path":"reporter","ts":1588207244.5,"level":"Reporter::WARNING","message":"too long"})"
            "\n"
            R"({"_path":"smb_files","ts":1588207244.5,"id":{"orig_h":"a","resp_h":"b"},"action":"SMB::FILE_OPEN","name":"x.exe"})"
            "\n"
            R"({"_path":"kerberos","ts":1588207244.5,"id_orig_h":"a","id_resp_h":"b"})"
            "\n");
        QCOMPARE(outcome.records.size(), size_t{5});
        QCOMPARE(outcome.records[0].title, std::string("10.0.0.1: Found root!"));
        QCOMPARE(outcome.records[1].title, std::string("intel bad.example Intel::DOMAIN DNS::IN_REQUEST"));
        QCOMPARE(outcome.records[2].title, std::string("too long"));
        QVERIFY(outcome.records[2].description.find("Level: Reporter::WARNING") != std::string::npos);
        QCOMPARE(outcome.records[3].title, std::string("smb SMB::FILE_OPEN x.exe"));
        QCOMPARE(outcome.records[4].title, std::string("kerberos a to b"));
    }

    void knowsLogsThatNameNoConnection()
    {
        const auto surenessOf = [](std::string_view line) {
            return adapterFor("zeek-json").recognises(line);
        };
        for (const char* line :
             {R"({"ts":1,"note":"Scan::Port_Scan","msg":"m","src":"1.2.3.4"})",
              R"({"ts":1,"name":"truncated_header","notice":false,"peer":"zeek"})",
              R"({"ts":1,"level":"Reporter::INFO","message":"m"})",
              R"({"ts":1,"fingerprint":"f","certificate.subject":"CN=a","certificate.serial":"1"})",
              R"({"ts":1,"ts_delta":900.0,"peer":"zeek","gaps":0,"acks":9,"percent_lost":0.0})"})
            QVERIFY2(surenessOf(line) >= 60, line);
        for (const char* line : {R"({"ts":1,"level":"info","msg":"started"})", R"({"ts":1,"host":"a"})",
                                 R"({"note":"Scan::Port_Scan"})", R"({"ts":1,"note":"take care"})"})
            QCOMPARE(surenessOf(line), 0);
    }

    void titlesEntriesThatDoNotNameTheirLog()
    {
        const auto titleOf = [](const char* line) { return readText("zeek-json", line).records.at(0).title; };
        QCOMPARE(titleOf(R"({"ts":1,"level":"Reporter::WARNING","message":"a script failed"})"),
                 std::string("a script failed"));
        QCOMPARE(titleOf(R"({"ts":1,"uid":"C1","own_field":7})"), std::string("Zeek log entry"));
    }
};

KEYTURN_TEST(TestZeek);
#include "test_zeek.moc"
