// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/access.h"
#include "models/state/chronicle.h"
#include "tests/support/test_registry.h"
#include "tests/unit/state/random_acts.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <set>

namespace keyturn::tests {

namespace {

/// The states of a model read word for word: at every moment that anything happened, all layers in force and
/// all open proposals.
bool reachesByTheWord(const domain::ChangeProposed& facts, const domain::Restriction& about,
                      const state::ModelSpan& of, const domain::Catalogue& catalogue)
{
    if (!of.region && !of.tier)
        return about.scope.include.models.contains(of.model);
    bool isIncluded = false;
    bool isInPart = !facts.part;
    for (const domain::Cell& cell : domain::allCells(catalogue)) {
        if (cell.model != of.model || (of.region && cell.region != *of.region) ||
            (of.tier && cell.tier != *of.tier))
            continue;
        isIncluded =
            isIncluded ||
            domain::effectiveAccess(std::vector<domain::Layered>{{{}, about}}, cell).layers.size() == 1;
        isInPart = isInPart || facts.part->contains(cell);
    }
    return isIncluded && isInPart;
}

std::vector<state::ModelSpan> areasByTheWord(const domain::Catalogue& catalogue, state::SpansOf of)
{
    std::vector<state::ModelSpan> areas;
    for (const auto& model : catalogue.models) {
        state::ModelSpan area;
        area.model = model.id;
        if (of == state::SpansOf::Models)
            areas.push_back(area);
        for (std::size_t i = 0; of == state::SpansOf::Regions && i < catalogue.regions.size(); ++i) {
            area.region = catalogue.regions[i].id;
            areas.push_back(area);
        }
        for (std::size_t i = 0; of == state::SpansOf::Tiers && i < catalogue.tiers.size(); ++i) {
            area.tier = catalogue.tiers[i].id;
            areas.push_back(area);
        }
    }
    return areas;
}

std::vector<state::ModelSpan> spansByTheWord(const state::Snapshot& snapshot, state::SpansOf of)
{
    std::set<base::UtcTime> moments;
    for (const state::EntryLine& line : snapshot.entries)
        moments.insert(line.time);
    for (const state::ProposalState& proposal : snapshot.proposals) {
        if (proposal.decidedAt)
            moments.insert(*proposal.decidedAt);
    }
    for (const state::ChangeState& change : snapshot.changes) {
        if (change.effectiveAt && *change.effectiveAt <= snapshot.lastTime)
            moments.insert(*change.effectiveAt);
    }
    const auto catalogue =
        std::find_if(snapshot.entries.begin(), snapshot.entries.end(),
                     [](const state::EntryLine& line) { return line.kind == QLatin1String("catalogue"); });
    const base::UtcTime first = catalogue == snapshot.entries.end() ? snapshot.lastTime : catalogue->time;
    moments.erase(moments.begin(), moments.lower_bound(first));
    std::vector<std::vector<domain::Layered>> layers; // One list a moment.
    for (const base::UtcTime at : moments)
        layers.push_back(snapshot.layersInForce(at));
    std::vector<state::ModelSpan> spans;
    for (const state::ModelSpan& one : areasByTheWord(snapshot.catalogue, of)) {
        domain::Box area;
        area.models = domain::Selection<domain::ModelId>::of({one.model});
        if (one.region)
            area.regions = domain::Selection<domain::RegionId>::of({*one.region});
        if (one.tier)
            area.tiers = domain::Selection<domain::TierId>::of({*one.tier});
        std::vector<const state::ProposalState*> reviews;
        for (const state::ProposalState& proposal : snapshot.proposals) {
            const auto& about =
                proposal.facts.restriction ? proposal.facts.restriction : proposal.facts.reverted;
            if (about && !proposal.breakGlass && !proposal.facts.rehearsal &&
                reachesByTheWord(proposal.facts, *about, one, snapshot.catalogue))
                reviews.push_back(&proposal);
        }
        std::optional<state::ModelSpan> span;
        auto standing = layers.begin();
        for (const base::UtcTime at : moments) {
            const bool isUnderReview =
                std::any_of(reviews.begin(), reviews.end(), [at](const state::ProposalState* proposal) {
                    return proposal->origin.recordedAt <= at &&
                           !(proposal->decidedAt && *proposal->decidedAt <= at);
                });
            const auto status =
                domain::modelStatus(domain::areaAccess(*standing++, area, snapshot.catalogue), isUnderReview);
            if (span && span->status == status)
                continue;
            if (span) {
                span->end = at;
                spans.push_back(*span);
            }
            span = one;
            span->status = status;
            span->start = at;
        }
        if (span) {
            span->end = std::max(snapshot.lastTime, span->start);
            span->running = true;
            spans.push_back(*span);
        }
    }
    return spans;
}

} // namespace

/// States of models over time.
class TestModelSpans : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void areThoseOfReadingTheLedgerWordForWord_data();
    void areThoseOfReadingTheLedgerWordForWord();
};

void TestModelSpans::areThoseOfReadingTheLedgerWordForWord_data()
{
    QTest::addColumn<unsigned>("variant");
    for (unsigned variant = 0; variant < OracleWorld::kVariants; ++variant)
        QTest::addRow("charter %u", variant) << variant;
}

void TestModelSpans::areThoseOfReadingTheLedgerWordForWord()
{
    QFETCH(unsigned, variant);
    constexpr std::array kSplits{state::SpansOf::Models, state::SpansOf::Regions, state::SpansOf::Tiers};
    const OracleWorld world(variant);
    std::array<std::size_t, kSplits.size()> compared{};
    std::array<std::size_t, kSplits.size()> changed{};
    for (std::uint64_t seed = 1; seed <= 24; ++seed) {
        RandomActs acts(world, seed);
        for (int i = 0; i < 350; ++i) {
            if (const auto step = acts.next())
                static_cast<void>(acts.tryIt(*step));
        }
        for (std::size_t split = 0; split < kSplits.size(); ++split) {
            const auto told = state::modelSpans(acts.snapshot, kSplits[split]);
            const auto ought = spansByTheWord(acts.snapshot, kSplits[split]);
            QCOMPARE(told.size(), ought.size());
            for (std::size_t i = 0; i < told.size(); ++i) {
                QCOMPARE(told[i].model, ought[i].model);
                QCOMPARE(told[i].region, ought[i].region);
                QCOMPARE(told[i].tier, ought[i].tier);
                QCOMPARE(told[i].status, ought[i].status);
                QCOMPARE(told[i].start, ought[i].start);
                QCOMPARE(told[i].end, ought[i].end);
                QCOMPARE(told[i].running, ought[i].running);
            }
            compared[split] += told.size();
            const auto areas = areasByTheWord(acts.snapshot.catalogue, kSplits[split]).size();
            changed[split] += told.size() > areas ? 1 : 0;
        }
    }
    // Something happened to the models, or this shows little.
    for (std::size_t split = 0; split < kSplits.size(); ++split) {
        QVERIFY2(changed[split] > 4, qPrintable(QString::number(changed[split])));
        QVERIFY2(compared[split] > 40, qPrintable(QString::number(compared[split])));
    }
}

KEYTURN_TEST(TestModelSpans);

} // namespace keyturn::tests

#include "test_model_spans.moc"
