// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/time.h"
#include "models/domain/ids.h"
#include "models/domain/words.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <string>
#include <vector>

namespace keyturn::domain {

/// One event as an adapter understood it: the normalised fields and the source's own record beside them. Text
/// is UTF-8 as the source gave it (invalid bytes replaced by the adapter and said so); it is plain text
/// everywhere.
struct NormalisedRecord
{
    RecordKind kind = RecordKind::Signal;
    base::SourceTime occurredAt; ///< Unknown precision: the source states no time.
    std::string title;           ///< One line, never empty.
    std::string description;
    std::string source; ///< Who says so: a product, organisation or person.
    SourceKind sourceKind = SourceKind::NotStated;
    Severity severity = Severity::NotStated;
    Credibility credibility = Credibility::NotStated;
    Layer layer = Layer::NotStated;
    std::string reference;           ///< The source's own id of it, or a URL, never followed.
    std::vector<std::string> models; ///< Affected models, as named by the source.
    std::vector<std::string>
        assumptions;          ///< What the adapter had to assume: "time has no zone, read as UTC".
    std::uint64_t number = 0; ///< Place in the source file, from 1, in the format's own unit.
    std::string adapter;      ///< "timesketch-csv/1".
    std::string raw;          ///< The source's own record, as it came (up to 64 KiB; else see rawDigest).
    bool rawIsCut = false;    ///< raw holds only the first 64 KiB; rawSha256 names the whole.
    std::string rawSha256;    ///< Hexadecimal, when rawIsCut.
};

/// The same event read back for a view: text as QString, identified and placed in the ledger.
struct Event
{
    RecordId id;
    RecordKind kind = RecordKind::Signal;
    base::SourceTime occurredAt;
    base::UtcTime recordedAt;
    QString title;
    QString description;
    QString source;
    SourceKind sourceKind = SourceKind::NotStated;
    Severity severity = Severity::NotStated;
    Credibility credibility = Credibility::NotStated;
    Layer layer = Layer::NotStated;
    QString reference;
    QStringList models;
    QStringList assumptions;
    std::uint64_t number = 0;
    QString adapter;
    QString raw;
    IncidentId incident;     ///< The batch's incident, if any.
    std::uint64_t entry = 0; ///< seq of the batch entry.
};

} // namespace keyturn::domain
