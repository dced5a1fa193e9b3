// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/record_version.h"

#include <QRegularExpression>

namespace keyturn::domain {

std::string newVersionAssumption(const EarlierVersion& earlier)
{
    const std::string place = std::to_string(earlier.place);
    return "a new version of record " +
           (earlier.entry == 0 ? place + " of this file" : std::to_string(earlier.entry) + ':' + place) +
           ", which has the same source and the same id";
}

std::optional<EarlierVersion> earlierVersionIn(const QStringList& assumptions)
{
    static const QRegularExpression said(
        QStringLiteral("^a new version of record (?:(\\d+):(\\d+)|(\\d+) of this file), "));
    for (const QString& assumption : assumptions) {
        const QRegularExpressionMatch match = said.match(assumption);
        if (!match.hasMatch())
            continue;
        const bool isInFile = match.hasCaptured(3);
        bool isEntry = true;
        bool isPlace = true;
        const EarlierVersion earlier{isInFile ? 0 : match.captured(1).toULongLong(&isEntry),
                                     match.captured(isInFile ? 3 : 2).toULongLong(&isPlace)};
        if (isEntry && isPlace)
            return earlier;
    }
    return std::nullopt;
}

} // namespace keyturn::domain
