// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/gzip_body.h"

#include <QtGlobal>

#include <array>
#include <zlib.h>

namespace keyturn::feeds {

struct GzipBody::Private
{
    static constexpr int kGzipOnly = 16;
    static constexpr std::size_t kPieceBytes = 1 << 16;

    z_stream stream{};
    bool isWhole = true;
    std::array<char, kPieceBytes> piece;
};

GzipBody::GzipBody() : d(std::make_unique<Private>())
{
    // Fails for want of memory only, as make_unique would.
    if (inflateInit2(&d->stream, MAX_WBITS + Private::kGzipOnly) != Z_OK)
        qFatal("No memory to unpack a feed's answer.");
}

GzipBody::~GzipBody()
{
    inflateEnd(&d->stream);
}

GzipBody::Outcome GzipBody::add(QByteArrayView packed, const Taker& take)
{
    // zlib reads these bytes and has no word for that.
    d->stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    d->stream.avail_in = static_cast<uInt>(packed.size());
    bool isFull = false;
    while (d->stream.avail_in > 0 || isFull) {
        if (d->isWhole) {
            if (d->stream.avail_in == 0)
                break;
            inflateReset(&d->stream); // A member begins; several may follow each other (RFC 1952, 2.2).
            d->isWhole = false;
        }
        d->stream.next_out = reinterpret_cast<Bytef*>(d->piece.data());
        d->stream.avail_out = static_cast<uInt>(d->piece.size());
        const int status = inflate(&d->stream, Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
            return Outcome::Damaged;
        d->isWhole = status == Z_STREAM_END;
        isFull = d->stream.avail_out == 0;
        const qsizetype unpacked = static_cast<qsizetype>(d->piece.size() - d->stream.avail_out);
        if (unpacked > 0 && !take(QByteArrayView(d->piece.data(), unpacked)))
            return Outcome::Ended;
    }
    return Outcome::Taken;
}

bool GzipBody::isWhole() const
{
    return d->isWhole;
}

} // namespace keyturn::feeds
