// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/digest.h"
#include "models/base/time.h"
#include "models/domain/domain_error.h"
#include "models/domain/ids.h"
#include "models/domain/words.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace keyturn::domain {

/// A public key as the charter names it. The algorithm is taken from here, never from an envelope.
struct MemberKey
{
    base::Digest id; ///< SHA-256 of spki, recomputed when read by whoever can hash.
    QString type;    ///< "p256" or "ed25519".
    QByteArray spki; ///< DER SubjectPublicKeyInfo.
    friend bool operator==(const MemberKey&, const MemberKey&) = default;
};

/// A person or service named in the charter.
struct Member
{
    MemberId id;
    QString name;  ///< For people: "Ines Okafor".
    QString title; ///< "Head of Safety".
    MemberKind kind = MemberKind::Person;
    std::vector<Role> roles;
    std::vector<MemberKey> keys;
    friend bool operator==(const Member&, const Member&) = default;

    [[nodiscard]] bool has(Role role) const;
    /// "Ines Okafor, Head of Safety".
    [[nodiscard]] QString display() const;
};

/// What a rule governs: a restriction kind at a reach, the lifting of a restriction, or the charter itself.
struct Governed
{
    enum class Act : std::uint8_t { Restrict, Revert, Charter } act = Act::Restrict;
    RestrictionKind kind = RestrictionKind::Suspend; ///< For Restrict.
    Reach reach = Reach::Worldwide;                  ///< For Restrict.
    friend bool operator==(const Governed&, const Governed&) = default;
};
/// "suspend/worldwide", "rate-limit/regional", "revert", "charter".
[[nodiscard]] QString toText(const Governed& governed);
/// The reverse; nothing for other text.
[[nodiscard]] std::optional<Governed> governedFromText(QStringView text);
/// All that a charter must have rules for: each restriction kind at each reach, the revert and the charter.
[[nodiscard]] std::vector<Governed> everythingGoverned();

/// How many signatures of which roles a kind of change needs.
struct Rule
{
    RuleId id;
    QString title; ///< "Suspend worldwide".
    std::vector<Governed> covers;
    std::vector<Role> slotRoles; ///< All must be filled by different people; a role may stand twice.
    std::vector<Role>
        refusalBlocks; ///< A standing refusal by a member of one of these roles ends the proposal.
    std::int64_t proposalValidMinutes = 24 * 60;
    std::int64_t approvalValidMinutes = 24 * 60;
    friend bool operator==(const Rule&, const Rule&) = default;
};

/// What a member does outside decisions. Names of the charter's `acts` table.
enum class Act : std::uint8_t { Import, Incident, Request, Catalogue, Note, Propose };
template <>
std::span<const char* const> wordsOf<Act>();

/// Who may do what (domain.md, "Charter").
struct Charter
{
    QString organisation;
    std::int64_t version = 1;
    bool demo = false; ///< Marked DEMO everywhere, never evidence.
    std::optional<base::UtcTime> expires;
    std::vector<Member> members;
    std::vector<Rule> rules;
    std::vector<std::vector<Role>> acts; ///< Indexed by Act: the roles that may.
    friend bool operator==(const Charter&, const Charter&) = default;

    [[nodiscard]] const Member* member(const MemberId& id) const;
    [[nodiscard]] const Member* memberOfKey(const base::Digest& keyId) const;
    /// The rule that covers @p governed; a checked charter has one for everything.
    [[nodiscard]] const Rule* ruleFor(const Governed& governed) const;
    [[nodiscard]] bool mayAct(const Member& member, Act act) const;
    [[nodiscard]] const std::vector<Role>& rolesFor(Act act) const
    {
        return acts[static_cast<std::size_t>(act)];
    }
};

/// Roles that may act where a draft says nothing else.
[[nodiscard]] std::vector<std::vector<Role>> usualActs();
/// The rules of a new draft: those of the reference organisation (scenario.md).
[[nodiscard]] std::vector<Rule> usualRules();

/// Ids and key ids unique, people with a name, each governed thing covered exactly once, each rule
/// satisfiable by its people (by matching, with somebody besides any single proposer). @return BadCharter,
/// CharterUnsatisfiable.
[[nodiscard]] base::Result<void> checkCharter(const Charter& charter);
/// What is allowed but fragile, in sentences: rules that the loss of one or two members would lock.
[[nodiscard]] QStringList charterWarnings(const Charter& charter);

} // namespace keyturn::domain
