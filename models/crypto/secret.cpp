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

/// Holds several of the largest key files; below what systems usually let a process lock.
constexpr std::size_t kSecretMemoryBytes = 256 * 1024;
constexpr std::size_t kSmallestSecretBytes = 32;

} // namespace

bool setSecretMemoryAside()
{
    return CRYPTO_secure_malloc_init(kSecretMemoryBytes, kSmallestSecretBytes) == 1;
}

SecretBytes::SecretBytes(std::size_t size) : m_size(size), m_room(size)
{
    if (size == 0)
        return;
    m_bytes = static_cast<std::byte*>(OPENSSL_secure_zalloc(size));
    if (!m_bytes) // What was set aside is full: a secret less well kept is better than a decision not signed.
        m_bytes = static_cast<std::byte*>(OPENSSL_zalloc(size));
    Q_CHECK_PTR(m_bytes);
}

SecretBytes::SecretBytes(std::span<const std::byte> bytes) : SecretBytes(bytes.size())
{
    std::copy(bytes.begin(), bytes.end(), m_bytes);
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
    : m_bytes(std::exchange(other.m_bytes, nullptr)), m_size(std::exchange(other.m_size, 0)),
      m_room(std::exchange(other.m_room, 0))
{
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept
{
    // What stood here is wiped when the taken-over object goes.
    SecretBytes taken(std::move(other));
    std::swap(m_bytes, taken.m_bytes);
    std::swap(m_size, taken.m_size);
    std::swap(m_room, taken.m_room);
    return *this;
}

SecretBytes::~SecretBytes()
{
    OPENSSL_secure_clear_free(m_bytes, m_room);
}

SecretBytes SecretBytes::duplicate() const
{
    return SecretBytes(bytes());
}

void SecretBytes::chopLineEnd()
{
    while (m_size > 0 && (m_bytes[m_size - 1] == std::byte{'\n'} || m_bytes[m_size - 1] == std::byte{'\r'})) {
        --m_size;
    }
}

} // namespace keyturn::crypto
