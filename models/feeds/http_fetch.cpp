// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/http_fetch.h"

#include "models/base/text_safety.h"
#include "models/feeds/feed_address.h"
#include "models/feeds/http_exchange.h"

#include <QCoreApplication>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkCookieJar>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslConfiguration>

#include <array>
#include <utility>

namespace keyturn::feeds {

namespace {

/// The proxy that the system or the environment names for an address.
class SystemProxy final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override
    {
        return systemProxyForQuery(query);
    }
};

bool leadsOn(const HttpAnswer& answer)
{
    constexpr std::array kRedirects{301, 302, 303, 307, 308}; // RFC 9110, 15.4
    return std::find(kRedirects.begin(), kRedirects.end(), answer.status) != kRedirects.end();
}

} // namespace

base::Result<QList<QSslCertificate>> readAuthorities(const QString& path)
{
    constexpr qint64 kMostBytes = 1 << 22;
    const auto unusable = [&](const QString& reason) {
        return base::fail(FeedError::AuthorityUnusable, base::harmlessText(path), reason);
    };
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unusable(file.errorString());
    const QList<QSslCertificate> authorities = QSslCertificate::fromData(file.read(kMostBytes), QSsl::Pem);
    if (authorities.isEmpty())
        return unusable(QCoreApplication::translate("errors", "it holds no certificate in PEM"));
    return authorities;
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

HttpFetcher::HttpFetcher(HttpOptions options)
    : m_options(std::move(options)), m_manager(std::make_unique<QNetworkAccessManager>())
{
    m_manager->setProxyFactory(new SystemProxy); // The manager owns it.
    m_manager->setAutoDeleteReplies(false);
}

HttpFetcher::~HttpFetcher() = default;

QNetworkRequest HttpFetcher::request(const QUrl& address, const std::vector<HttpField>& fields) const
{
    QNetworkRequest request(address);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    // How much comes of it is counted by us; that it shrank well is no fault.
    request.setDecompressedSafetyCheckThreshold(-1);
    request.setRawHeader("User-Agent", m_options.userAgent);
    for (const HttpField& field : fields)
        request.setRawHeader(field.name, field.value);
    if (isSameOrigin(address, m_options.secretsFor)) {
        for (const HttpField& field : m_options.secrets)
            request.setRawHeader(field.name, field.value);
    }
    if (!m_options.authorities.isEmpty()) {
        QSslConfiguration trust = request.sslConfiguration();
        trust.setCaCertificates(m_options.authorities);
        request.setSslConfiguration(trust);
    }
    return request;
}

base::Result<HttpAnswer> HttpFetcher::get(const QUrl& address, const std::vector<HttpField>& fields,
                                          const std::atomic_bool& cancel)
{
    QUrl at = address;
    for (int followed = 0; followed <= m_options.limits.redirects; ++followed) {
        const std::unique_ptr<QNetworkReply> reply(m_manager->get(request(at, fields)));
        HttpExchange exchange(*reply, m_options, cancel);
        auto answer = exchange.run();
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
