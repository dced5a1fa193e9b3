// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"

#include <QByteArrayView>

#include <initializer_list>
#include <memory>
#include <span>

namespace keyturn::crypto {

/// SHA-256 (FIPS 180-4) of the parts, one after the other. Uses one fetched EVP_MD and a context a thread.
[[nodiscard]] base::Digest sha256(std::initializer_list<QByteArrayView> parts);
[[nodiscard]] base::Digest sha256(QByteArrayView bytes);

/// SHA-256 over a stream of pieces. Not for use from two threads at once.
class Sha256Stream
{
public:
    Sha256Stream();
    Sha256Stream(Sha256Stream&&) noexcept;
    Sha256Stream& operator=(Sha256Stream&&) noexcept;
    ~Sha256Stream();
    void add(QByteArrayView bytes);
    /// The digest of all added so far; starts afresh.
    [[nodiscard]] base::Digest finish();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// RFC 6962 section 2.1 leaf hash: SHA-256(0x00 ‖ parts…).
[[nodiscard]] base::Digest leafHash(std::initializer_list<QByteArrayView> parts);
/// RFC 6962 section 2.1 node hash: SHA-256(0x01 ‖ left ‖ right).
[[nodiscard]] base::Digest nodeHash(const base::Digest& left, const base::Digest& right);

/// Cryptographically random bytes; a failing generator ends the program, for nothing safe could follow.
void fillRandom(std::span<std::byte> out);
[[nodiscard]] QByteArray randomBytes(qsizetype count);

} // namespace keyturn::crypto
