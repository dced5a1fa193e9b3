// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/secret.h"

#include <QChar>

#include <algorithm>
#include <openssl/crypto.h>
#include <utility>

namespace keyturn::crypto {

namespace {

/// Calls @p take with each UTF-8 byte of @p text. Written by hand because Qt's converters leave copies behind
/// in buffers that nobody wipes.
template <typename Take>
void encodeUtf8(QStringView text, Take take)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t c = text[i].unicode();
        if (QChar::isHighSurrogate(c) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            c = QChar::surrogateToUcs4(text[i], text[i + 1]);
            ++i;
        } else if (QChar::isSurrogate(c)) {
            c = QChar::ReplacementCharacter;
        }
        if (c < 0x80) {
            take(c);
        } else if (c < 0x800) {
            take(0xC0 | (c >> 6));
            take(0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            take(0xE0 | (c >> 12));
            take(0x80 | ((c >> 6) & 0x3F));
            take(0x80 | (c & 0x3F));
        } else {
            take(0xF0 | (c >> 18));
            take(0x80 | ((c >> 12) & 0x3F));
            take(0x80 | ((c >> 6) & 0x3F));
            take(0x80 | (c & 0x3F));
        }
    }
}

} // namespace

SecretBytes::SecretBytes(std::size_t size) : m_bytes(std::make_unique<std::byte[]>(size)), m_size(size) {}

SecretBytes::SecretBytes(std::span<const std::byte> bytes) : SecretBytes(bytes.size())
{
    std::copy(bytes.begin(), bytes.end(), m_bytes.get());
}

SecretBytes SecretBytes::fromText(QStringView text)
{
    std::size_t size = 0;
    encodeUtf8(text, [&](char32_t) { ++size; });
    SecretBytes out(size);
    std::size_t at = 0;
    encodeUtf8(text, [&](char32_t byte) { out.m_bytes[at++] = static_cast<std::byte>(byte); });
    return out;
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : m_bytes(std::move(other.m_bytes)), m_size(std::exchange(other.m_size, 0))
{
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept
{
    // What stood here is wiped when the taken-over object goes.
    SecretBytes taken(std::move(other));
    std::swap(m_bytes, taken.m_bytes);
    std::swap(m_size, taken.m_size);
    return *this;
}

SecretBytes::~SecretBytes()
{
    if (m_bytes)
        OPENSSL_cleanse(m_bytes.get(), m_size);
}

SecretBytes SecretBytes::duplicate() const
{
    return SecretBytes(bytes());
}

void SecretBytes::chopLineEnd()
{
    while (m_size > 0 && (m_bytes[m_size - 1] == std::byte{'\n'} || m_bytes[m_size - 1] == std::byte{'\r'})) {
        // Wiped here, because the destructor wipes only what still counts.
        --m_size;
        OPENSSL_cleanse(&m_bytes[m_size], 1);
    }
}

} // namespace keyturn::crypto
