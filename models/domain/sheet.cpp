// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets of template 1, in English. Nothing here is translated or changed any more: the bytes are signed and
// must be the same for ever. Template 2 is in sheet_second.cpp.

#include "models/domain/sheet.h"

#include "models/domain/reason.h"
#include "models/domain/sheet_parts.h"

namespace keyturn::domain {

namespace {

constexpr QLatin1String kSheetLanguage("en");

void writeChange(SheetText& sheet, const ChangeProposed& proposal)
{
    const Restriction& restriction = proposal.restriction ? *proposal.restriction : *proposal.reverted;
    if (proposal.restriction) {
        sheet.heading(QStringLiteral("WHAT IS RESTRICTED"));
    } else {
        sheet.heading(QStringLiteral("WHAT IS LIFTED"));
        sheet.field(QStringLiteral("Change"),
                    proposal.reverts->value() + QStringLiteral(", which stops applying as a whole"));
    }
    writeRestriction(sheet, restriction, proposal.names);
}

void writeTimes(SheetText& sheet, const ChangeProposed& proposal)
{
    sheet.heading(QStringLiteral("TIMES"));
    sheet.field(QStringLiteral("Effective"), proposal.effectiveAt
                                                 ? base::toDisplay(*proposal.effectiveAt)
                                                 : QStringLiteral("as soon as it is authorised"));
    if (proposal.restriction)
        sheet.field(QStringLiteral("Review by"),
                    proposal.reviewBy
                        ? base::toDisplay(*proposal.reviewBy) + QStringLiteral("; it does not lift by itself")
                        : QStringLiteral("no date; it does not lift by itself"));
    else if (proposal.reviewBy)
        sheet.field(QStringLiteral("Review by"), base::toDisplay(*proposal.reviewBy));
    sheet.field(QStringLiteral("Expires"),
                base::toDisplay(proposal.expiresAt) + QStringLiteral(", unless authorised before"));
}

void writeSignatures(SheetText& sheet, const ChangeProposed& proposal)
{
    sheet.heading(QStringLiteral("SIGNATURES NEEDED"));
    sheet.field(QStringLiteral("Rule"),
                proposal.ruleTitle + QStringLiteral(" (") + proposal.rule.value() + u')');
    for (std::size_t i = 0; i < proposal.slotRoles.size(); ++i)
        sheet.field(QString::number(i + 1), toWord(proposal.slotRoles[i]));
    sheet.emptyLine();
    sheet.paragraph(
        QStringLiteral("Each from a different person. Signing means: this exact change, on these grounds, "
                       "with this effect. Any edit makes it a new proposal."));
}

QByteArray renderFirst(const ChangeProposed& proposal)
{
    SheetText sheet;
    writeTitle(sheet, proposal);
    writeChange(sheet, proposal);
    writeEffect(sheet, proposal);
    writeGrounds(sheet, proposal);
    writeTimes(sheet, proposal);
    writeSignatures(sheet, proposal);
    return sheet.toUtf8();
}

} // namespace

base::Result<QByteArray> renderSheet(const ChangeProposed& proposal, Urgency urgency)
{
    const bool isKnown = (proposal.sheetTemplate == 1 || proposal.sheetTemplate == kNewestSheetTemplate) &&
                         proposal.sheetLanguage == kSheetLanguage;
    if (!isKnown)
        return base::fail(
            DomainError::BadProposal,
            reason(QT_TRANSLATE_NOOP("errors", "its sheet is of the template %1 in the language “%2”, which "
                                               "this version does not have"),
                   QString::number(proposal.sheetTemplate), proposal.sheetLanguage));
    KEYTURN_TRY(checkKindOfChange(proposal));
    return proposal.sheetTemplate == 1 ? renderFirst(proposal) : renderSecond(proposal, urgency);
}

} // namespace keyturn::domain
