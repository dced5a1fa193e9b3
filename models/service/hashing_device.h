// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/digest_functions.h"

#include <QIODevice>

#include <atomic>
#include <cstdint>
#include <memory>

namespace keyturn::service {

/// A device that hashes and counts what is read from it. Of a large file that does not arrive piece by piece,
/// it reads and hashes some pieces ahead on a thread of its own, for whoever reads has enough to do.
class HashingDevice final : public QIODevice
{
public:
    /// @p inner is read from where it stands, outlives this, and is nobody else's until then.
    explicit HashingDevice(QIODevice& inner);
    ~HashingDevice() override;
    [[nodiscard]] bool isSequential() const override { return true; }
    /// The hash of everything: what nobody has read yet is read now.
    [[nodiscard]] base::Digest finish();
    /// How much was read. Called from any thread.
    [[nodiscard]] std::uint64_t bytesRead() const { return m_bytesRead.load(std::memory_order_relaxed); }

protected:
    qint64 readData(char* data, qint64 maximum) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    class ReadAhead;

    [[nodiscard]] qint64 readInner(char* data, qint64 maximum);

    QIODevice& m_inner;
    std::atomic<std::uint64_t> m_bytesRead{0};
    crypto::Sha256Stream m_hash; ///< Of the reading thread, while there is one.
    std::unique_ptr<ReadAhead> m_ahead;
};

} // namespace keyturn::service
