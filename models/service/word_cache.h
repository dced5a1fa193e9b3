// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/event_reader.h"

#include <QByteArrayView>
#include <QFile>
#include <QHash>
#include <QString>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace keyturn::service {

/// Below so many records without a word index it is not worth making: their text is searched as quickly.
inline constexpr std::uint64_t kRecordsWorthIndexing = 50'000;

/// The word indexes of a ledger's blocks as one file of this machine's cache holds them. They are derived
/// from the records, only ever save work, and are believed because this machine made them, of records that
/// the batch entries vouch for. Immutable; read from any thread.
class WordCache
{
public:
    /// "keyturn/words" in the user's cache folder (XDG_CACHE_HOME).
    [[nodiscard]] static QString usualFolder();
    /// The file in @p folder for the ledger of @p directory.
    [[nodiscard]] static QString fileIn(const QString& folder, const BlockDirectory& directory);
    /// Reads what the file at @p path holds of the directory's blocks. What is missing or damaged is not
    /// indexed, which is no error: the text is read instead.
    [[nodiscard]] static std::shared_ptr<const WordCache> read(const QString& path,
                                                               const BlockDirectory& directory);

    /// The index of the block that the store knows by @p blockId, as long as this object lives.
    [[nodiscard]] std::optional<QByteArrayView> words(std::int64_t blockId) const;
    /// How many of the directory's records stand in blocks without an index.
    [[nodiscard]] std::uint64_t recordsMissing(const BlockDirectory& directory) const;

private:
    friend base::Result<void> extendWordCache(const QString&, ledger::LedgerStore&, const BlockDirectory&,
                                              const std::atomic_bool&);
    [[nodiscard]] qint64 soundBytes() const { return m_soundBytes; }

    QFile m_file;                          ///< Holds the map.
    QHash<qint64, QByteArrayView> m_words; ///< By block id: places shift where an import is retracted.
    qint64 m_soundBytes = 0;               ///< From the start of the file.
};

/// Adds the indexes of the blocks that the file at @p path lacks, batch by batch; makes the file, for its
/// owner alone, where there is none. A batch whose records are not those that its entry vouches for is left
/// out. Made by one program at a time: another that is at it is left to it. @return Cancelled (whole batches
/// stay), FileFailure, store errors.
[[nodiscard]] base::Result<void> extendWordCache(const QString& path, ledger::LedgerStore& store,
                                                 const BlockDirectory& directory,
                                                 const std::atomic_bool& cancel);

} // namespace keyturn::service
