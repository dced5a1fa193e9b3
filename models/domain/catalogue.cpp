// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/catalogue.h"

#include "models/domain/domain_error.h"
#include "models/domain/identifier.h"
#include "models/domain/reason.h"

#include <QSet>

#include <algorithm>

namespace keyturn::domain {

namespace {

using base::fail;
using base::Result;

/// Keeps the number of cells of any catalogue within 64 bits (4096^5 = 2^60).
constexpr size_t kMaximumPerDimension = 4096;
constexpr size_t kMaximumRoutes = 65'536;
constexpr qsizetype kMaximumNameLength = 200;

template <typename Id>
QString nameAmong(const std::vector<Named<Id>>& list, const Id& id)
{
    for (const Named<Id>& named : list) {
        if (named.id == id)
            return named.name.isEmpty() ? id.value() : named.name;
    }
    return id.value();
}

Result<void> checkCatalogueText(const QString& text, const QString& what)
{
    if (text.size() > kMaximumNameLength)
        return fail(
            DomainError::BadCatalogue,
            reason(QT_TRANSLATE_NOOP("errors", "the name of %1 is longer than 200 characters"), what));
    if (base::hasForbiddenCharacter(text))
        return fail(
            DomainError::BadCatalogue,
            reason(QT_TRANSLATE_NOOP("errors", "the name of %1 holds a control or text-direction character"),
                   what));
    return {};
}

template <typename Id>
Result<void> checkDimension(const std::vector<Named<Id>>& list, const QString& dimension)
{
    if (list.empty())
        return fail(DomainError::BadCatalogue,
                    reason(QT_TRANSLATE_NOOP("errors", "it lists no %1"), dimension));
    if (list.size() > kMaximumPerDimension)
        return fail(DomainError::BadCatalogue,
                    reason(QT_TRANSLATE_NOOP("errors", "it lists more than 4096 %1"), dimension));
    QSet<QString> ids;
    QSet<QString> names;
    for (const Named<Id>& named : list) {
        if (!isWellFormedIdentifier(named.id.value()))
            return fail(
                DomainError::BadCatalogue,
                reason(QT_TRANSLATE_NOOP("errors", "“%1” among its %2 is not an id: 1 to 64 of the letters "
                                                   "a to z and A to Z, digits, “-”, “_” and “.”"),
                       named.id.value(), dimension));
        if (ids.contains(named.id.value()))
            return fail(DomainError::BadCatalogue,
                        reason(QT_TRANSLATE_NOOP("errors", "“%1” stands twice among its %2"),
                               named.id.value(), dimension));
        ids.insert(named.id.value());
        KEYTURN_TRY(checkCatalogueText(named.name, named.id.value()));
        // Two things with one name would make a sheet say less than it signs.
        const QString shown = nameAmong(list, named.id);
        if (names.contains(shown))
            return fail(
                DomainError::BadCatalogue,
                reason(QT_TRANSLATE_NOOP("errors", "two of its %2 have the name “%1”"), shown, dimension));
        names.insert(shown);
    }
    return {};
}

template <typename Id>
bool lists(const std::vector<Named<Id>>& list, const Id& id)
{
    return std::any_of(list.begin(), list.end(), [&](const Named<Id>& named) { return named.id == id; });
}

Result<void> checkRoutes(const Catalogue& catalogue)
{
    if (catalogue.routes.size() > kMaximumRoutes)
        return fail(DomainError::BadCatalogue,
                    reason(QT_TRANSLATE_NOOP("errors", "it lists more than 65536 routes")));
    QSet<QString> ids;
    for (const Route& route : catalogue.routes) {
        if (!isWellFormedIdentifier(route.id.value()))
            return fail(
                DomainError::BadCatalogue,
                reason(QT_TRANSLATE_NOOP("errors", "“%1” is not an id of a route"), route.id.value()));
        if (ids.contains(route.id.value()))
            return fail(DomainError::BadCatalogue,
                        reason(QT_TRANSLATE_NOOP("errors", "the route “%1” stands twice"), route.id.value()));
        ids.insert(route.id.value());
        KEYTURN_TRY(checkCatalogueText(route.alias, route.id.value()));
    }
    for (const Route& route : catalogue.routes) {
        const auto names = [&](const QString& what) {
            return fail(DomainError::BadCatalogue,
                        reason(QT_TRANSLATE_NOOP(
                                   "errors", "the route “%1” names “%2”, which the catalogue does not have"),
                               route.id.value(), what));
        };
        if (!lists(catalogue.models, route.model))
            return names(route.model.value());
        if (!lists(catalogue.channels, route.channel))
            return names(route.channel.value());
        if (!lists(catalogue.regions, route.region))
            return names(route.region.value());
        if (route.failsOverTo && !ids.contains(route.failsOverTo->value()))
            return names(route.failsOverTo->value());
        if (route.failsOverTo && *route.failsOverTo == route.id)
            return fail(
                DomainError::BadCatalogue,
                reason(QT_TRANSLATE_NOOP("errors", "the route “%1” fails over to itself"), route.id.value()));
    }
    return {};
}

Result<void> checkFamilies(const Catalogue& catalogue)
{
    QSet<QString> names;
    QSet<QString> placed;
    for (const Family& family : catalogue.families) {
        if (family.name.trimmed().isEmpty())
            return fail(DomainError::BadCatalogue,
                        reason(QT_TRANSLATE_NOOP("errors", "one of its families has no name")));
        KEYTURN_TRY(checkCatalogueText(family.name, family.name));
        if (names.contains(family.name))
            return fail(DomainError::BadCatalogue,
                        reason(QT_TRANSLATE_NOOP("errors", "the family “%1” stands twice"), family.name));
        names.insert(family.name);
        if (family.models.size() < 2)
            return fail(DomainError::BadCatalogue,
                        reason(QT_TRANSLATE_NOOP("errors", "the family “%1” has fewer than two models"),
                               family.name));
        for (const ModelId& model : family.models) {
            if (!lists(catalogue.models, model))
                return fail(
                    DomainError::BadCatalogue,
                    reason(QT_TRANSLATE_NOOP("errors",
                                             "the family “%1” names “%2”, which the catalogue does not have"),
                           family.name, model.value()));
            if (placed.contains(model.value()))
                return fail(DomainError::BadCatalogue,
                            reason(QT_TRANSLATE_NOOP("errors", "the model “%1” stands in families twice"),
                                   model.value()));
            placed.insert(model.value());
        }
    }
    return {};
}

} // namespace

QString Catalogue::nameOf(const ModelId& id) const
{
    return nameAmong(models, id);
}

QString Catalogue::nameOf(const ChannelId& id) const
{
    return nameAmong(channels, id);
}

QString Catalogue::nameOf(const RegionId& id) const
{
    return nameAmong(regions, id);
}

QString Catalogue::nameOf(const TierId& id) const
{
    return nameAmong(tiers, id);
}

QString Catalogue::nameOf(const CapabilityId& id) const
{
    return nameAmong(capabilities, id);
}

Result<void> checkCatalogue(const Catalogue& catalogue)
{
    KEYTURN_TRY(checkDimension(catalogue.models, QStringLiteral("models")));
    KEYTURN_TRY(checkDimension(catalogue.channels, QStringLiteral("channels")));
    KEYTURN_TRY(checkDimension(catalogue.regions, QStringLiteral("regions")));
    KEYTURN_TRY(checkDimension(catalogue.tiers, QStringLiteral("tiers")));
    KEYTURN_TRY(checkDimension(catalogue.capabilities, QStringLiteral("capabilities")));
    KEYTURN_TRY(checkRoutes(catalogue));
    return checkFamilies(catalogue);
}

} // namespace keyturn::domain
