// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/unit/state/oracle_world.h"

#include <optional>

namespace keyturn::tests {

/// People who do whatever occurs to them, honest or not, as time goes by: one history.
class RandomActs
{
public:
    RandomActs(const OracleWorld& world, std::uint64_t seed);

    state::Snapshot snapshot;
    Oracle oracle;
    ledger::MerkleTree tree;
    std::vector<state::OpenedEntry> accepted; ///< With those that founded it.
    Dice dice;

    struct Step
    {
        Attempt attempt;
        QByteArray statementBytes;
        QByteArray entryBytes;
    };
    /// The next attempt; nothing where what came to mind makes no sense.
    [[nodiscard]] std::optional<Step> next();
    /// Folds it. @return the rule broken.
    [[nodiscard]] base::Result<void> tryIt(const Step& step);

private:
    /// Something made earlier and handed in later.
    struct Draft
    {
        Attempt attempt;
        QByteArray statementBytes;
    };

    [[nodiscard]] std::optional<Draft> draft();
    [[nodiscard]] domain::Payload payload(const domain::Member& member, Attempt& attempt);
    [[nodiscard]] domain::Payload fact(const domain::Member& member, Attempt& attempt);
    /// Of some import, retracted or not, or one that is not there.
    [[nodiscard]] domain::RecordId someRecord();
    [[nodiscard]] domain::Payload importOrRetraction();
    [[nodiscard]] domain::Payload decision(Attempt& attempt);
    void bind(Attempt& attempt, const domain::Member& member);
    void spoil(Attempt& attempt);
    void passTime();

    // What is proposed (random_proposals.cpp).
    [[nodiscard]] domain::Payload proposal(const domain::Member& member, Attempt& attempt, bool breakGlass);
    [[nodiscard]] domain::ChangeProposed wanted(const domain::Member& member, Attempt& attempt);
    [[nodiscard]] domain::Restriction restriction();
    [[nodiscard]] domain::Box someBox();
    [[nodiscard]] domain::Charter nextCharter();
    void changeCharter(domain::Charter& next);
    void addProofs(domain::ChangeProposed& wanted, Attempt& attempt);
    [[nodiscard]] std::optional<domain::IncidentId> someIncident(std::size_t oneIn);

    [[nodiscard]] const domain::Member& somebody(const std::vector<domain::Role>& roles);
    [[nodiscard]] base::UtcTime signedAt() const;

    const OracleWorld& m_world;
    base::UtcTime m_clock{OracleWorld::kStartUs};
    std::vector<Draft> m_held;
    std::uint64_t m_seed;
    std::uint64_t m_count = 0;
    QByteArray m_spentNonce;
    /// What a history is mostly about, so that long chains of acts happen too.
    enum class Focus { Decisions, Gates, Gateways, Charters } m_focus;
};

} // namespace keyturn::tests
