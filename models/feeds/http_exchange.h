// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crypto/digest_functions.h"
#include "models/feeds/http_fetch.h"

#include <QEventLoop>
#include <QObject>
#include <QTimer>

#include <optional>

class QNetworkReply;

namespace keyturn::feeds {

/// One request and what comes back, until it is whole or given up.
class HttpExchange final : public QObject
{
    Q_OBJECT

public:
    HttpExchange(QNetworkReply& reply, const HttpOptions& options, const std::atomic_bool& cancel);

    /// Waits for the end. To be called once.
    [[nodiscard]] base::Result<HttpAnswer> run();

private:
    void sent();
    void takeHead();
    void takeBody();
    void timeOut();
    void giveUp(base::Error error);
    [[nodiscard]] bool keepsBody() const { return m_answer.status == 200; }
    [[nodiscard]] base::Result<void> openBody();
    [[nodiscard]] base::Error failure() const;

    QNetworkReply& m_reply;
    const HttpOptions& m_options;
    const std::atomic_bool& m_cancel;
    QString m_shown;
    QEventLoop m_loop;
    QTimer m_patience;
    QTimer m_cancelWatch;
    HttpAnswer m_answer;
    crypto::Sha256Stream m_hash;
    std::optional<base::Error> m_error;
    bool m_isSent = false;
};

} // namespace keyturn::feeds
