// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/sheet_parts.h"

#include "models/base/text_safety.h"
#include "models/domain/sheet.h"

namespace keyturn::domain {

namespace {

// Nothing here is translated: these bytes are signed and must be the same for ever.

/// Longer labels of the effect table stand on a line of their own.
constexpr int kMaximumModelColumn = 40;
constexpr int kColumnGap = 2;

QString measureText(const Measure& measure, const Catalogue& names)
{
    switch (measure.kind) {
    case RestrictionKind::Suspend:
        return QStringLiteral("suspend: nothing is served");
    case RestrictionKind::LimitTiers:
        return QStringLiteral("limit tiers: served only to ") +
               listed(measure.allowedTiers, names.tiers, names) +
               QStringLiteral("; suspended for every other tier");
    case RestrictionKind::RateLimit:
        return QStringLiteral("rate limit: at most ") +
               QString::number(measure.requestsPerMinute.value_or(0)) + QStringLiteral(" requests a minute");
    case RestrictionKind::RequireSafeguard:
        return QStringLiteral("require a safeguard: ") + measure.safeguard;
    case RestrictionKind::DisableCapability:
        return QStringLiteral("turn the capabilities below off");
    case RestrictionKind::Reroute:
        return QStringLiteral("reroute to ") +
               (measure.fallback ? nameAndId(*measure.fallback, names) : QString());
    case RestrictionKind::EnhanceLogging:
        return QStringLiteral("enhance logging: ") + measure.safeguard;
    }
    return {};
}

QString beforeAndAfter(std::uint64_t before, std::uint64_t after)
{
    return QString::number(before) + QStringLiteral(" -> ") + QString::number(after);
}

struct EffectRow
{
    QString model;
    QString cells;
    QString open;
    QString suspended;
};

template <typename Id>
QString idsText(const std::vector<Id>& ids)
{
    QStringList texts;
    for (const Id& id : ids)
        texts += id.value();
    return texts.isEmpty() ? QStringLiteral("none") : texts.join(QStringLiteral(", "));
}

} // namespace

QString boxInWords(const Box& box, const Catalogue& names)
{
    QStringList parts;
    if (!box.models.all)
        parts += QStringLiteral("models ") + listed(box.models.ids, names.models, names);
    if (!box.channels.all)
        parts += QStringLiteral("channels ") + listed(box.channels.ids, names.channels, names);
    if (!box.regions.all)
        parts += QStringLiteral("regions ") + listed(box.regions.ids, names.regions, names);
    if (!box.tiers.all)
        parts += QStringLiteral("tiers ") + listed(box.tiers.ids, names.tiers, names);
    if (!box.capabilities.all)
        parts += QStringLiteral("capabilities ") + listed(box.capabilities.ids, names.capabilities, names);
    return parts.isEmpty() ? QStringLiteral("everything") : parts.join(QStringLiteral("; "));
}

void writeTitle(SheetText& sheet, const ChangeProposed& proposal)
{
    sheet.heading(QStringLiteral("KEYTURN DECISION SHEET"));
    if (proposal.demo)
        sheet.mark(QStringLiteral("DEMO — not evidence"));
    if (proposal.rehearsal)
        sheet.mark(QStringLiteral("REHEARSAL — nothing is enforced"));
    sheet.emptyLine();
    sheet.paragraph(proposal.organisation);
    sheet.paragraph(headline(proposal));
}

void writeRestriction(SheetText& sheet, const Restriction& restriction, const Catalogue& names)
{
    sheet.field(QStringLiteral("Measure"), measureText(restriction.measure, names));
    const Box& box = restriction.scope.include;
    sheet.field(QStringLiteral("Models"), selected(box.models, names.models, names));
    sheet.field(QStringLiteral("Channels"), selected(box.channels, names.channels, names));
    sheet.field(QStringLiteral("Regions"), box.regions.all
                                               ? QStringLiteral("all (worldwide), also those added later")
                                               : selected(box.regions, names.regions, names));
    sheet.field(QStringLiteral("Tiers"), selected(box.tiers, names.tiers, names));
    sheet.field(QStringLiteral("Capabilities"), selected(box.capabilities, names.capabilities, names));
    if (restriction.scope.except.empty())
        sheet.field(QStringLiteral("Except"), QStringLiteral("nothing"));
    for (std::size_t i = 0; i < restriction.scope.except.size(); ++i)
        sheet.field(i == 0 ? QStringLiteral("Except") : QString(),
                    QString::number(i + 1) + QStringLiteral(". ") +
                        boxInWords(restriction.scope.except[i], names));
    if (restriction.measure.kind != RestrictionKind::Reroute)
        sheet.field(QStringLiteral("Fallback"), restriction.measure.fallback
                                                    ? nameAndId(*restriction.measure.fallback, names)
                                                    : QStringLiteral("none"));
}

void writeEffect(SheetText& sheet, const ChangeProposed& proposal)
{
    sheet.heading(QStringLiteral("EFFECT"));
    if (proposal.effect.empty()) {
        sheet.paragraph(
            QStringLiteral("No cell's access would change: other changes in force are as strict."));
        return;
    }
    sheet.paragraph(QStringLiteral(
        "Of each model's cells (combinations of channel, region, tier and capability), "
        "how many are open and how many suspended, before -> after; the rest are served under a "
        "measure."));
    std::vector<EffectRow> rows{{QStringLiteral("Model"), QStringLiteral("Cells"), QStringLiteral("Open"),
                                 QStringLiteral("Suspended")}};
    for (const ModelEffect& effect : proposal.effect)
        rows.push_back({base::harmlessText(nameAndId(effect.model, proposal.names)),
                        QString::number(effect.cells), beforeAndAfter(effect.openBefore, effect.openAfter),
                        beforeAndAfter(effect.suspendedBefore, effect.suspendedAfter)});
    int modelWidth = 0;
    int cellsWidth = 0;
    int openWidth = 0;
    int suspendedWidth = 0;
    for (const EffectRow& row : rows) {
        modelWidth = qMax(modelWidth, characterCount(row.model));
        cellsWidth = qMax(cellsWidth, characterCount(row.cells));
        openWidth = qMax(openWidth, characterCount(row.open));
        suspendedWidth = qMax(suspendedWidth, characterCount(row.suspended));
    }
    // Counts take the room they need: a long name can stand on a line of its own, a cut number could not be
    // read.
    const int room =
        kSheetWidth - SheetText::kIndent - cellsWidth - openWidth - suspendedWidth - 3 * kColumnGap;
    modelWidth = qMin(modelWidth, qMin(kMaximumModelColumn, room));
    const QString gap(kColumnGap, u' ');
    for (const EffectRow& row : rows) {
        QString model = row.model;
        if (characterCount(model) > modelWidth) {
            sheet.paragraph(model);
            model.clear();
        }
        sheet.tableLine(padRight(model, modelWidth) + gap + padLeft(row.cells, cellsWidth) + gap +
                        padLeft(row.open, openWidth) + gap + padLeft(row.suspended, suspendedWidth));
    }
}

void writeGrounds(SheetText& sheet, const ChangeProposed& proposal)
{
    sheet.heading(QStringLiteral("GROUNDS"));
    sheet.field(QStringLiteral("Proposed by"), proposal.proposerName);
    sheet.field(QStringLiteral("Incident"),
                proposal.incident ? proposal.incident->value() + QStringLiteral(", ") + proposal.incidentTitle
                                  : QStringLiteral("none"));
    sheet.field(QStringLiteral("Signals"), idsText(proposal.signalRecords));
    sheet.field(QStringLiteral("Requests"), idsText(proposal.requests));
    if (proposal.evidence.empty())
        sheet.field(QStringLiteral("Evidence"), QStringLiteral("none"));
    for (std::size_t i = 0; i < proposal.evidence.size(); ++i)
        sheet.field(i == 0 ? QStringLiteral("Evidence") : QString(),
                    QStringLiteral("SHA-256 ") + proposal.evidence[i].hex());
    sheet.emptyLine();
    sheet.paragraph(proposal.rationale);
}

} // namespace keyturn::domain
