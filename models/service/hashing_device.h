// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/digest_functions.h"

#include <QIODevice>

#include <algorithm>

namespace keyturn::service {

/// How much of a file is looked at to tell its format.
inline constexpr qint64 kHeadBytes = 64 * 1024;

/// A device that hashes what is read from it and gives the head back to whoever reads on.
class HashingDevice final : public QIODevice
{
public:
    explicit HashingDevice(QIODevice& inner) : m_inner(inner)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] QByteArray peekHead()
    {
        if (m_head.isEmpty()) {
            while (m_head.size() < kHeadBytes) {
                const QByteArray more = m_inner.read(kHeadBytes - m_head.size());
                if (more.isEmpty())
                    break;
                m_head += more;
            }
        }
        return m_head;
    }
    [[nodiscard]] base::Digest finish() { return m_hash.finish(); }

protected:
    qint64 readData(char* data, qint64 maximum) override
    {
        qint64 got = 0;
        if (m_headUsed < m_head.size()) {
            got = std::min<qint64>(maximum, m_head.size() - m_headUsed);
            std::copy_n(m_head.constData() + m_headUsed, got, data);
            m_headUsed += got;
        } else {
            got = m_inner.read(data, maximum);
            if (got < 0) {
                setErrorString(m_inner.errorString());
                return got;
            }
        }
        m_hash.add(QByteArrayView(data, got));
        return got;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    QIODevice& m_inner;
    QByteArray m_head;
    qint64 m_headUsed = 0;
    crypto::Sha256Stream m_hash;
};

} // namespace keyturn::service
