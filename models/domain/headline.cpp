// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text_safety.h"
#include "models/domain/sheet.h"
#include "models/domain/sheet_names.h"
#include "models/domain/text_layout.h"

namespace keyturn::domain {

namespace {

constexpr qsizetype kHeadlineNames = 4;
constexpr qsizetype kHeadlineNameLength = 60;

QString shortName(const QString& name)
{
    return base::harmlessText(name, kHeadlineNameLength);
}

/// "EU, UK and JP"; from the fifth on only how many more.
template <typename Id>
QString briefly(const std::vector<Id>& ids, const std::vector<Named<Id>>& list, const Catalogue& names)
{
    QStringList texts;
    for (const Id& id : inShownOrder(ids, list))
        texts += shortName(names.nameOf(id));
    if (texts.size() > kHeadlineNames) {
        const qsizetype more = texts.size() - (kHeadlineNames - 1);
        texts = texts.first(kHeadlineNames - 1);
        texts += QStringLiteral("%1 more").arg(more);
    }
    return joinWithAnd(texts);
}

QString modelsOf(const Box& box, const Catalogue& names)
{
    return box.models.all ? QStringLiteral("all models") : briefly(box.models.ids, names.models, names);
}

/// " for self-serve and free on Northgate in EU and UK, with 1 exception".
QString whereOf(const Scope& scope, const Catalogue& names)
{
    const Box& box = scope.include;
    QString text;
    if (!box.tiers.all)
        text += QStringLiteral(" for ") + briefly(box.tiers.ids, names.tiers, names);
    if (!box.channels.all)
        text += QStringLiteral(" on ") + briefly(box.channels.ids, names.channels, names);
    if (box.regions.all)
        text += QStringLiteral(" worldwide");
    else
        text += QStringLiteral(" in ") + briefly(box.regions.ids, names.regions, names);
    if (scope.except.size() == 1)
        text += QStringLiteral(", with 1 exception");
    else if (!scope.except.empty())
        text += QStringLiteral(", with %1 exceptions").arg(scope.except.size());
    return text;
}

/// What is acted upon: models, or some capabilities of them.
QString objectOf(const Box& box, const Catalogue& names)
{
    if (box.capabilities.all)
        return modelsOf(box, names);
    return briefly(box.capabilities.ids, names.capabilities, names) + QStringLiteral(" of ") +
           modelsOf(box, names);
}

} // namespace

QString headline(const Restriction& restriction, const Catalogue& names)
{
    const Measure& measure = restriction.measure;
    const Box& box = restriction.scope.include;
    const QString object = objectOf(box, names);
    const QString where = whereOf(restriction.scope, names);
    // Concatenated, never QString::arg: a name may hold "%1".
    switch (measure.kind) {
    case RestrictionKind::Suspend:
        return QStringLiteral("Suspend ") + object + where;
    case RestrictionKind::LimitTiers:
        return QStringLiteral("Limit ") + object + QStringLiteral(" to ") +
               briefly(measure.allowedTiers, names.tiers, names) + where;
    case RestrictionKind::RateLimit:
        return QStringLiteral("Limit ") + object + QStringLiteral(" to ") +
               QString::number(measure.requestsPerMinute.value_or(0)) + QStringLiteral(" requests a minute") +
               where;
    case RestrictionKind::RequireSafeguard:
        return QStringLiteral("Require “") + shortName(measure.safeguard) + QStringLiteral("” for ") +
               object + where;
    case RestrictionKind::DisableCapability:
        return QStringLiteral("Turn ") + briefly(box.capabilities.ids, names.capabilities, names) +
               QStringLiteral(" off for ") + modelsOf(box, names) + where;
    case RestrictionKind::Reroute:
        return QStringLiteral("Reroute ") + object + QStringLiteral(" to ") +
               (measure.fallback ? shortName(names.nameOf(*measure.fallback)) : QString()) + where;
    case RestrictionKind::EnhanceLogging:
        return QStringLiteral("Log more of ") + object + where;
    }
    return {};
}

QString headline(const ChangeProposed& proposal)
{
    if (proposal.restriction) {
        const QString text = headline(*proposal.restriction, proposal.names);
        return proposal.supersedes
                   ? QStringLiteral("Replace ") + base::harmlessText(proposal.supersedes->value()) +
                         QStringLiteral(": ") + text
                   : text;
    }
    if (proposal.charter)
        return QStringLiteral("Change the charter to version ") + QString::number(proposal.charter->version);
    if (proposal.abandons)
        return QStringLiteral("Go on without the entries of a head of ") +
               QString::number(proposal.abandons->size);
    if (!proposal.ratifiesEntries.empty())
        return proposal.ratifiesEntries.size() == 1
                   ? QStringLiteral("Let the disputed entry %1 stand").arg(proposal.ratifiesEntries.front())
                   : QStringLiteral("Let %1 disputed entries stand").arg(proposal.ratifiesEntries.size());
    const QString lifted = proposal.reverted  ? headline(*proposal.reverted, proposal.names)
                           : proposal.reverts ? base::harmlessText(proposal.reverts->value())
                                              : QString();
    if (proposal.part) {
        const bool isOfAll = proposal.part->models.all && proposal.part->capabilities.all;
        return QStringLiteral("Lift") +
               (isOfAll ? QString() : u' ' + objectOf(*proposal.part, proposal.names)) +
               whereOf({*proposal.part, {}}, proposal.names) + QStringLiteral(": ") + lifted;
    }
    return QStringLiteral("Lift: ") + lifted;
}

} // namespace keyturn::domain
