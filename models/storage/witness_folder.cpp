// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/storage/witness_folder.h"

#include "models/base/json.h"
#include "models/crypto/digest_functions.h"
#include "models/storage/seen_file.h"
#include "models/storage/store_words.h"

#include <QCoreApplication>
#include <QDir>

namespace keyturn::storage {

namespace {

constexpr std::int64_t kWitnessVersion = 1;
constexpr std::int64_t kLargestWitnessedSize = (std::int64_t{1} << 53) - 1;

QByteArray encodeWitnessed(const ledger::WitnessedLog& log)
{
    QStringList seats;
    for (const ledger::NoteVerifier& seat : log.seats)
        seats += ledger::noteVerifierKey(seat.name, seat.key);
    return base::toIndentedJsonBytes(base::JsonObject{
        {QStringLiteral("keyturn_witness"), kWitnessVersion},
        {QStringLiteral("origin"), log.origin},
        {QStringLiteral("size"), static_cast<std::int64_t>(log.size)},
        {QStringLiteral("root"), log.root.hex()},
        {QStringLiteral("note_base64"), QString::fromLatin1(log.note.toBase64())},
        {QStringLiteral("seats"), base::jsonStrings(seats)},
    });
}

base::Result<ledger::WitnessedLog> decodeWitnessed(const QByteArray& bytes, const QString& origin,
                                                   const QString& path)
{
    const auto damaged = [&](const QString& reason) {
        return base::fail(AnchorError::Damaged, shownLocation(path), reason);
    };
    const auto value = base::parseStrictJson(bytes);
    if (!value)
        return damaged(value.error().sentence());
    base::JsonReader reader(*value, QStringLiteral("witness"));
    if (reader.integer("keyturn_witness", 1, kLargestWitnessedSize) > kWitnessVersion)
        return base::fail(AnchorError::Newer, shownLocation(path));
    ledger::WitnessedLog log;
    log.origin = reader.string("origin");
    log.size = static_cast<std::uint64_t>(reader.integer("size", 1, kLargestWitnessedSize));
    log.root = reader.digest("root");
    log.note = QByteArray::fromBase64(reader.string("note_base64").toLatin1());
    for (const QString& seat : reader.strings("seats")) {
        auto verifier = ledger::readVerifierKey(seat);
        if (!verifier)
            return damaged(verifier.error().sentence());
        log.seats.push_back(std::move(*verifier));
    }
    if (const auto read = reader.finish(); !read)
        return damaged(read.error().sentence());
    if (log.origin != origin)
        return damaged(QCoreApplication::translate("errors", "it is that of another ledger"));
    return log;
}

} // namespace

base::Result<WitnessFolder> WitnessFolder::open(const QString& path)
{
    KEYTURN_TRY_LET(held, lockSeenFolder(path));
    return WitnessFolder(path, std::move(held));
}

QString WitnessFolder::fileOf(const QString& origin) const
{
    // An origin may hold anything but a line end.
    return QDir(m_path).filePath(crypto::sha256(origin.toUtf8()).hex() + QStringLiteral(".witnessed"));
}

base::Result<std::optional<ledger::WitnessedLog>> WitnessFolder::known(const QString& origin) const
{
    KEYTURN_TRY_LET(bytes, readSeenFile(fileOf(origin)));
    if (!bytes)
        return std::nullopt;
    KEYTURN_TRY_LET(log, decodeWitnessed(*bytes, origin, fileOf(origin)));
    return log;
}

base::Result<void> WitnessFolder::remember(const ledger::WitnessedLog& log)
{
    KEYTURN_TRY_LET(before, known(log.origin));
    const bool goesBack =
        before && (log.size < before->size || (log.size == before->size && log.root != before->root));
    if (goesBack) {
        return base::fail(AnchorError::Contradicts, QString::number(before->size),
                          shownLocation(fileOf(log.origin)));
    }
    return replaceSeenFile(fileOf(log.origin), encodeWitnessed(log), m_held);
}

base::Result<QString> WitnessFolder::keepConflict(const ledger::WitnessedLog& cosigned,
                                                  const ledger::WitnessRequest& refused)
{
    KEYTURN_TRY_LET(note, ledger::readNote(refused.note));
    KEYTURN_TRY_LET(offered, ledger::readCheckpoint(note.text));
    const ledger::ForkSide first{{}, cosigned.size, cosigned.root, cosigned.note};
    const ledger::ForkSide second{{}, offered.size, offered.root, refused.note};
    // In a folder of its own, because this one is held.
    return keepSeenFile(QDir(m_path).filePath(QStringLiteral("conflicts")), QStringLiteral(".json"),
                        ledger::encodeForkEvidence(cosigned.origin, first, second, refused.proof));
}

} // namespace keyturn::storage
