// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger_store.h"
#include "models/storage/ledger_file.h"

#include <QString>
#include <QTemporaryDir>

#include <initializer_list>
#include <memory>

namespace keyturn::tests {

using StorePointer = std::unique_ptr<ledger::LedgerStore>;

/// A folder of its own with the path of a workspace in it.
class StoreFolder
{
public:
    StoreFolder();
    [[nodiscard]] QString path(const QString& name = QStringLiteral("w.keyturn")) const;
    /// The names of all files in it, hidden ones too, sorted.
    [[nodiscard]] QStringList names() const;

private:
    QTemporaryDir m_folder;
};

/// A new, empty store in @p folder.
[[nodiscard]] StorePointer created(const StoreFolder& folder);

/// The bytes stored as entry @p seq: of varying length, and told apart by their number.
[[nodiscard]] QByteArray sampleEntry(std::uint64_t seq, const QByteArray& author = {});
/// Bytes of @p size that do not compress and differ by @p seed.
[[nodiscard]] QByteArray sampleBytes(qsizetype size, quint32 seed);
/// A block whose parts are told apart by @p seed.
[[nodiscard]] ledger::BlockParts sampleBlock(quint32 seed, qsizetype textBytes = 20'000);

/// Appends sampleEntry(size()) and a checkpoint in one transaction. @return its seq.
[[nodiscard]] base::Result<std::uint64_t> appendOne(ledger::LedgerStore& store,
                                                    const QByteArray& author = {});
/// Stages @p count sample blocks and adopts them with the next entry. @return its seq.
[[nodiscard]] base::Result<std::uint64_t> appendBatch(ledger::LedgerStore& store, std::uint32_t count);
/// Stages sample bytes as a file, a chunk of each of @p sizes. @return what is ready to be adopted.
[[nodiscard]] base::Result<ledger::StagedBlob> stageBlob(ledger::LedgerStore& store, quint32 seed,
                                                         std::initializer_list<qsizetype> sizes);
/// Adopts a staged file with the next entry. @return its seq.
[[nodiscard]] base::Result<std::uint64_t> adoptBlob(ledger::LedgerStore& store,
                                                    const ledger::StagedBlob& blob);
/// Stages a file that is like no other of the store and adopts it with the next entry. @return its seq.
[[nodiscard]] base::Result<std::uint64_t> appendBlob(ledger::LedgerStore& store,
                                                     std::initializer_list<qsizetype> sizes);
/// Empty when the store holds sampleEntry(0 … size), whole batches and whole files and the engine finds no
/// fault, else what is wrong.
[[nodiscard]] QString faultOf(ledger::LedgerStore& store);
/// "storage/word" style name of the error, or "ok".
template <typename T>
[[nodiscard]] QString outcomeOf(const base::Result<T>& result)
{
    return result ? QStringLiteral("ok") : result.error().name();
}

/// A small closed workspace at @p path: six entries and a batch of two blocks.
void makeWorkspace(const QString& path);
/// How opening the file at @p path ends, in outcomeOf()'s words.
[[nodiscard]] QString openOutcome(const QString& path, storage::OpenMode mode = storage::OpenMode::ReadOnly);

/// Flips bits of the byte at @p offset of a file.
void flipBits(const QString& path, qint64 offset, unsigned char mask);

/// Acts as a user without rights in root's folders while it lives, on this thread, where the tests run as
/// root.
class WithoutPrivilege
{
public:
    WithoutPrivilege();
    ~WithoutPrivilege();
    WithoutPrivilege(const WithoutPrivilege&) = delete;
    WithoutPrivilege& operator=(const WithoutPrivilege&) = delete;
};

} // namespace keyturn::tests

/// Fails the test with the error's sentence.
#define VERIFY_OK(expression)                                                                                \
    do {                                                                                                     \
        const auto& verified = (expression);                                                                 \
        QVERIFY2(verified.has_value(), verified ? "" : qPrintable(verified.error().sentence()));             \
    } while (false)
