// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets of template 2, in English: what template 1 shows, and the effect preview, the leakage map, gates,
// break-glass, charters, ratifications and heads left behind. Nothing here is translated: these bytes are
// signed.

#include "models/domain/charter.h"
#include "models/domain/sheet.h"
#include "models/domain/sheet_parts.h"

namespace keyturn::domain {

namespace {

QString counted(std::uint64_t count, const char* one, const char* many)
{
    return QString::number(count) + u' ' + QLatin1String(count == 1 ? one : many);
}

QString andMore(std::uint64_t all, std::size_t shown)
{
    return QStringLiteral("and ") + QString::number(all - shown) +
           QStringLiteral(" more, which the preview lists");
}

void writeLifted(SheetText& sheet, const ChangeProposed& proposal)
{
    sheet.heading(QStringLiteral("WHAT IS LIFTED"));
    sheet.field(QStringLiteral("Change"),
                proposal.part
                    ? proposal.reverts->value() + QStringLiteral(", in part: only ") +
                          boxInWords(*proposal.part, proposal.names) +
                          QStringLiteral("; the rest of it stays in force")
                    : proposal.reverts->value() + QStringLiteral(", which stops applying as a whole"));
    writeRestriction(sheet, *proposal.reverted, proposal.names);
}

void writeRestricted(SheetText& sheet, const ChangeProposed& proposal)
{
    sheet.heading(QStringLiteral("WHAT IS RESTRICTED"));
    writeRestriction(sheet, *proposal.restriction, proposal.names);
    if (!proposal.supersedes)
        return;
    sheet.heading(QStringLiteral("WHAT IT REPLACES"));
    sheet.field(QStringLiteral("Change"),
                proposal.supersedes->value() + QStringLiteral(", which stops applying at the same moment"));
    if (proposal.reverted)
        writeRestriction(sheet, *proposal.reverted, proposal.names);
}

void writeCharter(SheetText& sheet, const ChangeProposed& proposal)
{
    const Charter& next = *proposal.charter;
    sheet.heading(QStringLiteral("WHAT THE NEXT CHARTER CHANGES"));
    sheet.paragraph(QStringLiteral("Version ") + QString::number(next.version) +
                    QStringLiteral(" takes the place of version ") + QString::number(next.version - 1) +
                    u'.');
    for (std::size_t i = 0; i < proposal.charterChanges.size(); ++i)
        sheet.field(QString::number(i + 1), proposal.charterChanges[i]);
    sheet.heading(QStringLiteral("ITS RULES, WHOLE"));
    for (const Rule& rule : next.rules)
        sheet.paragraph(ruleInWords(rule));
    sheet.heading(QStringLiteral("ITS MEMBERS, WHOLE"));
    for (const Member& member : next.members) {
        QStringList roles;
        for (const Role role : member.roles)
            roles += toWord(role);
        QStringList keys;
        for (const MemberKey& key : member.keys)
            keys += key.id.hex().left(16);
        sheet.paragraph(member.display() + QStringLiteral(" (") + member.id.value() + QStringLiteral("): ") +
                        roles.join(QStringLiteral(", ")) + QStringLiteral("; keys ") +
                        (keys.isEmpty() ? QStringLiteral("none") : keys.join(QStringLiteral(", "))));
    }
}

void writeRatified(SheetText& sheet, const ChangeProposed& proposal)
{
    sheet.heading(QStringLiteral("DISPUTED ENTRIES THAT SHALL STAND"));
    sheet.paragraph(
        QStringLiteral("They were signed with a key that somebody else may have had. Signing this says "
                       "that they hold all the same."));
    for (std::size_t i = 0; i < proposal.ratifiedLines.size(); ++i)
        sheet.field(QString::number(proposal.ratifiesEntries[i]), proposal.ratifiedLines[i]);
}

void writeAbandoned(SheetText& sheet, const ChangeProposed& proposal)
{
    sheet.heading(QStringLiteral("A HEAD THAT IS LEFT BEHIND"));
    sheet.paragraph(
        QStringLiteral("This ledger has been seen with other or more entries than it has here. Signing this "
                       "says to go on from here without them. What is known of that head:"));
    sheet.field(QStringLiteral("Entries"), QString::number(proposal.abandons->size));
    sheet.field(QStringLiteral("Root"), proposal.abandons->root.hex());
}

void writeShifts(SheetText& sheet, const ChangeProposed& proposal)
{
    if (!proposal.preview || proposal.preview->shifts.empty())
        return;
    sheet.emptyLine();
    for (const AccessShift& shift : proposal.preview->shifts)
        sheet.field(QString::number(shift.cells),
                    toWord(shift.before) + QStringLiteral(" -> ") + toWord(shift.after));
}

void writeShadowed(SheetText& sheet, const SignedPreview& preview)
{
    if (preview.shadowedBy.empty())
        return;
    QStringList ids;
    for (const ChangeId& id : preview.shadowedBy)
        ids += id.value();
    sheet.emptyLine();
    sheet.paragraph(QStringLiteral("This does nothing while ") + joinWithAnd(ids) +
                    (ids.size() == 1 ? QStringLiteral(" stands.") : QStringLiteral(" stand.")));
}

void writeLeaks(SheetText& sheet, const ChangeProposed& proposal)
{
    // Only what is meant to stop something can leak.
    if (!proposal.restriction)
        return;
    const SignedPreview& preview = *proposal.preview;
    sheet.heading(QStringLiteral("LEAKS"));
    if (preview.leaks == 0) {
        sheet.paragraph(
            QStringLiteral("None: no route of the catalogue would still serve what this means to stop."));
        return;
    }
    sheet.paragraph(counted(preview.leaks, "route", "routes") +
                    QStringLiteral(" would still serve what this means to stop:"));
    for (std::size_t i = 0; i < preview.leakLines.size(); ++i)
        sheet.field(QString::number(i + 1), leakInWords(preview.leakLines[i], proposal.names));
    if (preview.leaks > preview.leakLines.size())
        sheet.field(QString(), andMore(preview.leaks, preview.leakLines.size()));
}

void writeDependents(SheetText& sheet, const SignedPreview& preview)
{
    sheet.heading(QStringLiteral("DEPENDENTS"));
    if (preview.dependents == 0) {
        sheet.paragraph(QStringLiteral("None of the register is hit."));
        return;
    }
    sheet.paragraph(counted(preview.dependents, "is hit, ", "are hit, ") +
                    QString::number(preview.withoutTestedFallback) +
                    QStringLiteral(" of them without a tested fallback:"));
    for (std::size_t i = 0; i < preview.dependentLines.size(); ++i) {
        const DependentLine& line = preview.dependentLines[i];
        QString text = line.name + QStringLiteral(" (") + line.hit.id.value() +
                       QStringLiteral("), fallback ") + toWord(line.fallback) + QStringLiteral(", ") +
                       counted(line.hit.cells, "combination", "combinations") +
                       QStringLiteral(", at worst ") + toWord(line.hit.worst);
        if (!line.contact.isEmpty())
            text += QStringLiteral("; contact ") + line.contact;
        sheet.field(QString::number(i + 1), text);
    }
    if (preview.dependents > preview.dependentLines.size())
        sheet.field(QString(), andMore(preview.dependents, preview.dependentLines.size()));
}

void writeGates(SheetText& sheet, const ChangeProposed& proposal)
{
    const bool loosens = proposal.reverts || (proposal.supersedes && proposal.alsoNeeded);
    if (!loosens)
        return;
    sheet.heading(QStringLiteral("RESTORATION GATES"));
    if (proposal.gates.empty())
        sheet.paragraph(QStringLiteral("Its incident has none."));
    for (const GateLine& gate : proposal.gates)
        sheet.field(gate.gate.value(), toWord(gate.layer) + QStringLiteral(": ") + gate.criterion +
                                           QStringLiteral(" — ") + gate.outcome);
}

void writeSecondTimes(SheetText& sheet, const ChangeProposed& proposal, bool breaksGlass)
{
    sheet.heading(QStringLiteral("TIMES"));
    if (proposal.isOfAccess())
        sheet.field(QStringLiteral("Effective"), proposal.effectiveAt ? base::toDisplay(*proposal.effectiveAt)
                                                 : breaksGlass
                                                     ? QStringLiteral("at once")
                                                     : QStringLiteral("as soon as it is authorised"));
    if (proposal.restriction)
        sheet.field(QStringLiteral("Review by"),
                    proposal.reviewBy
                        ? base::toDisplay(*proposal.reviewBy) + QStringLiteral("; it does not lift by itself")
                        : QStringLiteral("no date; it does not lift by itself"));
    if (breaksGlass)
        sheet.field(QStringLiteral("Ratify by"),
                    base::toDisplay(proposal.expiresAt) +
                        QStringLiteral("; after that it is overdue, and stays in force"));
    else
        sheet.field(QStringLiteral("Expires"),
                    base::toDisplay(proposal.expiresAt) + QStringLiteral(", unless authorised before"));
}

void writeSlots(SheetText& sheet, const QString& title, const RuleId& rule, const std::vector<Role>& roles)
{
    sheet.field(QStringLiteral("Rule"), title + QStringLiteral(" (") + rule.value() + u')');
    for (std::size_t i = 0; i < roles.size(); ++i)
        sheet.field(QString::number(i + 1), toWord(roles[i]));
}

void writeSecondSignatures(SheetText& sheet, const ChangeProposed& proposal, bool breaksGlass)
{
    sheet.heading(breaksGlass ? QStringLiteral("SIGNATURES THAT RATIFY IT")
                              : QStringLiteral("SIGNATURES NEEDED"));
    writeSlots(sheet, proposal.ruleTitle, proposal.rule, proposal.slotRoles);
    if (proposal.alsoNeeded) {
        sheet.emptyLine();
        sheet.paragraph(
            proposal.charter
                ? QStringLiteral("And by the members and the rule of the next charter, for which the same "
                                 "signatures count:")
                : QStringLiteral("And, since it also loosens access, for which the same signatures count:"));
        writeSlots(sheet, proposal.alsoNeeded->ruleTitle, proposal.alsoNeeded->rule,
                   proposal.alsoNeeded->slotRoles);
    }
    sheet.emptyLine();
    sheet.paragraph(
        QStringLiteral("Each from a different person. Signing means: this exact change, on these grounds, "
                       "with this effect. Any edit makes it a new proposal."));
    if (breaksGlass)
        sheet.paragraph(QStringLiteral("Whoever broke the glass cannot sign. Only a quorum lifts it."));
}

void writeEffects(SheetText& sheet, const ChangeProposed& proposal)
{
    if (proposal.effect.empty() && !proposal.preview->shifts.empty()) {
        sheet.heading(QStringLiteral("EFFECT"));
        sheet.paragraph(
            QStringLiteral("As many cells of each model are open and suspended after it as before, but not "
                           "the same ones; combinations that change, before -> after:"));
    } else {
        writeEffect(sheet, proposal);
    }
    writeShifts(sheet, proposal);
    writeShadowed(sheet, *proposal.preview);
    writeLeaks(sheet, proposal);
    writeDependents(sheet, *proposal.preview);
    writeGates(sheet, proposal);
}

} // namespace

QString leakInWords(const Leak& leak, const Catalogue& names)
{
    QString text = toWord(leak.kind) + QStringLiteral(": ") + nameAndId(leak.model, names) +
                   QStringLiteral(" on ") + nameAndId(leak.channel, names) + QStringLiteral(" in ") +
                   nameAndId(leak.region, names);
    if (!leak.alias.isEmpty())
        text += QStringLiteral(", asked for as “") + leak.alias + u'”';
    text += QStringLiteral(" (route ") + leak.route.value() + u')';
    if (!leak.via.empty()) {
        QStringList hops;
        for (const RouteId& hop : leak.via)
            hops += hop.value();
        text += QStringLiteral(", through ") + hops.join(QStringLiteral(" -> "));
    }
    return text + QStringLiteral(", ") + counted(leak.cells, "combination", "combinations");
}

QByteArray renderSecond(const ChangeProposed& proposal, Urgency urgency)
{
    const bool breaksGlass = urgency == Urgency::BreakGlass;
    SheetText sheet;
    writeTitle(sheet, proposal);
    if (breaksGlass)
        sheet.paragraph(
            QStringLiteral("BREAK-GLASS: in force at once on one signature, until a quorum ratifies or "
                           "lifts it."));
    if (proposal.restriction)
        writeRestricted(sheet, proposal);
    else if (proposal.reverts)
        writeLifted(sheet, proposal);
    else if (proposal.charter)
        writeCharter(sheet, proposal);
    else if (proposal.abandons)
        writeAbandoned(sheet, proposal);
    else
        writeRatified(sheet, proposal);
    if (proposal.isOfAccess())
        writeEffects(sheet, proposal);
    writeGrounds(sheet, proposal);
    writeSecondTimes(sheet, proposal, breaksGlass);
    writeSecondSignatures(sheet, proposal, breaksGlass);
    return sheet.toUtf8();
}

} // namespace keyturn::domain
