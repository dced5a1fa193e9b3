// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"

#include "models/crypto/openssl_handles.h"

#include <algorithm>
#include <limits>
#include <openssl/rand.h>

namespace keyturn::crypto {

namespace {

constexpr char kLeafPrefix = 0x00;
constexpr char kNodePrefix = 0x01;

/// A hash or random generator that fails leaves nothing to stand on: no result would be better than a wrong
/// one.
void requireDigest(bool done, const char* what)
{
    if (!done)
        qFatal("OpenSSL: %s failed: %s", what, qPrintable(takeOpensslReason()));
}

/// Fetched once: an implicit fetch at every hash would double the cost of a Merkle tree.
const EVP_MD* sha256Method()
{
    static const EVP_MD* const method = [] {
        const EVP_MD* fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
        requireDigest(fetched != nullptr, "fetching SHA-256");
        return fetched;
    }();
    return method;
}

DigestContext makeDigestContext()
{
    DigestContext context(EVP_MD_CTX_new());
    requireDigest(context != nullptr, "making a digest context");
    return context;
}

void startSha256(EVP_MD_CTX* context)
{
    requireDigest(EVP_DigestInit_ex2(context, sha256Method(), nullptr) == 1, "starting SHA-256");
}

void addToSha256(EVP_MD_CTX* context, const void* bytes, std::size_t size)
{
    if (size > 0)
        requireDigest(EVP_DigestUpdate(context, bytes, size) == 1, "SHA-256");
}

base::Digest finishSha256(EVP_MD_CTX* context)
{
    base::Digest digest;
    unsigned int size = 0;
    requireDigest(EVP_DigestFinal_ex(context, digest.bytes.data(), &size) == 1 && size == digest.bytes.size(),
                  "finishing SHA-256");
    return digest;
}

/// This thread's own context, started afresh.
EVP_MD_CTX* startedThreadContext()
{
    thread_local const DigestContext context = makeDigestContext();
    startSha256(context.get());
    return context.get();
}

} // namespace

base::Digest sha256(std::initializer_list<QByteArrayView> parts)
{
    EVP_MD_CTX* const context = startedThreadContext();
    for (const QByteArrayView part : parts)
        addToSha256(context, part.data(), static_cast<std::size_t>(part.size()));
    return finishSha256(context);
}

base::Digest sha256(QByteArrayView bytes)
{
    EVP_MD_CTX* const context = startedThreadContext();
    addToSha256(context, bytes.data(), static_cast<std::size_t>(bytes.size()));
    return finishSha256(context);
}

base::Digest leafHash(std::initializer_list<QByteArrayView> parts)
{
    EVP_MD_CTX* const context = startedThreadContext();
    // The prefix goes in together with a short first part (a record's salt): each call costs as much as 20
    // bytes.
    std::array<char, 64> head;
    std::size_t headBytes = 1;
    head[0] = kLeafPrefix;
    const QByteArrayView* rest = parts.begin();
    if (rest != parts.end() && static_cast<std::size_t>(rest->size()) < head.size()) {
        std::copy(rest->begin(), rest->end(), head.begin() + 1);
        headBytes += static_cast<std::size_t>(rest->size());
        ++rest;
    }
    addToSha256(context, head.data(), headBytes);
    for (; rest != parts.end(); ++rest)
        addToSha256(context, rest->data(), static_cast<std::size_t>(rest->size()));
    return finishSha256(context);
}

base::Digest nodeHash(const base::Digest& left, const base::Digest& right)
{
    std::array<std::uint8_t, 65> node;
    node[0] = kNodePrefix;
    std::copy(left.bytes.begin(), left.bytes.end(), node.begin() + 1);
    std::copy(right.bytes.begin(), right.bytes.end(), node.begin() + 33);
    EVP_MD_CTX* const context = startedThreadContext();
    addToSha256(context, node.data(), node.size());
    return finishSha256(context);
}

struct Sha256Stream::Private
{
    DigestContext context = makeDigestContext();
};

Sha256Stream::Sha256Stream() : d(std::make_unique<Private>())
{
    startSha256(d->context.get());
}

Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;
Sha256Stream::~Sha256Stream() = default;

void Sha256Stream::add(QByteArrayView bytes)
{
    addToSha256(d->context.get(), bytes.data(), static_cast<std::size_t>(bytes.size()));
}

base::Digest Sha256Stream::finish()
{
    const base::Digest digest = finishSha256(d->context.get());
    startSha256(d->context.get());
    return digest;
}

void fillRandom(std::span<std::byte> out)
{
    constexpr std::size_t kLargestRequest = std::numeric_limits<int>::max();
    while (!out.empty()) {
        const std::size_t count = std::min(out.size(), kLargestRequest);
        requireDigest(RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) == 1,
                      "the random generator");
        out = out.subspan(count);
    }
}

QByteArray randomBytes(qsizetype count)
{
    QByteArray out(count, Qt::Uninitialized);
    fillRandom(std::as_writable_bytes(std::span(out.data(), static_cast<std::size_t>(count))));
    return out;
}

} // namespace keyturn::crypto
