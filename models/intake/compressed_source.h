// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/text_safety.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QIODevice>

#include <algorithm>
#include <archive.h>
#include <cstdint>

namespace keyturn::intake {

/// The compressed bytes, a chunk at a time.
class CompressedSource
{
public:
    explicit CompressedSource(QIODevice& device) : m_device(device), m_chunk(kChunkBytes, Qt::Uninitialized)
    {
    }
    /// The next bytes; empty at the end, or where hasFailed().
    QByteArrayView next()
    {
        const qint64 count = m_device.read(m_chunk.data(), m_chunk.size());
        m_hasFailed = count < 0;
        m_bytes += static_cast<std::uint64_t>(std::max<qint64>(count, 0));
        return QByteArrayView(m_chunk.constData(), std::max<qint64>(count, 0));
    }
    [[nodiscard]] bool hasFailed() const { return m_hasFailed; }
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }
    /// Why reading failed: the device's own reason, else @p reason of the decompression, which libarchive
    /// may end with a line end.
    [[nodiscard]] QString why(const char* reason) const
    {
        if (m_hasFailed)
            return m_device.errorString();
        return QCoreApplication::translate("intake", "its compression is damaged (%1)")
            .arg(reason == nullptr ? QCoreApplication::translate("intake", "no more is known")
                                   : base::harmlessText(QString::fromUtf8(reason), 200));
    }

    /// next() as libarchive calls it. @param source a CompressedSource.
    static la_ssize_t readForArchive(archive*, void* source, const void** bytes)
    {
        auto& from = *static_cast<CompressedSource*>(source);
        const QByteArrayView read = from.next();
        *bytes = read.data();
        return from.hasFailed() ? ARCHIVE_FATAL : static_cast<la_ssize_t>(read.size());
    }

private:
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    static constexpr qint64 kChunkBytes = 1024; // see ChunkReader
#else
    static constexpr qint64 kChunkBytes = 256 * 1024;
#endif

    QIODevice& m_device;
    QByteArray m_chunk;
    std::uint64_t m_bytes = 0;
    bool m_hasFailed = false;
};

} // namespace keyturn::intake
