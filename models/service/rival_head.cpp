// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/rival_head.h"

#include "models/base/text_safety.h"

#include <algorithm>
#include <utility>

namespace keyturn::service {

namespace {

constexpr std::uint64_t kReadAtOnce = 1024;

state::EntryLine lineOf(const state::OpenedEntry& opened)
{
    state::EntryLine line;
    line.seq = opened.entry.header.seq;
    line.time = opened.entry.header.time;
    line.kind = domain::kindOf(opened.statement.payload);
    if (opened.statement.context)
        line.member = opened.statement.context->member;
    line.leaf = opened.entry.leafHash();
    line.keyId = opened.envelope.keyId;
    return line;
}

/// The entries of @p store up to @p head that @p own does not have; nothing where it does not hold that head,
/// or cannot be read. The root alone makes them the ones that were seen, so no signature is checked again.
std::optional<std::vector<state::EntryLine>>
onlyThere(ledger::LedgerStore& store, const domain::AbandonedHead& head, const ledger::MerkleTree& own)
{
    ledger::MerkleTree tree;
    std::vector<state::EntryLine> only;
    while (tree.size() < head.size) {
        const auto entries = store.entries(tree.size(), std::min(kReadAtOnce, head.size - tree.size()));
        if (!entries || entries->empty())
            return std::nullopt;
        for (const QByteArray& bytes : *entries) {
            const auto opened = state::openEntry(bytes);
            if (!opened)
                return std::nullopt;
            const std::uint64_t seq = tree.size();
            tree.append(opened->entry.leafHash());
            if (seq >= own.size() || own.leaf(seq) != tree.leaf(seq))
                only.push_back(lineOf(*opened));
        }
    }
    return tree.rootAt(head.size) == head.root ? std::optional(std::move(only)) : std::nullopt;
}

QStringList signersIn(const QByteArray& note, const Workspace& workspace)
{
    QStringList names;
    const auto read = ledger::readNote(note);
    if (!read)
        return names; // None was kept, or it is of no use: nobody is then known to have signed.
    for (const ledger::NoteVerifier& signer : ledger::signersOf(*read, workspace.cosignerKeys()))
        names += base::harmlessText(signer.name, 80);
    return names;
}

} // namespace

base::Result<RivalHead> lookAtRivalHead(const Workspace& workspace)
{
    const Health& health = workspace.health();
    if (!health.rivalHead)
        return base::fail(ServiceError::NothingInTheWay);
    const OpenOptions& options = workspace.options();
    RivalHead rival;
    rival.head = *health.rivalHead;
    rival.ownSize = workspace.tree().size();
    rival.ownRoot = workspace.tree().root();
    rival.ownNewest = workspace.snapshot()->lastTime;
    KEYTURN_TRY_LET(seen, options.provider->seenHead(options.seat.anchorFolder(), workspace.snapshot()->log,
                                                     workspace.location()));
    // Another program may have raised it meanwhile; what stands in the way here is what is decided on.
    if (seen && seen->size == rival.head.size && seen->root == rival.head.root) {
        rival.where = seen->path;
        rival.isOfThisFile = seen->path == workspace.location();
        rival.signedBy = signersIn(seen->note, workspace);
        const auto store = options.provider->open(seen->path, ledger::LedgerProvider::Access::ReadOnly);
        if (store)
            rival.only = onlyThere(**store, rival.head, workspace.tree());
    }
    rival.fewest = rival.only                        ? rival.only->size()
                   : rival.head.size > rival.ownSize ? rival.head.size - rival.ownSize
                                                     : 1;
    return rival;
}

} // namespace keyturn::service
