// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/charter.h"

#include <algorithm>
#include <array>

namespace keyturn::domain {

template <>
std::span<const char* const> wordsOf<Act>()
{
    static constexpr std::array words{"import", "incident", "request", "catalogue", "note", "propose"};
    return words;
}

bool Member::has(Role role) const
{
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

QString Member::display() const
{
    return title.isEmpty() ? name : name + QStringLiteral(", ") + title;
}

QString toText(const Governed& governed)
{
    switch (governed.act) {
    case Governed::Act::Revert:
        return QStringLiteral("revert");
    case Governed::Act::Charter:
        return QStringLiteral("charter");
    case Governed::Act::Restrict:
        break;
    }
    return toWord(governed.kind) + u'/' + toWord(governed.reach);
}

std::optional<Governed> governedFromText(QStringView text)
{
    if (text == u"revert")
        return Governed{.act = Governed::Act::Revert};
    if (text == u"charter")
        return Governed{.act = Governed::Act::Charter};
    const qsizetype slash = text.indexOf(u'/');
    if (slash < 0)
        return std::nullopt;
    const auto kind = fromWord<RestrictionKind>(text.first(slash));
    const auto reach = fromWord<Reach>(text.sliced(slash + 1));
    if (!kind || !reach)
        return std::nullopt;
    return Governed{Governed::Act::Restrict, *kind, *reach};
}

std::vector<Governed> everythingGoverned()
{
    std::vector<Governed> all;
    for (std::size_t kind = 0; kind < wordsOf<RestrictionKind>().size(); ++kind) {
        for (std::size_t reach = 0; reach < wordsOf<Reach>().size(); ++reach)
            all.push_back(
                {Governed::Act::Restrict, static_cast<RestrictionKind>(kind), static_cast<Reach>(reach)});
    }
    all.push_back({.act = Governed::Act::Revert});
    all.push_back({.act = Governed::Act::Charter});
    return all;
}

const Member* Charter::member(const MemberId& id) const
{
    const auto found =
        std::find_if(members.begin(), members.end(), [&](const Member& member) { return member.id == id; });
    return found == members.end() ? nullptr : &*found;
}

const Member* Charter::memberOfKey(const base::Digest& keyId) const
{
    for (const Member& member : members) {
        for (const MemberKey& key : member.keys) {
            if (key.id == keyId)
                return &member;
        }
    }
    return nullptr;
}

const Rule* Charter::ruleFor(const Governed& governed) const
{
    // As text, so that the kind and reach left over in a revert or charter never matter.
    const QString wanted = toText(governed);
    for (const Rule& rule : rules) {
        for (const Governed& covered : rule.covers) {
            if (toText(covered) == wanted)
                return &rule;
        }
    }
    return nullptr;
}

bool Charter::mayAct(const Member& member, Act act) const
{
    const auto index = static_cast<std::size_t>(act);
    return index < acts.size() &&
           std::any_of(acts[index].begin(), acts[index].end(), [&](Role role) { return member.has(role); });
}

bool Charter::mayBreakGlass(const Member& member) const
{
    return breakGlass && member.kind == MemberKind::Person &&
           std::any_of(breakGlass->roles.begin(), breakGlass->roles.end(),
                       [&](Role role) { return member.has(role); });
}

bool Charter::mayWaive(const Member& member) const
{
    return member.kind == MemberKind::Person &&
           std::any_of(waiverRoles.begin(), waiverRoles.end(), [&](Role role) { return member.has(role); });
}

const RevokedKey* Charter::revocationOf(const base::Digest& keyId) const
{
    const auto found =
        std::find_if(revoked.begin(), revoked.end(), [&](const RevokedKey& key) { return key.key == keyId; });
    return found == revoked.end() ? nullptr : &*found;
}

Charter usualCharter(const QString& organisation)
{
    Charter charter;
    charter.organisation = organisation;
    charter.rules = usualRules();
    charter.acts = usualActs();
    charter.format = static_cast<std::int64_t>(CharterFormat::Current);
    charter.breakGlass = BreakGlassRule{{Role::SafetyLead, Role::SecurityLead}};
    charter.waiverRoles = {Role::Executive};
    return charter;
}

std::vector<std::vector<Role>> usualActs()
{
    using enum Role;
    return {
        {Intake, Scribe, SecurityLead, SafetyLead, Executive, Legal}, // import
        {Scribe, SecurityLead, SafetyLead, Legal, Executive},         // incident
        {Legal, Scribe, Executive, SafetyLead, SecurityLead},         // request
        {SafetyLead, SecurityLead, Executive},                        // catalogue
        {Executive, SafetyLead, SecurityLead, Legal, Scribe},         // note
        {Executive, SafetyLead, SecurityLead, Legal},                 // propose
    };
}

std::vector<Rule> usualRules()
{
    using enum Role;
    const auto restricting = [](RestrictionKind kind, Reach reach) {
        return Governed{Governed::Act::Restrict, kind, reach};
    };
    const auto everywhere = [&](std::initializer_list<RestrictionKind> kinds) {
        std::vector<Governed> covers;
        for (const RestrictionKind kind : kinds) {
            covers.push_back(restricting(kind, Reach::Regional));
            covers.push_back(restricting(kind, Reach::Worldwide));
        }
        return covers;
    };

    Rule suspend{RuleId(QStringLiteral("suspend-worldwide")),
                 QStringLiteral("Suspend worldwide"),
                 {restricting(RestrictionKind::Suspend, Reach::Worldwide)},
                 {Executive, SafetyLead, Legal},
                 {}}; // Nobody alone may keep the organisation from stopping.
    Rule limit{RuleId(QStringLiteral("limit")),
               QStringLiteral("Suspend in regions, limit tiers, turn off or reroute"),
               everywhere({RestrictionKind::LimitTiers, RestrictionKind::DisableCapability,
                           RestrictionKind::Reroute}),
               {SafetyLead, SecurityLead},
               {SafetyLead, SecurityLead}};
    limit.covers.insert(limit.covers.begin(), restricting(RestrictionKind::Suspend, Reach::Regional));
    Rule guard{RuleId(QStringLiteral("safeguard")),
               QStringLiteral("Rate limits, safeguards and logging"),
               everywhere({RestrictionKind::RateLimit, RestrictionKind::RequireSafeguard,
                           RestrictionKind::EnhanceLogging}),
               {SafetyLead},
               {}};
    Rule restore{RuleId(QStringLiteral("restore")),
                 QStringLiteral("Restore access"),
                 {Governed{.act = Governed::Act::Revert}},
                 {Executive, SafetyLead, SecurityLead},
                 {SafetyLead, SecurityLead}};
    Rule charter{RuleId(QStringLiteral("charter")),
                 QStringLiteral("Change the charter"),
                 {Governed{.act = Governed::Act::Charter}},
                 {Executive, Executive, Legal},
                 {}};
    return {std::move(suspend), std::move(limit), std::move(guard), std::move(restore), std::move(charter)};
}

} // namespace keyturn::domain
