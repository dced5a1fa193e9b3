// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/ledger/ledger_store.h"

#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace keyturn::ledger {

/// The head of a log: how many entries, and the root over them.
struct Head
{
    base::Digest log;
    std::uint64_t size = 0;
    base::Digest root;
    QByteArray note; ///< Its signed checkpoint, where there is one.
};

/// The newest head that this machine has seen of a log, kept outside the log's own store.
struct SeenHead
{
    base::Digest log;
    std::uint64_t size = 0;
    base::Digest root;
    QString path;    ///< Where it was seen.
    QByteArray note; ///< Its signed checkpoint, where it was kept.
    std::uint64_t sizeHere =
        0; ///< The most entries seen at the very place that was asked about; 0 for never.
};

/// Opens and makes ledgers, and remembers their newest heads. Which kind of store that means is decided by
/// the program that hands one in, so that nothing above depends on a database.
class LedgerProvider
{
public:
    virtual ~LedgerProvider() = default;
    enum class Access { ReadOnly, ReadWrite };
    /// @return StoreMissing, StoreReadOnly, StoreNotAWorkspace, StoreNewer, StoreCorrupt, StoreLocked,
    /// StoreFailure.
    [[nodiscard]] virtual base::Result<std::unique_ptr<LedgerStore>> open(const QString& location,
                                                                          Access access) const = 0;
    /// Makes a ledger that was not there; it appears only when @p fill has put its first entries in.
    /// @return StoreExists, StoreFull, StoreReadOnly, StoreFailure, and the filler's errors.
    [[nodiscard]] virtual base::Result<std::unique_ptr<LedgerStore>>
    create(const QString& location, const std::function<base::Result<void>(LedgerStore&)>& fill) const = 0;
    /// The newest head of @p log remembered in @p folder, asked for the copy at @p path.
    [[nodiscard]] virtual base::Result<std::optional<SeenHead>>
    seenHead(const QString& folder, const base::Digest& log, const QString& path) const = 0;
    /// Remembers a head seen at @p path, durably; never goes backward.
    [[nodiscard]] virtual base::Result<void> remember(const QString& folder, const Head& head,
                                                      const QString& path) const = 0;
    /// Keeps @p bytes durably in a file of @p folder that is named by their SHA-256 and ends in @p suffix;
    /// what is there already stays. @return its path.
    [[nodiscard]] virtual base::Result<QString> keep(const QString& folder, const QString& suffix,
                                                     const QByteArray& bytes) const = 0;
};

} // namespace keyturn::ledger
