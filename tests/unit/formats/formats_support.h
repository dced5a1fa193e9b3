// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/intake_reading.h"
#include "tests/support/test_registry.h"

#include <QFile>

#include <algorithm>
#include <string>
#include <vector>

namespace keyturn::tests {

inline const intake::Adapter& adapterFor(const char* format)
{
    const auto chosen = formats::chooseAdapter(QString::fromLatin1(format), {}, QStringLiteral("test"));
    if (!chosen)
        qFatal("no adapter for %s", format);
    return **chosen;
}

inline Outcome readDevice(const char* format, QIODevice& device, const intake::ImportHints& hints = {})
{
    return readDevice(adapterFor(format), device, hints);
}

inline Outcome readText(const char* format, const QByteArray& text, intake::ImportHints hints = {})
{
    if (hints.fileName.isEmpty())
        hints.fileName = QStringLiteral("test.file");
    return readText(adapterFor(format), text, hints);
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

} // namespace keyturn::tests
