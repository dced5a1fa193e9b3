// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/review/version_finder.h"

#include "models/items/causality_of.h"
#include "ui/common/when_done.h"

#include <algorithm>
#include <vector>

namespace keyturn::ui::review {

namespace kt = keyturn::timeline;

namespace {

/// One record says so; others only hold its words.
constexpr std::size_t kMostCandidates = 16;

} // namespace

VersionFinder::VersionFinder(service::Session& session, QObject* parent) : QObject(parent), m_session(session)
{
    connect(&session, &service::Session::opened, this, &VersionFinder::forget);
}

void VersionFinder::forget()
{
    ++m_generation;
    m_looking = 0;
    m_newer.reset();
    m_earlier.reset();
}

void VersionFinder::find(const kt::EventKey& key, const domain::Event& event)
{
    forget();
    if (const auto earlier = domain::earlierVersionIn(event.assumptions); earlier && earlier->entry != 0) {
        m_earlier = kt::EventKey{earlier->entry, static_cast<std::uint32_t>(earlier->place)};
        Q_EMIT found();
    }
    if (event.reference.isEmpty()) // Versions are told by it.
        return;
    findWhatSupersedes({{key.batchSeq, key.leaf}, std::nullopt, event.source, event.reference});
    findWhatSupersedes({{0, event.number}, key.batchSeq, event.source, event.reference});
}

void VersionFinder::findWhatSupersedes(const Wanted& wanted)
{
    ++m_looking;
    const QString said = QString::fromStdString(domain::newVersionAssumption(wanted.earlier));
    common::whenDone(
        m_session.find(QStringLiteral("\"%1\"").arg(said)), this,
        [this, wanted, generation = m_generation](const base::Result<service::Session::Found>& found) {
            if (generation != m_generation)
                return;
            --m_looking;
            // A search that failed is said where people search; here no version is shown then.
            if (!found || !found->rows)
                return;
            std::vector<kt::EventKey> candidates;
            found->rows->forEach([&](kt::EventRow row) {
                const kt::EventKey key = found->columns->keyOf(row);
                if (!wanted.batchSeq || key.batchSeq == *wanted.batchSeq)
                    candidates.push_back(key);
            });
            candidates.resize(std::min(candidates.size(), kMostCandidates));
            for (const kt::EventKey& candidate : candidates)
                look(wanted, candidate);
        });
}

void VersionFinder::look(const Wanted& wanted, const kt::EventKey& candidate)
{
    ++m_looking;
    common::whenDone(
        m_session.event(items::recordIdOf(candidate)), this,
        [this, wanted, candidate, generation = m_generation](const base::Result<domain::Event>& event) {
            if (generation != m_generation)
                return;
            --m_looking;
            if (!event || event->source != wanted.source || event->reference != wanted.reference ||
                domain::earlierVersionIn(event->assumptions) != wanted.earlier)
                return;
            m_newer = candidate;
            Q_EMIT found();
        });
}

} // namespace keyturn::ui::review
