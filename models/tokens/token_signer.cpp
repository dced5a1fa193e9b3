// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/token_signer.h"

#include "models/base/text_safety.h"
#include "models/crypto/digest_functions.h"
#include "models/crypto/ecdsa_signature.h"
#include "models/tokens/token_error.h"
#include "models/tokens/token_points.h"

#include <QFileInfo>

#include <algorithm>
#include <tuple>

namespace keyturn::tokens {

namespace {

constexpr qsizetype kShownNameLength = 64;

QString shownToken(const TokenName& token)
{
    return base::harmlessText(token.label.isEmpty() ? token.serial : token.label, kShownNameLength);
}

TokenKey tokenKeyOf(const RawTokenKey& raw, const crypto::PublicKey& publicKey, const QString& modulePath)
{
    return {raw.token, raw.label, raw.id, publicKey,
            TokenUri::ofKey(raw.token, raw.label, raw.id, modulePath).toText()};
}

base::Result<TokenKey> chooseKey(const std::vector<RawTokenKey>& keys, const TokenUri& uri)
{
    std::vector<const RawTokenKey*> meant;
    for (const RawTokenKey& key : keys) {
        if (uri.matches(key.token, key.label, key.id))
            meant.push_back(&key);
    }
    if (meant.empty())
        return base::fail(TokenError::KeyNotFound, uri.toText());
    if (meant.size() > 1) {
        QStringList candidates;
        for (const RawTokenKey* key : meant)
            candidates += TokenUri::ofKey(key->token, key->label, key->id).toText();
        return base::fail(TokenError::KeyAmbiguous, uri.toText(), candidates.join(QStringLiteral(", ")));
    }
    const RawTokenKey& raw = *meant.front();
    const auto publicKey = publicKeyOf(raw);
    if (!publicKey)
        return base::fail(TokenError::UnsupportedTokenKey, base::harmlessText(raw.label, kShownNameLength),
                          publicKey.error().sentence());
    return tokenKeyOf(raw, *publicKey, uri.modulePath());
}

/// The module of @p named, else the default one.
base::Result<QString> modulePathOr(const QString& named)
{
    if (named.isEmpty())
        return defaultModulePath();
    return named;
}

} // namespace

base::Result<QString> defaultModulePath()
{
    const QString chosen = qEnvironmentVariable("KEYTURN_PKCS11_MODULE");
    // Only a full path: the search path of libraries is a place for others to put theirs first.
    if (chosen.startsWith(QLatin1Char('/')))
        return chosen;
    if (chosen.isEmpty()) {
        // The proxy is p11-kit's library itself; not every distribution installs its other name.
        for (const char* path :
             {KEYTURN_LIBRARY_FOLDER "/p11-kit-proxy.so", KEYTURN_LIBRARY_FOLDER "/libp11-kit.so.0",
              "/usr/lib64/p11-kit-proxy.so", "/usr/lib/p11-kit-proxy.so"}) {
            const QString proxy = QString::fromLatin1(path);
            if (QFileInfo::exists(proxy))
                return proxy;
        }
    }
    return base::fail(TokenError::NoModule);
}

base::Result<std::vector<TokenKey>> listTokenKeys(const QString& modulePath, const HelperOptions& options)
{
    KEYTURN_TRY_LET(module, modulePathOr(modulePath));
    KEYTURN_TRY_LET(helper, HelperProcess::start(module, options));
    KEYTURN_TRY_LET(raw, helper.list());
    std::vector<TokenKey> keys;
    for (const RawTokenKey& key : raw) {
        // A key on another curve is not a fault of the token; it is only of no use here.
        if (const auto publicKey = publicKeyOf(key))
            keys.push_back(tokenKeyOf(key, *publicKey, modulePath));
    }
    std::sort(keys.begin(), keys.end(), [](const TokenKey& a, const TokenKey& b) {
        return std::tie(a.token.label, a.token.serial, a.label, a.id) <
               std::tie(b.token.label, b.token.serial, b.label, b.id);
    });
    return keys;
}

base::Result<TokenKey> findTokenKey(const TokenUri& uri, const HelperOptions& options)
{
    KEYTURN_TRY_LET(module, modulePathOr(uri.modulePath()));
    KEYTURN_TRY_LET(helper, HelperProcess::start(module, options));
    KEYTURN_TRY_LET(keys, helper.list());
    return chooseKey(keys, uri);
}

TokenSigner::TokenSigner(HelperProcess helper, TokenKey key, crypto::SecretBytes pin)
    : m_helper(std::move(helper)), m_key(std::move(key)), m_pin(std::move(pin))
{
}

base::Result<std::unique_ptr<TokenSigner>> TokenSigner::open(const TokenUri& uri, crypto::SecretBytes pin,
                                                             const HelperOptions& options)
{
    KEYTURN_TRY_LET(module, modulePathOr(uri.modulePath()));
    KEYTURN_TRY_LET(helper, HelperProcess::start(module, options));
    KEYTURN_TRY_LET(keys, helper.list());
    KEYTURN_TRY_LET(key, chooseKey(keys, uri));
    return std::unique_ptr<TokenSigner>(new TokenSigner(std::move(helper), std::move(key), std::move(pin)));
}

base::Result<QByteArray> TokenSigner::sign(QByteArrayView message)
{
    if (m_refusal)
        return tl::make_unexpected(*m_refusal);
    auto signature = signOnce(message);
    if (!signature) {
        m_refusal = signature.error();
        m_pin = {};
    }
    return signature;
}

base::Result<QByteArray> TokenSigner::signOnce(QByteArrayView message)
{
    const bool isEcdsa = m_key.publicKey.type() == crypto::KeyType::P256;
    SignRequest request{
        m_key.token, m_key.label, m_key.id, isEcdsa ? TokenKeyKind::Ecdsa : TokenKeyKind::Edwards, {}};
    if (isEcdsa)
        request.data = crypto::sha256(message).toByteArray();
    else
        request.data = message.toByteArray();
    KEYTURN_TRY_LET(raw, m_helper.sign(request, m_pin));
    const QByteArray signature = isEcdsa ? crypto::derOfEcdsaSignature(raw) : raw;
    // A token that errs, or a module that lies, must not get into the ledger.
    if (!m_key.publicKey.verify(message, signature))
        return base::fail(TokenError::WrongSignature, shownToken(m_key.token));
    return signature;
}

} // namespace keyturn::tokens
