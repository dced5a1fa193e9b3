// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/state/oracle_quorum.h"

#include <algorithm>

namespace keyturn::tests {

using domain::Charter;
using domain::Governed;
using domain::Member;
using domain::MemberId;
using domain::Role;

namespace {

bool isIn(const std::vector<Role>& roles, Role role)
{
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

/// Tries to leave slot @p at empty, and to fill it with everybody who is still free.
std::size_t mostFrom(const std::vector<Role>& slotRoles, std::size_t at,
                     const std::vector<OracleSigner>& people, const MemberId& proposer,
                     std::vector<MemberId>& used)
{
    if (at == slotRoles.size())
        return 0;
    const std::size_t rest = slotRoles.size() - at;
    std::size_t most = mostFrom(slotRoles, at + 1, people, proposer, used);
    for (const OracleSigner& person : people) {
        if (most == rest)
            break;
        const bool alone = slotRoles.size() == 1 && person.member == proposer;
        const bool fits =
            isIn(person.roles, slotRoles[at]) && (!person.only || *person.only == slotRoles[at]);
        if (alone || !fits || std::find(used.begin(), used.end(), person.member) != used.end())
            continue;
        used.push_back(person.member);
        most = std::max(most, 1 + mostFrom(slotRoles, at + 1, people, proposer, used));
        used.pop_back();
    }
    return most;
}

std::vector<OracleSigner> whoCouldSign(const Charter& charter)
{
    std::vector<OracleSigner> people;
    for (const Member& member : charter.members) {
        if (member.kind == domain::MemberKind::Person && !member.keys.empty())
            people.push_back({member.id, member.roles, std::nullopt});
    }
    return people;
}

std::vector<OracleSigner> without(std::vector<OracleSigner> people, const MemberId& one,
                                  const MemberId& other)
{
    std::erase_if(people,
                  [&](const OracleSigner& person) { return person.member == one || person.member == other; });
    return people;
}

} // namespace

std::size_t mostFilled(const std::vector<Role>& slotRoles, const std::vector<OracleSigner>& people,
                       const MemberId& proposer)
{
    std::vector<MemberId> used;
    return mostFrom(slotRoles, 0, people, proposer, used);
}

bool allFilled(const std::vector<Role>& slotRoles, const std::vector<OracleSigner>& people,
               const MemberId& proposer)
{
    return !slotRoles.empty() && mostFilled(slotRoles, people, proposer) == slotRoles.size();
}

const domain::Rule* oracleRule(const Charter& charter, const Governed& governed)
{
    for (const domain::Rule& rule : charter.rules) {
        for (const Governed& covered : rule.covers) {
            if (covered.act != governed.act)
                continue;
            if (governed.act != Governed::Act::Restrict ||
                (covered.kind == governed.kind && covered.reach == governed.reach))
                return &rule;
        }
    }
    return nullptr;
}

const Member* oracleMember(const Charter& charter, const MemberId& id)
{
    for (const Member& member : charter.members) {
        if (member.id == id)
            return &member;
    }
    return nullptr;
}

const Member* oracleHolder(const Charter& charter, const base::Digest& key)
{
    for (const Member& member : charter.members) {
        for (const domain::MemberKey& held : member.keys) {
            if (held.id == key)
                return &member;
        }
    }
    return nullptr;
}

bool holdsAny(const Member& member, const std::vector<Role>& roles)
{
    return std::any_of(roles.begin(), roles.end(), [&](Role role) { return isIn(member.roles, role); });
}

bool canBeMet(const Charter& charter)
{
    const std::vector<OracleSigner> people = whoCouldSign(charter);
    const auto& mayPropose = charter.acts[static_cast<std::size_t>(domain::Act::Propose)];
    for (const domain::Rule& rule : charter.rules) {
        const bool isOwn = std::any_of(rule.covers.begin(), rule.covers.end(), [](const Governed& covered) {
            return covered.act == Governed::Act::Charter;
        });
        bool met = isOwn && allFilled(rule.slotRoles, people, MemberId());
        for (const OracleSigner& person : people) {
            const bool proposes = holdsAny(*oracleMember(charter, person.member), mayPropose);
            met = met || (!isOwn && proposes && allFilled(rule.slotRoles, people, person.member));
        }
        if (!met)
            return false;
    }
    return true;
}

bool survivesTheLossOfTwo(const Charter& charter)
{
    const std::vector<OracleSigner> people = whoCouldSign(charter);
    const domain::Rule* own = oracleRule(charter, {.act = Governed::Act::Charter});
    for (const OracleSigner& one : people) {
        for (const OracleSigner& other : people) {
            if (!allFilled(own->slotRoles, without(people, one.member, other.member), MemberId()))
                return false;
        }
    }
    return true;
}

} // namespace keyturn::tests
