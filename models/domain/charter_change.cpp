// SPDX-License-Identifier: GPL-3.0-or-later
// From one charter to the next: what may follow what, and what that changes, in words.

#include "models/domain/charter.h"
#include "models/domain/reason.h"
#include "models/domain/text_layout.h"

#include <algorithm>

namespace keyturn::domain {

namespace {

// Not translated: part of the signed sheet.

tl::unexpected<base::Error> notNext(const char* text)
{
    return base::fail(DomainError::BadCharter, reason(text));
}

QString rolesText(const std::vector<Role>& roles)
{
    QStringList words;
    for (const Role role : roles)
        words += toWord(role);
    return words.isEmpty() ? QStringLiteral("nobody") : joinWithAnd(words);
}

QString minutesText(std::int64_t minutes)
{
    const auto of = [](std::int64_t count, const char* unit) {
        return QString::number(count) + u' ' + QLatin1String(unit) +
               (count == 1 ? QString() : QStringLiteral("s"));
    };
    constexpr std::int64_t kMinutesPerDay = 24 * 60;
    if (minutes % kMinutesPerDay == 0)
        return of(minutes / kMinutesPerDay, "day");
    if (minutes % 60 == 0)
        return of(minutes / 60, "hour");
    return of(minutes, "minute");
}

QString keyText(const MemberKey& key)
{
    return key.type + QStringLiteral(" key ") + key.id.hex().left(16);
}

const Rule* ruleOf(const Charter& charter, const RuleId& id)
{
    const auto found = std::find_if(charter.rules.begin(), charter.rules.end(),
                                    [&](const Rule& rule) { return rule.id == id; });
    return found == charter.rules.end() ? nullptr : &*found;
}

QString coversText(const Rule& rule)
{
    QStringList texts;
    for (const Governed& governed : rule.covers)
        texts += toText(governed);
    return texts.join(QStringLiteral(", "));
}

/// Collects the sentences.
class Differences
{
public:
    Differences(const Charter& before, const Charter& after) : m_before(before), m_after(after) {}

    QStringList tell()
    {
        members();
        rules();
        rest();
        return std::move(m_lines);
    }

private:
    void say(const QString& line) { m_lines += line; }

    void members()
    {
        for (const Member& member : m_after.members) {
            const Member* before = m_before.member(member.id);
            if (!before) {
                say(QStringLiteral("Joins: ") + member.display() + QStringLiteral(" (") + member.id.value() +
                    QStringLiteral("), as ") + rolesText(member.roles) +
                    (member.kind == MemberKind::Service ? QStringLiteral(", a service") : QString()));
                continue;
            }
            if (before->display() != member.display())
                say(QStringLiteral("Is called otherwise: ") + before->display() +
                    QStringLiteral(" becomes ") + member.display());
            if (before->kind != member.kind)
                say(QStringLiteral("Changes kind: ") + member.display() + QStringLiteral(" becomes a ") +
                    toWord(member.kind));
            if (before->roles != member.roles)
                say(QStringLiteral("Changes roles: ") + member.display() + QStringLiteral(", from ") +
                    rolesText(before->roles) + QStringLiteral(" to ") + rolesText(member.roles));
            keys(*before, member);
        }
        for (const Member& member : m_before.members) {
            if (!m_after.member(member.id))
                say(QStringLiteral("Leaves: ") + member.display() + QStringLiteral(" (") + member.id.value() +
                    QStringLiteral("), who was ") + rolesText(member.roles));
        }
    }

    void keys(const Member& before, const Member& after)
    {
        const auto has = [](const Member& member, const MemberKey& key) {
            return std::find(member.keys.begin(), member.keys.end(), key) != member.keys.end();
        };
        for (const MemberKey& key : after.keys) {
            if (!has(before, key))
                say(QStringLiteral("New key: ") + after.display() + QStringLiteral(" gains the ") +
                    keyText(key));
        }
        for (const MemberKey& key : before.keys) {
            if (!has(after, key) && !m_after.revocationOf(key.id))
                say(QStringLiteral("Key retired: ") + after.display() + QStringLiteral(" gives up the ") +
                    keyText(key) + QStringLiteral("; what it signed stands"));
        }
    }

    void rules()
    {
        for (const Rule& rule : m_after.rules) {
            const Rule* before = ruleOf(m_before, rule.id);
            if (!before)
                say(QStringLiteral("New rule: ") + ruleInWords(rule) + QStringLiteral(" Covers ") +
                    coversText(rule) + u'.');
            else if (!(*before == rule))
                say(QStringLiteral("Rule changes: ") + ruleInWords(*before) + QStringLiteral(" Becomes: ") +
                    ruleInWords(rule) +
                    (before->covers == rule.covers
                         ? QString()
                         : QStringLiteral(" Covers ") + coversText(rule) + QStringLiteral(" instead of ") +
                               coversText(*before) + u'.'));
        }
        for (const Rule& rule : m_before.rules) {
            if (!ruleOf(m_after, rule.id))
                say(QStringLiteral("Rule dropped: ") + rule.title);
        }
    }

    void rest()
    {
        const auto words = wordsOf<Act>();
        for (std::size_t i = 0; i < words.size() && i < m_before.acts.size() && i < m_after.acts.size();
             ++i) {
            if (m_before.acts[i] != m_after.acts[i])
                say(QStringLiteral("May ") + QLatin1String(words[i]) + QStringLiteral(": ") +
                    rolesText(m_after.acts[i]) + QStringLiteral(", instead of ") +
                    rolesText(m_before.acts[i]));
        }
        if (m_before.breakGlass != m_after.breakGlass)
            say(QStringLiteral("Break-glass: ") + breakGlassText(m_after) + QStringLiteral(", instead of ") +
                breakGlassText(m_before));
        if (m_before.waiverRoles != m_after.waiverRoles)
            say(QStringLiteral("May waive restoration gates: ") + rolesText(m_after.waiverRoles) +
                QStringLiteral(", instead of ") + rolesText(m_before.waiverRoles));
        for (const WitnessKey& witness : m_after.witnesses) {
            if (std::find(m_before.witnesses.begin(), m_before.witnesses.end(), witness) ==
                m_before.witnesses.end())
                say(QStringLiteral("Witness added: ") + witness.name);
        }
        for (const WitnessKey& witness : m_before.witnesses) {
            if (std::find(m_after.witnesses.begin(), m_after.witnesses.end(), witness) ==
                m_after.witnesses.end())
                say(QStringLiteral("Witness dropped: ") + witness.name);
        }
        for (std::size_t i = m_before.revoked.size(); i < m_after.revoked.size(); ++i) {
            const RevokedKey& revoked = m_after.revoked[i];
            const Member* member = m_before.member(revoked.member);
            say(QStringLiteral("KEY REVOKED: ") + revoked.key.hex().left(16) + QStringLiteral(" of ") +
                (member ? member->display() : revoked.member.value()) +
                QStringLiteral("; what it signed from entry ") + QString::number(revoked.fromSeq) +
                QStringLiteral(" on, or before that without a witness, is disputed. Reason: ") +
                revoked.reason);
        }
        if (m_before.expires != m_after.expires)
            say(m_after.expires ? QStringLiteral("Expires ") + base::toDisplay(*m_after.expires)
                                : QStringLiteral("No longer expires"));
        if (m_before.acceptsBrittle != m_after.acceptsBrittle)
            say(m_after.acceptsBrittle
                    ? QStringLiteral("Accepts that the loss of two people may lock it")
                    : QStringLiteral("No longer accepts that the loss of two people may lock it"));
        if (m_before.format != m_after.format)
            say(QStringLiteral("Rules of the format ") + QString::number(m_after.format));
    }

    static QString breakGlassText(const Charter& charter)
    {
        return charter.breakGlass
                   ? rolesText(charter.breakGlass->roles) + QStringLiteral(", to be ratified within ") +
                         minutesText(charter.breakGlass->ratifyWithinMinutes)
                   : QStringLiteral("nobody");
    }

    const Charter& m_before;
    const Charter& m_after;
    QStringList m_lines;
};

} // namespace

std::vector<base::Digest> newKeys(const Charter& standing, const Charter& next)
{
    std::vector<base::Digest> keys;
    for (const Member& member : next.members) {
        for (const MemberKey& key : member.keys) {
            // A key that changes hands is as new as one never seen.
            const Member* holder = standing.memberOfKey(key.id);
            if (!holder || holder->id != member.id)
                keys.push_back(key.id);
        }
    }
    return keys;
}

QByteArray possessionBytes(const base::Digest& log, const MemberId& member, const base::Digest& key)
{
    return "keyturn-enrolment/1\nlog " + log.hex().toLatin1() + "\nmember " + member.value().toUtf8() +
           "\nkey " + key.hex().toLatin1() + '\n';
}

base::Result<void> checkSuccession(const Charter& standing, const Charter& next)
{
    if (next.version != standing.version + 1)
        return base::fail(DomainError::BadCharter,
                          reason(QT_TRANSLATE_NOOP("errors", "version %1 follows version %2, not version %3"),
                                 QString::number(standing.version + 1), QString::number(standing.version),
                                 QString::number(next.version)));
    if (next.format < standing.format)
        return notNext(QT_TRANSLATE_NOOP("errors", "it would go back to older rules"));
    if (next.organisation != standing.organisation || next.demo != standing.demo)
        return notNext(
            QT_TRANSLATE_NOOP("errors", "the organisation and the DEMO mark stay with a ledger for good"));
    if (next.revoked.size() < standing.revoked.size() ||
        !std::equal(standing.revoked.begin(), standing.revoked.end(), next.revoked.begin()))
        return notNext(QT_TRANSLATE_NOOP("errors", "it takes a revocation back"));
    for (std::size_t i = standing.revoked.size(); i < next.revoked.size(); ++i) {
        const Member* holder = standing.memberOfKey(next.revoked[i].key);
        if (!holder || holder->id != next.revoked[i].member)
            return base::fail(
                DomainError::BadCharter,
                reason(QT_TRANSLATE_NOOP("errors", "the key %1 that it revokes is not one that the standing "
                                                   "charter names for that member"),
                       next.revoked[i].key.shortCode()));
    }
    if (next == standing)
        return notNext(QT_TRANSLATE_NOOP("errors", "it changes nothing"));
    return {};
}

QStringList charterDifferences(const Charter& standing, const Charter& next)
{
    return Differences(standing, next).tell();
}

QString ruleInWords(const Rule& rule)
{
    QString text = u'“' + rule.title + QStringLiteral("” needs ") +
                   (rule.slotRoles.size() == 1 ? QStringLiteral("one signature, of somebody other than the "
                                                                "proposer, as ")
                                               : QString::number(rule.slotRoles.size()) +
                                                     QStringLiteral(" signatures of different people, as ")) +
                   rolesText(rule.slotRoles) + QStringLiteral(", given within ") +
                   minutesText(rule.proposalValidMinutes) +
                   QStringLiteral(" of the proposal; each counts for ") +
                   minutesText(rule.approvalValidMinutes) + u'.';
    if (!rule.refusalBlocks.empty())
        text +=
            QStringLiteral(" A refusal as ") + rolesText(rule.refusalBlocks) + QStringLiteral(" ends it.");
    return text;
}

} // namespace keyturn::domain
