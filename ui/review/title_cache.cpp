// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/title_cache.h"

#include "models/items/causality_of.h"
#include "ui/common/when_done.h"

#include <algorithm>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

namespace {

constexpr int kMostTitles = 4'096;
/// Older wishes are dropped: nobody looks there any more.
constexpr std::size_t kMostWanted = 256;
constexpr qsizetype kMostAtOnce = 4;

} // namespace

TitleCache::TitleCache(service::Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_titles(kMostTitles)
{
    connect(&session, &service::Session::opened, this, &TitleCache::forgetAll);
}

void TitleCache::forgetAll()
{
    ++m_generation;
    m_titles.clear();
    m_wanted.clear();
    m_fetched.clear();
}

QString TitleCache::title(quint64 batchSeq, quint32 leaf)
{
    const Held* known = held({batchSeq, leaf});
    return known ? known->title : QString();
}

QString TitleCache::source(const kt::EventKey& key)
{
    const Held* known = held(key);
    return known ? known->source : QString();
}

const TitleCache::Held* TitleCache::held(const kt::EventKey& key)
{
    if (const Held* known = m_titles.object(key))
        return known;
    if (m_fetched.contains(key))
        return nullptr;
    std::erase(m_wanted, key);
    m_wanted.push_back(key);
    if (m_wanted.size() > kMostWanted)
        m_wanted.erase(m_wanted.begin());
    fetchNext();
    return nullptr;
}

void TitleCache::fetchNext()
{
    while (!m_wanted.empty() && m_fetched.size() < kMostAtOnce) {
        const kt::EventKey key = m_wanted.back();
        m_wanted.pop_back();
        m_fetched.insert(key);
        common::whenDone(m_session.event(items::recordIdOf(key)), this,
                         [this, key, generation = m_generation](const base::Result<domain::Event>& event) {
                             if (generation != m_generation)
                                 return;
                             m_fetched.remove(key);
                             // What cannot be read has no title; the details pane says why.
                             m_titles.insert(key, event ? new Held{event->title, event->source} : new Held);
                             fetchNext();
                             Q_EMIT titlesCame();
                         });
    }
}

} // namespace keyturn::ui::review
