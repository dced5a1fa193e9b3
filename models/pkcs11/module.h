// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tokens/token_uri.h"

#include <memory>
#include <p11-kit/pkcs11.h>
#include <vector>

namespace keyturn::pkcs11 {

/// A place for a token, with a token in it.
struct Slot
{
    CK_SLOT_ID id = 0;
    tokens::TokenName token;
    CK_FLAGS flags = 0; ///< CKF_* of the token, as they were when it was looked at.

    /// The token's name for error texts.
    [[nodiscard]] QString shown() const { return token.label.isEmpty() ? token.serial : token.label; }
};

/// A vendor's PKCS#11 module, loaded and initialised; put away when it goes.
class Module
{
public:
    /// @return ModuleFailure.
    [[nodiscard]] static base::Result<std::unique_ptr<Module>> load(const QString& path);
    Module(const Module&) = delete;
    Module& operator=(const Module&) = delete;
    ~Module();

    [[nodiscard]] const CK_FUNCTION_LIST& call() const { return *m_functions; }
    /// Every initialised token that is plugged in. @return ModuleFailure, TokenFailure.
    [[nodiscard]] base::Result<std::vector<Slot>> slotsWithToken() const;
    /// Looks at one again, for its flags change. @return TokenRemoved, TokenFailure.
    [[nodiscard]] base::Result<Slot> slot(CK_SLOT_ID id) const;

private:
    Module(QString path, void* library);

    QString m_path;
    void* m_library;                         ///< Of dlopen().
    CK_FUNCTION_LIST* m_functions = nullptr; ///< Set once it is initialised.
};

} // namespace keyturn::pkcs11
