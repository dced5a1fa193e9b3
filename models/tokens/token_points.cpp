// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tokens/token_points.h"

#include <array>

namespace keyturn::tokens {

namespace {

constexpr qsizetype kP256UncompressedBytes = 65;
constexpr qsizetype kEd25519RawBytes = 32;

/// DER of the curves' names: prime256v1 (RFC 5480); Ed25519 as an OID (RFC 8410) and as the PrintableString
/// "edwards25519" (PKCS#11 3.0 section 2.3.5 takes both, and tokens use both).
constexpr std::array<std::uint8_t, 10> kP256Parameters{0x06, 0x08, 0x2a, 0x86, 0x48,
                                                       0xce, 0x3d, 0x03, 0x01, 0x07};
constexpr std::array<std::uint8_t, 5> kEd25519Parameters{0x06, 0x03, 0x2b, 0x65, 0x70};
constexpr char kEd25519Name[] = "\x13\x0c"
                                "edwards25519";

template <std::size_t N>
bool isEqual(const QByteArray& bytes, const std::array<std::uint8_t, N>& other)
{
    return bytes == QByteArrayView(reinterpret_cast<const char*>(other.data()), static_cast<qsizetype>(N));
}

/// The point of @p size bytes without the header of an OCTET STRING, if it has one.
QByteArray barePoint(const QByteArray& point, qsizetype size)
{
    constexpr char kOctetString = 0x04;
    constexpr qsizetype kHeaderBytes = 2;
    const bool isWrapped = point.size() == size + kHeaderBytes && point[0] == kOctetString &&
                           point[1] == static_cast<char>(size);
    return isWrapped ? point.sliced(kHeaderBytes) : point;
}

} // namespace

base::Result<crypto::PublicKey> publicKeyOf(const RawTokenKey& key)
{
    if (key.kind == TokenKeyKind::Ecdsa && isEqual(key.parameters, kP256Parameters))
        return crypto::PublicKey::fromRawP256(barePoint(key.point, kP256UncompressedBytes));
    if (key.kind == TokenKeyKind::Edwards &&
        (isEqual(key.parameters, kEd25519Parameters) || key.parameters == kEd25519Name))
        return crypto::PublicKey::fromRawEd25519(barePoint(key.point, kEd25519RawBytes));
    return base::fail(crypto::CryptoError::UnsupportedKey, QStringLiteral("on another curve"));
}

} // namespace keyturn::tokens
