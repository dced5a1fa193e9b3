// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIODevice>

#include <cstdint>
#include <memory>
#include <string_view>

namespace keyturn::intake {

/// True when @p head is the beginning of one compressed file: gzip (RFC 1952), Zstandard (RFC 8878), xz or
/// bzip2.
[[nodiscard]] bool startsAsCompressed(std::string_view head);

/// What a compressed file holds, decompressed as it is read; files one behind another in it (as rotated logs
/// are put together) are read on. Memory stays bounded, and a file that grows beyond all measure is refused:
/// read() then fails with a reason that names the ratio.
class UnpackedDevice final : public QIODevice
{
public:
    /// @param inner the compressed bytes, open for reading; outlives this. @param isGzip whether it is gzip.
    UnpackedDevice(QIODevice& inner, bool isGzip);
    ~UnpackedDevice() override;
    [[nodiscard]] bool isSequential() const override { return true; }

    /// A file may hold this many times its size once it holds more than kUnsuspiciousBytes.
    static constexpr std::uint64_t kMaximumRatio = 1000;
    static constexpr std::uint64_t kUnsuspiciousBytes = std::uint64_t{64} * 1024 * 1024;

    /// Whether @p bytes are too many to have come of @p compressedBytes honestly.
    [[nodiscard]] static bool isBeyondMeasure(std::uint64_t bytes, std::uint64_t compressedBytes);
    /// The reason that isBeyondMeasure() is, for a sentence.
    [[nodiscard]] static QString beyondMeasureSentence();

    /// One way to decompress.
    class Decompressor
    {
    public:
        virtual ~Decompressor() = default;
        /// At most @p maximum further bytes; 0 at the end, -1 after an error, which reason() tells.
        virtual qint64 read(char* data, qint64 maximum) = 0;
        [[nodiscard]] virtual QString reason() const = 0;
        /// How many compressed bytes were read so far.
        [[nodiscard]] virtual std::uint64_t compressedBytes() const = 0;
    };

protected:
    qint64 readData(char* data, qint64 maximum) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    std::unique_ptr<Decompressor> m_decompressor;
    std::uint64_t m_bytes = 0;
    bool m_isAtEnd = false;
};

/// True when @p head is the beginning of a gzip file.
[[nodiscard]] bool startsAsGzip(std::string_view head);

} // namespace keyturn::intake
