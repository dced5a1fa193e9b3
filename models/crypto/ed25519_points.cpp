// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/ed25519_points.h"

#include "models/crypto/openssl_handles.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace keyturn::crypto {

namespace {

using PointBytes = std::array<std::uint8_t, 32>;

/// The y coordinates of the points of order 1, 2, 4 and 8, little-endian and without the sign of x. The
/// encodings of 0 and 1 as p and p+1 are among them, so that such a key is named weak whatever else is
/// checked. Source: the torsion subgroup of edwards25519; the same list stands in the literature on "taming"
/// EdDSA.
constexpr std::array<PointBytes, 7> kLowOrderY{{
    // 0: order 4.
    {},
    // 1: the neutral element.
    {0x01},
    // Order 8, twice.
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
     0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
     0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
    // p-1: order 2.
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    // p, read as 0.
    {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    // p+1, read as 1.
    {0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
}};

/// p = 2^255 - 19 and the curve's d = -121665/121666 (RFC 8032 section 5.1), big-endian hexadecimal.
constexpr char kFieldPrime[] = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed";
constexpr char kCurveD[] = "52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3";

BigNumber numberFromHex(const char* hex)
{
    BIGNUM* number = nullptr;
    if (BN_hex2bn(&number, hex) == 0)
        return nullptr;
    return BigNumber(number);
}

/// True when y is below p and (y²-1)/(dy²+1) is a square, so that an x belongs to it.
bool isYOfCurve(const PointBytes& y)
{
    const BigNumberContext context(BN_CTX_new());
    const BigNumber prime = numberFromHex(kFieldPrime);
    const BigNumber curveD = numberFromHex(kCurveD);
    const BigNumber value(BN_lebin2bn(y.data(), static_cast<int>(y.size()), nullptr));
    const BigNumber square(BN_new());
    const BigNumber above(BN_new());
    const BigNumber below(BN_new());
    const BigNumber half(BN_new());
    if (!context || !prime || !curveD || !value || !square || !above || !below || !half)
        return false;
    if (BN_cmp(value.get(), prime.get()) >= 0)
        return false;
    // u/v is a square exactly when u·v is, for v is never 0 on this curve; Euler's criterion decides it.
    if (!BN_mod_sqr(square.get(), value.get(), prime.get(), context.get()) ||
        !BN_mod_sub(above.get(), square.get(), BN_value_one(), prime.get(), context.get()) ||
        !BN_mod_mul(below.get(), square.get(), curveD.get(), prime.get(), context.get()) ||
        !BN_mod_add(below.get(), below.get(), BN_value_one(), prime.get(), context.get()) ||
        !BN_mod_mul(square.get(), above.get(), below.get(), prime.get(), context.get()) ||
        !BN_rshift1(half.get(), prime.get()) ||
        !BN_mod_exp(square.get(), square.get(), half.get(), prime.get(), context.get()))
        return false;
    return BN_is_one(square.get()) || BN_is_zero(square.get());
}

} // namespace

bool isSoundEd25519Point(QByteArrayView raw)
{
    PointBytes y;
    if (raw.size() != static_cast<qsizetype>(y.size()))
        return false;
    std::copy(raw.begin(), raw.end(), y.begin());
    y.back() &= 0x7f;
    if (std::find(kLowOrderY.begin(), kLowOrderY.end(), y) != kLowOrderY.end())
        return false;
    return isYOfCurve(y);
}

} // namespace keyturn::crypto
