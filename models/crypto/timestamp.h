// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/time.h"
#include "models/crypto/crypto_error.h"

#include <QByteArray>
#include <QString>

namespace keyturn::crypto {

/// What an RFC 3161 time-stamp token says.
struct Timestamp
{
    base::UtcTime time;
    QString policy;      ///< Dotted object identifier.
    QByteArray serial;   ///< The authority's number of it, in hexadecimal.
    base::Digest sha256; ///< Of what was stamped.
    QByteArray nonce;    ///< As in the request, in hexadecimal; empty where it had none.
};

/// A request (RFC 3161 section 2.4.1, DER) for a token over @p sha256, with a fresh nonce of 64 bits, asking
/// for the authority's certificate. @return LibraryFailure.
[[nodiscard]] base::Result<QByteArray> makeTimestampRequest(const base::Digest& sha256);

/// The token of an authority's response (section 2.4.2, DER). @return TimestampMalformed, TimestampRejected
/// with the authority's own reason.
[[nodiscard]] base::Result<QByteArray> tokenOfResponse(QByteArrayView response);

/// Reads a token without believing it. @return TimestampMalformed.
[[nodiscard]] base::Result<Timestamp> readTimestamp(QByteArrayView token);

/// Checks that @p stamp answers @p request (DER). @return TimestampMalformed, TimestampOfOther,
/// TimestampNonce.
[[nodiscard]] base::Result<void> checkAnswers(const Timestamp& stamp, QByteArrayView request);

/// Verifies that an authority whose certificate leads to one of @p authorities (PEM) stamped @p sha256. The
/// certificates need to have been valid at the time stamped, not now; whether one was revoked since is not
/// asked, for that needs a network. @return TimestampMalformed,
/// TimestampOfOther, TimestampUntrusted, TimestampBroken.
[[nodiscard]] base::Result<Timestamp> verifyTimestamp(QByteArrayView token, const base::Digest& sha256,
                                                      QByteArrayView authorities);

} // namespace keyturn::crypto
