// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/token_uri.h"

#include "models/base/text_safety.h"
#include "models/tokens/token_error.h"

#include <QStringList>

namespace keyturn::tokens {

namespace {

constexpr QLatin1String kUriScheme("pkcs11:");
constexpr qsizetype kLongestUriCharacters = 4096;
constexpr qsizetype kShownUriCharacters = 200;
constexpr qsizetype kShownNameCharacters = 40;

/// RFC 7512 section 2.3: what may stand unencoded in a path attribute, and what a query attribute adds.
bool mayStandUnencoded(char16_t c, bool isQuery)
{
    if ((c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9'))
        return true;
    return QStringView(isQuery ? u"-._~:[]@!$'()*+,=/?|" : u"-._~:[]@!$'()*+,=&").contains(QChar(c));
}

/// Undoes percent-encoding; nothing where it is malformed or a character may not stand there.
std::optional<QByteArray> decodedValue(QStringView text, bool isQuery)
{
    QByteArray out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (c == u'%') {
            bool isHex = false;
            const QStringView digits = text.mid(i + 1, 2);
            const uint byte = digits.toUInt(&isHex, 16);
            // toUInt() also takes signs and blanks.
            if (digits.size() != 2 || !isHex || !digits[0].isLetterOrNumber())
                return std::nullopt;
            out += static_cast<char>(byte);
            i += 2;
        } else if (mayStandUnencoded(c, isQuery)) {
            out += static_cast<char>(c);
        } else {
            return std::nullopt;
        }
    }
    return out;
}

/// The bytes as text, or nothing where they are not UTF-8 that can be shown.
std::optional<QString> shownText(const QByteArray& bytes)
{
    const QString text = QString::fromUtf8(bytes);
    if (!bytes.isValidUtf8() || base::hasForbiddenCharacter(text))
        return std::nullopt;
    return text;
}

QString encodedValue(const QByteArray& bytes, const char* alsoPlain = "")
{
    return QString::fromLatin1(bytes.toPercentEncoding(alsoPlain));
}

/// An id is encoded whole, as other tools print it.
QString encodedId(const QByteArray& id)
{
    QString out;
    for (const char byte : id)
        out += QLatin1Char('%') + QString::fromLatin1(QByteArray(1, byte).toHex().toUpper());
    return out;
}

} // namespace

/// Takes one attribute after the other.
struct TokenUri::Reader
{
    TokenUri& uri;
    QStringList seen;

    /// @return why the attribute is refused; empty where it is taken.
    QString takeText(std::optional<QString>& field, const QByteArray& value) const
    {
        field = shownText(value);
        return field ? QString() : QStringLiteral("its text is not plain UTF-8");
    }

    QString takePath(QStringView name, const QByteArray& value)
    {
        if (name == u"token")
            return takeText(uri.m_token, value);
        if (name == u"manufacturer")
            return takeText(uri.m_manufacturer, value);
        if (name == u"model")
            return takeText(uri.m_model, value);
        if (name == u"serial")
            return takeText(uri.m_serial, value);
        if (name == u"object")
            return takeText(uri.m_object, value);
        if (name == u"id") {
            uri.m_id = value;
            return {};
        }
        if (name == u"type")
            return value == "private" || value == "public" ? QString() : QStringLiteral("only keys can sign");
        return QStringLiteral("such an attribute is not known here");
    }

    QString takeQuery(QStringView name, const QByteArray& value) const
    {
        if (name != u"module-path")
            return QStringLiteral("such an attribute is not known here");
        const auto path = shownText(value);
        if (!path || !path->startsWith(QLatin1Char('/')))
            return QStringLiteral("it must be a full path");
        uri.m_modulePath = *path;
        return {};
    }
};

base::Result<TokenUri> TokenUri::parse(QStringView text)
{
    const QString shown = base::harmlessText(text, kShownUriCharacters);
    const auto refuse = [&shown](const QString& reason) {
        return base::fail(TokenError::BadUri, shown, reason);
    };
    if (!text.startsWith(kUriScheme))
        return refuse(QStringLiteral("it must begin with pkcs11:"));
    if (text.size() > kLongestUriCharacters)
        return refuse(QStringLiteral("it is too long"));
    const QStringView rest = text.mid(kUriScheme.size());
    const qsizetype question = rest.indexOf(u'?');
    const QStringView path = question < 0 ? rest : rest.left(question);
    const QStringView query = question < 0 ? QStringView() : rest.mid(question + 1);

    // Looked for before anything else can be refused: the URI would be shown, and the PIN with it.
    for (const QStringView attributes : {path, query}) {
        for (const char16_t separator : {u';', u'&'}) {
            for (const QStringView part : attributes.split(QChar(separator))) {
                const QStringView name = part.left(part.indexOf(u'=')).trimmed();
                if (name.startsWith(u"pin-", Qt::CaseInsensitive))
                    return base::fail(TokenError::PinInUri, base::harmlessText(name, kShownNameCharacters));
            }
        }
    }

    TokenUri uri;
    Reader reader{uri, {}};
    const auto takeAll = [&](QStringView attributes, char16_t separator, bool isQuery) {
        for (const QStringView part : attributes.split(QChar(separator), Qt::SkipEmptyParts)) {
            const qsizetype equals = part.indexOf(u'=');
            const QString name = part.left(equals).toString();
            const QString named = base::harmlessText(name, kShownNameCharacters) + QStringLiteral(": ");
            if (equals <= 0)
                return QString(named + QStringLiteral("an attribute is NAME=VALUE"));
            if (reader.seen.contains(name))
                return QString(named + QStringLiteral("it stands there twice"));
            reader.seen += name;
            const auto value = decodedValue(part.mid(equals + 1), isQuery);
            if (!value)
                return QString(named + QStringLiteral("its value is not percent-encoded"));
            const QString reason = isQuery ? reader.takeQuery(name, *value) : reader.takePath(name, *value);
            if (!reason.isEmpty())
                return QString(named + reason);
        }
        return QString();
    };
    QString reason = takeAll(path, u';', false);
    if (reason.isEmpty())
        reason = takeAll(query, u'&', true);
    if (!reason.isEmpty())
        return refuse(reason);
    return uri;
}

TokenUri TokenUri::ofKey(const TokenName& token, const QString& label, const QByteArray& id,
                         const QString& modulePath)
{
    TokenUri uri;
    uri.m_token = token.label;
    uri.m_manufacturer = token.manufacturer;
    uri.m_model = token.model;
    uri.m_serial = token.serial;
    uri.m_object = label;
    uri.m_id = id;
    uri.m_modulePath = modulePath;
    return uri;
}

bool TokenUri::matches(const TokenName& token, const QString& label, const QByteArray& id) const
{
    const auto meant = [](const auto& wanted, const auto& is) { return !wanted || *wanted == is; };
    return meant(m_token, token.label) && meant(m_manufacturer, token.manufacturer) &&
           meant(m_model, token.model) && meant(m_serial, token.serial) && meant(m_object, label) &&
           meant(m_id, id);
}

QString TokenUri::toText() const
{
    QStringList parts;
    const auto addText = [&parts](const char* name, const std::optional<QString>& value) {
        if (value)
            parts += QLatin1String(name) + QLatin1Char('=') + encodedValue(value->toUtf8());
    };
    addText("model", m_model);
    addText("manufacturer", m_manufacturer);
    addText("serial", m_serial);
    addText("token", m_token);
    if (m_id)
        parts += QStringLiteral("id=") + encodedId(*m_id);
    addText("object", m_object);
    QString out = kUriScheme + parts.join(QLatin1Char(';'));
    if (!m_modulePath.isEmpty())
        out += QStringLiteral("?module-path=") + encodedValue(m_modulePath.toUtf8(), "/");
    return out;
}

} // namespace keyturn::tokens
