// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/unpacked_device.h"

#include "models/intake/compressed_source.h"

#include <QCoreApplication>

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <limits>
#include <zlib.h>

namespace keyturn::intake {

namespace {

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
               archive_read_open(opened, &m_source, nullptr, CompressedSource::readForArchive, nullptr) ==
                   ARCHIVE_OK &&
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

bool UnpackedDevice::isBeyondMeasure(std::uint64_t bytes, std::uint64_t compressedBytes)
{
    return bytes > kUnsuspiciousBytes && bytes / std::max<std::uint64_t>(compressedBytes, 1) >= kMaximumRatio;
}

QString UnpackedDevice::beyondMeasureSentence()
{
    return QCoreApplication::translate("intake", "it grows to more than %1 times its size when decompressed")
        .arg(kMaximumRatio);
}

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
    if (isBeyondMeasure(m_bytes, m_decompressor->compressedBytes())) {
        setErrorString(beyondMeasureSentence());
        return -1;
    }
    return count;
}

} // namespace keyturn::intake
