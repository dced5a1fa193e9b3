// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/ledger_harness.h"

#include <random>

namespace keyturn::tests {

/// Members doing whatever occurs to them, sensible or not, as time goes by.
class RandomHistory
{
public:
    explicit RandomHistory(std::uint32_t seed) : m_engine(seed) { ledger.setCatalogue(); }

    LedgerHarness ledger;
    int accepted = 0;
    int refused = 0;

    /// One attempt. @return what the ledger said.
    base::Result<HarnessAppended> step();
    std::int64_t number(std::int64_t least, std::int64_t most);

private:
    domain::Payload payload(const char* member);
    domain::Payload proposal(const char* member);
    domain::IncidentId incident();
    domain::RequestId request();
    QStringList carried();

    std::mt19937 m_engine;
};

} // namespace keyturn::tests
