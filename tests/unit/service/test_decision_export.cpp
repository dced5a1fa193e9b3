// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/service/decision_export.h"
#include "models/service/proposal_draft.h"
#include "tests/support/run_program.h"
#include "tests/unit/service/service_bench.h"

#include <QFileInfo>
#include <QTest>

namespace keyturn::tests {

class TestDecisionExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesSignaturesThatHoldWithTheKeysBesideThem();
};

void TestDecisionExport::writesSignaturesThatHoldWithTheKeysBesideThem()
{
    ServiceBench bench;
    const auto workspace = bench.found();
    must(bench.say(*workspace, "safety", domain::CatalogueSet{LedgerHarness::catalogue()}));
    service::ChangeRequest request;
    request.restriction = LedgerHarness::suspension({"larch-4"});
    request.rationale = QStringLiteral("Abuse was observed across customers.");
    must(bench.say(*workspace, "safety",
                   must(service::draftProposal(*workspace->snapshot(), workspace->ledgerNow(),
                                               domain::MemberId(QStringLiteral("safety")), request))));
    const domain::ProposalId proposal = workspace->snapshot()->proposals.constLast().id;
    must(bench.say(*workspace, "ceo",
                   must(service::draftApproval(*workspace->snapshot(), proposal, std::nullopt))));
    must(bench.say(
        *workspace, "counsel",
        must(service::draftRefusal(*workspace->snapshot(), proposal, QStringLiteral("Too wide.")))));

    const QString folder = bench.path("decision");
    const auto written = service::exportDecision(*workspace, proposal, folder);
    QVERIFY2(written, written ? "" : qPrintable(written.error().sentence()));
    for (const QString& file : *written)
        QVERIFY2(QFileInfo::exists(file), qPrintable(file));
    const QByteArray sheetDigest =
        crypto::sha256(readTestFile(folder + QStringLiteral("/sheet.txt"))).hex().toLatin1();
    const std::vector<std::pair<QString, QString>> expected{
        {QStringLiteral("proposal"), QStringLiteral("safety")},
        {QStringLiteral("approval"), QStringLiteral("ceo")},
        {QStringLiteral("refusal"), QStringLiteral("counsel")}};
    for (const auto& [what, member] : expected) {
        const QString stem = folder + QStringLiteral("/%1.%2").arg(what, member);
        const auto key = must(
            crypto::PublicKey::fromPem(readTestFile(folder + QStringLiteral("/keys/%1.pem").arg(member))));
        QByteArray message = readTestFile(stem + QStringLiteral(".pae"));
        const QByteArray signature = readTestFile(stem + QStringLiteral(".sig"));
        QVERIFY(key.id() == bench.harness.keyOf(qPrintable(member)).publicKey().id());
        QVERIFY(key.verify(message, signature));
        const QByteArray statement = readTestFile(stem + QStringLiteral(".statement.json"));
        QVERIFY(message.endsWith(statement));
        QVERIFY(statement.contains(sheetDigest));
        message[message.size() / 2] = static_cast<char>(message[message.size() / 2] ^ 1);
        QVERIFY(!key.verify(message, signature));
    }
}

KEYTURN_TEST(TestDecisionExport);

} // namespace keyturn::tests

#include "test_decision_export.moc"
