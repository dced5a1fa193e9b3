// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/import_source.h"

#include "models/formats/registry.h"

namespace keyturn::service {

base::Result<const intake::Adapter*> adapterFor(const ImportRequest& request, intake::SourceStream& stream,
                                                const QString& shownName)
{
    return formats::chooseAdapter(request.format, stream.text().head(), shownName);
}

intake::ImportHints hintsOf(const ImportRequest& request, const QString& sourceName)
{
    intake::ImportHints hints;
    hints.fileName = sourceName;
    hints.defaultSource = request.source;
    hints.kind = request.kind;
    return hints;
}

ImportOutcome refusedOutcome(const QString& file, const QString& format, const QString& reason)
{
    ImportOutcome outcome;
    outcome.file = file;
    outcome.format = format;
    outcome.rejected.push_back({0, 0, reason});
    outcome.rejectedCount = 1;
    return outcome;
}

QStringList importFormats()
{
    QStringList words;
    for (const auto& adapter : formats::adapters())
        words += adapter->format();
    words.sort();
    return words;
}

} // namespace keyturn::service
