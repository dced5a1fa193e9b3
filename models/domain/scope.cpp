// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/scope.h"

#include "models/domain/box_algebra.h"
#include "models/domain/identifier.h"
#include "models/domain/reason.h"

#include <QStringList>

namespace keyturn::domain {

namespace {

using base::fail;
using base::Result;

constexpr QLatin1String kEverything("everything");

template <typename Id>
bool isNamedIn(const std::vector<Named<Id>>& list, const Id& id)
{
    return std::any_of(list.begin(), list.end(), [&](const Named<Id>& named) { return named.id == id; });
}

template <typename Id>
Result<void> checkSelection(const Selection<Id>& selection, const std::vector<Named<Id>>& list,
                            const QString& dimension)
{
    if (selection.all) {
        if (!selection.ids.empty())
            return fail(
                DomainError::BadScope,
                reason(QT_TRANSLATE_NOOP("errors", "it selects all %1 and yet lists some"), dimension));
        return {};
    }
    if (selection.ids.empty())
        return fail(DomainError::BadScope,
                    reason(QT_TRANSLATE_NOOP("errors", "it selects no %1"), dimension));
    // contains() searches by halves, so ids out of order would make a scope smaller than it reads.
    if (std::adjacent_find(selection.ids.begin(), selection.ids.end(),
                           [](const Id& a, const Id& b) { return !(a < b); }) != selection.ids.end())
        return fail(DomainError::BadScope,
                    reason(QT_TRANSLATE_NOOP("errors", "its %1 are not in order, each once"), dimension));
    for (const Id& id : selection.ids) {
        if (isNamedIn(list, id))
            continue;
        const QString shown = base::harmlessText(id.value(), 80);
        if constexpr (std::is_same_v<Id, ModelId>)
            return fail(DomainError::UnknownModel, shown);
        else
            return fail(DomainError::UnknownName, dimension, shown);
    }
    return {};
}

Result<void> checkBox(const Box& box, const Catalogue& catalogue)
{
    KEYTURN_TRY(checkSelection(box.models, catalogue.models, QStringLiteral("models")));
    KEYTURN_TRY(checkSelection(box.channels, catalogue.channels, QStringLiteral("channels")));
    KEYTURN_TRY(checkSelection(box.regions, catalogue.regions, QStringLiteral("regions")));
    KEYTURN_TRY(checkSelection(box.tiers, catalogue.tiers, QStringLiteral("tiers")));
    return checkSelection(box.capabilities, catalogue.capabilities, QStringLiteral("capabilities"));
}

template <typename Id>
void readSelection(Selection<Id>& selection, const QStringList& ids)
{
    std::vector<Id> listed;
    for (const QString& id : ids)
        listed.emplace_back(id);
    selection = Selection<Id>::of(std::move(listed));
}

template <typename Id>
void writeSelection(QStringList& parts, const char* key, const Selection<Id>& selection)
{
    if (selection.all)
        return;
    QStringList ids;
    for (const Id& id : selection.ids)
        ids += id.value();
    parts += QLatin1String(key) + u'=' + ids.join(u',');
}

} // namespace

bool Box::contains(const Cell& cell) const
{
    return models.contains(cell.model) && channels.contains(cell.channel) && regions.contains(cell.region) &&
           tiers.contains(cell.tier) && capabilities.contains(cell.capability);
}

bool Scope::contains(const Cell& cell) const
{
    return include.contains(cell) &&
           std::none_of(except.begin(), except.end(), [&](const Box& box) { return box.contains(cell); });
}

Reach reachOf(const Scope& scope, const Catalogue& catalogue)
{
    const auto& regions = scope.include.regions;
    if (regions.all)
        return Reach::Worldwide;
    const bool every =
        std::all_of(catalogue.regions.begin(), catalogue.regions.end(),
                    [&](const Named<RegionId>& region) { return regions.contains(region.id); });
    return every ? Reach::Worldwide : Reach::Regional;
}

Result<void> checkScope(const Scope& scope, const Catalogue& catalogue)
{
    KEYTURN_TRY(checkBox(scope.include, catalogue));
    if (scope.except.size() > kMaximumExceptions)
        return fail(DomainError::BadScope,
                    reason(QT_TRANSLATE_NOOP("errors", "it has more than 32 exceptions")));
    for (const Box& box : scope.except)
        KEYTURN_TRY(checkBox(box, catalogue));
    if (cellCount(scope, catalogue) == 0)
        return fail(DomainError::BadScope,
                    reason(QT_TRANSLATE_NOOP("errors", "its exceptions leave nothing of it")));
    return {};
}

std::uint64_t cellCount(const Scope& scope, const Catalogue& catalogue)
{
    const Grid grid(catalogue);
    std::uint64_t cells = 0;
    for (const GridBox& box : grid.resolve(scope))
        cells += grid.count(box);
    return cells;
}

std::vector<Cell> allCells(const Catalogue& catalogue)
{
    std::vector<Cell> cells;
    for (const auto& model : catalogue.models) {
        for (const auto& channel : catalogue.channels) {
            for (const auto& region : catalogue.regions) {
                for (const auto& tier : catalogue.tiers) {
                    for (const auto& capability : catalogue.capabilities)
                        cells.push_back({model.id, channel.id, region.id, tier.id, capability.id});
                }
            }
        }
    }
    return cells;
}

Result<Box> boxFromText(QStringView text)
{
    Box box;
    if (text.trimmed() == kEverything)
        return box;
    QStringList seen;
    for (const QStringView part : text.split(u';')) {
        const qsizetype equals = part.indexOf(u'=');
        if (equals < 0)
            return fail(
                DomainError::BadScope,
                reason(QT_TRANSLATE_NOOP("errors", "“%1” is not of the form regions=EU,UK;tiers=research"),
                       part.toString()));
        const QString key = part.first(equals).trimmed().toString();
        if (seen.contains(key))
            return fail(DomainError::BadScope,
                        reason(QT_TRANSLATE_NOOP("errors", "“%1” is given twice"), key));
        seen += key;
        QStringList ids;
        for (const QStringView id : part.sliced(equals + 1).split(u',')) {
            ids += id.trimmed().toString();
            if (!isWellFormedIdentifier(ids.constLast()))
                return fail(DomainError::BadScope,
                            reason(QT_TRANSLATE_NOOP("errors", "“%1” in “%2” is not a name of the catalogue"),
                                   ids.constLast(), part.toString()));
        }
        if (key == u"models")
            readSelection(box.models, ids);
        else if (key == u"channels")
            readSelection(box.channels, ids);
        else if (key == u"regions")
            readSelection(box.regions, ids);
        else if (key == u"tiers")
            readSelection(box.tiers, ids);
        else if (key == u"capabilities")
            readSelection(box.capabilities, ids);
        else
            return fail(
                DomainError::BadScope,
                reason(QT_TRANSLATE_NOOP("errors", "“%1” is not one of models, channels, regions, tiers and "
                                                   "capabilities"),
                       key));
    }
    return box;
}

QString toText(const Box& box)
{
    QStringList parts;
    writeSelection(parts, "models", box.models);
    writeSelection(parts, "channels", box.channels);
    writeSelection(parts, "regions", box.regions);
    writeSelection(parts, "tiers", box.tiers);
    writeSelection(parts, "capabilities", box.capabilities);
    return parts.isEmpty() ? QString(kEverything) : parts.join(u';');
}

} // namespace keyturn::domain
