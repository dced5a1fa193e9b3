// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/digest_functions.h"
#include "models/feeds/gzip_body.h"
#include "models/feeds/http_fetch.h"

#include <QByteArrayView>
#include <QDeadlineTimer>

#include <array>
#include <optional>

using CURL = void; // As <curl/curl.h> has it, which stays in the sources.
using CURLM = void;

namespace keyturn::feeds {

/// One request and what comes back, until it is whole or given up.
class HttpExchange
{
public:
    /// @param connections outlives this. @param cancel may be set from any thread.
    HttpExchange(CURLM* connections, const QUrl& address, const HttpOptions& options,
                 const std::atomic_bool& cancel);
    ~HttpExchange();
    HttpExchange(const HttpExchange&) = delete;
    HttpExchange& operator=(const HttpExchange&) = delete;

    /// Sends @p fields and waits for the end. To be called once.
    [[nodiscard]] base::Result<HttpAnswer> run(const std::vector<HttpField>& fields);

private:
    struct Calls;
    enum class Step { GoOn, Enough };

    void prepare();
    void transfer();
    void watchTime();
    [[nodiscard]] Step takeHeadLine(QByteArrayView line);
    [[nodiscard]] Step endHead();
    [[nodiscard]] Step takeCoded(QByteArrayView bytes);
    [[nodiscard]] Step takeBody(QByteArrayView bytes);
    [[nodiscard]] base::Result<void> openBody();
    [[nodiscard]] base::Result<void> endBody();
    void giveUp(base::Error error);
    [[nodiscard]] bool keepsBody() const { return m_answer.status == 200; }
    [[nodiscard]] base::Error unreachable(const QString& reason) const;
    [[nodiscard]] base::Error tooLarge() const;
    [[nodiscard]] base::Error bodyUnkept() const;
    [[nodiscard]] base::Error failure() const;

    CURLM* m_connections;
    CURL* m_handle;
    const HttpOptions& m_options;
    const std::atomic_bool& m_cancel;
    QString m_shown;
    std::array<char, 256> m_reason{}; ///< At least CURL_ERROR_SIZE.
    QDeadlineTimer m_patience;
    HttpAnswer m_answer;
    qsizetype m_headBytes = 0;
    bool m_isHeadWhole = false;
    bool m_isSent = false;
    int m_code = 0; ///< A CURLcode.
    std::optional<GzipBody> m_unpacking;
    crypto::Sha256Stream m_hash;
    std::optional<base::Error> m_error;
};

} // namespace keyturn::feeds
