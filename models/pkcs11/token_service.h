// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/secret.h"
#include "models/tokens/wire.h"

#include <memory>

namespace keyturn::pkcs11 {

class Module;

/// Answers the requests of models/tokens with one vendor's module, which is loaded at the first of them. The
/// only way into this folder.
class TokenService
{
public:
    explicit TokenService(QString modulePath);
    ~TokenService();

    /// Every public key for ECDSA or EdDSA on every token. @return ModuleFailure, TokenFailure.
    [[nodiscard]] base::Result<std::vector<tokens::RawTokenKey>> list();
    /// One signature, r ‖ s for ECDSA. @return any of TokenError that has to do with a token or its PIN.
    [[nodiscard]] base::Result<QByteArray> sign(const tokens::SignRequest& request,
                                                const crypto::SecretBytes& pin);

private:
    [[nodiscard]] base::Result<const Module*> module();

    QString m_modulePath;
    std::unique_ptr<Module> m_module;
};

} // namespace keyturn::pkcs11
