// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace keyturn::tokens {

/// What a token says of itself; all of it together tells two tokens apart.
struct TokenName
{
    QString label;
    QString manufacturer;
    QString model;
    QString serial;

    bool operator==(const TokenName&) const = default;
};

/// A `pkcs11:` URI (RFC 7512) that names a key: attributes left out match everything. Only attributes that
/// narrow the choice of a key are taken; any other is refused, because ignoring one could choose another key
/// than was meant.
class TokenUri
{
public:
    /// Reads @p text. @return BadUri; PinInUri where it carries a PIN or says where one is.
    [[nodiscard]] static base::Result<TokenUri> parse(QStringView text);
    /// The URI that names one key of one token; the module is named where @p modulePath is not empty.
    [[nodiscard]] static TokenUri ofKey(const TokenName& token, const QString& label, const QByteArray& id,
                                        const QString& modulePath = {});

    /// True when the key of that token, label and id is meant.
    [[nodiscard]] bool matches(const TokenName& token, const QString& label, const QByteArray& id) const;
    /// The token's label, or nothing.
    [[nodiscard]] QString tokenLabel() const { return m_token.value_or(QString()); }
    /// The path of the module, or nothing.
    [[nodiscard]] const QString& modulePath() const { return m_modulePath; }
    /// The URI in one form: attributes in a fixed order, everything but unreserved characters encoded.
    [[nodiscard]] QString toText() const;

private:
    struct Reader;
    std::optional<QString> m_token;
    std::optional<QString> m_manufacturer;
    std::optional<QString> m_model;
    std::optional<QString> m_serial;
    std::optional<QString> m_object;
    std::optional<QByteArray> m_id;
    QString m_modulePath;
};

} // namespace keyturn::tokens
