// SPDX-License-Identifier: GPL-3.0-or-later
// What a change does: leaks, dependents, shifts of access.

#include "models/items/card_parts.h"
#include "models/items/words.h"

#include <algorithm>

namespace keyturn::items {

namespace {

/// So many of a kind stand on a card; all are a click away.
constexpr std::size_t kLinesOnCard = 3;

QString combinations(std::uint64_t cells)
{
    return countedText(cells, sayOfCard(QT_TRANSLATE_NOOP("items", "%1 combination")),
                       sayOfCard(QT_TRANSLATE_NOOP("items", "%1 combinations")));
}

QString showAllText(const domain::SignedPreview& preview)
{
    const QString leaks = countedText(preview.leaks, sayOfCard(QT_TRANSLATE_NOOP("items", "%1 leak")),
                                      sayOfCard(QT_TRANSLATE_NOOP("items", "%1 leaks")));
    const QString hits =
        countedText(preview.dependents, sayOfCard(QT_TRANSLATE_NOOP("items", "%1 dependent")),
                    sayOfCard(QT_TRANSLATE_NOOP("items", "%1 dependents")));
    if (preview.leaks > 0 && preview.dependents > 0)
        return sayOfCard(QT_TRANSLATE_NOOP("items", "Show all: %1, %2…")).arg(leaks, hits);
    if (preview.leaks + preview.dependents == 0)
        return {};
    return sayOfCard(QT_TRANSLATE_NOOP("items", "Show all: %1…")).arg(preview.leaks > 0 ? leaks : hits);
}

void setHits(Consequences& out, const domain::SignedPreview& preview)
{
    if (preview.dependents == 0)
        return;
    const QString hit =
        countedText(preview.dependents, sayOfCard(QT_TRANSLATE_NOOP("items", "%1 dependent is hit")),
                    sayOfCard(QT_TRANSLATE_NOOP("items", "%1 dependents are hit")));
    out.isHard = preview.withoutTestedFallback > 0;
    out.hitTitle = out.isHard
                       ? sayOfCard(QT_TRANSLATE_NOOP("items", "%1, %2 without a tested fallback"))
                             .arg(hit)
                             .arg(preview.withoutTestedFallback)
                       : sayOfCard(QT_TRANSLATE_NOOP("items", "%1, each with a tested fallback")).arg(hit);
    for (const domain::DependentLine& line : preview.dependentLines) {
        if (static_cast<std::size_t>(out.hitLines.size()) == kLinesOnCard)
            break;
        out.hitLines += hitText(line.name, line.fallback, line.hit);
    }
}

} // namespace

QString countedText(std::uint64_t count, const QString& one, const QString& many)
{
    return (count == 1 ? one : many).arg(count);
}

QString leakText(const domain::Leak& leak, const domain::Catalogue& names)
{
    QString text = sayOfCard(QT_TRANSLATE_NOOP("items", "%1: %2 on %3 in %4"))
                       .arg(label(leak.kind), names.nameOf(leak.model), names.nameOf(leak.channel),
                            names.nameOf(leak.region));
    if (!leak.alias.isEmpty())
        text += sayOfCard(QT_TRANSLATE_NOOP("items", ", asked for as “%1”")).arg(leak.alias);
    return sayOfCard(QT_TRANSLATE_NOOP("items", "%1; %2")).arg(text, combinations(leak.cells));
}

QString shiftText(const domain::AccessShift& shift)
{
    return sayOfCard(QT_TRANSLATE_NOOP("items", "%1: %2 → %3"))
        .arg(combinations(shift.cells), label(shift.before).toLower(), label(shift.after).toLower());
}

QString hitText(const QString& name, domain::Fallback fallback, const domain::DependentHit& hit)
{
    return sayOfCard(QT_TRANSLATE_NOOP("items", "%1 (%2): %3, at worst %4"))
        .arg(name, label(fallback), combinations(hit.cells), label(hit.worst).toLower());
}

Consequences consequencesOf(const domain::ChangeProposed& facts)
{
    Consequences out;
    if (!facts.preview)
        return out;
    const domain::SignedPreview& preview = *facts.preview;
    out.leaks = preview.leaks;
    if (preview.leaks > 0)
        out.leaksTitle = countedText(
            preview.leaks,
            sayOfCard(QT_TRANSLATE_NOOP("items", "%1 route would still serve what this means to stop")),
            sayOfCard(QT_TRANSLATE_NOOP("items", "%1 routes would still serve what this means to stop")));
    for (std::size_t i = 0; i < std::min(preview.leakLines.size(), kLinesOnCard); ++i)
        out.leakLines += leakText(preview.leakLines[i], facts.names);
    setHits(out, preview);
    for (const domain::AccessShift& shift : preview.shifts)
        out.shifts += shiftText(shift);
    if (!preview.shadowedBy.empty()) {
        QStringList ids;
        for (const domain::ChangeId& id : preview.shadowedBy)
            ids += id.value();
        out.shadowed =
            (ids.size() == 1 ? sayOfCard(QT_TRANSLATE_NOOP("items", "This does nothing while %1 stands"))
                             : sayOfCard(QT_TRANSLATE_NOOP("items", "This does nothing while %1 stand")))
                .arg(listed(ids));
    }
    out.showAll = showAllText(preview);
    return out;
}

} // namespace keyturn::items
