// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/feeds/feed_error.h"
#include "models/feeds/header_file.h"

#include <QTemporaryFile>
#include <QUrl>

#include <atomic>
#include <memory>
#include <vector>

namespace keyturn::feeds {

/// How long a server may take and how much it may send.
struct HttpLimits
{
    int connectMs = 30'000;             ///< Until the request is on its way: name, connection, TLS.
    int stallMs = 60'000;               ///< Without a byte, from then on.
    qint64 bodyBytes = qint64{1} << 30; ///< Of the body, decompressed.
    int redirects = 5;
};

/// How a feed's server is asked.
struct HttpOptions
{
    HttpLimits limits;
    std::vector<HttpField> secrets; ///< Sent to the origin of `secretsFor` only.
    QUrl secretsFor;
    QByteArray authorities; ///< Certificates in PEM, trusted instead of the system's; empty for the system's.
    QString bodyFolder;     ///< Where bodies are kept while they are used.
    QByteArray userAgent;
};

/// Reads the certificates of a private authority, in PEM as they are. @return AuthorityUnusable, also where a
/// certificate cannot be read.
[[nodiscard]] base::Result<QByteArray> readAuthorities(const QString& path);

/// What a server answered.
struct HttpAnswer
{
    QUrl address; ///< Where it came from in the end.
    int status = 0;
    std::vector<HttpField> fields;
    std::unique_ptr<QTemporaryFile> body; ///< Whole; null unless the status is 200.
    qint64 bodyBytes = 0;
    base::Digest bodySha256;

    /// The first field of this name; null where there is none.
    [[nodiscard]] QByteArray field(const char* name) const;
    /// A path under which the body can be read for as long as this lives.
    [[nodiscard]] QString bodyPath() const;
};

/// Asks HTTP and HTTPS servers, one after the other. Certificates are verified; redirects are followed up to
/// a limit and never from https to http; secrets go to one origin only; no cookies, no cache; the proxy is
/// the environment's
/// (`https_proxy`, `no_proxy` …). Blocks: for threads that nobody waits for.
class HttpFetcher
{
public:
    explicit HttpFetcher(HttpOptions options);
    ~HttpFetcher();

    /// GETs @p address with @p fields besides. Statuses are answers, not errors. @param cancel may be set
    /// from any thread or a signal. @return Unreachable, NotTrusted, ConnectTimeout, Stalled, CutOff,
    /// TooLarge, TooManyRedirects, RedirectRefused, BodyUnkept, Stopped.
    [[nodiscard]] base::Result<HttpAnswer> get(const QUrl& address, const std::vector<HttpField>& fields,
                                               const std::atomic_bool& cancel);

private:
    struct Connections;

    HttpOptions m_options;
    std::unique_ptr<Connections> m_connections;
};

/// Where a server's @p reference, found at @p from, leads: http or https, nothing secret in it, never from
/// https to http. @return RedirectRefused.
[[nodiscard]] base::Result<QUrl> followReference(const QUrl& from, const QByteArray& reference);

/// The error that an answer other than 200, 204 and 304 amounts to.
[[nodiscard]] base::Error statusError(const HttpAnswer& answer);

} // namespace keyturn::feeds
