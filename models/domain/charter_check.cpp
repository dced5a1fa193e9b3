// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/charter.h"
#include "models/domain/identifier.h"
#include "models/domain/quorum.h"
#include "models/domain/reason.h"

#include <QSet>

#include <algorithm>
#include <map>

namespace keyturn::domain {

namespace {

using base::fail;
using base::Result;

constexpr std::size_t kMaximumMembers = 500;
constexpr std::size_t kMaximumSlots = 12;
constexpr std::int64_t kMaximumValidMinutes = 365 * 24 * 60;
constexpr qsizetype kMaximumCharterText = 200;

#define BECAUSE(...) fail(DomainError::BadCharter, reason(__VA_ARGS__))

bool isServiceRole(Role role)
{
    return role == Role::Intake || role == Role::Gateway;
}

/// What every person's and rule's text must be: there, short, and harmless to sign.
bool isCharterText(const QString& text)
{
    return !text.trimmed().isEmpty() && text.size() <= kMaximumCharterText &&
           !base::hasForbiddenCharacter(text);
}

bool hasRepeatedRole(const std::vector<Role>& roles)
{
    std::vector<Role> sorted = roles;
    std::sort(sorted.begin(), sorted.end());
    return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
}

Result<void> checkMember(const Member& member)
{
    const QString& id = member.id.value();
    if (!isWellFormedIdentifier(id))
        return BECAUSE(QT_TRANSLATE_NOOP(
                           "errors", "“%1” is not a member's id: 1 to 64 of the letters a to z and A to Z, "
                                     "digits, “-”, “_” and “.”"),
                       id);
    if (!isCharterText(member.name))
        return BECAUSE(QT_TRANSLATE_NOOP("errors",
                                         "the member “%1” needs a name of at most 200 characters, without "
                                         "control characters"),
                       id);
    if (!member.title.isEmpty() && !isCharterText(member.title))
        return BECAUSE(
            QT_TRANSLATE_NOOP("errors", "the title of “%1” is too long or holds control characters"), id);
    if (member.roles.empty())
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "the member “%1” has no role"), id);
    if (hasRepeatedRole(member.roles))
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "the member “%1” has a role twice"), id);
    // People are what a quorum counts: a program must not be able to sign as one.
    if (member.kind == MemberKind::Service &&
        !std::all_of(member.roles.begin(), member.roles.end(), isServiceRole))
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "the service “%1” may only be intake or gateway"), id);
    for (const MemberKey& key : member.keys) {
        if (key.type != u"p256" && key.type != u"ed25519")
            return BECAUSE(
                QT_TRANSLATE_NOOP("errors", "a key of “%1” is of the type “%2”; p256 and ed25519 are known"),
                id, key.type);
        if (key.spki.isEmpty() || key.id.isZero())
            return BECAUSE(QT_TRANSLATE_NOOP("errors", "a key of “%1” is empty"), id);
    }
    return {};
}

Result<void> checkMembers(const Charter& charter)
{
    if (charter.members.empty())
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "it has no members"));
    if (charter.members.size() > kMaximumMembers)
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "it has more than 500 members"));
    QSet<QString> ids;
    std::map<base::Digest, QString> keys;
    for (const Member& member : charter.members) {
        KEYTURN_TRY(checkMember(member));
        if (ids.contains(member.id.value()))
            return BECAUSE(QT_TRANSLATE_NOOP("errors", "the member “%1” stands twice"), member.id.value());
        ids.insert(member.id.value());
        for (const MemberKey& key : member.keys) {
            const auto [other, isNew] = keys.emplace(key.id, member.id.value());
            if (!isNew)
                return BECAUSE(QT_TRANSLATE_NOOP("errors", "the key %1 stands twice, for “%2” and “%3”"),
                               key.id.shortCode(), other->second, member.id.value());
        }
    }
    return {};
}

Result<void> checkRule(const Rule& rule)
{
    const QString& id = rule.id.value();
    if (!isWellFormedIdentifier(id))
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "“%1” is not an id of a rule"), id);
    if (!isCharterText(rule.title))
        return BECAUSE(QT_TRANSLATE_NOOP("errors",
                                         "the rule “%1” needs a title of at most 200 characters, without "
                                         "control characters"),
                       id);
    if (rule.covers.empty())
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "the rule “%1” covers nothing"), id);
    if (rule.slotRoles.empty())
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "the rule “%1” asks for no signature"), id);
    if (rule.slotRoles.size() > kMaximumSlots)
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "the rule “%1” asks for more than 12 signatures"), id);
    const auto service = std::find_if(rule.slotRoles.begin(), rule.slotRoles.end(), isServiceRole);
    if (service != rule.slotRoles.end())
        return BECAUSE(
            QT_TRANSLATE_NOOP("errors", "the rule “%1” asks for a signature as %2, but only people decide"),
            id, toWord(*service));
    const auto isMinutes = [](std::int64_t minutes) {
        return minutes >= 1 && minutes <= kMaximumValidMinutes;
    };
    if (!isMinutes(rule.proposalValidMinutes) || !isMinutes(rule.approvalValidMinutes))
        return BECAUSE(
            QT_TRANSLATE_NOOP("errors", "the times of the rule “%1” must lie between 1 minute and 365 days"),
            id);
    return {};
}

Result<void> checkRules(const Charter& charter)
{
    QSet<QString> ids;
    std::map<QString, QString> coveredBy;
    for (const Rule& rule : charter.rules) {
        KEYTURN_TRY(checkRule(rule));
        if (ids.contains(rule.id.value()))
            return BECAUSE(QT_TRANSLATE_NOOP("errors", "the rule “%1” stands twice"), rule.id.value());
        ids.insert(rule.id.value());
        for (const Governed& governed : rule.covers) {
            const auto [other, isNew] = coveredBy.emplace(toText(governed), rule.id.value());
            if (!isNew)
                return BECAUSE(QT_TRANSLATE_NOOP("errors", "“%1” is covered twice, by “%2” and “%3”"),
                               toText(governed), other->second, rule.id.value());
        }
    }
    for (const Governed& governed : everythingGoverned()) {
        if (!coveredBy.contains(toText(governed)))
            return BECAUSE(QT_TRANSLATE_NOOP("errors", "no rule covers “%1”"), toText(governed));
    }
    return {};
}

using People = std::vector<const Member*>;

/// Those whose signature can count in a decision.
People peopleWhoSign(const Charter& charter)
{
    People people;
    for (const Member& member : charter.members) {
        if (member.kind == MemberKind::Person && !member.keys.empty())
            people.push_back(&member);
    }
    return people;
}

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

Result<void> checkActs(const Charter& charter)
{
    const auto words = wordsOf<Act>();
    if (charter.acts.size() != words.size())
        return BECAUSE(QT_TRANSLATE_NOOP("errors", "it does not say for each act which roles may do it"));
    for (std::size_t i = 0; i < words.size(); ++i) {
        const QString word = QLatin1String(words[i]);
        if (hasRepeatedRole(charter.acts[i]))
            return BECAUSE(QT_TRANSLATE_NOOP("errors", "a role stands twice for the act “%1”"), word);
        const auto act = static_cast<Act>(i);
        const bool someone =
            std::any_of(charter.members.begin(), charter.members.end(), [&](const Member& member) {
                return !member.keys.empty() && charter.mayAct(member, act);
            });
        if (!someone)
            return BECAUSE(QT_TRANSLATE_NOOP("errors", "no member with a key holds a role for the act “%1”"),
                           word);
    }
    return {};
}

#undef BECAUSE

People withoutThese(const People& people, const Member* one, const Member* other)
{
    People rest;
    std::copy_if(people.begin(), people.end(), std::back_inserter(rest),
                 [&](const Member* member) { return member != one && member != other; });
    return rest;
}

/// Each set of one or two people without whom the rule could not be met; no pair of which one alone is such a
/// set.
std::vector<People> neededFor(const Charter& charter, const Rule& rule, const People& people,
                              const People& enough)
{
    std::vector<People> needed;
    People spare;
    const auto isEnoughWithout = [&](const Member* one, const Member* other) {
        // With neither of them in the one group known to be enough, that group still is.
        const auto in = [&](const Member* member) {
            return member && std::find(enough.begin(), enough.end(), member) != enough.end();
        };
        return (!in(one) && !in(other)) ||
               witnesses(charter, rule, withoutThese(people, one, other)).has_value();
    };
    for (const Member* member : people) {
        if (isEnoughWithout(member, nullptr))
            spare.push_back(member);
        else
            needed.push_back({member});
    }
    for (std::size_t i = 0; i < spare.size(); ++i) {
        for (std::size_t j = i + 1; j < spare.size(); ++j) {
            if (!isEnoughWithout(spare[i], spare[j]))
                needed.push_back({spare[i], spare[j]});
        }
    }
    return needed;
}

} // namespace

Result<void> checkCharter(const Charter& charter)
{
    if (!isCharterText(charter.organisation))
        return fail(
            DomainError::BadCharter,
            reason(QT_TRANSLATE_NOOP("errors", "the organisation needs a name of at most 200 characters, "
                                               "without control characters")));
    if (charter.version < 1)
        return fail(DomainError::BadCharter,
                    reason(QT_TRANSLATE_NOOP("errors", "its version is not 1 or more")));
    KEYTURN_TRY(checkMembers(charter));
    KEYTURN_TRY(checkRules(charter));
    KEYTURN_TRY(checkActs(charter));
    return checkSatisfiable(charter);
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
            QString names = needed.front()->name;
            if (needed.size() > 1)
                names =
                    reason(QT_TRANSLATE_NOOP("errors", "both %1 and %2"), needed[0]->name, needed[1]->name);
            warnings += base::makeError(DomainError::CharterBrittle, base::harmlessText(rule.title),
                                        base::harmlessText(names))
                            .sentence();
        }
    }
    return warnings;
}

} // namespace keyturn::domain
