// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/error.h"

#include <QCoreApplication>

namespace keyturn::base {

const ErrorText& ErrorDomain::text(int code) const
{
    for (const ErrorText& row : m_texts) {
        if (row.code == code)
            return row;
    }
    static constexpr ErrorText kUnlisted{0, "unlisted", Outcome::Storage,
                                         QT_TRANSLATE_NOOP("errors", "An unlisted error occurred (%1).")};
    return kUnlisted;
}

Outcome Error::outcome() const
{
    return domain->text(code).outcome;
}

QString Error::name() const
{
    return QLatin1String(domain->name()) + QLatin1Char('/') + QLatin1String(domain->text(code).name);
}

QString Error::sentence() const
{
    QString text = QCoreApplication::translate("errors", domain->text(code).sentence);
    // One pass over the whole text, so that a "%1" inside a file name is never taken for a marker.
    QString out;
    out.reserve(text.size() + 64);
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == QLatin1Char('%') && i + 1 < text.size() && text[i + 1].isDigit()) {
            const int index = text[i + 1].digitValue() - 1;
            if (index >= 0 && index < context.size())
                out += context[index];
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

} // namespace keyturn::base
