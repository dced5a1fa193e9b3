// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/import_source.h"

#include "models/base/text_safety.h"
#include "models/crypto/digest_functions.h"
#include "models/formats/registry.h"

#include <QFileInfo>

#include <algorithm>

namespace keyturn::service {

namespace {

/// The mapping that the person kept for a file that begins with @p head, if there is one. @param chosen what
/// it would be read as without.
std::optional<formats::ImportMapping> keptFor(const ImportRequest& request, std::string_view head,
                                              const base::Result<const intake::Adapter*>& chosen)
{
    if (request.kept.isEmpty() || (chosen && !formats::isReadByMapping((*chosen)->format())))
        return std::nullopt;
    const auto guessed = formats::guessFields(request.format, head, {}, QString());
    const auto kept = guessed ? request.kept.constFind(fieldsKey(guessed->fields)) : request.kept.constEnd();
    return kept == request.kept.constEnd() ? std::nullopt : std::optional(*kept);
}

} // namespace

base::Result<Reading> readingFor(const ImportRequest& request, intake::SourceStream& stream,
                                 const QString& shownName)
{
    const std::string_view head = stream.text().head();
    Reading reading;
    reading.mapping = request.mapping;
    if (!reading.mapping) {
        const auto chosen = formats::chooseAdapter(request.format, head, shownName);
        reading.mapping = keptFor(request, head, chosen);
        if (!reading.mapping && !chosen)
            return base::passOn(chosen);
        // The registry's own live as long as the program.
        if (!reading.mapping)
            reading.adapter = std::shared_ptr<const intake::Adapter>(std::shared_ptr<void>(), *chosen);
    }
    if (reading.mapping) {
        KEYTURN_TRY_LET(mapped, formats::mappedAdapter(*reading.mapping, request.format, head, shownName));
        reading.adapter = std::move(mapped);
    }
    return reading;
}

base::Result<intake::ImportHints> hintsOf(const ImportRequest& request, const intake::SourceStream& stream,
                                          const std::optional<formats::ImportMapping>& mapping,
                                          const QString& sourceName)
{
    using SaidBy = intake::ZoneAssignment::SaidBy;
    intake::ImportHints hints;
    hints.fileName = sourceName;
    hints.defaultSource = request.source;
    hints.kind = request.kind;
    if (stream.isEncodingGuessed())
        hints.guessedEncoding = stream.encoding();
    const bool isOfMapping = mapping && !mapping->zone.isEmpty();
    const QString& name = isOfMapping ? mapping->zone : request.zone;
    if (!name.isEmpty()) {
        KEYTURN_TRY_LET(zone, base::LocalZone::named(name));
        hints.zone.emplace(std::move(zone), isOfMapping ? SaidBy::Mapping : SaidBy::Import);
    }
    return hints;
}

ImportNames namesOf(const ImportRequest& request, const QString& path)
{
    return request.names.value_or(
        ImportNames{base::harmlessText(path), base::harmlessText(QFileInfo(path).fileName())});
}

QString fieldsKey(const formats::FileFields& fields)
{
    if (fields.names.empty())
        return QStringLiteral("unnamed-%1").arg(fields.count());
    std::vector<std::string> names = fields.names;
    // Members of JSON objects have no order.
    if (!fields.isTable())
        std::sort(names.begin(), names.end());
    crypto::Sha256Stream digest;
    for (const std::string& name : names) {
        digest.add(QByteArrayView(name.data(), static_cast<qsizetype>(name.size())));
        digest.add(QByteArrayView("\x1f", 1));
    }
    return digest.finish().hex();
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

bool concernsOneFile(const base::Error& error)
{
    return error.is(ServiceError::NothingImported) ||
           (error.name().startsWith(QLatin1String("intake/")) && !error.is(intake::IntakeError::Cancelled));
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
