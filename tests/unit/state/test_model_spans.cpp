// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/domain/access.h"
#include "models/state/chronicle.h"
#include "tests/support/test_registry.h"
#include "tests/unit/state/random_acts.h"

#include <QTest>

#include <algorithm>
#include <set>

namespace keyturn::tests {

namespace {

/// The states of a model read word for word: at every moment that anything happened, all layers in force and
/// all open proposals.
std::vector<state::ModelSpan> spansByTheWord(const state::Snapshot& snapshot)
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
    std::vector<state::ModelSpan> spans;
    for (const auto& model : snapshot.catalogue.models) {
        domain::Box area;
        area.models = domain::Selection<domain::ModelId>::of({model.id});
        std::optional<state::ModelSpan> span;
        for (const base::UtcTime at : moments) {
            if (at < first)
                continue;
            bool isUnderReview = false;
            for (const state::ProposalState& proposal : snapshot.proposals) {
                const auto& about =
                    proposal.facts.restriction ? proposal.facts.restriction : proposal.facts.reverted;
                const bool isOpen =
                    proposal.origin.recordedAt <= at && !(proposal.decidedAt && *proposal.decidedAt <= at);
                if (about && isOpen && about->scope.include.models.contains(model.id) &&
                    !proposal.breakGlass && !proposal.facts.rehearsal)
                    isUnderReview = true;
            }
            const auto status = domain::modelStatus(
                domain::areaAccess(snapshot.layersInForce(at), area, snapshot.catalogue), isUnderReview);
            if (span && span->status == status)
                continue;
            if (span) {
                span->end = at;
                spans.push_back(*span);
            }
            span = state::ModelSpan{model.id, status, at, snapshot.lastTime, true};
        }
        if (span) {
            span->end = std::max(snapshot.lastTime, span->start);
            spans.push_back(*span);
        }
    }
    for (std::size_t i = 0; i + 1 < spans.size(); ++i)
        spans[i].running = spans[i].model != spans[i + 1].model;
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
    const OracleWorld world(variant);
    std::size_t compared = 0;
    std::size_t statuses = 0;
    for (std::uint64_t seed = 1; seed <= 24; ++seed) {
        RandomActs acts(world, seed);
        for (int i = 0; i < 350; ++i) {
            if (const auto step = acts.next())
                static_cast<void>(acts.tryIt(*step));
        }
        const auto told = state::modelSpans(acts.snapshot);
        const auto ought = spansByTheWord(acts.snapshot);
        QCOMPARE(told.size(), ought.size());
        for (std::size_t i = 0; i < told.size(); ++i) {
            QCOMPARE(told[i].model, ought[i].model);
            QCOMPARE(told[i].status, ought[i].status);
            QCOMPARE(told[i].start, ought[i].start);
            QCOMPARE(told[i].end, ought[i].end);
            QCOMPARE(told[i].running, ought[i].running);
        }
        compared += told.size();
        statuses += told.size() > acts.snapshot.catalogue.models.size() ? 1 : 0;
    }
    QVERIFY2(statuses > 4, qPrintable(QString::number(statuses)));
    QVERIFY2(compared > 40, qPrintable(QString::number(
                                compared))); // Something happened to the models, or this shows little.
}

KEYTURN_TEST(TestModelSpans);

} // namespace keyturn::tests

#include "test_model_spans.moc"
