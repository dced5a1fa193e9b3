// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crypto/digest_functions.h"
#include "models/items/charts.h"
#include "models/items/words.h"
#include "models/state/figures.h"
#include "models/timeline/event_columns_builder.h"
#include "models/timeline/signal_rates.h"
#include "tests/support/ledger_harness.h"
#include "tests/support/test_registry.h"

#include <QTest>

using namespace keyturn;
using namespace keyturn::domain;
using items::ChartData;
using items::ChartInput;
using items::ChartKind;
using tests::LedgerHarness;

namespace {

constexpr std::int64_t kMinute = base::kUsPerMinute;

/// A ledger of people who decide, and the signals that its batches stand for.
struct War
{
    LedgerHarness ledger;
    timeline::EventColumnsBuilder builder;

    War() { ledger.setCatalogue(); }

    void waitFor(std::int64_t minutes) { ledger.clock.advanceMinutes(minutes); }
    /// A batch of signals of the System layer, a minute apart, the last at the entry's time.
    std::uint64_t signalsNow(std::uint32_t count, SourceKind source,
                             const std::optional<IncidentId>& incident = std::nullopt)
    {
        BatchImported batch;
        batch.count = count;
        batch.root = crypto::sha256("records");
        batch.incident = incident;
        const std::uint64_t seq = ledger.must(ledger.append("feed", batch)).seq;
        const base::UtcTime at = ledger.snapshot().lastTime;
        records::BlockColumns block;
        for (std::uint32_t i = 0; i < count; ++i) {
            block.timeUs.push_back(at.us - (count - 1 - i) * kMinute);
            block.precision.push_back(base::TimePrecision::Second);
            block.kind.push_back(RecordKind::Signal);
            block.severity.push_back(Severity::High);
            block.layer.push_back(Layer::System);
            block.credibility.push_back(Credibility::NotStated);
            block.sourceKind.push_back(source);
            block.sourceHash.push_back(0);
        }
        const std::uint32_t ordinal =
            incident ? QStringView(incident->value()).mid(2).toUInt() - 1 : timeline::kNoIncident;
        builder.add(std::move(block), {seq, at, ordinal}, 0);
        return seq;
    }
    void suspend(std::uint64_t batch, const std::optional<IncidentId>& incident = std::nullopt)
    {
        ChangeProposed change = ledger.restricting("safety", LedgerHarness::suspension({"larch-4"}));
        if (incident) {
            change.incident = incident;
            change = ledger.proposal("safety", change);
        }
        if (batch > 0)
            change.signalRecords = {RecordId(QStringLiteral("%1:0").arg(batch))};
        ledger.must(ledger.append("safety", change));
    }
    void approve(const char* member, const char* proposal)
    {
        ledger.must(ledger.append(member, ledger.approval(proposal)));
    }
    ChartInput input()
    {
        ChartInput input;
        input.snapshot = std::make_shared<const state::Snapshot>(ledger.snapshot());
        input.columns = builder.finish();
        input.now = ledger.ledgerNow();
        input.visible = {input.now.plusUs(-2 * base::kUsPerDay), input.now.plusUs(base::kUsPerHour)};
        return input;
    }
};

ChartData made(ChartKind kind, const ChartInput& input)
{
    auto data = items::makeChart(kind, input);
    if (!data)
        qFatal("nothing was made");
    for (const items::ChartSeries& series : data->series) {
        if (series.values.size() != data->categories.size())
            qFatal("a series has another length than the chart");
    }
    return *data;
}

double sumOf(const items::ChartSeries& series)
{
    return std::accumulate(series.values.begin(), series.values.end(), 0.0);
}

RequestReceived requestAt(base::UtcTime received, std::optional<base::UtcTime> due)
{
    RequestReceived request;
    request.authority = QStringLiteral("Data Authority");
    request.jurisdiction = QStringLiteral("EU");
    request.legalBasis = QStringLiteral("Article 1");
    request.receivedAt = received;
    request.dueAt = due;
    request.demanded = {EvidenceItem::Auditability};
    request.description = QStringLiteral("All logs.");
    return request;
}

} // namespace

class TestCharts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decisionTimesAreTheFigures()
    {
        War war;
        const std::uint64_t batch = war.signalsNow(4, SourceKind::Partner);
        war.waitFor(30);
        war.suspend(batch);
        war.waitFor(10);
        for (const char* member : {"counsel", "safety", "ceo"})
            war.approve(member, "P-1");
        war.waitFor(60);
        war.ledger.must(war.ledger.append(
            "safety", war.ledger.restricting("safety", LedgerHarness::suspension({"larch-3"}))));
        war.waitFor(45);
        const ChartInput input = war.input();
        const ChartData data = made(ChartKind::DecisionTimes, input);
        const auto figures = state::decisionFigures(
            *input.snapshot, input.now, state::FiguresOf::RealDecisions,
            [&](const RecordId&) { return std::optional(base::UtcTime{input.columns->timesUs()[0]}); });
        QCOMPARE(data.categories.size(), std::size_t{2});
        // The newest stands first.
        QCOMPARE(data.series[0].values[1], static_cast<double>(figures[0].signalToProposalUs().value()));
        QCOMPARE(data.series[1].values[1], static_cast<double>(figures[0].proposalToQuorumUs().value()));
        QCOMPARE(data.series[2].values[1], 0.0);
        QCOMPARE(data.series[0].values[0], 0.0);
        QCOMPARE(data.series[2].values[0], 45.0 * kMinute);
        QVERIFY(data.categories[1].span.contains(*figures[0].firstSignalAt));
        QVERIFY(data.categories[1].span.contains(*figures[0].quorum));
        QCOMPARE(items::chartValueText(data.unit, data.series[1].values[1]), QStringLiteral("10 min"));
    }

    void aRateIsSignalsByTheHourAndNamesWhatLedToARestriction()
    {
        War war;
        const std::uint64_t batch = war.signalsNow(12, SourceKind::Partner);
        war.waitFor(1);
        war.suspend(batch);
        for (const char* member : {"counsel", "safety", "ceo"})
            war.approve(member, "P-1");
        war.waitFor(600);
        war.signalsNow(30, SourceKind::Internal);
        ChartInput input = war.input();
        const ChartData data = made(ChartKind::SignalRate, input);
        timeline::RateRequest request;
        request.columns = input.columns;
        request.range = data.range;
        const auto rates = timeline::signalRates(request);
        QCOMPARE(data.categories.size(), rates->bars.size());
        const double hours = static_cast<double>(rates->barUs) / base::kUsPerHour;
        for (std::size_t i = 0; i < rates->bars.size(); ++i) {
            QVERIFY(data.categories[i].span == rates->bars[i].span);
            for (std::size_t layer = 0; layer < data.series.size(); ++layer)
                QCOMPARE(data.series[layer].values[i],
                         static_cast<double>(rates->bars[i].signalsOf[layer]) / hours);
        }
        QCOMPARE(sumOf(data.series[static_cast<std::size_t>(Layer::System)]) * hours, 42.0);
        QCOMPARE(data.marks.size(), std::size_t{1});
        QVERIFY(data.level);
        QCOMPARE(*data.level, 12 / hours);
        // An incident is seen against what led to a restriction anywhere.
        input.filter.incident = 0;
        QVERIFY(made(ChartKind::SignalRate, input).isEmpty());
        QCOMPARE(made(ChartKind::SignalRate, input).level, data.level);
    }

    void aProposalThatCameToNothingLedToNoRestriction()
    {
        War war;
        const std::uint64_t batch = war.signalsNow(5, SourceKind::Partner);
        war.suspend(batch);
        const ChartData data = made(ChartKind::SignalRate, war.input());
        QVERIFY(!data.level);
        QVERIFY(data.marks.empty());
    }

    void convergenceCountsEachKindOfSourceOnce()
    {
        War war;
        war.signalsNow(3, SourceKind::Partner);
        war.signalsNow(2, SourceKind::Researcher);
        war.signalsNow(2, SourceKind::NotStated);
        war.ledger.must(war.ledger.append("counsel", requestAt(war.ledger.ledgerNow(), std::nullopt)));
        ChartInput input = war.input();
        ChartData data = made(ChartKind::Convergence, input);
        double most = 0;
        for (std::size_t i = 0; i < data.categories.size(); ++i)
            most = std::max(most, data.totalOf(i));
        QCOMPARE(most, 3.0); // Partner, researcher, and the authority.
        input.filter.atLeast = Severity::High;
        data = made(ChartKind::Convergence, input);
        most = 0;
        for (std::size_t i = 0; i < data.categories.size(); ++i)
            most = std::max(most, data.totalOf(i));
        QCOMPARE(most, 2.0);
    }

    void rehearsalsAreLeftOutAndShownApart()
    {
        War war;
        const IncidentId drill = war.ledger.openIncident("Drill", LedgerHarness::Incident::Rehearsal);
        const std::uint64_t batch = war.signalsNow(7, SourceKind::Internal, drill);
        war.suspend(batch, drill);
        war.approve("ceo", "P-1");
        RequestReceived request = requestAt(war.ledger.ledgerNow(), std::nullopt);
        request.incident = drill;
        war.ledger.must(war.ledger.append("counsel", request));
        war.waitFor(5);
        ChartInput input = war.input();
        for (const items::ChartSpec& spec : items::chartSpecs()) {
            const ChartData data = made(spec.kind, input);
            QVERIFY2(data.isEmpty(), spec.word);
            QVERIFY(!data.emptyNext.isEmpty());
        }
        input.incident = drill;
        input.filter.incident = 0;
        for (const items::ChartSpec& spec : items::chartSpecs()) {
            const ChartData data = made(spec.kind, input);
            QVERIFY2(!data.isEmpty(), spec.word);
            QVERIFY(data.isRehearsal);
            QVERIFY(data.title.startsWith(QStringLiteral("REHEARSAL")));
        }
    }

    void requestsAreOpenFromReceiptToAnswerAndOverdueBetween()
    {
        War war;
        const base::UtcTime start = war.ledger.ledgerNow();
        war.ledger.must(war.ledger.append("counsel", requestAt(start, start.plusUs(60 * kMinute))));
        war.ledger.must(war.ledger.append("counsel", requestAt(start.plusUs(30 * kMinute), std::nullopt)));
        war.waitFor(120);
        RequestAnswered answer;
        answer.request = RequestId(QStringLiteral("R-1"));
        answer.text = QStringLiteral("Here they are.");
        answer.covers = {EvidenceItem::Auditability};
        war.ledger.must(war.ledger.append("counsel", answer));
        war.waitFor(60);
        const ChartInput input = war.input();
        const ChartData data = made(ChartKind::OpenRequests, input);
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            // Each span against the requests, asked at its middle.
            const base::TimeRange span = data.categories[i].span;
            const base::UtcTime middle = span.start.plusUs(span.lengthUs() / 2);
            int late = 0;
            int open = 0;
            for (const state::RequestState& request : input.snapshot->requests) {
                const bool isAnswered =
                    !request.answers.empty() && request.answers.back().origin.recordedAt <= middle;
                if (middle < request.facts.receivedAt || isAnswered)
                    continue;
                const bool isLate = request.facts.dueAt && *request.facts.dueAt < middle;
                late += isLate ? 1 : 0;
                open += isLate ? 0 : 1;
            }
            QCOMPARE(data.series[0].values[i], static_cast<double>(late));
            QCOMPARE(data.series[1].values[i], static_cast<double>(open));
        }
        QVERIFY(sumOf(data.series[0]) > 0);
        QVERIFY(data.categories.back().span.end == input.now);
    }

    void signaturesAddUp()
    {
        War war;
        war.suspend(0);
        war.approve("counsel", "P-1");
        war.waitFor(10);
        war.approve("safety", "P-1");
        war.waitFor(10);
        war.ledger.must(war.ledger.append("ceo", war.ledger.refusal("P-1")));
        war.waitFor(10);
        ChartInput input = war.input();
        const ChartData data = made(ChartKind::Signatures, input);
        QCOMPARE(data.series[0].values.front(), 0.0);
        QCOMPARE(data.series[0].values.back(), 2.0);
        QCOMPARE(data.series[1].values.back(), 1.0);
        // What was given before the range counts in it.
        input.visible = {input.now.plusUs(-kMinute), input.now};
        const ChartData later = made(ChartKind::Signatures, input);
        QCOMPARE(later.categories.size(), std::size_t{1});
        QCOMPARE(later.series[0].values.front(), 2.0);
    }

    void theTableHoldsTheNumbersOfTheChart()
    {
        War war;
        war.signalsNow(12, SourceKind::Partner);
        war.waitFor(3);
        const ChartData data = made(ChartKind::SignalRate, war.input());
        const items::Table table = items::chartTable(data);
        QCOMPARE(table.rows.size(), data.categories.size());
        QCOMPARE(table.headers.size(), static_cast<qsizetype>(data.series.size() + 2));
        for (std::size_t i = 0; i < data.categories.size(); ++i) {
            QCOMPARE(table.rows[i].cells[0].text, data.categories[i].label);
            for (std::size_t s = 0; s < data.series.size(); ++s)
                QCOMPARE(table.rows[i].cells[s + 1].text,
                         items::chartValueText(data.unit, data.series[s].values[i]));
        }
    }

    void aPictureSaysWhoseItIsAndThatItIsFiltered()
    {
        War war;
        ChartInput input = war.input();
        const QString caption = made(ChartKind::Signatures, input).caption;
        QVERIFY(caption.contains(input.snapshot->charter.organisation));
        QVERIFY(caption.contains(base::toDisplay(input.now)));
        QCOMPARE(caption.startsWith(QStringLiteral("DEMO")), input.snapshot->charter.demo);
        QVERIFY(!caption.contains(QStringLiteral("filtered")));
        input.filter.atLeast = Severity::High;
        QVERIFY(made(ChartKind::Signatures, input).caption.endsWith(QStringLiteral("events filtered")));
    }

    void chartsAreFoundByTheirWords()
    {
        for (const items::ChartSpec& spec : items::chartSpecs())
            QCOMPARE(items::chartOf(QLatin1String(spec.word)), std::optional(spec.kind));
        QVERIFY(!items::chartOf(QStringLiteral("pie")));
    }
};

KEYTURN_TEST(TestCharts);
#include "test_charts.moc"
