// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/background.h"
#include "models/service/session.h"

namespace keyturn::service {

namespace {

using Words = std::shared_ptr<const WordCache>;

} // namespace

void Session::readWords()
{
    if (m_options.wordFolder.isEmpty() || !m_standing)
        return;
    inPool(m_indexer, [folder = m_options.wordFolder, directory = m_standing->directory]() -> Words {
        return WordCache::read(WordCache::fileIn(folder, *directory), *directory);
    }).then(this, [this, location = m_location](const Words& words) {
        if (location != m_location)
            return;
        m_words = words;
        Q_EMIT wordsIndexed();
        indexWords();
    });
}

bool Session::searchesWords() const
{
    return m_words && !m_isIndexing &&
           m_words->recordsMissing(*m_searchable->directory) < kRecordsWorthIndexing;
}

/// Indexes what came since, where it is worth it; one run at a time, which what comes meanwhile waits for.
void Session::indexWords()
{
    const std::uint64_t missing = m_words->recordsMissing(*m_standing->directory);
    if (m_isIndexing || missing < m_leftUnindexed + kRecordsWorthIndexing)
        return;
    m_isIndexing = true;
    inPool(m_indexer,
           [folder = m_options.wordFolder, searchable = *m_standing,
            cancel = &m_isClosing]() -> base::Result<Words> {
               const QString path = WordCache::fileIn(folder, *searchable.directory);
               KEYTURN_TRY_LET(store, searchable.store->reopen());
               KEYTURN_TRY(extendWordCache(path, *store, *searchable.directory, *cancel));
               return WordCache::read(path, *searchable.directory);
           })
        .then(this, [this, location = m_location,
                     directory = m_standing->directory](const base::Result<Words>& words) {
            m_isIndexing = false;
            if (!words) {
                if (!words.error().is(ServiceError::Cancelled))
                    Q_EMIT indexingFailed(words.error().sentence());
                return;
            }
            if (location != m_location)
                return;
            m_words = *words;
            m_leftUnindexed = m_words->recordsMissing(*directory);
            Q_EMIT wordsIndexed();
        });
}

} // namespace keyturn::service
