// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/sheet.h"
#include "tests/support/test_registry.h"
#include "tests/unit/domain/domain_samples.h"

#include <functional>

using namespace keyturn::domain;
using namespace keyturn::tests;
using namespace Qt::Literals::StringLiterals;

namespace {

ChangeProposed complete(RestrictionKind kind)
{
    ChangeProposed proposal;
    proposal.rationale = u"Because."_s;
    Restriction restriction;
    restriction.measure.kind = kind;
    restriction.scope.include.models = Selection<ModelId>::of({ModelId(u"larch-4"_s)});
    switch (kind) {
    case RestrictionKind::LimitTiers:
        restriction.measure.allowedTiers = {TierId(u"research"_s)};
        break;
    case RestrictionKind::RateLimit:
        restriction.measure.requestsPerMinute = 60;
        break;
    case RestrictionKind::RequireSafeguard:
    case RestrictionKind::EnhanceLogging:
        restriction.measure.safeguard = u"Keep prompts for 30 days"_s;
        break;
    case RestrictionKind::DisableCapability:
        restriction.scope.include.capabilities = Selection<CapabilityId>::of({CapabilityId(u"browsing"_s)});
        break;
    case RestrictionKind::Reroute:
        restriction.measure.fallback = ModelId(u"larch-3"_s);
        break;
    case RestrictionKind::Suspend:
        break;
    }
    proposal.restriction = restriction;
    return proposal;
}

/// Effect found by looking at every cell before and after.
std::vector<ModelEffect> enumeratedEffect(std::span<const Layered> before, std::span<const Layered> after,
                                          const Catalogue& catalogue)
{
    std::vector<ModelEffect> effect;
    const auto cells = allCells(catalogue);
    for (const auto& model : catalogue.models) {
        ModelEffect one;
        one.model = model.id;
        bool changed = false;
        for (const Cell& cell : cells) {
            if (cell.model != model.id)
                continue;
            const Access was = effectiveAccess(before, cell).access;
            const Access will = effectiveAccess(after, cell).access;
            ++one.cells;
            one.openBefore += was == Access::Open ? 1 : 0;
            one.openAfter += will == Access::Open ? 1 : 0;
            one.suspendedBefore += was == Access::Suspended ? 1 : 0;
            one.suspendedAfter += will == Access::Suspended ? 1 : 0;
            changed = changed || was != will;
        }
        if (changed)
            effect.push_back(one);
    }
    return effect;
}

} // namespace

class TestProposal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesACompleteProposalOfEachKind();
    void refusesWhatDoesNotMakeSense_data();
    void refusesWhatDoesNotMakeSense();
    void takesALiftThatSaysWhatItLifts();
    void foreseesExactlyTheCellsThatChange();
    void foreseesNothingWhereOthersAreAsStrict();
    void foreseesOnALargeCatalogueWithoutEnumeration();
};
KEYTURN_TEST(TestProposal);

using SpoilProposal = std::function<void(ChangeProposed&)>;
Q_DECLARE_METATYPE(SpoilProposal)

void TestProposal::takesACompleteProposalOfEachKind()
{
    for (std::size_t kind = 0; kind < wordsOf<RestrictionKind>().size(); ++kind) {
        const auto checked = checkProposal(complete(static_cast<RestrictionKind>(kind)));
        QVERIFY2(checked, wordsOf<RestrictionKind>()[kind]);
    }
}

void TestProposal::refusesWhatDoesNotMakeSense_data()
{
    QTest::addColumn<RestrictionKind>("kind");
    QTest::addColumn<SpoilProposal>("spoil");
    const auto row = [](const char* name, RestrictionKind kind, SpoilProposal spoil) {
        QTest::newRow(name) << kind << std::move(spoil);
    };
    using enum RestrictionKind;
    using P = ChangeProposed;
    row("neither adds nor lifts", Suspend, [](P& p) { p.restriction.reset(); });
    row("adds and lifts", Suspend, [](P& p) { p.reverts = ChangeId(u"C-1"_s); });
    row("lifts without saying what", Suspend, [](P& p) {
        p.restriction.reset();
        p.reverts = ChangeId(u"C-1"_s);
    });
    row("lifts no change", Suspend, [](P& p) {
        p.reverted = std::exchange(p.restriction, std::nullopt);
        p.reverts = ChangeId();
    });
    row("no reason", Suspend, [](P& p) { p.rationale = u" \t"_s; });
    row("endless reason", Suspend, [](P& p) { p.rationale = QString(10'001, u'x'); });
    row("review before effect", Suspend, [](P& p) {
        p.effectiveAt = keyturn::base::UtcTime{10};
        p.reviewBy = keyturn::base::UtcTime{10};
    });
    row("limit without tiers", LimitTiers, [](P& p) { p.restriction->measure.allowedTiers.clear(); });
    row("limit within tiers", LimitTiers,
        [](P& p) { p.restriction->scope.include.tiers = Selection<TierId>::of({TierId(u"free"_s)}); });
    row("tiers of a suspension", Suspend,
        [](P& p) { p.restriction->measure.allowedTiers = {TierId(u"free"_s)}; });
    row("rate limit without rate", RateLimit, [](P& p) { p.restriction->measure.requestsPerMinute.reset(); });
    row("rate of nothing", RateLimit, [](P& p) { p.restriction->measure.requestsPerMinute = 0; });
    row("negative rate", RateLimit, [](P& p) { p.restriction->measure.requestsPerMinute = -1; });
    row("rate without end", RateLimit,
        [](P& p) { p.restriction->measure.requestsPerMinute = 1'000'000'001; });
    row("rate of a suspension", Suspend, [](P& p) { p.restriction->measure.requestsPerMinute = 5; });
    row("safeguard without words", RequireSafeguard, [](P& p) { p.restriction->measure.safeguard = u" "_s; });
    row("logging without words", EnhanceLogging, [](P& p) { p.restriction->measure.safeguard.clear(); });
    row("endless safeguard", RequireSafeguard,
        [](P& p) { p.restriction->measure.safeguard = QString(2'001, u'x'); });
    row("words of a suspension", Suspend, [](P& p) { p.restriction->measure.safeguard = u"x"_s; });
    row("all capabilities off", DisableCapability,
        [](P& p) { p.restriction->scope.include.capabilities = {}; });
    row("reroute to nowhere", Reroute, [](P& p) { p.restriction->measure.fallback.reset(); });
    row("reroute to itself", Reroute, [](P& p) { p.restriction->measure.fallback = ModelId(u"larch-4"_s); });
    row("reroute of all to one of them", Reroute, [](P& p) { p.restriction->scope.include.models = {}; });
}

void TestProposal::refusesWhatDoesNotMakeSense()
{
    QFETCH(RestrictionKind, kind);
    QFETCH(SpoilProposal, spoil);
    ChangeProposed proposal = complete(kind);
    spoil(proposal);
    const auto checked = checkProposal(proposal);
    QVERIFY(!checked);
    QVERIFY(checked.error().is(DomainError::BadProposal));
}

void TestProposal::takesALiftThatSaysWhatItLifts()
{
    ChangeProposed proposal = complete(RestrictionKind::Suspend);
    proposal.reverted = std::exchange(proposal.restriction, std::nullopt);
    proposal.reverts = ChangeId(u"C-1"_s);
    QVERIFY(checkProposal(proposal));
}

void TestProposal::foreseesExactlyTheCellsThatChange()
{
    for (std::uint32_t seed = 0; seed < 2 * kSeeds; ++seed) {
        std::mt19937 random(seed);
        const Catalogue catalogue = randomCatalogue(random);
        const auto layers = randomLayers(random, catalogue, 4);
        auto after = layers;
        ChangeProposed proposal;
        if (layers.empty() || oneIn(random, 2)) {
            proposal.restriction = randomRestriction(random, catalogue);
            after.push_back({ChangeId(u"C-99"_s), *proposal.restriction});
        } else {
            const std::size_t lifted = upTo(random, layers.size() - 1);
            proposal.reverts = layers[lifted].change;
            proposal.reverted = layers[lifted].restriction;
            after.erase(after.begin() + static_cast<std::ptrdiff_t>(lifted));
        }
        QCOMPARE(effectOf(proposal, layers, catalogue), enumeratedEffect(layers, after, catalogue));
    }
}

void TestProposal::foreseesNothingWhereOthersAreAsStrict()
{
    const Catalogue catalogue = larkfieldCatalogue();
    const Layered all{ChangeId(u"C-1"_s), {}};
    ChangeProposed proposal = complete(RestrictionKind::RateLimit);
    QVERIFY(effectOf(proposal, std::span(&all, 1), catalogue).empty());
    QCOMPARE(effectOf(proposal, {}, catalogue).size(), std::size_t{1});
    proposal.restriction.reset();
    proposal.reverts = ChangeId(u"C-7"_s);
    QVERIFY(effectOf(proposal, std::span(&all, 1), catalogue).empty());
}

void TestProposal::foreseesOnALargeCatalogueWithoutEnumeration()
{
    // 23 million cells: enumerating them would be seconds and gigabytes; here each number is known
    // beforehand.
    const Catalogue catalogue = numberedCatalogue(200, 20, 60, 8, 12);
    ChangeProposed proposal = complete(RestrictionKind::Suspend);
    proposal.restriction->scope.include.models = {};
    Box testers;
    testers.regions = Selection<RegionId>::of({catalogue.regions[3].id});
    testers.tiers = Selection<TierId>::of({catalogue.tiers[1].id});
    proposal.restriction->scope.except = {testers};
    const auto effect = effectOf(proposal, {}, catalogue);
    QCOMPARE(effect.size(), std::size_t{200});
    const std::uint64_t cells = 20 * 60 * 8 * 12;
    const std::uint64_t kept = 20 * 12;
    QCOMPARE(effect[199], (ModelEffect{catalogue.models[199].id, cells, cells, kept, 0, cells - kept}));
}

#include "test_proposal.moc"
