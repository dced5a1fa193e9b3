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

/// Who may restrict access alone, at once, until a quorum has looked at it (domain.md, "Break-glass").
struct BreakGlassRule
{
    std::vector<Role> roles;                   ///< Any one of them.
    std::int64_t ratifyWithinMinutes = 4 * 60; ///< After that it is overdue; it never lapses.
    friend bool operator==(const BreakGlassRule&, const BreakGlassRule&) = default;
};

/// Another party that cosigns checkpoints: an air-gapped machine, an auditor.
struct WitnessKey
{
    QString name;    ///< Key name of its signature lines, without blanks or '+'.
    QByteArray spki; ///< Ed25519, DER.
    friend bool operator==(const WitnessKey&, const WitnessKey&) = default;
};

/// A key that somebody else may have had. Its signatures from `fromSeq` on do not count until ratified
/// (trust.md, "Revocation").
struct RevokedKey
{
    base::Digest key;
    MemberId member;
    std::uint64_t fromSeq = 0; ///< The first entry that may have been signed by somebody else.
    QString reason;
    friend bool operator==(const RevokedKey&, const RevokedKey&) = default;
};

/// The rules that a charter was made under. A ledger is judged for ever by those of its charters.
enum class CharterFormat : std::int64_t {
    First = 1,   ///< Sheets of template 1; no break-glass, no next charter.
    Current = 2, ///< Sheets of template 2; the loss of two people may not lock the charter.
};

/// Who may do what (domain.md, "Charter").
struct Charter
{
    QString organisation;
    std::int64_t version = 1;
    bool demo = false; ///< Marked DEMO everywhere, never evidence.
    std::optional<base::UtcTime> expires;
    std::vector<Member> members;
    std::vector<Rule> rules;
    std::vector<std::vector<Role>> acts;      ///< Indexed by Act: the roles that may.
    std::int64_t format = 1;                  ///< A CharterFormat.
    bool acceptsBrittle = false;              ///< Its signers know that losing two people may lock it.
    std::optional<BreakGlassRule> breakGlass; ///< Absent: nobody may break the glass.
    std::vector<Role> waiverRoles;            ///< Who may waive a restoration gate; none: nobody.
    std::vector<WitnessKey> witnesses;
    std::vector<RevokedKey> revoked; ///< All that ever were, oldest first.
    friend bool operator==(const Charter&, const Charter&) = default;

    [[nodiscard]] bool isOfFormat(CharterFormat least) const
    {
        return format >= static_cast<std::int64_t>(least);
    }
    [[nodiscard]] bool mayBreakGlass(const Member& member) const;
    [[nodiscard]] bool mayWaive(const Member& member) const;
    [[nodiscard]] const RevokedKey* revocationOf(const base::Digest& keyId) const;

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
/// satisfiable by its people (by matching, with somebody besides any single proposer); of the current format
/// also that no two people hold its own rule in their hands, unless its signers accept that: a charter that
/// can no longer be changed can never be mended. @return BadCharter, CharterUnsatisfiable, CharterBrittle.
[[nodiscard]] base::Result<void> checkCharter(const Charter& charter);
/// What is allowed but fragile, in sentences: rules that the loss of one or two members would lock.
[[nodiscard]] QStringList charterWarnings(const Charter& charter);
/// A draft with the usual rules and acts, of the current format, without members.
[[nodiscard]] Charter usualCharter(const QString& organisation);

/// The ids of the keys that @p next names and @p standing does not.
[[nodiscard]] std::vector<base::Digest> newKeys(const Charter& standing, const Charter& next);
/// The bytes that the holder of a new key signs to show that it is theirs: the log, the member and the key.
[[nodiscard]] QByteArray possessionBytes(const base::Digest& log, const MemberId& member,
                                         const base::Digest& key);
/// Whether @p next may follow @p standing at all: version one higher, no older format, the same organisation
/// and DEMO mark, every revocation kept, no revoked key named again. @return BadCharter.
[[nodiscard]] base::Result<void> checkSuccession(const Charter& standing, const Charter& next);
/// What @p next changes, one sentence a change, in English: part of the signed sheet.
[[nodiscard]] QStringList charterDifferences(const Charter& standing, const Charter& next);
/// A rule in words: who must sign, who can block, how long things count. English, for sheets.
[[nodiscard]] QString ruleInWords(const Rule& rule);

} // namespace keyturn::domain
