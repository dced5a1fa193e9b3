// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/quorum.h"

#include <algorithm>

namespace keyturn::domain {

namespace {

constexpr size_t kUnfilled = static_cast<size_t>(-1);

/// Kuhn's algorithm: each signer in turn looks for a slot, moving earlier signers to another slot of theirs
/// where that makes room. A signer once placed stays placed, so the matching is as large as any.
class QuorumMatcher
{
public:
    QuorumMatcher(std::span<const Role> slotRoles, std::span<const QuorumSigner> signers,
                  const MemberId& proposer)
        : m_slotRoles(slotRoles), m_signers(signers), m_filledBy(slotRoles.size(), kUnfilled)
    {
        for (size_t i = 0; i < signers.size(); ++i) {
            // With one slot, a proposer who signed would have decided alone.
            if (slotRoles.size() == 1 && signers[i].member == proposer)
                continue;
            if (isRepeated(i))
                continue;
            std::vector<bool> visited(slotRoles.size(), false);
            if (place(i, visited))
                ++m_filled;
        }
    }

    [[nodiscard]] size_t filled() const { return m_filled; }
    [[nodiscard]] const std::vector<size_t>& filledBy() const { return m_filledBy; }

private:
    /// People are counted, not keys or signatures: only the first of a member's entries stands.
    [[nodiscard]] bool isRepeated(size_t index) const
    {
        const auto end = m_signers.begin() + static_cast<std::ptrdiff_t>(index);
        return std::any_of(m_signers.begin(), end, [&](const QuorumSigner& earlier) {
            return earlier.member == m_signers[index].member;
        });
    }

    [[nodiscard]] bool mayFill(const QuorumSigner& signer, Role role) const
    {
        return (!signer.only || *signer.only == role) &&
               std::find(signer.roles.begin(), signer.roles.end(), role) != signer.roles.end();
    }

    bool place(size_t signer, std::vector<bool>& visited)
    {
        for (size_t slot = 0; slot < m_slotRoles.size(); ++slot) {
            if (visited[slot] || !mayFill(m_signers[signer], m_slotRoles[slot]))
                continue;
            visited[slot] = true;
            if (m_filledBy[slot] == kUnfilled || place(m_filledBy[slot], visited)) {
                m_filledBy[slot] = signer;
                return true;
            }
        }
        return false;
    }

    std::span<const Role> m_slotRoles;
    std::span<const QuorumSigner> m_signers;
    std::vector<size_t> m_filledBy;
    size_t m_filled = 0;
};

} // namespace

std::vector<Role> Quorum::missing() const
{
    std::vector<Role> roles;
    for (const SlotFilling& slot : filling) {
        if (!slot.filledBy)
            roles.push_back(slot.role);
    }
    return roles;
}

Quorum matchQuorum(std::span<const Role> slotRoles, std::span<const QuorumSigner> signers,
                   const MemberId& proposer)
{
    const QuorumMatcher matcher(slotRoles, signers, proposer);
    Quorum quorum;
    bool someoneElse = false;
    for (size_t slot = 0; slot < slotRoles.size(); ++slot) {
        SlotFilling filling{slotRoles[slot], std::nullopt};
        if (const size_t signer = matcher.filledBy()[slot]; signer != kUnfilled) {
            filling.filledBy = signers[signer].member;
            someoneElse = someoneElse || signers[signer].member != proposer;
        }
        quorum.filling.push_back(std::move(filling));
    }
    quorum.satisfied = matcher.filled() == slotRoles.size() && someoneElse;
    return quorum;
}

bool wouldFillSlot(std::span<const Role> slotRoles, std::span<const QuorumSigner> signers,
                   const QuorumSigner& candidate, const MemberId& proposer)
{
    std::vector<QuorumSigner> together(signers.begin(), signers.end());
    together.push_back(candidate);
    return QuorumMatcher(slotRoles, together, proposer).filled() >
           QuorumMatcher(slotRoles, signers, proposer).filled();
}

} // namespace keyturn::domain
