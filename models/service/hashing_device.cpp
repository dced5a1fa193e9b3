// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/hashing_device.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>

namespace keyturn::service {

namespace {

/// What is read before a thread is worth its while.
constexpr std::uint64_t kBytesWithoutThread = 1 << 20;
constexpr qsizetype kPieceBytes = 1 << 19;
constexpr std::size_t kPiecesAhead = 4;

} // namespace

/// Reads and hashes on a thread, a few pieces ahead of who takes them.
class HashingDevice::ReadAhead
{
public:
    ReadAhead(QIODevice& inner, crypto::Sha256Stream& hash)
        : m_inner(inner), m_hash(hash), m_thread([this] { run(); })
    {
    }
    ~ReadAhead()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopped = true;
        }
        m_changed.notify_all();
        m_thread.join();
    }
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;

    /// Waits for at least one byte. @return how many; 0 at the end, -1 where reading failed, which @p error
    /// then says.
    qint64 take(char* data, qint64 maximum, QString& error)
    {
        if (m_taken == m_piece.size() && !next(error))
            return error.isNull() ? 0 : -1;
        const qsizetype count = std::min<qsizetype>(maximum, m_piece.size() - m_taken);
        std::memcpy(data, m_piece.constData() + m_taken, static_cast<std::size_t>(count));
        m_taken += count;
        return count;
    }

private:
    bool next(QString& error)
    {
        std::unique_lock lock(m_mutex);
        if (!m_piece.isNull())
            m_spare.push_back(std::move(m_piece));
        m_piece = {};
        m_taken = 0;
        m_changed.wait(lock, [this] { return !m_pieces.empty() || m_hasEnded; });
        if (m_pieces.empty()) {
            error = m_error;
            return false;
        }
        m_piece = std::move(m_pieces.front());
        m_pieces.pop_front();
        lock.unlock();
        m_changed.notify_all();
        return true;
    }
    void run()
    {
        for (;;) {
            QByteArray piece;
            {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, [this] { return m_pieces.size() < kPiecesAhead || m_isStopped; });
                if (m_isStopped)
                    return;
                if (!m_spare.empty()) {
                    piece = std::move(m_spare.back());
                    m_spare.pop_back();
                }
            }
            piece.resize(kPieceBytes);
            const qint64 got = m_inner.read(piece.data(), piece.size());
            if (got > 0) {
                piece.resize(got);
                m_hash.add(piece);
            }
            {
                const std::lock_guard lock(m_mutex);
                if (got > 0)
                    m_pieces.push_back(std::move(piece));
                else
                    m_hasEnded = true;
                if (got < 0)
                    m_error = m_inner.errorString();
            }
            m_changed.notify_all();
            if (got <= 0)
                return;
        }
    }

    QIODevice& m_inner;
    crypto::Sha256Stream& m_hash;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<QByteArray> m_pieces;
    std::deque<QByteArray> m_spare;
    QString m_error; ///< Not null where reading failed.
    bool m_hasEnded = false;
    bool m_isStopped = false;
    QByteArray m_piece; ///< Being taken; of the taker's thread, as is m_taken.
    qsizetype m_taken = 0;
    std::thread m_thread; ///< The last: it uses all the others.
};

HashingDevice::HashingDevice(QIODevice& inner) : m_inner(inner)
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

HashingDevice::~HashingDevice() = default;

base::Digest HashingDevice::finish()
{
    QByteArray rest(kPieceBytes, Qt::Uninitialized);
    while (read(rest.data(), rest.size()) > 0) {
    }
    m_ahead.reset(); // The hash is this thread's again.
    return m_hash.finish();
}

qint64 HashingDevice::readInner(char* data, qint64 maximum)
{
    // A pipe's next bytes may never come, and nobody could stop a thread that waits for them.
    if (!m_ahead && bytesRead() >= kBytesWithoutThread && !m_inner.isSequential())
        m_ahead = std::make_unique<ReadAhead>(m_inner, m_hash);
    if (m_ahead) {
        QString error;
        const qint64 got = m_ahead->take(data, maximum, error);
        if (got < 0)
            setErrorString(error);
        return got;
    }
    const qint64 got = m_inner.read(data, maximum);
    if (got < 0)
        setErrorString(m_inner.errorString());
    else
        m_hash.add(QByteArrayView(data, got));
    return got;
}

qint64 HashingDevice::readData(char* data, qint64 maximum)
{
    const qint64 got = readInner(data, maximum);
    if (got > 0)
        m_bytesRead.fetch_add(static_cast<std::uint64_t>(got), std::memory_order_relaxed);
    return got;
}

} // namespace keyturn::service
