// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/adapter.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <string_view>

class QIODevice;

namespace keyturn::intake {

/// A window of unread bytes over a device, filled a chunk at a time. A reader of records consumes what it
/// is done with and asks for more while a record is not complete; it sees to it that no record grows without
/// bound.
class ChunkReader
{
public:
    /// @param sink is told of progress and may ask to stop.
    ChunkReader(QIODevice& device, RecordSink& sink, QString fileName);

    /// The bytes read and not yet consumed. At least kPadding more bytes after them may be read (not used).
    [[nodiscard]] std::string_view window() const { return {m_buffer.get() + m_start, m_end - m_start}; }
    /// Where window() starts in the file.
    [[nodiscard]] std::uint64_t offset() const { return m_bytesRead - (m_end - m_start); }
    /// Drops the first @p count bytes of window().
    void consume(std::size_t count) { m_start += count; }
    /// Puts more bytes behind window(), whose address may change. @return false at the end of the file.
    [[nodiscard]] base::Result<bool> more();
    /// True when more() has met the end of the file.
    [[nodiscard]] bool isAtEnd() const { return m_isAtEnd; }
    /// Reads the first bytes, steps over a UTF-8 byte order mark. @return NotText for UTF-16 and UTF-32.
    [[nodiscard]] base::Result<void> start();
    /// Puts at least @p bytes into window(), as far as the file has so many: a pipe gives them bit by bit.
    [[nodiscard]] base::Result<void> lookAhead(std::size_t bytes);
    /// The file's name for sentences.
    [[nodiscard]] const QString& fileName() const { return m_fileName; }

    /// Readable bytes behind window(): what simdjson may touch behind its input.
    static constexpr std::size_t kPadding = 64;
    /// How much is read at a time; of a file that says how long it is, no more than it has.
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    // Inputs of the fuzzer are small; these still span many chunks, and cost no large buffers.
    static constexpr std::size_t kChunkBytes = std::size_t{4} * 1024;
#else
    static constexpr std::size_t kChunkBytes = std::size_t{1024} * 1024;
#endif

private:
    void makeRoom();

    QIODevice& m_device;
    RecordSink& m_sink;
    QString m_fileName;
    std::unique_ptr<char[]> m_buffer;
    std::size_t m_chunkBytes;
    std::size_t m_capacity = 0;
    std::size_t m_start = 0;
    std::size_t m_end = 0;
    std::uint64_t m_bytesRead = 0;
    bool m_isAtEnd = false;
};

} // namespace keyturn::intake
