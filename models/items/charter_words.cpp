// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/charter_words.h"

#include "models/base/text_safety.h"
#include "models/domain/charter_verdict.h"
#include "models/items/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace keyturn::items {

namespace {

using domain::Charter;
using domain::Member;
using domain::Role;

QString sayOfCharter(const char* text, int count = -1)
{
    return QCoreApplication::translate("items", text, nullptr, count);
}

QString minutesText(std::int64_t minutes)
{
    return lengthText(minutes * base::kUsPerMinute);
}

/// Names and titles of the people with a key who hold one of @p roles.
QStringList peopleWith(const Charter& charter, const std::vector<Role>& roles)
{
    QStringList people;
    for (const Member& member : charter.members) {
        const bool can = member.kind == domain::MemberKind::Person && !member.keys.empty() &&
                         std::any_of(roles.begin(), roles.end(), [&](Role role) { return member.has(role); });
        if (can)
            people += base::harmlessText(member.display());
    }
    return people;
}

QString namesOrNobody(const QStringList& people)
{
    return people.isEmpty() ? sayOfCharter(QT_TRANSLATE_NOOP("items", "nobody today"))
                            : people.join(QStringLiteral("; "));
}

/// "safety lead or security lead": any one of them.
QString eitherOf(const std::vector<Role>& roles)
{
    QStringList texts;
    for (const Role role : roles)
        texts += label(role);
    if (texts.size() < 2)
        return texts.value(0);
    const QString last = texts.takeLast();
    return sayOfCharter(QT_TRANSLATE_NOOP("items", "%1 or %2"))
        .arg(texts.join(sayOfCharter(QT_TRANSLATE_NOOP("items", ", "))), last);
}

QString nameOf(const Charter& charter, const domain::MemberId& id)
{
    const Member* member = charter.member(id);
    return base::harmlessText(member ? member->name : id.value());
}

/// "Would be locked if …": one sentence for one set of people that cannot be spared.
QString lockedSentence(const Charter& charter, const std::vector<domain::MemberId>& needed)
{
    if (needed.size() == 1)
        return sayOfCharter(QT_TRANSLATE_NOOP("items", "Would be locked if %1 could not sign"))
            .arg(nameOf(charter, needed.front()));
    return sayOfCharter(QT_TRANSLATE_NOOP("items", "Would be locked if neither %1 nor %2 could sign"))
        .arg(nameOf(charter, needed[0]), nameOf(charter, needed[1]));
}

TableCell verdictCell(const Charter& charter, const domain::Rule& rule)
{
    const domain::RuleVerdict verdict = domain::verdictOf(charter, rule);
    if (!verdict.canBeMet)
        return {sayOfCharter(QT_TRANSLATE_NOOP("items", "Nobody can meet it")),
                verdict.missing.empty()
                    ? sayOfCharter(QT_TRANSLATE_NOOP(
                          "items", "Its only signer is also the only one who may propose, and nobody "
                                   "decides alone"))
                    : sayOfCharter(
                          QT_TRANSLATE_NOOP("items", "Even if everybody signs, nobody is left to sign as %1"))
                          .arg(listed(verdict.missing)),
                Tone::Severe, Sign::Refused};
    if (verdict.lockedWithout.empty())
        return {sayOfCharter(QT_TRANSLATE_NOOP("items", "Can be met by %n people"),
                             static_cast<int>(verdict.signers.size())),
                sayOfCharter(QT_TRANSLATE_NOOP("items", "Any two of them can be spared")), Tone::Good,
                Sign::Done};
    QStringList all;
    for (const auto& needed : verdict.lockedWithout)
        all += lockedSentence(charter, needed);
    const int others = static_cast<int>(all.size()) - 1;
    const QString pattern =
        others == 0   ? QStringLiteral("%1")
        : others == 1 ? sayOfCharter(QT_TRANSLATE_NOOP("items", "%1, and in one other case"))
                      : sayOfCharter(QT_TRANSLATE_NOOP("items", "%1, and in %n other cases"), others);
    return {pattern.arg(all.front()), all.join(u'\n'), Tone::Pending, Sign::Partial};
}

QString sinceWords(const state::CharterState* charter)
{
    if (!charter)
        return {};
    return sayOfCharter(QT_TRANSLATE_NOOP("items", "since version %1 of the charter, %2"))
        .arg(charter->charter.version)
        .arg(base::toDisplay(charter->adopted.recordedAt));
}

/// The oldest charter from which on every one holds what @p isIn asks for.
template <typename IsIn>
const state::CharterState* firstWith(const state::Snapshot& snapshot, IsIn isIn)
{
    const state::CharterState* first = nullptr;
    for (auto each = snapshot.charters.crbegin(); each != snapshot.charters.crend() && isIn(each->charter);
         ++each)
        first = &*each;
    return first;
}

/// One line; a label without text continues the one above.
void addPower(std::vector<DetailLine>& lines, const char* label, const QString& text)
{
    lines.push_back({*label == '\0' ? QString() : sayOfCharter(label), text});
}

QString breakGlassWords(const Charter& charter)
{
    if (!charter.breakGlass)
        return sayOfCharter(QT_TRANSLATE_NOOP("items", "Nobody may restrict access alone."));
    return sayOfCharter(
               QT_TRANSLATE_NOOP("items",
                                 "One person may restrict access at once, alone, as %1: %2.\nA quorum has to "
                                 "ratify it within %3. After that it is overdue; it never lapses."))
        .arg(eitherOf(charter.breakGlass->roles),
             namesOrNobody(peopleWith(charter, charter.breakGlass->roles)),
             minutesText(charter.breakGlass->ratifyWithinMinutes));
}

QString waiverWords(const Charter& charter)
{
    if (charter.waiverRoles.empty())
        return sayOfCharter(QT_TRANSLATE_NOOP(
            "items", "Nobody may waive a gate: access comes back only when every gate is met."));
    return sayOfCharter(QT_TRANSLATE_NOOP(
                            "items", "Whoever signs as %1 may let access come back although a gate is open, "
                                     "for one change and with a reason: %2."))
        .arg(eitherOf(charter.waiverRoles), namesOrNobody(peopleWith(charter, charter.waiverRoles)));
}

QString witnessWords(const state::Snapshot& snapshot, base::UtcTime now)
{
    if (snapshot.charter.witnesses.empty())
        return sayOfCharter(QT_TRANSLATE_NOOP(
            "items", "The charter names no witness: nobody outside vouches for this ledger's past."));
    QStringList lines;
    for (const domain::WitnessKey& witness : snapshot.charter.witnesses) {
        const state::WitnessState* newest = nullptr;
        for (const state::WitnessState& seen : snapshot.witnesses) {
            if (seen.byCharter && seen.name == witness.name && (!newest || seen.size >= newest->size))
                newest = &seen;
        }
        const QString name = base::harmlessText(witness.name);
        lines += newest ? sayOfCharter(QT_TRANSLATE_NOOP(
                                           "items", "%1 has seen the first %2 of %3 entries, recorded %4"))
                              .arg(name)
                              .arg(newest->size)
                              .arg(snapshot.size)
                              .arg(distanceText(newest->origin.recordedAt, now))
                        : sayOfCharter(QT_TRANSLATE_NOOP("items", "%1 has seen nothing yet")).arg(name);
    }
    return lines.join(u'\n');
}

} // namespace

QString label(domain::Act act)
{
    static constexpr std::array rows{
        QT_TRANSLATE_NOOP("items", "import records"),
        QT_TRANSLATE_NOOP("items", "open, change and close incidents"),
        QT_TRANSLATE_NOOP("items", "keep regulatory requests"),
        QT_TRANSLATE_NOOP("items", "set the catalogue"),
        QT_TRANSLATE_NOOP("items", "add notes and milestones"),
        QT_TRANSLATE_NOOP("items", "propose"),
    };
    return sayOfCharter(rows[static_cast<std::size_t>(act)]);
}

QString keyTypeLabel(const QString& type)
{
    return type == u"p256" ? QStringLiteral("P-256") : type == u"ed25519" ? QStringLiteral("Ed25519") : type;
}

RuleWords ruleWords(const Charter& charter, const domain::Rule& rule)
{
    RuleWords words;
    words.id = rule.id;
    words.title = base::harmlessText(rule.title);
    for (const domain::Governed& governed : rule.covers)
        words.covers += label(governed);
    words.signatures =
        rule.slotRoles.size() == 1
            ? sayOfCharter(QT_TRANSLATE_NOOP("items", "One signature, of somebody other than the proposer"))
            : sayOfCharter(QT_TRANSLATE_NOOP("items", "%n signatures of different people"),
                           static_cast<int>(rule.slotRoles.size()));
    for (const Role role : rule.slotRoles)
        words.signers.push_back({capitalised(label(role)), peopleWith(charter, {role})});
    words.refusals =
        rule.refusalBlocks.empty()
            ? sayOfCharter(QT_TRANSLATE_NOOP("items", "No refusal ends a proposal by itself"))
            : sayOfCharter(QT_TRANSLATE_NOOP("items", "A refusal as %1 ends it: %2"))
                  .arg(eitherOf(rule.refusalBlocks), namesOrNobody(peopleWith(charter, rule.refusalBlocks)));
    words.times =
        sayOfCharter(QT_TRANSLATE_NOOP("items", "Proposals stay open for %1, signatures count for %2"))
            .arg(minutesText(rule.proposalValidMinutes), minutesText(rule.approvalValidMinutes));
    words.verdict = verdictCell(charter, rule);
    return words;
}

MemberWords memberWords(const state::Snapshot& snapshot, const Member& member)
{
    MemberWords words;
    words.id = member.id;
    words.display = base::harmlessText(member.display());
    words.roles = capitalised(listed(member.roles));
    words.since = capitalised(
        sinceWords(firstWith(snapshot, [&](const Charter& charter) { return charter.member(member.id); })));
    for (const domain::MemberKey& key : member.keys) {
        const auto* first = firstWith(snapshot, [&](const Charter& charter) {
            const Member* holder = charter.memberOfKey(key.id);
            return holder && holder->id == member.id;
        });
        words.keys.push_back(
            {key.id.shortCode(), key.id.hex(), keyTypeLabel(key.type), sinceWords(first), false});
    }
    for (const domain::RevokedKey& revoked : snapshot.charter.revoked) {
        if (revoked.member == member.id)
            words.keys.push_back(
                {revoked.key.shortCode(),
                 revoked.key.hex(),
                 {},
                 sayOfCharter(QT_TRANSLATE_NOOP("items", "revoked from entry %1 on: %2"))
                     .arg(QString::number(revoked.fromSeq), base::harmlessText(revoked.reason)),
                 true});
    }
    return words;
}

std::vector<DetailLine> powersInWords(const state::Snapshot& snapshot, base::UtcTime now)
{
    const Charter& charter = snapshot.charter;
    std::vector<DetailLine> lines;
    addPower(lines, QT_TRANSLATE_NOOP("items", "Break-glass"), breakGlassWords(charter));
    addPower(lines, QT_TRANSLATE_NOOP("items", "Waivers"), waiverWords(charter));
    addPower(lines, QT_TRANSLATE_NOOP("items", "Witnesses"), witnessWords(snapshot, now));
    if (charter.acceptsBrittle)
        addPower(lines, QT_TRANSLATE_NOOP("items", "Accepted risk"),
                 sayOfCharter(QT_TRANSLATE_NOOP(
                     "items", "Its signers accept that the loss of two people may lock the charter.")));
    for (std::size_t i = 0; i < charter.acts.size() && i < domain::wordsOf<domain::Act>().size(); ++i)
        addPower(lines, i == 0 ? QT_TRANSLATE_NOOP("items", "Day to day") : "",
                 sayOfCharter(QT_TRANSLATE_NOOP("items", "May %1: %2"))
                     .arg(label(static_cast<domain::Act>(i)), listed(charter.acts[i])));
    return lines;
}

QString charterInWords(const state::Snapshot& snapshot, base::UtcTime now)
{
    const Charter& charter = snapshot.charter;
    const QString version =
        sayOfCharter(QT_TRANSLATE_NOOP("items", "Version %1 of the charter of %2"))
            .arg(QString::number(charter.version), base::harmlessText(charter.organisation));
    if (!charter.expires)
        return sayOfCharter(QT_TRANSLATE_NOOP("items", "%1; it does not expire")).arg(version);
    const bool isOver = *charter.expires < now;
    return (isOver ? sayOfCharter(QT_TRANSLATE_NOOP("items", "%1; it expired %2, %3"))
                   : sayOfCharter(QT_TRANSLATE_NOOP("items", "%1; it expires %2, %3")))
        .arg(version, base::toDisplay(*charter.expires), distanceText(*charter.expires, now));
}

QString DraftWords::whyNot() const
{
    if (!problems.isEmpty())
        return problems.front();
    return changes.isEmpty() ? sayOfCharter(QT_TRANSLATE_NOOP("items", "Nothing is changed yet")) : QString();
}

DraftWords draftWords(const Charter& standing, const Charter& draft)
{
    DraftWords words;
    words.changes = domain::charterDifferences(standing, draft);
    for (const domain::Rule& rule : draft.rules) {
        words.rules.push_back(ruleWords(draft, rule));
        const RuleWords& told = words.rules.back();
        if (told.verdict.sign == Sign::Refused)
            words.problems += sayOfCharter(QT_TRANSLATE_NOOP("items", "“%1”: nobody could meet it. %2."))
                                  .arg(told.title, told.verdict.detail);
    }
    // Every rule that cannot be met is told above; what stands before that in the check's order, or after it,
    // is told by its own sentence.
    const auto checked = domain::checkCharter(draft);
    if (!checked && !checked.error().is(domain::DomainError::CharterUnsatisfiable))
        words.problems += checked.error().sentence();
    if (const auto follows = domain::checkSuccession(standing, draft); !follows)
        words.problems += follows.error().sentence();
    words.fragile = domain::charterWarnings(draft);
    words.fragile.removeIf([&](const QString& warning) { return words.problems.contains(warning); });
    return words;
}

} // namespace keyturn::items
