// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/charter_file.h"

#include "models/base/json.h"
#include "models/base/text_safety.h"
#include "models/crypto/digest_functions.h"
#include "models/domain/quorum.h"
#include "models/domain/statement.h"
#include "models/ledger/dsse.h"
#include "models/service/base64_field.h"
#include "models/service/service_error.h"
#include "models/service/small_file.h"

#include <QFile>

#include <algorithm>

namespace keyturn::service {

namespace {

QByteArray encodeSigned(const CharterFile& file)
{
    base::JsonArray signatures;
    for (const CharterFile::Signature& s : file.signatures) {
        signatures.push_back(base::JsonObject{{QStringLiteral("keyid"), s.keyId.hex()},
                                              {QStringLiteral("sig"), base64Field(s.signature)}});
    }
    return base::toIndentedJsonBytes(base::JsonObject{
        {QStringLiteral("payloadType"), QString::fromLatin1(ledger::kInTotoPayloadType)},
        {QStringLiteral("payload"), base64Field(file.statement)},
        {QStringLiteral("signatures"), signatures},
    });
}

base::Result<crypto::PublicKey> keyOf(const domain::Charter& charter, const base::Digest& keyId)
{
    for (const domain::Member& member : charter.members) {
        for (const domain::MemberKey& key : member.keys) {
            if (key.id != keyId)
                continue;
            KEYTURN_TRY_LET(publicKey, crypto::PublicKey::fromSpki(key.spki));
            if (publicKey.id() != keyId)
                break;
            return publicKey;
        }
    }
    return base::fail(domain::DomainError::KeyNotInCharter, keyId.shortCode());
}

base::Result<CharterFile> readSigned(const base::JsonValue& json)
{
    CharterFile file;
    base::JsonReader reader(json, QString());
    const QString type = reader.string("payloadType");
    file.statement = base64Of(reader, "payload");
    const base::JsonArray& signatures = reader.array("signatures");
    KEYTURN_TRY(reader.finish());
    if (type != QLatin1String(ledger::kInTotoPayloadType))
        return base::fail(base::JsonError::BadValue, QStringLiteral("payloadType"),
                          base::harmlessText(type, 60));
    KEYTURN_TRY_LET(statement, domain::decodeStatement(file.statement));
    const auto* charter = std::get_if<domain::CharterSigned>(&statement.payload);
    if (!charter)
        return base::fail(base::JsonError::BadValue, QStringLiteral("payload"),
                          domain::kindOf(statement.payload));
    file.charter = charter->charter;
    const QByteArray encoding = ledger::preAuthenticationEncoding(ledger::kInTotoPayloadType, file.statement);
    for (const base::JsonValue& element : signatures) {
        base::JsonReader signatureReader(element, QStringLiteral("signatures"));
        CharterFile::Signature signature;
        signature.keyId = signatureReader.digest("keyid");
        signature.signature = base64Of(signatureReader, "sig");
        KEYTURN_TRY(signatureReader.finish());
        KEYTURN_TRY_LET(key, keyOf(file.charter, signature.keyId));
        KEYTURN_TRY(key.verify(encoding, signature.signature));
        file.signatures.push_back(signature);
    }
    return file;
}

} // namespace

base::Result<CharterFile> readCharterFile(const QString& path)
{
    KEYTURN_TRY_LET(bytes, readSmallFile(path));
    const auto malformed = [&](const base::Error& error) {
        return base::fail(ServiceError::CharterFileMalformed, base::harmlessText(path), error.sentence());
    };
    auto json = base::parseStrictJson(bytes);
    if (!json)
        return malformed(json.error());
    CharterFile file;
    const base::JsonObject* object = json->asObject();
    const bool isSigned =
        object && std::any_of(object->begin(), object->end(), [](const base::JsonMember& m) {
            return m.first == QLatin1String("payloadType");
        });
    if (isSigned) {
        auto read = readSigned(*json);
        if (!read)
            return malformed(read.error());
        file = std::move(*read);
    } else {
        auto draft = domain::decodeCharterDraft(bytes);
        if (!draft)
            return malformed(draft.error());
        file.charter = std::move(*draft);
    }
    KEYTURN_TRY(domain::checkCharter(file.charter));
    for (const domain::Member& member : file.charter.members) {
        for (const domain::MemberKey& key : member.keys) {
            KEYTURN_TRY_LET(publicKey, crypto::PublicKey::fromSpki(key.spki));
            if (publicKey.id() != key.id || crypto::toWord(publicKey.type()) != key.type)
                return base::fail(
                    domain::DomainError::BadCharter,
                    QStringLiteral("the key of %1 is not what its id or type says").arg(member.display()));
        }
    }
    return file;
}

base::Result<void> writeCharterDraft(const QString& path, const domain::Charter& charter)
{
    if (QFile::exists(path))
        return base::fail(ServiceError::AlreadyFounded, base::harmlessText(path));
    KEYTURN_TRY(domain::checkCharter(charter));
    return replaceSmallFile(path, domain::encodeCharterDraft(charter));
}

base::Result<CharterFile> signCharterFile(const QString& path, const domain::MemberId& member,
                                          crypto::Signer& signer)
{
    KEYTURN_TRY_LET(file, readCharterFile(path));
    const base::Digest keyId = signer.publicKey().id();
    const domain::Member* who = file.charter.member(member);
    if (!who || file.charter.memberOfKey(keyId) != who)
        return base::fail(ServiceError::CharterNotMember, base::harmlessText(path));
    for (const CharterFile::Signature& signature : file.signatures) {
        if (file.charter.memberOfKey(signature.keyId) == who)
            return base::fail(ServiceError::SignatureNotNeeded, who->display());
    }
    if (file.statement.isEmpty()) {
        domain::Statement statement;
        statement.subjects.push_back(
            {QStringLiteral("charter.json"), crypto::sha256(domain::encodeCharterDraft(file.charter))});
        statement.payload = domain::CharterSigned{file.charter};
        KEYTURN_TRY_LET(bytes, domain::encodeStatement(statement));
        file.statement = bytes;
    }
    KEYTURN_TRY_LET(signature, signer.sign(ledger::preAuthenticationEncoding(ledger::kInTotoPayloadType,
                                                                             file.statement)));
    file.signatures.push_back({keyId, signature});
    KEYTURN_TRY(replaceSmallFile(path, encodeSigned(file)));
    return file;
}

std::vector<QByteArray> foundingEnvelopes(const CharterFile& file)
{
    std::vector<QByteArray> envelopes;
    for (const CharterFile::Signature& signature : file.signatures) {
        envelopes.push_back(ledger::encodeEnvelope({QString::fromLatin1(ledger::kInTotoPayloadType),
                                                    file.statement, signature.keyId, signature.signature}));
    }
    return envelopes;
}

std::vector<domain::Role> missingForFounding(const CharterFile& file)
{
    std::vector<domain::QuorumSigner> signers;
    for (const CharterFile::Signature& signature : file.signatures) {
        if (const domain::Member* member = file.charter.memberOfKey(signature.keyId))
            signers.push_back({member->id, member->roles, std::nullopt});
    }
    const domain::Rule* rule = file.charter.ruleFor({domain::Governed::Act::Charter, {}, {}});
    if (!rule)
        return {};
    return domain::matchQuorum(rule->slotRoles, signers, domain::MemberId()).missing();
}

} // namespace keyturn::service
