// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/digest_functions.h"

#include <QIODevice>

#include <atomic>
#include <cstdint>

namespace keyturn::service {

/// A device that hashes and counts what is read from it.
class HashingDevice final : public QIODevice
{
public:
    explicit HashingDevice(QIODevice& inner) : m_inner(inner)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    /// The hash of everything: what nobody has read yet is read now.
    [[nodiscard]] base::Digest finish()
    {
        QByteArray rest(64 * 1024, Qt::Uninitialized);
        while (read(rest.data(), rest.size()) > 0) {
        }
        return m_hash.finish();
    }
    /// How much was read. Called from any thread.
    [[nodiscard]] std::uint64_t bytesRead() const { return m_bytesRead.load(std::memory_order_relaxed); }

protected:
    qint64 readData(char* data, qint64 maximum) override
    {
        const qint64 got = m_inner.read(data, maximum);
        if (got < 0) {
            setErrorString(m_inner.errorString());
            return got;
        }
        m_bytesRead.fetch_add(static_cast<std::uint64_t>(got), std::memory_order_relaxed);
        m_hash.add(QByteArrayView(data, got));
        return got;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    QIODevice& m_inner;
    std::atomic<std::uint64_t> m_bytesRead{0};
    crypto::Sha256Stream m_hash;
};

} // namespace keyturn::service
