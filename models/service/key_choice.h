// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/keys.h"

#include <QFuture>
#include <QString>

#include <memory>
#include <vector>

namespace keyturn::service {

/// Where a person's private key is: in a file, or on a hardware token.
class KeyChoice
{
public:
    enum class Place { File, Token };

    /// The encrypted key file at @p path.
    [[nodiscard]] static KeyChoice file(const QString& path) { return {Place::File, path}; }
    /// The key that the `pkcs11:` URI @p uri names (tokens::TokenUri).
    [[nodiscard]] static KeyChoice token(const QString& uri) { return {Place::Token, uri}; }

    [[nodiscard]] Place place() const { return m_place; }
    /// The path or the URI.
    [[nodiscard]] const QString& where() const { return m_where; }
    [[nodiscard]] bool isEmpty() const { return m_where.isEmpty(); }
    /// What to ask a person for, such as "Passphrase of ada.key" or "PIN of the token “Ada”".
    [[nodiscard]] QString question() const;

    bool operator==(const KeyChoice&) const = default;

private:
    KeyChoice(Place place, QString where) : m_place(place), m_where(std::move(where)) {}

    Place m_place;
    QString m_where;
};

/// Opens the key with the passphrase of its file or the PIN of its token. A file is unlocked at once; a token
/// is shown the PIN at the first signature, and after a failure never again.
/// @return what crypto::PrivateKey::load or tokens::TokenSigner::open says.
[[nodiscard]] base::Result<std::unique_ptr<crypto::Signer>> openSigner(const KeyChoice& choice,
                                                                       crypto::SecretBytes secret);

/// A key on a token that is plugged in, for a person to choose.
struct TokenKeyOffer
{
    KeyChoice key;
    QString name; ///< The key's label and its token's, for people.
    base::Digest keyId;
};
/// The keys of every token that is plugged in, looked for on a thread of its own: a token answers when it
/// likes. No PIN is asked for. @return what tokens::listTokenKeys says.
[[nodiscard]] QFuture<base::Result<std::vector<TokenKeyOffer>>> offerTokenKeys();

} // namespace keyturn::service
