// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a charter's rules can be met, and by how few absences they cannot.

#include "models/domain/charter_people.h"

#include "models/domain/charter_verdict.h"
#include "models/domain/quorum.h"
#include "models/domain/reason.h"

#include <algorithm>
#include <map>

namespace keyturn::domain {

using base::fail;
using base::Result;

People peopleWhoSign(const Charter& charter)
{
    People people;
    for (const Member& member : charter.members) {
        if (member.kind == MemberKind::Person && !member.keys.empty())
            people.push_back(&member);
    }
    return people;
}

namespace {

std::vector<QuorumSigner> asSigners(const People& people)
{
    std::vector<QuorumSigner> signers;
    for (const Member* member : people)
        signers.push_back({member->id, member->roles, std::nullopt});
    return signers;
}

bool isCharterRule(const Rule& rule)
{
    return std::any_of(rule.covers.begin(), rule.covers.end(),
                       [](const Governed& governed) { return governed.act == Governed::Act::Charter; });
}

/// Some of @p people with whom the rule can be met, the proposer among them; nothing where it cannot be. The
/// charter's own rule knows no proposer.
std::optional<People> witnesses(const Charter& charter, const Rule& rule, const People& people)
{
    People proposers;
    if (isCharterRule(rule)) {
        proposers.push_back(nullptr);
    } else {
        std::copy_if(people.begin(), people.end(), std::back_inserter(proposers),
                     [&](const Member* member) { return charter.mayAct(*member, Act::Propose); });
        // Only a lone signature depends on who proposes.
        if (rule.slotRoles.size() > 1 && !proposers.empty())
            proposers.resize(1);
    }
    const std::vector<QuorumSigner> signers = asSigners(people);
    for (const Member* proposer : proposers) {
        const Quorum quorum = matchQuorum(rule.slotRoles, signers, proposer ? proposer->id : MemberId());
        if (!quorum.satisfied)
            continue;
        People found;
        if (proposer)
            found.push_back(proposer);
        for (const SlotFilling& slot : quorum.filling)
            found.push_back(charter.member(*slot.filledBy));
        return found;
    }
    return std::nullopt;
}

QString roleWords(const std::vector<Role>& roles)
{
    QStringList words;
    for (const Role role : roles)
        words += toWord(role);
    return words.join(QStringLiteral(", "));
}

People withoutThese(const People& people, const Member* one, const Member* other)
{
    People rest;
    std::copy_if(people.begin(), people.end(), std::back_inserter(rest),
                 [&](const Member* member) { return member != one && member != other; });
    return rest;
}

/// Each set of one or two people without whom the rule could not be met; no pair of which one alone is such a
/// set. A group that is known to be enough still is without anybody outside it, so only its own people are
/// asked about: a dozen questions, however many members there are.
std::vector<People> neededFor(const Charter& charter, const Rule& rule, const People& people,
                              const People& enough)
{
    const auto isIn = [](const People& group, const Member* member) {
        return std::find(group.begin(), group.end(), member) != group.end();
    };
    std::vector<People> needed;
    People spare;
    std::map<const Member*, People> enoughWithout;
    for (const Member* member : people) {
        if (isIn(enough, member)) {
            auto others = witnesses(charter, rule, withoutThese(people, member, nullptr));
            if (!others) {
                needed.push_back({member});
                continue;
            }
            enoughWithout.emplace(member, std::move(*others));
        }
        spare.push_back(member);
    }
    const auto isEnoughWithout = [&](const Member* one, const Member* other) {
        const auto ofOne = enoughWithout.find(one);
        const auto ofOther = enoughWithout.find(other);
        return (ofOne == enoughWithout.end() && ofOther == enoughWithout.end()) ||
               (ofOne != enoughWithout.end() && !isIn(ofOne->second, other)) ||
               (ofOther != enoughWithout.end() && !isIn(ofOther->second, one)) ||
               witnesses(charter, rule, withoutThese(people, one, other)).has_value();
    };
    for (std::size_t i = 0; i < spare.size(); ++i) {
        for (std::size_t j = i + 1; j < spare.size(); ++j) {
            if (!isEnoughWithout(spare[i], spare[j]))
                needed.push_back({spare[i], spare[j]});
        }
    }
    return needed;
}

QString namesOf(const People& one)
{
    return one.size() > 1 ? reason(QT_TRANSLATE_NOOP("errors", "both %1 and %2"), one[0]->name, one[1]->name)
                          : one.front()->name;
}

} // namespace

Result<void> checkSatisfiable(const Charter& charter)
{
    const People people = peopleWhoSign(charter);
    for (const Rule& rule : charter.rules) {
        if (witnesses(charter, rule, people))
            continue;
        const auto missing = matchQuorum(rule.slotRoles, asSigners(people), MemberId()).missing();
        if (missing.empty())
            return fail(
                DomainError::CharterUnsatisfiable, base::harmlessText(rule.title),
                reason(QT_TRANSLATE_NOOP("errors", "nobody besides its only signer may propose, and nobody "
                                                   "decides alone")));
        return fail(DomainError::CharterUnsatisfiable, base::harmlessText(rule.title),
                    reason(QT_TRANSLATE_NOOP("errors",
                                             "even if every person with a key signs, nobody is left to sign "
                                             "as %1"),
                           roleWords(missing)));
    }
    return {};
}

std::optional<QString> lockedBy(const Charter& charter, const Rule& rule)
{
    const People people = peopleWhoSign(charter);
    const auto enough = witnesses(charter, rule, people);
    if (!enough)
        return std::nullopt;
    const std::vector<People> needed = neededFor(charter, rule, people, *enough);
    if (needed.empty())
        return std::nullopt;
    return namesOf(needed.front());
}

RuleVerdict verdictOf(const Charter& charter, const Rule& rule)
{
    const People people = peopleWhoSign(charter);
    RuleVerdict verdict;
    for (const Member* member : people) {
        if (std::any_of(rule.slotRoles.begin(), rule.slotRoles.end(),
                        [&](Role role) { return member->has(role); }))
            verdict.signers.push_back(member->id);
    }
    const auto enough = witnesses(charter, rule, people);
    verdict.canBeMet = enough.has_value();
    if (!enough) {
        verdict.missing = matchQuorum(rule.slotRoles, asSigners(people), MemberId()).missing();
        return verdict;
    }
    for (const People& needed : neededFor(charter, rule, people, *enough)) {
        std::vector<MemberId> ids;
        for (const Member* member : needed)
            ids.push_back(member->id);
        verdict.lockedWithout.push_back(std::move(ids));
    }
    return verdict;
}

QStringList charterWarnings(const Charter& charter)
{
    QStringList warnings;
    const People people = peopleWhoSign(charter);
    for (const Rule& rule : charter.rules) {
        const auto enough = witnesses(charter, rule, people);
        if (!enough)
            continue;
        for (const People& needed : neededFor(charter, rule, people, *enough)) {
            warnings += base::makeError(DomainError::CharterBrittle, base::harmlessText(rule.title),
                                        base::harmlessText(namesOf(needed)))
                            .sentence();
        }
    }
    return warnings;
}

} // namespace keyturn::domain
