// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::intake {

/// How much of a file is looked at to tell what it is.
inline constexpr qint64 kHeadBytes = 64 * 1024;

/// A device whose beginning can be looked at before it is read.
class HeadDevice final : public QIODevice
{
public:
    /// @param inner outlives this.
    explicit HeadDevice(QIODevice& inner) : m_inner(inner)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    /// The first kHeadBytes, or all where there are not so many. An error met here is met again when reading
    /// comes to it.
    [[nodiscard]] std::string_view head();

protected:
    qint64 readData(char* data, qint64 maximum) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    QIODevice& m_inner;
    QByteArray m_head;
    qint64 m_headUsed = 0;
    bool m_headIsRead = false;
    bool m_hasFailed = false;
};

/// The text of a file as adapters read it: decompressed where it is compressed, in UTF-8 where it is in
/// UTF-16 or UTF-32, in the encoding that a person names, or in an older one that it seems to be in.
class SourceStream
{
public:
    /// @param bytes the file as it is, open for reading; outlives this. @param encoding a name that iconv(3)
    /// knows; empty: told by the file's beginning.
    explicit SourceStream(QIODevice& bytes, const std::string& encoding = {});

    /// The text, and what it begins with.
    [[nodiscard]] HeadDevice& text() { return *m_heads.back(); }
    /// Whether the file is compressed.
    [[nodiscard]] bool isDecompressed() const { return m_isDecompressed; }
    /// The encoding that the text was converted from; empty where it was read as UTF-8.
    [[nodiscard]] const std::string& encoding() const { return m_encoding; }
    /// Whether nothing but the look of its characters speaks for that encoding (legacyEncodingOf()).
    [[nodiscard]] bool isEncodingGuessed() const { return m_isEncodingGuessed; }

private:
    void look(QIODevice& device) { m_heads.push_back(std::make_unique<HeadDevice>(device)); }

    std::vector<std::unique_ptr<QIODevice>> m_converters;
    std::vector<std::unique_ptr<HeadDevice>> m_heads;
    std::string m_encoding;
    bool m_isDecompressed = false;
    bool m_isEncodingGuessed = false;
};

} // namespace keyturn::intake
