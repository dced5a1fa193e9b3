// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/intake/chunk_reader.h"

#include <QBuffer>

#include <string_view>

namespace keyturn::intake {

/// The first bytes of a file as a device, for looking at them with the reader that would read the file.
class HeadReader
{
public:
    explicit HeadReader(std::string_view head)
        : m_bytes(head.data(), static_cast<qsizetype>(head.size())), m_device(&m_bytes),
          m_chunks(m_device, m_sink, QString())
    {
        // Opening a buffer for reading cannot fail; were it to, reading would and nothing be recognised.
        (void)m_device.open(QIODevice::ReadOnly);
    }
    /// The reader over the head.
    [[nodiscard]] ChunkReader& chunks() { return m_chunks; }

private:
    class BlindSink final : public RecordSink
    {
    public:
        void take(const domain::NormalisedRecord&) override {}
        void reject(const Rejection&) override {}
        bool progress(std::uint64_t) override { return true; }
    };

    QByteArray m_bytes;
    QBuffer m_device;
    BlindSink m_sink;
    ChunkReader m_chunks;
};

} // namespace keyturn::intake
