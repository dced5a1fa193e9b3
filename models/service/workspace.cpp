// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/workspace.h"

#include "models/base/text_safety.h"
#include "models/ledger/checkpoint.h"
#include "models/service/scenario_clock.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace keyturn::service {

namespace {

constexpr std::uint64_t kReadChunk = 1024;

QString problemText(const char* text)
{
    return QCoreApplication::translate("health", text);
}

} // namespace

Problem problemOf(const base::Error& error, std::optional<std::uint64_t> entry)
{
    return {entry, error.name(), error.sentence()};
}

base::Error readOnlyError(const Health& health)
{
    QString reason = health.readOnlyReason;
    if (reason.endsWith(QLatin1Char('.')))
        reason.chop(1); // It stands within a sentence here.
    return base::makeError(ServiceError::ReadOnly, reason);
}

Workspace::~Workspace() = default;

base::Result<std::unique_ptr<Workspace>> Workspace::open(const QString& location, const OpenOptions& options)
{
    if (!QFileInfo::exists(location))
        return base::fail(ServiceError::WorkspaceMissing, location);
    std::unique_ptr<Workspace> workspace(new Workspace);
    workspace->m_location = QFileInfo(location).canonicalFilePath();
    workspace->m_options = options;
    workspace->m_clock = options.clock;
    using Access = ledger::LedgerProvider::Access;
    auto store = options.provider->open(workspace->m_location,
                                        options.readOnly ? Access::ReadOnly : Access::ReadWrite);
    if (!store && !options.readOnly && store.error().is(ledger::LedgerError::StoreReadOnly)) {
        store = options.provider->open(workspace->m_location, Access::ReadOnly);
        if (store) {
            workspace->m_health.readOnly = true;
            workspace->m_health.readOnlyReason = problemText("the file may not be written");
        }
    }
    if (!store)
        return base::passOn(store);
    workspace->m_store = std::move(*store);
    workspace->m_health.storeReadOnly = workspace->m_store->isReadOnly();
    if (workspace->m_health.storeReadOnly && !workspace->m_health.readOnly) {
        workspace->m_health.readOnly = true;
        workspace->m_health.readOnlyReason = problemText("it was opened so");
    }
    KEYTURN_TRY(workspace->load());
    if (options.scenarioTimeForDemo && workspace->m_snapshot->charter.demo)
        workspace->m_clock = std::make_shared<ScenarioClock>(
            options.clock, workspace->m_snapshot->lastTime.plusUs(base::kUsPerMinute));
    return workspace;
}

base::Result<std::unique_ptr<Workspace>>
Workspace::found(const QString& path, const std::vector<QByteArray>& envelopes, const OpenOptions& options)
{
    if (QFileInfo::exists(path))
        return base::fail(ServiceError::AlreadyFounded, path);
    std::unique_ptr<Workspace> workspace(new Workspace);
    workspace->m_options = options;
    workspace->m_clock = options.clock;
    workspace->publish({});
    // The file gets its name only when the founding entries are in it, so a charter that falls short leaves
    // nothing.
    const auto fill = [&](ledger::LedgerStore& store) -> base::Result<void> {
        KEYTURN_TRY(workspace->append(store, envelopes, {}));
        if (!workspace->m_snapshot->founded)
            return base::fail(domain::DomainError::NotFounded, QString());
        return {};
    };
    KEYTURN_TRY_LET(store, options.provider->create(path, fill));
    workspace->m_location = QFileInfo(path).canonicalFilePath();
    workspace->m_store = std::move(store);
    workspace->rememberHead();
    return workspace;
}

base::UtcTime Workspace::ledgerNow() const
{
    const base::UtcTime local{m_clock->now().us / base::kUsPerMs * base::kUsPerMs};
    return std::max(local, m_snapshot->lastTime);
}

state::RootAt Workspace::rootAt() const
{
    return [this](std::uint64_t size) -> std::optional<base::Digest> {
        if (size > m_tree.size())
            return std::nullopt;
        return m_tree.rootAt(size);
    };
}

void Workspace::publish(state::Snapshot snapshot)
{
    m_snapshot = std::make_shared<const state::Snapshot>(std::move(snapshot));
    m_health.size = m_tree.size();
    m_health.root = m_tree.root();
}

void Workspace::addProblem(Problem problem)
{
    m_health.readOnly = true;
    if (m_health.readOnlyReason.isEmpty())
        m_health.readOnlyReason = problem.text;
    m_health.rivalHead.reset(); // Whatever this is, no decision on another head mends it.
    m_health.problems.push_back(std::move(problem));
}

base::Result<void> Workspace::catchUp(const std::vector<QByteArray>& entries, state::SignatureCheck check)
{
    state::Snapshot snapshot = *m_snapshot;
    for (const QByteArray& bytes : entries) {
        const std::uint64_t seq = m_tree.size();
        auto opened = state::openEntry(bytes);
        if (!opened) {
            publish(std::move(snapshot)); // What stands before it stays readable.
            addProblem(problemOf(opened.error(), seq));
            return base::passOn(opened);
        }
        auto next = state::apply(std::move(snapshot), *opened, check, rootAt());
        if (!next) {
            publish(std::move(snapshot)); // A refused entry leaves it as it was.
            addProblem(problemOf(next.error(), seq));
            return base::passOn(next);
        }
        snapshot = std::move(*next);
        m_tree.append(opened->entry.leafHash());
        m_checkpoints.keep(snapshot);
    }
    publish(std::move(snapshot));
    return {};
}

base::Result<void> Workspace::load()
{
    publish({});
    std::uint64_t chunk = kReadChunk;
    for (;;) {
        const auto entries = m_store->entries(m_tree.size(), chunk);
        if (!entries && entries.error().outcome() == base::Outcome::Integrity) {
            // What stands before a missing or unreadable entry is found one by one.
            if (chunk > 1) {
                chunk = 1;
                continue;
            }
            addProblem(problemOf(entries.error(), m_tree.size()));
            break;
        }
        if (!entries)
            return base::passOn(entries);
        if (entries->empty())
            break;
        // A broken entry is noted in health(); what stands before it stays readable.
        if (!catchUp(*entries, m_options.signatures))
            break;
    }
    if (m_tree.size() == 0 && m_health.problems.empty())
        addProblem({std::nullopt, QStringLiteral("empty"), problemText("The workspace holds no charter.")});
    checkNewestCheckpoint();
    checkAnchor();
    checkWitnesses();
    return {};
}

void Workspace::checkNewestCheckpoint()
{
    const auto bad = [&](const QString& text) {
        addProblem({std::nullopt, QStringLiteral("checkpoint"), text});
    };
    auto newest = m_store->newestCheckpoint();
    if (!newest) {
        addProblem(problemOf(newest.error(), std::nullopt));
        return;
    }
    if (!newest->has_value()) {
        if (m_tree.size() > 0)
            bad(problemText("The ledger holds entries that no seat has signed for."));
        return;
    }
    const auto note = ledger::readNote((*newest)->note);
    if (!note) {
        bad(note.error().sentence());
        return;
    }
    const auto checkpoint = ledger::readCheckpoint(note->text);
    if (!checkpoint) {
        bad(checkpoint.error().sentence());
        return;
    }
    if (checkpoint->size > m_tree.size() && m_health.problems.empty()) {
        // Another seat may have committed since the entries were read: first read on.
        const auto later = m_store->entries(m_tree.size(), kReadChunk);
        if (!later) {
            addProblem(problemOf(later.error(), std::nullopt));
            return;
        }
        if (!later->empty()) {
            // What is wrong with an entry has been noted there.
            if (catchUp(*later, m_options.signatures))
                checkNewestCheckpoint();
            return;
        }
    }
    if (checkpoint->size != m_tree.size() || checkpoint->root != m_tree.root() ||
        checkpoint->origin != ledger::checkpointOrigin(m_snapshot->log)) {
        if (m_health.problems.empty() || m_health.rivalHead)
            bad(problemText(
                "The newest checkpoint does not match the entries: some were changed, added or removed."));
        return;
    }
    if (!ledger::signersOf(*note, seatKeys()).empty())
        return;
    bad(problemText("The newest checkpoint is not signed by a seat of this ledger."));
}

base::Result<void> Workspace::refresh()
{
    if (!m_health.problems.empty() && !m_health.rivalHead)
        return {};
    const std::uint64_t before = m_tree.size();
    for (;;) {
        KEYTURN_TRY_LET(entries, m_store->entries(m_tree.size(), kReadChunk));
        if (entries.empty()) {
            if (m_tree.size() > before) {
                checkWitnesses();
                resumeIfDecided();
            }
            return {};
        }
        KEYTURN_TRY(catchUp(entries, state::SignatureCheck::Verify));
        checkNewestCheckpoint();
    }
}

state::EntrySource entriesOf(ledger::LedgerStore& store)
{
    return [&store](std::uint64_t from, std::uint64_t count) { return store.entries(from, count); };
}

base::Result<state::SnapshotPointer> Workspace::asKnownAt(base::UtcTime time)
{
    return m_states.at(entriesOf(*m_store), m_snapshot, m_checkpoints, state::sizeKnownAt(*m_snapshot, time));
}

base::Result<domain::MemberId> Workspace::memberOf(const crypto::PublicKey& key) const
{
    if (const domain::Member* member = m_snapshot->charter.memberOfKey(key.id()))
        return member->id;
    return base::fail(domain::DomainError::KeyNotInCharter, key.id().shortCode());
}

void Workspace::noteVerified(const std::vector<Problem>& problems)
{
    m_health.fullyVerified = problems.empty();
    // As decisions are added, an older copy outgrows the head in its way and contradicts it: the same head,
    // and no new problem.
    const auto isTheHead = [&](const Problem& problem) {
        return m_health.rivalHead && !problem.entry &&
               (problem.code == kRollbackCode || problem.code == kForkCode);
    };
    for (const Problem& problem : problems) {
        const bool known =
            std::any_of(m_health.problems.begin(), m_health.problems.end(),
                        [&](const Problem& p) { return p.code == problem.code && p.entry == problem.entry; });
        if (!known && !isTheHead(problem))
            addProblem(problem);
    }
}

} // namespace keyturn::service
