// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/formats/registry.h"

#include <QBuffer>

#include <algorithm>
#include <optional>
#include <vector>

namespace keyturn::tests {

/// Keeps what an adapter hands over.
class CollectingSink final : public intake::RecordSink
{
public:
    void take(const domain::NormalisedRecord& record) override { records.push_back(record); }
    void reject(const intake::Rejection& rejection) override { rejections.push_back(rejection); }
    bool progress(std::uint64_t bytesRead) override
    {
        lastBytesRead = bytesRead;
        return bytesRead <= stopAfterBytes;
    }

    std::vector<domain::NormalisedRecord> records;
    std::vector<intake::Rejection> rejections;
    std::uint64_t lastBytesRead = 0;
    std::uint64_t stopAfterBytes = UINT64_MAX;
};

/// What came of reading a text.
struct Outcome
{
    std::vector<domain::NormalisedRecord> records;
    std::vector<intake::Rejection> rejections;
    std::optional<base::Error> error;
};

/// Reads all of @p device through @p adapter.
inline Outcome readDevice(const intake::Adapter& adapter, QIODevice& device, const intake::ImportHints& hints)
{
    CollectingSink sink;
    const auto result = adapter.read(device, hints, sink);
    Outcome outcome{std::move(sink.records), std::move(sink.rejections), std::nullopt};
    if (!result)
        outcome.error = result.error();
    return outcome;
}

/// Reads @p text through @p adapter.
inline Outcome readText(const intake::Adapter& adapter, QByteArray text, const intake::ImportHints& hints)
{
    QBuffer buffer(&text);
    if (!buffer.open(QIODevice::ReadOnly))
        qFatal("a buffer did not open");
    return readDevice(adapter, buffer, hints);
}

/// A device that gives a few bytes at a time and fails after a while, if told to.
class GrudgingDevice final : public QIODevice
{
public:
    GrudgingDevice(QByteArray bytes, qint64 bytesAtATime, qint64 failAt = -1)
        : m_bytes(std::move(bytes)), m_bytesAtATime(bytesAtATime), m_failAt(failAt)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    bool isSequential() const override { return true; }

protected:
    qint64 readData(char* data, qint64 maximum) override
    {
        if (m_failAt >= 0 && m_at >= m_failAt) {
            setErrorString(QStringLiteral("the disk\x1b[2J is gone"));
            return -1;
        }
        const qint64 count = std::min({maximum, m_bytesAtATime, static_cast<qint64>(m_bytes.size()) - m_at});
        std::copy_n(m_bytes.constData() + m_at, count, data);
        m_at += count;
        return count;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_bytesAtATime;
    qint64 m_failAt;
    qint64 m_at = 0;
};

} // namespace keyturn::tests
