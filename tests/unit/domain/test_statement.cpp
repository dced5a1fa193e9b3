// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"
#include "models/base/text_safety.h"
#include "models/domain/domain_error.h"
#include "models/domain/statement.h"
#include "tests/support/random_statements.h"
#include "tests/support/test_registry.h"

using namespace keyturn;
using namespace keyturn::domain;
using base::JsonError;
using tests::RandomStatements;

namespace {

constexpr size_t kStatementKinds = std::variant_size_v<Payload>;

template <typename T>
Statement about(T payload)
{
    Statement statement;
    statement.subjects.push_back({QStringLiteral("ledger"), {}});
    statement.payload = std::move(payload);
    return statement;
}

Statement anIncident()
{
    IncidentOpened incident;
    incident.title = QStringLiteral("Bypass");
    incident.owner = MemberId(QStringLiteral("head-of-safety"));
    return about(incident);
}

Statement aProposal()
{
    ChangeProposed proposal;
    proposal.restriction.emplace();
    proposal.restriction->scope.include.regions =
        Selection<RegionId>::of({RegionId(QStringLiteral("EU")), RegionId(QStringLiteral("UK"))});
    proposal.rule = RuleId(QStringLiteral("suspend"));
    proposal.signalRecords = {RecordId(QStringLiteral("12:345"))};
    proposal.reverts = ChangeId(QStringLiteral("C-3"));
    return about(proposal);
}

QByteArray encoded(const Statement& statement)
{
    const auto bytes = encodeStatement(statement);
    if (!bytes)
        qFatal("%s", qPrintable(bytes.error().sentence()));
    return *bytes;
}

/// What decoding says once @p from, which must be there, has been replaced.
base::Result<Statement> decodedWith(QByteArray bytes, const QByteArray& from, const QByteArray& to)
{
    if (!bytes.contains(from))
        qFatal("not in the statement: %s", from.constData());
    return decodeStatement(bytes.replace(from, to));
}

} // namespace

class TestStatement : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsBackEveryKindAsItWas()
    {
        RandomStatements random(2026);
        for (int round = 0; round < 200; ++round) {
            for (size_t kind = 0; kind < kStatementKinds; ++kind) {
                const Statement statement = random.statement(kind);
                const auto bytes = encodeStatement(statement);
                QVERIFY2(bytes, qPrintable(bytes ? QString() : bytes.error().sentence()));
                const auto read = decodeStatement(*bytes);
                QVERIFY2(read, qPrintable(read ? QString() : read.error().sentence()));
                QVERIFY(*read == statement);
                QCOMPARE(encoded(*read), *bytes);
            }
        }
    }

    void laysOutAnInTotoStatement()
    {
        const QByteArray bytes = encoded(anIncident());
        QVERIFY(bytes.startsWith(
            "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"ledger\","
            "\"digest\":{\"sha256\":\""));
        QVERIFY(
            bytes.contains("\"predicateType\":\"https://keyturn.dev/incident-opened/v1\",\"predicate\":{"));
    }

    void namesEveryKindDifferently()
    {
        RandomStatements random(1);
        QStringList kinds;
        for (size_t kind = 0; kind < kStatementKinds; ++kind)
            kinds += kindOf(random.statement(kind).payload);
        QCOMPARE(kinds.join(u' '),
                 QStringLiteral(
                     "charter seat batch incident-opened incident-changed incident-closed note "
                     "request-received request-answered request-closed catalogue proposal approval refusal "
                     "withdrawal break-glass dependents evidence gate-opened gate-met gate-waived witness "
                     "acknowledgement probe batch-retracted"));
        kinds.removeDuplicates();
        QCOMPARE(kinds.size(), static_cast<qsizetype>(kStatementKinds));
    }

    void refusesEveryUnknownFieldWhereverItStands()
    {
        RandomStatements random(7);
        for (size_t kind = 0; kind < kStatementKinds; ++kind) {
            const QByteArray bytes = encoded(random.statement(kind));
            qsizetype inText = 0;
            bool escaped = false;
            int objects = 0;
            for (qsizetype i = 0; i < bytes.size(); ++i) {
                const char c = bytes[i];
                if (inText && !escaped && c == '\\') {
                    escaped = true;
                    continue;
                }
                if (c == '"' && !escaped)
                    inText = !inText;
                escaped = false;
                if (inText || c != '{')
                    continue;
                ++objects;
                const bool empty = bytes[i + 1] == '}';
                QByteArray changed = bytes;
                changed.insert(i + 1, empty ? "\"surplus\":1" : "\"surplus\":1,");
                const auto read = decodeStatement(changed);
                QVERIFY2(!read, changed.constData());
                QVERIFY2(read.error().is(JsonError::UnknownField), qPrintable(read.error().sentence()));
            }
            QVERIFY(objects >= 3);
        }
    }

    void refusesEveryMissingField()
    {
        // Every member of a payload without optional fields is needed.
        const QByteArray bytes =
            encoded(about(ProposalRefused{ProposalId(QStringLiteral("P-1")), {}, {}, QStringLiteral("no")}));
        const auto json = base::parseStrictJson(bytes);
        QVERIFY(json);
        for (const char* name : {"proposal", "proposal_entry", "sheet", "reason"}) {
            base::JsonObject top = *json->asObject();
            for (auto& [key, value] : top) {
                if (key != u"predicate")
                    continue;
                base::JsonObject predicate = *value.asObject();
                const auto erased = std::erase_if(
                    predicate, [&](const base::JsonMember& m) { return m.first == QLatin1String(name); });
                QCOMPARE(erased, size_t{1});
                value = base::JsonValue(std::move(predicate));
            }
            const auto read = decodeStatement(base::toJsonBytes(top));
            QVERIFY(!read);
            QVERIFY2(read.error().is(JsonError::MissingField), qPrintable(read.error().sentence()));
        }
    }

    void refusesWordsThatAreNotOfTheList()
    {
        const auto read = decodedWith(encoded(anIncident()), "\"undetermined\"", "\"Undetermined\"");
        QVERIFY(!read && read.error().is(JsonError::BadValue));
        const auto severity = decodedWith(encoded(anIncident()), "\"not-stated\"", "\"worst\"");
        QVERIFY(!severity && severity.error().is(JsonError::BadValue));
    }

    void refusesIdsThatAreNotWellFormed_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        for (const char* id : {"", "a b", "a/b", "\xc3\xa9", "a:b", "a\\u0000"})
            QTest::addRow("rule '%s'", id)
                << QByteArray("\"rule\":\"suspend\"") << QByteArray("\"rule\":\"") + id + '"';
        QTest::addRow("rule of 65") << QByteArray("\"suspend\"") << '"' + QByteArray(65, 'a') + '"';
        for (const char* id : {"C-0", "C-03", "C-", "C-3x", "c-3", "I-3", "C3", "C--3", "C-9999999999999999"})
            QTest::addRow("change %s", id) << QByteArray("\"C-3\"") << '"' + QByteArray(id) + '"';
        for (const char* id : {"12", "12:", ":345", "012:345", "12:0345", "12:345:6", "-1:3", "12: 345"})
            QTest::addRow("record %s", id) << QByteArray("\"12:345\"") << '"' + QByteArray(id) + '"';
    }
    void refusesIdsThatAreNotWellFormed()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QVERIFY(decodeStatement(encoded(aProposal())));
        QVERIFY(!decodedWith(encoded(aProposal()), from, to));
    }

    void refusesSetsThatAreNotSorted()
    {
        QVERIFY(!decodedWith(encoded(aProposal()), "[\"EU\",\"UK\"]", "[\"UK\",\"EU\"]"));
        QVERIFY(!decodedWith(encoded(aProposal()), "[\"EU\",\"UK\"]", "[\"EU\",\"EU\"]"));
        QVERIFY(!decodedWith(encoded(aProposal()), "[\"EU\",\"UK\"]", "\"every\""));
    }

    void refusesKindsAndVersionsItDoesNotKnow()
    {
        const QByteArray bytes = encoded(anIncident());
        for (const char* type : {"https://keyturn.dev/incident-opened/v2", "https://keyturn.dev/incident/v1",
                                 "https://example.org/incident-opened/v1"}) {
            const auto read = decodedWith(bytes, "https://keyturn.dev/incident-opened/v1", type);
            QVERIFY(!read);
            QVERIFY2(read.error().is(DomainError::UnknownKind), qPrintable(read.error().sentence()));
        }
        const auto read = decodedWith(bytes, "in-toto.io/Statement/v1", "in-toto.io/Statement/v2");
        QVERIFY(!read && read.error().is(DomainError::UnknownKind));
    }

    void refusesNumbersBeyondWhatJsonKeeps()
    {
        BatchImported batch;
        batch.count = std::uint64_t{1} << 53;
        QVERIFY(!encodeStatement(about(batch)));
        batch.count = (std::uint64_t{1} << 53) - 1;
        QVERIFY(encodeStatement(about(batch)));
        QVERIFY(!decodedWith(encoded(about(batch)), "\"blocks\":0", "\"blocks\":4294967296"));
        QVERIFY(!decodedWith(encoded(about(batch)), "\"blocks\":0", "\"blocks\":-1"));
    }

    void refusesTimesInAnotherSpelling()
    {
        NoteAdded note;
        note.occurredAt = base::UtcTime{0};
        const QByteArray bytes = encoded(about(note));
        for (const char* time : {"1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00+00:00",
                                 "1970-01-01 00:00:00Z", "1970-01-01T00:00:00", "1970-01-01"})
            QVERIFY2(!decodedWith(bytes, "1970-01-01T00:00:00Z", time), time);
    }

    void refusesBase64InAnotherSpelling()
    {
        SeatIntroduced seat;
        seat.spki = QByteArray("\x00\x01\x02\x03", 4);
        const QByteArray bytes = encoded(about(seat));
        for (const char* text : {"AAECAw", "AAECAx==", "AAEC Aw==", "AAECAw==="})
            QVERIFY2(!decodedWith(bytes, "\"AAECAw==\"", '"' + QByteArray(text) + '"'), text);
    }

    void refusesNoncesOfAnotherLength()
    {
        Statement statement = anIncident();
        statement.context.emplace();
        statement.context->member = MemberId(QStringLiteral("m"));
        for (const qsizetype length : {0, 15, 17}) {
            statement.context->nonce = QByteArray(length, 'n');
            const auto bytes = encodeStatement(statement);
            QVERIFY(!bytes && bytes.error().is(DomainError::BadStatement));
        }
        statement.context->nonce = QByteArray(16, 'n');
        QVERIFY(encodeStatement(statement));
    }

    void neverSignsForbiddenCharacters()
    {
        for (const char16_t c :
             {u'\n', u'\0', u'\x7f', u'\x9b', u'\u202e', u'\u2066', u'\ufeff', u'\xd800'}) {
            IncidentOpened incident = std::get<IncidentOpened>(anIncident().payload);
            incident.summary = QStringLiteral("before") + QChar(c) + QStringLiteral("after");
            const auto bytes = encodeStatement(about(incident));
            QVERIFY(!bytes);
            QVERIFY2(bytes.error().is(DomainError::BadStatement), qPrintable(bytes.error().sentence()));
            QVERIFY(!base::hasForbiddenCharacter(bytes.error().sentence()));
        }
    }

    void neverSignsWhatDoesNotReadBack()
    {
        IncidentOpened ownerless = std::get<IncidentOpened>(anIncident().payload);
        ownerless.owner = {};
        QVERIFY(!encodeStatement(about(ownerless)));
        ChangeProposed withRoutes = std::get<ChangeProposed>(aProposal().payload);
        withRoutes.names.routes.push_back({RouteId(QStringLiteral("r")),
                                           ModelId(QStringLiteral("m")),
                                           ChannelId(QStringLiteral("c")),
                                           RegionId(QStringLiteral("g")),
                                           {},
                                           {}});
        QVERIFY(!encodeStatement(about(withRoutes)));
        ChangeProposed withFamilies = std::get<ChangeProposed>(aProposal().payload);
        withFamilies.names.families.push_back({QStringLiteral("f"), {ModelId(QStringLiteral("m"))}});
        QVERIFY(!encodeStatement(about(withFamilies)));
        CharterSigned short_;
        short_.charter.acts.resize(2);
        QVERIFY(!encodeStatement(about(short_)));
        NoteAdded note;
        note.occurredAt = base::UtcTime{std::int64_t{1} << 62};
        QVERIFY(!encodeStatement(about(note)));
    }

    void everyCutStatementIsRefused()
    {
        RandomStatements random(3);
        for (size_t kind = 0; kind < kStatementKinds; ++kind) {
            const QByteArray bytes = encoded(random.statement(kind));
            for (qsizetype length = 0; length < bytes.size(); length += 1 + bytes.size() / 300)
                QVERIFY(!decodeStatement(bytes.first(length)));
            QVERIFY(!decodeStatement(bytes + '}'));
            QVERIFY(!decodeStatement("\xef\xbb\xbf" + bytes));
        }
    }

    void draftsReadBackAsTheyWere()
    {
        RandomStatements random(11);
        for (int round = 0; round < 100; ++round) {
            const Charter charter = random.charter();
            const auto read = decodeCharterDraft(encodeCharterDraft(charter));
            QVERIFY2(read, qPrintable(read ? QString() : read.error().sentence()));
            QVERIFY(*read == charter);
            const Catalogue catalogue = random.catalogue(true);
            const auto readCatalogue = decodeCatalogueFile(encodeCatalogueFile(catalogue));
            QVERIFY(readCatalogue && *readCatalogue == catalogue);
        }
    }

    void usualRulesReadBackAsTheyWere()
    {
        Charter charter;
        charter.rules = usualRules();
        charter.acts = usualActs();
        const auto read = decodeCharterDraft(encodeCharterDraft(charter));
        QVERIFY(read && *read == charter);
        QVERIFY(encodeStatement(about(CharterSigned{charter})));
    }
};

KEYTURN_TEST(TestStatement);
#include "test_statement.moc"
