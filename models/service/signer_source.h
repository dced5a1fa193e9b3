// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/keys.h"

#include <functional>
#include <utility>

namespace keyturn::service {

/// The key that signs at the end of a long piece of work: one at hand, or one that is unlocked meanwhile.
class SignerSource
{
public:
    /// Waits for the key. @return why there is none.
    using Wait = std::function<base::Result<crypto::Signer*>()>;

    /// A key at hand, which outlives this. Implicit: it is what most have.
    SignerSource(crypto::Signer& signer)
        : m_wait([&signer] { return base::Result<crypto::Signer*>(&signer); })
    {
    }
    explicit SignerSource(Wait wait) : m_wait(std::move(wait)) {}

    /// The key; may wait for it. To be called when all else is done, by one thread.
    [[nodiscard]] base::Result<crypto::Signer*> get() const { return m_wait(); }

private:
    Wait m_wait;
};

} // namespace keyturn::service
