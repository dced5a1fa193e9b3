// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/access.h"
#include "models/domain/charter.h"

#include <random>

namespace keyturn::tests {

/// The seeds of the property tests: each is its own small world, the same on every machine.
inline constexpr std::uint32_t kSeeds = 300;

/// A number from 0 to @p maximum, the same on every standard library (std's distributions are not).
inline std::size_t upTo(std::mt19937& random, std::size_t maximum)
{
    return random() % (maximum + 1);
}

inline bool oneIn(std::mt19937& random, std::size_t n)
{
    return random() % n == 0;
}

template <typename Id>
std::vector<domain::Named<Id>> numbered(const QString& prefix, std::size_t count)
{
    std::vector<domain::Named<Id>> list;
    for (std::size_t i = 0; i < count; ++i)
        list.push_back({Id(prefix + QString::number(i)), {}});
    return list;
}

inline domain::Catalogue numberedCatalogue(std::size_t models, std::size_t channels, std::size_t regions,
                                           std::size_t tiers, std::size_t capabilities)
{
    domain::Catalogue catalogue;
    catalogue.models = numbered<domain::ModelId>(QStringLiteral("m"), models);
    catalogue.channels = numbered<domain::ChannelId>(QStringLiteral("c"), channels);
    catalogue.regions = numbered<domain::RegionId>(QStringLiteral("r"), regions);
    catalogue.tiers = numbered<domain::TierId>(QStringLiteral("t"), tiers);
    catalogue.capabilities = numbered<domain::CapabilityId>(QStringLiteral("k"), capabilities);
    return catalogue;
}

/// At most 4 of each dimension.
inline domain::Catalogue randomCatalogue(std::mt19937& random)
{
    const auto some = [&] { return 1 + upTo(random, 3); };
    // One after the other: the order of function arguments is not fixed.
    const std::size_t models = some();
    const std::size_t channels = some();
    const std::size_t regions = some();
    const std::size_t tiers = some();
    const std::size_t capabilities = some();
    return numberedCatalogue(models, channels, regions, tiers, capabilities);
}

/// Everything, or some of the list; now and then also an id that the list does not have.
template <typename Id>
domain::Selection<Id> randomSelection(std::mt19937& random, const std::vector<domain::Named<Id>>& list)
{
    if (oneIn(random, 2))
        return domain::Selection<Id>::everything();
    std::vector<Id> ids;
    for (const auto& named : list) {
        if (oneIn(random, 2))
            ids.push_back(named.id);
    }
    if (ids.empty() || oneIn(random, 8))
        ids.push_back(Id(QStringLiteral("gone")));
    return domain::Selection<Id>::of(std::move(ids));
}

inline domain::Box randomBox(std::mt19937& random, const domain::Catalogue& catalogue)
{
    domain::Box box;
    box.models = randomSelection(random, catalogue.models);
    box.channels = randomSelection(random, catalogue.channels);
    box.regions = randomSelection(random, catalogue.regions);
    box.tiers = randomSelection(random, catalogue.tiers);
    box.capabilities = randomSelection(random, catalogue.capabilities);
    return box;
}

inline domain::Scope randomScope(std::mt19937& random, const domain::Catalogue& catalogue)
{
    domain::Scope scope{randomBox(random, catalogue), {}};
    for (std::size_t i = upTo(random, 3); i > 0; --i)
        scope.except.push_back(randomBox(random, catalogue));
    return scope;
}

inline domain::Restriction randomRestriction(std::mt19937& random, const domain::Catalogue& catalogue)
{
    domain::Restriction restriction;
    restriction.measure.kind = static_cast<domain::RestrictionKind>(upTo(random, 6));
    restriction.scope = randomScope(random, catalogue);
    if (restriction.measure.kind == domain::RestrictionKind::LimitTiers) {
        restriction.scope.include.tiers = {};
        for (const auto& tier : catalogue.tiers) {
            // Put in front, so that they are not in order.
            if (oneIn(random, 2))
                restriction.measure.allowedTiers.insert(restriction.measure.allowedTiers.begin(), tier.id);
        }
    }
    return restriction;
}

/// Up to @p maximum layers, named C-1, C-2 ….
inline std::vector<domain::Layered> randomLayers(std::mt19937& random, const domain::Catalogue& catalogue,
                                                 std::size_t maximum)
{
    std::vector<domain::Layered> layers;
    for (std::size_t i = upTo(random, maximum); i > 0; --i)
        layers.push_back({domain::ChangeId(QStringLiteral("C-") + QString::number(layers.size() + 1)),
                          randomRestriction(random, catalogue)});
    return layers;
}

template <typename T>
void shuffle(std::mt19937& random, std::vector<T>& items)
{
    for (std::size_t i = items.size(); i > 1; --i)
        std::swap(items[i - 1], items[upTo(random, i - 1)]);
}

/// The reference organisation's catalogue (fictional), without routes.
inline domain::Catalogue larkfieldCatalogue()
{
    domain::Catalogue c;
    const auto add = [](auto& list, const char* id, const char* name) {
        list.push_back(
            {std::decay_t<decltype(list.front().id)>(QString::fromUtf8(id)), QString::fromUtf8(name)});
    };
    add(c.models, "larch-4", "larch-4");
    add(c.models, "larch-4-agent", "larch-4-agent");
    add(c.models, "larch-3", "larch-3");
    add(c.channels, "api", "Larkfield API");
    add(c.channels, "northgate", "Northgate");
    add(c.channels, "app", "Larkfield app");
    for (const char* region : {"US", "EU", "UK", "JP", "KR", "IN", "BR", "ROW"})
        add(c.regions, region, region);
    for (const char* tier : {"research", "enterprise", "self-serve", "free"})
        add(c.tiers, tier, tier);
    add(c.capabilities, "text", "text");
    add(c.capabilities, "tool-use", "tool use");
    add(c.capabilities, "browsing", "browsing");
    add(c.capabilities, "code-execution", "code execution");
    return c;
}

/// A person with one key (made up, but its own).
inline domain::Member person(const char* id, const char* name, const char* title,
                             std::vector<domain::Role> roles)
{
    domain::Member member{domain::MemberId(QString::fromUtf8(id)),
                          QString::fromUtf8(name),
                          QString::fromUtf8(title),
                          domain::MemberKind::Person,
                          std::move(roles),
                          {}};
    base::Digest keyId;
    const QByteArray seed(id);
    for (qsizetype i = 0; i < seed.size(); ++i)
        keyId.bytes[static_cast<std::size_t>(i) % 32] ^= static_cast<std::uint8_t>(seed[i]);
    keyId.bytes[31] = 1;
    member.keys.push_back({keyId, QStringLiteral("p256"), QByteArray("spki of ") + id});
    return member;
}

/// The reference organisation's charter: every rule satisfiable.
inline domain::Charter larkfieldCharter()
{
    using enum domain::Role;
    domain::Charter charter;
    charter.organisation = QStringLiteral("Larkfield");
    charter.demo = true;
    charter.members = {person("ceo", "Mara Lindqvist", "Chief Executive", {Executive}),
                       person("coo", "Tom Achterberg", "Chief Operating Officer", {Executive}),
                       person("safety", "Ines Okafor", "Head of Safety", {SafetyLead}),
                       person("deputy", "Jun Park", "Deputy Head of Safety", {SafetyLead}),
                       person("ciso", "Ravi Menon", "Chief Information Security Officer", {SecurityLead}),
                       person("counsel", "Claire Dubois", "General Counsel", {Legal}),
                       person("scribe", "Ada Stone", "War-room Scribe", {Scribe})};
    charter.rules = domain::usualRules();
    charter.acts = domain::usualActs();
    return charter;
}

} // namespace keyturn::tests
