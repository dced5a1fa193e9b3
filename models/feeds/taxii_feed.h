// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/feeds/feed.h"
#include "models/feeds/http_fetch.h"
#include "models/feeds/taxii_messages.h"

namespace keyturn::feeds {

/// Collections of a TAXII 2.1 server (OASIS Standard): each page of objects (section 5.4) is an arrival, and
/// where to go on is kept once the page is signed. While a collection is read page by page, `added_after`
/// stays and `next` moves (section 3.5); only after the last page `added_after` moves too, for objects added
/// at the same moment may lie on two pages.
class TaxiiFeed final : public Feed
{
public:
    /// @param address of a discovery (section 4.1) or of an API root (section 4.2). @param collection the one
    /// to read; empty: all that may be read.
    TaxiiFeed(QUrl address, QString collection, HttpOptions options, const base::Clock& clock);

    [[nodiscard]] QString kind() const override { return QStringLiteral("taxii"); }
    [[nodiscard]] QString source() const override;
    [[nodiscard]] Round round(FeedState& state, FeedHost& host) override;

private:
    [[nodiscard]] base::Result<void> readAll(FeedState& state, FeedHost& host, Round& round);
    [[nodiscard]] base::Result<HttpAnswer> get(const QUrl& address, FeedHost& host, Round& round);
    [[nodiscard]] base::Result<QUrl> findApiRoot(FeedHost& host, Round& round);
    [[nodiscard]] base::Result<std::vector<TaxiiCollection>> findCollections(const QUrl& root, FeedHost& host,
                                                                             Round& round);
    [[nodiscard]] base::Result<void> readCollection(const QUrl& objects, const QString& id, FeedState& state,
                                                    FeedHost& host, Round& round);

    QUrl m_address;
    QString m_collection;
    HttpFetcher m_fetcher;
    const base::Clock& m_clock;
};

} // namespace keyturn::feeds
