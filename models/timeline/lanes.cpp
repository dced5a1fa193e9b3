// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/lanes.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace keyturn::timeline {

namespace {

constexpr std::array<LaneSpec, kLaneCount> kLaneSpecs{{
    {LaneId::ModelBehaviour, QT_TRANSLATE_NOOP("timeline", "Model behaviour"), EventPlacing::BySeverity,
     BarPacking::None, true},
    {LaneId::System, QT_TRANSLATE_NOOP("timeline", "System"), EventPlacing::BySeverity, BarPacking::None,
     true},
    {LaneId::DataPrivacy, QT_TRANSLATE_NOOP("timeline", "Data and privacy"), EventPlacing::BySeverity,
     BarPacking::None, true},
    {LaneId::AbuseAtScale, QT_TRANSLATE_NOOP("timeline", "Abuse at scale"), EventPlacing::BySeverity,
     BarPacking::None, true},
    {LaneId::NotStated, QT_TRANSLATE_NOOP("timeline", "Layer not stated"), EventPlacing::BySeverity,
     BarPacking::None, true},
    {LaneId::Escalations, QT_TRANSLATE_NOOP("timeline", "Escalations"), EventPlacing::OneRow,
     BarPacking::SubLanes, false},
    {LaneId::Requests, QT_TRANSLATE_NOOP("timeline", "Regulatory requests"), EventPlacing::OneRow,
     BarPacking::SubLanes, false},
    {LaneId::Decisions, QT_TRANSLATE_NOOP("timeline", "Decisions"), EventPlacing::OneRow,
     BarPacking::SubLanes, false},
    {LaneId::ModelStates, QT_TRANSLATE_NOOP("timeline", "Model states"), EventPlacing::OneRow,
     BarPacking::RowPerKey, false},
    {LaneId::Notes, QT_TRANSLATE_NOOP("timeline", "Milestones and notes"), EventPlacing::OneRow,
     BarPacking::None, false},
}};

} // namespace

const LaneSpec& laneSpec(LaneId lane)
{
    return kLaneSpecs.at(static_cast<std::size_t>(lane));
}

std::span<const LaneSpec> laneSpecs()
{
    return kLaneSpecs;
}

std::span<const SplitBy> splitsOf(LaneId lane)
{
    static constexpr std::array kOfSignals{SplitBy::SourceKind, SplitBy::Source};
    static constexpr std::array kOfRequests{SplitBy::Jurisdiction, SplitBy::Authority};
    static constexpr std::array kOfDecisions{SplitBy::Model};
    static constexpr std::array kOfModelStates{SplitBy::Region, SplitBy::Tier};
    switch (lane) {
    case LaneId::Requests:
        return kOfRequests;
    case LaneId::Decisions:
        return kOfDecisions;
    case LaneId::ModelStates:
        return kOfModelStates;
    default:
        return laneSpec(lane).isSignals ? std::span<const SplitBy>(kOfSignals) : std::span<const SplitBy>();
    }
}

QString laneTitle(LaneId lane)
{
    return QCoreApplication::translate("timeline", laneSpec(lane).title);
}

LaneId laneOf(domain::RecordKind kind, domain::Layer layer)
{
    switch (kind) {
    case domain::RecordKind::Signal:
        break;
    case domain::RecordKind::Escalation:
        return LaneId::Escalations;
    case domain::RecordKind::Request:
        return LaneId::Requests;
    case domain::RecordKind::Milestone:
    case domain::RecordKind::Note:
        return LaneId::Notes;
    }
    switch (layer) {
    case domain::Layer::NotStated:
        break;
    case domain::Layer::ModelBehaviour:
        return LaneId::ModelBehaviour;
    case domain::Layer::System:
        return LaneId::System;
    case domain::Layer::DataPrivacy:
        return LaneId::DataPrivacy;
    case domain::Layer::AbuseAtScale:
        return LaneId::AbuseAtScale;
    }
    return LaneId::NotStated;
}

LaneLayout LaneLayout::usual()
{
    LaneLayout layout;
    for (const LaneSpec& spec : kLaneSpecs)
        layout.order.push_back(spec.id);
    return layout;
}

std::vector<LaneId> LaneLayout::shown() const
{
    std::vector<LaneId> lanes;
    std::copy_if(order.begin(), order.end(), std::back_inserter(lanes),
                 [this](LaneId lane) { return !hidden.contains(lane); });
    return lanes;
}

void LaneLayout::move(LaneId lane, std::size_t place)
{
    const auto at = std::find(order.begin(), order.end(), lane);
    if (at == order.end())
        return;
    order.erase(at);
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(std::min(place, order.size())), lane);
}

bool LaneLayout::moveShown(LaneId lane, int step)
{
    const std::vector<LaneId> lanes = shown();
    const auto at = std::find(lanes.begin(), lanes.end(), lane);
    const auto place = (at - lanes.begin()) + step;
    if (at == lanes.end() || place < 0 || place >= static_cast<std::ptrdiff_t>(lanes.size()))
        return false;
    const LaneId neighbour = lanes[static_cast<std::size_t>(place)];
    move(lane, static_cast<std::size_t>(std::find(order.begin(), order.end(), neighbour) - order.begin()));
    return true;
}

void LaneLayout::split(LaneId lane, SplitBy by)
{
    const auto ways = splitsOf(lane);
    if (by == SplitBy::Nothing || std::find(ways.begin(), ways.end(), by) != ways.end())
        splits[static_cast<std::size_t>(lane)] = by;
}

LaneSplits LaneLayout::eventSplits() const
{
    LaneSplits events{};
    for (const LaneSpec& spec : kLaneSpecs) {
        if (spec.isSignals)
            events[static_cast<std::size_t>(spec.id)] = splitOf(spec.id);
    }
    return events;
}

LaneSplits LaneLayout::barSplits() const
{
    LaneSplits bars{};
    for (const LaneSpec& spec : kLaneSpecs) {
        if (!spec.isSignals)
            bars[static_cast<std::size_t>(spec.id)] = splitOf(spec.id);
    }
    return bars;
}

} // namespace keyturn::timeline
