// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/feeds/feed.h"
#include "models/feeds/http_fetch.h"

namespace keyturn::feeds {

/// One address that answers with a file, asked again and again with what it said about the last one
/// (RFC 9110, 13.1.2 and 13.1.3): 304, 204, an empty list and the very bytes of the last time bring nothing.
class HttpFeed final : public Feed
{
public:
    HttpFeed(QUrl address, HttpOptions options, const base::Clock& clock);

    [[nodiscard]] QString kind() const override { return QStringLiteral("http"); }
    [[nodiscard]] QString source() const override;
    [[nodiscard]] Round round(FeedState& state, FeedHost& host) override;

private:
    [[nodiscard]] base::Result<void> take(const HttpAnswer& answer, FeedState& state, FeedHost& host,
                                          Round& round);

    QUrl m_address;
    HttpFetcher m_fetcher;
    const base::Clock& m_clock;
};

} // namespace keyturn::feeds
