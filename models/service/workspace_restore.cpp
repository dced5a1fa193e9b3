// SPDX-License-Identifier: GPL-3.0-or-later
// What this machine has seen of the ledger before: older copies, forks, and the decision to go on without a
// head.

#include "models/base/text_safety.h"
#include "models/service/fork_check.h"
#include "models/service/workspace.h"

#include <QCoreApplication>

#include <algorithm>
#include <type_traits>

namespace keyturn::service {

namespace {

QString anchorText(const char* text)
{
    return QCoreApplication::translate("health", text);
}

domain::AbandonedHead headSeen(const ledger::SeenHead& seen)
{
    return {seen.size, seen.root};
}

/// Whether @p payload proposes to leave a head behind, or is a word on such a proposal.
bool isAboutLeavingAHead(const state::Snapshot& snapshot, const domain::Payload& payload)
{
    const auto isOf = [&](const domain::ProposalId& id) {
        const state::ProposalState* proposal = snapshot.proposal(id);
        return proposal && proposal->facts.abandons;
    };
    return std::visit(
        [&]<typename P>(const P& p) {
            if constexpr (std::is_same_v<P, domain::ChangeProposed>)
                return p.abandons.has_value();
            else if constexpr (std::is_same_v<P, domain::ProposalApproved> ||
                               std::is_same_v<P, domain::ProposalRefused> ||
                               std::is_same_v<P, domain::ProposalWithdrawn>)
                return isOf(p.proposal);
            else
                return false;
        },
        payload);
}

} // namespace

void Workspace::checkAnchor()
{
    if (m_snapshot->size == 0)
        return;
    const auto remembered =
        m_options.provider->seenHead(m_options.seat.anchorFolder(), m_snapshot->log, m_location);
    if (!remembered) {
        addProblem(problemOf(remembered.error(), std::nullopt));
        return;
    }
    const ledger::SeenHead seen = remembered->value_or(ledger::SeenHead{});
    const bool isLonger = m_tree.size() >= seen.size;
    if (isLonger && (seen.size == 0 || m_tree.rootAt(seen.size) == seen.root)) {
        if (m_tree.size() > seen.size && m_health.problems.empty())
            rememberHead();
        return;
    }
    if (hasLeftBehind(headSeen(seen))) {
        if (m_health.problems.empty())
            goOnWithout(seen);
        return;
    }
    const bool isSoundItself = m_health.problems.empty();
    if (m_tree.size() < seen.sizeHere) {
        addProblem({std::nullopt, QString(kRollbackCode),
                    anchorText("This file holds %1 entries, but this machine has seen %2 in it: an older "
                               "copy stands in its place.")
                        .arg(m_tree.size())
                        .arg(seen.sizeHere)});
        if (isSoundItself)
            m_health.rivalHead = headSeen(seen);
    } else if (isLonger || partsFrom(seen)) {
        freeze(seen);
        if (isSoundItself && m_health.problems.size() == 1)
            m_health.rivalHead = headSeen(seen);
    } else {
        m_health.readOnly = true;
        m_health.readOnlyReason =
            anchorText("it is an older copy; this machine has seen a newer state of this ledger");
    }
}

bool Workspace::partsFrom(const ledger::SeenHead& seen)
{
    // The longer copy may still be where it was seen: there the entry at our end must be our own. A leaf
    // covers all before it by way of `prev`.
    if (m_tree.size() == 0 || seen.path.isEmpty() || seen.path == m_location)
        return false;
    const auto store = m_options.provider->open(seen.path, ledger::LedgerProvider::Access::ReadOnly);
    const auto entries = store ? (*store)->entries(m_tree.size() - 1, 1) : base::passOn(store);
    // What cannot be read there is no reason to call this copy anything but older.
    if (!entries || entries->empty())
        return false;
    const auto theirs = state::openEntry(entries->front());
    return theirs && theirs->entry.header.log == m_snapshot->log &&
           theirs->entry.leafHash() != m_snapshot->lastLeaf;
}

base::Result<QString> Workspace::keepBothHeads(const ledger::SeenHead& seen)
{
    KEYTURN_TRY_LET(ours, headOf(*this));
    return keepForkEvidence(*this, ours, {base::harmlessText(seen.path), seen.size, seen.root, seen.note});
}

void Workspace::freeze(const ledger::SeenHead& seen)
{
    const auto kept = keepBothHeads(seen);
    QString text = anchorText("This copy and the ledger that this machine has seen before contradict each "
                              "other: it is frozen, and nothing can be added to it.");
    if (kept)
        text += QLatin1Char(' ') + anchorText("Both heads are kept in %1.").arg(base::harmlessText(*kept));
    addProblem({std::nullopt, QString(kForkCode), text});
    // That there is a fork is said whether or not the evidence could be kept; so is that.
    if (!kept)
        addProblem(problemOf(kept.error(), std::nullopt));
}

bool Workspace::hasLeftBehind(const domain::AbandonedHead& head) const
{
    return std::any_of(m_snapshot->abandoned.begin(), m_snapshot->abandoned.end(),
                       [&](const state::AbandonedState& left) { return left.head == head; });
}

void Workspace::goOnWithout(const ledger::SeenHead& seen)
{
    // The head is forgotten as what this machine trusts, never as what it has seen.
    if (const auto kept = keepBothHeads(seen); !kept) {
        addProblem(problemOf(kept.error(), std::nullopt));
        return;
    }
    const auto remembered =
        m_options.provider->rememberInstead(m_options.seat.anchorFolder(), newestHead(), m_location);
    if (!remembered)
        addProblem(problemOf(remembered.error(), std::nullopt));
}

void Workspace::resumeIfDecided()
{
    if (!m_health.rivalHead || !hasLeftBehind(*m_health.rivalHead))
        return;
    // With a rival head there is no other problem. Looked at again, because another program of this machine
    // may have gone on already.
    m_health.rivalHead.reset();
    m_health.problems.clear();
    m_health.readOnly = m_health.storeReadOnly;
    if (!m_health.readOnly)
        m_health.readOnlyReason.clear();
    checkAnchor();
}

base::Result<void> Workspace::checkMayAppend(const domain::Payload& payload) const
{
    if (!m_health.readOnly)
        return {};
    if (m_health.takesLeavingAHead() && isAboutLeavingAHead(*m_snapshot, payload))
        return {};
    return tl::make_unexpected(readOnlyError(m_health));
}

} // namespace keyturn::service
