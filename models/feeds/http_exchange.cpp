// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/http_exchange.h"

#include "models/base/text_safety.h"
#include "models/feeds/feed_address.h"

#include <QCoreApplication>
#include <QDir>
#include <QScopeGuard>

#include <curl/curl.h>
#include <utility>

namespace keyturn::feeds {

namespace {

constexpr int kCancelLookMs = 100;
constexpr qsizetype kLongestReason = 200;
constexpr qsizetype kMostHeadBytes = 1 << 18;
constexpr qint64 kBytesPerMiB = 1 << 20;
constexpr int kMsPerSecond = 1000;

/// A request field as libcurl wants it: one without a value would be left out, did it end with a colon.
QByteArray headLine(const HttpField& field)
{
    return field.value.isEmpty() ? field.name + ';' : field.name + ": " + field.value;
}

} // namespace

/// What libcurl calls during a transfer.
struct HttpExchange::Calls
{
    static constexpr std::size_t kStop = 0; // Less than was given ends the transfer.

    static std::size_t head(char* bytes, std::size_t, std::size_t count, void* exchange)
    {
        const QByteArrayView line(bytes, static_cast<qsizetype>(count));
        return static_cast<HttpExchange*>(exchange)->takeHeadLine(line) == Step::GoOn ? count : kStop;
    }
    static std::size_t body(char* bytes, std::size_t, std::size_t count, void* exchange)
    {
        const QByteArrayView piece(bytes, static_cast<qsizetype>(count));
        return static_cast<HttpExchange*>(exchange)->takeCoded(piece) == Step::GoOn ? count : kStop;
    }
};

HttpExchange::HttpExchange(CURLM* connections, const QUrl& address, const HttpOptions& options,
                           const std::atomic_bool& cancel)
    : m_connections(connections), m_handle(curl_easy_init()), m_options(options), m_cancel(cancel),
      m_shown(shownAddress(address))
{
    static_assert(std::tuple_size_v<decltype(m_reason)> >= CURL_ERROR_SIZE);
    Q_CHECK_PTR(m_handle);
    m_answer.address = address;
}

HttpExchange::~HttpExchange()
{
    curl_easy_cleanup(m_handle);
}

void HttpExchange::prepare()
{
    curl_easy_setopt(m_handle, CURLOPT_URL, m_answer.address.toEncoded().constData());
    curl_easy_setopt(m_handle, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(m_handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(m_handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(m_handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(m_handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(m_handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(m_options.limits.connectMs));
    curl_easy_setopt(m_handle, CURLOPT_USERAGENT, m_options.userAgent.constData());
    curl_easy_setopt(m_handle, CURLOPT_ERRORBUFFER, m_reason.data());
    // What is meant for the server is not for a proxy before it, nor is what the proxy says the answer.
    curl_easy_setopt(m_handle, CURLOPT_HEADEROPT, CURLHEADER_SEPARATE);
    curl_easy_setopt(m_handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(m_handle, CURLOPT_HEADERFUNCTION, &Calls::head);
    curl_easy_setopt(m_handle, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(m_handle, CURLOPT_WRITEFUNCTION, &Calls::body);
    curl_easy_setopt(m_handle, CURLOPT_WRITEDATA, this);
    if (!m_options.authorities.isEmpty()) {
        // Theirs instead of the system's, whose folder would be asked besides.
        curl_blob pem{const_cast<char*>(m_options.authorities.constData()),
                      static_cast<std::size_t>(m_options.authorities.size()), CURL_BLOB_COPY};
        curl_easy_setopt(m_handle, CURLOPT_CAINFO_BLOB, &pem);
        curl_easy_setopt(m_handle, CURLOPT_CAPATH, nullptr);
    }
}

base::Result<HttpAnswer> HttpExchange::run(const std::vector<HttpField>& fields)
{
    prepare();
    curl_slist* lines = curl_slist_append(nullptr, "Accept-Encoding: gzip");
    const auto freeLines = qScopeGuard([&] { curl_slist_free_all(lines); });
    for (const HttpField& field : fields)
        lines = curl_slist_append(lines, headLine(field).constData());
    curl_easy_setopt(m_handle, CURLOPT_HTTPHEADER, lines);
    transfer();
    if (m_error)
        return tl::make_unexpected(*m_error);
    // A body that nobody wants is not waited for.
    if (!m_isHeadWhole || (keepsBody() && m_code != CURLE_OK))
        return tl::make_unexpected(failure());
    if (keepsBody())
        KEYTURN_TRY(endBody());
    return std::move(m_answer);
}

void HttpExchange::transfer()
{
    m_patience.setRemainingTime(m_options.limits.stallMs);
    CURLMcode state = curl_multi_add_handle(m_connections, m_handle);
    int running = 1;
    while (state == CURLM_OK && running > 0 && !m_error) {
        state = curl_multi_perform(m_connections, &running);
        if (state == CURLM_OK && running > 0)
            state = curl_multi_poll(m_connections, nullptr, 0, kCancelLookMs, nullptr);
        watchTime();
    }
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(m_connections, &left)) {
        if (message->msg == CURLMSG_DONE && message->easy_handle == m_handle)
            m_code = message->data.result;
    }
    if (state != CURLM_OK)
        giveUp(unreachable(QString::fromUtf8(curl_multi_strerror(state))));
    curl_multi_remove_handle(m_connections, m_handle);
}

void HttpExchange::watchTime()
{
    if (m_cancel.load(std::memory_order_relaxed))
        return giveUp(base::makeError(FeedError::Stopped));
    if (!m_isSent) {
        curl_off_t readyUs = 0; // Not 0 once name, connection and TLS are done.
        curl_easy_getinfo(m_handle, CURLINFO_PRETRANSFER_TIME_T, &readyUs);
        m_isSent = readyUs > 0;
        m_patience.setRemainingTime(m_options.limits.stallMs);
    } else if (m_patience.hasExpired()) {
        giveUp(base::makeError(FeedError::Stalled, m_shown,
                               QString::number(m_options.limits.stallMs / kMsPerSecond)));
    }
}

HttpExchange::Step HttpExchange::takeHeadLine(QByteArrayView line)
{
    m_patience.setRemainingTime(m_options.limits.stallMs);
    m_headBytes += line.size();
    if (m_headBytes > kMostHeadBytes) {
        giveUp(unreachable(QCoreApplication::translate("errors", "its answer's head has no end")));
        return Step::Enough;
    }
    if (m_isHeadWhole) // A trailer (RFC 9110, 6.5).
        return Step::GoOn;
    const QByteArray text = line.toByteArray().trimmed();
    if (text.isEmpty())
        return endHead();
    if (const qsizetype colon = text.indexOf(':'); colon > 0 && !text.startsWith("HTTP/"))
        m_answer.fields.push_back({text.left(colon).trimmed(), text.mid(colon + 1).trimmed()});
    return Step::GoOn;
}

HttpExchange::Step HttpExchange::endHead()
{
    constexpr long kFirstFinalStatus = 200;
    long status = 0;
    curl_easy_getinfo(m_handle, CURLINFO_RESPONSE_CODE, &status);
    if (status < kFirstFinalStatus) { // "Continue" and the like (RFC 9110, 15.2): the answer is to come.
        m_answer.fields.clear();
        return Step::GoOn;
    }
    m_isHeadWhole = true;
    m_answer.status = static_cast<int>(status);
    if (!keepsBody())
        return Step::Enough;
    const QByteArray coding = m_answer.field("Content-Encoding").toLower();
    if (coding == "gzip" || coding == "x-gzip") {
        m_unpacking.emplace();
    } else if (!coding.isEmpty() && coding != "identity") {
        giveUp(unreachable(QCoreApplication::translate("errors", "its answer is coded as “%1”, unasked")
                               .arg(base::harmlessText(QString::fromLatin1(coding), kLongestReason))));
        return Step::Enough;
    }
    if (m_answer.field("Content-Length").toLongLong() > m_options.limits.bodyBytes) {
        giveUp(tooLarge());
    } else if (const auto opened = openBody(); !opened) {
        giveUp(opened.error());
    }
    return m_error ? Step::Enough : Step::GoOn;
}

base::Result<void> HttpExchange::openBody()
{
    // Without a name as long as nobody asks for one, so that a killed process leaves nothing behind.
    m_answer.body =
        std::make_unique<QTemporaryFile>(QDir(m_options.bodyFolder).filePath(QStringLiteral(".body-XXXXXX")));
    if (!m_answer.body->open())
        return tl::make_unexpected(bodyUnkept());
    return {};
}

HttpExchange::Step HttpExchange::takeCoded(QByteArrayView bytes)
{
    m_patience.setRemainingTime(m_options.limits.stallMs);
    if (!m_unpacking)
        return takeBody(bytes);
    switch (m_unpacking->add(bytes, [this](QByteArrayView piece) { return takeBody(piece) == Step::GoOn; })) {
    case GzipBody::Outcome::Taken:
        return Step::GoOn;
    case GzipBody::Outcome::Ended:
        return Step::Enough;
    case GzipBody::Outcome::Damaged:
        giveUp(unreachable(QCoreApplication::translate("errors", "its answer is no sound gzip")));
        return Step::Enough;
    }
    Q_UNREACHABLE();
}

HttpExchange::Step HttpExchange::takeBody(QByteArrayView bytes)
{
    m_answer.bodyBytes += bytes.size();
    if (m_answer.bodyBytes > m_options.limits.bodyBytes) {
        giveUp(tooLarge());
    } else if (m_answer.body->write(bytes.data(), bytes.size()) != bytes.size()) {
        giveUp(bodyUnkept());
    }
    m_hash.add(bytes);
    return m_error ? Step::Enough : Step::GoOn;
}

base::Result<void> HttpExchange::endBody()
{
    if (m_unpacking && !m_unpacking->isWhole())
        return base::fail(FeedError::CutOff, m_shown);
    if (!m_answer.body->flush())
        return tl::make_unexpected(bodyUnkept());
    m_answer.bodySha256 = m_hash.finish();
    return {};
}

void HttpExchange::giveUp(base::Error error)
{
    if (!m_error)
        m_error = std::move(error);
}

base::Error HttpExchange::unreachable(const QString& reason) const
{
    return base::makeError(FeedError::Unreachable, m_shown, reason);
}

base::Error HttpExchange::tooLarge() const
{
    return base::makeError(FeedError::TooLarge, m_shown,
                           QString::number(m_options.limits.bodyBytes / kBytesPerMiB));
}

base::Error HttpExchange::bodyUnkept() const
{
    return base::makeError(FeedError::BodyUnkept, base::harmlessText(m_options.bodyFolder),
                           m_answer.body->errorString());
}

base::Error HttpExchange::failure() const
{
    const auto code = static_cast<CURLcode>(m_code);
    if (m_isHeadWhole && (code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR))
        return base::makeError(FeedError::CutOff, m_shown);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return base::makeError(FeedError::ConnectTimeout, m_shown,
                               QString::number(m_options.limits.connectMs / kMsPerSecond));
    QString reason = QString::fromLocal8Bit(m_reason.data());
    if (reason.isEmpty())
        reason = QString::fromUtf8(curl_easy_strerror(code));
    reason = base::harmlessText(reason.trimmed(), kLongestReason);
    if (code == CURLE_PEER_FAILED_VERIFICATION) {
        static const QString kKnown = QStringLiteral("SSL certificate problem: "); // Our sentence says so.
        if (reason.startsWith(kKnown))
            reason.remove(0, kKnown.size());
        return base::makeError(FeedError::NotTrusted, m_shown, reason);
    }
    return unreachable(reason);
}

} // namespace keyturn::feeds
