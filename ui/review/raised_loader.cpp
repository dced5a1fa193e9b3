// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/raised_loader.h"

#include "models/service/background.h"
#include "ui/common/when_done.h"

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

namespace {

/// A ledger that is raised more often than this is not read by arrows.
constexpr std::size_t kMostEscalations = 2'000;

/// The escalations that lie last in the columns.
std::vector<kt::EventKey> newestEscalations(const kt::EventColumns& columns)
{
    std::vector<kt::EventKey> keys;
    const auto lanes = columns.lanes();
    const std::size_t most = std::min(kMostEscalations, columns.countOf(kt::LaneId::Escalations));
    for (std::size_t row = columns.size(); row > 0 && keys.size() < most; --row) {
        if (lanes[static_cast<kt::EventRow>(row - 1)] == kt::LaneId::Escalations)
            keys.push_back(columns.keyOf(static_cast<kt::EventRow>(row - 1)));
    }
    return keys;
}

} // namespace

RaisedLoader::RaisedLoader(service::Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    connect(&session, &service::Session::opened, this, &RaisedLoader::forgetAll);
}

void RaisedLoader::forgetAll()
{
    ++m_generation;
    m_isAtWork = false;
    m_count = 0;
    m_raised.reset();
}

void RaisedLoader::follow(const kt::EventColumnsPointer& columns)
{
    const std::size_t count = columns ? columns->countOf(kt::LaneId::Escalations) : 0;
    if (count == m_count)
        return;
    m_count = count;
    m_isAtWork = true;
    const int generation = ++m_generation;
    common::whenDone(service::inBackground([columns] {
                         return columns ? newestEscalations(*columns) : std::vector<kt::EventKey>();
                     }),
                     this, [this, generation](const std::vector<kt::EventKey>& keys) {
                         if (generation == m_generation)
                             fetch(generation, keys);
                     });
}

void RaisedLoader::fetch(int generation, const std::vector<kt::EventKey>& keys)
{
    common::whenDone(
        m_session.texts(keys), this,
        [this, generation](const base::Result<std::vector<kt::EventText>>& texts) {
            if (generation != m_generation)
                return;
            m_isAtWork = false;
            if (!texts) {
                m_count = 0; // Asked for again with the next columns; what they say is told where it is read.
                return;
            }
            auto raised = std::make_shared<std::vector<items::Raised>>();
            for (const kt::EventText& text : *texts) {
                if (!text.reference.isEmpty())
                    raised->push_back({text.key, text.reference});
            }
            if (m_raised && *m_raised == *raised)
                return;
            m_raised = std::move(raised);
            Q_EMIT came();
        });
}

} // namespace keyturn::ui::review
