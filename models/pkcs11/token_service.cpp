// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/pkcs11/token_service.h"

#include "models/pkcs11/session.h"
#include "models/tokens/token_error.h"

#include <array>
#include <cstring>
#include <optional>
#include <utility>

namespace keyturn::pkcs11 {

namespace {

using tokens::RawTokenKey;
using tokens::SignRequest;
using tokens::TokenError;
using tokens::TokenKeyKind;

/// A condition of a search, over a value that outlives it.
template <typename T>
CK_ATTRIBUTE condition(CK_ATTRIBUTE_TYPE type, T& value)
{
    return {type, &value, sizeof(value)};
}

CK_ATTRIBUTE condition(CK_ATTRIBUTE_TYPE type, QByteArray& bytes)
{
    return {type, bytes.data(), static_cast<CK_ULONG>(bytes.size())};
}

std::optional<TokenKeyKind> kindOf(const QByteArray& keyType)
{
    CK_KEY_TYPE type = 0;
    if (keyType.size() != static_cast<qsizetype>(sizeof(type)))
        return std::nullopt;
    std::memcpy(&type, keyType.constData(), sizeof(type));
    if (type == CKK_EC)
        return TokenKeyKind::Ecdsa;
    if (type == CKK_EC_EDWARDS)
        return TokenKeyKind::Edwards;
    return std::nullopt;
}

base::Result<void> addKeysOf(const Module& module, const Slot& slot, std::vector<RawTokenKey>& keys)
{
    KEYTURN_TRY_LET(session, Session::open(module, slot));
    CK_OBJECT_CLASS wanted = CKO_PUBLIC_KEY;
    std::array pattern{condition(CKA_CLASS, wanted)};
    KEYTURN_TRY_LET(objects, session->find(pattern));
    for (const CK_OBJECT_HANDLE object : objects) {
        KEYTURN_TRY_LET(keyType, session->attribute(object, CKA_KEY_TYPE));
        const auto kind = kindOf(keyType);
        if (!kind)
            continue;
        KEYTURN_TRY_LET(label, session->attribute(object, CKA_LABEL));
        KEYTURN_TRY_LET(id, session->attribute(object, CKA_ID));
        KEYTURN_TRY_LET(parameters, session->attribute(object, CKA_EC_PARAMS));
        KEYTURN_TRY_LET(point, session->attribute(object, CKA_EC_POINT));
        keys.push_back({slot.token, QString::fromUtf8(label), id, *kind, parameters, point});
    }
    return {};
}

/// The one slot that holds the token; its flags are as fresh as can be.
base::Result<Slot> slotOf(const Module& module, const tokens::TokenName& token)
{
    KEYTURN_TRY_LET(present, module.slotsWithToken());
    for (const Slot& slot : present) {
        if (slot.token == token)
            return slot;
    }
    return base::fail(TokenError::TokenRemoved, token.label);
}

base::Result<CK_OBJECT_HANDLE> privateKeyOf(const Session& session, const SignRequest& request)
{
    CK_OBJECT_CLASS wanted = CKO_PRIVATE_KEY;
    CK_KEY_TYPE type = request.kind == TokenKeyKind::Ecdsa ? CKK_EC : CKK_EC_EDWARDS;
    QByteArray id = request.id;
    QByteArray label = request.label.toUtf8();
    // The two halves of a pair share an id; labels are a person's to choose, and only count where there is
    // none.
    std::array pattern{condition(CKA_CLASS, wanted), condition(CKA_KEY_TYPE, type),
                       id.isEmpty() ? condition(CKA_LABEL, label) : condition(CKA_ID, id)};
    KEYTURN_TRY_LET(found, session.find(pattern));
    if (found.empty())
        return base::fail(TokenError::PrivateKeyMissing, request.token.label, request.label);
    if (found.size() > 1)
        return base::fail(TokenError::PrivateKeyAmbiguous, request.token.label, request.label);
    return found.front();
}

} // namespace

TokenService::TokenService(QString modulePath) : m_modulePath(std::move(modulePath)) {}

TokenService::~TokenService() = default;

base::Result<const Module*> TokenService::module()
{
    if (!m_module) {
        KEYTURN_TRY_LET(loaded, Module::load(m_modulePath));
        m_module = std::move(loaded);
    }
    return m_module.get();
}

base::Result<std::vector<RawTokenKey>> TokenService::list()
{
    KEYTURN_TRY_LET(vendor, module());
    KEYTURN_TRY_LET(present, vendor->slotsWithToken());
    std::vector<RawTokenKey> keys;
    for (const Slot& slot : present) {
        const auto added = addKeysOf(*vendor, slot, keys);
        // Pulled out while it was read: what was read of it so far can be chosen, and then is found missing.
        if (!added && !added.error().is(TokenError::TokenRemoved))
            return base::passOn(added);
    }
    return keys;
}

base::Result<QByteArray> TokenService::sign(const SignRequest& request, const crypto::SecretBytes& pin)
{
    KEYTURN_TRY_LET(vendor, module());
    KEYTURN_TRY_LET(slot, slotOf(*vendor, request.token));
    const bool isEcdsa = request.kind == TokenKeyKind::Ecdsa;
    const CK_MECHANISM_TYPE mechanism = isEcdsa ? CKM_ECDSA : CKM_EDDSA;
    // Asked before the PIN is given, so that nothing is spent on a token that cannot do it.
    CK_MECHANISM_INFO offered{};
    if (vendor->call().C_GetMechanismInfo(slot.id, mechanism, &offered) != CKR_OK ||
        (offered.flags & CKF_SIGN) == 0)
        return base::fail(TokenError::MechanismMissing, slot.shown(),
                          isEcdsa ? QStringLiteral("ECDSA") : QStringLiteral("EdDSA"));
    KEYTURN_TRY_LET(session, Session::open(*vendor, slot));
    KEYTURN_TRY(session->login(pin));
    KEYTURN_TRY_LET(key, privateKeyOf(*session, request));
    return session->sign(key, mechanism, request.data, pin);
}

} // namespace keyturn::pkcs11
