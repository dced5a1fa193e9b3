// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/chunk_reader.h"

#include "models/base/text_safety.h"
#include "models/intake/record_text.h"

#include <QIODevice>

#include <algorithm>
#include <cstring>
#include <utility>

namespace keyturn::intake {

namespace {

std::size_t chunkBytesFor(const QIODevice& device)
{
    if (device.isSequential())
        return ChunkReader::kChunkBytes;
    // One more than there are, so that the end is met in one step; a file may still grow.
    constexpr qint64 kLeastBytes = 4096;
    const qint64 left = std::max(device.size() - device.pos() + 1, kLeastBytes);
    return std::min(ChunkReader::kChunkBytes, static_cast<std::size_t>(left));
}

} // namespace

ChunkReader::ChunkReader(QIODevice& device, RecordSink& sink, QString fileName)
    : m_device(device), m_sink(sink), m_fileName(shownFileName(fileName)), m_chunkBytes(chunkBytesFor(device))
{
    makeRoom();
}

void ChunkReader::makeRoom()
{
    const std::size_t unread = m_end - m_start;
    const std::size_t needed = unread + m_chunkBytes + kPadding;
    if (needed > m_capacity) {
        // Doubling, so that a long record is moved a few times and not once a chunk.
        const std::size_t capacity = std::max(needed, m_capacity * 2);
        // Not value-initialised: touching fresh pages costs more than reading into them.
        std::unique_ptr<char[]> larger(new char[capacity]);
        if (unread > 0)
            std::memcpy(larger.get(), m_buffer.get() + m_start, unread);
        m_buffer = std::move(larger);
        m_capacity = capacity;
    } else if (m_start > 0) {
        std::memmove(m_buffer.get(), m_buffer.get() + m_start, unread);
    }
    m_start = 0;
    m_end = unread;
}

base::Result<bool> ChunkReader::more()
{
    if (m_isAtEnd)
        return false;
    makeRoom();
    const qint64 count = m_device.read(m_buffer.get() + m_end, static_cast<qint64>(m_chunkBytes));
    if (count < 0)
        return base::fail(IntakeError::FileUnreadable, m_fileName,
                          base::harmlessText(m_device.errorString(), 200));
    m_end += static_cast<std::size_t>(count);
    m_bytesRead += static_cast<std::uint64_t>(count);
    std::memset(m_buffer.get() + m_end, 0, kPadding);
    m_isAtEnd = count == 0;
    if (!m_sink.progress(m_bytesRead))
        return base::fail(IntakeError::Cancelled);
    return !m_isAtEnd;
}

base::Result<void> ChunkReader::lookAhead(std::size_t bytes)
{
    while (!m_isAtEnd && window().size() < bytes)
        KEYTURN_TRY(more());
    return {};
}

base::Result<void> ChunkReader::start()
{
    KEYTURN_TRY(lookAhead(4));
    if (startsAsWideText(window()))
        return base::fail(IntakeError::NotText, m_fileName, QStringLiteral("0"));
    consume(window().size() - withoutByteOrderMark(window()).size());
    return {};
}

} // namespace keyturn::intake
