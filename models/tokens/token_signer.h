// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/keys.h"
#include "models/tokens/helper_process.h"
#include "models/tokens/token_uri.h"

#include <optional>
#include <vector>

namespace keyturn::tokens {

/// A key on a token that Keyturn can sign with.
struct TokenKey
{
    TokenName token;
    QString label;
    QByteArray id;
    crypto::PublicKey publicKey;
    QString uri; ///< Names this key alone, and the module if one was named to find it.
};

/// The module that is loaded where none is named: KEYTURN_PKCS11_MODULE, else p11-kit's, which stands for all
/// that are installed. @return NoModule.
[[nodiscard]] base::Result<QString> defaultModulePath();

/// The keys of every token that is plugged in, for a person to choose from; those of other kinds are left
/// out. No PIN is asked for. @param modulePath the default module where it is empty.
[[nodiscard]] base::Result<std::vector<TokenKey>> listTokenKeys(const QString& modulePath = {},
                                                                const HelperOptions& options = {});

/// The one key that @p uri names. @return KeyNotFound, KeyAmbiguous, UnsupportedTokenKey.
[[nodiscard]] base::Result<TokenKey> findTokenKey(const TokenUri& uri, const HelperOptions& options = {});

/// Signs with a key that never leaves its token. The PIN is sent once for each signature; after any failure
/// to sign it is never sent again, whoever asks, so that a wrong one costs one try. Every signature is
/// checked before it is handed on.
class TokenSigner final : public crypto::Signer
{
public:
    /// Finds the key that @p uri names; its token is asked for the PIN at the first signature only.
    [[nodiscard]] static base::Result<std::unique_ptr<TokenSigner>>
    open(const TokenUri& uri, crypto::SecretBytes pin, const HelperOptions& options = {});

    [[nodiscard]] const crypto::PublicKey& publicKey() const override { return m_key.publicKey; }
    [[nodiscard]] base::Result<QByteArray> sign(QByteArrayView message) override;

    /// For those who watch the helper.
    [[nodiscard]] pid_t helperProcessId() const { return m_helper.processId(); }

private:
    TokenSigner(HelperProcess helper, TokenKey key, crypto::SecretBytes pin);
    [[nodiscard]] base::Result<QByteArray> signOnce(QByteArrayView message);

    HelperProcess m_helper;
    TokenKey m_key;
    crypto::SecretBytes m_pin;
    std::optional<base::Error> m_refusal; ///< What the first failure was.
};

} // namespace keyturn::tokens
