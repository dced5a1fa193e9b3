// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/statement.h"

#include <algorithm>
#include <random>
#include <utility>

namespace keyturn::tests {

/// Statements of every kind with everything in them drawn at random, though well-formed; the same for the
/// same seed.
class RandomStatements
{
public:
    explicit RandomStatements(std::uint32_t seed) : m_engine(seed) {}

    /// A statement whose payload is the variant's alternative @p kind.
    domain::Statement statement(size_t kind)
    {
        domain::Statement out;
        out.subjects = some<domain::Subject>(1, 3, [&] { return domain::Subject{text(1, 20), digest()}; });
        if (flip())
            out.context = context();
        out.payload = payload(kind, std::make_index_sequence<std::variant_size_v<domain::Payload>>());
        return out;
    }

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
        }
        return out;
    }

private:
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

    void fill(domain::CharterSigned& p) { p.charter = charter(); }
    void fill(domain::SeatIntroduced& p)
    {
        p.name = text();
        p.spki = bytes(44);
    }
    void fill(domain::BatchImported& p)
    {
        p.root = digest();
        p.count = number(0, 1u << 30);
        p.rejected = number(0, 1u << 30);
        p.withoutTime = number(0, 1u << 30);
        p.sourceSha256 = digest();
        p.sourceName = text();
        p.adapter = text();
        p.earliest = maybe([&] { return time(); });
        p.latest = maybe([&] { return time(); });
        p.incident = maybe([&] { return incident(); });
        p.blocks = static_cast<std::uint32_t>(number(0, 0xffffffff));
        p.layoutVersion = static_cast<std::uint32_t>(number(0, 0xffffffff));
        p.derivedSha256 = digest();
    }
    void fill(domain::IncidentOpened& p)
    {
        p.title = text();
        p.summary = text();
        p.severity = word<domain::Severity>();
        p.nature = words<domain::Layer>();
        p.horizon = word<domain::Horizon>();
        p.cause = word<domain::Cause>();
        p.owner = id<domain::MemberId>();
        p.occurredAt = maybe([&] { return time(); });
        p.rehearsal = flip();
    }
    void fill(domain::IncidentChanged& p)
    {
        p.incident = incident();
        p.title = maybe([&] { return text(); });
        p.summary = maybe([&] { return text(); });
        p.severity = maybe([&] { return word<domain::Severity>(); });
        p.nature = maybe([&] { return words<domain::Layer>(); });
        p.horizon = maybe([&] { return word<domain::Horizon>(); });
        p.cause = maybe([&] { return word<domain::Cause>(); });
        p.owner = maybe([&] { return id<domain::MemberId>(); });
        p.status = maybe([&] { return word<domain::IncidentStatus>(); });
        p.reason = text();
    }
    void fill(domain::IncidentClosed& p)
    {
        p.incident = incident();
        p.reason = text();
        p.carried = {text(), text()};
    }
    void fill(domain::NoteAdded& p)
    {
        p.incident = maybe([&] { return incident(); });
        p.milestone = flip();
        p.title = text();
        p.text = text();
        p.occurredAt = maybe([&] { return time(); });
    }
    void fill(domain::RequestReceived& p)
    {
        p.incident = maybe([&] { return incident(); });
        p.authority = text();
        p.jurisdiction = text();
        p.legalBasis = text();
        p.receivedAt = time();
        p.dueAt = maybe([&] { return time(); });
        p.demanded = words<domain::EvidenceItem>();
        p.description = text();
        p.confidential = flip();
        p.conflicts = some<domain::RequestReceived::Conflict>(0, 2, [&] {
            return domain::RequestReceived::Conflict{request(), word<domain::RequestConflict>()};
        });
    }
    void fill(domain::RequestAnswered& p)
    {
        p.request = request();
        p.covers = words<domain::EvidenceItem>();
        p.text = text();
        p.answeredAt = maybe([&] { return time(); });
    }
    void fill(domain::RequestClosed& p)
    {
        p.request = request();
        p.reason = text();
    }
    void fill(domain::CatalogueSet& p) { p.catalogue = catalogue(true); }
    void fill(domain::ChangeProposed& p)
    {
        p.restriction = maybe([&] { return restriction(); });
        p.reverts = maybe([&] { return change(); });
        p.reverted = maybe([&] { return restriction(); });
        p.incident = maybe([&] { return incident(); });
        p.incidentTitle = text();
        p.rationale = text();
        p.signalRecords = some<domain::RecordId>(0, 3, [&] {
            return domain::RecordId(QStringLiteral("%1:%2").arg(number(0, 9999)).arg(number(0, 9999)));
        });
        p.requests = some<domain::RequestId>(0, 3, [&] { return request(); });
        p.evidence = some<base::Digest>(0, 3, [&] { return digest(); });
        p.effectiveAt = maybe([&] { return time(); });
        p.reviewBy = maybe([&] { return time(); });
        p.expiresAt = time();
        p.rule = id<domain::RuleId>();
        p.ruleTitle = text();
        p.slotRoles = roles();
        p.effect = some<domain::ModelEffect>(0, 3, [&] {
            return domain::ModelEffect{id<domain::ModelId>(), number(0, 999), number(0, 999),
                                       number(0, 999),        number(0, 999), number(0, 999)};
        });
        p.organisation = text();
        p.demo = flip();
        p.rehearsal = flip();
        p.proposerName = text();
        p.names = catalogue(false);
        p.sheetTemplate = whole();
        p.sheetLanguage = text();
    }
    void fill(domain::ProposalApproved& p)
    {
        p.proposal = proposal();
        p.proposalEntry = digest();
        p.sheet = digest();
        p.slot = maybe([&] { return word<domain::Role>(); });
    }
    void fill(domain::ProposalRefused& p)
    {
        p.proposal = proposal();
        p.proposalEntry = digest();
        p.sheet = digest();
        p.reason = text();
    }
    void fill(domain::ProposalWithdrawn& p)
    {
        p.proposal = proposal();
        p.proposalEntry = digest();
        p.reason = text();
    }

    template <size_t I>
    void emplace(domain::Payload& out)
    {
        out.emplace<I>();
        fill(std::get<I>(out));
    }
    template <size_t... I>
    domain::Payload payload(size_t kind, std::index_sequence<I...>)
    {
        domain::Payload out;
        ((I == kind ? emplace<I>(out) : void()), ...);
        return out;
    }

    std::mt19937 m_engine;
};

} // namespace keyturn::tests
