// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/statement.h"

#include <algorithm>
#include <random>
#include <utility>

namespace keyturn::tests {

/// What statements are made of, drawn at random though well-formed; the same for the
/// same seed.
class RandomValues
{
public:
    explicit RandomValues(std::uint32_t seed) : m_engine(seed) {}

    std::uint64_t number(std::uint64_t least, std::uint64_t most)
    {
        return std::uniform_int_distribution<std::uint64_t>(least, most)(m_engine);
    }
    bool flip() { return number(0, 1) == 1; }
    /// Text that may be signed, of several scripts.
    QString text(std::uint64_t least = 0, std::uint64_t most = 30)
    {
        static const QStringList pieces{QStringLiteral("a"), QStringLiteral("Z"),  QStringLiteral("7"),
                                        QStringLiteral(" "), QStringLiteral("\""), QStringLiteral("\\"),
                                        QStringLiteral("é"), QStringLiteral("ש"),  QStringLiteral("漢"),
                                        QStringLiteral("🔑"), QStringLiteral("/"),  QStringLiteral("<")};
        QString out;
        for (std::uint64_t count = number(least, most); count > 0; --count)
            out +=
                pieces.at(static_cast<qsizetype>(number(0, static_cast<std::uint64_t>(pieces.size() - 1))));
        return out;
    }
    base::Digest digest()
    {
        base::Digest out;
        for (std::uint8_t& byte : out.bytes)
            byte = static_cast<std::uint8_t>(number(0, 255));
        return out;
    }
    domain::Charter charter()
    {
        domain::Charter out;
        out.organisation = text();
        out.version = whole();
        out.demo = flip();
        out.expires = maybe([&] { return time(); });
        out.members = some<domain::Member>(0, 4, [&] {
            return domain::Member{id<domain::MemberId>(),
                                  text(),
                                  text(),
                                  word<domain::MemberKind>(),
                                  roles(),
                                  some<domain::MemberKey>(0, 2, [&] {
                                      return domain::MemberKey{digest(), text(), bytes(number(0, 91))};
                                  })};
        });
        out.rules = some<domain::Rule>(0, 4, [&] {
            return domain::Rule{id<domain::RuleId>(),
                                text(),
                                some<domain::Governed>(0, 3, [&] { return governed(); }),
                                roles(),
                                roles(),
                                whole(),
                                whole()};
        });
        for (size_t i = 0; i < domain::wordsOf<domain::Act>().size(); ++i)
            out.acts.push_back(roles());
        out.format = flip() ? 1 : whole();
        out.acceptsBrittle = flip();
        out.breakGlass = maybe([&] { return domain::BreakGlassRule{roles(), whole()}; });
        out.waiverRoles = roles();
        out.witnesses = some<domain::WitnessKey>(0, 2, [&] {
            return domain::WitnessKey{text(), bytes(number(0, 44))};
        });
        out.revoked = some<domain::RevokedKey>(0, 2, [&] {
            return domain::RevokedKey{digest(), id<domain::MemberId>(), number(0, 999), text()};
        });
        return out;
    }
    domain::Catalogue catalogue(bool withRoutes)
    {
        domain::Catalogue out;
        out.models = named<domain::ModelId>();
        out.channels = named<domain::ChannelId>();
        out.regions = named<domain::RegionId>();
        out.tiers = named<domain::TierId>();
        out.capabilities = named<domain::CapabilityId>();
        if (withRoutes) {
            out.routes = some<domain::Route>(0, 3, [&] {
                return domain::Route{id<domain::RouteId>(),
                                     id<domain::ModelId>(),
                                     id<domain::ChannelId>(),
                                     id<domain::RegionId>(),
                                     text(),
                                     maybe([&] { return id<domain::RouteId>(); })};
            });
            out.families = some<domain::Family>(0, 2, [&] {
                return domain::Family{text(),
                                      some<domain::ModelId>(0, 3, [&] { return id<domain::ModelId>(); })};
            });
        }
        return out;
    }

    domain::Dependent dependent()
    {
        return {id<domain::DependentId>(),
                text(),
                word<domain::DependentKind>(),
                text(),
                box(),
                word<domain::Fallback>(),
                maybe([&] { return id<domain::ModelId>(); })};
    }

protected:
    template <typename Make>
    auto maybe(Make make) -> std::optional<decltype(make())>
    {
        if (flip())
            return make();
        return std::nullopt;
    }
    template <typename T, typename Make>
    std::vector<T> some(std::uint64_t least, std::uint64_t most, Make make)
    {
        std::vector<T> out;
        for (std::uint64_t count = number(least, most); count > 0; --count)
            out.push_back(make());
        return out;
    }
    template <typename E>
    E word()
    {
        return static_cast<E>(number(0, domain::wordsOf<E>().size() - 1));
    }
    template <typename E>
    std::vector<E> words()
    {
        return some<E>(0, 4, [&] { return word<E>(); });
    }
    template <typename Id>
    Id id()
    {
        static const QString letters =
            QStringLiteral("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
        QString out;
        for (std::uint64_t count = number(1, 64); count > 0; --count)
            out +=
                letters.at(static_cast<qsizetype>(number(0, static_cast<std::uint64_t>(letters.size() - 1))));
        return Id(out);
    }
    template <typename Id>
    Id numbered(char letter)
    {
        return Id(QLatin1Char(letter) + QStringLiteral("-%1").arg(number(1, 99'999)));
    }
    domain::IncidentId incident() { return numbered<domain::IncidentId>('I'); }
    domain::RequestId request() { return numbered<domain::RequestId>('R'); }
    domain::ProposalId proposal() { return numbered<domain::ProposalId>('P'); }
    domain::ChangeId change() { return numbered<domain::ChangeId>('C'); }
    QByteArray bytes(std::uint64_t count)
    {
        QByteArray out;
        for (; count > 0; --count)
            out += static_cast<char>(number(0, 255));
        return out;
    }
    std::int64_t whole() { return static_cast<std::int64_t>(number(0, (std::uint64_t{1} << 53) - 1)); }
    /// Of the years 0001 to 9999, to the microsecond.
    base::UtcTime time()
    {
        const std::uint64_t span = static_cast<std::uint64_t>(315'537'897'599) * 1'000'000;
        return {static_cast<std::int64_t>(number(0, span)) - std::int64_t{62'135'596'800} * 1'000'000};
    }
    std::vector<domain::Role> roles() { return words<domain::Role>(); }
    domain::Governed governed()
    {
        switch (number(0, 2)) {
        case 0:
            return {.act = domain::Governed::Act::Charter};
        case 1:
            return {.act = domain::Governed::Act::Revert};
        default:
            return {domain::Governed::Act::Restrict, word<domain::RestrictionKind>(), word<domain::Reach>()};
        }
    }
    template <typename Id>
    std::vector<domain::Named<Id>> named()
    {
        return some<domain::Named<Id>>(0, 3, [&] { return domain::Named<Id>{id<Id>(), text()}; });
    }
    template <typename Id>
    domain::Selection<Id> selection()
    {
        if (flip())
            return domain::Selection<Id>::everything();
        return domain::Selection<Id>::of(some<Id>(0, 4, [&] { return id<Id>(); }));
    }
    domain::Box box()
    {
        return {selection<domain::ModelId>(), selection<domain::ChannelId>(), selection<domain::RegionId>(),
                selection<domain::TierId>(), selection<domain::CapabilityId>()};
    }
    domain::Restriction restriction()
    {
        domain::Restriction out;
        out.measure.kind = word<domain::RestrictionKind>();
        out.measure.allowedTiers = some<domain::TierId>(0, 3, [&] { return id<domain::TierId>(); });
        out.measure.requestsPerMinute = maybe([&] { return whole(); });
        out.measure.safeguard = text();
        out.measure.fallback = maybe([&] { return id<domain::ModelId>(); });
        out.scope.include = box();
        out.scope.except = some<domain::Box>(0, 3, [&] { return box(); });
        return out;
    }
    domain::StatementContext context()
    {
        domain::StatementContext out;
        out.log = digest();
        out.member = id<domain::MemberId>();
        out.nonce = bytes(16);
        out.basisSize = number(0, 1u << 30);
        out.basisRoot = digest();
        out.charterVersion = whole();
        out.charterSha256 = digest();
        out.accessState = maybe([&] { return digest(); });
        out.signedAt = time();
        out.notAfter = time();
        return out;
    }

    std::mt19937 m_engine;
};

} // namespace keyturn::tests
