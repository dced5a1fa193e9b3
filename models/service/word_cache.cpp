// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/word_cache.h"

#include "models/crypto/digest_functions.h"
#include "models/ledger/merkle_accumulator.h"
#include "models/service/block_checks.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QLockFile>
#include <QSaveFile>
#include <QStandardPaths>
#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace keyturn::service {

namespace {

/// A segment for each batch, one after another: this header, the indexes of its blocks one after another, and
/// the size of each as a 32-bit integer. All integers are little-endian. The header is written last, so that
/// what was left unfinished is told by its missing letters.
struct SegmentHeader
{
    static constexpr char kMagic[4] = {'K', 'T', 'W', 'S'};
    static constexpr std::uint32_t kVersion = 1;
    static constexpr qint64 kBytes = 4 + 4 + 32 + 8 + 8 + 32;

    base::Digest root; ///< Of the batch's records.
    std::uint64_t blocks = 0;
    std::uint64_t bodyBytes = 0;
    base::Digest seal; ///< sealOver() all that follows.

    /// SHA-256 of what stands before the seal and of the SHA-256 of the body.
    [[nodiscard]] base::Digest sealOver(const base::Digest& body) const
    {
        return crypto::sha256({facts(), body.toByteArray()});
    }
    [[nodiscard]] QByteArray encoded() const { return facts() + seal.toByteArray(); }
    [[nodiscard]] QByteArray facts() const
    {
        QByteArray out(kMagic, sizeof kMagic);
        const auto put = [&out](auto value) {
            char bytes[sizeof value];
            qToLittleEndian(value, bytes);
            out.append(bytes, sizeof bytes);
        };
        put(kVersion);
        out.append(root.toByteArray());
        put(blocks);
        put(bodyBytes);
        return out;
    }
    /// Nothing where @p bytes begin with none of this version.
    [[nodiscard]] static std::optional<SegmentHeader> decoded(QByteArrayView bytes)
    {
        constexpr qsizetype kDigestBytes = 32;
        if (bytes.size() < kBytes || std::memcmp(bytes.data(), kMagic, sizeof kMagic) != 0 ||
            qFromLittleEndian<std::uint32_t>(bytes.data() + 4) != kVersion)
            return std::nullopt;
        SegmentHeader header;
        header.root = *base::Digest::fromBytes(bytes.sliced(8, kDigestBytes));
        header.blocks = qFromLittleEndian<std::uint64_t>(bytes.data() + 40);
        header.bodyBytes = qFromLittleEndian<std::uint64_t>(bytes.data() + 48);
        header.seal = *base::Digest::fromBytes(bytes.sliced(56, kDigestBytes));
        return header;
    }
};

/// The places of a batch's blocks in a directory.
struct BatchPlaces
{
    std::size_t first = 0;
    std::size_t count = 0;
    std::size_t batch = 0; ///< Index into the snapshot's batches.
};

std::vector<BatchPlaces> batchesOf(const BlockDirectory& directory)
{
    std::vector<BatchPlaces> batches;
    for (std::size_t i = 0; i < directory.places.size(); ++i) {
        if (batches.empty() || batches.back().batch != directory.places[i].batch)
            batches.push_back({i, 0, directory.places[i].batch});
        ++batches.back().count;
    }
    return batches;
}

const base::Digest& rootOf(const BlockDirectory& directory, const BatchPlaces& places)
{
    return directory.snapshot->batches[static_cast<qsizetype>(places.batch)].facts.root;
}

/// The indexes in a segment's body; nothing where its sizes do not add up.
std::optional<std::vector<QByteArrayView>> partsOf(QByteArrayView body, std::uint64_t blocks)
{
    const auto size = static_cast<std::uint64_t>(body.size());
    if (blocks > size / sizeof(std::uint32_t))
        return std::nullopt;
    const auto wordBytes = static_cast<qsizetype>(size - blocks * sizeof(std::uint32_t));
    std::vector<QByteArrayView> parts;
    qsizetype at = 0;
    for (std::uint64_t i = 0; i < blocks; ++i) {
        const auto bytes = static_cast<qsizetype>(qFromLittleEndian<std::uint32_t>(
            body.data() + wordBytes + static_cast<qsizetype>(i * sizeof(std::uint32_t))));
        if (bytes > wordBytes - at)
            return std::nullopt;
        parts.push_back(body.sliced(at, bytes));
        at += bytes;
    }
    return parts;
}

base::Result<void> written(QFile& file, const QByteArray& bytes)
{
    if (file.write(bytes) != bytes.size())
        return base::fail(ServiceError::FileFailure, file.fileName(), file.errorString());
    return {};
}

/// Writes the segment of one batch where the file stands. @return false where its entry does not vouch for
/// the records.
base::Result<bool> writeSegment(QFile& file, ledger::LedgerStore& store, const BlockDirectory& directory,
                                const BatchPlaces& places, const std::atomic_bool& cancel)
{
    std::vector<ledger::BlockInfo> blocks;
    for (std::size_t i = 0; i < places.count; ++i)
        blocks.push_back(directory.places[places.first + i].info);
    const qint64 start = file.pos();
    KEYTURN_TRY(written(file, QByteArray(SegmentHeader::kBytes, '\0')));
    BlockChecks checks(store, std::move(blocks), BlockCheck::Words);
    ledger::MerkleAccumulator tree;
    crypto::Sha256Stream digest;
    SegmentHeader header{rootOf(directory, places), places.count, 0, {}};
    QByteArray sizes;
    const auto append = [&](const QByteArray& bytes) -> base::Result<void> {
        digest.add(bytes);
        header.bodyBytes += static_cast<std::uint64_t>(bytes.size());
        return written(file, bytes);
    };
    for (std::size_t i = 0; i < places.count; ++i) {
        if (cancel)
            return base::fail(ServiceError::Cancelled);
        const BlockFinding finding = checks.takeNext();
        if (finding.error)
            return false; // Verification says so; a search will, too.
        for (const base::Digest& leaf : finding.leaves)
            tree.append(leaf);
        char size[sizeof(std::uint32_t)];
        qToLittleEndian(static_cast<std::uint32_t>(finding.words.size()), size);
        sizes.append(size, sizeof size);
        KEYTURN_TRY(append(finding.words));
    }
    if (tree.root() != header.root)
        return false;
    KEYTURN_TRY(append(sizes));
    header.seal = header.sealOver(digest.finish());
    const qint64 end = file.pos();
    if (!file.flush() || !file.seek(start))
        return base::fail(ServiceError::FileFailure, file.fileName(), file.errorString());
    KEYTURN_TRY(written(file, header.encoded()));
    if (!file.flush() || !file.seek(end))
        return base::fail(ServiceError::FileFailure, file.fileName(), file.errorString());
    return true;
}

/// Puts a file in its place that holds no more than its first @p bytes. It is not shortened where it is:
/// other programs have it mapped.
base::Result<void> keepSoundPart(const QString& path, qint64 bytes)
{
    constexpr qint64 kBytesAtOnce = qint64{1} << 20;
    QSaveFile anew(path);
    QFile file(path);
    const auto failed = [&anew] {
        return base::fail(ServiceError::FileFailure, anew.fileName(), anew.errorString());
    };
    if (!anew.open(QIODevice::WriteOnly) || !anew.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return failed();
    if (bytes > 0 && !file.open(QIODevice::ReadOnly))
        return base::fail(ServiceError::FileFailure, path, file.errorString());
    while (bytes > 0) {
        const QByteArray part = file.read(std::min(bytes, kBytesAtOnce));
        if (part.isEmpty())
            return base::fail(ServiceError::FileFailure, path, file.errorString());
        if (anew.write(part) != part.size())
            return failed();
        bytes -= part.size();
    }
    if (!anew.commit())
        return failed();
    return {};
}

} // namespace

QString WordCache::usualFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
           QStringLiteral("/keyturn/words");
}

QString WordCache::fileIn(const QString& folder, const BlockDirectory& directory)
{
    return QStringLiteral("%1/%2.words").arg(folder, directory.snapshot->log.hex());
}

std::shared_ptr<const WordCache> WordCache::read(const QString& path, const BlockDirectory& directory)
{
    auto cache = std::make_shared<WordCache>();
    cache->m_file.setFileName(path);
    if (!cache->m_file.open(QIODevice::ReadOnly))
        return cache;
    const qint64 size = cache->m_file.size();
    const uchar* const map = cache->m_file.map(0, size);
    if (!map)
        return cache;
    QHash<QByteArray, BatchPlaces> byRoot;
    for (const BatchPlaces& places : batchesOf(directory))
        byRoot.insert(rootOf(directory, places).toByteArray(), places);
    QByteArrayView rest(reinterpret_cast<const char*>(map), size);
    while (const auto header = SegmentHeader::decoded(rest)) {
        rest = rest.sliced(SegmentHeader::kBytes);
        if (header->bodyBytes > static_cast<std::uint64_t>(rest.size()))
            break;
        const QByteArrayView body = rest.first(static_cast<qsizetype>(header->bodyBytes));
        const auto parts = partsOf(body, header->blocks);
        if (!parts || header->sealOver(crypto::sha256(body)) != header->seal)
            break;
        rest = rest.sliced(body.size());
        cache->m_soundBytes = size - rest.size();
        const auto places = byRoot.constFind(header->root.toByteArray());
        if (places != byRoot.constEnd() && places->count == parts->size())
            for (std::size_t i = 0; i < parts->size(); ++i)
                cache->m_words.insert(directory.places[places->first + i].info.id, (*parts)[i]);
    }
    return cache;
}

std::optional<QByteArrayView> WordCache::words(std::int64_t blockId) const
{
    const auto found = m_words.constFind(blockId);
    if (found == m_words.constEnd() || found->isEmpty())
        return std::nullopt;
    return *found;
}

std::uint64_t WordCache::recordsMissing(const BlockDirectory& directory) const
{
    std::uint64_t missing = 0;
    for (const BlockDirectory::Place& place : directory.places)
        missing += words(place.info.id) ? 0 : place.info.recordCount;
    return missing;
}

base::Result<void> extendWordCache(const QString& path, ledger::LedgerStore& store,
                                   const BlockDirectory& directory, const std::atomic_bool& cancel)
{
    if (!QDir().mkpath(QFileInfo(path).path()))
        return base::fail(ServiceError::FileFailure, path, QStringLiteral("its folder cannot be made"));
    QLockFile lock(path + QStringLiteral(".lock"));
    lock.setStaleLockTime(0);
    if (!lock.tryLock(0))
        return {};
    const auto known = WordCache::read(path, directory);
    if (QFileInfo(path).size() != known->soundBytes())
        KEYTURN_TRY(keepSoundPart(path, known->soundBytes()));
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite, QFile::ReadOwner | QFile::WriteOwner) || !file.seek(file.size()))
        return base::fail(ServiceError::FileFailure, path, file.errorString());
    for (const BatchPlaces& places : batchesOf(directory)) {
        if (known->words(directory.places[places.first].info.id))
            continue;
        const qint64 start = file.pos();
        KEYTURN_TRY_LET(isVouchedFor, writeSegment(file, store, directory, places, cancel));
        if (!isVouchedFor && !file.seek(start)) // The next is written over it.
            return base::fail(ServiceError::FileFailure, path, file.errorString());
    }
    return {};
}

} // namespace keyturn::service
