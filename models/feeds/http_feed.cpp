// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/http_feed.h"

#include "models/feeds/feed_address.h"
#include "models/feeds/retry_after.h"

#include <utility>

namespace keyturn::feeds {

namespace {

/// Whether the body says in so many bytes that there is nothing: how servers of lists do it.
bool isEmptyList(const HttpAnswer& answer)
{
    constexpr qint64 kMostBytes = 64;
    if (answer.bodyBytes > kMostBytes || !answer.body->seek(0))
        return false;
    QByteArray text = answer.body->read(kMostBytes).simplified();
    text.replace(' ', QByteArray());
    return text.isEmpty() || text == "[]";
}

} // namespace

HttpFeed::HttpFeed(QUrl address, HttpOptions options, const base::Clock& clock)
    : m_address(std::move(address)), m_fetcher(std::move(options)), m_clock(clock)
{
}

QString HttpFeed::source() const
{
    return shownAddress(m_address);
}

Round HttpFeed::round(FeedState& state, FeedHost& host)
{
    Round round;
    std::vector<HttpField> fields{{"Accept", "application/json, */*;q=0.5"}};
    if (!state.etag.isEmpty())
        fields.push_back({"If-None-Match", state.etag});
    if (!state.lastModified.isEmpty())
        fields.push_back({"If-Modified-Since", state.lastModified});
    const auto answer = m_fetcher.get(m_address, fields, host.stop());
    if (!answer) {
        round.error = answer.error();
    } else if (answer->status == 200) {
        if (const auto taken = take(*answer, state, host, round); !taken)
            round.error = taken.error();
    } else if (answer->status == 304 || answer->status == 204) {
        round.unchanged = 1;
    } else {
        round.error = statusError(*answer);
        round.notBefore = retryAfter(answer->field("Retry-After"), m_clock.now());
    }
    return round;
}

base::Result<void> HttpFeed::take(const HttpAnswer& answer, FeedState& state, FeedHost& host, Round& round)
{
    if (state.body == answer.bodySha256 || isEmptyList(answer)) {
        round.unchanged = 1;
    } else {
        KEYTURN_TRY_LET(reception, host.receive({answer.bodyPath(), source(), source()}));
        if (reception.kind == Reception::Kind::Refused)
            return tl::make_unexpected(*reception.reason);
        round.seenBefore = reception.kind == Reception::Kind::SeenBefore ? 1 : 0;
        round.unchanged = reception.kind == Reception::Kind::Empty ? 1 : 0;
    }
    FeedState next = state;
    next.etag = answer.field("ETag");
    next.lastModified = answer.field("Last-Modified");
    next.body = answer.bodySha256;
    if (next == state)
        return {};
    KEYTURN_TRY(host.keep(next));
    state = std::move(next);
    return {};
}

} // namespace keyturn::feeds
