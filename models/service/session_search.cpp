// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/background.h"
#include "models/service/event_finder.h"
#include "models/service/repeat_finder.h"
#include "models/service/session.h"

namespace keyturn::service {

namespace {

base::Result<Session::Found> foundBy(const QString& query, ledger::LedgerStore& store,
                                     const BlockDirectory& directory,
                                     const timeline::EventColumnsPointer& columns,
                                     const std::shared_ptr<const WordCache>& words, const TakeRows& takeSome,
                                     const std::atomic_bool& cancel)
{
    KEYTURN_TRY_LET(parsed, records::parseQuery(query));
    Session::Found found;
    found.columns = columns;
    KEYTURN_TRY_LET(count, findRows(store, directory, *columns, parsed, words, takeSome, cancel, found.rows));
    found.count = count;
    found.isComplete = true;
    return found;
}

} // namespace

QFuture<base::Result<Session::Found>> Session::find(const QString& query)
{
    if (!m_searchable)
        return QtFuture::makeReadyFuture<base::Result<Found>>(base::fail(ServiceError::Busy));
    return inPool(m_searcher, [query, searchable = *m_searchable, words = m_words, cancel = &m_isClosing] {
        return foundBy(query, *searchable.store, *searchable.directory, searchable.columns, words, {},
                       *cancel);
    });
}

void Session::stopSearch()
{
    if (m_searchCancel)
        *m_searchCancel = true;
    m_searchCancel.reset();
    ++m_searchNumber;
}

quint64 Session::search(const QString& query)
{
    stopSearch();
    const quint64 number = m_searchNumber;
    const auto tell = [this, number](const base::Result<Found>& found) {
        if (number != m_searchNumber)
            return;
        if (found)
            Q_EMIT foundSome(number, *found);
        else
            Q_EMIT searchFailed(number, found.error().sentence());
    };
    if (!m_searchable) {
        QMetaObject::invokeMethod(
            this, [tell] { tell(base::fail(ServiceError::Busy)); }, Qt::QueuedConnection);
        return number;
    }
    auto cancel = std::make_shared<std::atomic_bool>(false);
    m_searchCancel = cancel;
    m_searcher.start([this, tell, query, cancel, searchable = *m_searchable, words = m_words] {
        const auto pass = [&](const base::Result<Found>& found) {
            // The destructor waits for the pool; a call queued to this object dies with it.
            QMetaObject::invokeMethod(
                this, [tell, found] { tell(found); }, Qt::QueuedConnection);
        };
        const TakeRows some = [&](std::shared_ptr<const timeline::EventSet> rows, std::uint64_t count) {
            pass(Found{searchable.columns, std::move(rows), count, false});
        };
        pass(foundBy(query, *searchable.store, *searchable.directory, searchable.columns, words, some,
                     *cancel));
    });
    return number;
}

void Session::stopRepeats()
{
    if (m_repeatsCancel)
        *m_repeatsCancel = true;
    m_repeatsCancel.reset();
}

QFuture<base::Result<timeline::RepeatsPointer>> Session::repeats()
{
    using Outcome = base::Result<timeline::RepeatsPointer>;
    stopRepeats();
    if (!m_searchable)
        return QtFuture::makeReadyFuture<Outcome>(base::fail(ServiceError::Busy));
    m_repeatsCancel = std::make_shared<std::atomic_bool>(false);
    return inPool(m_repeatFinder, [this, searchable = *m_searchable, cancel = m_repeatsCancel]() -> Outcome {
        constexpr std::uint64_t kPercent = 100;
        std::uint64_t told = 0;
        const Progress progress = [&](std::uint64_t done, std::uint64_t total) {
            if (total == 0 || done * kPercent / total == told)
                return;
            told = done * kPercent / total;
            // The destructor waits for the pool; a call queued to this object dies with it.
            QMetaObject::invokeMethod(
                this,
                [this, cancel, done, total] {
                    if (cancel == m_repeatsCancel)
                        Q_EMIT lookedForRepeats(done, total);
                },
                Qt::QueuedConnection);
        };
        KEYTURN_TRY_LET(found, findRepeats(*searchable.store, *searchable.directory, searchable.columns,
                                           progress, *cancel));
        return std::make_shared<const timeline::Repeats>(std::move(found));
    });
}

} // namespace keyturn::service
