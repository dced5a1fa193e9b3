// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/preview.h"
#include "models/domain/sheet.h"
#include "tests/bench/figure.h"

#include <QHash>

#include <algorithm>
#include <random>

/// Times the effect preview over a large catalogue: 200 models on 20 channels in 60 regions for 8 tiers and
/// 12 capabilities, 12,000 routes, 30 layers in force and 500 dependents. The floor is what any preview must
/// do at the least: find where each route stands, and look once at its tiers × capabilities.

using namespace keyturn;
using namespace keyturn::domain;

namespace {

constexpr std::size_t kRoutes = 12'000;
constexpr std::size_t kLayers = 30;
constexpr std::size_t kDependents = 500;
constexpr std::size_t kFamilySize = 4;
constexpr int kRounds = 7;

class WorldMaker
{
public:
    Catalogue catalogue()
    {
        list(m_catalogue.models, "model-%1", 200);
        list(m_catalogue.channels, "channel-%1", 20);
        list(m_catalogue.regions, "region-%1", 60);
        list(m_catalogue.tiers, "tier-%1", 8);
        list(m_catalogue.capabilities, "capability-%1", 12);
        for (std::size_t f = 0; f < m_catalogue.models.size() / kFamilySize; ++f) {
            Family family{QStringLiteral("family %1").arg(f), {}};
            for (std::size_t i = 0; i < kFamilySize; ++i)
                family.models.push_back(m_catalogue.models[f * kFamilySize + i].id);
            m_catalogue.families.push_back(std::move(family));
        }
        for (std::size_t r = 0; r < kRoutes; ++r) {
            const std::size_t model = below(m_catalogue.models.size());
            Route route{RouteId(QStringLiteral("route-%1").arg(r)),
                        m_catalogue.models[model].id,
                        any(m_catalogue.channels),
                        any(m_catalogue.regions),
                        {},
                        {}};
            if (below(3) == 0)
                route.alias = QStringLiteral("latest of family %1").arg(model / kFamilySize);
            if (below(2) == 0)
                route.failsOverTo = RouteId(QStringLiteral("route-%1").arg(below(kRoutes)));
            m_catalogue.routes.push_back(std::move(route));
        }
        return m_catalogue;
    }

    /// What a register lists: mostly a few models on a channel or two; one in twenty uses all models.
    std::vector<Dependent> dependents()
    {
        std::vector<Dependent> out(kDependents);
        for (std::size_t d = 0; d < out.size(); ++d) {
            out[d].id = DependentId(QStringLiteral("dependent-%1").arg(d));
            out[d].fallback = static_cast<Fallback>(below(3));
            if (below(20) != 0)
                out[d].uses.models = some(m_catalogue.models, 1 + below(4));
            out[d].uses.channels = some(m_catalogue.channels, 1 + below(2));
            out[d].uses.regions = some(m_catalogue.regions, 1 + below(20));
            out[d].uses.tiers = some(m_catalogue.tiers, 1);
            out[d].uses.capabilities = some(m_catalogue.capabilities, 1 + below(6));
        }
        return out;
    }

    /// Layers as incidents leave them: mostly on a few models, some on a capability of all of them; with
    /// exceptions.
    std::vector<Layered> layers()
    {
        std::vector<Layered> out;
        for (std::size_t l = 0; l < kLayers; ++l) {
            Restriction restriction;
            restriction.measure.kind = static_cast<RestrictionKind>(below(7));
            Box& box = restriction.scope.include;
            if (below(4) != 0)
                box.models = some(m_catalogue.models, 1 + below(8));
            else
                box.capabilities = some(m_catalogue.capabilities, 1 + below(2));
            if (below(2) == 0)
                box.channels = some(m_catalogue.channels, 1 + below(5));
            if (below(2) == 0)
                box.regions = some(m_catalogue.regions, 1 + below(30));
            if (restriction.measure.kind == RestrictionKind::LimitTiers)
                restriction.measure.allowedTiers = some(m_catalogue.tiers, 2).ids;
            else if (below(3) == 0)
                box.tiers = some(m_catalogue.tiers, 1 + below(4));
            for (std::size_t e = below(3); e > 0; --e)
                restriction.scope.except.push_back(exception());
            out.push_back({change(l), std::move(restriction)});
        }
        return out;
    }

    /// Layers that share no edge: each takes a random half of every dimension, so that nothing can be decided
    /// together but tiers and capabilities.
    std::vector<Layered> scattered()
    {
        std::vector<Layered> out;
        for (std::size_t l = 0; l < kLayers; ++l) {
            Restriction restriction;
            restriction.measure.kind = static_cast<RestrictionKind>(below(7));
            Box& box = restriction.scope.include;
            box.models = some(m_catalogue.models, 100);
            box.channels = some(m_catalogue.channels, 10);
            box.regions = some(m_catalogue.regions, 30);
            box.tiers = some(m_catalogue.tiers, 4);
            box.capabilities = some(m_catalogue.capabilities, 6);
            out.push_back({change(l), std::move(restriction)});
        }
        return out;
    }

    /// Ten families suspended in half of the regions.
    Restriction suspendFamilies()
    {
        Restriction stops;
        std::vector<ModelId> models;
        for (std::size_t m = 0; m < 10 * kFamilySize; ++m)
            models.push_back(m_catalogue.models[m].id);
        stops.scope.include.models = Selection<ModelId>::of(std::move(models));
        stops.scope.include.regions = some(m_catalogue.regions, 30);
        stops.scope.except = {exception(), exception()};
        return stops;
    }

    /// Two capabilities of all models, everywhere.
    Restriction disableEverywhere()
    {
        Restriction stops;
        stops.measure.kind = RestrictionKind::DisableCapability;
        stops.scope.include.capabilities = some(m_catalogue.capabilities, 2);
        stops.scope.except = {exception()};
        return stops;
    }

private:
    template <typename Id>
    static void list(std::vector<Named<Id>>& out, const char* pattern, int count)
    {
        for (int i = 0; i < count; ++i)
            out.push_back({Id(QString::fromLatin1(pattern).arg(i)), {}});
    }
    std::size_t below(std::size_t count) { return m_random() % count; }
    template <typename Id>
    Id any(const std::vector<Named<Id>>& from)
    {
        return from[below(from.size())].id;
    }
    template <typename Id>
    Selection<Id> some(const std::vector<Named<Id>>& from, std::size_t count)
    {
        std::vector<Id> ids;
        for (std::size_t i = 0; i < count; ++i)
            ids.push_back(any(from));
        return Selection<Id>::of(std::move(ids));
    }
    Box exception()
    {
        Box box;
        box.regions = some(m_catalogue.regions, 3);
        box.tiers = some(m_catalogue.tiers, 1);
        return box;
    }
    static ChangeId change(std::size_t number) { return ChangeId(QStringLiteral("C-%1").arg(number + 1)); }

    std::mt19937 m_random{7};
    Catalogue m_catalogue;
};

template <typename Work>
double bestMilliseconds(Work work)
{
    double best = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        const double start = bench::wallSeconds();
        work();
        best = std::min(best, (bench::wallSeconds() - start) * 1000);
    }
    return best;
}

/// Finds where each route stands, and looks at a byte for each of its tiers and capabilities.
double floorMilliseconds(const Catalogue& catalogue)
{
    const auto placesOf = [](const auto& list) {
        QHash<QString, std::size_t> places;
        for (std::size_t i = 0; i < list.size(); ++i)
            places.insert(list[i].id.value(), i);
        return places;
    };
    const std::size_t cells = catalogue.tiers.size() * catalogue.capabilities.size();
    const std::vector<std::uint8_t> access(catalogue.models.size() * cells, 1);
    std::uint64_t sum = 0;
    const double best = bestMilliseconds([&] {
        const auto models = placesOf(catalogue.models);
        const auto channels = placesOf(catalogue.channels);
        const auto regions = placesOf(catalogue.regions);
        for (const Route& route : catalogue.routes) {
            sum += channels.value(route.channel.value()) + regions.value(route.region.value());
            const std::uint8_t* matrix = &access[models.value(route.model.value()) * cells];
            for (std::size_t cell = 0; cell < cells; ++cell)
                sum += matrix[cell];
        }
    });
    if (sum == 0) // never, but a sum that nobody reads would not be made
        std::exit(1);
    return best;
}

void timePreview(const char* name, const Catalogue& catalogue, const std::vector<Layered>& before,
                 const Restriction& stops, const std::vector<Dependent>& dependents, double floor)
{
    auto after = before;
    after.push_back({ChangeId(QStringLiteral("C-99")), stops});
    ChangePreview preview;
    std::vector<ModelEffect> effect;
    const double best = bestMilliseconds([&] {
        preview = previewChange(before, after, stops, catalogue, dependents);
        effect = effectOf(before, after, catalogue);
    });
    std::uint64_t cells = 0;
    for (const AccessShift& shift : preview.shifts)
        cells += shift.cells;
    std::printf("# %s: %llu cells of %zu models shift, %zu dependents are hit, %zu routes leak\n", name,
                static_cast<unsigned long long>(cells), effect.size(), preview.dependents.size(),
                preview.leaks.size());
    bench::print(name, best, "ms", floor);
}

} // namespace

int main()
{
    WorldMaker maker;
    const Catalogue catalogue = maker.catalogue();
    const auto dependents = maker.dependents();
    const auto layers = maker.layers();
    const auto scattered = maker.scattered();
    const Restriction families = maker.suspendFamilies();
    const Restriction everywhere = maker.disableEverywhere();
    const double floor = floorMilliseconds(catalogue);
    timePreview("preview_families_ms", catalogue, layers, families, dependents, floor);
    timePreview("preview_everywhere_ms", catalogue, layers, everywhere, dependents, floor);
    timePreview("preview_scattered_ms", catalogue, scattered, everywhere, dependents, floor);
    auto after = scattered;
    after.push_back({ChangeId(QStringLiteral("C-99")), everywhere});
    std::size_t shadows = 0;
    bench::print("preview_shadowed_ms", bestMilliseconds([&] {
                     for (const Layered& layer : after)
                         shadows += shadowedBy(after, layer.change, catalogue).size();
                 }),
                 "ms");
    std::printf("# of %zu layers each looked at, %zu shadows\n", after.size(), shadows);
    return 0;
}
