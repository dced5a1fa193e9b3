// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/details.h"
#include "models/items/table_model.h"
#include "models/state/snapshot.h"

#include <QStringList>

#include <vector>

namespace keyturn::items {

/// One signature that a rule asks for, and who could give it today.
struct SlotWords
{
    QString role;       ///< "Safety lead".
    QStringList people; ///< "Ines Okafor, Head of Safety"; empty where nobody could.
    friend bool operator==(const SlotWords&, const SlotWords&) = default;
};

/// A rule as people read it, in the program's language. What is signed is domain::ruleInWords().
struct RuleWords
{
    domain::RuleId id;
    QString title;
    QStringList covers; ///< "Suspend, worldwide" …
    QString signatures; ///< "3 signatures of different people, at least one of them not the proposer".
    std::vector<SlotWords> signers;
    QString refusals;  ///< Whose refusal ends a proposal, with names.
    QString times;     ///< How long a proposal stays open and a signature counts.
    TableCell verdict; ///< "Can be met by 5 people", "Would be locked if …", "Nobody can meet it".
    friend bool operator==(const RuleWords&, const RuleWords&) = default;
};
[[nodiscard]] RuleWords ruleWords(const domain::Charter& charter, const domain::Rule& rule);

/// A key of a member, or one that was theirs and is revoked.
struct KeyWords
{
    QString shortCode;
    QString whole;   ///< All 64 digits, to be copied.
    QString type;    ///< "P-256", "Ed25519".
    QString further; ///< Since which charter, or from which entry on it is revoked, and why.
    bool isRevoked = false;
    friend bool operator==(const KeyWords&, const KeyWords&) = default;
};
/// A member as the newest charter has them.
struct MemberWords
{
    domain::MemberId id;
    QString display; ///< Name and title.
    QString roles;
    QString since; ///< "Named since version 2 of the charter, 2026-06-01 08:00:00 UTC".
    std::vector<KeyWords> keys;
    friend bool operator==(const MemberWords&, const MemberWords&) = default;
};
[[nodiscard]] MemberWords memberWords(const state::Snapshot& snapshot, const domain::Member& member);
/// "P-256" for a key's type as the charter writes it.
[[nodiscard]] QString keyTypeLabel(const QString& type);

/// What else the charter says, a labelled sentence each: break-glass, waivers, witnesses, who may do what
/// outside decisions.
[[nodiscard]] std::vector<DetailLine> powersInWords(const state::Snapshot& snapshot, base::UtcTime now);
/// "Version 2 of the charter of Larkfield; it expires 2026-12-31 00:00:00 UTC, in 61 days".
[[nodiscard]] QString charterInWords(const state::Snapshot& snapshot, base::UtcTime now);
/// What an act is called after "may": "import records".
[[nodiscard]] QString label(domain::Act act);

/// A draft of the next charter, told while it is being written.
struct DraftWords
{
    QStringList changes;          ///< domain::charterDifferences(): English, as they will stand on the sheet.
    QStringList problems;         ///< Why it cannot be proposed.
    QStringList fragile;          ///< What may be proposed and is unwise.
    std::vector<RuleWords> rules; ///< Its rules with its people, in its order.
    friend bool operator==(const DraftWords&, const DraftWords&) = default;

    /// Why it cannot be proposed yet, in one sentence; empty where it can.
    [[nodiscard]] QString whyNot() const;
};
/// Judges @p draft as the successor of @p standing. Takes milliseconds with hundreds of members: not for the
/// interface thread while somebody types.
[[nodiscard]] DraftWords draftWords(const domain::Charter& standing, const domain::Charter& draft);

} // namespace keyturn::items
