// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/http_exchange.h"

#include "models/base/text_safety.h"
#include "models/feeds/feed_address.h"

#include <QDir>
#include <QNetworkReply>
#include <QSslError>

#include <utility>

namespace keyturn::feeds {

namespace {

constexpr int kCancelLookMs = 100;
constexpr qsizetype kLongestReason = 200;
constexpr qint64 kReadBufferBytes = 1 << 20;
constexpr qint64 kBytesPerMiB = 1 << 20;

} // namespace

HttpExchange::HttpExchange(QNetworkReply& reply, const HttpOptions& options, const std::atomic_bool& cancel)
    : m_reply(reply), m_options(options), m_cancel(cancel), m_shown(shownAddress(reply.url()))
{
    m_answer.address = reply.url();
    // What is not read here stays with the server, so that memory is bounded.
    reply.setReadBufferSize(kReadBufferBytes);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &HttpExchange::timeOut);
    connect(&m_cancelWatch, &QTimer::timeout, this, [this] {
        if (m_cancel.load(std::memory_order_relaxed))
            giveUp(base::makeError(FeedError::Stopped));
    });
    connect(&reply, &QNetworkReply::requestSent, this, &HttpExchange::sent);
    connect(&reply, &QNetworkReply::metaDataChanged, this, &HttpExchange::takeHead);
    connect(&reply, &QNetworkReply::readyRead, this, &HttpExchange::takeBody);
    connect(&reply, &QNetworkReply::sslErrors, this, [this](const QList<QSslError>& errors) {
        // Not ignored, so the connection ends here; the first is what was found first in the chain.
        m_error = base::makeError(FeedError::NotTrusted, m_shown,
                                  base::harmlessText(errors.value(0).errorString(), kLongestReason));
    });
    connect(&reply, &QNetworkReply::finished, &m_loop, &QEventLoop::quit);
}

base::Result<HttpAnswer> HttpExchange::run()
{
    m_patience.start(m_options.limits.connectMs);
    m_cancelWatch.start(kCancelLookMs);
    if (!m_reply.isFinished())
        m_loop.exec();
    m_patience.stop();
    m_cancelWatch.stop();
    if (!m_error) {
        takeHead();
        takeBody();
    }
    if (m_error)
        return tl::make_unexpected(*m_error);
    // Statuses from 400 on are errors to Qt and answers to us.
    if (m_answer.status == 0 || (keepsBody() && m_reply.error() != QNetworkReply::NoError))
        return tl::make_unexpected(failure());
    if (keepsBody()) {
        const QByteArray stated = m_answer.field("Content-Length");
        const bool isAsSent = m_answer.field("Content-Encoding").isEmpty();
        if (isAsSent && !stated.isEmpty() && stated.toLongLong() != m_answer.bodyBytes)
            return base::fail(FeedError::CutOff, m_shown);
        if (!m_answer.body->flush())
            return base::fail(FeedError::BodyUnkept, base::harmlessText(m_options.bodyFolder),
                              m_answer.body->errorString());
        m_answer.bodySha256 = m_hash.finish();
    }
    return std::move(m_answer);
}

void HttpExchange::sent()
{
    m_isSent = true;
    m_patience.start(m_options.limits.stallMs);
}

void HttpExchange::takeHead()
{
    const int status = m_reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_error || status == 0 || m_answer.status != 0)
        return;
    sent();
    m_answer.status = status;
    for (const auto& [name, value] : m_reply.rawHeaderPairs())
        m_answer.fields.push_back({name, value});
    if (!keepsBody()) {
        // What else the server says is of no use; the connection ends with the reply.
        m_loop.quit();
        return;
    }
    if (m_answer.field("Content-Length").toLongLong() > m_options.limits.bodyBytes)
        return giveUp(base::makeError(FeedError::TooLarge, m_shown,
                                      QString::number(m_options.limits.bodyBytes / kBytesPerMiB)));
    if (const auto opened = openBody(); !opened)
        giveUp(opened.error());
}

base::Result<void> HttpExchange::openBody()
{
    // Without a name as long as nobody asks for one, so that a killed process leaves nothing behind.
    m_answer.body =
        std::make_unique<QTemporaryFile>(QDir(m_options.bodyFolder).filePath(QStringLiteral(".body-XXXXXX")));
    if (!m_answer.body->open())
        return base::fail(FeedError::BodyUnkept, base::harmlessText(m_options.bodyFolder),
                          m_answer.body->errorString());
    return {};
}

void HttpExchange::takeBody()
{
    if (m_error || !keepsBody() || !m_answer.body)
        return;
    while (m_reply.bytesAvailable() > 0) {
        const QByteArray piece = m_reply.read(kReadBufferBytes);
        if (piece.isEmpty())
            return;
        m_patience.start(m_options.limits.stallMs);
        m_answer.bodyBytes += piece.size();
        if (m_answer.bodyBytes > m_options.limits.bodyBytes)
            return giveUp(base::makeError(FeedError::TooLarge, m_shown,
                                          QString::number(m_options.limits.bodyBytes / kBytesPerMiB)));
        if (m_answer.body->write(piece) != piece.size())
            return giveUp(base::makeError(FeedError::BodyUnkept, base::harmlessText(m_options.bodyFolder),
                                          m_answer.body->errorString()));
        m_hash.add(piece);
    }
}

void HttpExchange::timeOut()
{
    if (m_isSent)
        giveUp(
            base::makeError(FeedError::Stalled, m_shown, QString::number(m_options.limits.stallMs / 1000)));
    else
        giveUp(base::makeError(FeedError::ConnectTimeout, m_shown,
                               QString::number(m_options.limits.connectMs / 1000)));
}

void HttpExchange::giveUp(base::Error error)
{
    if (!m_error)
        m_error = std::move(error);
    m_loop.quit();
}

base::Error HttpExchange::failure() const
{
    if (keepsBody() && m_reply.error() == QNetworkReply::RemoteHostClosedError)
        return base::makeError(FeedError::CutOff, m_shown);
    // Qt's own sentence ends with a dot or not, as it pleases; ours has one.
    QString reason = base::harmlessText(m_reply.errorString(), kLongestReason);
    while (reason.endsWith(QLatin1Char('.')))
        reason.chop(1);
    return base::makeError(FeedError::Unreachable, m_shown, reason);
}

} // namespace keyturn::feeds
