// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/http_fetch.h"

#include "models/base/text_safety.h"
#include "models/feeds/feed_address.h"
#include "models/feeds/http_exchange.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <array>
#include <curl/curl.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <utility>

namespace keyturn::feeds {

namespace {

bool leadsOn(const HttpAnswer& answer)
{
    constexpr std::array kRedirects{301, 302, 303, 307, 308}; // RFC 9110, 15.4
    return std::find(kRedirects.begin(), kRedirects.end(), answer.status) != kRedirects.end();
}

} // namespace

base::Result<QByteArray> readAuthorities(const QString& path)
{
    constexpr qint64 kMostBytes = 1 << 22;
    const auto unusable = [&](const QString& reason) {
        return base::fail(FeedError::AuthorityUnusable, base::harmlessText(path), reason);
    };
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unusable(file.errorString());
    QByteArray pem = file.read(kMostBytes);
    const std::unique_ptr<BIO, decltype(&BIO_free)> text(
        BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())), &BIO_free);
    int certificates = 0;
    while (X509* certificate = PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)) {
        X509_free(certificate);
        ++certificates;
    }
    const bool isAtEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (!isAtEnd)
        return unusable(QCoreApplication::translate("errors", "a certificate in it is damaged"));
    if (certificates == 0)
        return unusable(QCoreApplication::translate("errors", "it holds no certificate in PEM"));
    return pem;
}

base::Result<QUrl> followReference(const QUrl& from, const QByteArray& reference)
{
    const QUrl to = from.resolved(QUrl::fromEncoded(reference)).adjusted(QUrl::RemoveFragment);
    const auto refuse = [&](const char* reason) {
        return base::fail(FeedError::RedirectRefused, shownAddress(from), shownAddress(to),
                          QCoreApplication::translate("errors", reason));
    };
    const bool isHttps = to.scheme() == QLatin1String("https");
    if (reference.isEmpty() || !to.isValid() || to.host().isEmpty() ||
        (!isHttps && to.scheme() != QLatin1String("http")))
        return refuse(QT_TRANSLATE_NOOP("errors", "it is no http or https address"));
    if (!to.userInfo().isEmpty())
        return refuse(QT_TRANSLATE_NOOP("errors", "it holds a user name or password"));
    if (from.scheme() == QLatin1String("https") && !isHttps)
        return refuse(QT_TRANSLATE_NOOP("errors", "it is not encrypted and the first one is"));
    return to;
}

QByteArray HttpAnswer::field(const char* name) const
{
    for (const HttpField& field : fields) {
        if (field.name.compare(name, Qt::CaseInsensitive) == 0)
            return field.value;
    }
    return {};
}

QString HttpAnswer::bodyPath() const
{
    return QStringLiteral("/proc/self/fd/%1").arg(body->handle());
}

/// The connections that are kept from one request to the next.
struct HttpFetcher::Connections
{
    Connections()
    {
        static const CURLcode isReady = curl_global_init(CURL_GLOBAL_DEFAULT);
        if (isReady != CURLE_OK || !handle)
            qFatal("libcurl does not start: %s", curl_easy_strerror(isReady));
    }
    ~Connections() { curl_multi_cleanup(handle); }
    Connections(const Connections&) = delete;
    Connections& operator=(const Connections&) = delete;

    CURLM* handle = curl_multi_init();
};

HttpFetcher::HttpFetcher(HttpOptions options)
    : m_options(std::move(options)), m_connections(std::make_unique<Connections>())
{
}

HttpFetcher::~HttpFetcher() = default;

base::Result<HttpAnswer> HttpFetcher::get(const QUrl& address, const std::vector<HttpField>& fields,
                                          const std::atomic_bool& cancel)
{
    QUrl at = address;
    for (int followed = 0; followed <= m_options.limits.redirects; ++followed) {
        std::vector<HttpField> sent = fields;
        if (isSameOrigin(at, m_options.secretsFor))
            sent.insert(sent.end(), m_options.secrets.begin(), m_options.secrets.end());
        HttpExchange exchange(m_connections->handle, at, m_options, cancel);
        auto answer = exchange.run(sent);
        if (!answer || !leadsOn(*answer))
            return answer;
        KEYTURN_TRY_LET(next, followReference(answer->address, answer->field("Location")));
        at = next;
    }
    return base::fail(FeedError::TooManyRedirects, shownAddress(address),
                      QString::number(m_options.limits.redirects));
}

base::Error statusError(const HttpAnswer& answer)
{
    const QString shown = shownAddress(answer.address);
    const QString status = QString::number(answer.status);
    switch (answer.status) {
    case 401:
        return base::makeError(FeedError::Unauthorized, shown);
    case 403:
        return base::makeError(FeedError::Forbidden, shown);
    case 404:
        return base::makeError(FeedError::NotFound, shown);
    case 406:
        return base::makeError(FeedError::NotAcceptable, shown);
    case 429:
    case 503:
        return base::makeError(FeedError::Busy, shown, status);
    default:
        return base::makeError(FeedError::OtherStatus, shown, status);
    }
}

} // namespace keyturn::feeds
