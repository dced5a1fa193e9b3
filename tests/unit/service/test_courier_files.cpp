// SPDX-License-Identifier: GPL-3.0-or-later
// Files that somebody changed on the way.
#include "models/crypto/digest_functions.h"
#include "tests/unit/service/courier_bench.h"

#include <QJsonArray>

namespace keyturn::tests {

using domain::DomainError;
using service::CourierError;
using Edit = std::function<void(QJsonObject&)>;

namespace {

QByteArray field(const QJsonObject& object, const char* key)
{
    return QByteArray::fromBase64(object[QLatin1String(key)].toString().toLatin1());
}

void setField(QJsonObject& object, const char* key, const QByteArray& bytes)
{
    object[QLatin1String(key)] = QString::fromLatin1(bytes.toBase64());
}

/// Lays the statement that is to be signed out anew.
Edit restate(const std::function<void(domain::Statement&)>& change)
{
    return [change](QJsonObject& object) {
        auto statement = must(domain::decodeStatement(field(object, "statement")));
        change(statement);
        setField(object, "statement", must(domain::encodeStatement(statement)));
    };
}

/// The proposal's entry with another rationale, its old signature kept.
void rewriteRationale(QJsonObject& object)
{
    const auto entry = must(ledger::readEntry(field(object, "entry")));
    auto envelope = must(ledger::readEnvelope(entry.payload));
    envelope.payload.replace("Abuse was observed", "No abuse was seen");
    setField(object, "entry", must(ledger::makeEntry(entry.header, ledger::encodeEnvelope(envelope))).bytes);
}

/// The same by somebody who puts the sheet right, signs the entry with a key of their own and asks for a
/// signature on it.
void forgeProposal(QJsonObject& object)
{
    auto forger = must(crypto::PrivateKey::generate(crypto::KeyType::P256));
    const auto entry = must(ledger::readEntry(field(object, "entry")));
    const auto envelope = must(ledger::readEnvelope(entry.payload));
    auto proposed = must(domain::decodeStatement(envelope.payload));
    auto& change = std::get<domain::ChangeProposed>(proposed.payload);
    change.rationale = QStringLiteral("Nothing to worry about.");
    const QByteArray sheet = must(domain::renderSheet(change));
    proposed.subjects.front().sha256 = crypto::sha256(sheet);
    const QByteArray forged = must(ledger::signEnvelope(must(domain::encodeStatement(proposed)), forger));
    const auto made = must(ledger::makeEntry(entry.header, forged));
    setField(object, "entry", made.bytes);
    setField(object, "sheet", sheet);
    setField(object, "proposer_key", forger.publicKey().spki());
    restate([&](domain::Statement& statement) {
        auto& approval = std::get<domain::ProposalApproved>(statement.payload);
        approval.proposalEntry = made.leafHash();
        approval.sheet = crypto::sha256(sheet);
        statement.subjects = proposed.subjects;
    })(object);
}

} // namespace

class TestCourierFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatIsNoDecisionFile();
    void tellsTheTwoFilesApart();
    void refusesToSignAnEditedFile_data();
    void refusesToSignAnEditedFile();
    void refusesTheAnswerToAFileWhoseBoundsWereEdited_data();
    void refusesTheAnswerToAFileWhoseBoundsWereEdited();
    void refusesASwappedProposal();
    void refusesTheKeyOfAnotherMember();
    void refusesAnAnswerForAnotherWorkspace();
    void refusesAnEditedAnswer_data();
    void refusesAnEditedAnswer();
    void takesInNothingButDecisions();
};

void TestCourierFiles::refusesWhatIsNoDecisionFile()
{
    CourierBench courier;
    courier.out();
    const QByteArray good = readTestFile(courier.file());
    const auto openedWith = [&](const QByteArray& bytes) {
        CourierBench::must(service::replaceSmallFile(courier.file(), bytes));
        return service::openDecision(courier.file());
    };
    EXPECT_ERROR(openedWith(QByteArray()), CourierError::NotADecisionFile);
    EXPECT_ERROR(openedWith(good.left(good.size() / 2)), CourierError::NotADecisionFile);
    EXPECT_ERROR(openedWith(QByteArray(64, '[') + QByteArray(64, ']')), CourierError::NotADecisionFile);
    QByteArray twice = good;
    EXPECT_ERROR(openedWith(twice.replace("\"log\":", "\"log\": \"\", \"log\":")),
                 CourierError::NotADecisionFile);
    QByteArray more = good;
    EXPECT_ERROR(openedWith(more.replace("\"log\":", "\"note\": \"\", \"log\":")),
                 CourierError::NotADecisionFile);
    QByteArray newer = good;
    EXPECT_ERROR(openedWith(newer.replace("keyturn-courier/1", "keyturn-courier/2")),
                 CourierError::NewerFile);
    QByteArray stranger = good;
    EXPECT_ERROR(openedWith(stranger.replace("keyturn-courier/1", "keyturn-enrolment/1")),
                 CourierError::NotADecisionFile);
    QFile large(courier.file());
    QVERIFY(large.open(QIODevice::WriteOnly));
    large.write(QByteArray(service::kMaximumSmallFileBytes + 1, ' '));
    large.close();
    EXPECT_ERROR(service::openDecision(courier.file()), service::ServiceError::FileFailure);
    EXPECT_ERROR(service::openDecision(courier.bench.path("none")), service::ServiceError::FileFailure);
}

void TestCourierFiles::tellsTheTwoFilesApart()
{
    CourierBench courier;
    courier.out();
    EXPECT_ERROR(service::courierIn(*courier.workspace, courier.file()), CourierError::NotSignedYet);
    courier.answer();
    EXPECT_ERROR(service::openDecision(courier.answerFile()), CourierError::SignedAlready);
}

void TestCourierFiles::refusesToSignAnEditedFile_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<CourierError>("error");
    const auto row = [](const char* name, CourierError error, const Edit& edit) {
        QTest::newRow(name) << edit << error;
    };
    const auto text = [](const char* key, const QJsonValue& value) -> Edit {
        return [key, value](QJsonObject& object) { object[QLatin1String(key)] = value; };
    };
    const auto bytes = [](const char* key, const QByteArray& from, const QByteArray& to) -> Edit {
        return [=](QJsonObject& object) {
            QByteArray all = field(object, key);
            QVERIFY(all.contains(from));
            setField(object, key, all.replace(from, to));
        };
    };
    const QString otherHash = QString(64, QLatin1Char('a'));
    row("another log", CourierError::MixedLedgers, text("log", otherHash));
    row("edited rationale", CourierError::ProposalForged, rewriteRationale);
    row("forged proposal", CourierError::NotInLedger, forgeProposal);
    row("entry cut short", CourierError::ProposalDamaged,
        [](QJsonObject& object) { setField(object, "entry", field(object, "entry").chopped(1)); });
    row("entry moved", CourierError::NotInLedger, bytes("entry", "\nseq 5\n", "\nseq 4\n"));
    row("another proposer's key", CourierError::ProposalForged, [](QJsonObject& object) {
        object[QLatin1String("proposer_key")] = object[QLatin1String("member")][QLatin1String("keys")][0];
    });
    row("proof cut short", CourierError::NotInLedger, [](QJsonObject& object) {
        QJsonArray path = object[QLatin1String("inclusion")].toArray();
        path.removeLast();
        object[QLatin1String("inclusion")] = path;
    });
    row("proof changed", CourierError::NotInLedger, [otherHash](QJsonObject& object) {
        QJsonArray path = object[QLatin1String("inclusion")].toArray();
        path[0] = otherHash;
        object[QLatin1String("inclusion")] = path;
    });
    row("checkpoint of another log", CourierError::MixedLedgers,
        bytes("checkpoint", "keyturn.dev/", "keyturn.dev/0"));
    row("checkpoint of another size", CourierError::NotInLedger, bytes("checkpoint", "\n6\n", "\n9\n"));
    row("no checkpoint", CourierError::NotInLedger, text("checkpoint", QString()));
    row("edited sheet", CourierError::SheetNotOfProposal, bytes("sheet", "Abuse", "Bliss"));
    row("longer sheet", CourierError::SheetNotOfProposal,
        [](QJsonObject& object) { setField(object, "sheet", field(object, "sheet") + "\n"); });
    row("no statement", CourierError::OtherStatement, text("statement", QString()));
    row("another's statement", CourierError::OtherStatement,
        restate([](domain::Statement& statement) { statement.context->member = person("coo"); }));
    row("another person's file", CourierError::OtherStatement, [](QJsonObject& object) {
        QJsonObject member = object[QLatin1String("member")].toObject();
        member[QLatin1String("id")] = QStringLiteral("coo");
        object[QLatin1String("member")] = member;
    });
    row("statement on another entry", CourierError::OtherStatement, restate([](domain::Statement& statement) {
            std::get<domain::ProposalApproved>(statement.payload).proposalEntry = crypto::sha256("another");
        }));
    row("statement on another sheet", CourierError::OtherStatement, restate([](domain::Statement& statement) {
            std::get<domain::ProposalApproved>(statement.payload).sheet = crypto::sha256("another");
        }));
    row("statement about another subject", CourierError::OtherStatement,
        restate([](domain::Statement& statement) {
            statement.subjects.front().name = QStringLiteral("charter.json");
        }));
    row("statement for another log", CourierError::MixedLedgers,
        restate([](domain::Statement& statement) { statement.context->log = crypto::sha256("another"); }));
    row("statement on another basis", CourierError::OtherStatement,
        restate([](domain::Statement& statement) { --statement.context->basisSize; }));
    row("statement of another kind", CourierError::OtherStatement, restate([](domain::Statement& statement) {
            statement.payload = ServiceBench::note(QStringLiteral("A note"));
        }));
    row("statement before the proposal", CourierError::OtherStatement,
        restate([](domain::Statement& statement) {
            statement.context->signedAt = statement.context->signedAt.plusUs(-base::kUsPerMinute);
        }));
    row("good for longer than the proposal", CourierError::ValidTooLong,
        restate([](domain::Statement& statement) {
            statement.context->notAfter = statement.context->notAfter.plusUs(base::kUsPerMinute);
        }));
}

void TestCourierFiles::refusesToSignAnEditedFile()
{
    QFETCH(Edit, edit);
    QFETCH(CourierError, error);
    CourierBench courier;
    courier.out();
    CourierBench::edit(courier.file(), edit);
    const auto answer = courier.sign();
    QVERIFY(!answer);
    QVERIFY2(answer.error().is(error), qPrintable(answer.error().sentence()));
    QVERIFY(!answer.error().sentence().contains(QLatin1Char('%')));
}

void TestCourierFiles::refusesTheAnswerToAFileWhoseBoundsWereEdited_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<DomainError>("error");
    // What somebody without the workspace cannot know is known where the answer is taken in.
    QTest::newRow("charter version") << Edit(restate([](domain::Statement& statement) {
        ++statement.context->charterVersion;
    })) << DomainError::StaleCharter;
    QTest::newRow("charter") << Edit(restate([](domain::Statement& statement) {
        statement.context->charterSha256 = crypto::sha256("another");
    })) << DomainError::StaleCharter;
    QTest::newRow("access state") << Edit(restate([](domain::Statement& statement) {
        statement.context->accessState = crypto::sha256("another");
    })) << DomainError::StaleAccessState;
    QTest::newRow("number of the proposal") << Edit(restate([](domain::Statement& statement) {
        std::get<domain::ProposalApproved>(statement.payload).proposal =
            domain::ProposalId(QStringLiteral("P-2"));
    })) << DomainError::SheetDiffers;
}

void TestCourierFiles::refusesTheAnswerToAFileWhoseBoundsWereEdited()
{
    QFETCH(Edit, edit);
    QFETCH(DomainError, error);
    CourierBench courier;
    courier.propose({"larch-3"});
    courier.out();
    CourierBench::edit(courier.file(), edit);
    courier.answer();
    const auto size = courier.workspace->snapshot()->size;
    const auto taken = courier.in();
    QVERIFY(!taken);
    QVERIFY2(taken.error().is(error), qPrintable(taken.error().sentence()));
    QCOMPARE(courier.workspace->snapshot()->size, size);
}

void TestCourierFiles::refusesASwappedProposal()
{
    CourierBench courier;
    const domain::ProposalId wider = courier.propose({"larch-4", "larch-3"});
    courier.out();
    const QString other = courier.bench.path("p2.keyturn-decision");
    must(service::courierOut(*courier.workspace, wider, person("ceo"), other));
    CourierBench::edit(courier.file(), [&](QJsonObject& object) {
        const QJsonObject swapped = QJsonDocument::fromJson(readTestFile(other)).object();
        for (const char* key : {"entry", "inclusion", "sheet"})
            object[QLatin1String(key)] = swapped[QLatin1String(key)];
    });
    EXPECT_ERROR(courier.sign(), CourierError::OtherStatement);
}

void TestCourierFiles::refusesTheKeyOfAnotherMember()
{
    CourierBench courier;
    courier.out();
    EXPECT_ERROR(courier.sign({}, "coo"), CourierError::NotTheirKey);
    // Naming the key in the file deceives nobody where the answer is taken in.
    CourierBench::edit(courier.file(), [&](QJsonObject& object) {
        QJsonObject member = object[QLatin1String("member")].toObject();
        member[QLatin1String("keys")] =
            QJsonArray{QString::fromLatin1(courier.bench.harness.keyOf("coo").publicKey().spki().toBase64())};
        object[QLatin1String("member")] = member;
    });
    CourierBench::must(service::writeAnswerFile(courier.answerFile(), must(courier.sign({}, "coo"))));
    EXPECT_ERROR(courier.in(), DomainError::KeyNotOfMember);
}

void TestCourierFiles::refusesAnAnswerForAnotherWorkspace()
{
    CourierBench courier;
    courier.out();
    courier.answer();
    CourierBench other;
    QVERIFY(other.workspace->snapshot()->log != courier.workspace->snapshot()->log);
    EXPECT_ERROR(service::courierIn(*other.workspace, courier.answerFile()), DomainError::WrongLog);
    // Relabelled, it is still signed for the first.
    CourierBench::edit(courier.answerFile(), [&](QJsonObject& object) {
        object[QLatin1String("log")] = other.workspace->snapshot()->log.hex();
    });
    EXPECT_ERROR(service::courierIn(*other.workspace, courier.answerFile()), CourierError::AnswerMislabelled);
}

void TestCourierFiles::refusesAnEditedAnswer_data()
{
    QTest::addColumn<Edit>("edit");
    QTest::newRow("proposal") << Edit(
        [](QJsonObject& object) { object[QLatin1String("proposal")] = QStringLiteral("P-2"); });
    QTest::newRow("log") << Edit(
        [](QJsonObject& object) { object[QLatin1String("log")] = QString(64, QLatin1Char('a')); });
    QTest::newRow("signed statement") << Edit([](QJsonObject& object) {
        auto envelope = must(ledger::readEnvelope(field(object, "envelope")));
        envelope.payload.append(' ');
        setField(object, "envelope", ledger::encodeEnvelope(envelope));
    });
    QTest::newRow("signature") << Edit([](QJsonObject& object) {
        auto envelope = must(ledger::readEnvelope(field(object, "envelope")));
        envelope.signature[10] = static_cast<char>(envelope.signature[10] ^ 1);
        setField(object, "envelope", ledger::encodeEnvelope(envelope));
    });
    QTest::newRow("no envelope") << Edit(
        [](QJsonObject& object) { object[QLatin1String("envelope")] = QString(); });
    QTest::newRow("not base64") << Edit(
        [](QJsonObject& object) { object[QLatin1String("envelope")] = QStringLiteral("*"); });
    QTest::newRow("more fields") << Edit(
        [](QJsonObject& object) { object[QLatin1String("note")] = QString(); });
}

void TestCourierFiles::refusesAnEditedAnswer()
{
    QFETCH(Edit, edit);
    CourierBench courier;
    courier.out();
    courier.answer();
    CourierBench::edit(courier.answerFile(), edit);
    const auto size = courier.workspace->snapshot()->size;
    QVERIFY(!courier.in());
    QCOMPARE(courier.workspace->snapshot()->size, size);
    QVERIFY(courier.state().approvals.empty());
}

void TestCourierFiles::takesInNothingButDecisions()
{
    CourierBench courier;
    service::Workspace& workspace = *courier.workspace;
    const auto prepared =
        must(workspace.prepare(person("scribe"), ServiceBench::note(QStringLiteral("From elsewhere"))));
    const QByteArray envelope =
        must(ledger::signEnvelope(prepared.statement, courier.bench.harness.keyOf("scribe")));
    EXPECT_ERROR(workspace.appendSigned(envelope), CourierError::NotADecision);
    CourierBench::must(service::writeAnswerFile(courier.answerFile(),
                                                {workspace.snapshot()->log, courier.proposal, envelope}));
    EXPECT_ERROR(courier.in(), CourierError::NotADecision);
}

KEYTURN_TEST(TestCourierFiles);

} // namespace keyturn::tests

#include "test_courier_files.moc"
