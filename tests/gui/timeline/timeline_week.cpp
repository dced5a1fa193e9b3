// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/timeline/timeline_week.h"

#include "tests/unit/timeline/event_samples.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace keyturn::tests {

namespace {

using timeline::LaneId;
using timeline::OverlayKind;
using timeline::Tone;

void addRequest(timeline::Overlay& overlay, const char* id, const char* title, const char* start,
                const char* end, const char* due, Tone tone)
{
    timeline::OverlayBar bar;
    bar.lane = LaneId::Requests;
    bar.kind = OverlayKind::Request;
    bar.id = QString::fromUtf8(id);
    bar.title = QString::fromUtf8(title);
    bar.start = instant(start);
    if (end)
        bar.end = instant(end);
    bar.dueAt = instant(due);
    bar.tone = tone;
    overlay.bars.push_back(bar);
}

void addProposal(timeline::Overlay& overlay, const char* id, const char* title, const char* start,
                 const char* end, Tone tone)
{
    timeline::OverlayBar bar;
    bar.lane = LaneId::Decisions;
    bar.kind = OverlayKind::Proposal;
    bar.id = QString::fromUtf8(id);
    bar.title = QString::fromUtf8(title);
    bar.start = instant(start);
    if (end)
        bar.end = instant(end);
    bar.tone = tone;
    overlay.bars.push_back(bar);
}

void addSignature(timeline::Overlay& overlay, const char* proposal, const char* who, const char* time,
                  Tone tone)
{
    timeline::OverlayMark mark;
    mark.lane = LaneId::Decisions;
    mark.kind = OverlayKind::Signature;
    mark.id = QStringLiteral("%1/%2").arg(QString::fromUtf8(proposal), QString::fromUtf8(who));
    mark.title = QString::fromUtf8(who);
    mark.at = instant(time);
    mark.onBar = QString::fromUtf8(proposal);
    mark.tone = tone;
    overlay.marks.push_back(mark);
}

void addState(timeline::Overlay& overlay, const char* model, domain::ModelStatus status, const char* start,
              const char* end)
{
    timeline::OverlayBar bar;
    bar.lane = LaneId::ModelStates;
    bar.kind = OverlayKind::ModelState;
    bar.id = QStringLiteral("%1/%2").arg(QString::fromUtf8(model), QString::fromUtf8(start));
    bar.row = QString::fromUtf8(model);
    bar.title = bar.row;
    bar.start = instant(start);
    if (end)
        bar.end = instant(end);
    bar.status = status;
    overlay.bars.push_back(bar);
}

void addMilestone(timeline::Overlay& overlay, const char* id, const char* title, const char* time,
                  OverlayKind kind = OverlayKind::Milestone)
{
    timeline::OverlayMark mark;
    mark.lane = LaneId::Notes;
    mark.kind = kind;
    mark.id = QString::fromUtf8(id);
    mark.title = QString::fromUtf8(title);
    mark.at = instant(time);
    overlay.marks.push_back(mark);
}

timeline::Overlay weekOverlay()
{
    using domain::ModelStatus;
    timeline::Overlay overlay;
    addRequest(overlay, "R-1", "Safety evaluations and audit logs, first authority", "2026-06-09T09:30Z",
               "2026-06-12T08:10Z", "2026-06-12T09:30Z", Tone::Good);
    addRequest(overlay, "R-2", "Preservation of logs, second authority", "2026-06-10T10:00Z", nullptr,
               "2026-06-15T12:00Z", Tone::Pending);
    addRequest(overlay, "R-3", "Deletion of exposed prompts, third authority", "2026-06-10T10:20Z", nullptr,
               "2026-06-12T18:00Z", Tone::Overdue);
    addRequest(overlay, "R-4", "Risk mitigation plan, fourth authority", "2026-06-11T09:00Z", nullptr,
               "2026-06-18T09:00Z", Tone::Neutral);
    timeline::OverlayBar escalation;
    escalation.lane = LaneId::Escalations;
    escalation.kind = OverlayKind::Incident;
    escalation.id = QStringLiteral("I-1");
    escalation.title = QStringLiteral("Northgate raises abuse across customers");
    escalation.start = instant("2026-06-08T16:20Z");
    escalation.end = instant("2026-06-09T21:10Z");
    overlay.bars.push_back(escalation);
    addProposal(overlay, "P-1", "Disable code execution of larch-4-agent for self-serve and free",
                "2026-06-09T21:10Z", "2026-06-09T23:40Z", Tone::Good);
    addProposal(overlay, "P-2", "Limit larch-4-agent to research and enterprise in the EU and UK",
                "2026-06-10T15:30Z", "2026-06-10T19:00Z", Tone::Severe);
    addProposal(overlay, "P-3", "Suspend larch-4 and larch-4-agent worldwide", "2026-06-11T17:45Z",
                "2026-06-11T19:02Z", Tone::Good);
    addProposal(overlay, "P-4", "Restore larch-4 for the research tier", "2026-06-12T20:00Z", nullptr,
                Tone::Pending);
    addSignature(overlay, "P-1", "Head of safety", "2026-06-09T21:40Z", Tone::Good);
    addSignature(overlay, "P-1", "Security lead", "2026-06-09T23:40Z", Tone::Good);
    addSignature(overlay, "P-2", "Security lead", "2026-06-10T19:00Z", Tone::Severe);
    addSignature(overlay, "P-3", "Chief executive", "2026-06-11T18:20Z", Tone::Good);
    addSignature(overlay, "P-3", "General counsel", "2026-06-11T19:02Z", Tone::Good);
    addSignature(overlay, "P-4", "Head of safety", "2026-06-13T04:00Z", Tone::Good);
    addState(overlay, "larch-4", ModelStatus::Available, "2026-06-07T22:00Z", "2026-06-11T19:02Z");
    addState(overlay, "larch-4", ModelStatus::Suspended, "2026-06-11T19:02Z", nullptr);
    addState(overlay, "larch-4-agent", ModelStatus::Available, "2026-06-07T22:00Z", "2026-06-09T21:10Z");
    addState(overlay, "larch-4-agent", ModelStatus::Limited, "2026-06-09T21:10Z", "2026-06-11T19:02Z");
    addState(overlay, "larch-4-agent", ModelStatus::Suspended, "2026-06-11T19:02Z", nullptr);
    addState(overlay, "larch-3", ModelStatus::Available, "2026-06-07T22:00Z", "2026-06-12T19:00Z");
    addState(overlay, "larch-3", ModelStatus::UnderReview, "2026-06-12T19:00Z", nullptr);
    addMilestone(overlay, "N-1", "War room opened", "2026-06-09T08:15Z");
    addMilestone(overlay, "N-2", "Break-glass", "2026-06-09T21:10Z");
    addMilestone(overlay, "N-3", "Public reporting", "2026-06-11T09:00Z");
    addMilestone(overlay, "N-4", "Gateways prove the suspension", "2026-06-12T20:31Z");
    addMilestone(overlay, "N-5", "Dependents told", "2026-06-12T21:00Z", OverlayKind::Note);
    return overlay;
}

} // namespace

TimelineWeek TimelineWeek::make(std::size_t events)
{
    std::mt19937_64 random(2026);
    const auto uniform = [&random](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    TimelineWeek week;
    week.range = {instant("2026-06-08"), instant("2026-06-15")};
    week.now = instant("2026-06-13T10:00Z");
    struct Row
    {
        std::int64_t timeUs;
        base::TimePrecision precision;
        domain::RecordKind kind;
        domain::Layer layer;
        domain::Severity severity;
    };
    std::vector<Row> rows;
    const std::int64_t bursts[] = {instant("2026-06-08T07:40Z").us, instant("2026-06-09T13:50Z").us,
                                   instant("2026-06-11T03:00Z").us};
    while (rows.size() < events) {
        Row row{};
        row.kind = domain::RecordKind::Signal;
        row.precision = base::TimePrecision::Second;
        const double dice = uniform(0, 1);
        row.layer = dice < 0.12   ? domain::Layer::ModelBehaviour
                    : dice < 0.55 ? domain::Layer::System
                    : dice < 0.63 ? domain::Layer::DataPrivacy
                    : dice < 0.95 ? domain::Layer::AbuseAtScale
                                  : domain::Layer::NotStated;
        const double level = uniform(0, 1);
        row.severity = level < 0.25    ? domain::Severity::NotStated
                       : level < 0.60  ? domain::Severity::Informational
                       : level < 0.86  ? domain::Severity::Low
                       : level < 0.965 ? domain::Severity::Medium
                       : level < 0.994 ? domain::Severity::High
                                       : domain::Severity::Critical;
        row.timeUs = week.range.start.us + static_cast<std::int64_t>(uniform(0, 5.4) * base::kUsPerDay);
        const double hour = static_cast<double>(row.timeUs % base::kUsPerDay) / base::kUsPerHour;
        if (uniform(0, 1) > 0.35 + 0.65 * std::sin(std::numbers::pi * hour / 24))
            continue; // Quieter at night.
        if (uniform(0, 1) < 0.22 && row.layer == domain::Layer::AbuseAtScale)
            row.timeUs =
                bursts[rows.size() % 3] +
                static_cast<std::int64_t>(std::abs(uniform(-1, 1) * uniform(0, 1)) * 5 * base::kUsPerHour);
        if (uniform(0, 1) < 0.004) {
            row.precision = base::TimePrecision::Day;
            row.timeUs -= row.timeUs % base::kUsPerDay;
        }
        if (rows.size() % 700 == 20) {
            row.precision = base::TimePrecision::Month;
            row.timeUs = instant("2026-06").us;
            row.layer = domain::Layer::ModelBehaviour;
        }
        if (rows.size() % 450 == 30) {
            row.precision = base::TimePrecision::Unknown;
            row.timeUs = INT64_MAX;
        }
        if (rows.size() % 600 == 40)
            row.kind = domain::RecordKind::Escalation;
        rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.timeUs < b.timeUs; });
    timeline::EventColumnsBuilder builder;
    constexpr std::size_t kBlock = 4'096;
    for (std::size_t begin = 0; begin < rows.size(); begin += kBlock) {
        records::BlockColumns block;
        for (std::size_t i = begin; i < std::min(rows.size(), begin + kBlock); ++i) {
            block.timeUs.push_back(rows[i].timeUs);
            block.precision.push_back(rows[i].precision);
            block.kind.push_back(rows[i].kind);
            block.severity.push_back(rows[i].severity);
            block.layer.push_back(rows[i].layer);
            block.credibility.push_back(domain::Credibility::Unverified);
            block.sourceKind.push_back(domain::SourceKind::Monitoring);
            block.sourceHash.push_back(1);
        }
        builder.add(std::move(block), {12, week.now, 0}, static_cast<std::uint32_t>(begin));
    }
    week.columns = builder.finish();
    week.overlay = std::make_shared<timeline::Overlay>(weekOverlay());
    return week;
}

QString TimelineWeek::titleOf(quint64 batchSeq, quint32 leaf)
{
    return QStringLiteral("Unusual tool-use volume from fresh accounts <b>%1:%2</b>").arg(batchSeq).arg(leaf);
}

} // namespace keyturn::tests
