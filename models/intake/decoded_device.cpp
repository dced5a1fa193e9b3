// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/decoded_device.h"

#include <QCoreApplication>

#include <algorithm>
#include <cerrno>

namespace keyturn::intake {

namespace {

constexpr qint64 kReadBytes = 64 * 1024;
const iconv_t kNoConverter = reinterpret_cast<iconv_t>(-1);

} // namespace

std::string wideEncodingOf(std::string_view head)
{
    using namespace std::string_view_literals;
    if (head.starts_with("\xff\xfe\0\0"sv))
        return "UTF-32LE";
    if (head.starts_with("\0\0\xfe\xff"sv))
        return "UTF-32BE";
    if (head.starts_with("\xff\xfe"sv))
        return "UTF-16LE";
    if (head.starts_with("\xfe\xff"sv))
        return "UTF-16BE";
    // Without a mark: in text of plain letters every other byte is nought, and no plain letter is.
    constexpr std::size_t kEnough = 16;
    const std::size_t pairs = std::min<std::size_t>(head.size(), 4096) / 2;
    std::size_t noughtFirst = 0;
    std::size_t noughtSecond = 0;
    for (std::size_t i = 0; i < pairs; ++i) {
        noughtFirst += head[2 * i] == 0 ? 1 : 0;
        noughtSecond += head[2 * i + 1] == 0 ? 1 : 0;
    }
    if (pairs < kEnough)
        return {};
    if (noughtFirst == 0 && noughtSecond * 10 >= pairs * 7)
        return "UTF-16LE";
    return noughtSecond == 0 && noughtFirst * 10 >= pairs * 7 ? "UTF-16BE" : std::string();
}

DecodedDevice::DecodedDevice(QIODevice& inner, const std::string& encoding)
    : m_inner(inner), m_converter(iconv_open("UTF-8", encoding.c_str()))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

DecodedDevice::~DecodedDevice()
{
    if (m_converter != kNoConverter)
        iconv_close(m_converter);
}

/// Reads and converts some more. @return false after an error.
bool DecodedDevice::fill()
{
    m_text.clear();
    m_textUsed = 0;
    const qsizetype kept = m_bytes.size();
    m_bytes.resize(kept + kReadBytes);
    const qint64 count = m_inner.read(m_bytes.data() + kept, kReadBytes);
    m_bytes.truncate(kept + std::max<qint64>(count, 0));
    if (count < 0) {
        setErrorString(m_inner.errorString());
        return false;
    }
    m_isAtEnd = count == 0;
    m_text.resize(m_bytes.size() * 4 + 16);
    char* in = m_bytes.data();
    std::size_t inLeft = static_cast<std::size_t>(m_bytes.size());
    char* out = m_text.data();
    std::size_t outLeft = static_cast<std::size_t>(m_text.size());
    while (inLeft > 0) {
        if (iconv(m_converter, &in, &inLeft, &out, &outLeft) != static_cast<std::size_t>(-1))
            break;
        const bool isCutShort = errno == EINVAL; // the rest may be the beginning of a character
        if (isCutShort && !m_isAtEnd)
            break;
        constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
        out = std::copy(kReplacement.begin(), kReplacement.end(), out);
        outLeft -= kReplacement.size();
        ++in;
        --inLeft;
    }
    m_text.resize(out - m_text.data());
    m_bytes = m_bytes.right(static_cast<qsizetype>(inLeft));
    return true;
}

qint64 DecodedDevice::readData(char* data, qint64 maximum)
{
    if (m_converter == kNoConverter) {
        setErrorString(QCoreApplication::translate("intake", "its encoding is not known here"));
        return -1;
    }
    while (m_textUsed == m_text.size() && !m_isAtEnd) {
        if (!fill())
            return -1;
    }
    const qint64 count = std::min<qint64>(maximum, m_text.size() - m_textUsed);
    std::copy_n(m_text.constData() + m_textUsed, count, data);
    m_textUsed += count;
    return count;
}

} // namespace keyturn::intake
