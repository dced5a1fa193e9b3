// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/anchor.h"

#include "models/base/json.h"
#include "models/storage/seen_file.h"
#include "models/storage/store_words.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <array>

namespace keyturn::storage {

namespace {

using base::ErrorText;
using base::Outcome;

constexpr std::array kAnchorTexts{
    ErrorText{static_cast<int>(AnchorError::Damaged), "anchor-damaged", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors",
                                "The record %1 of what this machine has seen of the ledger is damaged: %2.")},
    ErrorText{static_cast<int>(AnchorError::Newer), "anchor-newer", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors",
                                "The record %1 of what this machine has seen of the ledger was written by a "
                                "later version of Keyturn.")},
    ErrorText{static_cast<int>(AnchorError::Contradicts), "anchor-contradicts", Outcome::Integrity,
              QT_TRANSLATE_NOOP("errors",
                                "This machine has seen other contents among the first %1 entries of this "
                                "ledger; the record %2 was left as it is.")},
    ErrorText{static_cast<int>(AnchorError::Locked), "anchor-locked", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors", "Another program holds the folder %1; try again in a moment.")},
    ErrorText{static_cast<int>(AnchorError::Failure), "anchor-failure", Outcome::Storage,
              QT_TRANSLATE_NOOP("errors",
                                "The record %1 of what this machine has seen of the ledger could not be "
                                "read or written: %2.")},
};
constexpr base::ErrorDomain kAnchorDomain{"storage", kAnchorTexts};

/// 2 added the note.
constexpr std::int64_t kAnchorVersion = 2;
/// Older places are forgotten beyond this many.
constexpr std::size_t kMostPlaces = 1'000;
constexpr std::int64_t kLargestSize = (std::int64_t{1} << 53) - 1;

QString anchorPath(const QString& folder, const base::Digest& log)
{
    return QDir(folder).filePath(log.hex() + QStringLiteral(".anchor"));
}

/// Paths may hold what strict JSON forbids.
QString escapedPath(const QString& path)
{
    return QString::fromLatin1(QFile::encodeName(path).toPercentEncoding("/ "));
}

QString unescapedPath(const QString& text)
{
    return QFile::decodeName(QByteArray::fromPercentEncoding(text.toLatin1()));
}

QByteArray encodeAnchor(const Anchor& anchor)
{
    base::JsonArray places;
    for (const AnchorPlace& place : anchor.places) {
        places.push_back(base::JsonObject{{QStringLiteral("path"), escapedPath(place.path)},
                                          {QStringLiteral("size"), static_cast<std::int64_t>(place.size)}});
    }
    return base::toIndentedJsonBytes(base::JsonObject{
        {QStringLiteral("keyturn_anchor"), kAnchorVersion},
        {QStringLiteral("log"), anchor.log.hex()},
        {QStringLiteral("size"), static_cast<std::int64_t>(anchor.size)},
        {QStringLiteral("root"), anchor.root.hex()},
        {QStringLiteral("note_base64"), QString::fromLatin1(anchor.note.toBase64())},
        {QStringLiteral("path"), escapedPath(anchor.path)},
        {QStringLiteral("places"), places},
    });
}

base::Result<Anchor> decodeAnchor(const QByteArray& bytes, const base::Digest& log, const QString& path)
{
    const auto damaged = [&](const QString& reason) {
        return base::fail(AnchorError::Damaged, shownLocation(path), reason);
    };
    const auto value = base::parseStrictJson(bytes);
    if (!value)
        return damaged(value.error().sentence());
    base::JsonReader reader(*value, QStringLiteral("anchor"));
    if (reader.integer("keyturn_anchor", 1, kLargestSize) > kAnchorVersion)
        return base::fail(AnchorError::Newer, shownLocation(path));
    Anchor anchor;
    anchor.log = reader.digest("log");
    anchor.size = static_cast<std::uint64_t>(reader.integer("size", 0, kLargestSize));
    anchor.root = reader.digest("root");
    anchor.note = QByteArray::fromBase64(reader.optionalString("note_base64").value_or(QString()).toLatin1());
    anchor.path = unescapedPath(reader.string("path"));
    for (const base::JsonValue& element : reader.array("places")) {
        base::JsonReader place(element, QStringLiteral("places"));
        anchor.places.push_back({unescapedPath(place.string("path")),
                                 static_cast<std::uint64_t>(place.integer("size", 0, kLargestSize))});
        if (const auto read = place.finish(); !read)
            reader.take(read.error());
    }
    if (const auto read = reader.finish(); !read)
        return damaged(read.error().sentence());
    if (anchor.log != log)
        return damaged(QCoreApplication::translate("errors", "it is that of another ledger"));
    return anchor;
}

void notePlace(std::vector<AnchorPlace>& places, const Anchor& seen)
{
    const auto place = std::find_if(places.begin(), places.end(),
                                    [&](const AnchorPlace& known) { return known.path == seen.path; });
    if (place != places.end())
        places.erase(place);
    else if (places.size() >= kMostPlaces)
        places.erase(
            std::min_element(places.begin(), places.end(),
                             [](const AnchorPlace& a, const AnchorPlace& b) { return a.size < b.size; }));
    const auto after = std::find_if(places.begin(), places.end(),
                                    [&](const AnchorPlace& known) { return seen.path < known.path; });
    places.insert(after, {seen.path, seen.size});
}

} // namespace

const base::ErrorDomain& errorDomain(AnchorError)
{
    return kAnchorDomain;
}

base::Result<std::optional<Anchor>> readAnchor(const QString& folder, const base::Digest& log)
{
    const QString path = anchorPath(folder, log);
    KEYTURN_TRY_LET(bytes, readSeenFile(path));
    if (!bytes)
        return std::nullopt;
    KEYTURN_TRY_LET(anchor, decodeAnchor(*bytes, log, path));
    return anchor;
}

base::Result<void> raiseAnchor(const QString& folder, const Anchor& seen)
{
    KEYTURN_TRY_LET(held, lockSeenFolder(folder));
    KEYTURN_TRY_LET(known, readAnchor(folder, seen.log));
    Anchor next = seen;
    next.places.clear();
    if (known) {
        if (known->size == seen.size && known->root != seen.root) {
            return base::fail(AnchorError::Contradicts, QString::number(seen.size),
                              shownLocation(anchorPath(folder, seen.log)));
        }
        if (known->size >= seen.size)
            next = *known;
        else
            next.places = known->places;
    }
    notePlace(next.places, seen);
    if (known && next == *known)
        return {};
    return replaceSeenFile(anchorPath(folder, seen.log), encodeAnchor(next), held);
}

base::Result<void> resetAnchor(const QString& folder, const Anchor& seen)
{
    KEYTURN_TRY_LET(held, lockSeenFolder(folder));
    Anchor next = seen;
    next.places.clear();
    notePlace(next.places, seen);
    return replaceSeenFile(anchorPath(folder, seen.log), encodeAnchor(next), held);
}

} // namespace keyturn::storage
