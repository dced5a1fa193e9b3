// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/domain/ids.h"

#include <optional>
#include <vector>

namespace keyturn::domain {

/// A thing of the catalogue with an id for files and a name for people.
template <typename Id>
struct Named
{
    Id id;
    QString name;
    friend bool operator==(const Named&, const Named&) = default;
};

/// A way traffic takes: which channel serves which model in which region, under which alias, failing over to
/// what.
struct Route
{
    RouteId id;
    ModelId model;
    ChannelId channel;
    RegionId region;
    QString alias; ///< The name clients ask for; empty when it is the model's own.
    std::optional<RouteId> failsOverTo;
    friend bool operator==(const Route&, const Route&) = default;
};

/// Models trained on the same data, or sharing weights or behaviour: what is wrong with one may be wrong with
/// all.
struct Family
{
    QString name;
    std::vector<ModelId> models;
    friend bool operator==(const Family&, const Family&) = default;
};

/// What can be controlled (domain.md, "Catalogue"). Order is the order shown.
struct Catalogue
{
    std::vector<Named<ModelId>> models;
    std::vector<Named<ChannelId>> channels;
    std::vector<Named<RegionId>> regions;
    std::vector<Named<TierId>> tiers;
    std::vector<Named<CapabilityId>> capabilities;
    std::vector<Route> routes;
    std::vector<Family> families{}; ///< A model is in one at most.
    friend bool operator==(const Catalogue&, const Catalogue&) = default;

    [[nodiscard]] bool isEmpty() const { return models.empty(); }
    /// The name for people, or the id itself where the catalogue does not list it.
    [[nodiscard]] QString nameOf(const ModelId& id) const;
    [[nodiscard]] QString nameOf(const ChannelId& id) const;
    [[nodiscard]] QString nameOf(const RegionId& id) const;
    [[nodiscard]] QString nameOf(const TierId& id) const;
    [[nodiscard]] QString nameOf(const CapabilityId& id) const;
};

/// Ids unique and well-formed (letters, digits, '-', '_', '.'; 1 to 64), no empty dimension, routes that name
/// what exists, families of two or more models each of which is in no other. @return BadCatalogue.
[[nodiscard]] base::Result<void> checkCatalogue(const Catalogue& catalogue);

} // namespace keyturn::domain
