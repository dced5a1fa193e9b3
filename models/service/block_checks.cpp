// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/block_checks.h"

#include "models/crypto/digest_functions.h"

#include <algorithm>

namespace keyturn::service {

namespace {

/// How far the threads may run ahead: bounds memory.
constexpr std::size_t kBlocksAhead = 16;
constexpr std::size_t kCheckThreads = 2;

/// A stored part of the block; where it cannot be read, the finding says why.
QByteArray partOf(ledger::LedgerStore& store, const ledger::BlockInfo& info, ledger::BlockPart which,
                  BlockFinding& finding)
{
    if (finding.error)
        return {};
    auto bytes = store.blockPart(info.id, which);
    if (!bytes) {
        finding.error = bytes.error();
        return {};
    }
    return *bytes;
}

} // namespace

BlockChecks::BlockChecks(ledger::LedgerStore& store, std::vector<ledger::BlockInfo> blocks, BlockCheck asked)
    : m_store(store), m_blocks(std::move(blocks)), m_asked(asked), m_findings(m_blocks.size())
{
    const std::size_t threads = std::min(kCheckThreads, m_blocks.size());
    for (std::size_t i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { work(); });
}

BlockChecks::~BlockChecks()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

BlockFinding BlockChecks::takeNext()
{
    std::unique_lock lock(m_mutex);
    const std::size_t index = m_nextToTake;
    m_changed.wait(lock, [&] { return m_findings[index] != nullptr; });
    BlockFinding finding = std::move(*m_findings[index]);
    m_findings[index].reset();
    ++m_nextToTake;
    m_changed.notify_all();
    return finding;
}

void BlockChecks::work()
{
    const auto store = m_store.reopen();
    std::optional<Hand> hand;
    if (store)
        hand.emplace(**store);
    for (;;) {
        std::size_t index = 0;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [&] {
                return m_stopping || m_nextToCheck >= m_blocks.size() ||
                       m_nextToCheck < m_nextToTake + kBlocksAhead;
            });
            if (m_stopping || m_nextToCheck >= m_blocks.size())
                return;
            index = m_nextToCheck++;
        }
        auto finding = std::make_unique<BlockFinding>();
        if (hand)
            check(*hand, m_blocks[index], *finding);
        else
            finding->error = store.error();
        const std::lock_guard lock(m_mutex);
        m_findings[index] = std::move(finding);
        m_changed.notify_all();
    }
}

void BlockChecks::check(Hand& hand, const ledger::BlockInfo& info, BlockFinding& finding) const
{
    const QByteArray salts = partOf(hand.store, info, ledger::BlockPart::Salts, finding);
    const QByteArray packed = partOf(hand.store, info, ledger::BlockPart::Text, finding);
    if (finding.error)
        return;
    records::BlockText& text = hand.text;
    if (const auto decoded = text.assign(packed, info.recordCount); !decoded) {
        finding.error = decoded.error();
        return;
    }
    if (salts.size() != static_cast<qsizetype>(text.size() * records::kSaltBytes)) {
        finding.error = base::makeError(records::RecordsError::BlockDamaged, QStringLiteral("salts"),
                                        QStringLiteral("wrong length"));
        return;
    }
    finding.leaves.reserve(text.size());
    for (std::uint32_t i = 0; i < text.size(); ++i) {
        const QByteArrayView salt(salts.constData() + i * records::kSaltBytes, records::kSaltBytes);
        finding.leaves.push_back(records::recordLeaf(salt, text.record(i)));
    }
    switch (m_asked) {
    case BlockCheck::Derived:
        compareDerived(hand, info, packed, finding);
        break;
    case BlockCheck::Words:
        finding.words = hand.words.build(text);
        break;
    }
}

void BlockChecks::compareDerived(Hand& hand, const ledger::BlockInfo& info, const QByteArray& packed,
                                 BlockFinding& finding)
{
    const QByteArray columns = partOf(hand.store, info, ledger::BlockPart::Columns, finding);
    const QByteArray filter = partOf(hand.store, info, ledger::BlockPart::Filter, finding);
    if (finding.error)
        return;
    finding.storedDerived = crypto::sha256({columns, filter});
    const auto derived = records::deriveParts(hand.text, packed);
    if (!derived)
        finding.error = derived.error();
    else
        finding.derivedDiffers = derived->derived != finding.storedDerived;
}

} // namespace keyturn::service
