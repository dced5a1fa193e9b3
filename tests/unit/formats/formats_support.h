// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/formats/registry.h"
#include "tests/support/test_registry.h"

#include <QBuffer>
#include <QFile>

#include <algorithm>
#include <optional>
#include <string>
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

inline const intake::Adapter& adapterFor(const char* format)
{
    const auto chosen = formats::chooseAdapter(QString::fromLatin1(format), {}, QStringLiteral("test"));
    if (!chosen)
        qFatal("no adapter for %s", format);
    return **chosen;
}

inline Outcome readDevice(const char* format, QIODevice& device, const intake::ImportHints& hints = {})
{
    CollectingSink sink;
    const auto result = adapterFor(format).read(device, hints, sink);
    Outcome outcome{std::move(sink.records), std::move(sink.rejections), std::nullopt};
    if (!result)
        outcome.error = result.error();
    return outcome;
}

inline Outcome readText(const char* format, const QByteArray& text, intake::ImportHints hints = {})
{
    QByteArray bytes = text;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::ReadOnly))
        qFatal("a buffer did not open");
    if (hints.fileName.isEmpty())
        hints.fileName = QStringLiteral("test.file");
    return readDevice(format, buffer, hints);
}

inline QByteArray fileBytes(const QString& relative)
{
    QFile file(dataFile(QStringLiteral("intake/") + relative));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("test data unreadable: %s", qPrintable(relative));
    return file.readAll();
}

inline Outcome readFile(const char* format, const char* relative)
{
    return readText(format, fileBytes(QString::fromLatin1(relative)));
}

/// A device of a given size made of one repeated piece between a head and a tail; it holds none of it in
/// memory.
class EndlessDevice final : public QIODevice
{
public:
    EndlessDevice(QByteArray head, const QByteArray& piece, qint64 pieceBytes, QByteArray tail)
        : m_head(std::move(head)), m_piece(std::move(piece)), m_tail(std::move(tail)),
          m_pieceBytes(pieceBytes)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    bool isSequential() const override { return true; }

protected:
    qint64 readData(char* data, qint64 maximum) override
    {
        qint64 count = 0;
        const auto copy = [&](const QByteArray& bytes, qint64 from, qint64 atMost) {
            const qint64 length =
                std::min({maximum - count, static_cast<qint64>(bytes.size()) - from, atMost});
            std::copy_n(bytes.constData() + from, length, data + count);
            count += length;
            m_at += length;
        };
        while (count < maximum) {
            const qint64 inPieces = m_at - m_head.size();
            const qint64 inTail = inPieces - m_pieceBytes;
            if (inPieces < 0)
                copy(m_head, m_at, maximum);
            else if (inTail < 0)
                copy(m_piece, inPieces % m_piece.size(), -inTail);
            else if (inTail < m_tail.size())
                copy(m_tail, inTail, maximum);
            else
                break;
        }
        return count;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    QByteArray m_head;
    QByteArray m_piece;
    QByteArray m_tail;
    qint64 m_pieceBytes;
    qint64 m_at = 0;
};

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
