// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/statement.h"

#include "models/base/text_safety.h"
#include "models/domain/statement_codec.h"

#include <array>
#include <utility>

namespace keyturn::domain {

namespace {

constexpr char kStatementType[] = "https://in-toto.io/Statement/v1";
constexpr char kPredicatePrefix[] = "https://keyturn.dev/";
constexpr char kPredicateSuffix[] = "/v1";
constexpr qsizetype kNonceBytes = 16;

/// In the order of Payload's alternatives.
const std::array<QString, std::variant_size_v<Payload>>& statementKinds()
{
    static const std::array<QString, std::variant_size_v<Payload>> kinds{
        QStringLiteral("charter"),
        QStringLiteral("seat"),
        QStringLiteral("batch"),
        QStringLiteral("incident-opened"),
        QStringLiteral("incident-changed"),
        QStringLiteral("incident-closed"),
        QStringLiteral("note"),
        QStringLiteral("request-received"),
        QStringLiteral("request-answered"),
        QStringLiteral("request-closed"),
        QStringLiteral("catalogue"),
        QStringLiteral("proposal"),
        QStringLiteral("approval"),
        QStringLiteral("refusal"),
        QStringLiteral("withdrawal"),
        QStringLiteral("break-glass"),
        QStringLiteral("dependents"),
        QStringLiteral("evidence"),
        QStringLiteral("gate-opened"),
        QStringLiteral("gate-met"),
        QStringLiteral("gate-waived"),
        QStringLiteral("witness"),
        QStringLiteral("acknowledgement"),
        QStringLiteral("probe"),
        QStringLiteral("batch-retracted"),
    };
    return kinds;
}

void fields(auto& visit, Same<Subject> auto& subject)
{
    visit("name", subject.name);
    visit.nested("digest", [&](auto& digest) { digest("sha256", subject.sha256); });
}

void fields(auto& visit, Same<StatementContext> auto& context)
{
    visit("log", context.log);
    visit("member", context.member);
    visit("nonce", context.nonce);
    visit.nested("basis", [&](auto& basis) {
        basis("size", context.basisSize);
        basis("root", context.basisRoot);
    });
    visit.nested("charter", [&](auto& charter) {
        charter("version", context.charterVersion);
        charter("sha256", context.charterSha256);
    });
    visit("access_state", context.accessState);
    visit("signed_at", context.signedAt);
    visit("not_after", context.notAfter);
}

/// The payload of the given place in the variant, empty.
template <size_t... I>
Payload emptyPayload(size_t index, std::index_sequence<I...>)
{
    Payload payload;
    ((I == index ? void(payload.emplace<I>()) : void()), ...);
    return payload;
}

/// The first text in @p value that may not be signed, or null.
const QString* forbiddenText(const base::JsonValue& value)
{
    if (const QString* text = value.asString())
        return base::hasForbiddenCharacter(*text) ? text : nullptr;
    if (const base::JsonArray* array = value.asArray()) {
        for (const base::JsonValue& element : *array) {
            if (const QString* found = forbiddenText(element))
                return found;
        }
    } else if (const base::JsonObject* object = value.asObject()) {
        for (const auto& [key, member] : *object) {
            if (const QString* found = forbiddenText(member))
                return found;
        }
    }
    return nullptr;
}

base::Result<void> checkRead(const Statement& statement)
{
    if (statement.context && statement.context->nonce.size() != kNonceBytes)
        return base::fail(DomainError::BadStatement, QStringLiteral("the nonce is not of 16 bytes"));
    for (const Subject& subject : statement.subjects) {
        if (subject.name.isEmpty())
            return base::fail(DomainError::BadStatement, QStringLiteral("a subject has no name"));
    }
    const auto* proposal = std::get_if<ChangeProposed>(&statement.payload);
    if (const auto* broken = std::get_if<GlassBroken>(&statement.payload))
        proposal = &broken->change;
    if (proposal && !(proposal->names.routes.empty() && proposal->names.families.empty()))
        return base::fail(DomainError::BadStatement, QStringLiteral("a proposal names routes or families"));
    return {};
}

} // namespace

KEYTURN_DEFINE_FIELDS(Subject);
KEYTURN_DEFINE_FIELDS(StatementContext);

QString kindOf(const Payload& payload)
{
    return statementKinds().at(payload.index());
}

QString predicateTypeOf(const Payload& payload)
{
    return QLatin1String(kPredicatePrefix) + kindOf(payload) + QLatin1String(kPredicateSuffix);
}

base::Result<QByteArray> encodeStatement(const Statement& statement)
{
    FieldWriter predicate;
    predicate("context", statement.context);
    std::visit([&](const auto& payload) { writeFields(predicate, payload); }, statement.payload);

    base::JsonObject object;
    object.emplace_back(QStringLiteral("_type"), QLatin1String(kStatementType));
    object.emplace_back(QStringLiteral("subject"), toJson(statement.subjects));
    object.emplace_back(QStringLiteral("predicateType"), predicateTypeOf(statement.payload));
    object.emplace_back(QStringLiteral("predicate"), predicate.take());
    const base::JsonValue json(std::move(object));
    if (const QString* text = forbiddenText(json)) {
        return base::fail(DomainError::BadStatement,
                          QStringLiteral("the text “%1” holds a control or text-direction character")
                              .arg(base::harmlessText(*text, 60)));
    }
    QByteArray bytes = base::toJsonBytes(json);
    // Read back before anyone signs: what would not be understood later must not be signed now.
    const auto read = decodeStatement(bytes);
    if (!read)
        return base::fail(DomainError::BadStatement, read.error().sentence());
    if (*read != statement)
        return base::fail(DomainError::BadStatement, QStringLiteral("it does not read back as it was meant"));
    return bytes;
}

base::Result<Statement> decodeStatement(QByteArrayView bytes)
{
    KEYTURN_TRY_LET(json, base::parseStrictJson(bytes));
    base::JsonReader reader(json, QString());
    const QString type = reader.string("_type");
    if (reader.ok() && type != QLatin1String(kStatementType))
        return base::fail(DomainError::UnknownKind, base::harmlessText(type, 80));
    const QString predicateType = reader.string("predicateType");

    Statement statement;
    FieldReader fieldsIn(reader);
    fieldsIn("subject", statement.subjects);
    const base::JsonValue& predicateJson = reader.value("predicate");
    KEYTURN_TRY(reader.finish());

    const auto& kinds = statementKinds();
    size_t index = 0;
    while (index < kinds.size() &&
           predicateType != QLatin1String(kPredicatePrefix) + kinds[index] + QLatin1String(kPredicateSuffix))
        ++index;
    if (index == kinds.size())
        return base::fail(DomainError::UnknownKind, base::harmlessText(predicateType, 80));

    statement.payload = emptyPayload(index, std::make_index_sequence<std::variant_size_v<Payload>>());
    base::JsonReader predicate(predicateJson, QStringLiteral("predicate"));
    FieldReader predicateIn(predicate);
    predicateIn("context", statement.context);
    std::visit([&](auto& payload) { readFields(predicateIn, payload); }, statement.payload);
    KEYTURN_TRY(predicate.finish());
    KEYTURN_TRY(checkRead(statement));
    return statement;
}

} // namespace keyturn::domain
