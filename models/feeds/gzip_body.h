// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <functional>
#include <memory>

namespace keyturn::feeds {

/// Unpacks a body that comes in pieces and is coded as gzip (RFC 9110, 8.4.1.3; RFC 1952), checksums and all.
/// Unlike the transport's own decoding it knows whether the body was whole.
class GzipBody
{
public:
    /// Takes what was unpacked, a bounded piece at a time. @return false to end there.
    using Taker = std::function<bool(QByteArrayView)>;
    enum class Outcome { Taken, Ended, Damaged };

    GzipBody();
    ~GzipBody();
    GzipBody(const GzipBody&) = delete;
    GzipBody& operator=(const GzipBody&) = delete;

    /// Unpacks @p packed, the next piece. @return Ended where @p take said so.
    [[nodiscard]] Outcome add(QByteArrayView packed, const Taker& take);
    /// Whether all that began has ended: true of a body without a byte.
    [[nodiscard]] bool isWhole() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace keyturn::feeds
