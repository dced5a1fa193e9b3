// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/service/block_checks.h"

#include "models/crypto/digest_functions.h"

#include <algorithm>

namespace keyturn::service {

namespace {

/// How far the threads may run ahead: bounds memory.
constexpr std::size_t kBlocksAhead = 16;
constexpr std::size_t kCheckThreads = 2;

} // namespace

BlockChecks::BlockChecks(ledger::LedgerStore& store, std::vector<ledger::BlockInfo> blocks)
    : m_store(store), m_blocks(std::move(blocks)), m_findings(m_blocks.size())
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
    records::BlockText text; // Its memory serves block after block.
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
        if (store)
            check(**store, text, m_blocks[index], *finding);
        else
            finding->error = store.error();
        const std::lock_guard lock(m_mutex);
        m_findings[index] = std::move(finding);
        m_changed.notify_all();
    }
}

void BlockChecks::check(ledger::LedgerStore& store, records::BlockText& text, const ledger::BlockInfo& info,
                        BlockFinding& finding) const
{
    const auto part = [&](ledger::BlockPart which) -> QByteArray {
        if (finding.error)
            return {};
        auto bytes = store.blockPart(info.id, which);
        if (!bytes) {
            finding.error = bytes.error();
            return {};
        }
        return *bytes;
    };
    const QByteArray salts = part(ledger::BlockPart::Salts);
    const QByteArray columns = part(ledger::BlockPart::Columns);
    const QByteArray filter = part(ledger::BlockPart::Filter);
    const QByteArray packed = part(ledger::BlockPart::Text);
    if (finding.error)
        return;
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
    finding.storedDerived = crypto::sha256({columns, filter});
    const auto derived = records::deriveParts(text, packed);
    if (!derived)
        finding.error = derived.error();
    else
        finding.derivedDiffers = derived->derived != finding.storedDerived;
}

} // namespace keyturn::service
