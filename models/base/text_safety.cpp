// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text_safety.h"

namespace keyturn::base {

bool isForbiddenInSignedText(char32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

bool hasForbiddenCharacter(QStringView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            ++i;
            continue;
        }
        if (c.isSurrogate() || isForbiddenInSignedText(c.unicode()))
            return true;
    }
    return false;
}

QString harmlessText(QStringView text)
{
    QString out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            out += c;
            out += text[++i];
        } else if (c == u'\n' || c == u'\r' || c == u'\t') {
            out += u' ';
        } else if (c.isSurrogate() || isForbiddenInSignedText(c.unicode())) {
            out += QString::asprintf("\u27e8U+%04X\u27e9", static_cast<unsigned>(c.unicode()));
        } else {
            out += c;
        }
    }
    return out;
}

QString harmlessText(QStringView text, qsizetype maximumCharacters)
{
    if (text.size() <= maximumCharacters)
        return harmlessText(text);
    const bool halves = maximumCharacters > 0 && text[maximumCharacters - 1].isHighSurrogate();
    return harmlessText(text.first(halves ? maximumCharacters - 1 : maximumCharacters)) + QChar(u'…');
}

} // namespace keyturn::base
