// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/charter.h"
#include "models/domain/charter_people.h"
#include "models/domain/identifier.h"
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
constexpr std::int64_t kMaximumRatifyMinutes = 7 * 24 * 60;
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

/// Roles that are asked for outside rules: held by somebody, and by people.
Result<void> checkRoleList(const Charter& charter, const std::vector<Role>& roles, const QString& what)
{
    if (hasRepeatedRole(roles) || std::any_of(roles.begin(), roles.end(), isServiceRole))
        return fail(
            DomainError::BadCharter,
            reason(QT_TRANSLATE_NOOP("errors", "the roles for “%1” are not roles of people, each once"),
                   what));
    const People people = peopleWhoSign(charter);
    const bool someone = std::any_of(people.begin(), people.end(), [&](const Member* member) {
        return std::any_of(roles.begin(), roles.end(), [&](Role role) { return member->has(role); });
    });
    if (!someone)
        return fail(DomainError::BadCharter,
                    reason(QT_TRANSLATE_NOOP("errors", "no member with a key holds a role for “%1”"), what));
    return {};
}

Result<void> checkWitnesses(const Charter& charter)
{
    QSet<QString> names;
    for (const WitnessKey& witness : charter.witnesses) {
        const bool isKeyName =
            isCharterText(witness.name) && !witness.name.contains(u'+') &&
            std::none_of(witness.name.begin(), witness.name.end(), [](QChar c) { return c.isSpace(); });
        if (!isKeyName || witness.spki.isEmpty())
            return fail(DomainError::BadCharter,
                        reason(QT_TRANSLATE_NOOP("errors", "the witness “%1” needs a key and a name without "
                                                           "blanks and “+”"),
                               witness.name));
        if (names.contains(witness.name))
            return fail(DomainError::BadCharter,
                        reason(QT_TRANSLATE_NOOP("errors", "the witness “%1” stands twice"), witness.name));
        names.insert(witness.name);
    }
    return {};
}

/// What only the current format may say, and that it makes sense.
Result<void> checkExtras(const Charter& charter)
{
    if (charter.format < 1 || charter.format > static_cast<std::int64_t>(CharterFormat::Current))
        return fail(
            DomainError::BadCharter,
            reason(QT_TRANSLATE_NOOP("errors", "it is of the format %1, which this version does not know"),
                   QString::number(charter.format)));
    const bool hasExtras = charter.breakGlass || !charter.waiverRoles.empty() || !charter.witnesses.empty() ||
                           !charter.revoked.empty() || charter.acceptsBrittle;
    if (hasExtras && !charter.isOfFormat(CharterFormat::Current))
        return fail(DomainError::BadCharter,
                    reason(QT_TRANSLATE_NOOP("errors", "it says what a charter of the format 1 cannot say")));
    if (charter.breakGlass) {
        KEYTURN_TRY(checkRoleList(charter, charter.breakGlass->roles, QStringLiteral("break-glass")));
        const std::int64_t minutes = charter.breakGlass->ratifyWithinMinutes;
        if (minutes < 1 || minutes > kMaximumRatifyMinutes)
            return fail(
                DomainError::BadCharter,
                reason(QT_TRANSLATE_NOOP("errors", "a break-glass is to be ratified within 1 minute to "
                                                   "7 days")));
    }
    if (!charter.waiverRoles.empty())
        KEYTURN_TRY(checkRoleList(charter, charter.waiverRoles, QStringLiteral("waivers")));
    KEYTURN_TRY(checkWitnesses(charter));
    for (const RevokedKey& revoked : charter.revoked) {
        if (!isCharterText(revoked.reason))
            return fail(DomainError::BadCharter,
                        reason(QT_TRANSLATE_NOOP("errors", "the revocation of the key %1 gives no reason"),
                               revoked.key.shortCode()));
        if (charter.memberOfKey(revoked.key))
            return fail(DomainError::BadCharter,
                        reason(QT_TRANSLATE_NOOP("errors", "it names the key %1, which it revokes"),
                               revoked.key.shortCode()));
    }
    return {};
}

#undef BECAUSE

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
    KEYTURN_TRY(checkExtras(charter));
    KEYTURN_TRY(checkSatisfiable(charter));
    if (!charter.isOfFormat(CharterFormat::Current) || charter.acceptsBrittle)
        return {};
    const Rule* own = charter.ruleFor({.act = Governed::Act::Charter});
    if (const auto names = lockedBy(charter, *own))
        return fail(DomainError::CharterBrittle, base::harmlessText(own->title), base::harmlessText(*names));
    return {};
}

} // namespace keyturn::domain
