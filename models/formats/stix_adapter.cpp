// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/formats/stix_adapter.h"

#include "models/formats/stix_mapping.h"
#include "models/intake/head_reader.h"
#include "models/intake/json_format.h"
#include "models/intake/record_text.h"
#include "models/intake/source_stream.h"

#include <QCoreApplication>

namespace keyturn::formats {

using namespace intake;

namespace {

using Shape = JsonListScanner::Shape;

QString stixSentence(const char* text)
{
    return QCoreApplication::translate("intake", text);
}

/// True when @p object, perhaps cut, has the `type` and an `id` of the form type--UUID that all STIX objects
/// share.
bool looksLikeStixObject(std::string_view object)
{
    const std::size_t idAt = object.find("\"id\"");
    if (idAt == std::string_view::npos || object.find("\"type\"") == std::string_view::npos)
        return false;
    std::string_view id = object.substr(idAt + 4, 200);
    const std::size_t open = id.find('"');
    if (open == std::string_view::npos)
        return false;
    id.remove_prefix(open + 1);
    const std::size_t dashes = id.find("--");
    return dashes != std::string_view::npos && dashes < id.find('"');
}

/// True where the outermost object, as far as @p scanner has read it, is itself an object of STIX and no
/// bundle.
bool standsAlone(const JsonListScanner& scanner)
{
    return !scanner.type().empty() && scanner.id().starts_with(scanner.type() + "--");
}

/// True where a file that begins with @p head has its objects one after another: lines, or a single one.
bool hasObjectsByThemselves(std::string_view head)
{
    HeadReader reader(head);
    if (!reader.chunks().start())
        return false;
    JsonListScanner scanner(reader.chunks(), {"objects"});
    const auto shape = scanner.start();
    return shape && (*shape == Shape::ObjectOnly || *shape == Shape::ObjectCutOff) &&
           scanner.type() != "bundle" && standsAlone(scanner);
}

} // namespace

int StixAdapter::recognises(const FileHead& file) const
{
    HeadReader reader(file.text());
    if (!reader.chunks().start())
        return 0;
    JsonListScanner scanner(reader.chunks(), {"objects"});
    const auto shape = scanner.start();
    if (!shape || *shape == Shape::NotJson)
        return 0;
    if (scanner.type() == "bundle" && scanner.id().starts_with("bundle--"))
        return 100;
    if (scanner.type() == "bundle" || scanner.id().starts_with("bundle--"))
        return 90;
    if (*shape != Shape::List)
        return standsAlone(scanner) ? 85 : 0;
    JsonListItem item;
    const auto isThere = scanner.next(item);
    return isThere && *isThere && looksLikeStixObject(item.text) ? 85 : 0;
}

base::Result<void> StixAdapter::read(QIODevice& device, const ImportHints& hints, RecordSink& sink) const
{
    ChunkReader reader(device, sink, hints.fileName);
    KEYTURN_TRY(reader.start());
    KEYTURN_TRY(reader.lookAhead(kHeadBytes));
    JsonListScanner scanner(reader, {"objects"});
    scanner.readFurtherObjects();
    StixMapper mapper;
    JsonFeed feed(mapper, {}, hints, versioned(), sink);
    if (hasObjectsByThemselves(reader.window().substr(0, kHeadBytes))) {
        scanner.startSequence();
        return feed.takeAll(scanner, reader);
    }
    const auto mismatch = [&](const QString& reason) {
        return base::fail(IntakeError::FormatMismatch, reader.fileName(), format(), reason);
    };
    KEYTURN_TRY_LET(shape, scanner.start());
    switch (shape) {
    case Shape::NotJson:
        return mismatch(
            stixSentence(QT_TRANSLATE_NOOP("intake", "it is neither a JSON object nor a JSON array")));
    case Shape::ObjectCutOff:
        return base::fail(IntakeError::Truncated, reader.fileName(), QString::number(reader.offset()),
                          stixSentence(QT_TRANSLATE_NOOP("intake", "it ends before any list of objects")));
    case Shape::ObjectOnly:
        if (scanner.type() == "bundle") // section 8.1: objects is optional, so that this is an empty bundle
            return {};
        return mismatch(stixSentence(QT_TRANSLATE_NOOP("intake", "it has no list called “objects”")));
    case Shape::List:
        break;
    }
    return feed.takeAll(scanner, reader);
}

} // namespace keyturn::formats
