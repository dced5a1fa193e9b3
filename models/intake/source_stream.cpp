// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/intake/source_stream.h"

#include "models/intake/decoded_device.h"
#include "models/intake/legacy_encoding.h"
#include "models/intake/unpacked_device.h"

#include <algorithm>

namespace keyturn::intake {

std::string_view HeadDevice::head()
{
    while (!m_headIsRead && m_head.size() < kHeadBytes) {
        const qsizetype had = m_head.size();
        m_head.resize(kHeadBytes);
        const qint64 count = m_inner.read(m_head.data() + had, kHeadBytes - had);
        m_head.truncate(had + std::max<qint64>(count, 0));
        m_hasFailed = count < 0;
        if (count <= 0)
            break;
    }
    m_headIsRead = true;
    return {m_head.constData(), static_cast<std::size_t>(m_head.size())};
}

qint64 HeadDevice::readData(char* data, qint64 maximum)
{
    if (m_headUsed < m_head.size()) {
        const qint64 count = std::min<qint64>(maximum, m_head.size() - m_headUsed);
        std::copy_n(m_head.constData() + m_headUsed, count, data);
        m_headUsed += count;
        return count;
    }
    const qint64 count = m_hasFailed ? -1 : m_inner.read(data, maximum);
    if (count < 0)
        setErrorString(m_inner.errorString());
    return count;
}

SourceStream::SourceStream(QIODevice& bytes, const std::string& encoding) : m_encoding(encoding)
{
    look(bytes);
    if (startsAsCompressed(text().head())) {
        m_isDecompressed = true;
        m_converters.push_back(std::make_unique<UnpackedDevice>(text(), startsAsGzip(text().head())));
        look(*m_converters.back());
    }
    if (m_encoding.empty())
        m_encoding = wideEncodingOf(text().head());
    if (m_encoding.empty()) {
        const std::string_view head = text().head();
        m_encoding = legacyEncodingOf(head, static_cast<qint64>(head.size()) == kHeadBytes);
        m_isEncodingGuessed = !m_encoding.empty();
    }
    if (!m_encoding.empty()) {
        m_converters.push_back(std::make_unique<DecodedDevice>(text(), m_encoding));
        look(*m_converters.back());
    }
}

} // namespace keyturn::intake
