// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/charter_tables.h"

#include "models/base/text_safety.h"
#include "models/items/charter_draft.h"
#include "models/items/charter_words.h"
#include "models/items/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace keyturn::items {

namespace {

QString sayOfCharterTable(const char* text)
{
    return QCoreApplication::translate("items", text);
}

TableCell plainCell(const QString& text, const QString& detail = {})
{
    return {text, detail, Tone::Neutral, Sign::None};
}

TableCell keysCell(const MemberWords& words)
{
    QStringList keys;
    QStringList details;
    bool isRevoked = false;
    for (const KeyWords& key : words.keys) {
        isRevoked = isRevoked || key.isRevoked;
        keys += key.isRevoked ? sayOfCharterTable(QT_TRANSLATE_NOOP("items", "%1 revoked")).arg(key.shortCode)
                              : QStringLiteral("%1 (%2)").arg(key.shortCode, key.type);
        details += key.whole + QStringLiteral(", ") + key.further;
    }
    if (keys.isEmpty())
        return {sayOfCharterTable(QT_TRANSLATE_NOOP("items", "No key")),
                sayOfCharterTable(QT_TRANSLATE_NOOP("items", "Cannot sign anything")), Tone::Pending,
                Sign::Waiting};
    return {keys.join(u'\n'), details.join(u'\n'), isRevoked ? Tone::Severe : Tone::Neutral,
            isRevoked ? Sign::Stopped : Sign::None};
}

/// Who signed the charter that is @p place in the history.
QStringList charterSigners(const state::Snapshot& snapshot, qsizetype place)
{
    QStringList names;
    if (place + 1 == snapshot.charters.size()) {
        for (const state::Origin& signature : snapshot.charterSignatures)
            names += snapshot.display(signature.member);
        return names;
    }
    const std::int64_t version = snapshot.charters[place].charter.version;
    for (const state::ProposalState& proposal : snapshot.proposals) {
        if (!proposal.facts.charter || proposal.facts.charter->version != version ||
            proposal.status != domain::ProposalStatus::Authorised)
            continue;
        for (const state::ApprovalState& approval : proposal.approvals)
            names += snapshot.display(approval.origin.member);
    }
    if (!names.isEmpty())
        return names;
    // The founding charter: each of its first entries carries one signature.
    for (const state::EntryLine& line : snapshot.entries) {
        if (line.seq > snapshot.charters[place].adopted.seq)
            break;
        if (line.kind == u"charter")
            names += snapshot.display(line.member);
    }
    return names;
}

} // namespace

Table memberTable(const state::Snapshot& snapshot)
{
    Table table;
    table.headers = {sayOfCharterTable(QT_TRANSLATE_NOOP("items", "Name")),
                     sayOfCharterTable(QT_TRANSLATE_NOOP("items", "Title")),
                     sayOfCharterTable(QT_TRANSLATE_NOOP("items", "Roles")),
                     sayOfCharterTable(QT_TRANSLATE_NOOP("items", "Keys"))};
    for (const domain::Member& member : snapshot.charter.members) {
        const MemberWords words = memberWords(snapshot, member);
        const bool isService = member.kind == domain::MemberKind::Service;
        TableRow row;
        row.key = member.id.value();
        row.cells = {plainCell(base::harmlessText(member.name), label(member.kind)),
                     plainCell(member.title.isEmpty() && isService ? label(member.kind)
                                                                   : base::harmlessText(member.title)),
                     plainCell(words.roles, words.since), keysCell(words)};
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table ruleTable(const domain::Charter& charter)
{
    Table table;
    table.headers = {sayOfCharterTable(QT_TRANSLATE_NOOP("items", "Decision")),
                     sayOfCharterTable(QT_TRANSLATE_NOOP("items", "What it needs")),
                     sayOfCharterTable(QT_TRANSLATE_NOOP("items", "Who can sign today")),
                     sayOfCharterTable(QT_TRANSLATE_NOOP("items", "How it stands"))};
    for (const domain::Rule& rule : charter.rules) {
        const RuleWords words = ruleWords(charter, rule);
        TableRow row;
        row.key = rule.id.value();
        QStringList who;
        for (const SlotWords& slot : words.signers) {
            const QString people = slot.people.isEmpty()
                                       ? sayOfCharterTable(QT_TRANSLATE_NOOP("items", "nobody today"))
                                       : slot.people.join(QStringLiteral("; "));
            // A role that is asked for twice is listed once: its people are the same.
            if (const QString line = slot.role + QStringLiteral(": ") + people; !who.contains(line))
                who += line;
        }
        row.cells = {plainCell(words.title, words.covers.join(u'\n')),
                     plainCell(words.signatures + QStringLiteral(": ") + listed(rule.slotRoles) +
                                   QStringLiteral(".\n") + words.refusals + QStringLiteral(".\n") +
                                   words.times + u'.',
                               words.covers.join(u'\n')),
                     plainCell(who.join(u'\n')), words.verdict};
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table charterTable(const state::Snapshot& snapshot, base::UtcTime now)
{
    Table table;
    table.headers = {sayOfCharterTable(QT_TRANSLATE_NOOP("items", "Version")),
                     sayOfCharterTable(QT_TRANSLATE_NOOP("items", "In force since")),
                     sayOfCharterTable(QT_TRANSLATE_NOOP("items", "Signed by")),
                     sayOfCharterTable(QT_TRANSLATE_NOOP("items", "What it changed"))};
    for (qsizetype place = snapshot.charters.size(); place-- > 0;) {
        const state::CharterState& each = snapshot.charters[place];
        const bool isStanding = place + 1 == snapshot.charters.size();
        TableRow row;
        row.key = QString::number(each.charter.version);
        const QStringList changes =
            place == 0 ? QStringList(sayOfCharterTable(QT_TRANSLATE_NOOP("items", "The founding charter")))
                       : domain::charterDifferences(snapshot.charters[place - 1].charter, each.charter);
        row.cells = {{isStanding ? sayOfCharterTable(QT_TRANSLATE_NOOP("items", "%1, standing")).arg(row.key)
                                 : row.key,
                      each.sha256.hex(), isStanding ? Tone::Good : Tone::Neutral,
                      isStanding ? Sign::Done : Sign::None},
                     plainCell(base::toDisplay(each.adopted.recordedAt) + u'\n' +
                               distanceText(each.adopted.recordedAt, now)),
                     plainCell(charterSigners(snapshot, place).join(u'\n')),
                     plainCell(changes.join(u'\n'))};
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table disputedTable(const state::Snapshot& snapshot)
{
    Table table;
    table.headers = {sayOfCharterTable(QT_TRANSLATE_NOOP("items", "Entry")),
                     sayOfCharterTable(QT_TRANSLATE_NOOP("items", "What it is")),
                     sayOfCharterTable(QT_TRANSLATE_NOOP("items", "Signed as")),
                     sayOfCharterTable(QT_TRANSLATE_NOOP("items", "When"))};
    std::vector<quint64> entries(snapshot.disputed.begin(), snapshot.disputed.end());
    std::sort(entries.begin(), entries.end());
    for (const quint64 seq : entries) {
        const state::EntryLine& line = snapshot.entries[static_cast<qsizetype>(seq)];
        TableRow row;
        row.key = QString::number(seq);
        row.cells = {{row.key, line.leaf.hex(), Tone::Severe, Sign::Stopped},
                     plainCell(entryKindLabel(line.kind)),
                     plainCell(snapshot.display(line.member)),
                     plainCell(base::toDisplay(line.time))};
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace keyturn::items
