// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/unpacked_device.h"

#include <QByteArray>
#include <QCoreApplication>

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <limits>
#include <zlib.h>

namespace keyturn::intake {

namespace {

constexpr qint64 kSourceChunkBytes = 256 * 1024;

/// The compressed bytes, a chunk at a time.
class CompressedSource
{
public:
    explicit CompressedSource(QIODevice& device)
        : m_device(device), m_chunk(kSourceChunkBytes, Qt::Uninitialized)
    {
    }
    /// The next bytes; empty at the end, or where hasFailed().
    QByteArrayView next()
    {
        const qint64 count = m_device.read(m_chunk.data(), m_chunk.size());
        m_hasFailed = count < 0;
        m_bytes += static_cast<std::uint64_t>(std::max<qint64>(count, 0));
        return QByteArrayView(m_chunk.constData(), std::max<qint64>(count, 0));
    }
    [[nodiscard]] bool hasFailed() const { return m_hasFailed; }
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }
    /// Why reading failed: the device's own reason, else @p reason of the decompression.
    [[nodiscard]] QString why(const char* reason) const
    {
        if (m_hasFailed)
            return m_device.errorString();
        return QCoreApplication::translate("intake", "its compression is damaged (%1)")
            .arg(QString::fromUtf8(reason == nullptr ? "no more is known" : reason));
    }

private:
    QIODevice& m_device;
    QByteArray m_chunk;
    std::uint64_t m_bytes = 0;
    bool m_hasFailed = false;
};

/// gzip by zlib, which compares each member's checksum; libarchive does not.
class Gunzip final : public UnpackedDevice::Decompressor
{
public:
    explicit Gunzip(QIODevice& device) : m_source(device)
    {
        constexpr int kGzipOnly = 16;
        m_status = inflateInit2(&m_stream, MAX_WBITS + kGzipOnly);
    }
    ~Gunzip() override { inflateEnd(&m_stream); }
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;

    qint64 read(char* data, qint64 maximum) override
    {
        const auto room = static_cast<uInt>(std::min<qint64>(maximum, std::numeric_limits<int>::max()));
        m_stream.next_out = reinterpret_cast<Bytef*>(data);
        m_stream.avail_out = room;
        while (m_stream.avail_out == room && (m_status == Z_OK || m_status == Z_STREAM_END)) {
            if (m_stream.avail_in == 0 && !fill())
                return m_source.hasFailed() || m_status != Z_STREAM_END ? failed() : 0;
            if (m_status == Z_STREAM_END) { // another file behind it
                m_status = inflateReset(&m_stream);
                continue;
            }
            m_status = inflate(&m_stream, Z_NO_FLUSH);
        }
        const qint64 count = room - m_stream.avail_out;
        return count > 0 ? count : failed();
    }
    [[nodiscard]] QString reason() const override
    {
        return m_source.why(m_stream.msg == nullptr ? "it ends too early" : m_stream.msg);
    }
    [[nodiscard]] std::uint64_t compressedBytes() const override { return m_source.bytes(); }

private:
    bool fill()
    {
        const QByteArrayView bytes = m_source.next();
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        m_stream.avail_in = static_cast<uInt>(bytes.size());
        return !bytes.isEmpty();
    }
    static qint64 failed() { return -1; }

    CompressedSource m_source;
    z_stream m_stream{};
    int m_status = Z_OK;
};

/// xz, Zstandard and bzip2 by libarchive.
class ArchiveFilter final : public UnpackedDevice::Decompressor
{
public:
    explicit ArchiveFilter(QIODevice& device) : m_source(device), m_archive(archive_read_new()) {}

    qint64 read(char* data, qint64 maximum) override
    {
        if (!m_isOpened && !openArchive())
            return -1;
        const la_ssize_t count = archive_read_data(m_archive.get(), data, static_cast<std::size_t>(maximum));
        return count < 0 ? -1 : count;
    }
    [[nodiscard]] QString reason() const override
    {
        return m_source.why(m_archive ? archive_error_string(m_archive.get()) : nullptr);
    }
    [[nodiscard]] std::uint64_t compressedBytes() const override { return m_source.bytes(); }

private:
    struct Free
    {
        void operator()(archive* opened) const { archive_read_free(opened); }
    };
    static la_ssize_t readSource(archive*, void* data, const void** bytes)
    {
        auto& source = *static_cast<CompressedSource*>(data);
        const QByteArrayView read = source.next();
        *bytes = read.data();
        return source.hasFailed() ? ARCHIVE_FATAL : static_cast<la_ssize_t>(read.size());
    }
    bool openArchive()
    {
        m_isOpened = true;
        archive* const opened = m_archive.get();
        archive_entry* entry = nullptr;
        // Only what needs no other program: libarchive would start one for a filter that it lacks.
        return opened != nullptr && archive_read_support_filter_bzip2(opened) == ARCHIVE_OK &&
               archive_read_support_filter_xz(opened) == ARCHIVE_OK &&
               archive_read_support_filter_zstd(opened) == ARCHIVE_OK &&
               archive_read_support_format_raw(opened) == ARCHIVE_OK &&
               archive_read_open(opened, &m_source, nullptr, readSource, nullptr) == ARCHIVE_OK &&
               archive_read_next_header(opened, &entry) == ARCHIVE_OK;
    }

    CompressedSource m_source;
    std::unique_ptr<archive, Free> m_archive;
    bool m_isOpened = false;
};

} // namespace

bool startsAsGzip(std::string_view head)
{
    return head.starts_with("\x1f\x8b");
}

bool startsAsCompressed(std::string_view head)
{
    using namespace std::string_view_literals;
    return startsAsGzip(head) || head.starts_with("\x28\xb5\x2f\xfd"sv) ||
           head.starts_with("\xfd\x37\x7a\x58\x5a\x00"sv) || head.starts_with("BZh"sv);
}

UnpackedDevice::UnpackedDevice(QIODevice& inner, bool isGzip)
{
    if (isGzip)
        m_decompressor = std::make_unique<Gunzip>(inner);
    else
        m_decompressor = std::make_unique<ArchiveFilter>(inner);
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

UnpackedDevice::~UnpackedDevice() = default;

qint64 UnpackedDevice::readData(char* data, qint64 maximum)
{
    if (m_isAtEnd)
        return 0;
    const qint64 count = m_decompressor->read(data, maximum);
    if (count < 0) {
        setErrorString(m_decompressor->reason());
        return -1;
    }
    m_isAtEnd = count == 0;
    m_bytes += static_cast<std::uint64_t>(count);
    const std::uint64_t compressed = std::max<std::uint64_t>(m_decompressor->compressedBytes(), 1);
    if (m_bytes > kUnsuspiciousBytes && m_bytes / compressed >= kMaximumRatio) {
        setErrorString(
            QCoreApplication::translate("intake", "it grows to more than %1 times its size when decompressed")
                .arg(kMaximumRatio));
        return -1;
    }
    return count;
}

} // namespace keyturn::intake
