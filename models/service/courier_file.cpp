// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/courier_file.h"

#include "models/base/json.h"
#include "models/base/text_safety.h"
#include "models/crypto/keys.h"
#include "models/domain/identifier.h"
#include "models/service/base64_field.h"
#include "models/service/small_file.h"

namespace keyturn::service {

namespace {

constexpr QLatin1String kCourierKind("keyturn-courier/1");
constexpr QLatin1String kAnswerKind("keyturn-courier-answer/1");
/// Of a kind that a later version made.
constexpr QLatin1String kAnyCourierKind("keyturn-courier");

base::JsonObject memberObject(const domain::Member& member)
{
    base::JsonArray roles;
    for (const domain::Role role : member.roles)
        roles.push_back(domain::toWord(role));
    base::JsonArray keys;
    for (const domain::MemberKey& key : member.keys)
        keys.push_back(base64Field(key.spki));
    return {{QStringLiteral("id"), member.id.value()},
            {QStringLiteral("name"), member.name},
            {QStringLiteral("title"), member.title},
            {QStringLiteral("roles"), roles},
            {QStringLiteral("keys"), keys}};
}

base::Result<domain::Member> readMember(const base::JsonValue& json)
{
    base::JsonReader reader(json, QStringLiteral("member"));
    domain::Member member;
    member.id = domain::MemberId(reader.string("id"));
    member.name = reader.string("name");
    member.title = reader.string("title");
    if (!domain::isWellFormedIdentifier(member.id.value()))
        reader.reject(base::JsonError::BadValue, "id", base::harmlessText(member.id.value(), 60));
    for (const QString& word : reader.strings("roles")) {
        if (const auto role = domain::fromWord<domain::Role>(word))
            member.roles.push_back(*role);
        else
            reader.reject(base::JsonError::BadValue, "roles", base::harmlessText(word, 60));
    }
    for (const QString& text : reader.strings("keys")) {
        KEYTURN_TRY_LET(spki, fromBase64Field(text, "member.keys"));
        KEYTURN_TRY_LET(key, crypto::PublicKey::fromSpki(spki));
        member.keys.push_back({key.id(), crypto::toWord(key.type()), key.spki()});
    }
    KEYTURN_TRY(reader.finish());
    return member;
}

base::Result<CourierParts> readParts(base::JsonReader& reader)
{
    CourierParts parts;
    parts.log = reader.digest("log");
    const base::JsonValue& member = reader.value("member");
    parts.entry = base64Of(reader, "entry");
    for (const QString& text : reader.strings("inclusion")) {
        if (const auto hash = base::Digest::fromHex(text))
            parts.inclusion.push_back(*hash);
        else
            reader.reject(base::JsonError::BadValue, "inclusion", base::harmlessText(text, 80));
    }
    parts.checkpoint = base64Of(reader, "checkpoint");
    parts.proposerKey = base64Of(reader, "proposer_key");
    parts.statement = base64Of(reader, "statement");
    parts.sheet = base64Of(reader, "sheet");
    KEYTURN_TRY(reader.finish());
    KEYTURN_TRY_LET(who, readMember(member));
    parts.member = std::move(who);
    return parts;
}

base::Result<CourierAnswer> readAnswer(base::JsonReader& reader)
{
    CourierAnswer answer;
    answer.log = reader.digest("log");
    answer.proposal = domain::ProposalId(reader.string("proposal"));
    answer.envelope = base64Of(reader, "envelope");
    KEYTURN_TRY(reader.finish());
    return answer;
}

/// Reads a file of the kind @p wanted. @param other what to say of the one of its pair.
template <typename Read>
auto readFile(const QString& path, QLatin1String wanted, QLatin1String pair, CourierError other, Read read)
    -> std::invoke_result_t<Read, base::JsonReader&>
{
    KEYTURN_TRY_LET(bytes, readSmallFile(path));
    const QString name = base::harmlessText(path);
    const auto malformed = [&](const base::Error& error) {
        return base::fail(CourierError::NotADecisionFile, name, error.sentence());
    };
    const auto json = base::parseStrictJson(bytes);
    if (!json)
        return malformed(json.error());
    base::JsonReader reader(*json, QString());
    const QString kind = reader.string("kind");
    if (!reader.ok())
        return malformed(reader.finish().error());
    if (kind == pair)
        return base::fail(other, name);
    if (kind != wanted) {
        if (kind.startsWith(kAnyCourierKind))
            return base::fail(CourierError::NewerFile, name, base::harmlessText(kind, 60));
        return malformed(
            base::makeError(base::JsonError::BadValue, QStringLiteral("kind"), base::harmlessText(kind, 60)));
    }
    auto parts = read(reader);
    if (!parts)
        return malformed(parts.error());
    return parts;
}

} // namespace

base::Result<void> writeDecisionFile(const QString& path, const CourierParts& parts)
{
    base::JsonArray inclusion;
    for (const base::Digest& hash : parts.inclusion)
        inclusion.push_back(hash.hex());
    return writeNewSmallFile(path, base::toIndentedJsonBytes(base::JsonObject{
                                       {QStringLiteral("kind"), QString(kCourierKind)},
                                       {QStringLiteral("log"), parts.log.hex()},
                                       {QStringLiteral("member"), memberObject(parts.member)},
                                       {QStringLiteral("entry"), base64Field(parts.entry)},
                                       {QStringLiteral("inclusion"), inclusion},
                                       {QStringLiteral("checkpoint"), base64Field(parts.checkpoint)},
                                       {QStringLiteral("proposer_key"), base64Field(parts.proposerKey)},
                                       {QStringLiteral("statement"), base64Field(parts.statement)},
                                       {QStringLiteral("sheet"), base64Field(parts.sheet)},
                                   }));
}

base::Result<CourierParts> readDecisionFile(const QString& path)
{
    return readFile(path, kCourierKind, kAnswerKind, CourierError::SignedAlready, readParts);
}

base::Result<void> writeAnswerFile(const QString& path, const CourierAnswer& answer)
{
    return writeNewSmallFile(path, base::toIndentedJsonBytes(base::JsonObject{
                                       {QStringLiteral("kind"), QString(kAnswerKind)},
                                       {QStringLiteral("log"), answer.log.hex()},
                                       {QStringLiteral("proposal"), answer.proposal.value()},
                                       {QStringLiteral("envelope"), base64Field(answer.envelope)},
                                   }));
}

base::Result<CourierAnswer> readAnswerFile(const QString& path)
{
    return readFile(path, kAnswerKind, kCourierKind, CourierError::NotSignedYet, readAnswer);
}

} // namespace keyturn::service
