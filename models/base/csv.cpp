// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/csv.h"

#include <algorithm>

namespace keyturn::base {

namespace {

bool startsFormula(const QString& text)
{
    const QString trimmed = text.trimmed();
    const auto starts = [](const QString& s) {
        static const QString signs = QStringLiteral("=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20");
        return !s.isEmpty() && signs.contains(s.front());
    };
    return starts(text) || starts(trimmed);
}

} // namespace

QString csvCell(const QString& text)
{
    QString cell = startsFormula(text) ? QLatin1Char('\'') + text : text;
    static const QString special = QStringLiteral(",\"\r\n");
    const bool needsQuotes =
        std::any_of(cell.cbegin(), cell.cend(), [](QChar c) { return special.contains(c); });
    if (!needsQuotes)
        return cell;
    cell.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QLatin1Char('"') + cell + QLatin1Char('"');
}

QString csvLine(const QStringList& cells)
{
    QStringList quoted;
    quoted.reserve(cells.size());
    for (const QString& cell : cells)
        quoted += csvCell(cell);
    return quoted.join(QLatin1Char(',')) + QStringLiteral("\r\n");
}

} // namespace keyturn::base
