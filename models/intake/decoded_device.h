// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>

#include <iconv.h>
#include <string>
#include <string_view>

namespace keyturn::intake {

/// The encoding that @p head shows by a byte order mark, or by every other byte being nought where most text
/// has plain letters: "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"; empty for all others, which are read as
/// UTF-8.
[[nodiscard]] std::string wideEncodingOf(std::string_view head);

/// The text of another encoding as UTF-8, converted as it is read. What cannot be converted becomes U+FFFD,
/// one for each byte.
class DecodedDevice final : public QIODevice
{
public:
    /// @param inner the bytes, open for reading; outlives this. @param encoding a name that iconv(3) knows;
    /// read() fails where it knows none such.
    DecodedDevice(QIODevice& inner, const std::string& encoding);
    ~DecodedDevice() override;
    [[nodiscard]] bool isSequential() const override { return true; }

protected:
    qint64 readData(char* data, qint64 maximum) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    [[nodiscard]] bool fill();

    QIODevice& m_inner;
    iconv_t m_converter;
    QByteArray m_bytes; ///< Read and not yet converted.
    QByteArray m_text;  ///< Converted and not yet handed on.
    qsizetype m_textUsed = 0;
    bool m_isAtEnd = false;
};

} // namespace keyturn::intake
