// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ledger/ledger_store.h"

#include <utility>

namespace keyturn::service {

/// A staged set that is forgotten when this goes out of scope, unless an entry has adopted it. The store must
/// outlive it.
class StagedSet
{
public:
    StagedSet(ledger::LedgerStore& store, ledger::StagingId id) : m_store(store), m_id(std::move(id)) {}
    ~StagedSet()
    {
        // What led here matters more than a failure of the clean-up, which the next opening makes good.
        static_cast<void>(m_store.dropStaging(m_id));
    }
    StagedSet(const StagedSet&) = delete;
    StagedSet& operator=(const StagedSet&) = delete;
    [[nodiscard]] const ledger::StagingId& id() const { return m_id; }

private:
    ledger::LedgerStore& m_store;
    ledger::StagingId m_id;
};

} // namespace keyturn::service
