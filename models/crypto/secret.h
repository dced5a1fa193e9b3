// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <cstddef>
#include <span>

namespace keyturn::crypto {

/// Sets memory aside for secrets: never written to swap, left out of core dumps, between two pages that
/// nothing may touch. From then on SecretBytes lie there, and so do the numbers of the private keys that
/// OpenSSL holds. Call once, before there is a second thread and before the first secret; without it secrets
/// lie in ordinary memory, wiped as well. Where the system lets the process lock too little memory
/// (RLIMIT_MEMLOCK), only the protection against swap is missing. @return whether all of it holds.
bool setSecretMemoryAside();

/// Bytes that are wiped when they go: passphrases and unlocked keys. Moved, never copied.
class SecretBytes
{
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size);
    /// Copies @p bytes in; the caller wipes its own copy.
    explicit SecretBytes(std::span<const std::byte> bytes);
    /// UTF-8 of @p text, without a step through an unwiped buffer of ours.
    [[nodiscard]] static SecretBytes fromText(QStringView text);
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    /// A second, equally wiped copy; said aloud because copies of secrets should be rare.
    [[nodiscard]] SecretBytes duplicate() const;
    [[nodiscard]] std::span<std::byte> bytes() { return {m_bytes, m_size}; }
    [[nodiscard]] std::span<const std::byte> bytes() const { return {m_bytes, m_size}; }
    [[nodiscard]] const char* characters() const { return reinterpret_cast<const char*>(m_bytes); }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    /// Drops trailing line ends (a passphrase file ends in one).
    void chopLineEnd();

private:
    std::byte* m_bytes = nullptr; ///< Owned; in the memory set aside while there is room.
    std::size_t m_size = 0;
    std::size_t m_room = 0; ///< What m_bytes was made for.
};

} // namespace keyturn::crypto
