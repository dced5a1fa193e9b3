// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/storage/store_fixture.h"

#include "models/crypto/digest_functions.h"
#include "models/ledger/blob_stream.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <map>
#include <random>
#include <sys/fsuid.h>
#include <unistd.h>

namespace keyturn::tests {

namespace {

constexpr unsigned kNobody = 65'534;

/// In memory where there is such a place: the tests sync thousands of times, and a killed process loses
/// nothing of what the kernel has.
QString folderTemplate()
{
    const QFileInfo memory(QStringLiteral("/dev/shm"));
    const QString parent = memory.isDir() && memory.isWritable() ? memory.filePath() : QDir::tempPath();
    return parent + QStringLiteral("/keyturn-storage-XXXXXX");
}

} // namespace

StoreFolder::StoreFolder() : m_folder(folderTemplate())
{
    if (!m_folder.isValid())
        qFatal("no temporary folder");
}

QString StoreFolder::path(const QString& name) const
{
    return m_folder.filePath(name);
}

QStringList StoreFolder::names() const
{
    return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
}

StorePointer created(const StoreFolder& folder)
{
    auto store = storage::createLedgerFile(folder.path());
    if (!store)
        qFatal("%s", qPrintable(store.error().sentence()));
    return std::move(*store);
}

QByteArray sampleEntry(std::uint64_t seq, const QByteArray& author)
{
    QByteArray entry = "entry " + QByteArray::number(qulonglong{seq}) + " by " + author + '\n';
    return entry + QByteArray(static_cast<qsizetype>(seq * 7'919 % 3'000), static_cast<char>('a' + seq % 26));
}

QByteArray sampleBytes(qsizetype size, quint32 seed)
{
    std::minstd_rand generator(seed + 1);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char& byte : bytes)
        byte = static_cast<char>(generator() >> 8);
    return bytes;
}

ledger::BlockParts sampleBlock(quint32 seed, qsizetype textBytes)
{
    ledger::BlockParts parts;
    parts.recordCount = seed % 5'000;
    parts.columns = sampleBytes(3'000, seed * 4);
    parts.salts = sampleBytes(1'600, seed * 4 + 1);
    parts.text = sampleBytes(textBytes, seed * 4 + 2);
    parts.filter = sampleBytes(500, seed * 4 + 3);
    return parts;
}

base::Result<std::uint64_t> appendOne(ledger::LedgerStore& store, const QByteArray& author)
{
    KEYTURN_TRY_LET(transaction, store.begin());
    KEYTURN_TRY_LET(seq, transaction->size());
    KEYTURN_TRY(transaction->append(seq, sampleEntry(seq, author)));
    KEYTURN_TRY(transaction->putCheckpoint(seq + 1, "note " + QByteArray::number(qulonglong{seq + 1})));
    KEYTURN_TRY(transaction->commit());
    return seq;
}

base::Result<std::uint64_t> appendBatch(ledger::LedgerStore& store, std::uint32_t count)
{
    KEYTURN_TRY_LET(staging, store.beginStaging());
    for (std::uint32_t i = 0; i < count; ++i)
        KEYTURN_TRY(store.stageBlock(staging, i, sampleBlock(i)));
    KEYTURN_TRY_LET(transaction, store.begin());
    KEYTURN_TRY_LET(seq, transaction->size());
    KEYTURN_TRY(transaction->append(seq, sampleEntry(seq)));
    KEYTURN_TRY(transaction->adopt(staging, seq));
    KEYTURN_TRY(transaction->putCheckpoint(seq + 1, "note " + QByteArray::number(qulonglong{seq + 1})));
    KEYTURN_TRY(transaction->commit());
    return seq;
}

base::Result<ledger::StagedBlob> stageBlob(ledger::LedgerStore& store, quint32 seed,
                                           std::initializer_list<qsizetype> sizes)
{
    ledger::StagedBlob blob;
    KEYTURN_TRY_LET(staging, store.beginStaging());
    blob.staging = staging;
    crypto::Sha256Stream hash;
    for (const qsizetype size : sizes) {
        const QByteArray bytes = sampleBytes(size, seed++);
        hash.add(bytes);
        KEYTURN_TRY(store.stageBlobChunk(blob.staging, bytes));
        blob.size += static_cast<std::uint64_t>(size);
    }
    blob.sha256 = hash.finish();
    return blob;
}

base::Result<std::uint64_t> adoptBlob(ledger::LedgerStore& store, const ledger::StagedBlob& blob)
{
    KEYTURN_TRY_LET(transaction, store.begin());
    KEYTURN_TRY_LET(seq, transaction->size());
    KEYTURN_TRY(transaction->append(seq, sampleEntry(seq)));
    KEYTURN_TRY(transaction->adoptBlob(blob));
    KEYTURN_TRY(transaction->putCheckpoint(seq + 1, "note " + QByteArray::number(qulonglong{seq + 1})));
    KEYTURN_TRY(transaction->commit());
    return seq;
}

base::Result<std::uint64_t> appendBlob(ledger::LedgerStore& store, std::initializer_list<qsizetype> sizes)
{
    KEYTURN_TRY_LET(size, store.size());
    KEYTURN_TRY_LET(blob, stageBlob(store, static_cast<quint32>(size * 16), sizes));
    return adoptBlob(store, blob);
}

namespace {

base::Result<QString> findFaultOfBlobs(ledger::LedgerStore& store)
{
    KEYTURN_TRY_LET(blobs, store.blobs());
    for (const ledger::BlobInfo& blob : blobs)
        KEYTURN_TRY(ledger::streamBlob(store, blob, [](const QByteArray&) { return base::Result<void>(); }));
    return QString();
}

base::Result<QString> findFault(ledger::LedgerStore& store)
{
    KEYTURN_TRY_LET(faults, store.engineFaults());
    if (!faults.isEmpty())
        return faults.join(QLatin1Char('\n'));
    KEYTURN_TRY_LET(size, store.size());
    KEYTURN_TRY_LET(entries, store.entries(0, size + 1));
    if (entries.size() != size)
        return QStringLiteral("%1 entries, size says %2").arg(entries.size()).arg(size);
    for (std::uint64_t seq = 0; seq < size; ++seq) {
        if (entries[seq] != sampleEntry(seq))
            return QStringLiteral("entry %1 is another").arg(seq);
    }
    KEYTURN_TRY_LET(newest, store.newestCheckpoint());
    if ((newest ? newest->size : 0) != size)
        return QStringLiteral("the checkpoint is not over all entries");
    KEYTURN_TRY_LET(blocks, store.blocks());
    std::map<std::uint64_t, std::uint32_t> next;
    for (const ledger::BlockInfo& block : blocks) {
        if (block.indexInBatch != next[block.batchSeq]++)
            return QStringLiteral("a block of batch %1 is missing").arg(block.batchSeq);
        const ledger::BlockParts expected = sampleBlock(block.indexInBatch);
        KEYTURN_TRY_LET(columns, store.blockPart(block.id, ledger::BlockPart::Columns));
        KEYTURN_TRY_LET(salts, store.blockPart(block.id, ledger::BlockPart::Salts));
        KEYTURN_TRY_LET(text, store.blockPart(block.id, ledger::BlockPart::Text));
        KEYTURN_TRY_LET(filter, store.blockPart(block.id, ledger::BlockPart::Filter));
        if (columns != expected.columns || salts != expected.salts || text != expected.text ||
            filter != expected.filter || block.recordCount != expected.recordCount)
            return QStringLiteral("a block of batch %1 is another").arg(block.batchSeq);
    }
    return findFaultOfBlobs(store);
}

} // namespace

QString faultOf(ledger::LedgerStore& store)
{
    const auto fault = findFault(store);
    return fault ? *fault : fault.error().sentence();
}

void makeWorkspace(const QString& path)
{
    const auto store = storage::createLedgerFile(path, [](ledger::LedgerStore& made) -> base::Result<void> {
        for (int i = 0; i < 6; ++i)
            KEYTURN_TRY(appendOne(made));
        KEYTURN_TRY(appendBatch(made, 2));
        return {};
    });
    if (!store)
        qFatal("%s", qPrintable(store.error().sentence()));
}

QString openOutcome(const QString& path, storage::OpenMode mode)
{
    return outcomeOf(storage::openLedgerFile(path, mode));
}

void flipBits(const QString& path, qint64 offset, unsigned char mask)
{
    QFile file(path);
    char byte = 0;
    if (!file.open(QIODevice::ReadWrite) || !file.seek(offset) || !file.getChar(&byte) ||
        !file.seek(offset) || !file.putChar(static_cast<char>(byte ^ mask)))
        qFatal("cannot change %s", qPrintable(path));
}

WithoutPrivilege::WithoutPrivilege()
{
    // The file-system identity is per thread and takes root's override of permissions with it.
    if (::geteuid() == 0) {
        ::setfsgid(kNobody);
        ::setfsuid(kNobody);
    }
}

WithoutPrivilege::~WithoutPrivilege()
{
    if (::geteuid() == 0) {
        ::setfsuid(0);
        ::setfsgid(0);
    }
}

} // namespace keyturn::tests
