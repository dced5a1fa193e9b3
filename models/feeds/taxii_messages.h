// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/feeds/feed_error.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace keyturn::feeds {

// What TAXII 2.1 servers answer (OASIS Standard, 10 June 2021), as far as a reader of collections needs it.
// Members that nobody asked for are passed over.

/// The media type of all of it.
inline constexpr char kTaxiiMediaType[] = "application/taxii+json;version=2.1";

/// Whether a Content-Type is TAXII's; one without a version is read as this one.
[[nodiscard]] bool isTaxiiMediaType(const QByteArray& contentType);

/// A discovery resource (section 4.1.1) or an API root resource (section 4.2.1): the same question may be put
/// to both.
struct TaxiiServer
{
    QStringList apiRoots;   ///< Of a discovery; may be relative.
    QString defaultApiRoot; ///< Empty where none is named.
    QStringList versions;   ///< Of an API root.
};

/// A collection resource (section 5.2.1).
struct TaxiiCollection
{
    QString id;
    bool canRead = false;
};

/// An envelope (section 3.7) without its objects.
struct TaxiiEnvelope
{
    bool hasObjects = false;
    bool more = false;
    QString next;
};

/// Reads the message in a file. @param shown its address, for the sentence. @return NotTaxii.
[[nodiscard]] base::Result<TaxiiServer> readTaxiiServer(const QString& path, const QString& shown);
[[nodiscard]] base::Result<TaxiiCollection> readTaxiiCollection(const QString& path, const QString& shown);
[[nodiscard]] base::Result<std::vector<TaxiiCollection>> readTaxiiCollections(const QString& path,
                                                                              const QString& shown);
[[nodiscard]] base::Result<TaxiiEnvelope> readTaxiiEnvelope(const QString& path, const QString& shown);

} // namespace keyturn::feeds
