// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/enrolment.h"

#include "models/base/json.h"
#include "models/base/text_safety.h"
#include "models/domain/identifier.h"
#include "models/service/base64_field.h"
#include "models/service/service_error.h"
#include "models/service/small_file.h"

#include <algorithm>

namespace keyturn::service {

namespace {

constexpr QLatin1String kEnrolmentKind("keyturn-enrolment/1");

} // namespace

base::Result<Enrolment> makeEnrolment(const base::Digest& log, const domain::MemberId& member,
                                      crypto::Signer& signer)
{
    const crypto::PublicKey& key = signer.publicKey();
    Enrolment out{log, member, {key.id(), crypto::toWord(key.type()), key.spki()}, {}};
    KEYTURN_TRY_LET(signature, signer.sign(domain::possessionBytes(log, member, key.id())));
    out.signature = signature;
    return out;
}

base::Result<void> writeEnrolmentFile(const QString& path, const Enrolment& enrolment)
{
    return writeNewSmallFile(path, base::toIndentedJsonBytes(base::JsonObject{
                                       {QStringLiteral("kind"), QString(kEnrolmentKind)},
                                       {QStringLiteral("log"), enrolment.log.hex()},
                                       {QStringLiteral("member"), enrolment.member.value()},
                                       {QStringLiteral("spki"), base64Field(enrolment.key.spki)},
                                       {QStringLiteral("signature"), base64Field(enrolment.signature)},
                                   }));
}

base::Result<Enrolment> readEnrolmentFile(const QString& path)
{
    KEYTURN_TRY_LET(bytes, readSmallFile(path));
    KEYTURN_TRY_LET(json, base::parseStrictJson(bytes));
    base::JsonReader reader(json, QString());
    const QString kind = reader.string("kind");
    Enrolment out;
    out.log = reader.digest("log");
    const QString member = reader.string("member");
    const QByteArray spki = base64Of(reader, "spki");
    out.signature = base64Of(reader, "signature");
    KEYTURN_TRY(reader.finish());
    if (kind != kEnrolmentKind)
        return base::fail(base::JsonError::BadValue, QStringLiteral("kind"), base::harmlessText(kind, 60));
    if (!domain::isWellFormedIdentifier(member))
        return base::fail(base::JsonError::BadValue, QStringLiteral("member"),
                          base::harmlessText(member, 60));
    out.member = domain::MemberId(member);
    // Also refuses points of low order.
    KEYTURN_TRY_LET(key, crypto::PublicKey::fromSpki(spki));
    out.key = {key.id(), crypto::toWord(key.type()), key.spki()};
    if (!key.verify(domain::possessionBytes(out.log, out.member, key.id()), out.signature))
        return base::fail(ServiceError::EnrolmentRefused, base::harmlessText(path));
    return out;
}

std::vector<domain::KeyProof> proofsFrom(const domain::Charter& standing, const domain::Charter& next,
                                         const std::vector<Enrolment>& enrolments)
{
    std::vector<domain::KeyProof> proofs;
    for (const base::Digest& key : domain::newKeys(standing, next)) {
        const auto found = std::find_if(enrolments.begin(), enrolments.end(),
                                        [&](const Enrolment& one) { return one.key.id == key; });
        if (found != enrolments.end())
            proofs.push_back({key, found->signature});
    }
    return proofs;
}

} // namespace keyturn::service
