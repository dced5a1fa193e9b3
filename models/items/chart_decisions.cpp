// SPDX-License-Identifier: GPL-3.0-or-later
// Charts of what was done: decisions, requests, signatures.
#include "models/domain/sheet.h"
#include "models/items/chart_parts.h"
#include "models/items/words.h"
#include "models/state/figures.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace keyturn::items::chart_parts {

namespace {

/// "12:345" apart; nothing for anything else.
std::optional<timeline::EventKey> keyOf(const domain::RecordId& id)
{
    const QStringList parts = id.value().split(u':');
    bool isSeq = false;
    bool isLeaf = false;
    if (parts.size() != 2)
        return std::nullopt;
    const timeline::EventKey key{parts[0].toULongLong(&isSeq), parts[1].toUInt(&isLeaf)};
    return isSeq && isLeaf ? std::optional(key) : std::nullopt;
}

/// When the signals that proposals name happened: all of them found in one go through the columns.
std::unordered_map<std::string, base::UtcTime> signalTimes(const ChartInput& input)
{
    std::unordered_map<std::string, base::UtcTime> times;
    std::unordered_map<std::uint64_t, std::unordered_map<std::uint32_t, std::string>> wanted;
    for (const state::ProposalState& proposal : input.snapshot->proposals) {
        for (const domain::RecordId& id : proposal.facts.signalRecords) {
            if (const auto key = keyOf(id))
                wanted[key->batchSeq][key->leaf] = id.value().toStdString();
        }
    }
    if (wanted.empty() || !input.columns)
        return times;
    const timeline::EventColumns& columns = *input.columns;
    std::vector<const std::unordered_map<std::uint32_t, std::string>*> ofBatch;
    for (const timeline::EventBatch& batch : columns.batches()) {
        const auto found = wanted.find(batch.seq);
        ofBatch.push_back(found == wanted.end() ? nullptr : &found->second);
    }
    for (const timeline::EventArrays* arrays : {&columns.bulk(), &columns.tail()}) {
        for (std::size_t i = 0; i < arrays->size(); ++i) {
            const auto* leaves = ofBatch[arrays->batch[i]];
            if (leaves == nullptr || arrays->precision[i] == base::TimePrecision::Unknown)
                continue;
            if (const auto found = leaves->find(arrays->leaf[i]); found != leaves->end())
                times[found->second] = {arrays->timeUs[i]};
        }
    }
    return times;
}

/// How much changes at an instant.
template <std::size_t N>
struct Step
{
    base::UtcTime at;
    std::array<std::int64_t, N> delta{};
};

/// Sums steps up into spans over which the values hold, from the start of the range to its end or the
/// present.
template <std::size_t N>
void addSpans(ChartData& data, std::vector<Step<N>> steps, const base::TimeRange& range, base::UtcTime now)
{
    std::stable_sort(steps.begin(), steps.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    const base::UtcTime end = std::min(range.end, now);
    data.range = range;
    std::array<std::int64_t, N> values{};
    auto next = steps.begin();
    const auto sumUpTo = [&](base::UtcTime time) {
        for (; next != steps.end() && next->at <= time; ++next) {
            for (std::size_t i = 0; i < N; ++i)
                values[i] += next->delta[i];
        }
    };
    base::UtcTime start = range.start;
    sumUpTo(start);
    while (start < end) {
        const base::UtcTime until = next == steps.end() ? end : std::min(end, next->at);
        const base::TimeRange span{start, until};
        data.categories.push_back({spanText(span), span, {}});
        for (std::size_t i = 0; i < N; ++i)
            data.series[i].values.push_back(static_cast<double>(values[i]));
        start = until;
        sumUpTo(start);
    }
}

bool hasValues(const ChartData& data)
{
    return std::any_of(data.series.begin(), data.series.end(), [](const ChartSeries& series) {
        return std::any_of(series.values.begin(), series.values.end(),
                           [](double value) { return value > 0; });
    });
}

void sayNoneInView(ChartData& data, const char* title)
{
    data.emptyTitle = say(title);
    data.emptyNext = say(QT_TRANSLATE_NOOP("items", "Show more of the timeline."));
}

/// When the request no longer waits: answered in full, or closed.
std::optional<base::UtcTime> endOf(const state::RequestState& request)
{
    if (request.closed)
        return request.closed->recordedAt;
    if (request.status != domain::RequestStatus::Answered || request.answers.empty())
        return std::nullopt;
    const auto& last = request.answers.back();
    return last.facts.answeredAt.value_or(last.origin.recordedAt);
}

} // namespace

ChartData decisionTimesChart(const ChartInput& input)
{
    const auto times = signalTimes(input);
    auto figures = state::decisionFigures(
        *input.snapshot, input.now,
        isRehearsal(input) ? state::FiguresOf::Rehearsals : state::FiguresOf::RealDecisions,
        [&](const domain::RecordId& id) -> std::optional<base::UtcTime> {
            const auto found = times.find(id.value().toStdString());
            return found == times.end() ? std::nullopt : std::optional(found->second);
        });
    if (input.incident)
        std::erase_if(figures, [&](const auto& one) { return one.incident != input.incident; });
    ChartData data;
    data.form = ChartForm::RowBars;
    data.unit = ChartUnit::LengthUs;
    data.valueTitle = say(QT_TRANSLATE_NOOP("items", "Time taken"));
    data.series = {{say(QT_TRANSLATE_NOOP("items", "First signal to proposal")), {}, {}},
                   {say(QT_TRANSLATE_NOOP("items", "Proposal to quorum")), {}, {}},
                   {say(QT_TRANSLATE_NOOP("items", "Without a quorum so far")), {}, {}}};
    // The newest is what one looks for.
    for (auto one = figures.rbegin(); one != figures.rend(); ++one) {
        std::int64_t waitedUs = 0;
        for (const state::SlotWait& wait : one->waits)
            waitedUs = std::max(waitedUs, one->quorum ? 0 : wait.waitedUs);
        data.series[0].values.push_back(static_cast<double>(one->signalToProposalUs().value_or(0)));
        data.series[1].values.push_back(static_cast<double>(one->proposalToQuorumUs().value_or(0)));
        data.series[2].values.push_back(static_cast<double>(waitedUs));
        const base::UtcTime from = one->signalToProposalUs() ? *one->firstSignalAt : one->proposed;
        const base::UtcTime until = one->quorum.value_or(one->proposed.plusUs(waitedUs));
        const std::int64_t marginUs = std::max((until.us - from.us) / 12, base::kUsPerMinute);
        QStringList detail{label(one->status)};
        if (one->breakGlass)
            detail += say(QT_TRANSLATE_NOOP("items", "glass broken: in force from the proposal on"));
        if (!one->signalToProposalUs())
            detail += say(QT_TRANSLATE_NOOP("items", "no earlier signal is linked"));
        data.categories.push_back({domain::headline(input.snapshot->proposal(one->proposal)->facts),
                                   {from.plusUs(-marginUs), until.plusUs(marginUs)},
                                   detail.join(QStringLiteral("; "))});
    }
    const state::FiguresSummary summary = state::summaryOf(figures);
    if (summary.medianSignalToProposalUs)
        data.notes += say(QT_TRANSLATE_NOOP("items", "Median from first signal to proposal: %1"))
                          .arg(lengthText(*summary.medianSignalToProposalUs));
    if (summary.medianProposalToQuorumUs)
        data.notes += say(QT_TRANSLATE_NOOP("items", "Median from proposal to quorum: %1"))
                          .arg(lengthText(*summary.medianProposalToQuorumUs));
    if (figures.empty()) {
        data.emptyTitle = say(QT_TRANSLATE_NOOP("items", "No decisions yet"));
        data.emptyNext = say(QT_TRANSLATE_NOOP("items", "A decision stands here once it is proposed."));
    }
    return data;
}

ChartData openRequestsChart(const ChartInput& input)
{
    ChartData data;
    data.form = ChartForm::Steps;
    data.valueTitle = say(QT_TRANSLATE_NOOP("items", "Requests not answered"));
    data.series = {{say(QT_TRANSLATE_NOOP("items", "Overdue")), {}, {}},
                   {say(QT_TRANSLATE_NOOP("items", "Within their time")), {}, {}}};
    std::vector<Step<2>> steps;
    bool isAny = false;
    for (const state::RequestState& request : input.snapshot->requests) {
        if (!counts(input, request.facts.incident))
            continue;
        isAny = true;
        const auto end = endOf(request);
        const base::UtcTime start = request.facts.receivedAt;
        const auto& due = request.facts.dueAt;
        if (end && *end <= start)
            continue;
        steps.push_back({start, {0, 1}});
        // Late from the instant after it was due, as RequestState::isOverdue() has it.
        const bool isLate = due && due->plusUs(1) >= start && (!end || due->plusUs(1) < *end);
        if (isLate)
            steps.push_back({due->plusUs(1), {1, -1}});
        else if (due && due->plusUs(1) < start)
            steps.push_back({start, {1, -1}});
        const bool endsLate = isLate || (due && due->plusUs(1) < start);
        if (end)
            steps.push_back({*end, {endsLate ? -1 : 0, endsLate ? 0 : -1}});
    }
    addSpans(data, std::move(steps), input.visible, input.now);
    if (!isAny) {
        data.emptyTitle = say(QT_TRANSLATE_NOOP("items", "No regulatory requests"));
        data.emptyNext = say(QT_TRANSLATE_NOOP("items", "Enter one with Add when an authority writes."));
    } else if (!hasValues(data)) {
        sayNoneInView(data, QT_TRANSLATE_NOOP("items", "No request was open in view"));
    }
    return data;
}

ChartData signaturesChart(const ChartInput& input)
{
    ChartData data;
    data.form = ChartForm::Steps;
    data.valueTitle = say(QT_TRANSLATE_NOOP("items", "Signatures so far"));
    data.series = {{say(QT_TRANSLATE_NOOP("items", "Approvals")), {}, {}},
                   {say(QT_TRANSLATE_NOOP("items", "Refusals")), {}, {}}};
    std::vector<Step<2>> steps;
    for (const state::ProposalState& proposal : input.snapshot->proposals) {
        const bool isOfPlay = proposal.facts.rehearsal == isRehearsal(input);
        if (!isOfPlay || !counts(input, proposal.facts.incident))
            continue;
        for (const state::ApprovalState& approval : proposal.approvals)
            steps.push_back({approval.origin.recordedAt, {1, 0}});
        for (const state::RefusalState& refusal : proposal.refusals)
            steps.push_back({refusal.origin.recordedAt, {0, 1}});
    }
    const bool isAny = !steps.empty();
    addSpans(data, std::move(steps), input.visible, input.now);
    if (!isAny) {
        data.emptyTitle = say(QT_TRANSLATE_NOOP("items", "No signatures yet"));
        data.emptyNext = say(QT_TRANSLATE_NOOP("items", "Signatures count here once a decision has any."));
    } else if (!hasValues(data)) {
        sayNoneInView(data, QT_TRANSLATE_NOOP("items", "Nothing had been signed in view"));
    }
    return data;
}

} // namespace keyturn::items::chart_parts
