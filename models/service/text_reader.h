// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/event_reader.h"
#include "models/service/import_job.h"
#include "models/timeline/event_rows.h"
#include "models/timeline/event_text.h"

#include <QFuture>
#include <QString>
#include <QStringList>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace keyturn::service {

/// A list of events to be written as CSV.
struct TableExport
{
    QString path;                          ///< Written whole or not at all; an existing file is replaced.
    timeline::EventColumnsPointer columns; ///< Not null, like rows.
    timeline::EventRowsPointer rows;
    QStringList headers;
    /// The cells of a line of rows; called on the writing thread, so it may refer to nothing that changes.
    std::function<QStringList(std::size_t line, const timeline::EventText&)> cells;
};

struct WrittenTable
{
    QString path;
    std::uint64_t rows = 0;
};

/// The texts of @p keys in their order; every block is decoded once. A record that cannot be read is said to
/// be so in its place. @return Cancelled.
[[nodiscard]] base::Result<std::vector<timeline::EventText>>
readTexts(EventReader& reader, const std::vector<timeline::EventKey>& keys, const std::atomic_bool& cancel);

/// Writes @p request, some ten thousand rows at a time. @return Cancelled, FileFailure, RecordDamaged; then
/// the file is as it was.
[[nodiscard]] base::Result<WrittenTable> writeTable(EventReader& reader, const TableExport& request,
                                                    const Progress& progress, const std::atomic_bool& cancel);

/// Reads the texts of records for lists, on threads and stores of its own: a long search or an import on the
/// workspace's thread keeps no list waiting.
class TextReader
{
public:
    TextReader();
    ~TextReader();
    TextReader(const TextReader&) = delete;
    TextReader& operator=(const TextReader&) = delete;

    /// From now on reads the blocks of @p directory from stores like @p store, neither null. From any thread.
    void setSource(std::shared_ptr<ledger::LedgerStore> store,
                   std::shared_ptr<const BlockDirectory> directory);
    /// Forgets the source: the next is of another ledger.
    void clear();
    /// @return Busy before the first source.
    QFuture<base::Result<std::vector<timeline::EventText>>> texts(std::vector<timeline::EventKey> keys);
    /// One at a time. @return what writeTable() says, and Busy.
    QFuture<base::Result<WrittenTable>> write(TableExport request, Progress progress);
    /// Stops write().
    void cancelWrite() { m_cancelWrite = true; }

private:
    struct Source
    {
        std::shared_ptr<ledger::LedgerStore> store; ///< Only ever opened again, never read from.
        std::shared_ptr<const BlockDirectory> directory;
        std::uint64_t ledger = 0; ///< Sources of one ledger follow each other.
    };
    /// A store and a reader of a thread's own.
    struct Opened
    {
        std::shared_ptr<const Source> source;
        std::unique_ptr<ledger::LedgerStore> store;
        std::unique_ptr<EventReader> reader;
    };
    [[nodiscard]] static base::Result<void> open(Opened& opened, const std::shared_ptr<const Source>& source);
    [[nodiscard]] std::shared_ptr<const Source> source();

    std::mutex m_mutex;
    std::shared_ptr<const Source> m_source;
    std::uint64_t m_ledger = 0;
    std::atomic_bool m_stop{false};
    std::atomic_bool m_cancelWrite{false};
    std::atomic_bool m_isWriting{false};
    Opened m_opened;    ///< Used on the one thread of m_pool.
    QThreadPool m_pool; ///< Its one thread stays, because a store belongs to a thread.
    QThreadPool m_writers;
};

} // namespace keyturn::service
