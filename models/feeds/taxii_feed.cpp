// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/feeds/taxii_feed.h"

#include "models/base/text_safety.h"
#include "models/feeds/feed_address.h"
#include "models/feeds/retry_after.h"

#include <QCoreApplication>
#include <QUrlQuery>

#include <algorithm>
#include <utility>

namespace keyturn::feeds {

namespace {

/// The most objects asked for at once; a server may give fewer (section 3.4).
constexpr int kObjectsAPage = 1000;
constexpr qsizetype kLongestShownType = 80;

tl::unexpected<base::Error> misbehaved(const QUrl& address, const char* reason)
{
    return base::fail(FeedError::NotTaxii, shownAddress(address),
                      QCoreApplication::translate("errors", reason));
}

/// All of these addresses end in a slash (section 3.1).
QUrl withSlash(QUrl address)
{
    if (!address.path().endsWith(QLatin1Char('/')))
        address.setPath(address.path() + QLatin1Char('/'));
    return address;
}

QUrl below(const QUrl& root, const QString& path)
{
    QUrl address = withSlash(root).adjusted(QUrl::RemoveQuery);
    address.setPath(address.path(QUrl::FullyEncoded) + path, QUrl::StrictMode);
    return address;
}

QString segment(const QString& id)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(id)) + QLatin1Char('/');
}

/// The page of a collection that @p at stands before (sections 3.4, 3.5).
QUrl pageOf(const QUrl& objects, const CollectionState& at)
{
    QUrlQuery query;
    const auto add = [&](const char* name, const QString& value) {
        query.addQueryItem(QLatin1String(name), QString::fromLatin1(QUrl::toPercentEncoding(value)));
    };
    add("limit", QString::number(kObjectsAPage));
    if (!at.addedAfter.isEmpty())
        add("added_after", at.addedAfter);
    if (!at.next.isEmpty())
        add("next", at.next);
    QUrl page = objects;
    page.setQuery(query);
    return page;
}

/// X-TAXII-Date-Added-Last (section 3.2, section 5.4) as the server wrote it, for it may be finer than ours.
base::Result<QString> dateAddedLast(const HttpAnswer& answer)
{
    const QString text = QString::fromLatin1(answer.field("X-TAXII-Date-Added-Last"));
    if (!base::parseRfc3339(QStringView(text)))
        return misbehaved(answer.address,
                          QT_TRANSLATE_NOOP("errors", "it does not say when the objects were added "
                                                      "(X-TAXII-Date-Added-Last), so that it could not be "
                                                      "told later what is new"));
    return text;
}

/// Whether the other collections may be read all the same.
bool concernsOneCollection(const base::Error& error)
{
    return error.is(FeedError::NotFound) || error.is(FeedError::Forbidden) ||
           error.is(FeedError::NotAcceptable) || error.is(FeedError::OtherStatus) ||
           error.is(FeedError::WrongMediaType) || error.is(FeedError::NotTaxii) ||
           error.is(FeedError::TooLarge) || error.outcome() == base::Outcome::InputRejected;
}

} // namespace

TaxiiFeed::TaxiiFeed(QUrl address, QString collection, HttpOptions options, const base::Clock& clock)
    : m_address(withSlash(std::move(address))), m_collection(std::move(collection)),
      m_fetcher(std::move(options)), m_clock(clock)
{
}

QString TaxiiFeed::source() const
{
    return shownAddress(m_address);
}

Round TaxiiFeed::round(FeedState& state, FeedHost& host)
{
    Round round;
    if (const auto read = readAll(state, host, round); !read && !round.error)
        round.error = read.error();
    return round;
}

base::Result<void> TaxiiFeed::readAll(FeedState& state, FeedHost& host, Round& round)
{
    KEYTURN_TRY_LET(root, findApiRoot(host, round));
    KEYTURN_TRY_LET(collections, findCollections(root, host, round));
    for (const TaxiiCollection& collection : collections) {
        const QUrl objects =
            below(root, QStringLiteral("collections/") + segment(collection.id) + QStringLiteral("objects/"));
        const auto read = readCollection(objects, collection.id, state, host, round);
        if (!read && !concernsOneCollection(read.error()))
            return read;
        if (!read && !round.error)
            round.error = read.error();
    }
    return {};
}

base::Result<HttpAnswer> TaxiiFeed::get(const QUrl& address, FeedHost& host, Round& round)
{
    auto answer = m_fetcher.get(address, {{"Accept", kTaxiiMediaType}}, host.stop());
    if (!answer)
        return answer;
    if (answer->status != 200) {
        if (const auto until = retryAfter(answer->field("Retry-After"), m_clock.now()))
            round.notBefore = until;
        return tl::make_unexpected(statusError(*answer));
    }
    const QByteArray type = answer->field("Content-Type");
    if (!isTaxiiMediaType(type))
        return base::fail(FeedError::WrongMediaType, shownAddress(answer->address),
                          base::harmlessText(QString::fromLatin1(type), kLongestShownType),
                          QString::fromLatin1(kTaxiiMediaType));
    return answer;
}

base::Result<QUrl> TaxiiFeed::findApiRoot(FeedHost& host, Round& round)
{
    KEYTURN_TRY_LET(answer, get(m_address, host, round));
    KEYTURN_TRY_LET(server, readTaxiiServer(answer.bodyPath(), shownAddress(answer.address)));
    if (server.apiRoots.isEmpty() && server.versions.isEmpty())
        return misbehaved(answer.address,
                          QT_TRANSLATE_NOOP("errors", "it names neither API roots nor versions"));
    if (server.apiRoots.isEmpty()) {
        const bool isOurs =
            std::any_of(server.versions.begin(), server.versions.end(),
                        [](const QString& version) { return isTaxiiMediaType(version.toLatin1()); });
        if (!isOurs)
            return misbehaved(answer.address,
                              QT_TRANSLATE_NOOP("errors", "it speaks other versions of TAXII only"));
        return m_address;
    }
    const QString root = server.defaultApiRoot.isEmpty() ? server.apiRoots.first() : server.defaultApiRoot;
    if (server.defaultApiRoot.isEmpty() && server.apiRoots.size() > 1)
        return misbehaved(answer.address,
                          QT_TRANSLATE_NOOP("errors", "it names several API roots; give one of them"));
    KEYTURN_TRY_LET(found, followReference(answer.address, root.toUtf8()));
    return withSlash(found);
}

base::Result<std::vector<TaxiiCollection>> TaxiiFeed::findCollections(const QUrl& root, FeedHost& host,
                                                                      Round& round)
{
    std::vector<TaxiiCollection> collections;
    if (m_collection.isEmpty()) {
        KEYTURN_TRY_LET(answer, get(below(root, QStringLiteral("collections/")), host, round));
        KEYTURN_TRY_LET(listed, readTaxiiCollections(answer.bodyPath(), shownAddress(answer.address)));
        collections = listed;
    } else {
        const QUrl address = below(root, QStringLiteral("collections/") + segment(m_collection));
        KEYTURN_TRY_LET(answer, get(address, host, round));
        KEYTURN_TRY_LET(one, readTaxiiCollection(answer.bodyPath(), shownAddress(answer.address)));
        collections.push_back(one);
    }
    std::erase_if(collections, [](const TaxiiCollection& collection) { return !collection.canRead; });
    if (collections.empty())
        return base::fail(FeedError::NoCollection, shownAddress(root),
                          m_collection.isEmpty() ? QCoreApplication::translate("errors", "at all")
                                                 : base::harmlessText(m_collection));
    return collections;
}

base::Result<void> TaxiiFeed::readCollection(const QUrl& objects, const QString& id, FeedState& state,
                                             FeedHost& host, Round& round)
{
    CollectionState at = state.collections[id];
    const auto keep = [&]() -> base::Result<void> {
        FeedState next = state;
        next.collections[id] = at;
        KEYTURN_TRY(host.keep(next));
        state = std::move(next);
        return {};
    };
    const QString shown = shownAddress(objects);
    bool isNew = false;
    bool mayRestart = !at.next.isEmpty();
    QString last;
    while (true) {
        const auto answer = get(pageOf(objects, at), host, round);
        if (!answer && mayRestart && concernsOneCollection(answer.error())) {
            // A page that was kept from an earlier run may be forgotten by now: from the beginning, then, and
            // what was signed already is known again.
            mayRestart = false;
            at.next.clear();
            KEYTURN_TRY(keep());
            continue;
        }
        if (!answer)
            return base::passOn(answer);
        mayRestart = false;
        KEYTURN_TRY_LET(envelope, readTaxiiEnvelope(answer->bodyPath(), shown));
        if (envelope.hasObjects) {
            KEYTURN_TRY_LET(stated, dateAddedLast(*answer));
            last = stated;
            KEYTURN_TRY_LET(reception, host.receive({answer->bodyPath(), shown, shown}));
            if (reception.kind == Reception::Kind::Refused)
                return tl::make_unexpected(*reception.reason);
            isNew = isNew || reception.kind == Reception::Kind::Signed;
            round.seenBefore += reception.kind == Reception::Kind::SeenBefore ? 1 : 0;
        }
        if (envelope.more && !envelope.next.isEmpty()) {
            if (envelope.next == at.next)
                return misbehaved(objects,
                                  QT_TRANSLATE_NOOP("errors", "a page names itself as the next one"));
            at.next = envelope.next;
        } else if (envelope.more && (!envelope.hasObjects || last == at.addedAfter)) {
            return misbehaved(objects, QT_TRANSLATE_NOOP("errors", "it has more objects and no way to them"));
        } else {
            // The end; or section 3.5: more without a next is asked for by the time of the last.
            if (!last.isEmpty())
                at.addedAfter = last;
            at.next.clear();
        }
        if (at != state.collections[id])
            KEYTURN_TRY(keep());
        if (!envelope.more)
            break;
    }
    round.unchanged += isNew ? 0 : 1;
    return {};
}

} // namespace keyturn::feeds
