// SPDX-License-Identifier: GPL-3.0-or-later
// Charters, seats and catalogues as JSON.

#include "models/domain/statement_codec.h"

namespace keyturn::domain {

namespace {

void fields(auto& visit, Same<MemberKey> auto& key)
{
    visit("id", key.id);
    visit("type", key.type);
    visit("spki", key.spki);
}

void fields(auto& visit, Same<Member> auto& member)
{
    visit("id", member.id);
    visit("name", member.name);
    visit("title", member.title);
    visit("kind", member.kind);
    visit("roles", member.roles);
    visit("keys", member.keys);
}

void fields(auto& visit, Same<Rule> auto& rule)
{
    visit("id", rule.id);
    visit("title", rule.title);
    visit("covers", rule.covers);
    visit("slots", rule.slotRoles);
    visit("refusal_blocks", rule.refusalBlocks);
    visit("proposal_valid_minutes", rule.proposalValidMinutes);
    visit("approval_valid_minutes", rule.approvalValidMinutes);
}

void fields(auto& visit, Same<BreakGlassRule> auto& rule)
{
    visit("roles", rule.roles);
    visit("ratify_within_minutes", rule.ratifyWithinMinutes);
}

void fields(auto& visit, Same<WitnessKey> auto& witness)
{
    visit("name", witness.name);
    visit("spki", witness.spki);
}

void fields(auto& visit, Same<RevokedKey> auto& revoked)
{
    visit("key", revoked.key);
    visit("member", revoked.member);
    visit("from_seq", revoked.fromSeq);
    visit("reason", revoked.reason);
}

void fields(auto& visit, Same<Charter> auto& charter)
{
    visit("organisation", charter.organisation);
    visit("version", charter.version);
    visit("demo", charter.demo);
    visit("expires", charter.expires);
    visit("members", charter.members);
    visit("rules", charter.rules);
    visit.nested("acts", [&](auto& acts) {
        const auto words = wordsOf<Act>();
        if constexpr (!std::is_const_v<std::remove_reference_t<decltype(charter)>>)
            charter.acts.resize(words.size());
        // A charter with fewer acts than there are is written short and refused when read back.
        for (size_t i = 0; i < std::min(words.size(), charter.acts.size()); ++i)
            acts(words[i], charter.acts[i]);
    });
    visit.unless(std::int64_t{1}, "format", charter.format);
    visit.unless(false, "accepts_brittle", charter.acceptsBrittle);
    visit("break_glass", charter.breakGlass);
    visit.ifAny("waiver_roles", charter.waiverRoles);
    visit.ifAny("witnesses", charter.witnesses);
    visit.ifAny("revoked", charter.revoked);
}

void fields(auto& visit, Same<CharterSigned> auto& payload)
{
    visit("charter", payload.charter);
}

void fields(auto& visit, Same<SeatIntroduced> auto& payload)
{
    visit("name", payload.name);
    visit("spki", payload.spki);
}

void fields(auto& visit, Same<Route> auto& route)
{
    visit("id", route.id);
    visit("model", route.model);
    visit("channel", route.channel);
    visit("region", route.region);
    visit("alias", route.alias);
    visit("fails_over_to", route.failsOverTo);
}

void fields(auto& visit, Same<Family> auto& family)
{
    visit("name", family.name);
    visit("models", family.models);
}

void fields(auto& visit, Same<Catalogue> auto& catalogue)
{
    visit("models", catalogue.models);
    visit("channels", catalogue.channels);
    visit("regions", catalogue.regions);
    visit("tiers", catalogue.tiers);
    visit("capabilities", catalogue.capabilities);
    visit("routes", catalogue.routes);
    visit.ifAny("families", catalogue.families);
}

void fields(auto& visit, Same<CatalogueSet> auto& payload)
{
    visit("catalogue", payload.catalogue);
}

template <typename T>
base::Result<T> readDraft(QByteArrayView bytes, const QString& path)
{
    KEYTURN_TRY_LET(json, base::parseStrictJson(bytes));
    T value;
    KEYTURN_TRY(fromJson(json, path, value));
    return value;
}

} // namespace

KEYTURN_DEFINE_FIELDS(MemberKey);
KEYTURN_DEFINE_FIELDS(Member);
KEYTURN_DEFINE_FIELDS(Rule);
KEYTURN_DEFINE_FIELDS(BreakGlassRule);
KEYTURN_DEFINE_FIELDS(WitnessKey);
KEYTURN_DEFINE_FIELDS(RevokedKey);
KEYTURN_DEFINE_FIELDS(Charter);
KEYTURN_DEFINE_FIELDS(CharterSigned);
KEYTURN_DEFINE_FIELDS(SeatIntroduced);
KEYTURN_DEFINE_FIELDS(Route);
KEYTURN_DEFINE_FIELDS(Family);
KEYTURN_DEFINE_FIELDS(Catalogue);
KEYTURN_DEFINE_FIELDS(CatalogueSet);

QByteArray encodeCharterDraft(const Charter& charter)
{
    return base::toIndentedJsonBytes(toJson(charter));
}

base::Result<Charter> decodeCharterDraft(QByteArrayView bytes)
{
    return readDraft<Charter>(bytes, QStringLiteral("charter"));
}

QByteArray encodeCatalogueFile(const Catalogue& catalogue)
{
    return base::toIndentedJsonBytes(toJson(catalogue));
}

base::Result<Catalogue> decodeCatalogueFile(QByteArrayView bytes)
{
    return readDraft<Catalogue>(bytes, QStringLiteral("catalogue"));
}

} // namespace keyturn::domain
