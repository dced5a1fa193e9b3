// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/service/session.h"
#include "models/timeline/event_columns.h"

#include <QCache>
#include <QObject>
#include <QSet>

#include <vector>

namespace keyturn::ui::review {

/// Titles of events and the names of their sources, decoded when somebody asks for them: text stays in its
/// blocks otherwise. Keeps the newest few thousand.
class TitleCache final : public QObject
{
    Q_OBJECT
public:
    explicit TitleCache(service::Session& session, QObject* parent = nullptr);
    /// The title if it is at hand; else an empty text, and it is fetched.
    [[nodiscard]] QString title(quint64 batchSeq, quint32 leaf);
    /// The name of an event's source in the same way.
    [[nodiscard]] QString source(const keyturn::timeline::EventKey& key);
    /// Nothing is on its way.
    [[nodiscard]] bool isSettled() const { return m_fetched.isEmpty() && m_wanted.empty(); }

Q_SIGNALS:
    /// Some that were asked for are at hand now.
    void titlesCame();

private:
    struct Held
    {
        QString title;
        QString source;
    };
    /// Null where it has to be fetched first.
    [[nodiscard]] const Held* held(const keyturn::timeline::EventKey& key);
    void fetchNext();
    void forgetAll();

    service::Session& m_session;
    QCache<keyturn::timeline::EventKey, Held> m_titles;
    std::vector<keyturn::timeline::EventKey> m_wanted; ///< The newest wish last, and met first.
    QSet<keyturn::timeline::EventKey> m_fetched;       ///< On their way.
    int m_generation = 0;
};

} // namespace keyturn::ui::review
