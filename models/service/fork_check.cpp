// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/fork_check.h"

#include "models/base/text_safety.h"

#include <QCoreApplication>

namespace keyturn::service {

namespace {

/// The head of a workspace with the newest checkpoint, if that is over all of it.
base::Result<ledger::ForkSide> headOf(Workspace& workspace)
{
    ledger::ForkSide side;
    side.where = base::harmlessText(workspace.location());
    side.size = workspace.tree().size();
    side.root = workspace.tree().root();
    KEYTURN_TRY_LET(newest, workspace.store().newestCheckpoint());
    if (newest && newest->size == side.size)
        side.note = newest->note;
    return side;
}

/// That every entry stored holds: a ledger that breaks off at a damaged entry would pass for a shorter one.
base::Result<void> checkWhole(Workspace& workspace)
{
    KEYTURN_TRY(workspace.refresh());
    KEYTURN_TRY_LET(stored, workspace.store().size());
    if (stored == workspace.tree().size())
        return {};
    return base::fail(ledger::LedgerError::StoreCorrupt, base::harmlessText(workspace.location()),
                      QCoreApplication::translate("errors", "only %1 of its %2 entries hold")
                          .arg(workspace.tree().size())
                          .arg(stored));
}

} // namespace

base::Result<ForkFinding> compareWorkspaces(Workspace& here, Workspace& there)
{
    if (here.snapshot()->log != there.snapshot()->log)
        return base::fail(ServiceError::OtherLedger, ledger::checkpointOrigin(there.snapshot()->log));
    KEYTURN_TRY(checkWhole(here));
    KEYTURN_TRY(checkWhole(there));
    ForkFinding finding;
    KEYTURN_TRY_LET(ours, headOf(here));
    KEYTURN_TRY_LET(theirs, headOf(there));
    finding.here = std::move(ours);
    finding.there = std::move(theirs);
    const ledger::Divergence found = ledger::compareTrees(here.tree(), there.tree());
    finding.relation = found.relation;
    if (found.relation == ledger::TreeRelation::Diverged)
        finding.partedAt = found.common;
    return finding;
}

base::Result<ForkFinding> compareWithNote(Workspace& here, QByteArrayView note,
                                          std::span<const ledger::NoteVerifier> witnesses)
{
    KEYTURN_TRY_LET(read, ledger::readNote(note));
    KEYTURN_TRY_LET(checkpoint, ledger::readCheckpoint(read.text));
    if (checkpoint.origin != ledger::checkpointOrigin(here.snapshot()->log))
        return base::fail(ServiceError::OtherLedger, base::harmlessText(checkpoint.origin, 80));
    std::vector<ledger::NoteVerifier> keys(witnesses.begin(), witnesses.end());
    if (keys.empty())
        keys = here.cosignerKeys();
    if (ledger::signersOf(read, keys).empty())
        return base::fail(ledger::LedgerError::NoteNotSigned,
                          QCoreApplication::translate("errors", "anybody whose key is known"));
    ForkFinding finding;
    KEYTURN_TRY_LET(ours, headOf(here));
    finding.here = std::move(ours);
    finding.there = {{}, checkpoint.size, checkpoint.root, note.toByteArray()};
    using ledger::TreeRelation;
    if (checkpoint.size > here.tree().size())
        finding.relation = TreeRelation::Behind;
    else if (here.tree().rootAt(checkpoint.size) != checkpoint.root)
        finding.relation = TreeRelation::Diverged;
    else
        finding.relation = checkpoint.size == here.tree().size() ? TreeRelation::Same : TreeRelation::Ahead;
    return finding;
}

base::Result<QString> keepForkEvidence(const Workspace& here, const ledger::ForkSide& ours,
                                       const ledger::ForkSide& theirs)
{
    const OpenOptions& options = here.options();
    return options.provider->keep(
        options.seat.forkFolder(), QStringLiteral(".json"),
        ledger::encodeForkEvidence(ledger::checkpointOrigin(here.snapshot()->log), ours, theirs));
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

void Workspace::freeze(const ledger::SeenHead& seen)
{
    const ledger::ForkSide theirs{base::harmlessText(seen.path), seen.size, seen.root, seen.note};
    const auto ours = headOf(*this);
    const auto kept = ours ? keepForkEvidence(*this, *ours, theirs) : base::passOn(ours);
    QString text = QCoreApplication::translate(
        "health", "This copy and the ledger that this machine has seen before contradict each other: it is "
                  "frozen, and nothing can be added to it.");
    if (kept) {
        text += QLatin1Char(' ') + QCoreApplication::translate("health", "Both heads are kept in %1.")
                                       .arg(base::harmlessText(*kept));
    }
    addProblem({std::nullopt, QStringLiteral("fork"), text});
    // That there is a fork is said whether or not the evidence could be kept; so is that.
    if (!kept)
        addProblem(problemOf(kept.error(), std::nullopt));
}

} // namespace keyturn::service
