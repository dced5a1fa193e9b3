// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/secret.h"
#include "models/pkcs11/module.h"

#include <QByteArray>

#include <memory>
#include <span>
#include <vector>

namespace keyturn::pkcs11 {

/// An open, read-only session with one token; closing it signs out.
class Session
{
public:
    /// @return TokenRemoved, TokenFailure.
    [[nodiscard]] static base::Result<std::unique_ptr<Session>> open(const Module& module, const Slot& slot);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session();

    /// The objects that have every attribute of @p pattern.
    [[nodiscard]] base::Result<std::vector<CK_OBJECT_HANDLE>> find(std::span<CK_ATTRIBUTE> pattern) const;
    /// An attribute's bytes; none where the object does not have or does not tell it.
    [[nodiscard]] base::Result<QByteArray> attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;

    /// Gives the token the PIN, once. Where the token is locked or has one try left, it gives none.
    /// @return PinLocked, PinLastTry, PinMissing, WrongPin and its two kin, PinNotUsable.
    [[nodiscard]] base::Result<void> login(const crypto::SecretBytes& pin);
    /// Signs @p data as it is. @p pin is given once more where the key asks for it at every use.
    [[nodiscard]] base::Result<QByteArray> sign(CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE mechanism,
                                                QByteArrayView data, const crypto::SecretBytes& pin);

private:
    Session(const Module& module, Slot slot, CK_SESSION_HANDLE handle);
    [[nodiscard]] tl::unexpected<base::Error> failure(CK_RV answer, const char* function) const;
    [[nodiscard]] base::Result<void> givePin(CK_USER_TYPE user, const crypto::SecretBytes& pin);

    const Module& m_module;
    Slot m_slot;
    CK_SESSION_HANDLE m_handle;
};

} // namespace keyturn::pkcs11
