// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringView>

#include <array>
#include <compare>
#include <cstdint>
#include <optional>

namespace keyturn::base {

/// A SHA-256 value (FIPS 180-4). Computing one is models/crypto's work.
struct Digest
{
    std::array<std::uint8_t, 32> bytes{};

    friend bool operator==(const Digest&, const Digest&) = default;
    friend auto operator<=>(const Digest&, const Digest&) = default;

    [[nodiscard]] bool isZero() const { return *this == Digest{}; }
    /// 64 lower-case hexadecimal digits.
    [[nodiscard]] QString hex() const;
    /// The first 8 hexadecimal digits: the short code people read to each other.
    [[nodiscard]] QString shortCode() const { return hex().left(8); }
    /// The 32 bytes.
    [[nodiscard]] QByteArray toByteArray() const;
    /// Exactly 64 lower-case hexadecimal digits, or nothing.
    [[nodiscard]] static std::optional<Digest> fromHex(QStringView text);
    /// Exactly 32 bytes, or nothing.
    [[nodiscard]] static std::optional<Digest> fromBytes(QByteArrayView bytes);
};

} // namespace keyturn::base
